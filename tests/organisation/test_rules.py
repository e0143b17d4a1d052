"""What the body may say of itself."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.organisation.rules import (
    colour_reads,
    contrast_with_white,
    ends_after_start,
    luminance,
    number_pattern_works,
    starts_today_or_later,
)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0), ("#1d3f72", 10.5), ("#0000ff", 8.6), ("#767676", 4.5)]
)
def test_contrast_is_that_of_the_accessibility_guidelines(colour, ratio):
    assert round(contrast_with_white(colour), 1) == ratio


@pytest.mark.parametrize(("colour", "met"), [("#595959", True), ("#5a5a5a", False), ("#fffffe", False)])
def test_a_colour_on_which_white_does_not_read_is_refused(colour, met):
    (condition,) = colour_reads(colour)
    assert condition.met is met
    assert met or "donkerder" in condition.objection


@pytest.mark.parametrize("text", ["", "blauw", "#12345", "#12345g", "1d3f72"])
def test_what_is_no_colour_is_an_error(text):
    with pytest.raises(ValueError, match="is no colour"):
        luminance(text)


@pytest.mark.parametrize(("day", "met"), [(date(2026, 11, 22), False), (date(2026, 11, 23), True)])
def test_a_change_does_not_reach_back(day, met):
    assert starts_today_or_later(day, date(2026, 11, 23))[0].met is met


@pytest.mark.parametrize(("until", "met"), [(None, True), (date(2026, 1, 1), True), (date(2025, 12, 31), False)])
def test_a_period_ends_after_it_starts(until, met):
    assert ends_after_start(date(2026, 1, 1), until)[0].met is met


@pytest.mark.parametrize(
    ("pattern", "met"),
    [
        ("KVO-{type}-{jaar}-{nummer:05d}", True),
        ("{nummer}/{type}/{jaar}", True),
        ("KVO-{jaar}-{nummer}", False),
        ("KVO-{type}-{jaar}", False),
        ("KVO-{0}", False),
        ("KVO-{type.x}-{jaar}-{nummer}", False),
        ("KVO-{type}-{jaar}-{nummer:q}", False),
    ],
)
def test_a_number_must_tell_certificates_apart(pattern, met):
    assert number_pattern_works(pattern)[0].met is met
