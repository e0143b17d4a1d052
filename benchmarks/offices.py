"""Made-up offices for the planner: the real municipalities, and chance with a seed, so that each is always the same."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from random import Random

from auditbeheer.planning.proposal.words import Auditor, AuditToPlan, Band, Office, Period, Seat, Weights, Year
from auditbeheer.planning.window import Edge, Window
from auditbeheer.qualifications.rules import Part
from auditbeheer.relations.distance import Point
from auditbeheer.scheme.condition import SETTING
from auditbeheer.scheme.terms import is_working_day

BEGIN = date(2027, 1, 4)
WEEK_BEFORE = {BEGIN + timedelta(days=count): BEGIN + timedelta(days=count - 7) for count in range(53 * 7)}
NOT_QUALIFIED = 0.3  # of the auditors, for a given audit
# Hours by QUO-6 for one to four areas, half of it on location, and how often each comes.
HOURS = ((8, 70), (10, 15), (11, 10), (12, 5))


def municipalities() -> list[Point]:
    """Where the municipalities of the country lie, by the project's own table."""
    table = files("auditbeheer.relations").joinpath("data/gemeenten.csv").read_text(encoding="utf-8")
    return [Point(Decimal(row["lat"]), Decimal(row["lon"])) for row in csv.DictReader(table.splitlines())]


def office(audits: int, auditors: int, weeks: int, seed: int, weights: Weights | None = None) -> Office:
    """So many audits and auditors; the windows, of 6 to 14 weeks, begin in the first ``weeks`` less 14."""
    chance, places = Random(seed), municipalities()
    until = BEGIN + timedelta(weeks=weeks, days=-1)
    people = tuple(_auditor(chance, places, number) for number in range(auditors))
    days = [BEGIN + timedelta(days=count) for count in range(weeks * 7)]
    return Office(
        audits=tuple(_audit(chance, places, people, number, weeks) for number in range(audits)),
        auditors=people,
        until=until,
        holidays=frozenset(day for day in days if day.weekday() < 5 and not is_working_day(day)),
        weights=weights or Weights(),
    )


def _auditor(chance: Random, places: list[Point], number: int) -> Auditor:
    """24 hours a week on four or five days, five weeks off, some with audits short of the five."""
    off = {chance.randrange(7)} if chance.random() < 0.4 else set()
    away: list[Period] = []
    for length in (14, 14, 7):
        first = BEGIN + timedelta(days=chance.randrange(350))
        away.append((first, first + timedelta(days=length - 1)))
    short = chance.choice((0, 0, 2, 5))
    return Auditor(
        key=f"auditor {number:02}", name=f"Auditor {number}", home=chance.choice(places),
        weekdays=frozenset(range(5)) - off, away=tuple(away), hours_a_week=Decimal(24),
        years=(Year(BEGIN.year, hours=Band(maximum=Decimal(700)), short_of_five=short),),
    )  # fmt: skip


def _audit(chance: Random, places: list[Point], people: tuple[Auditor, ...], number: int, weeks: int) -> AuditToPlan:
    length = chance.randint(6, 14)
    first = BEGIN + timedelta(days=chance.randrange(max(1, (weeks - length) * 7)))
    last = first + timedelta(weeks=length)
    total = chance.choices([hours for hours, _ in HOURS], [often for _, often in HOURS])[0]
    seats = [
        Seat(
            person.key,
            Part.LEAD,
            () if chance.random() < NOT_QUALIFIED else ((first, last),),
            cycles=chance.choice((0, 0, 1, 2)),
        )
        for person in people
    ]
    return AuditToPlan(
        key=f"audit {number:03}", name=f"Gebied {number}", hours=Decimal(total), on_location=Decimal(total) / 2,
        place=chance.choice(places), window=Window(Edge(first, SETTING, ""), Edge(last, SETTING, "")),
        # The half at the desk counts for the week before, so that all hours count for some week.
        review=Decimal(total) / 2, reviewed_on=WEEK_BEFORE,
        seats=tuple(seats),
    )  # fmt: skip
