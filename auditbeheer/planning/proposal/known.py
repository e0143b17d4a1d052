"""An office looked up: by key, the roads between its places, who is there on which day and what is fixed. Read once."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from auditbeheer.planning.proposal.words import LEADING, QUARTERS, Auditor, AuditToPlan, Office, Placed, Seat, Year
from auditbeheer.planning.rules.week_hours import in_weeks, monday_of
from auditbeheer.qualifications.rules import Part
from auditbeheer.relations.distance import Point, road_km


def quarters(hours: Decimal) -> int:
    """Hours in quarters of an hour, rounded up.

    >>> quarters(Decimal("7.5")), quarters(Decimal("7.6"))
    (30, 31)
    """
    return math.ceil(hours * QUARTERS)


def most_quarters(hours: Decimal) -> int:
    """The whole quarters in a number of hours that is a limit.

    >>> most_quarters(Decimal("7.6"))
    30
    """
    return int(hours * QUARTERS)


class Roads:
    """Kilometres by road between homes and sites, and the time they take. A place that is not known adds nothing."""

    def __init__(self, office: Office) -> None:
        self.factor, self.speed, self.near = office.road_factor, office.speed, office.near_km
        self.homes = {auditor.key: auditor.home for auditor in office.auditors}
        self.sites = {audit.key: audit.place for audit in office.audits}
        self._known: dict[tuple[Point, Point], int] = {}

    def _km(self, here: Point | None, there: Point | None) -> int:
        if here is None or there is None:
            return 0
        if (here, there) not in self._known:
            self._known[here, there] = int(road_km(here, there, self.factor))
        return self._known[here, there]

    def out(self, person: str, audit: str) -> int:
        """Kilometres from somebody's home to a site, one way."""
        return self._km(self.homes[person], self.sites[audit])

    def are_near(self, one: str, other: str) -> bool:
        """Whether two audits may be one trip: both places known, and near by road."""
        here, there = self.sites[one], self.sites[other]
        if here is None or there is None or abs(here.lat - there.lat) * 111 > self.near:
            return False
        return self._km(here, there) <= self.near

    def legs(self, person: str, audits: tuple[str, ...]) -> list[int]:
        """The kilometres of each part of a day: from home along one or two sites and home again."""
        if not audits:
            return []
        between = [self._km(self.sites[one], self.sites[other]) for one, other in pairwise(audits)]
        return [self.out(person, audits[0]), *between, self.out(person, audits[-1])]

    def km(self, person: str, audits: tuple[str, ...]) -> int:
        """The kilometres of a day."""
        return sum(self.legs(person, audits))

    def on_the_way(self, person: str, audits: tuple[str, ...]) -> int:
        """Quarters of an hour on the way, each part rounded up."""
        return sum(math.ceil(leg * QUARTERS / self.speed) for leg in self.legs(person, audits))


class Known:
    """What the parts of the planner ask of an office over and over."""

    def __init__(self, office: Office) -> None:
        self.office, self.weights = office, office.weights
        self.roads = Roads(office)
        self.audits = {audit.key: audit for audit in office.audits}
        self.people = {auditor.key: auditor for auditor in office.auditors}
        self.seats = {(audit.key, seat.auditor, seat.part): seat for audit in office.audits for seat in audit.seats}
        self.movable = tuple(audit for audit in office.audits if audit.fixed is None)
        self.fixed = tuple(audit.fixed for audit in office.audits if audit.fixed is not None)
        self.years = {(auditor.key, year.year): year for auditor in office.auditors for year in auditor.years}
        self.hours = {audit.key: quarters(audit.hours) for audit in office.audits}
        self.on_location = {audit.key: quarters(audit.on_location) for audit in office.audits}
        self.review = {audit.key: quarters(audit.review) for audit in office.audits}
        self.taken = {
            (auditor.key, monday): quarters(hours)
            for auditor in office.auditors
            for monday, hours in auditor.taken.items()
        }
        self.open = {audit.key: open_days(audit, office) for audit in self.movable}
        self.there = {auditor.key: self._there(auditor) for auditor in office.auditors}
        self.fair = self._fair_shares()

    def _there(self, auditor: Auditor) -> frozenset[date]:
        """The days on which somebody works, of all days on which an audit can be."""
        days = frozenset().union(*self.open.values()) if self.open else frozenset()
        return frozenset(
            day
            for day in days
            if day.weekday() in auditor.weekdays and not any(begin <= day <= end for begin, end in auditor.away)
        )

    def seat_days(self, audit: str, person: str, part: Part) -> frozenset[date]:
        """The days on which somebody is there and may take a part; what else stands on those days is not weighed."""
        seat = self.seats.get((audit, person, part))
        if seat is None or not seat.periods:
            return frozenset()
        return frozenset(day for day in self.open[audit] & self.there[person] if seat.holds(day))

    def leads(self, audit: str, person: str) -> Seat | None:
        """The seat from which somebody leads, to know how often that was so before."""
        return next((self.seats[audit, person, part] for part in LEADING if (audit, person, part) in self.seats), None)

    def supervisors(self, audit: str) -> list[str]:
        """Who may supervise a trainee who leads this audit, on some day."""
        return [seat.auditor for seat in self.audits[audit].seats if seat.part is Part.SUPERVISOR and seat.periods]

    def year(self, person: str, year: int) -> Year:
        """What is known of somebody's year."""
        return self.years.get((person, year), Year(year))

    def in_weeks(self, audit: str, day: date, *, leads: bool) -> list[tuple[date, int]]:
        """What an audit on a day takes of the weeks of somebody in it, in quarters."""
        documents_on = self.audits[audit].reviewed_on.get(day)
        return in_weeks(day, self.on_location[audit], documents_on, self.review[audit], leads=leads)

    def weeks_of(self, one: Placed) -> list[tuple[str, date, int]]:
        """Who is in a place, in which week, for how many quarters."""
        found = [(one.auditor, *week) for week in self.in_weeks(one.audit, one.day, leads=True)]
        if one.supervisor is not None:
            found += [(one.supervisor, *week) for week in self.in_weeks(one.audit, one.day, leads=False)]
        return found

    def reviewed(self, audit: str, day: date) -> date | None:
        """The week in which the documents are looked at when an audit is on this day."""
        found = self.audits[audit].reviewed_on.get(day)
        return None if found is None else monday_of(found)

    def waited(self, audit: str, day: date) -> int:
        """How many weeks after the first one in which it could be."""
        return (monday_of(day) - monday_of(self.audits[audit].window.first.day)).days // 7

    def _fair_shares(self) -> dict[str, int]:
        """How many quarters each who leads would have if all hours were shared by the hours that they work."""
        able = {
            seat.auditor: quarters(self.people[seat.auditor].hours_a_week)
            for audit in self.office.audits for seat in audit.seats if seat.part in LEADING and seat.periods
        }  # fmt: skip
        able = {key: week for key, week in sorted(able.items()) if week}
        total = sum(self.hours.values()) + sum(self.done(key) for key in able)
        return {key: total * week // sum(able.values()) for key, week in able.items()}

    def done(self, person: str) -> int:
        """The quarters that somebody did already, in all years that are given."""
        return sum(quarters(year.done_hours) for year in self.people[person].years)

    def days_of(self, plan: tuple[Placed, ...]) -> dict[tuple[str, date], tuple[str, ...]]:
        """Which audits each person visits on each day, as leader or supervisor, in the order of their keys."""
        found: dict[tuple[str, date], list[str]] = defaultdict(list)
        for placed in plan:
            for person in dict.fromkeys((placed.auditor, placed.supervisor or placed.auditor)):
                found[person, placed.day].append(placed.audit)
        return {key: tuple(sorted(audits)) for key, audits in found.items()}


def last_day(audit: AuditToPlan, office: Office) -> date:
    """The last day on which an audit can be: of its window, and at most the last that is looked at."""
    return office.until if audit.window.last is None else min(audit.window.last.day, office.until)


def open_days(audit: AuditToPlan, office: Office) -> frozenset[date]:
    """The days on which an audit can be, whoever does it."""
    first, last = audit.window.first.day, last_day(audit, office)
    days = {first + timedelta(days=count) for count in range((last - first).days + 1)}
    if audit.only_days is not None:
        days &= audit.only_days
    return frozenset(days - audit.refused - office.holidays)
