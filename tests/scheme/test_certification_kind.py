"""First or later (SCH-7)."""

from datetime import date

import pytest

from auditbeheer.scheme.certification_kind import CertifiedPeriod, is_first

EARLIER = CertifiedPeriod(date(2018, 5, 1), date(2021, 4, 30))
RUNNING = CertifiedPeriod(date(2021, 5, 1), date(2024, 4, 30))


@pytest.mark.parametrize(
    ("periods", "applied", "first", "explanation"),
    [
        ([], date(2024, 1, 1), True, "Eerste certificering: er is geen eerder certificaat (eigen regel 20)."),
        (
            [RUNNING, EARLIER],
            date(2024, 4, 30),
            False,
            (
                "Volgende certificering: op 30\u00a0april 2024 gecertificeerd, tot en met 30\u00a0april 2024"
                " (eigen regel 20)."
            ),
        ),
        (
            [RUNNING, EARLIER],
            date(2024, 5, 1),
            True,
            "Eerste certificering: het certificaat gold tot en met 30\u00a0april 2024 (eigen regel 20).",
        ),
        ([RUNNING], date(2021, 4, 30), True, "Eerste certificering: er is geen eerder certificaat (eigen regel 20)."),
    ],
)
def test_later_is_what_is_certified_on_the_day_of_application(periods, applied, first, explanation):
    found = is_first(periods, applied)
    assert (found.value, found.explanation) == (first, explanation)
