"""The licence of the CCV (QUO-10)."""

from datetime import date

import pytest

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.licence import Licence, licence_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_W

LICENCE = Licence(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("licences", "day", "met"),
    [
        ([LICENCE], date(2024, 1, 1), True),
        ([LICENCE], date(2026, 12, 31), True),
        ([LICENCE], date(2027, 1, 1), False),
        ([LICENCE], date(2023, 12, 31), False),
        ([], date(2025, 1, 1), False),
        ([LICENCE, Licence(date(2027, 1, 1))], date(2040, 1, 1), True),
    ],
)
def test_without_a_licence_in_force_nothing_is_signed_or_issued(licences, day, met):
    [condition] = licence_conditions(KVO_B, licences, day)
    assert condition.met is met
    assert condition.source.label == "B4 §6.1"


def test_the_licence_that_holds_is_the_fact():
    assert licence_conditions(KVO_B, [LICENCE], date(2025, 1, 1))[0].fact == (
        "licentie vanaf 1\u00a0januari 2024 tot en met 31\u00a0december 2026"
    )
    assert licence_conditions(KVO31, [Licence(date(2024, 1, 1))], date(2025, 1, 1))[0].fact == (
        "licentie vanaf 1\u00a0januari 2024"
    )
    assert [item.objection for item in unmet(licence_conditions(KVO31, [], date(2025, 1, 1)))] == [
        "Op 1\u00a0januari 2025 is er geen geldige licentie van het CCV (S31 §4.1.1)."
    ]


def test_a_concept_cannot_say():
    with pytest.raises(Refusal):
        licence_conditions(KVO_W, [LICENCE], date(2025, 1, 1))
