"""The terms of a deviation: to deliver additions, to assess them, and to extend (AUD-4, AUD-5)."""

from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Condition, Refusal, Source, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import DeviationRules, Stated
from auditbeheer.scheme.terms import Deadline, add_months, deadline
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain

NAME = "de termijnen bij afwijkingen"


@dataclass(frozen=True, slots=True)
class DeviationTerms:
    """The last days that are known: ``additions`` for the working group, ``assessment`` for the body.

    ``additions`` is None where the scheme has no such term; ``assessment`` is None as long as nothing started it.
    ``latest_assessment`` is the last day the assessment can ever have, were the additions to come on their last day.
    """

    additions: Deadline | None
    assessment: Deadline | None
    latest_assessment: Deadline


@traced(
    "AUD-4",
    "AUD-5",
    test="tests/scheme/test_deviation_terms.py::test_the_last_days_are_those_of_the_vectors",
)
def deviation_terms(
    scheme: Scheme, closed: date, received: date | None = None, *, extended: bool = False, rules: OwnRules | None = None
) -> DeviationTerms:
    """The last days of a deviation established at the closing of an audit. Source: B4 §6.3, S31 §4.4.3.

    ``received``: the day that the additions were handed in as complete; they count from the end of the delivery term
    at the latest. ``extended``: the assessment was extended. Raises Refusal when extending is not possible under the
    scheme, when ``received`` lies before ``closed``, and for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> terms = deviation_terms(packaged()["kvo-b-4.0"], date(2026, 1, 31), date(2026, 3, 10))
    >>> terms.additions.day, terms.assessment.day
    (datetime.date(2026, 3, 31), datetime.date(2026, 4, 10))
    >>> deviation_terms(packaged()["kvo-3.1"], date(2025, 9, 30), extended=True).assessment.day
    datetime.date(2026, 2, 28)
    """
    months = known(scheme, scheme.deviations, NAME)
    if extended and unmet(conditions := _extendable(scheme, months)):
        raise Refusal(conditions)
    if received and unmet(conditions := received_conditions(scheme, closed, received)):
        raise Refusal(conditions)
    if months.additions_months is None:
        return _one_term(scheme, months, closed, extended=extended, rules=rules)
    return _two_terms(scheme, months, months.additions_months, closed, received, rules)


def _two_terms(
    scheme: Scheme,
    months: DeviationRules,
    delivery: Stated[int],
    closed: date,
    received: date | None,
    rules: OwnRules | None,
) -> DeviationTerms:
    """4.0: months to deliver from the closing meeting, then a month to assess from when they are in."""
    source = scheme.source(delivery)
    span = _months(delivery.value)
    end = add_months(closed, delivery.value)
    explanation = f"{span} vanaf de afsluiting op {day_plain(closed)} ({source.label})."
    additions = deadline(end, source, explanation, rules)
    latest = _assessment(scheme, months, end, "het einde van de termijn voor aanvullingen", rules)
    if received is None:
        return DeviationTerms(additions, None, latest)
    began = min(received, end)
    what = "de ontvangst" if received <= end else "het einde van de termijn voor aanvullingen"
    return DeviationTerms(additions, _assessment(scheme, months, began, what, rules), latest)


def _assessment(scheme: Scheme, months: DeviationRules, began: date, what: str, rules: OwnRules | None) -> Deadline:
    source = scheme.source(months.assessment_months)
    span = _months(months.assessment_months.value)
    explanation = f"{span} vanaf {what} op {day_plain(began)} ({source.label})."
    return deadline(add_months(began, months.assessment_months.value), source, explanation, rules)


def _one_term(
    scheme: Scheme, months: DeviationRules, closed: date, *, extended: bool, rules: OwnRules | None
) -> DeviationTerms:
    """3.1: one term from establishing to assessment; an extension makes it longer, counted in one go."""
    source = scheme.source(months.assessment_months)
    span = months.assessment_months.value + (months.extension_months.value if extended else 0)
    longer = f", met de verlenging van {_months(months.extension_months.value)} erbij" if extended else ""
    explanation = f"{_months(span)} vanaf de vaststelling op {day_plain(closed)}{longer} ({source.label})."
    last = deadline(add_months(closed, span), source, explanation, rules)
    return DeviationTerms(None, last, last)


def received_conditions(scheme: Scheme, closed: date, received: date) -> list[Condition]:
    """Whether additions can have come in on a day: not before the audit was closed. Raises Refusal for a concept."""
    months = known(scheme, scheme.deviations, NAME)
    source = scheme.source(months.additions_months or months.assessment_months)
    refusal = (
        f"Ontvangen op {day_plain(received)} kan niet: de audit is op {day_plain(closed)} afgesloten ({source.label})."
    )
    text = f"Aanvullingen komen op of na de afsluiting op {day_plain(closed)}"
    met = received >= closed
    return [Condition("afwijking.ontvangen", text, met, f"ontvangen op {day_plain(received)}", source, refusal)]


@traced(
    "AUD-4",
    "AUD-5",
    test="tests/scheme/test_deviation_terms.py::test_a_term_can_be_extended_only_once_and_with_a_reason",
)
def extension_conditions(scheme: Scheme, extended_on: date | None, justification: str) -> list[Condition]:
    """Whether a term may be extended (once more). Source: B4 §6.3, S31 §4.4.3.

    ``extended_on``: the day of an earlier extension. Raises Refusal for a concept.
    """
    months = known(scheme, scheme.deviations, NAME)
    answer = _extendable(scheme, months)
    if unmet(answer):
        return answer
    source = scheme.source(months.extensions)
    before = f"op {day_plain(extended_on)} verlengd" if extended_on else "nog niet verlengd"
    refusal = f"Langer uitstel kan niet: de termijn is {_once(extended_on)} verlengd ({source.label})."
    once = Condition(
        "afwijking.een_keer", "De termijn is nog niet verlengd", extended_on is None, before, source, refusal
    )
    text = "De verlenging heeft een onderbouwing"
    refusal = f"Voor een verlenging is een onderbouwing nodig ({source.label})."
    why = Condition("afwijking.onderbouwing", text, bool(justification.strip()), justification.strip(), source, refusal)
    return [*answer, once, why]


def _once(extended_on: date | None) -> str:
    return f"op {day_plain(extended_on)} al één keer" if extended_on else "nog niet"


def _extendable(scheme: Scheme, months: DeviationRules) -> list[Condition]:
    source: Source = scheme.source(months.extensions)
    refusal = f"Onder {scheme.identity.short} is er geen verlenging ({source.label})."
    times = counted(months.extensions.value, "keer", "keer")
    text = f"{scheme.identity.short} kent een verlenging"
    return [Condition("afwijking.verlenging", text, months.extensions.value > 0, times, source, refusal)]


def _months(count: int) -> str:
    return counted(count, "maand", "maanden")
