"""The terms of a deviation (AUD-4, AUD-5) and their extension."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.deviation_terms import deviation_terms, extension_conditions
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.terms import add_months
from tests.scheme.cases import KVO31, KVO_B, KVO_W, vectors

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "case",
    vectors("deviation_deadlines"),
    ids=lambda case: f"{case['scheme']} {case['closed']} {case.get('received', '')} {case.get('extended', '')}",
)
def test_the_last_days_are_those_of_the_vectors(case):
    terms = deviation_terms(
        packaged()[case["scheme"]], case["closed"], case.get("received"), extended=case.get("extended", False)
    )
    found = {
        "additions_due": terms.additions and terms.additions.day,
        "assessment_due": terms.assessment and terms.assessment.day,
    }
    assert {name: day for name, day in found.items() if day} == case["expect"]


@given(DAYS, st.integers(0, 200))
def test_additions_that_come_late_do_not_move_the_assessment(closed, days):
    received = date.fromordinal(closed.toordinal() + days)
    terms = deviation_terms(KVO_B, closed, received)
    assert terms.additions
    assert terms.assessment
    assert terms.assessment.day <= terms.latest_assessment.day == add_months(terms.additions.day, 1)
    assert (received >= terms.additions.day) <= (terms.assessment.day == terms.latest_assessment.day)


def test_each_last_day_says_from_when_it_counts():
    terms = deviation_terms(KVO_B, date(2026, 1, 31), date(2026, 3, 10))
    assert terms.additions
    assert terms.assessment
    assert terms.additions.explanation == "2 maanden vanaf de afsluiting op 31\u00a0januari 2026 (B4 §6.3)."
    assert terms.assessment.explanation == "1 maand vanaf de ontvangst op 10\u00a0maart 2026 (B4 §6.3)."
    late = deviation_terms(KVO_B, date(2026, 1, 31), date(2026, 4, 10)).assessment
    assert late
    assert (
        late.explanation == "1 maand vanaf het einde van de termijn voor aanvullingen op 31\u00a0maart 2026 (B4 §6.3)."
    )
    longer = deviation_terms(KVO31, date(2020, 1, 31), extended=True).assessment
    assert longer
    assert longer.explanation == (
        "5 maanden vanaf de vaststelling op 31\u00a0januari 2020, met de verlenging van 2 maanden erbij (S31 §4.4.3)."
    )


def test_a_weekend_moves_a_last_day_only_where_the_body_chose_so():
    rules = defaults().with_values({"working_day_shift": ("ja", date(2020, 1, 1))})
    by_default, moved = (deviation_terms(KVO_B, date(2025, 12, 31), rules=choice).additions for choice in (None, rules))
    assert by_default
    assert moved
    assert (by_default.day, moved.day) == (date(2026, 2, 28), date(2026, 3, 2))


def test_under_4_0_nothing_is_extended():
    with pytest.raises(Refusal) as refused:
        deviation_terms(KVO_B, date(2026, 1, 31), extended=True)
    assert str(refused.value) == "Onder KVO-B 4.0 is er geen verlenging (B4 §6.3)."
    assert [item.objection for item in unmet(extension_conditions(KVO_B, None, "druk"))] == [str(refused.value)]


@pytest.mark.parametrize(
    ("extended_on", "why", "objections"),
    [
        (None, "brand op het terrein", []),
        (None, " ", ["Voor een verlenging is een onderbouwing nodig (S31 §4.4.3)."]),
        (
            date(2026, 3, 3),
            "nog een brand",
            ["Langer uitstel kan niet: de termijn is op 3\u00a0maart 2026 al één keer verlengd (S31 §4.4.3)."],
        ),
    ],
)
def test_a_term_can_be_extended_only_once_and_with_a_reason(extended_on, why, objections):
    found = extension_conditions(KVO31, extended_on, why)
    assert [item.objection for item in unmet(found)] == objections
    assert [item.code for item in found] == ["afwijking.verlenging", "afwijking.een_keer", "afwijking.onderbouwing"]


@pytest.mark.parametrize("scheme", [KVO31, KVO_B], ids=lambda scheme: scheme.key)
def test_nothing_is_received_before_the_audit_was_closed(scheme):
    with pytest.raises(Refusal) as refused:
        deviation_terms(scheme, date(2024, 3, 10), date(2024, 3, 9))
    assert "Ontvangen op 9\u00a0maart 2024 kan niet: de audit is op 10\u00a0maart 2024 afgesloten" in str(refused.value)
    assert deviation_terms(scheme, date(2024, 3, 10), date(2024, 3, 10)).assessment


def test_a_concept_has_no_terms():
    with pytest.raises(Refusal):
        deviation_terms(KVO_W, date(2026, 1, 31))
