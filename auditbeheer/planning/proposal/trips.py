"""Every trip that could be made: one auditor, one week, one audit or two near each other, on one of these days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from auditbeheer.planning.proposal.costs import own_costs
from auditbeheer.planning.proposal.diary import Way, Ways, day_holds, supervisors_on
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.words import QUARTERS, Placed
from auditbeheer.planning.rules.week_hours import monday_of


@dataclass(frozen=True, slots=True)
class Trip:
    """What one day of an auditor could hold. The week leaves the day open, unless somebody else has to be there.

    ``days``: all in one week and one year, and as well for the parties; ``supervised``: the audits that ``supervisor``
    attends. ``joins``: the audit that is fixed on that day already. ``cost``: of the travelling and of these audits,
    whatever else is planned.
    """

    auditor: str
    audits: tuple[str, ...]
    days: tuple[date, ...]
    cost: int
    supervisor: str | None = None
    supervised: tuple[str, ...] = ()
    joins: str | None = None

    @property
    def group(self) -> tuple[date, int]:
        """The Monday of its week, and the year."""
        return monday_of(self.days[0]), self.days[0].year

    def placed(self, day: date) -> list[Placed]:
        """Its audits on a day."""
        return [
            Placed(audit, self.auditor, day, self.supervisor if audit in self.supervised else None)
            for audit in self.audits
        ]


class Trips:
    """All trips of an office. ``capped``: there are more combined ones than may be weighed, and the best were kept."""

    def __init__(self, known: Known, ways: Ways, most_pairs: int) -> None:
        self.known = known
        self.busy = known.days_of(known.fixed)
        self._alone: dict[tuple[str, str], frozenset[date]] = {}
        self._under: dict[tuple[str, str], frozenset[date]] = {}
        self._leaders: dict[str, list[str]] = {}
        for audit in known.movable:
            found = ways.of(audit.key)
            self._leaders[audit.key] = list(dict.fromkeys(way.auditor for way in found))
            for way in found:
                (self._under if way.supervised else self._alone)[way.audit, way.auditor] = frozenset(way.days)
        singles = [trip for audit in known.movable for trip in self._of((audit.key,))]
        pairs = [trip for pair in self._near() for trip in self._of(pair)]
        self.capped = len(pairs) > most_pairs
        if self.capped:
            pairs = self._best(singles, pairs, most_pairs)
        self.all = (*singles, *pairs, *self._joining())

    def _near(self) -> Iterator[tuple[str, str]]:
        for one, other in combinations(sorted(audit.key for audit in self.known.movable), 2):
            if self.known.roads.are_near(one, other) and self.known.open[one] & self.known.open[other]:
                yield one, other

    def _best(self, singles: list[Trip], pairs: list[Trip], most: int) -> list[Trip]:
        """The combined trips that save most against each audit's own cheapest trip, in the order in which they were."""
        apart: dict[str, int] = {}
        for trip in singles:
            apart[trip.audits[0]] = min(trip.cost, apart.get(trip.audits[0], trip.cost))
        order = sorted(range(len(pairs)), key=lambda at: pairs[at].cost - sum(apart[a] for a in pairs[at].audits))
        return [pairs[at] for at in sorted(order[:most])]

    def _of(self, audits: tuple[str, ...]) -> Iterator[Trip]:
        for person in self._leaders[audits[0]]:
            if all(person in self._leaders[audit] for audit in audits):
                yield from self._led_by(person, audits)

    def _joining(self) -> Iterator[Trip]:
        """One audit more on the day of a fixed one that is near, where that is the only one of its auditor."""
        for fixed in self.known.fixed:
            people = dict.fromkeys((fixed.auditor, fixed.supervisor or fixed.auditor))
            if any(self.busy[person, fixed.day] != (fixed.audit,) for person in people):
                continue
            for audit in self.known.movable:
                if fixed.auditor in self._leaders[audit.key] and self.known.roads.are_near(audit.key, fixed.audit):
                    yield from self._led_by(fixed.auditor, (audit.key,), fixed)

    def _led_by(self, person: str, audits: tuple[str, ...], joins: Placed | None = None) -> Iterator[Trip]:
        none: frozenset[date] = frozenset()
        alone = [self._alone.get((audit, person), none) for audit in audits]
        under = [self._under.get((audit, person), none) for audit in audits]
        days = frozenset.intersection(*(one | other for one, other in zip(alone, under, strict=True)))
        days = self._left(person, days, joins)
        there = audits if joins is None else (joins.audit, *audits)
        if not days or not day_holds(self.known, person, there):
            return
        free = frozenset.intersection(days, *alone)
        for group in self._alike(audits, free):
            yield self._trip(person, audits, group, None, (), joins)
        for day in sorted(days - free):
            needing = tuple(audit for audit, own in zip(audits, alone, strict=True) if day not in own)
            yield from self._supervised(person, audits, day, needing, joins)

    def _left(self, person: str, days: frozenset[date], joins: Placed | None) -> frozenset[date]:
        if joins is not None:
            return days & {joins.day}
        return frozenset(day for day in days if (person, day) not in self.busy)

    def _supervised(
        self, person: str, audits: tuple[str, ...], day: date, needing: tuple[str, ...], joins: Placed | None
    ) -> Iterator[Trip]:
        able = [supervisors_on(self.known, Way(audit, person, True, (day,)), day) for audit in needing]
        for supervisor in able[0]:
            if any(supervisor not in others for others in able[1:]):
                continue
            before = self.busy.get((supervisor, day), ())
            if before and not (joins is not None and joins.supervisor == supervisor):
                continue
            if day_holds(self.known, supervisor, (*before, *needing)):
                yield self._trip(person, audits, (day,), supervisor, needing, joins)

    def _trip(
        self, person: str, audits: tuple[str, ...], days: tuple[date, ...], supervisor: str | None,
        supervised: tuple[str, ...], joins: Placed | None,
    ) -> Trip:  # fmt: skip
        km = self._more_km(person, audits, joins)
        if supervisor is not None:
            km += self._more_km(supervisor, supervised, joins if joins and joins.supervisor == supervisor else None)
        cost = QUARTERS * self.known.weights.km * km
        for audit in audits:
            one = Placed(audit, person, days[0], supervisor if audit in supervised else None)
            cost += own_costs(self.known, one).total
        return Trip(person, audits, days, cost, supervisor, supervised, joins.audit if joins else None)

    def _alike(self, audits: tuple[str, ...], days: frozenset[date]) -> list[tuple[date, ...]]:
        """Days by week, year, how many parties had rather come on another, and the weeks of the documents, in order."""
        groups: dict[tuple[date, int, int, tuple[date | None, ...]], list[date]] = defaultdict(list)
        for day in sorted(days):
            parties = sum(self.known.audits[audit].rather_not.get(day, 0) for audit in audits)
            documents = tuple(self.known.reviewed(audit, day) for audit in audits)
            groups[monday_of(day), day.year, parties, documents].append(day)
        return [tuple(group) for group in groups.values()]

    def _more_km(self, person: str, audits: tuple[str, ...], joins: Placed | None) -> int:
        before = () if joins is None else (joins.audit,)
        return self.known.roads.km(person, (*before, *audits)) - self.known.roads.km(person, before)
