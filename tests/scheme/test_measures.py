"""Measures carried out, and the fixed ones of a year (DOC-9, DOC-10)."""

import pytest

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.measures import MeasuresDone, measures_conditions, yearly_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_W


@pytest.mark.parametrize(
    ("scheme", "done", "codes"),
    [
        (KVO_B, MeasuresDone(20, 4, {"schouw": 3, "communicatie": 1}), []),
        (KVO_B, MeasuresDone(20, 4, {"schouw": 4}), ["maatregelen.communicatie"]),
        (KVO_B, MeasuresDone(20, 3, {"schouw": 2, "communicatie": 1}), ["maatregelen.aantal", "maatregelen.schouw"]),
        (KVO31, MeasuresDone(20, 4), []),
        (KVO31, MeasuresDone(20, 3), ["maatregelen.aantal"]),
    ],
)
def test_a_first_audit_needs_four_measures_of_the_right_kinds(scheme, done, codes):
    assert [item.code for item in unmet(measures_conditions(scheme, done, first=True))] == codes


@pytest.mark.parametrize("scheme", [KVO31, KVO_B], ids=lambda scheme: scheme.key)
@pytest.mark.parametrize(("planned", "done", "met"), [(12, 12, True), (12, 13, True), (12, 11, False), (0, 0, False)])
def test_a_later_audit_needs_all_measures_of_the_plan(scheme, planned, done, met):
    [condition] = measures_conditions(scheme, MeasuresDone(planned, done), first=False)
    assert condition.met is met
    assert condition.fact == f"{done} van {planned} maatregelen uitgevoerd"


YEAR = {"dagschouw": 1, "avondschouw": 1, "evaluatie": 1, "communicatie": 2, "incidentcijfers": 2, "bijeenkomsten": 3}
INSPECTIONS = {"dagschouw": 1, "avondschouw": 1}


@pytest.mark.parametrize(
    ("planned", "held", "first", "codes"),
    [
        (YEAR, INSPECTIONS, True, []),
        (YEAR, {"dagschouw": 1}, True, ["jaarlijks.avondschouw"]),
        (INSPECTIONS, INSPECTIONS, True, [f"jaarlijks.{code}" for code in list(YEAR)[2:]]),
        ({}, YEAR, False, []),
        (YEAR, {**YEAR, "bijeenkomsten": 2}, False, ["jaarlijks.bijeenkomsten"]),
    ],
)
def test_a_first_audit_plans_the_yearly_measures_and_held_the_inspections(planned, held, first, codes):
    assert [item.code for item in unmet(yearly_conditions(KVO_B, planned, held, first=first))] == codes


def test_a_condition_says_what_was_found():
    found = yearly_conditions(KVO_B, {"communicatie": 1}, INSPECTIONS, first=True)
    assert [(item.text, item.fact) for item in found if item.code == "jaarlijks.communicatie"] == [
        ("Ten minste 2 berichten aan de ondernemers per jaar gepland", "1 gepland")
    ]


def test_a_concept_knows_no_measures():
    with pytest.raises(Refusal):
        measures_conditions(KVO_W, MeasuresDone(1, 1), first=True)
    with pytest.raises(Refusal):
        yearly_conditions(KVO_W, {}, {}, first=True)
