"""Why an audit got no place: the facts, and the sentence that says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from auditbeheer.planning.proposal.diary import Way, Ways, day_holds, supervisors_on
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.words import LEADING, Clash, Placed, Unplanned
from auditbeheer.planning.rules.week_hours import monday_of
from auditbeheer.scheme.wording import counted


def unplanned(known: Known, ways: Ways, plan: Iterable[Placed]) -> tuple[Unplanned, ...]:
    """The audits without a place, together where the same clashes in the same weeks."""
    placed = (*plan, *known.fixed)
    there = {one.audit for one in placed}
    groups: dict[tuple[Clash, tuple[date, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for audit in known.movable:
        if audit.key not in there:
            groups[_clash(known, ways, audit.key)].append(audit.key)
    return tuple(
        Unplanned(clash, tuple(audits), weeks, people, _rivals(clash, weeks, people, placed))
        for (clash, weeks, people), audits in groups.items()
    )


def _clash(known: Known, ways: Ways, audit: str) -> tuple[Clash, tuple[date, ...], tuple[str, ...]]:
    """What stands in the way, by what is known apart from the plan; else everybody who could is taken."""
    days = known.open[audit]
    weeks = _weeks(day for day in days if day.weekday() < 5)
    if not weeks:
        return Clash.NO_DAY, (), ()
    seats = [seat for seat in known.audits[audit].seats if seat.part in LEADING]
    qualified = tuple(dict.fromkeys(seat.auditor for seat in seats if any(seat.holds(day) for day in days)))
    if not qualified:
        return Clash.NOBODY_QUALIFIED, weeks, ()
    found = [way for way in ways.of(audit) if not way.supervised or _supervised(known, way)]
    if not found:
        return Clash.NOBODY_PRESENT, weeks, qualified
    reached = [way for way in found if day_holds(known, way.auditor, (audit,))]
    able = tuple(dict.fromkeys(way.auditor for way in reached or found))
    weeks = _weeks(day for way in reached or found for day in way.days)
    return (Clash.NOBODY_FREE if reached else Clash.TOO_FAR), weeks, able


def _supervised(known: Known, way: Way) -> bool:
    return any(supervisors_on(known, way, day) for day in way.days)


def _weeks(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted({monday_of(day) for day in days}))


def _rivals(
    clash: Clash, weeks: tuple[date, ...], people: tuple[str, ...], placed: Iterable[Placed]
) -> tuple[str, ...]:  # fmt: skip
    if clash is not Clash.NOBODY_FREE:
        return ()
    return tuple(
        one.audit for one in placed if monday_of(one.day) in weeks and {one.auditor, one.supervisor} & set(people)
    )


def in_words(one: Unplanned) -> str:
    """What clashes, in a sentence.

    >>> weeks = (date(2027, 8, 2), date(2027, 8, 9))
    >>> print(in_words(Unplanned(Clash.NOBODY_FREE, ("a", "b", "c"), weeks[:1])))
    3 audits in week 31 van 2027: geen gekwalificeerde auditor vrij.
    >>> print(in_words(Unplanned(Clash.NOBODY_QUALIFIED, ("a",), weeks)))
    1 audit in week 31 tot en met week 32 van 2027: geen gekwalificeerde auditor.
    >>> print(in_words(Unplanned(Clash.NO_DAY, ("a",), ())))
    1 audit: geen dag mogelijk.
    """
    where = f" in {weeks_in_words(one.weeks)}" if one.weeks else ""
    return f"{counted(len(one.audits), 'audit', 'audits')}{where}: {one.clash}."


def weeks_in_words(weeks: tuple[date, ...]) -> str:
    """A row of weeks by their numbers.

    >>> weeks_in_words((date(2026, 12, 28), date(2027, 1, 4)))
    'week 53 van 2026 tot en met week 1 van 2027'
    """
    first, last = weeks[0].isocalendar(), weeks[-1].isocalendar()
    if first == last:
        return f"week {first.week} van {first.year}"
    begin = f"week {first.week}" if first.year == last.year else f"week {first.week} van {first.year}"
    return f"{begin} tot en met week {last.week} van {last.year}"
