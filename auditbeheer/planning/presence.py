"""When people are there, read for many at once: for choices, the calendar, the year, and whoever proposes a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.models import WorkingWeek
from auditbeheer.planning.rules import MONDAY_TO_FRIDAY, Presence, Week
from auditbeheer.scheme.own_rules import OwnRules


def usual_week(rules: OwnRules) -> Week:
    """The week of who has none of their own: Monday to Friday, the hours of the own rule."""
    return Week(date.min, MONDAY_TO_FRIDAY, rules["week_hours"].decimal)


def presence_of(session: Session, people: Sequence[int], first: date, last: date) -> dict[int, Presence]:
    """When each of these people is there in a period, by the employee's id: working days, absence, hours a week.

    ``Presence.working_days(first, last)`` and ``week_on(day).hours`` answer what a plan asks. Four queries, however
    many people and days.
    """
    usual = usual_week(own_rules_on(session, first))
    weeks: dict[int, list[Week]] = defaultdict(list)
    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    extra: dict[int, set[date]] = defaultdict(set)
    for row in models.weeks_of(session, people):
        weeks[row.employee_id].append(week_of(row))
    for absence in models.absences_of(session, people):
        if absence.from_day <= last and absence.until_day >= first:
            away[absence.employee_id].append((absence.from_day, absence.until_day))
    for day in models.extra_days_of(session, people, first, last):
        extra[day.employee_id].add(day.day)
    return {key: Presence(usual, tuple(weeks[key]), tuple(away[key]), frozenset(extra[key])) for key in people}


def week_of(row: WorkingWeek) -> Week:
    """A stored week as the rules speak of it."""
    return Week(row.from_day, frozenset(int(digit) for digit in row.days), Decimal(row.hours))


def weeks_now(session: Session, people: Sequence[int], day: date) -> dict[int, Week]:
    """The week that holds for each of these people on a day."""
    there = presence_of(session, people, day, day)
    return {key: there[key].week_on(day) for key in people}
