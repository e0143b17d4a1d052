"""The hours of an audit by activity: what the scheme leads to, and what must hold for what is planned (QUO-6..8)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from auditbeheer.scheme.audit_time import circa_on_location
from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import AuditTimeRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import hours, join_and, number, percentage

REVIEW, ON_LOCATION, REPORT = "documentbeoordeling", "op locatie", "rapport"
REVIEW_PART = "documentbeoordeling"  # the code of that part where a scheme gives man-days (3.1)
NOTHING, WHOLE = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class HourPlan:
    """The hours of an audit by activity."""

    review: Decimal
    on_location: Decimal
    report: Decimal

    @property
    def total(self) -> Decimal:
        """All of them."""
        return self.review + self.on_location + self.report

    @property
    def parts(self) -> tuple[tuple[str, Decimal], ...]:
        """Each activity by its word."""
        return (REVIEW, self.review), (ON_LOCATION, self.on_location), (REPORT, self.report)

    @property
    def in_words(self) -> str:
        """As the time line tells it.

        >>> HourPlan(Decimal("2.75"), Decimal("5.5"), Decimal("2.75")).in_words
        '11 uur: 2,75 documentbeoordeling, 5,5 op locatie en 2,75 rapport'
        """
        return f"{hours(self.total)} uur: {join_and([f'{hours(value)} {word}' for word, value in self.parts])}"


@dataclass(frozen=True, slots=True)
class Share:
    """The hours that follow for one activity, and why."""

    hours: Decimal
    source: Source
    explanation: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """How a number of hours is shared out when nobody says otherwise."""

    review: Share
    on_location: Share
    report: Share

    @property
    def plan(self) -> HourPlan:
        """The hours alone."""
        return HourPlan(self.review.hours, self.on_location.hours, self.report.hours)


@traced("QUO-6", "QUO-8", test="tests/planning/test_hours_rules.py::test_hours_are_shared_out_as_the_scheme_says")
def proposed_hours(scheme: Scheme, total: Decimal, rules: OwnRules) -> Proposed:
    """A number of hours by activity, in quarters: 4.0 gives the part on location, 3.1 that of the documents.

    The part of the report is an own choice; what is left goes to the activity that the scheme says nothing of. Raises
    Refusal for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> from auditbeheer.scheme.own_rules import defaults
    >>> proposed_hours(packaged()["kvo-b-4.0"], Decimal(11), defaults()).plan.in_words
    '11 uur: 2,75 documentbeoordeling, 5,5 op locatie en 2,75 rapport'
    >>> proposed_hours(packaged()["kvo-3.1"], Decimal(12), defaults()).plan.in_words
    '12 uur: 4 documentbeoordeling, 5 op locatie en 3 rapport'
    """
    times, share = known(scheme, scheme.audit_time, "de audittijd"), rules["report_share"]
    wanted, why = _quarters(total * share.integer / WHOLE), f"{percentage(share.integer)} van {hours(total)} uur."
    there = circa_on_location(scheme, total)
    if times.on_location_share is not None and there is not None:
        part, source = times.on_location_share.value, scheme.source(times.on_location_share)
        report = min(wanted, total - there)
        left = f"Wat overblijft van {hours(total)} uur."
        return Proposed(
            review=Share(total - there - report, share.source, left),
            on_location=Share(there, source, f"Circa {percentage(part * WHOLE)} van {hours(total)} uur."),
            report=Share(report, share.source, why),
        )
    review, paper, told = _documents(scheme, times, total, wanted)
    report = min(wanted, total - review)
    rest = f"Wat overblijft van {hours(total)} uur."
    return Proposed(
        review=Share(review, paper or share.source, told or why),
        on_location=Share(total - review - report, paper or share.source, rest),
        report=Share(report, share.source, why),
    )


def _documents(
    scheme: Scheme, times: AuditTimeRules, total: Decimal, wanted: Decimal
) -> tuple[Decimal, Source | None, str]:
    """The hours of the documents by the man-days of a scheme; as many as the report's where it gives none."""
    part = next((one for one in times.parts if one.code == REVIEW_PART), None)
    if part is None:
        return min(wanted, total), None, ""
    days = sum((one.mandays for one in times.parts), NOTHING)
    told = f"{number(part.mandays)} van {number(days)} mandag."
    return min(_quarters(total * part.mandays / days), total), scheme.source(part), told


def _quarters(value: Decimal) -> Decimal:
    return (value * 4).quantize(Decimal(1), ROUND_HALF_UP) / 4


@traced("QUO-6", "QUO-7", "QUO-8", test="tests/planning/test_hours_rules.py::test_planned_hours_are_held_against_both")
def may_plan_hours(plan: HourPlan, agreed: Decimal | None, scheme: Scheme) -> list[Condition]:
    """At least what was agreed on, and hours for each activity. ``agreed``: None while there is no agreement."""
    answer = [] if agreed is None else [hours_agreed(plan.total, agreed)]
    return [*answer, each_activity(plan, scheme)]


def hours_agreed(total: Decimal, agreed: Decimal) -> Condition:
    """What was agreed on is worked, extra hours that were agreed on later too: more may, less may not."""
    return Condition("uren.afgesproken", f"Ten minste de afgesproken {hours(agreed)} uur", total >= agreed,
                     f"{hours(total)} uur", norm("ISO 17065", "4.1.2"),
                     f"Afgesproken is {hours(agreed)} uur. Minder kan niet (ISO 17065 §4.1.2).")  # fmt: skip


def other_hours(was: HourPlan | None, becomes: HourPlan) -> Condition:
    """Planning the same hours again would say nothing. ``was`` None: nobody planned them by activity yet."""
    return Condition("uren.anders", "De uren veranderen", was != becomes, "", SETTING,
                     "Dit zijn dezelfde uren. Er is niets veranderd.")  # fmt: skip


def each_activity(plan: HourPlan, scheme: Scheme) -> Condition:
    """The audit time covers the documents, the visit and the report: none of them is left out."""
    times = known(scheme, scheme.audit_time, "de audittijd")
    source = scheme.source((times.steps or times.parts)[0])
    without = [word for word, value in plan.parts if value <= 0]
    return Condition("uren.elke_activiteit", "Elke activiteit heeft uren", not without,
                     f"geen uren: {join_and(without)}" if without else hours(plan.total) + " uur", source,
                     f"Vul ook uren in voor: {join_and(without)}. De audittijd is voor documenten, locatie en rapport"
                     f" samen ({source.label}).")  # fmt: skip


def share_band(scheme: Scheme, rules: OwnRules) -> tuple[Decimal, Decimal] | None:
    """Between which per cents of the hours are circa the scheme's part on location; None where it gives none.

    >>> from auditbeheer.scheme.library import packaged
    >>> from auditbeheer.scheme.own_rules import defaults
    >>> [str(edge) for edge in share_band(packaged()["kvo-b-4.0"], defaults())]
    ['40.0', '60.0']
    """
    part, margin = known(scheme, scheme.audit_time, "de audittijd").on_location_share, rules["location_margin"].integer
    if part is None:
        return None
    return max(NOTHING, part.value * WHOLE - margin), min(WHOLE, part.value * WHOLE + margin)


@traced("QUO-6", test="tests/planning/test_hours_rules.py::test_circa_half_on_location_is_flagged_outside_the_band")
def near_the_share(plan: HourPlan, scheme: Scheme, rules: OwnRules) -> list[Condition]:
    """Whether circa the scheme's part is on location, within the own rule's margin. It is told, never refused.

    Nothing where the scheme gives no such part (3.1).
    """
    part, between = known(scheme, scheme.audit_time, "de audittijd").on_location_share, share_band(scheme, rules)
    if part is None or between is None or plan.total <= 0:
        return []
    margin, middle, (low, high) = rules["location_margin"], part.value * WHOLE, between
    there = (plan.on_location * WHOLE / plan.total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    band = f"{number(low)} tot en met {percentage(high)}"
    told = f"{hours(plan.on_location)} van {hours(plan.total)} uur, {percentage(there)}"
    return [
        Condition("uren.deel_op_locatie", f"Circa {percentage(middle)} op locatie: {band}", low <= there <= high, told,
                  margin.source,
                  f"Op locatie is {hours(plan.on_location)} van {hours(plan.total)} uur: {percentage(there)}. Circa"
                  f" {percentage(middle)} is de bedoeling ({scheme.source(part).label}), en {band} past daarbij"
                  f" ({margin.source.label}).")
    ]  # fmt: skip
