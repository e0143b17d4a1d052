"""Why each line is as it is, and what the next best was: with all other lines as they are, by the same weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditbeheer.planning.proposal.diary import Diary, Ways
from auditbeheer.planning.proposal.known import Known, last_day
from auditbeheer.planning.proposal.words import QUARTERS, Alternative, Costs, Line, Placed, Reason, Why
from auditbeheer.planning.rules.week_hours import monday_of
from auditbeheer.scheme.wording import counted, join_and

ENOUGH = 2  # reasons a line
Other = tuple[Placed, Costs]


def lines(known: Known, ways: Ways, plan: Sequence[Placed]) -> tuple[Line, ...]:
    """The lines of a plan, in its order."""
    diary = Diary(known, ways, plan)
    return tuple(_line(diary, one) for one in plan)


def _line(diary: Diary, one: Placed) -> Line:
    diary.remove(one)
    own = diary.more(one)
    others = [(other, diary.more(other)) for other in diary.candidates(one.audit)]
    others = [(other, costs) for other, costs in others if costs.total != own.total or not _same(one, other)]
    others.sort(key=lambda found: (found[1].total, found[0].day, found[0].auditor, found[0].supervisor or ""))
    trip = tuple(sorted(other.audit for other in diary.visits.get((one.auditor, one.day), [])))
    reasons = _reasons(diary, one, own, others, trip)
    diary.add(one)
    alternative = None
    if others:
        best, costs = others[0]
        alternative = Alternative(best, (costs - own).points, costs - own)
    known = diary.known
    km = own.km // (QUARTERS * known.weights.km) if known.weights.km else known.roads.km(one.auditor, (one.audit,))
    slack = (last_day(known.audits[one.audit], known.office) - one.day).days
    return Line(one, km, trip, slack, reasons, alternative)


def _same(one: Placed, other: Placed) -> bool:
    """The same people in the same week: another day that costs as much is no alternative."""
    return (one.auditor, one.supervisor, monday_of(one.day)) == (
        other.auditor, other.supervisor, monday_of(other.day),
    )  # fmt: skip


def _reasons(
    diary: Diary, one: Placed, own: Costs, others: Sequence[Other], trip: tuple[str, ...]
) -> tuple[Reason, ...]:
    """The strongest two, by what each saves against the best of the others that lacks it."""
    found = [*_only_one(diary, one, others), *_savings(diary, one, own, others, trip)]
    found.sort(key=lambda reason: -reason.saves)
    strong = [reason for reason in found if reason.saves > 0]
    return tuple((strong + [reason for reason in found if reason.saves <= 0])[:ENOUGH])


def _only_one(diary: Diary, one: Placed, others: Sequence[Other]) -> Iterator[Reason]:
    """Nobody else could in this week: qualified, or free."""
    week = monday_of(one.day)
    if any(other.auditor != one.auditor and monday_of(other.day) == week for other, _ in others):
        return
    able = {
        way.auditor for way in diary.ways.of(one.audit) for day in way.days if monday_of(day) == week
    } - {one.auditor}  # fmt: skip
    yield Reason(Why.ONLY_FREE if able else Why.ONLY_QUALIFIED, diary.known.weights.unplanned)


def _savings(
    diary: Diary, one: Placed, own: Costs, others: Sequence[Other], trip: tuple[str, ...]
) -> Iterator[Reason]:  # fmt: skip
    """What the line does better than the best other, part by part; against the best other person for what is theirs."""
    known = diary.known
    best = others[0][1] if others else own
    person = next((costs for other, costs in others if other.auditor != one.auditor), own)
    out = known.roads.out(one.auditor, one.audit)
    if trip:
        apart = QUARTERS * known.weights.km * known.roads.km(one.auditor, (one.audit,)) - own.km
        yield Reason(Why.COMBINED, apart / QUARTERS, names=tuple(known.audits[key].name for key in trip))
    if known.audits[one.audit].place is not None and known.people[one.auditor].home is not None:
        yield Reason(Why.NEAR, (person.km - own.km) / QUARTERS, out)
    if own.five < 0:
        yield Reason(Why.FIVE, (person.five - own.five) / QUARTERS, _short(diary, one))
    share = (person.fairness + person.target - own.fairness - own.target) / QUARTERS
    if share > 0:
        yield Reason(Why.SHARE, share)
    yield Reason(Why.SLACK, (best.slack - own.slack) / QUARTERS, _weeks_left(diary, one))
    if person.rotation > own.rotation:
        yield Reason(Why.ROTATION, (person.rotation - own.rotation) / QUARTERS)
    if known.audits[one.audit].keep is not None and not own.keep:
        yield Reason(Why.KEPT, (best.keep - own.keep) / QUARTERS)


def _short(diary: Diary, one: Placed) -> int:
    """How many audits this person lacks of the five without this one."""
    year = diary.known.year(one.auditor, one.day.year)
    return max(0, year.short_of_five - diary.led[one.auditor, one.day.year])


def _weeks_left(diary: Diary, one: Placed) -> int:
    known = diary.known
    return (last_day(known.audits[one.audit], known.office) - one.day).days // 7


def in_words(reason: Reason) -> str:
    """A reason as it stands behind a line.

    >>> in_words(Reason(Why.NEAR, 40, 12)), in_words(Reason(Why.FIVE, 150, 2))
    ('12 km van huis', 'heeft nog 2 audits nodig voor de 5 per jaar')
    >>> in_words(Reason(Why.COMBINED, 40, names=("De Brand", "Kraaiven")))
    'op één dag met De Brand en Kraaiven'
    >>> in_words(Reason(Why.SLACK, 0, 1))
    'nog 1 week tot de laatste dag'
    """
    figured = {
        Why.NEAR: f"{reason.figure} km van huis",
        Why.COMBINED: f"op één dag met {join_and(reason.names)}",
        Why.FIVE: f"heeft nog {counted(reason.figure, 'audit', 'audits')} nodig voor de 5 per jaar",
        Why.SLACK: f"nog {counted(reason.figure, 'week', 'weken')} tot de laatste dag",
    }
    plain = {
        Why.ONLY_QUALIFIED: "enige gekwalificeerde in die week",
        Why.ONLY_FREE: "enige die in die week vrij is",
        Why.SHARE: "verdeelt de uren eerlijker",
        Why.ROTATION: "een ander dan de vorige keren",
        Why.KEPT: "blijft zoals het stond",
    }
    return {**figured, **plain}[reason.why]
