"""Small made-up offices for the planner: by hand, and by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from auditbeheer.planning.proposal.words import Auditor, AuditToPlan, Band, Effort, Office, Placed, Seat, Weights, Year
from auditbeheer.planning.window import Edge, Window
from auditbeheer.qualifications.rules import Part
from auditbeheer.relations.distance import Point
from auditbeheer.scheme.condition import SETTING

MONDAY = date(2027, 3, 1)
UNTIL = date(2027, 3, 31)
QUICK = Effort(work=2.0)
# Two near each other in Tilburg, one in Den Bosch, one in Groningen, and a place that nobody knows.
TILBURG, GOIRLE = Point(Decimal("51.560"), Decimal("5.083")), Point(Decimal("51.521"), Decimal("5.067"))
DEN_BOSCH, GRONINGEN = Point(Decimal("51.690"), Decimal("5.304")), Point(Decimal("53.219"), Decimal("6.568"))
PLACES = (TILBURG, GOIRLE, DEN_BOSCH, GRONINGEN, None)
WEEK_BEFORE = {MONDAY + timedelta(days=count): MONDAY + timedelta(days=count - 7) for count in range(-10, 40)}
# The documents of days within one week in different weeks, as around a holiday.
UNEVEN = {day: on - timedelta(days=7 * (day.weekday() > 2)) for day, on in WEEK_BEFORE.items()}
ALWAYS = ((date(2026, 1, 1), date(2028, 12, 31)),)


def day(count: int) -> date:
    """So many days after the first Monday."""
    return MONDAY + timedelta(days=count)


def window(first: date, last: date | None) -> Window:
    return Window(Edge(first, SETTING, ""), None if last is None else Edge(last, SETTING, ""))


def lead(person: str, **changes: Any) -> Seat:
    return Seat(person, **{"part": Part.LEAD, "periods": ALWAYS, **changes})


def audit(key: str, *seats: Seat, first: int = 0, last: int = 18, **changes: Any) -> AuditToPlan:
    """An audit of 8 hours, half of them in Tilburg, in the first three weeks of March."""
    given: dict[str, Any] = {
        "name": f"Gebied {key}", "hours": Decimal(8), "on_location": Decimal(4), "place": TILBURG,
        "window": window(day(first), day(last)), "seats": seats, **changes,
    }  # fmt: skip
    return AuditToPlan(key, **given)


def auditor(key: str, home: Point | None = TILBURG, **changes: Any) -> Auditor:
    return Auditor(key, key.capitalize(), home, **changes)


def office(audits: Iterable[AuditToPlan], people: Iterable[Auditor], **changes: Any) -> Office:
    return Office(tuple(audits), tuple(people), **{"until": UNTIL, **changes})


# By hypothesis

PEOPLE = ("anna", "bram", "cees")
OFFSETS = st.integers(0, 13)


@st.composite
def auditors(draw: st.DrawFn, key: str) -> Auditor:
    away = draw(st.lists(OFFSETS, max_size=2))
    maximum = st.sampled_from([None, Decimal(8), Decimal(20)])
    hours = Band(draw(st.sampled_from([None, Decimal(16)])), draw(st.sampled_from([None, Decimal(24)])), draw(maximum))
    audits = Band(
        None, draw(st.sampled_from([None, Decimal(2)])), draw(st.sampled_from([None, Decimal(1), Decimal(2)]))
    )
    year = Year(
        2027, Decimal(draw(st.sampled_from([0, 8]))), draw(st.integers(0, 1)), hours, audits, draw(st.integers(0, 2))
    )
    return auditor(
        key, draw(st.sampled_from(PLACES)), weekdays=frozenset(draw(st.sets(st.integers(0, 4), min_size=2))),
        away=tuple((day(first), day(first + 1)) for first in away), years=(year,) if draw(st.booleans()) else (),
        hours_a_week=Decimal(draw(st.sampled_from([8, 16, 24]))),
        hours_a_day=Decimal(draw(st.sampled_from([6, 9, 14]))),
    )  # fmt: skip


@st.composite
def seats(draw: st.DrawFn) -> tuple[Seat, ...]:
    found = []
    for person in PEOPLE:
        first = day(draw(OFFSETS))
        periods = draw(st.sampled_from([ALWAYS, ALWAYS, (), ((first, first + timedelta(days=5)),)]))
        part = draw(st.sampled_from([Part.LEAD, Part.LEAD, Part.TRAINEE_LEAD]))
        found.append(Seat(person, part, periods, cycles=draw(st.integers(0, 2))))
        if draw(st.booleans()):
            found.append(Seat(person, Part.SUPERVISOR, periods))
    return tuple(found)


@st.composite
def audits(draw: st.DrawFn, key: str, fixed: bool) -> AuditToPlan:
    first = draw(st.integers(-2, 8))
    last = first + draw(st.integers(-1, 7))
    whole = audit(
        key, *draw(seats()), first=first, last=last, place=draw(st.sampled_from(PLACES)),
        hours=Decimal(draw(st.sampled_from([5, 8]))), on_location=Decimal(draw(st.sampled_from([2, 4]))),
        refused=frozenset(map(day, draw(st.sets(OFFSETS, max_size=2)))),
        review=Decimal(draw(st.sampled_from([0, 1, 2]))), reviewed_on=draw(st.sampled_from([{}, WEEK_BEFORE, UNEVEN])),
        rather_not={day(count): draw(st.integers(1, 3)) for count in draw(st.sets(OFFSETS, max_size=3))},
        only_days=draw(st.sampled_from([None, None, frozenset(map(day, range(0, 12, 2)))])),
        keep=Placed(key, draw(st.sampled_from(PEOPLE)), day(draw(OFFSETS))) if draw(st.booleans()) else None,
    )  # fmt: skip
    if not fixed:
        return whole
    person, other = draw(st.permutations(PEOPLE))[:2]
    place = Placed(key, person, day(draw(OFFSETS)), draw(st.sampled_from([None, None, other])))
    return AuditToPlan(**{**{name: getattr(whole, name) for name in whole.__slots__}, "fixed": place, "keep": None})


@st.composite
def offices(draw: st.DrawFn, most: int = 5, most_fixed: int = 2) -> Office:
    """Three people and a few audits within two weeks, with everything that can be in the way."""
    moving, fixed = draw(st.integers(1, most)), draw(st.integers(0, most_fixed))
    return office(
        [draw(audits(f"a{number}", False)) for number in range(moving)]
        + [draw(audits(f"f{number}", True)) for number in range(fixed)],
        [draw(auditors(key)) for key in PEOPLE],
        holidays=frozenset(map(day, draw(st.sets(OFFSETS, max_size=1)))),
        most_cycles=1,
        weights=draw(st.sampled_from([Weights(), Weights(fairness=0, target=0), Weights(km=0, five=20, slack=15)])),
    )  # fmt: skip
