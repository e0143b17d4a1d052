"""The planner's table: parties by days, who can lead on each day, and what a day would break. Also which days to ask.

A constant number of queries, however many parties, days, auditors and dossiers there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.answers import answers_on, refused_days, seat_of
from auditbeheer.planning.capacity import Waiting, leaders_by_day, windows_of, windows_of_extras
from auditbeheer.planning.choices import plan_facts, safe_days, scheme_of
from auditbeheer.planning.models import (
    AskedDay,
    AskedPerson,
    Audit,
    DayQuestion,
    ExtraAssessment,
    Suits,
    audit_of,
    open_questions,
)
from auditbeheer.planning.rules import (
    MOST_DAYS,
    Day,
    PlanFacts,
    Seat,
    Weight,
    conditions_of_day,
    review_day,
    risks,
    weight,
    why_best,
)
from auditbeheer.planning.visits import Asked
from auditbeheer.planning.window import Window
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Party
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_days, is_working_day
from auditbeheer.scheme.wording import weekday

# A working group gets so much time between the last day to answer and the first day that is asked.
BREATH = timedelta(days=10)
AHEAD = timedelta(weeks=10)
APART = timedelta(days=2)
START = time(9, 30)  # when an audit begins while nobody chose another hour


@dataclass(frozen=True)
class Answer:
    """What somebody said of one day, and how we know."""

    person: AskedPerson
    suits: Suits | None

    @property
    def word(self) -> str:
        """What stands in the table."""
        if self.suits is not None:
            return str(self.suits)
        return "dit ben ik niet" if self.person.handed_back_at else "nog geen antwoord"


@dataclass(frozen=True)
class Column:
    """One day: what each party says, who can lead, what it would break, and whether it can be planned at all."""

    asked: AskedDay
    facts: Day
    leaders: tuple[Employee, ...]
    barred: tuple[Condition, ...]
    risks: tuple[Condition, ...]
    weight: Weight

    @property
    def day(self) -> date:
        """The day itself."""
        return self.asked.day

    @property
    def head(self) -> str:
        """The day above its column: ``do 10 dec 2026``."""
        return f"{weekday(self.day)[:2]} {day_short(self.day)}"

    @property
    def why(self) -> str:
        """Why it is good, in a sentence."""
        return why_best(self.facts)


@dataclass(frozen=True)
class Table:
    """All of it, the best day first."""

    question: DayQuestion
    columns: tuple[Column, ...]
    parties: tuple[Party, ...]
    mandatory: frozenset[int]

    @property
    def best(self) -> Column | None:
        """The day to choose; None while every day is barred."""
        first = self.columns[0] if self.columns else None
        return None if first is None or first.barred else first

    @property
    def in_order(self) -> list[Column]:
        """The days as the calendar has them."""
        return sorted(self.columns, key=lambda column: column.day)

    def people(self, party: Party) -> list[AskedPerson]:
        """Who was asked for a party."""
        return [person for person in self.question.people if person.party_id == party.id]

    def answers(self, party: Party, column: Column) -> list[Answer]:
        """What the people of a party said of a day."""
        return [
            Answer(person, person.newest.by_day.get(column.asked.id) if person.newest else None)
            for person in self.people(party)
        ]


def table_of(session: Session, question: DayQuestion, today: date) -> Table:
    """The table of a question, open or closed."""
    trajectory, extra, rules = question.trajectory, question.extra, own_rules_on(session, today)
    scheme, facts = scheme_of(trajectory), plan_facts(session, trajectory, extra)
    edge = None if extra else safe_days(session, [trajectory], rules).get(trajectory.id)
    leaders = leaders_on(session, question, facts, rules)
    seats = {party.id: _seat(party, question, scheme) for party in question.parties}
    withdrawn = None if extra is None else extra.withdrawn_on is not None
    columns = []
    for asked, able in zip(question.days, leaders, strict=True):
        day = Day(
            day=asked.day, answers=[(seats[key], said) for key, said in answers_on(question, asked).items()],
            leaders=[who.short_name for who in able], safe=(edge.day, edge.source) if edge else None,
            hold_by=extra.hold_by if extra else None, name=question.name,
        )  # fmt: skip
        barred = tuple(unmet(conditions_of_day(facts, asked.day, today, withdrawn=withdrawn)))
        held = risks(day, scheme, today, rules)
        columns.append(Column(asked, day, able, barred, tuple(held), weight(day, blocked=bool(barred))))
    return Table(
        question, tuple(sorted(columns, key=lambda one: one.weight.key)), tuple(question.parties),
        frozenset(key for key, seat in seats.items() if seat.mandatory),
    )  # fmt: skip


def _seat(party: Party, question: DayQuestion, scheme: Scheme) -> Seat:
    """An extra assessment needs nobody by the scheme (AUD-1 speaks of the audit)."""
    return seat_of(party, scheme) if question.extra_id is None else Seat(party.organisation, mandatory=False)


def leaders_on(
    session: Session, question: DayQuestion, facts: PlanFacts, rules: OwnRules
) -> list[tuple[Employee, ...]]:
    """Who can lead on each of the days of a question, as assigning would say on that day and hour."""
    trajectory, extra = question.trajectory, question.extra
    standing: Audit | None = extra.visit if extra is not None else audit_of(session, trajectory.id)
    return leaders_by_day(session, [
        Asked(
            standing.id if standing is not None else 0, question.extra_id, trajectory, row.day, question.starts_at,
            standing.hours if standing is not None else facts.agreed_hours or Decimal(0), [],
            standing.planned if standing is not None else None, row.review_on,
        )
        for row in question.days
    ], rules)  # fmt: skip


@dataclass(frozen=True)
class _Wanted:
    """A visit for which days are looked for; ``key``: its dossier's id, or its own where it is an extra assessment."""

    key: int
    trajectory: Trajectory
    extra_id: int | None
    hours: Decimal
    window: Window


def days_to_ask(session: Session, rows: Sequence[Waiting], today: date) -> dict[int, tuple[date, ...]]:
    """Up to three days to put to each working group: working days that fit, on which somebody can lead.

    What the parties refused before is left out, and what they are asked now. Days of one dossier lie apart; those with
    the most auditors come first.
    """
    windows = windows_of(session, rows, own_rules_on(session, today), today)
    wanted = [_Wanted(one.id, one, None, agreement.hours, windows[one.id]) for one, agreement in rows]
    return _fitting(session, wanted, today)


def days_for_extras(session: Session, extras: Sequence[ExtraAssessment], today: date) -> dict[int, tuple[date, ...]]:
    """The same for extra assessments, by their ids."""
    windows = windows_of_extras(session, extras, today)
    wanted = [
        _Wanted(one.id, one.trajectory, one.id, one.hours, windows[one.id]) for one in extras if one.id in windows
    ]
    return _fitting(session, wanted, today) if wanted else {}


def _fitting(session: Session, wanted: Sequence[_Wanted], today: date) -> dict[int, tuple[date, ...]]:
    left_out = refused_days(session, sorted({one.trajectory.id for one in wanted}))
    for question in open_questions(session):
        left_out.setdefault(question.trajectory_id, set()).update(day.day for day in question.days)
    start = answer_by(session, today) + BREATH
    fitting = {
        one.key: [day for day in _within(one.window, start, today) if day not in left_out[one.trajectory.id]]
        for one in wanted
    }
    asked = [
        Asked(
            0, one.extra_id, one.trajectory, day, START, one.hours, [],
            document_review_on=None if one.extra_id else review_day(scheme_of(one.trajectory), day, today),
        )
        for one in wanted for day in fitting[one.key]
    ]  # fmt: skip
    able = iter(leaders_by_day(session, asked, own_rules_on(session, today)))
    return {one.key: _apart([(day, len(next(able))) for day in fitting[one.key]]) for one in wanted}


def _within(window: Window, start: date, today: date) -> list[date]:
    """The working days of a window, from a day on, as far as we look ahead."""
    first = max(window.first.day, start)
    last = min(first + AHEAD, window.last.day) if window.last else first + AHEAD
    if last < first:  # too late for all this already: then as soon as the rules allow
        first, last = max(window.first.day, today + timedelta(days=1)), window.first.day + AHEAD
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def _apart(days: Sequence[tuple[date, int]]) -> tuple[date, ...]:
    """Three days with the most leaders, not too near to one another.

    >>> week = [(date(2027, 1, 4 + n), 2) for n in range(5)]
    >>> _apart([*week, (date(2027, 1, 11), 0)])
    (datetime.date(2027, 1, 4), datetime.date(2027, 1, 6), datetime.date(2027, 1, 8))
    """
    chosen: list[date] = []
    for day, count in sorted(days, key=lambda one: (-min(one[1], 2), one[0])):
        if count and len(chosen) < MOST_DAYS and all(abs(day - other) >= APART for other in chosen):
            chosen.append(day)
    return tuple(sorted(chosen))


def answer_by(session: Session, today: date) -> date:
    """The last day to answer when nobody chooses another: so many days on, by the own rule."""
    return add_days(today, own_rules_on(session, today)["days_to_answer"].integer)
