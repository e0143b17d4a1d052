"""How days, numbers and lists are said (the doctests hold the rest)."""

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.scheme.norms import norm, norms
from auditbeheer.scheme.wording import counted, day_long, day_plain, hours, join_and, number, ordinal, tied


@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_never_breaks_between_day_and_month(month):
    said = day_plain(date(2026, month, 9))
    assert said.startswith("9\u00a0")
    assert tied(said.replace("\u00a0", " ")) == said
    assert day_long(date(2026, month, 9)).split(" ", 1)[1] == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("0", "0"), ("100", "100"), ("1000", "1.000"), ("0.50", "0,5"), ("1E+2", "100"), ("-1.5", "-1,5")],
)
def test_a_number_is_said_the_dutch_way(value, said):
    assert number(Decimal(value)) == hours(Decimal(value)) == said


def test_counts_lists_and_places():
    assert counted(0, "terrein", "terreinen") == "0 terreinen"
    assert join_and(["a", "b"]) == "a en b"
    assert [ordinal(place) for place in (1, 5, 10, 11)] == ["eerste", "vijfde", "tiende", "11e"]


def test_every_norm_has_an_explanation():
    assert norm("ISO 17065", "7.5.1").explanation
    assert all(source.explanation.endswith(".") for source in norms().values())
    with pytest.raises(KeyError):
        norm("ISO 17065", "99")
