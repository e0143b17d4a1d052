"""A year at a glance: hours on location per auditor and month, and certificates that end without a planned audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.planning import models
from auditbeheer.quotes.models import Renewal, foreseen
from auditbeheer.quotes.models.renewal import renewals_running

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Load:
    """What somebody does in a month, or in all: audits, hours on location, hours of those audits in all."""

    audits: int = 0
    on_location: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)

    def plus(self, on_location: Decimal, hours: Decimal) -> Load:
        """With one audit more."""
        return Load(self.audits + 1, self.on_location + on_location, self.hours + hours)


@dataclass(frozen=True)
class Year:
    """The year: per person a load for each month; which certificates end in each month without a planned audit."""

    year: int
    people: Sequence[Employee]
    loads: dict[tuple[int, int], Load]
    ending: dict[int, list[Renewal]]

    def load(self, person: Employee, month: int) -> Load:
        """What somebody does in a month."""
        return self.loads.get((person.id, month), Load())

    def total(self, person: Employee) -> Load:
        """What somebody does all year."""
        rows = [self.load(person, month) for month in MONTHS]
        return _sum(rows)

    def month(self, month: int) -> Load:
        """What everybody does in a month."""
        return _sum([self.load(person, month) for person in self.people])

    @property
    def busiest(self) -> int | None:
        """The month with the most hours on location; None when there are none."""
        best = max(MONTHS, key=lambda month: self.month(month).on_location)
        return best if self.month(best).audits else None


def _sum(rows: Sequence[Load]) -> Load:
    return Load(
        sum(row.audits for row in rows),
        sum((row.on_location for row in rows), Decimal(0)),
        sum((row.hours for row in rows), Decimal(0)),
    )


def year_of(session: Session, year: int) -> Year:
    """All that is planned or held in a year. A constant number of queries."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    loads: dict[tuple[int, int], Load] = defaultdict(Load)
    people: dict[int, Employee] = {}
    for row in models.assignments_between(session, first, last):
        people[row.employee_id] = row.employee
        on_location = Decimal((row.ends_at - row.starts_at).total_seconds()) / 3600
        key = row.employee_id, row.day.month
        loads[key] = loads[key].plus(on_location, row.audit.hours)
    ordered = sorted(people.values(), key=lambda person: (person.name, person.id))
    return Year(year, ordered, dict(loads), _ending(session, first, last))


def _ending(session: Session, first: date, last: date) -> dict[int, list[Renewal]]:
    """Recertifications that were not started, or run without an audit on a day, by the month of the last day."""
    running = renewals_running(session)
    planned = models.dossiers_with_audit(session, [one.trajectory_id for one in running if one.trajectory_id])
    waiting = [*foreseen(session, last), *(one for one in running if one.trajectory_id not in planned)]
    found: dict[int, list[Renewal]] = defaultdict(list)
    for one in sorted(waiting, key=lambda row: (row.decide_by, row.id)):
        if first <= one.decide_by <= last:
            found[one.decide_by.month].append(one)
    return dict(found)
