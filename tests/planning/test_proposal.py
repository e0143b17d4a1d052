"""A proposal breaks no hard rule, costs the least, says honestly why, and is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from auditbeheer.planning.proposal import clashes, explaining
from auditbeheer.planning.proposal.costs import reckon
from auditbeheer.planning.proposal.diary import Diary, Ways
from auditbeheer.planning.proposal.greedy import Pick, greedy
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.solver import propose
from auditbeheer.planning.proposal.words import (
    Effort,
    Office,
    Placed,
    Progress,
)
from auditbeheer.planning.rules.week_hours import monday_of
from auditbeheer.qualifications.rules import Part
from tests.planning.offices import (
    DEN_BOSCH,
    GOIRLE,
    GRONINGEN,
    PEOPLE,
    QUICK,
    TILBURG,
    audit,
    auditor,
    day,
    lead,
    office,
    offices,
)

made = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
slower = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Plan = tuple[Placed, ...]


def plan_of(whole: Office) -> Plan:
    return tuple(line.placed for line in propose(whole, QUICK).lines)


def places(whole: Office, key: str) -> Iterator[Placed]:
    """Every place that one audit could be given, good or bad."""
    days = [day(count) for count in range(-2, 16)]
    for person in PEOPLE:
        for on in days:
            for supervisor in (None, *PEOPLE):
                one = Placed(key, person, on, supervisor)
                qualified = any(
                    s.auditor == person and s.part is Part.LEAD for a in whole.audits if a.key == key for s in a.seats
                )
                # Nobody is supervised who leads without: allowed, and never cheaper.
                if not (qualified and supervisor) and not broken(whole, [one]):
                    yield one


def cheapest(known: Known) -> int:
    """The cost of the best plan, by trying all of them."""
    ways = {audit.key: list(places(known.office, audit.key)) for audit in known.movable}
    best = reckon(known, ()).total

    def on(plan: Plan, left: list[str]) -> None:
        nonlocal best
        if not left:
            best = min(best, reckon(known, plan).total)
            return
        on(plan, left[1:])
        for one in ways[left[0]]:
            if not broken(known.office, [*plan, one]):
                on((*plan, one), left[1:])

    on((), list(ways))
    return best


# Hard rules


@made
@given(whole=offices())
def test_no_proposal_breaks_a_hard_rule(whole):
    assert not broken(whole, plan_of(whole))


@made
@given(whole=offices(most=6))
def test_no_rule_of_thumb_breaks_a_hard_rule(whole):
    known = Known(whole)
    for pick in Pick:
        assert not broken(whole, greedy(known, Ways(known), pick)), pick


@made
@given(whole=offices())
def test_every_audit_has_a_line_or_is_named(whole):
    proposal = propose(whole, QUICK)
    lines = [line.placed.audit for line in proposal.lines]
    named = [key for one in proposal.unplanned for key in one.audits]
    assert sorted(lines + named) == sorted(audit.key for audit in whole.audits if audit.fixed is None)
    assert not {audit.key for audit in whole.audits if audit.fixed} & set(lines)
    assert all(clashes.in_words(one) for one in proposal.unplanned)


# The least costs


@slower
@given(whole=offices(most=2, most_fixed=1))
def test_the_proposal_is_the_best_of_all_plans(whole):
    known, proposal = Known(whole), propose(whole, QUICK)
    assert proposal.proven
    assert proposal.costs.total == cheapest(known)
    assert proposal.bound == pytest.approx(proposal.costs.points)  # the model and the yardstick agree


@made
@given(whole=offices(most=6))
def test_what_one_audit_costs_more_is_the_difference_of_two_plans(whole):
    known = Known(whole)
    ways = Ways(known)
    for pick in Pick:
        plan = greedy(known, ways, pick)
        for one in plan:
            without = tuple(other for other in plan if other != one)
            extra = Diary(known, ways, without).more(one)
            assert extra == reckon(known, plan) - reckon(known, without)


@slower
@given(whole=offices(most=3, most_fixed=1))
def test_the_next_best_is_the_best_of_all_others_with_the_rest_as_it_is(whole):
    known, proposal = Known(whole), propose(whole, QUICK)
    plan = tuple(line.placed for line in proposal.lines)
    for line in proposal.lines:
        rest = tuple(one for one in plan if one != line.placed)
        others = []
        for one in places(whole, line.placed.audit):
            more = (reckon(known, (*rest, one)) - proposal.costs).points
            same = (one.auditor, one.supervisor) == (line.placed.auditor, line.placed.supervisor)
            if not broken(whole, [*rest, one]) and (
                more or not same or monday_of(one.day) != monday_of(line.placed.day)
            ):
                others.append(more)
        assert (line.alternative.more if line.alternative else None) == min(others, default=None)
        if line.alternative is not None:
            assert not broken(whole, [*rest, line.alternative.placed])
            assert line.alternative.parts.points == line.alternative.more
        assert 1 <= len(line.reasons) <= 2
        assert all(explaining.in_words(reason) for reason in line.reasons)


# The same each time, and stopped


def crowd(count: int = 14) -> Office:
    """Enough to choose for the solver to be busy."""
    people = [auditor("anna"), auditor("bram", GRONINGEN), auditor("cees", DEN_BOSCH), auditor("dora", None)]
    spots = (TILBURG, GOIRLE, DEN_BOSCH, GRONINGEN)
    audits = [
        audit(f"{number:02}", *(lead(one.key) for one in people[: 2 + number % 3]), place=spots[number % 4],
              first=number % 5)
        for number in range(count)
    ]  # fmt: skip
    return office(audits, people)


def test_the_same_office_and_seed_give_the_same_proposal():
    seen: list[Progress] = []
    first, second = propose(crowd(), QUICK, seen.append), propose(crowd(), QUICK)
    assert first == second
    assert first.lines
    assert not first.stopped
    assert all(later.best <= sooner.best for sooner, later in pairwise(seen))
    assert all(one.bound <= one.best + 0.01 for one in seen)


@made
@given(whole=offices())
def test_the_order_of_calls_does_not_matter(whole):
    assert propose(whole, QUICK) == propose(whole, QUICK)


def test_stopped_at_once_the_best_until_then_is_kept():
    whole = crowd(20)
    known = Known(whole)
    start = reckon(known, greedy(known, Ways(known), Pick.CHEAPEST))
    proposal = propose(whole, Effort(work=1e6), stop=lambda: True)
    assert proposal.stopped
    assert proposal.costs.total <= start.total
    assert proposal.costs == reckon(known, [line.placed for line in proposal.lines])
    assert not broken(whole, [line.placed for line in proposal.lines])


def test_how_far_it_is_grows_while_it_works_and_is_whole_only_at_the_end():
    shares = []
    propose(crowd(), Effort(work=2.0), lambda progress: shares.append(progress.share))
    assert shares == sorted(shares)
    assert 0 < shares[-1] < 1


def test_whoever_looks_and_fails_ends_the_work():
    def fails(_progress: Progress) -> None:
        raise RuntimeError("the page is gone")

    with pytest.raises(RuntimeError, match="the page is gone"):
        propose(crowd(20), Effort(work=1e6), fails)


def test_combined_trips_beyond_the_most_are_said_to_be_left_out():
    assert propose(crowd(), Effort(work=2.0, most_pairs=3)).capped
    assert not propose(crowd(), QUICK).capped
