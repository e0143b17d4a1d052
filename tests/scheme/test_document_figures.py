"""How far figures go back (DOC-6), good places (DOC-7), how long the working group keeps its papers (DOC-11)."""

from datetime import date

import pytest

from auditbeheer.scheme.document_figures import (
    SUPPLIERS,
    Split,
    good_places_conditions,
    keeping_conditions,
    period_conditions,
    whole_years,
)
from auditbeheer.scheme.library import packaged

SCHEME = packaged()["kvo-b-4.0"]
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
SHORT = (date(2025, 1, 1), date(2025, 12, 30))


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (*YEAR, 1), (*SHORT, 0), (date(2024, 2, 29), date(2025, 2, 27), 1), (date(2024, 2, 29), date(2025, 2, 26), 0),
        (date(2023, 7, 1), date(2025, 6, 30), 2), (date(2025, 5, 1), date(2025, 4, 1), 0),
    ],
)  # fmt: skip
def test_a_whole_year_ends_the_day_before_it_began(first: date, last: date, years: int) -> None:
    assert whole_years(first, last) == years


@pytest.mark.parametrize(
    ("periods", "handled", "unmet"),
    [
        ({"politie": YEAR, "brandweer": YEAR, "gemeente": YEAR}, True, []),
        ({"politie": YEAR, "brandweer": SHORT, "gemeente": YEAR}, True, ["cijfers.brandweer"]),
        ({"politie": YEAR, "brandweer": None}, True, ["cijfers.brandweer", "cijfers.gemeente"]),
        ({"politie": YEAR, "brandweer": YEAR, "gemeente": YEAR}, False, ["cijfers.afgehandeld"]),
        ({"politie": YEAR, "brandweer": YEAR, "gemeente": YEAR}, None, ["cijfers.afgehandeld"]),
    ],
)
def test_the_figures_of_each_supplier_cover_a_whole_year(periods, handled, unmet) -> None:
    conditions = period_conditions(SCHEME, periods, dict.fromkeys(SUPPLIERS, Split.FITS), reports_handled=handled)
    assert [one.code for one in conditions if not one.met] == unmet
    assert {one.source.label for one in conditions} == {"B4 §4.1.2"}


@pytest.mark.parametrize(
    ("split", "met", "fact"),
    [
        (Split.FITS, True, "het postcodegebied is niet groter dan het terrein"),
        (Split.SPLIT, True, "het postcodegebied is groter, de cijfers zijn gesplitst"),
        (Split.NOT_SPLIT, False, "het postcodegebied is groter, de cijfers zijn niet gesplitst"),
        (None, False, "niet bekend"),
    ],
)
def test_figures_of_a_larger_postcode_area_are_split(split: Split | None, met: bool, fact: str) -> None:
    periods = dict.fromkeys(SUPPLIERS, YEAR)
    splits = {**dict.fromkeys(SUPPLIERS, Split.FITS), "brandweer": split}
    conditions = period_conditions(SCHEME, periods, splits, reports_handled=True)
    (found,) = (one for one in conditions if one.code == "cijfers.brandweer.gesplitst")
    assert (found.met, found.fact, found.source.label) == (met, fact, "B4 §4.1.2")
    assert [one.code for one in conditions if not one.met] == ([] if met else ["cijfers.brandweer.gesplitst"])


@pytest.mark.parametrize(("count", "met"), [(None, False), (0, False), (4, False), (5, True), (6, True)])
def test_five_good_places_and_six_years_of_keeping(count, met) -> None:
    assert [one.met for one in good_places_conditions(SCHEME, count)] == [met]
    years = None if count is None else count + 1
    assert [(one.met, one.source.label) for one in keeping_conditions(SCHEME, years)] == [(met, "B4 §3.6.2")]


def test_an_older_scheme_that_sets_no_figures_asks_for_none() -> None:
    old = packaged()["kvo-3.1"]
    assert good_places_conditions(old, None) == []
    assert period_conditions(old, {}, {}, reports_handled=None) == []
