"""A proposal breaks no hard rule, costs the least, says honestly why, and is always the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings

from auditbeheer.planning.proposal import clashes, explaining
from auditbeheer.planning.proposal.costs import reckon
from auditbeheer.planning.proposal.diary import Diary, Ways
from auditbeheer.planning.proposal.greedy import Pick, greedy
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.known import Known, monday_of
from auditbeheer.planning.proposal.solver import propose
from auditbeheer.planning.proposal.words import (
    Band,
    Clash,
    Costs,
    Effort,
    Office,
    Placed,
    Progress,
    Seat,
    Weights,
    Why,
    Year,
)
from auditbeheer.qualifications.rules import Part
from tests.planning.offices import (
    ALWAYS,
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
    window,
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


def test_whoever_looks_and_fails_ends_the_work():
    def fails(_progress: Progress) -> None:
        raise RuntimeError("the page is gone")

    with pytest.raises(RuntimeError, match="the page is gone"):
        propose(crowd(20), Effort(work=1e6), fails)


def test_combined_trips_beyond_the_most_are_said_to_be_left_out():
    assert propose(crowd(), Effort(work=2.0, most_pairs=3)).capped
    assert not propose(crowd(), QUICK).capped


# What is fixed and what stands


def test_what_is_fixed_stays_and_takes_its_place():
    fixed = Placed("f", "anna", day(0))
    people = [auditor("anna", weekdays=frozenset([0]))]
    whole = office(
        [audit("f", lead("anna"), fixed=fixed, place=GRONINGEN), audit("a", lead("anna"), last=7)], people,
    )  # fmt: skip
    (line,) = propose(whole, QUICK).lines
    assert line.placed == Placed("a", "anna", day(7))


def test_a_fixed_audit_near_by_makes_one_trip():
    whole = office(
        [audit("f", lead("anna"), fixed=Placed("f", "anna", day(10))), audit("a", lead("anna"), place=GOIRLE)],
        [auditor("anna", GRONINGEN, hours_a_day=Decimal(20))],
    )  # fmt: skip
    (line,) = propose(whole, QUICK).lines
    assert (line.placed.day, line.trip) == (day(10), ("f",))
    assert Why.COMBINED in {reason.why for reason in line.reasons}


def test_what_stands_is_kept_unless_a_change_is_worth_it():
    keep = Placed("a", "bram", day(9))
    people = [auditor("anna"), auditor("bram", DEN_BOSCH)]
    whole = office([audit("a", lead("anna"), lead("bram"), keep=keep)], people, weights=Weights(keep=200))
    (line,) = propose(whole, QUICK).lines
    assert line.placed == keep
    assert Why.KEPT in {reason.why for reason in line.reasons}
    (line,) = propose(replace(whole, weights=Weights(keep=0)), QUICK).lines
    assert line.placed == Placed("a", "anna", day(0))


# Reasons


def test_who_lacks_audits_of_the_five_is_chosen_and_it_is_said():
    people = [auditor("anna"), auditor("bram", DEN_BOSCH, years=(Year(2027, short_of_five=2),))]
    (line,) = propose(office([audit("a", lead("anna"), lead("bram"))], people), QUICK).lines
    assert line.placed.auditor == "bram"
    assert explaining.in_words(line.reasons[0]) == "heeft nog 2 audits nodig voor de 5 per jaar"
    assert line.alternative is not None
    assert line.alternative.placed.auditor == "bram"  # the next week: cheaper than another person
    assert line.alternative.parts == Costs(slack=16)


def test_the_only_one_who_is_qualified_is_named_so():
    people = [auditor("anna"), auditor("bram")]
    (line,) = propose(office([audit("a", lead("anna"), lead("bram", periods=()))], people), QUICK).lines
    assert [explaining.in_words(reason) for reason in line.reasons] == [
        "enige gekwalificeerde in die week",
        "nog 2 weken tot de laatste dag",
    ]


def test_a_trainee_leads_only_where_somebody_supervises():
    seats = (Seat("bram", Part.TRAINEE_LEAD, ALWAYS), Seat("cees", Part.SUPERVISOR, ALWAYS))
    people = [auditor("bram"), auditor("cees", away=((day(0), day(8)),))]
    (line,) = propose(office([audit("a", *seats)], people), QUICK).lines
    assert line.placed == Placed("a", "bram", day(9), "cees")
    assert propose(office([audit("a", seats[0])], people), QUICK).unplanned[0].clash is Clash.NOBODY_PRESENT


def test_aims_and_the_most_of_a_year_divide_the_audits():
    audits = [audit(key, lead("anna"), lead("bram")) for key in "abcd"]
    far = auditor("bram", DEN_BOSCH)
    most = auditor("anna", years=(Year(2027, audits=Band(maximum=Decimal(1))),))
    plan = propose(office(audits, [most, far], weights=Weights(fairness=0)), QUICK).lines
    assert sorted(line.placed.auditor for line in plan) == ["anna", "bram", "bram", "bram"]
    aimed = replace(far, years=(Year(2027, hours=Band(target=Decimal(16))),))
    plan = propose(office(audits, [auditor("anna"), aimed], weights=Weights(fairness=0, target=20)), QUICK).lines
    assert sorted(line.placed.auditor for line in plan) == ["anna", "anna", "bram", "bram"]


# What clashes


def test_what_cannot_be_planned_is_named_with_what_clashes():
    week = {"first": 0, "last": 4}
    audits = [audit(key, lead("anna"), **week) for key in "abcd"]
    audits += [
        audit("far", lead("anna"), place=GRONINGEN), audit("nobody", lead("anna", periods=()), **week),
        audit("away", lead("bram"), **week), audit("refused", lead("anna"), only_days=frozenset()),
        replace(audit("late", lead("anna")), window=window(day(3), day(2))),
    ]  # fmt: skip
    away = auditor("bram", away=((day(0), day(6)),))
    proposal = propose(office(audits, [auditor("anna", hours_a_week=Decimal(8), hours_a_day=Decimal(7)), away]), QUICK)
    found = {one.audits: (one.clash, clashes.in_words(one)) for one in proposal.unplanned}
    assert found.pop(("far",)) == (
        Clash.TOO_FAR, "1 audit in week 9 tot en met week 11 van 2027: te ver voor één dag.",
    )  # fmt: skip
    assert found.pop(("nobody",)) == (
        Clash.NOBODY_QUALIFIED,
        "1 audit in week 9 van 2027: geen gekwalificeerde auditor.",
    )
    assert found.pop(("away",))[0] is Clash.NOBODY_PRESENT
    assert found.pop(("refused", "late"))[1] == "2 audits: geen dag mogelijk."
    ((keys, (clash, sentence)),) = found.items()
    assert (len(keys), clash) == (3, Clash.NOBODY_FREE)
    assert sentence == "3 audits in week 9 van 2027: geen gekwalificeerde auditor vrij."
    (full,) = [one for one in proposal.unplanned if one.clash is Clash.NOBODY_FREE]
    assert (full.auditors, full.rivals) == (("anna",), tuple(line.placed.audit for line in proposal.lines))


def test_a_week_that_spans_two_years_counts_in_both():
    eve = date(2026, 12, 28)
    years = (Year(2026, audits=Band(maximum=Decimal(1))), Year(2027, audits=Band(maximum=Decimal(1))))
    audits = [
        replace(audit(key, lead("anna")), window=window(eve, eve + timedelta(days=4))) for key in "abc"
    ]  # fmt: skip
    whole = office(audits, [auditor("anna", years=years)], holidays=frozenset([date(2026, 12, 31)]))
    plan = plan_of(whole)
    assert sorted(one.day.year for one in plan) == [2026, 2027]


def test_an_office_names_nobody_whom_it_does_not_hold():
    with pytest.raises(ValueError, match="people who are not here"):
        office([audit("a", lead("bram"))], [auditor("anna")])
    with pytest.raises(ValueError, match="the same key"):
        office([], [auditor("anna"), auditor("anna")])
    with pytest.raises(ValueError, match="place of another"):
        office([audit("a", keep=Placed("b", "anna", day(0)))], [auditor("anna")])
