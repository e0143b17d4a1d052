"""How long a certificate is valid, when it is issued, its name and stars (CER-1, CER-1a, CER-4, CER-7, QUO-3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.terms import add_years
from auditbeheer.scheme.validity import (
    certificate_name,
    imported_last_day,
    issue_conditions,
    issue_date,
    issued_on,
    last_day_of_validity,
    later_conditions,
    stars,
)
from tests.scheme.cases import KVO31, KVO_B, KVO_W, vectors

DAYS = st.dates(date(2015, 1, 1), date(2090, 12, 31))
ANNIVERSARY = defaults().with_values({"validity_reading": ("anniversary", date(2020, 1, 1))})
BY_DECISION = defaults().with_values({"recert_issue_default": ("decision_day", date(2020, 1, 1))})


@pytest.mark.parametrize("case", vectors("certificate_validity"), ids=lambda case: str(case["issued"]))
def test_the_last_day_is_that_of_the_vectors(case):
    for scheme in (KVO31, KVO_B, KVO_W):
        assert last_day_of_validity(scheme, case["issued"]).value == case["expect"]


@pytest.mark.parametrize(
    ("issued", "last_day"),
    [
        (date(2024, 1, 1), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 3, 1), date(2028, 3, 1)),
    ],
)
def test_the_other_reading_is_the_anniversary_itself(issued, last_day):
    assert last_day_of_validity(KVO_B, issued, ANNIVERSARY).value == last_day


@given(DAYS)
def test_the_two_readings_differ_one_day_but_on_29_february(issued):
    by_default, other = (last_day_of_validity(KVO_B, issued, rules).value for rules in (None, ANNIVERSARY))
    assert other - by_default == timedelta(days=0 if (issued.month, issued.day) == (2, 29) else 1)


def test_no_weekend_moves_the_last_day():
    shift = defaults().with_values({"working_day_shift": ("ja", date(2020, 1, 1))})
    assert last_day_of_validity(KVO_B, date(2024, 1, 4), shift).value == date(2027, 1, 3)  # a Sunday


def test_the_last_day_says_why():
    assert last_day_of_validity(KVO_B, date(2024, 1, 1)).explanation == (
        "3 jaar vanaf 1\u00a0januari 2024 (B4 §7.2): tot en met 31\u00a0december 2026 (eigen regel 2)."
    )
    assert last_day_of_validity(KVO_W, date(2024, 3, 1)).source.label == "PVO"


@pytest.mark.parametrize(
    ("issued", "last_day", "source"),
    [
        (date(2014, 12, 31), date(2016, 12, 30), "S31 §1.6"),
        (date(2012, 2, 29), date(2014, 2, 28), "S31 §1.6"),
        (date(2015, 1, 1), date(2017, 12, 31), "S31 bijlage 2.1b"),
    ],
)
def test_a_certificate_from_before_2015_was_valid_two_years(issued, last_day, source):
    found = imported_last_day(KVO31, issued)
    assert (found.value, found.source.label) == (last_day, source)


@pytest.mark.parametrize(
    "case", vectors("issue_date"), ids=lambda case: f"{case['previous_last_day']} {case['decided']}"
)
def test_the_date_of_issue_is_that_of_the_vectors(case):
    proposed = issue_date(case["previous_last_day"], case["decided"])
    assert {"issued": proposed.issued, "gap_days": proposed.gap_days} == case["expect"]
    assert proposed.replaced_from is None
    assert not unmet(issue_conditions(proposed.issued, case["decided"]))


@given(DAYS, DAYS)
def test_there_is_never_a_gap_and_a_replacement_at_once(previous, issued):
    meaning = issued_on(issued, previous)
    assert meaning.gap_days == max((issued - previous).days - 1, 0)
    assert not (meaning.gap_days and meaning.replaced_from)


def test_set_earlier_than_the_end_the_old_certificate_is_replaced():
    early = issue_date(date(2026, 6, 6), date(2026, 3, 2), BY_DECISION)
    assert (early.issued, early.replaced_from, early.gap_days) == (date(2026, 3, 2), date(2026, 3, 2), 0)
    assert early.explanation.endswith("Het vorige certificaat is vanaf 2\u00a0maart 2026 vervangen.")


def test_the_date_of_issue_says_what_happens_to_the_previous_certificate():
    assert issue_date(None, date(2026, 5, 4)).explanation == "Uitgegeven op 4\u00a0mei 2026 (eigen regel 3)."
    assert issue_date(date(2026, 9, 6), date(2026, 9, 16)).explanation.endswith(
        "Het vorige gold tot en met 6\u00a0september 2026: 9 dagen onderbroken."
    )
    assert issue_date(date(2026, 6, 6), date(2025, 11, 18)).explanation.endswith(
        "Dat sluit aan op het vorige, dat geldt tot en met 6\u00a0juni 2026."
    )


def test_nothing_is_backdated():
    found = unmet(issue_conditions(date(2026, 5, 3), date(2026, 5, 4)))
    assert [item.objection for item in found] == [
        "Uitgeven op 3\u00a0mei 2026 kan niet: het besluit is van 4\u00a0mei 2026 (eigen regel 36)."
    ]
    assert not unmet(issue_conditions(date(2026, 5, 4), date(2026, 5, 4)))


@pytest.mark.parametrize(
    "case", vectors("certificate_kind_3_1"), ids=lambda case: f"{case['previous_issued']} {case['decided']}"
)
def test_the_name_of_the_certificate_is_that_of_the_vectors(case):
    name = certificate_name(KVO31, case["previous_issued"], case["decided"])
    assert name
    assert name.value == case["expect"]
    assert name.source.label == "S31 §1.2, §3.2"


def test_the_name_of_the_certificate_says_why():
    first, later, lapsed = (
        certificate_name(KVO31, previous, date(2019, 4, 9)) for previous in (None, date(2016, 4, 9), date(2016, 4, 8))
    )
    assert first
    assert later
    assert lapsed
    assert first.explanation == "Basis Samenwerken: er is geen eerder certificaat (S31 §1.2, §3.2)."
    assert "binnen 3 jaar na de vorige uitgifte op 9\u00a0april 2016" in later.explanation
    assert "later dan 3 jaar na de vorige uitgifte op 8\u00a0april 2016" in lapsed.explanation


def test_4_0_has_no_names_and_no_stars():
    assert certificate_name(KVO_B, None, date(2026, 5, 4)) is None
    assert stars(KVO_B, AreaType.SHOPPING_AREA, None, None, date(2026, 5, 4)) is None
    assert later_conditions(KVO_B, None) == []


def test_continu_needs_an_earlier_certificate():
    assert [item.objection for item in unmet(later_conditions(KVO31, None))] == [
        "Voor Continu Samenwerken is er een eerder certificaat (S31 §1.2, §3.2). Nu: geen eerder certificaat."
    ]
    assert not unmet(later_conditions(KVO31, date(2016, 4, 9)))


@pytest.mark.parametrize(
    ("before", "previous", "decided", "expect"),
    [
        (None, None, date(2019, 5, 1), 1),
        (1, date(2016, 5, 1), date(2019, 5, 1), 2),
        (4, date(2016, 5, 1), date(2019, 5, 1), 5),
        (5, date(2016, 5, 1), date(2019, 5, 1), 5),
        (4, date(2016, 5, 1), date(2019, 5, 2), 1),
        (None, date(2016, 5, 1), date(2019, 5, 1), None),
    ],
)
def test_stars_grow_by_one_up_to_five_and_start_again_after_a_lapse(before, previous, decided, expect):
    found = stars(KVO31, AreaType.SHOPPING_AREA, before, previous, decided)
    assert (found and found.value) == expect
    if found:
        assert found.source.label == "H15 §2.4"
    assert stars(KVO31, AreaType.BUSINESS_PARK, before, previous, decided) is None


@given(DAYS)
def test_the_certificate_and_the_next_one_on_its_anniversary_never_overlap(issued):
    assert last_day_of_validity(KVO_B, issued).value < add_years(issued, 3) or (issued.month, issued.day) == (2, 29)
