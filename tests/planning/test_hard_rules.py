"""Whatever a plan breaks is found, by hand or proposed (PLA-1, QUA-6, QUA-7)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.words import Band, Office, Placed, Seat, Year
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import SETTING, Condition
from tests.planning.offices import ALWAYS, GOIRLE, GRONINGEN, audit, auditor, day, lead, office

GUIDED = Condition("onpartijdig", "Geen advies gegeven", False, "gaf advies", SETTING, "Bram gaf advies.")


def quiet(**changes: Any) -> Office:
    """Two audits near each other and one far away; Anna leads, Bram is in training, Cees supervises."""
    seats = (
        lead("anna"), Seat("bram", Part.TRAINEE_LEAD, ALWAYS), Seat("cees", Part.SUPERVISOR, ALWAYS),
        Seat("dora", Part.LEAD, ((day(7), day(11)),), (GUIDED,)),
    )  # fmt: skip
    people = [auditor(key) for key in ("anna", "bram", "cees", "dora")]
    given: dict[str, Any] = {"refused": frozenset([day(3)])}
    audits = [
        audit("a", *seats, **given), audit("b", *seats, place=GOIRLE), audit("c", *seats, place=GRONINGEN),
        audit("f", *seats, fixed=Placed("f", "anna", day(4))),
    ]  # fmt: skip
    return office(audits, people, **{"holidays": frozenset([day(9)]), **changes})


def person(whole: Office, key: str, **changes: Any) -> Office:
    """The same office with somebody changed."""
    people = tuple(replace(one, **changes) if one.key == key else one for one in whole.auditors)
    return replace(whole, auditors=people)


def codes(whole: Office, *plan: Placed) -> set[str]:
    return {found.condition.code for found in broken(whole, plan)}


A, B = Placed("a", "anna", day(0)), Placed("b", "anna", day(0))


def test_a_good_plan_breaks_nothing():
    assert not broken(quiet(), [A, B, Placed("f", "anna", day(4))])
    assert not broken(quiet(), [Placed("a", "bram", day(0), "cees"), Placed("b", "bram", day(0), "cees")])
    assert not broken(quiet(), [Placed("a", "dora", day(7))])
    assert not broken(quiet(), [Placed("b", "anna", day(4))])  # one trip with what is fixed there


FAULTS = {
    "twice": ([A, replace(A, day=day(1))], "audit.eenmaal"),
    "fixed moved": ([Placed("f", "anna", day(7))], "audit.bevestigd_blijft"),
    "fixed by another": ([Placed("f", "bram", day(4))], "audit.bevestigd_blijft"),
    "too early": ([replace(A, day=day(-3))], "venster.eerste_dag"),
    "PLA-1: too late": ([replace(A, day=day(21))], "venster.laatste_dag"),
    "refused by a party": ([replace(A, day=day(3))], "partijen.kunnen"),
    "a public holiday": ([replace(A, day=day(9))], "dag.geen_feestdag"),
    "QUA-6: not qualified that day": ([Placed("a", "dora", day(1))], "kwalificatie.op_de_dag"),
    "QUA-6: never qualified": ([Placed("a", "cees", day(1))], "kwalificatie.op_de_dag"),
    "QUA-6: in training without supervisor": ([Placed("a", "bram", day(1))], "toezicht.aanwezig"),
    "QUA-6: supervised by who may not": ([Placed("a", "bram", day(1), "anna")], "toezicht.mag"),
    "QUA-6: supervised by oneself": ([Placed("a", "bram", day(1), "bram")], "toezicht.mag"),
    "a weekend": ([replace(A, day=day(5))], "agenda.aanwezig"),
    "two places, far apart": ([A, Placed("c", "anna", day(0))], "agenda.een_plaats"),
    "three on a day": ([A, B, Placed("c", "anna", day(0))], "agenda.een_plaats"),
    "supervises elsewhere": (
        [Placed("a", "bram", day(0), "cees"), Placed("c", "bram", day(0), "cees")], "agenda.een_plaats",
    ),
    "far beyond what is fixed that day": ([Placed("c", "anna", day(4))], "agenda.een_plaats"),
}  # fmt: skip


@pytest.mark.parametrize(("plan", "code"), FAULTS.values(), ids=FAULTS)
def test_each_planted_fault_is_found(plan, code):
    assert code in codes(quiet(), *plan)


def test_who_is_away_or_does_not_work_that_day_is_not_planned():
    assert codes(person(quiet(), "anna", away=((day(0), day(1)),)), A) == {"agenda.aanwezig"}
    assert codes(person(quiet(), "anna", weekdays=frozenset([1])), A) == {"agenda.aanwezig"}
    away = person(quiet(), "cees", away=((day(0), day(0)),))
    assert codes(away, Placed("a", "bram", day(0), "cees")) == {"agenda.aanwezig"}


def test_a_day_a_week_and_a_year_have_their_most():
    assert codes(person(quiet(), "anna", hours_a_day=Decimal("8.25")), A, B) == {"agenda.dag_past"}
    assert not codes(
        person(quiet(), "anna", hours_a_day=Decimal("8.75")), A, B
    )  # 6 km: three legs of at most a quarter
    assert codes(person(quiet(), "anna", hours_a_week=Decimal("11.5")), A, B) == {"agenda.week_past"}  # and 4 are fixed
    hours = (Year(2027, Decimal(4), hours=Band(maximum=Decimal(20))),)
    assert codes(person(quiet(), "anna", years=hours), A, B) == {"jaar.uren"}
    audits = (Year(2027, done_audits=1, audits=Band(maximum=Decimal(3))),)
    assert codes(person(quiet(), "anna", years=audits), A, B) == {"jaar.audits"}
    assert not codes(person(quiet(), "anna", years=audits), A)


def test_a_supervisor_spends_the_hours_on_location():
    plan = [Placed("a", "bram", day(0), "cees")]
    assert codes(person(quiet(), "cees", hours_a_week=Decimal("3.75")), *plan) == {"agenda.week_past"}
    assert not codes(person(quiet(), "cees", hours_a_week=Decimal(4)), *plan)


def test_what_is_fixed_is_not_weighed_by_itself():
    full = person(quiet(), "anna", away=((day(4), day(4)),), hours_a_week=Decimal(4), weekdays=frozenset())
    assert not broken(full, [])


def test_only_what_moves_is_named_and_the_refusal_says_why():
    found = broken(person(quiet(), "anna", hours_a_week=Decimal(7)), [A])
    assert [(one.audits, one.condition.code) for one in found] == [(("a",), "agenda.week_past")]
    (unqualified,) = broken(quiet(), [Placed("a", "dora", day(1))])
    assert (
        unqualified.condition.refusal
        == "Dora mag deze audit op 2\xa0maart 2027 leiden. Dat is niet zo: Bram gaf advies."
    )


def test_an_unknown_place_is_near_nothing():
    whole = quiet()
    lost = replace(whole, audits=tuple(replace(one, place=None) if one.key == "b" else one for one in whole.audits))
    assert codes(lost, A, B) == {"agenda.een_plaats"}
