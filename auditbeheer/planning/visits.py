"""When somebody is on location, where that is, and how far it is to the other audits of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.models import Assignment, Audit
from auditbeheer.planning.rules import Visit
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service import areas_of
from auditbeheer.relations.distance import Point, road_km
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.own_rules import OwnRules

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """An audit as it would stand on another day: everything that choosing looks at."""

    id: int
    extra_id: int | None
    trajectory: Trajectory
    day: date
    starts_at: time
    hours: Decimal
    present_team: list[Assignment]

    @property
    def trajectory_id(self) -> int:
        """Of which dossier it is."""
        return self.trajectory.id


def on_another_day(audit: Audit, day: date, starts_at: time) -> Asked:
    """The audit on that day, with the team of now."""
    return Asked(audit.id, audit.extra_id, audit.trajectory, day, starts_at, audit.hours, audit.present_team)


def hours_on_location(audit: Audit | Asked, rules: OwnRules) -> Decimal | None:
    """Circa how long an audit takes at the working group's; None where the scheme does not say (QUO-6).

    An extra assessment is on location with all its hours.
    """
    if audit.extra_id is not None:
        return audit.hours
    return hours_at_the_group(audit.trajectory, rules)


def hours_at_the_group(trajectory: Trajectory, rules: OwnRules) -> Decimal | None:
    """The same for an audit that has no day yet."""
    scheme = schemes()[trajectory.scheme or ""]
    return audit_time(scheme, areas_of(trajectory), rules).on_location


def period_of(audit: Audit | Asked, rules: OwnRules) -> tuple[datetime, datetime]:
    """From when until when an audit is on location, in the office's time; all hours where the scheme does not say."""
    begins = datetime.combine(audit.day, audit.starts_at)
    hours = hours_on_location(audit, rules) or audit.hours
    return begins, begins + timedelta(hours=float(hours))


def place_of(audit: Audit | Asked) -> Point | None:
    """Where the first area lies that has a place, or else its municipality."""
    return spot_of(audit.trajectory)


def spot_of(trajectory: Trajectory) -> Point | None:
    """The same for an audit that has no day yet."""
    for link in trajectory.areas:
        for spot in (link.area, link.area.municipality):
            if spot.lat is not None and spot.lon is not None:
                return Point(spot.lat, spot.lon)
    return None


def visit_of(audit: Audit | Asked, rules: OwnRules) -> Visit:
    """An audit as a visit of whoever would be in its team."""
    starts_at, ends_at = period_of(audit, rules)
    return Visit(audit.trajectory.partnership.name, starts_at, ends_at)


@dataclass(frozen=True)
class Beside:
    """What else people do around an audit: the visits at its time, and the hours on location in its week."""

    visits: Mapping[int, Sequence[Visit]]
    hours: Mapping[int, Decimal]


class Diary:
    """Who is in which audits of a period, read once. What runs on past midnight counts for the day after too."""

    def __init__(self, session: Session, first: date, last: date, rules: OwnRules) -> None:
        self.rules = rules
        self._days: dict[date, list[tuple[Assignment, Visit]]] = defaultdict(list)
        for row in models.assignments_between(session, _monday(first) - A_DAY, _monday(last) + 7 * A_DAY):
            visit = Visit(row.audit.trajectory.partnership.name, row.starts_at, row.ends_at)
            self._days[row.day].append((row, visit))

    def beside(self, audit: Audit | Asked, asked: Visit, leaving: Assignment | None = None) -> Beside:
        """What goes on around an audit, by who is in it, with the kilometres from there; the audit itself aside."""
        here, day = place_of(audit), audit.day
        visits: dict[int, list[Visit]] = defaultdict(list)
        hours: dict[int, Decimal] = defaultdict(Decimal)
        for row, other in self._other((day - A_DAY, day, day + A_DAY), audit, leaving):
            if row.day == day or other.touches(asked):
                far = _between(here, place_of(row.audit), self.rules)
                visits[row.employee_id].append(replace(other, kilometres=far))
        for row, other in self._other([_monday(day) + count * A_DAY for count in range(7)], audit, leaving):
            hours[row.employee_id] += other.hours
        return Beside(visits, hours)

    def _other(
        self, days: Sequence[date], audit: Audit | Asked, leaving: Assignment | None
    ) -> Iterator[tuple[Assignment, Visit]]:
        for day in days:
            rows = self._days.get(day, ())
            yield from ((row, visit) for row, visit in rows if row is not leaving and row.audit_id != audit.id)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def visits_beside(session: Session, audit: Audit | Asked, rules: OwnRules, leaving: Assignment | None = None) -> Beside:
    """What goes on around one audit. A constant number of queries."""
    return Diary(session, audit.day, audit.day, rules).beside(audit, visit_of(audit, rules), leaving)


def _between(here: Point | None, there: Point | None, rules: OwnRules) -> Decimal | None:
    if here is None or there is None:
        return None
    return road_km(here, there, rules["road_factor"].decimal)
