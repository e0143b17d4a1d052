"""Terms in months (TRM-1), and what the screen says beside a last day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import Source, SourceKind
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.terms import (
    EQUAL_DAYS,
    add_months,
    add_years,
    deadline,
    holiday,
    is_working_day,
    next_working_day,
    remark,
)
from tests.scheme.cases import vectors

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
SOURCE = Source(SourceKind.SCHEME, "B4", "6.3")
SHIFT = defaults().with_values({"working_day_shift": ("ja", date(2026, 1, 1))})


@pytest.mark.parametrize("case", vectors("terms"), ids=lambda case: f"TRM-1 {case['start']}+{case['months']}")
def test_a_term_ends_on_the_day_of_the_vectors(case):
    assert add_months(case["start"], case["months"]) == case["expect"]


@given(DAYS, st.integers(0, 240))
def test_a_longer_term_never_ends_earlier(start, months):
    assert start <= add_months(start, months) <= add_months(start, months + 1)


@given(DAYS, st.integers(-240, 240))
def test_a_term_keeps_the_day_number_or_ends_with_the_month(start, months):
    end = add_months(start, months)
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
    assert (end.year - start.year) * 12 + end.month - start.month == months


@given(DAYS, st.integers(0, 30))
def test_a_year_is_twelve_months(start, years):
    assert add_years(start, years) == add_months(start, 12 * years)


@pytest.mark.parametrize("day", sorted(EQUAL_DAYS), ids=str)
def test_a_day_declared_equal_is_no_working_day_and_says_so(day):
    assert holiday(day) == "gelijkgesteld met een feestdag"
    assert not is_working_day(day)
    assert remark(day).endswith("is gelijkgesteld met een feestdag. De termijn loopt tot en met die dag.")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 4, 3), "Goede vrijdag"),
        (date(2026, 4, 6), "Tweede paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
        (date(2026, 12, 26), "Tweede kerstdag"),
        (date(2026, 12, 9), ""),
    ],
)
def test_the_public_holidays_are_those_of_the_netherlands(day, name):
    assert holiday(day) == name


def test_a_last_day_on_a_working_day_gets_no_remark():
    assert remark(date(2026, 12, 9)) == ""
    assert remark(date(2026, 2, 28)) == "28\u00a0februari 2026 is een zaterdag. De termijn loopt tot en met die dag."


@given(DAYS)
def test_the_next_working_day_is_a_working_day_within_a_week(day):
    moved = next_working_day(day)
    assert is_working_day(moved)
    assert day <= moved <= day + timedelta(days=6)


def test_by_default_no_weekend_moves_a_last_day():
    end = deadline(date(2026, 2, 28), SOURCE, "uitleg")
    assert end.day == date(2026, 2, 28)
    assert "zaterdag" in end.remark


def test_moving_to_a_working_day_is_a_choice_of_the_body_and_says_so():
    end = deadline(date(2026, 2, 28), SOURCE, "uitleg", SHIFT)
    assert end.day == date(2026, 3, 2)
    assert end.remark == (
        "28\u00a0februari 2026 is geen werkdag; de termijn schuift naar maandag 2\u00a0maart 2026 (eigen regel 7)."
    )
    assert deadline(date(2026, 12, 9), SOURCE, "uitleg", SHIFT).remark == ""
