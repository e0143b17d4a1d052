"""The plan as a model for CP-SAT: one yes or no for each possible trip, exactly one of them for each audit.

The days within a week stay open: by Hall's theorem each trip of a week gets a day of its own exactly when no set of
days is all that more trips have than it counts days. ``days.py`` then hands the days out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from auditbeheer.planning.proposal.costs import AN_AUDIT, loads, reckon
from auditbeheer.planning.proposal.known import Known, most_quarters, quarters
from auditbeheer.planning.proposal.trips import Trip, Trips
from auditbeheer.planning.proposal.words import QUARTERS, Band, Placed, Year

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Terms = list[tuple[int, int]]  # trips by their number, each with what it counts for
Row = tuple[int, Terms]  # what is so already, and what trips add to it


@dataclass(frozen=True, slots=True)
class Level:
    """A whole number that is at least each of its rows, and what each unit of it costs."""

    variable: cp_model.IntVar
    rows: tuple[Row, ...]
    weight: int


class Model:
    """The model and its variables: ``made`` for each trip, ``missed`` for each audit without one."""

    def __init__(self, known: Known, trips: Trips) -> None:
        from ortools.sat.python import cp_model

        self.known, self.trips = known, trips.all
        self.cp = cp_model.CpModel()
        self.sum = cp_model.LinearExpr.weighted_sum
        self.made = [self.cp.new_bool_var("") for _ in self.trips]
        self.missed = {audit.key: self.cp.new_bool_var("") for audit in known.movable}
        self.levels: list[Level] = []
        self.by_year, self.led_by_year = self._by_year()
        self._each_audit_once()
        self._joined_once()
        self._weeks()
        self._years()
        self._fairness()
        self._objective()

    # What trips take of people

    def _takes(self, trip: Trip) -> Iterator[tuple[str, int]]:
        """Who is in a trip, and for how many quarters."""
        yield trip.auditor, sum(self.known.hours[audit] for audit in trip.audits)
        if trip.supervisor is not None:
            yield trip.supervisor, sum(self.known.on_location[audit] for audit in trip.supervised)

    def _by_year(self) -> tuple[dict[tuple[str, int], Terms], dict[tuple[str, int], Terms]]:
        hours, led = defaultdict(list), defaultdict(list)
        for at, trip in enumerate(self.trips):
            year = trip.days[0].year
            led[trip.auditor, year].append((at, len(trip.audits)))
            for person, quarter in self._takes(trip):
                hours[person, year].append((at, quarter))
        return hours, led

    # Hard

    def _each_audit_once(self) -> None:
        of: dict[str, list[cp_model.IntVar]] = {key: [missed] for key, missed in self.missed.items()}
        for made, trip in zip(self.made, self.trips, strict=True):
            for audit in trip.audits:
                of[audit].append(made)
        for choices in of.values():
            self.cp.add_exactly_one(choices)

    def _joined_once(self) -> None:
        joined: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for made, trip in zip(self.made, self.trips, strict=True):
            if trip.joins is not None:
                joined[trip.joins].append(made)
        for choices in joined.values():
            self.cp.add_at_most_one(choices)

    def _weeks(self) -> None:
        """Hours of each week, and a day of its own for each trip of it."""
        before: Counter[tuple[str, date]] = Counter(self.known.taken)
        fixed = {placed.audit: placed for placed in self.known.fixed}
        for placed in fixed.values():
            for person, monday, quarter in self.known.weeks_of(placed):
                before[person, monday] += quarter
        spent: dict[tuple[str, date], Terms] = defaultdict(list)
        new_day: dict[tuple[str, date], list[int]] = defaultdict(list)
        for at, trip in enumerate(self.trips):
            there = fixed[trip.joins] if trip.joins is not None else None
            takes: Counter[tuple[str, date]] = Counter()
            for placed in trip.placed(trip.days[0]):
                for person, monday, quarter in self.known.weeks_of(placed):
                    takes[person, monday] += quarter
            for key, quarter in takes.items():
                spent[key].append((at, quarter))
            for person, _ in self._takes(trip):
                if there is None or person not in {there.auditor, there.supervisor}:
                    new_day[person, trip.group[0]].append(at)
        for key, terms in spent.items():
            left = max(0, most_quarters(self.known.people[key[0]].hours_a_week) - before[key])
            self._at_most((0, terms), left)
            self._own_days(new_day[key], dict(terms), left)

    def _own_days(self, trips: Sequence[int], takes: dict[int, int], left: int) -> None:
        """Hall's condition; left out where the hours of the week allow no more trips than there are days anyway."""
        sets = {frozenset(self.trips[at].days) for at in trips}
        for days in sorted(_unions(sets), key=sorted):
            inside = [at for at in trips if days.issuperset(self.trips[at].days)]
            shortest = sorted(takes[at] for at in inside)[: len(days) + 1]
            if len(shortest) > len(days) and sum(shortest) <= left:
                self._at_most((0, [(at, 1) for at in inside]), len(days))

    def _at_most(self, row: Row, most: int) -> None:
        const, terms = row
        if terms:
            self.cp.add(self._expression(terms) <= max(0, most - const))

    def _expression(self, terms: Terms) -> cp_model.LinearExprT:
        return self.sum([self.made[at] for at, _ in terms], [count for _, count in terms])

    # Years: the most is hard, the rest costs

    def _years(self) -> None:
        hours, led = loads(self.known, self.known.fixed)
        for key, year in self.known.years.items():
            done: Row = (quarters(year.done_hours) + hours[key], self.by_year.get(key, []))
            count: Row = (year.done_audits + led[key], self.led_by_year.get(key, []))
            self._band(year.hours, done, 1, QUARTERS)
            self._band(year.audits, count, quarters(AN_AUDIT), 1)
            self._five(year, (led[key], count[1]))

    def _band(self, band: Band, row: Row, each: int, scale: int) -> None:
        weights = self.known.weights
        if band.maximum is not None:
            self._at_most(row, int(band.maximum * scale))
        if band.target is not None:
            target = int(band.target * scale)
            self._level([_less(row, target), _less(_minus(row), -target)], each * weights.target)
        if band.minimum is not None:
            self._level([_less(_minus(row), -int(band.minimum * scale))], each * weights.minimum)

    def _five(self, year: Year, led: Row) -> None:
        if year.short_of_five:
            self._level([_less(_minus(led), -year.short_of_five)], QUARTERS * self.known.weights.five)

    def _fairness(self) -> None:
        hours, _ = loads(self.known, self.known.fixed)
        rows: list[Row] = []
        for person, share in self.known.fair.items():
            done = self.known.done(person) + sum(count for (who, _), count in hours.items() if who == person)
            terms = [term for (who, _), found in self.by_year.items() if who == person for term in found]
            rows += [_less((done, terms), share), _less(_minus((done, terms)), -share)]
        self._level(rows, self.known.weights.fairness)

    def _level(self, rows: Iterable[Row], weight: int) -> None:
        rows = tuple(rows)
        if not weight or not rows:
            return
        most = max(0, *(const + sum(max(0, count) for _, count in terms) for const, terms in rows))
        variable = self.cp.new_int_var(0, most, "")
        for const, terms in rows:
            self.cp.add(variable >= self._expression(terms) + const)
        self.levels.append(Level(variable, rows, weight))

    def _objective(self) -> None:
        """What a plan costs; what fixed audits travel is the same for each, and added so that figures agree."""
        missing = QUARTERS * self.known.weights.unplanned
        variables = [*self.made, *self.missed.values(), *(level.variable for level in self.levels)]
        weights = [*(trip.cost for trip in self.trips), *(missing for _ in self.missed)]
        weights += [level.weight for level in self.levels]
        always = reckon(self.known, ()).km
        self.cp.minimize(self.sum(variables, weights) + always)

    # The start, and the answer

    def hint(self, plan: Iterable[Placed]) -> None:
        """Give a plan as a start, every variable of it."""
        wanted = self.numbers_of(plan)
        covered = {audit for at in wanted for audit in self.trips[at].audits}
        for at, made in enumerate(self.made):
            self.cp.add_hint(made, at in wanted)
        for key, missed in self.missed.items():
            self.cp.add_hint(missed, key not in covered)
        for level in self.levels:
            rows = [const + sum(count for at, count in terms if at in wanted) for const, terms in level.rows]
            self.cp.add_hint(level.variable, max(0, *rows))

    def numbers_of(self, plan: Iterable[Placed]) -> set[int]:
        """The trips that a plan is made of; one that is not among those weighed is left out."""
        fixed = {(one.auditor, one.day): one.audit for one in self.known.fixed}
        days: dict[tuple[str, date], list[Placed]] = defaultdict(list)
        for one in plan:
            days[one.auditor, one.day].append(one)
        wanted = {
            (person, tuple(sorted((one.audit, one.supervisor) for one in placed)), fixed.get((person, day))): day
            for (person, day), placed in days.items()
        }
        found = {}
        for at, trip in enumerate(self.trips):
            parts = tuple(sorted((one.audit, one.supervisor) for one in trip.placed(trip.days[0])))
            if wanted.get((trip.auditor, parts, trip.joins)) in trip.days:
                found[trip.auditor, parts] = at
        return set(found.values())


def _less(row: Row, count: int) -> Row:
    return row[0] - count, row[1]


def _minus(row: Row) -> Row:
    return -row[0], [(at, -count) for at, count in row[1]]


def _unions(sets: Iterable[frozenset[date]]) -> set[frozenset[date]]:
    """Every union of some of these sets."""
    found: set[frozenset[date]] = set()
    for one in sets:
        found |= {one | other for other in found} | {one}
    return found
