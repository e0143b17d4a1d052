"""What stands on which day: audits, document reviews, absence, days off and holidays, for one month or one week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.models import Audit
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.rules import Presence, audit_word
from auditbeheer.planning.visits import hours_of
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.scheme.terms import add_months, holiday
from auditbeheer.scheme.wording import day_plain

MONTH, WEEK, AUDITOR = "maand", "week", "auditor"
VIEWS = (MONTH, WEEK, AUDITOR)


@dataclass(frozen=True)
class Entry:
    """One thing on one day. ``kind``: audit, beoordeling, afwezig or vrij; ``word``: the status of an audit.

    ``extra``: which extra assessment it is, when it is not the audit itself; that one is moved by its form. ``hours``:
    those on location, or those of the documents.
    """

    kind: str
    title: str
    people: tuple[Employee, ...] = ()
    number: str = ""
    starts_at: time | None = None
    word: str = ""
    movable: bool = False
    extra: int | None = None
    hours: Decimal | None = None

    def of(self, key: int) -> bool:
        """Whether somebody is in it."""
        return any(person.id == key for person in self.people)


@dataclass(frozen=True)
class Day:
    """One day of the grid; ``inside``: of the month that is shown."""

    day: date
    holiday: str
    inside: bool
    entries: list[Entry] = field(default_factory=list)

    def for_person(self, key: int) -> list[Entry]:
        """What somebody has that day."""
        return [entry for entry in self.entries if entry.of(key)]

    @property
    def nobody(self) -> list[Entry]:
        """Audits without a team yet."""
        return [entry for entry in self.entries if not entry.people]


@dataclass(frozen=True)
class Agenda:
    """The grid: its days, who can be in it, and where the one before and after begin."""

    view: str
    first: date
    days: list[Day]
    people: Sequence[Employee]
    before: date
    after: date

    @property
    def name(self) -> str:
        """Which month or week it is."""
        if self.view == MONTH:
            return month_name(self.first)
        return f"week van {day_plain(self.first)}"

    @property
    def weeks(self) -> list[list[Day]]:
        """The days by seven."""
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]

    @property
    def empty(self) -> bool:
        """Whether nothing is planned in it."""
        return not any(entry.number for day in self.days for entry in day.entries)


def agenda_of(session: Session, day: date, today: date, view: str, *, person: int | None = None) -> Agenda:
    """The month or week around ``day``. ``person``: only that person's. A constant number of queries."""
    begin, first, last = _span(day, view)
    before, after = _beside(begin, view)
    people = [
        one
        for one in people_with_a_file(session)
        if (person is None or one.id == person) and (one.left_on is None or one.left_on > first)
    ]
    found = _entries(session, people, first, last, today, person)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    cells = [
        Day(one, holiday(one), view != MONTH or one.month == begin.month, found[one]) for one in days
    ]  # fmt: skip
    return Agenda(view, begin, cells, people, before, after)


def month_name(day: date) -> str:
    """The month of a day with its year.

    >>> month_name(date(2026, 12, 1))
    'december 2026'
    """
    return day_plain(day.replace(day=1)).partition("\xa0")[2]


def _span(day: date, view: str) -> tuple[date, date, date]:
    """Where the month or week begins, and the first and last day of its grid: whole weeks."""
    if view == MONTH:
        begin = day.replace(day=1)
        end = add_months(begin, 1) - timedelta(days=1)
        return begin, begin - timedelta(days=begin.weekday()), end + timedelta(days=6 - end.weekday())
    monday = day - timedelta(days=day.weekday())
    return monday, monday, monday + timedelta(days=6)


def _beside(begin: date, view: str) -> tuple[date, date]:
    if view == MONTH:
        return add_months(begin, -1), add_months(begin, 1)
    return begin - timedelta(days=7), begin + timedelta(days=7)


def _entries(
    session: Session, people: Sequence[Employee], first: date, last: date, today: date, person: int | None
) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = defaultdict(list)
    asked = {(question.trajectory_id, question.extra_id) for question in models.open_questions(session)}
    rules = own_rules_on(session, today)
    for audit in models.audits_seen_between(session, first, last):
        team = tuple(member.employee for member in audit.present_team)
        if person is not None and not any(one.id == person for one in team):
            continue
        hours = hours_of(audit, rules)
        if first <= audit.day <= last:
            entry = _audit(audit, team, today, asked=(audit.trajectory_id, audit.extra_id) in asked)
            found[audit.day].append(replace(entry, hours=hours.on_location))
        if audit.document_review_on is not None and first <= audit.document_review_on <= last:
            found[audit.document_review_on].append(
                Entry(
                    "beoordeling", audit.trajectory.partnership.name, team, audit.trajectory.number, hours=hours.review
                )
            )
    there = presence_of(session, [one.id for one in people], first, last)
    for one in people:
        for offset in range((last - first).days + 1):
            _off(found, one, first + timedelta(days=offset), there[one.id])
    return found


def _audit(audit: Audit, team: tuple[Employee, ...], today: date, *, asked: bool) -> Entry:
    held = audit.held_on is not None
    word = audit_word(asked=asked, planned=True, confirmed=audit.confirmed_on is not None, held=held)
    name, number = audit.trajectory.partnership.name, audit.trajectory.number
    if audit.extra_id is not None:
        return Entry("audit", f"{name}, extra beoordeling", team, number, audit.starts_at, word, extra=audit.extra_id)
    return Entry("audit", name, team, number, audit.starts_at, word, movable=not held and audit.day >= today)


def _off(found: dict[date, list[Entry]], person: Employee, day: date, presence: Presence) -> None:
    """Absence, and a weekday that somebody does not work; a weekend or holiday needs no saying."""
    if presence.away_on(day) is not None:
        found[day].append(Entry("afwezig", "Afwezig", (person,)))
    elif day.weekday() < 5 and not holiday(day) and not presence.works_on(day):
        found[day].append(Entry("vrij", "Werkt niet", (person,)))
    elif day in presence.extra:
        found[day].append(Entry("extra", "Extra werkdag", (person,)))
