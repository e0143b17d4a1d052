"""How a certificate number is composed (CER-6)."""

from datetime import date

import pytest

from auditbeheer.scheme.certificate_number import certificate_number, pattern_problem
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.sections import AreaType


@pytest.mark.parametrize(
    ("area_type", "running", "number"),
    [
        (AreaType.BUSINESS_PARK, 42, "KVO-B-2026-00042"),
        (AreaType.SHOPPING_AREA, 1, "KVO-W-2026-00001"),
        (AreaType.RURAL_AREA, 123456, "KVO-G-2026-123456"),
    ],
)
def test_a_number_has_the_letter_the_year_and_its_place(area_type, running, number):
    found = certificate_number(area_type, date(2026, 5, 4), running)
    assert (found.value, found.source.label) == (number, "eigen regel 12")


def test_the_body_may_choose_its_own_pattern():
    rules = defaults().with_values({"certificate_number": ("{jaar}-{type}{nummer:03d}", date(2020, 1, 1))})
    assert certificate_number(AreaType.BUSINESS_PARK, date(2026, 5, 4), 7, rules).value == "2026-B007"


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("KVO-{type}-{jaar}-{nummer:05d}", ""),
        ("KVO-{jaar}-{nummer}", "Het nummer moet {type} één keer bevatten."),
        ("KVO-{type}-{jaar}-{jaar}-{nummer}", "Het nummer moet {jaar} één keer bevatten."),
        ("KVO-{type}-{jaar}", "Het nummer moet {nummer} één keer bevatten."),
        ("KVO {type}-{jaar}-{nummer}", "Het nummer mag alleen letters, cijfers en streepjes bevatten."),
        ("{type}{jaar}{nummer!r}", "Het nummer mag alleen letters, cijfers en streepjes bevatten."),
    ],
)
def test_a_pattern_has_each_place_once_and_nothing_odd(pattern, sentence):
    assert pattern_problem(pattern) == sentence


def test_the_default_pattern_is_a_good_one():
    assert pattern_problem(defaults()["certificate_number"].text) == ""
