"""Plans made by hand's rule of thumb, audit after audit: the floor that a proposal is held against, and its start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum

from auditbeheer.planning.proposal.diary import Diary, Way, Ways
from auditbeheer.planning.proposal.known import Known, last_day
from auditbeheer.planning.proposal.words import AuditToPlan, Placed


class Pick(StrEnum):
    """Whom a rule of thumb takes: the first who is free, the nearest who is free that day, or what costs least."""

    FIRST = "de eerste die vrij is"
    NEAREST = "de dichtstbijzijnde die vrij is"
    CHEAPEST = "wat het minste kost"


def greedy(known: Known, ways: Ways, pick: Pick) -> tuple[Placed, ...]:
    """A plan, audit after audit, the one with the earliest last day first. What does not fit stays without a place."""
    diary = Diary(known, ways)
    choose: Callable[[Diary, str], Placed | None] = _cheapest if pick is Pick.CHEAPEST else _first_day(pick)
    for audit in sorted(known.movable, key=lambda one: _urgency(known, one)):
        one = choose(diary, audit.key)
        if one is not None:
            diary.add(one)
    return tuple(diary.plan[audit.key] for audit in known.movable if audit.key in diary.plan)


def _urgency(known: Known, audit: AuditToPlan) -> tuple[date, str]:
    return last_day(audit, known.office), audit.key


def _cheapest(diary: Diary, audit: str) -> Placed | None:
    return min(
        diary.candidates(audit),
        key=lambda one: (diary.more(one).total, one.day, one.auditor, one.supervisor or ""),
        default=None,
    )


def _first_day(pick: Pick) -> Callable[[Diary, str], Placed | None]:
    """The first day on which somebody is free who may do it; of those, by ``pick``."""

    def choose(diary: Diary, audit: str) -> Placed | None:
        ways = diary.ways.of(audit)
        for day in sorted({day for way in ways for day in way.days}):
            free = list(_free_on(diary, ways, day))
            if free:
                near = pick is Pick.NEAREST
                return min(free, key=lambda one: diary.known.roads.out(one.auditor, audit)) if near else free[0]
        return None

    return choose


def _free_on(diary: Diary, ways: tuple[Way, ...], day: date) -> Iterator[Placed]:
    for way in ways:
        if day in way.days:
            for supervisor in diary.supervisors(way, day):
                one = Placed(way.audit, way.auditor, day, supervisor)
                if not diary.visits.get((way.auditor, day)) and diary.may(one):
                    yield one
