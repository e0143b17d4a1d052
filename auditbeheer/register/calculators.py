"""The public calculators (rekenhulp): how each of the six questions about figures and terms is answered.

They answer arithmetic for any day: whether a scheme was open on it is for a dossier to test. Which parameters each
takes stands in ``questions.py``. Pure: schemes and own rules come in as arguments.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from auditbeheer.register.asking import Answer, Asked, Given, NotUnderstood
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.condition import Condition, Receipt, ReceiptLine, Refusal
from auditbeheer.scheme.deviation_terms import deviation_terms
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.survey_response import needed_response
from auditbeheer.scheme.terms import Deadline, add_months, deadline
from auditbeheer.scheme.validity import imported_last_day, last_day_of_validity
from auditbeheer.scheme.wording import capital, counted, day_long, day_plain, hours, join_and, percentage, weekday

NEWEST, OLDEST = "kvo-b-4.0", "kvo-3.1"

Facts = dict[str, object]


def audit_time_answer(asked: Asked, given: Given) -> Answer:
    """The minimum audit time (QUO-6, QUO-8), with its parts or its share on location."""
    scheme, areas = given.library[asked.text("schema")], asked.number("gebieden")
    time = audit_time(scheme, areas, given.rules)
    facts: Facts = {"schema": scheme.key, "gebieden": areas, "minimum_uren": as_json(time.minimum)}
    if time.on_location is not None:
        facts["uren_op_locatie_circa"] = as_json(time.on_location)
    facts |= {f"uren_{code}": as_json(amount) for code, amount in time.parts.items()}
    headline = f"Ten minste {hours(time.minimum)} uur"
    return Answer(headline, time.explanation, time.receipt.sources, facts, receipt=time.receipt)


def as_json(value: Decimal) -> int | float:
    """Hours as a JSON number.

    >>> as_json(Decimal("11")), as_json(Decimal("5.5")), as_json(Decimal("12.0"))
    (11, 5.5, 12)
    """
    return int(value) if value == value.to_integral_value() else float(value)


def response_answer(asked: Asked, given: Given) -> Answer:
    """The response that a survey needs in one area (DOC-4); where it matters, first or later must be asked too."""
    scheme, entrepreneurs = given.library[asked.text("schema")], asked.number("ondernemers")
    if not asked.has("eerste") and _first_matters(scheme):
        raise NotUnderstood("eerste", f"Bij {scheme.name} maakt “eerste” uit. Kies ja of nee.")
    need = needed_response(scheme, entrepreneurs, first=asked.yes("eerste", otherwise=True))
    facts: Facts = {
        "schema": scheme.key,
        "ondernemers": entrepreneurs,
        "percentage": need.percentage,
        "nodig": need.needed,
    }
    people = ReceiptLine("Ondernemers op het terrein", Decimal(entrepreneurs), "")
    share = ReceiptLine("Deel dat moet antwoorden", Decimal(need.percentage), "%", need.source)
    receipt = Receipt("Nodig, naar boven afgerond", (people, share), Decimal(need.needed), "antwoorden")
    headline = f"{counted(need.needed, 'antwoord', 'antwoorden')}, {percentage(need.percentage)}"
    remarks = ("In een cluster geldt dit voor elk terrein apart.",)
    return Answer(headline, need.explanation, (need.source,), facts, remarks, receipt)


def _first_matters(scheme: Scheme) -> bool:
    return scheme.response is not None and any(row.first != row.later for row in scheme.response.classes)


def term_answer(asked: Asked, given: Given) -> Answer:
    """The last day of a term in months (TRM-1), and the day of the week it falls on."""
    begin, months = asked.day("begin"), asked.number("maanden")
    source = given.rules["term_counting"].source
    end = add_months(begin, months)
    span = counted(months, "maand", "maanden")
    explanation = f"{span} vanaf {day_plain(begin)} is {day_plain(end)} ({source.label})."
    last = deadline(end, source, explanation, given.rules)
    facts: Facts = {
        "begin": begin.isoformat(),
        "maanden": months,
        "einde": last.day.isoformat(),
        "valt_op": weekday(last.day),
    }
    return Answer(f"Tot en met {day_long(last.day)}", explanation, (source,), facts, _remarks(last))


def scheme_answer(asked: Asked, given: Given) -> Answer:
    """The schemes that are open (SCH-1 to SCH-4). Assessed before it started is refused."""
    kind, started, assessed = AreaType(asked.text("gebiedstype")), asked.day("gestart"), asked.day("beoordeeld")
    choice = given.library.schemes_open(kind, started, assessed)
    if choice is None:
        raise Refusal([_too_early(given.library, started, assessed)])
    facts: Facts = {
        "gebiedstype": kind.value,
        "gestart": started.isoformat(),
        "beoordeeld": assessed.isoformat(),
        "schemas": list(choice.keys),
    }
    names = join_and([scheme.name for scheme in choice.schemes], "of")
    remarks = ("Beide kunnen. De keuze komt in het dossier te staan.",) if len(choice.schemes) > 1 else ()
    return Answer(names or "Geen schema", choice.explanation, choice.sources, facts, remarks)


def _too_early(library: Library, started: date, assessed: date) -> Condition:
    scheme = library[NEWEST]
    source = scheme.source(scheme.transition.assessed_from)
    refusal = (
        f"Beoordelen op {day_plain(assessed)} kan niet: het traject begon op {day_plain(started)} ({source.label})."
    )
    text = "De beoordeling is op of na de start"
    return Condition("schema.volgorde", text, met=False, fact=day_plain(assessed), source=source, refusal=refusal)


def deviation_answer(asked: Asked, given: Given) -> Answer:
    """The last days after a deviation (AUD-4, AUD-5)."""
    scheme, closed = given.library[asked.text("schema")], asked.day("afgesloten")
    received = asked.day("ontvangen") if asked.has("ontvangen") else None
    extended = asked.yes("verlengd", otherwise=False)
    terms = deviation_terms(scheme, closed, received, extended=extended, rules=given.rules)
    days = {"aanvullingen": terms.additions, "beoordeling": terms.assessment}
    known = {name: last for name, last in days.items() if last}
    facts: Facts = {"schema": scheme.key, "afgesloten": closed.isoformat()}
    facts |= {"ontvangen": received.isoformat()} if received else {}
    facts |= {f"{name}_uiterlijk": last.day.isoformat() for name, last in known.items()}
    headline = capital("; ".join(f"{name} uiterlijk {day_long(last.day)}" for name, last in known.items()))
    explanation = " ".join(f"{capital(name)}: {last.explanation}" for name, last in known.items())
    remarks = tuple(text for last in known.values() for text in _remarks(last))
    sources = tuple(dict.fromkeys(last.source for last in known.values()))
    return Answer(headline, explanation, sources, facts, remarks)


def validity_answer(asked: Asked, given: Given) -> Answer:
    """The last day of a certificate (CER-1), with a remark for a time when it was shorter (CER-7)."""
    issued = asked.day("uitgegeven")
    scheme = _scheme_of_day(given.library, issued)
    last = last_day_of_validity(scheme, issued, given.rules)
    then = imported_last_day(given.library[OLDEST], issued, given.rules)
    shorter = f"In die tijd was het korter: tot en met {day_plain(then.value)} ({then.source.label})."
    remarks = (shorter,) if then.value < last.value else ()
    facts: Facts = {"uitgegeven": issued.isoformat(), "geldig_tot_en_met": last.value.isoformat()}
    sources = (last.source, given.rules["validity_reading"].source)
    return Answer(f"Tot en met {day_long(last.value)}", last.explanation, sources, facts, remarks)


def _scheme_of_day(library: Library, day: date) -> Scheme:
    """The scheme whose years are told: the one for business parks of that day. All schemes give three years."""
    newest = library[NEWEST]
    return newest if day >= newest.transition.assessed_from.value else library[OLDEST]


def _remarks(last: Deadline) -> tuple[str, ...]:
    return (last.remark,) if last.remark else ()
