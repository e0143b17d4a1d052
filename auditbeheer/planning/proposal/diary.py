"""A plan as it grows: who is where on which day, what still fits, and what one more audit would cost."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from auditbeheer.planning.proposal.costs import fairness, of_year, own_costs
from auditbeheer.planning.proposal.known import Known, most_quarters, quarters
from auditbeheer.planning.proposal.words import QUARTERS, Costs, Placed
from auditbeheer.planning.rules.week_hours import monday_of
from auditbeheer.qualifications.rules import Part


@dataclass(frozen=True, slots=True)
class Way:
    """One person for one audit, with the days on which that can be, and whether under supervision."""

    audit: str
    auditor: str
    supervised: bool
    days: tuple[date, ...]


class Ways:
    """All ways of each audit, found once."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._found: dict[str, tuple[Way, ...]] = {}

    def of(self, audit: str) -> tuple[Way, ...]:
        """Who can lead an audit and when, in the order of the office; whoever is qualified needs no supervision."""
        if audit not in self._found:
            self._found[audit] = tuple(way for person in self.known.people for way in self._of(audit, person))
        return self._found[audit]

    def _of(self, audit: str, person: str) -> Iterator[Way]:
        alone = self.known.seat_days(audit, person, Part.LEAD)
        under = self.known.seat_days(audit, person, Part.TRAINEE_LEAD) - alone
        if alone:
            yield Way(audit, person, False, tuple(sorted(alone)))
        if under:
            yield Way(audit, person, True, tuple(sorted(under)))


class Diary:
    """What stands, with everything that is fixed in it from the start."""

    def __init__(self, known: Known, ways: Ways, plan: Iterable[Placed] = ()) -> None:
        self.known, self.ways = known, ways
        self.plan: dict[str, Placed] = {}
        self.visits: dict[tuple[str, date], list[Placed]] = defaultdict(list)
        self.week: Counter[tuple[str, date]] = Counter(known.taken)
        self.hours: Counter[tuple[str, int]] = Counter()
        self.led: Counter[tuple[str, int]] = Counter()
        self.total: Counter[str] = Counter({key: known.done(key) for key in known.people})
        for one in (*known.fixed, *plan):
            self.add(one)

    def add(self, one: Placed) -> None:
        """Put one audit in."""
        self.plan[one.audit] = one
        self._count(one, 1)
        for person, _ in self.spent(one):
            self.visits[person, one.day].append(one)

    def remove(self, one: Placed) -> None:
        """Take one audit out."""
        del self.plan[one.audit]
        self._count(one, -1)
        for person, _ in self.spent(one):
            self.visits[person, one.day].remove(one)

    def spent(self, one: Placed) -> list[tuple[str, int]]:
        """Who is in it and for how many quarters of the year."""
        found = [(one.auditor, self.known.hours[one.audit])]
        if one.supervisor is not None:
            found.append((one.supervisor, self.known.on_location[one.audit]))
        return found

    def _count(self, one: Placed, sign: int) -> None:
        self.led[one.auditor, one.day.year] += sign
        for person, monday, quarter in self.known.weeks_of(one):
            self.week[person, monday] += sign * quarter
        for person, quarter in self.spent(one):
            self.hours[person, one.day.year] += sign * quarter
            self.total[person] += sign * quarter

    # What fits

    def may(self, one: Placed) -> bool:
        """Whether an audit fits beside all that stands. The day itself comes from ``ways``."""
        fits = all(self._fits(one, person) for person, _ in self.spent(one))
        return fits and self._weeks_hold(one) and self._year_holds(one)

    def _fits(self, one: Placed, person: str) -> bool:
        there = self.visits.get((person, one.day), [])
        if there and not (len(there) == 1 and self._one_trip(one, there[0], person)):
            return False
        return self._day_holds(one, person, there)

    def _weeks_hold(self, one: Placed) -> bool:
        more: Counter[tuple[str, date]] = Counter()
        for person, monday, quarter in self.known.weeks_of(one):
            more[person, monday] += quarter
        people = self.known.people
        return all(
            self.week[person, monday] + quarter <= most_quarters(people[person].hours_a_week)
            for (person, monday), quarter in more.items()
        )

    def _one_trip(self, one: Placed, other: Placed, person: str) -> bool:
        """Two audits on a day are one trip: near, led by the same person, and each in the same part in both."""
        same = one.auditor == other.auditor and person in {one.auditor, other.supervisor}
        return same and self.known.roads.are_near(one.audit, other.audit)

    def _day_holds(self, one: Placed, person: str, there: list[Placed]) -> bool:
        return day_holds(self.known, person, (*(other.audit for other in there), one.audit))

    def _year_holds(self, one: Placed) -> bool:
        known, number = self.known, one.day.year
        for person, quarter in self.spent(one):
            year = known.year(person, number)
            done, most = quarters(year.done_hours) + self.hours[person, number], year.hours.maximum
            if most is not None and done + quarter > most * QUARTERS:
                return False
        year = known.year(one.auditor, number)
        most = year.audits.maximum
        return most is None or year.done_audits + self.led[one.auditor, number] + 1 <= most

    def candidates(self, audit: str) -> Iterator[Placed]:
        """Every place that fits now: each day that makes a trip of two, and of each week the first that is free, for
        each supervisor where one is needed.

        Days that parties had rather not come on stand apart, and days with another week for the documents.
        """
        known, rather_not = self.known, self.known.audits[audit].rather_not
        for way in self.ways.of(audit):
            seen: set[tuple[date, int, int, date | None, str | None]] = set()
            for day in way.days:
                week = (monday_of(day), day.year, rather_not.get(day, 0), known.reviewed(audit, day))
                joins = bool(self.visits.get((way.auditor, day)))
                for supervisor in self.supervisors(way, day):
                    one = Placed(way.audit, way.auditor, day, supervisor)
                    if (joins or (*week, supervisor) not in seen) and self.may(one):
                        if not joins:
                            seen.add((*week, supervisor))
                        yield one

    def supervisors(self, way: Way, day: date) -> list[str] | list[None]:
        """Who could be there to supervise on a day; nobody where nobody is needed."""
        return supervisors_on(self.known, way, day) if way.supervised else [None]

    # What it costs

    def more(self, one: Placed) -> Costs:
        """What a plan would cost more with this audit in it."""
        known, km = self.known, 0
        year = Costs()
        total = dict(self.total)
        for person, quarter in self.spent(one):
            there = tuple(other.audit for other in self.visits.get((person, one.day), []))
            km += known.roads.km(person, (*there, one.audit)) - known.roads.km(person, there)
            total[person] += quarter
            year += self._year_more(person, one, quarter)
        fair = fairness(known, total) - fairness(known, self.total)
        unplanned = -QUARTERS * known.weights.unplanned
        own = Costs(km=QUARTERS * known.weights.km * km, fairness=fair, unplanned=unplanned)
        return own + own_costs(known, one) + year

    def _year_more(self, person: str, one: Placed, quarter: int) -> Costs:
        key = (person, one.day.year)
        if key not in self.known.years:
            return Costs()
        year, weights, hours, led = self.known.years[key], self.known.weights, self.hours[key], self.led[key]
        more = of_year(weights, year, hours + quarter, led + (person == one.auditor))
        return more - of_year(weights, year, hours, led)


def day_holds(known: Known, person: str, audits: tuple[str, ...]) -> bool:
    """Whether the audits of a day, with all the travelling, fit in somebody's day."""
    there, office = sum(known.on_location[audit] for audit in audits), known.office
    if len(audits) > 1:
        if office.most_on_location is not None and there > most_quarters(office.most_on_location):
            return False
        there += (len(audits) - 1) * math.ceil(office.between_minutes * QUARTERS / 60)
    spent = known.roads.on_the_way(person, audits) + there
    return spent <= most_quarters(known.people[person].hours_a_day)


def supervisors_on(known: Known, way: Way, day: date) -> list[str]:
    """Who may supervise this person on this audit on a day, and is there."""
    return [
        person
        for person in known.supervisors(way.audit)
        if person != way.auditor
        and known.seats[way.audit, person, Part.SUPERVISOR].holds(day)
        and day in known.there[person]
    ]
