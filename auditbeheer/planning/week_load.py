"""What an audit would do to somebody's week: its hours on location, and those of its documents on their own day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from auditbeheer.planning.models import Audit
from auditbeheer.planning.rules import HourPlan, Presence, WeekLoad, hours_left
from auditbeheer.planning.rules.week_hours import in_weeks, monday_of
from auditbeheer.planning.visits import Asked, Beside, hours_of
from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.own_rules import OwnRules


@dataclass(frozen=True)
class WeekLoads:
    """The hours of one audit, when they fall, and what people have in those weeks without it."""

    day: date
    documents_on: date | None
    plan: HourPlan
    beside: Beside
    source: Source

    def of_the_audit(self, key: int, *, leads: bool) -> WeekLoad:
        """The week of the audit itself; who leads reviews the documents, when that is in the same week."""
        week = monday_of(self.day)
        return WeekLoad(self._total(key, week, leads=leads), self.source)

    def of_the_documents(self, key: int, person: str, presence: Presence) -> list[Condition]:
        """Whether who leads has hours left for the documents, when those are in an earlier week."""
        day = self.documents_on
        if day is None or monday_of(day) == monday_of(self.day):
            return []
        total = self._total(key, monday_of(day), leads=True)
        return [hours_left(person, presence.week_on(day), WeekLoad(total, self.source, day))]

    def _total(self, key: int, week: date, *, leads: bool) -> Decimal:
        taken = in_weeks(self.day, self.plan.on_location, self.documents_on, self.plan.review, leads=leads)
        return sum((count for monday, count in taken if monday == week), self.beside.hours.get((key, week), Decimal(0)))


def week_loads(audit: Audit | Asked, beside: Beside, rules: OwnRules) -> WeekLoads:
    """The same for the audit that is asked for."""
    return WeekLoads(
        audit.day, audit.document_review_on, hours_of(audit, rules), beside, rules["week_hours"].source
    )  # fmt: skip
