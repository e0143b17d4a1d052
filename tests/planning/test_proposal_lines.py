"""What each line of a proposal does and says: what is fixed, reasons, aims, and what clashes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from auditbeheer.planning.proposal import clashes, explaining
from auditbeheer.planning.proposal.diary import Ways
from auditbeheer.planning.proposal.greedy import Pick, greedy
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.solver import propose
from auditbeheer.planning.proposal.words import (
    Band,
    Clash,
    Costs,
    Placed,
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
    QUICK,
    WEEK_BEFORE,
    audit,
    auditor,
    day,
    lead,
    office,
    window,
)

# What is fixed and what stands


def test_what_is_fixed_stays_and_takes_its_place():
    fixed = Placed("f", "anna", day(0))
    people = [auditor("anna", weekdays=frozenset([0]))]
    whole = office(
        [audit("f", lead("anna"), fixed=fixed, place=GRONINGEN), audit("a", lead("anna"), last=7)], people,
    )  # fmt: skip
    (line,) = propose(whole, QUICK).lines
    assert line.placed == Placed("a", "anna", day(7))


def test_what_is_fixed_takes_the_hours_of_its_week():
    fixed = [audit(f"f{on}", lead("anna"), fixed=Placed(f"f{on}", "anna", day(on)), place=GRONINGEN) for on in (0, 1)]
    whole = office([*fixed, audit("a", lead("anna"))], [auditor("anna", hours_a_week=Decimal(11))])
    (line,) = propose(whole, QUICK).lines
    assert line.placed.day == day(7)


@pytest.mark.parametrize(
    ("most", "taken", "fits"), [("6", {}, True), ("5.75", {}, False), ("6", {day(0): Decimal("0.25")}, False),
                                ("6", {day(7): Decimal(2)}, True)],
    ids=["just", "too much", "with what else is in that week", "another week"],
)  # fmt: skip
def test_the_documents_count_in_the_week_in_which_they_are_looked_at(most, taken, fits):
    fixed = audit("f", lead("anna"), fixed=Placed("f", "anna", day(1)), place=GRONINGEN)
    moving = audit("a", lead("anna"), first=7, last=11, review=Decimal(2), reviewed_on=WEEK_BEFORE)
    whole = office([fixed, moving], [auditor("anna", hours_a_week=Decimal(most), taken=taken)])
    assert len(propose(whole, QUICK).lines) == fits
    found = [one.condition.code for one in broken(whole, [Placed("a", "anna", day(8))])]
    assert found == ([] if fits else ["agenda.week_past"])


def test_who_is_elsewhere_by_a_fixed_audit_supervises_nobody():
    seats = (Seat("bram", Part.TRAINEE_LEAD, ALWAYS), Seat("cees", Part.SUPERVISOR, ALWAYS))
    there = audit("f", lead("cees"), fixed=Placed("f", "cees", day(1)))
    whole = office([there, audit("a", *seats, first=1, last=1)], [auditor("bram"), auditor("cees")])
    proposal = propose(whole, QUICK)
    assert not proposal.lines
    assert [one.clash for one in proposal.unplanned] == [Clash.NOBODY_FREE]


def test_each_trip_of_a_week_gets_a_day_of_its_own():
    week = {"first": 0, "last": 4}
    audits = [audit("a", lead("anna"), **week), audit("b", lead("anna"), place=GRONINGEN, first=0, last=1)]
    audits.append(audit("c", lead("anna"), place=DEN_BOSCH, **week))
    lines = propose(office(audits, [auditor("anna", hours_a_day=Decimal(20))]), QUICK).lines
    assert sorted(line.placed.day for line in lines) == [day(0), day(1), day(2)]


def test_a_day_holds_two_audits_and_no_third():
    audits = [audit(key, lead("anna"), first=0, last=0, on_location=Decimal(1)) for key in "abc"]
    whole = office(audits, [auditor("anna")])
    known = Known(whole)
    assert len(propose(whole, QUICK).lines) == 2
    assert len(greedy(known, Ways(known), Pick.CHEAPEST)) == 2
    assert len(greedy(known, Ways(known), Pick.NEAREST)) == 1  # whoever plans by thumb combines nothing


def test_a_fixed_audit_near_by_makes_one_trip():
    whole = office(
        [audit("f", lead("anna"), fixed=Placed("f", "anna", day(10))), audit("a", lead("anna"), place=GOIRLE)],
        [auditor("anna", GRONINGEN, hours_a_day=Decimal(20))],
    )  # fmt: skip
    (line,) = propose(whole, QUICK).lines
    assert (line.placed.day, line.trip) == (day(10), ("f",))
    assert Why.COMBINED in {reason.why for reason in line.reasons}


def test_another_day_of_the_week_is_the_next_best_where_it_breaks_a_trip():
    fixed = audit("f", lead("anna"), fixed=Placed("f", "anna", day(0)), place=DEN_BOSCH)
    whole = office([fixed, audit("a", lead("anna"), place=DEN_BOSCH, first=0, last=1)], [auditor("anna")])
    (line,) = propose(whole, QUICK).lines
    assert (line.placed.day, line.km) == (day(0), 0)
    assert line.alternative is not None
    assert (line.alternative.placed, line.alternative.more) == (Placed("a", "anna", day(1)), 54)
    assert line.alternative.parts == Costs(km=4 * 54)


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


@pytest.mark.parametrize(
    ("rather_not", "taken"),
    [({}, 0), ({day(0): 1}, 1), ({day(0): 1, day(1): 1}, 2), ({day(n): 1 for n in range(5)}, 7),
     ({day(n): 1 for n in range(40)}, 0)],
    ids=["no", "another day of the week", "a third", "another week", "no other day is better"],
)  # fmt: skip
def test_a_day_that_parties_had_rather_not_is_taken_where_nothing_else_is_worth_it(rather_not, taken):
    whole = office([audit("a", lead("anna"), rather_not=rather_not)], [auditor("anna")])
    proposal = propose(whole, QUICK)
    (line,) = proposal.lines
    assert line.placed.day == day(taken)
    assert proposal.proven
    assert proposal.costs.rather_not == 80 * rather_not.get(day(taken), 0)
    assert proposal.costs.points == proposal.bound
    heavy = propose(replace(whole, weights=Weights(rather_not=1, slack=4)), QUICK)
    assert heavy.lines[0].placed.day <= line.placed.day, "a week later weighs more than a point"


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
    proposal = propose(office(audits, [auditor("anna", hours_a_week=Decimal(4), hours_a_day=Decimal(7)), away]), QUICK)
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
    assert sorted(line.placed.day.year for line in propose(whole, QUICK).lines) == [2026, 2027]


def test_an_office_names_nobody_whom_it_does_not_hold():
    with pytest.raises(ValueError, match="people who are not here"):
        office([audit("a", lead("bram"))], [auditor("anna")])
    with pytest.raises(ValueError, match="the same key"):
        office([], [auditor("anna"), auditor("anna")])
    with pytest.raises(ValueError, match="place of another"):
        office([audit("a", keep=Placed("b", "anna", day(0)))], [auditor("anna")])
