"""Which parties must be in the working group, and the start phase without an association (ARE-5, ARE-6)."""

from collections.abc import Collection
from datetime import date

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.terms import Deadline, add_months, remark
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import capital, day_plain

NAME = "de partijen"


@traced("ARE-5", test="tests/scheme/test_parties.py::test_each_missing_party_is_named")
def party_conditions(scheme: Scheme, present: Collection[str]) -> list[Condition]:
    """Whether each party that must take part does; ``present``: codes ondernemers, gemeente, politie, brandweer.

    Raises Refusal for a concept. Source: B4 §3.2, S31 §2.2.2.
    """
    return [
        Condition(
            f"partij.{party.code}",
            f"{capital(party.name)} in de werkgroep",
            party.code in present,
            "neemt deel" if party.code in present else "ontbreekt",
            scheme.source(party),
        )
        for party in known(scheme, scheme.parties, NAME).required
    ]


@traced("ARE-6", test="tests/scheme/test_parties.py::test_in_the_start_phase_an_association_may_follow_within_a_year")
def association_due(scheme: Scheme, started: date) -> Deadline | None:
    """The last day to have an association or an agreement, counted from the start; None where the scheme asks none.

    Raises Refusal for a concept. Source: B4 §3.2.
    """
    months = known(scheme, scheme.parties, NAME).start_phase_months
    if months is None:
        return None
    source = scheme.source(months)
    end = add_months(started, months.value)
    explanation = f"Binnen een jaar na de start op {day_plain(started)} ({source.label})."
    return Deadline(end, source, explanation, remark(end))


@traced("ARE-6", test="tests/scheme/test_parties.py::test_in_the_start_phase_an_association_may_follow_within_a_year")
def association_conditions(scheme: Scheme, through: str, started: date, day: date) -> list[Condition]:
    """Whether the entrepreneurs take part in the way that is asked; empty where the scheme asks nothing.

    ``through``: the association or organisation with an agreement, "" when there is none yet. Raises Refusal for a
    concept. Source: B4 §3.2.
    """
    last = association_due(scheme, started)
    if last is None:
        return []
    fact = through or f"startfase tot en met {day_plain(last.day)}"
    refusal = (
        f"Er is nog geen vereniging of overeenkomst voor de ondernemers: die was er uiterlijk"
        f" {day_plain(last.day)} nodig ({last.source.label})."
    )
    text = "De ondernemers doen mee via een vereniging, of een organisatie met een overeenkomst"
    met = bool(through) or day <= last.day
    return [Condition("partij.vereniging", text, met, fact, last.source, refusal)]
