"""Whether an auditor does enough assessments a year, and when a shortfall asks for a decision (QUA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import continuity
from auditbeheer.scheme.trace import traced


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year of one auditor: assessments done, planned, and needed."""

    year: int
    done: int
    planned: int
    needed: int

    @property
    def last_day(self) -> date:
        """By then they must be done."""
        return date(self.year, 12, 31)

    @property
    def expected(self) -> int:
        """How many it will be as things stand."""
        return self.done + self.planned

    @property
    def short(self) -> int:
        """How many are lacking as things stand."""
        return max(0, self.needed - self.expected)


@traced(
    "QUA-4", test="tests/qualifications/test_continuity.py::test_the_forecast_counts_what_is_done_and_what_is_planned"
)
def forecast(
    day: date, scheme: Scheme, qualified_on: date, held: Sequence[date], expected: Sequence[date]
) -> list[Year]:
    """Every year that counts up to the year after ``day``, as it stands on ``day``.

    ``held`` and ``expected``: the days of assessments that were held, and that are planned. What was held after ``day``
    was still ahead then; what is planned counts only in a year that has not ended: what never came is not done.
    """
    done = [one for one in held if one <= day]
    ahead = [one for one in held if one > day] + [one for one in expected if one.year >= day.year]
    until = day.year + 1
    both = zip(
        continuity(scheme, qualified_on, done, until), continuity(scheme, qualified_on, ahead, until), strict=True
    )
    return [Year(now.year, now.done, planned.done, now.needed) for now, planned in both]


@traced("QUA-4", test="tests/qualifications/test_continuity.py::test_a_shortfall_asks_for_a_decision_late_in_the_year")
def asks_decision(year: Year, day: date, rules: OwnRules, decided: int | None) -> bool:
    """Whether the scheme manager must decide now: last year ended short, or this year will and its end is near.

    ``decided``: how many were expected when the newest decision was taken, None when there is none. With fewer than
    that the decision no longer covers it. A shortfall blocks nothing by itself.
    """
    near = day >= year.last_day - timedelta(weeks=rules["continuity_weeks"].integer)
    in_time = day.year - 1 <= year.year <= day.year
    return in_time and near and year.short > 0 and (decided is None or year.expected < decided)


def may_decide(year: Year | None, day: date, decided: int | None) -> list[Condition]:
    """Whether there is something to decide about: a year that counts and has begun, and that is or will be short."""
    counts = year is not None and year.year <= day.year
    lacking = year.short if year is not None else 0
    covered = year is not None and decided is not None and year.expected >= decided
    return [
        Condition("continuiteit.jaar", "Dit jaar telt mee", counts, "", SETTING,
                  "Over dit jaar valt niets te beslissen: het telt nog niet mee."),
        Condition("continuiteit.tekort", "Er is een tekort", not counts or lacking > 0, f"{lacking} te weinig", SETTING,
                  "Over dit jaar valt niets te beslissen: er zijn genoeg beoordelingen gedaan en gepland."),
        Condition("continuiteit.besloten", "Over dit tekort is nog niet besloten", not covered, "", SETTING,
                  "Over dit tekort is al besloten."),
    ]  # fmt: skip


def measure_told(measure: str, *, keeps: bool) -> list[Condition]:
    """Whether a decision to keep somebody says with which measure."""
    return [
        Condition("continuiteit.maatregel", "Bij behouden hoort een maatregel", not keeps or bool(measure.strip()), "",
                  SETTING, "Vul in met welke maatregel de auditor gekwalificeerd blijft.")
    ]  # fmt: skip
