"""When somebody is on location, where that is, and how far it is to the other audits of that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from sqlalchemy.orm import Session

from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.models import Assignment, Audit
from auditbeheer.planning.rules import HourPlan, Visit, proposed_hours
from auditbeheer.planning.rules.week_hours import in_weeks, monday_of
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.distance import Point, road_km
from auditbeheer.scheme.own_rules import OwnRules

A_DAY = timedelta(days=1)
T = TypeVar("T")


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
    planned: HourPlan | None = None
    document_review_on: date | None = None

    @property
    def trajectory_id(self) -> int:
        """Of which dossier it is."""
        return self.trajectory.id


def on_another_day(audit: Audit, day: date, starts_at: time, review_on: date | None) -> Asked:
    """The audit on that day, with the hours and the team of now."""
    return Asked(
        audit.id, audit.extra_id, audit.trajectory, day, starts_at, audit.hours, audit.present_team, audit.planned,
        review_on,
    )  # fmt: skip


def with_hours(audit: Audit, plan: HourPlan) -> Asked:
    """The audit on its day, with these hours."""
    return replace(on_another_day(audit, audit.day, audit.starts_at, audit.document_review_on), hours=plan.total,
                   planned=plan)  # fmt: skip


def hours_of(audit: Audit | Asked, rules: OwnRules) -> HourPlan:
    """The hours by activity: as planned, or else as they follow from the scheme (QUO-6, QUO-8).

    An extra assessment is on location with all its hours.
    """
    if audit.extra_id is not None:
        return HourPlan(Decimal(0), audit.hours, Decimal(0))
    return audit.planned or shared_out(audit.trajectory, audit.hours, rules)


def shared_out(trajectory: Trajectory, total: Decimal, rules: OwnRules) -> HourPlan:
    """The same for an audit that has no day yet."""
    return proposed_hours(schemes()[trajectory.scheme or ""], total, rules).plan


def hours_on_location(audit: Audit | Asked, rules: OwnRules) -> Decimal:
    """How long an audit takes at the working group's."""
    return hours_of(audit, rules).on_location


def period_of(audit: Audit | Asked, rules: OwnRules) -> tuple[datetime, datetime]:
    """From when until when an audit is on location, in the office's time."""
    begins = datetime.combine(audit.day, audit.starts_at)
    return begins, begins + timedelta(hours=float(hours_on_location(audit, rules)))


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
    """What else people do around an audit: the visits at its time, and the hours of a week.

    ``hours``: on location, and for the documents of the audits that somebody leads; by who and the week's Monday.
    """

    visits: Mapping[int, Sequence[Visit]]
    hours: Mapping[tuple[int, date], Decimal]


class Diary:
    """Who is in which audits of a period, read once. What runs on past midnight counts for the day after too.

    Of the weeks that a period touches it also knows the hours: on location, and for documents.
    """

    def __init__(self, session: Session, first: date, last: date, rules: OwnRules) -> None:
        self.rules = rules
        self._days: dict[date, list[tuple[Assignment, Visit]]] = defaultdict(list)
        self._weeks: dict[date, list[tuple[Assignment, Decimal]]] = defaultdict(list)
        for row in models.assignments_around(session, monday_of(first) - A_DAY, monday_of(last) + 7 * A_DAY):
            visit = Visit(row.audit.trajectory.partnership.name, row.starts_at, row.ends_at)
            self._days[row.day].append((row, visit))
            documents_on, leads = row.audit.document_review_on, row.role in models.LEADING
            review = hours_of(row.audit, rules).review
            for week, count in in_weeks(row.day, visit.hours, documents_on, review, leads=leads):
                self._weeks[week].append((row, count))

    def beside(self, audit: Audit | Asked, asked: Visit, leaving: Assignment | None = None) -> Beside:
        """What goes on around an audit, by who is in it, with the kilometres from there; the audit itself aside."""
        here, day = place_of(audit), audit.day
        visits: dict[int, list[Visit]] = defaultdict(list)
        hours: dict[tuple[int, date], Decimal] = defaultdict(Decimal)

        def others(rows: Sequence[tuple[Assignment, T]]) -> Iterator[tuple[Assignment, T]]:
            return ((row, it) for row, it in rows if row is not leaving and row.audit_id != audit.id)

        for near in (day - A_DAY, day, day + A_DAY):
            for row, other in others(self._days.get(near, ())):
                if row.day == day or other.touches(asked):
                    far = _between(here, place_of(row.audit), self.rules)
                    visits[row.employee_id].append(replace(other, kilometres=far))
        for week in {monday_of(one) for one in days_of(audit)}:
            for row, count in others(self._weeks.get(week, ())):
                hours[row.employee_id, week] += count
        return Beside(visits, hours)


def days_of(audit: Audit | Asked) -> list[date]:
    """The days on which there is work for an audit: its own, and that of the documents."""
    return [day for day in (audit.document_review_on, audit.day) if day is not None]


def visits_beside(session: Session, audit: Audit | Asked, rules: OwnRules, leaving: Assignment | None = None) -> Beside:
    """What goes on around one audit. A constant number of queries."""
    days = days_of(audit)
    return Diary(session, min(days), max(days), rules).beside(audit, visit_of(audit, rules), leaving)


def _between(here: Point | None, there: Point | None, rules: OwnRules) -> Decimal | None:
    if here is None or there is None:
        return None
    return road_km(here, there, rules["road_factor"].decimal)
