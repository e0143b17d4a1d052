"""The second step: which day of its week each chosen trip gets. Small enough to try every way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from auditbeheer.planning.proposal.diary import Diary, Ways
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.trips import Trip
from auditbeheer.planning.proposal.words import Placed
from auditbeheer.planning.rules.week_hours import monday_of

Score = tuple[int, int]


def with_days(known: Known, trips: Sequence[Trip]) -> tuple[Placed, ...]:
    """The places of all trips: days that stood in a plan already stay where they can, and otherwise the earliest.

    Raises ValueError where a week holds more trips than days; the model never chooses so.
    """
    taken: dict[str, set[date]] = defaultdict(set)
    for trip in trips:
        if len(trip.days) == 1:  # somebody else is there too, or it is the only day
            for person in (trip.auditor, trip.supervisor):
                if person is not None:
                    taken[person].add(trip.days[0])
    weeks: dict[tuple[str, date], list[Trip]] = defaultdict(list)
    for trip in trips:
        if len(trip.days) > 1:
            weeks[trip.auditor, trip.group[0]].append(trip)
    found = [one for trip in trips if len(trip.days) == 1 for one in trip.placed(trip.days[0])]
    for (person, _), group in sorted(weeks.items(), key=lambda item: item[0]):
        ways = _ways(known, group, frozenset(taken[person]))
        best = min(ways, key=lambda way: (way[0], way[1]), default=None)
        if best is None:
            raise ValueError(f"{person} has more trips than days in the week of {group[0].group[0]}")
        found += [one for trip, day in zip(group, best[1], strict=True) for one in trip.placed(day)]
    order = {audit.key: place for place, audit in enumerate(known.movable)}
    return tuple(sorted(found, key=lambda one: order[one.audit]))


def _ways(
    known: Known, trips: Sequence[Trip], taken: frozenset[date]
) -> Iterator[tuple[Score, tuple[date, ...]]]:  # fmt: skip
    """Every way to give these trips a day each, with (days that change, days from the first possible)."""
    if not trips:
        yield (0, 0), ()
        return
    first, rest = trips[0], trips[1:]
    for day in first.days:
        if day not in taken:
            for (changed, later), days in _ways(known, rest, taken | {day}):
                yield (changed + _changes(known, first, day), later + _waits(first, day)), (day, *days)


def _changes(known: Known, trip: Trip, day: date) -> int:
    """How many of its audits stand on another day now."""
    keeps = [known.audits[audit].keep for audit in trip.audits]
    return sum(keep is not None and keep.day != day for keep in keeps)


def _waits(trip: Trip, day: date) -> int:
    return (day - trip.days[0]).days * len(trip.audits)


def settled(known: Known, ways: Ways, plan: Sequence[Placed]) -> tuple[Placed, ...]:
    """The plan with each supervised audit on the day that stood, or else the first one of its week, at no more cost."""
    diary = Diary(known, ways, plan)
    for one in plan:
        if one.supervisor is not None:
            diary.remove(one)
            diary.add(_settled(diary, one))
    return tuple(diary.plan[one.audit] for one in plan)


def _settled(diary: Diary, one: Placed) -> Placed:
    keep, cost = diary.known.audits[one.audit].keep, diary.more(one).total
    found = [
        other
        for way in diary.ways.of(one.audit)
        for day in way.days
        if way.supervised and way.auditor == one.auditor and monday_of(day) == monday_of(one.day)
        for other in [Placed(one.audit, one.auditor, day, one.supervisor)]
        if one.supervisor in diary.supervisors(way, day) and diary.may(other) and diary.more(other).total == cost
    ]
    return min(found, key=lambda other: (other != keep, other.day))
