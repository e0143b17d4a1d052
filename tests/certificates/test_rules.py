"""Status and number of a certificate, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.certificates.rules import (
    ALPHABET,
    CertificateStatus,
    Measure,
    Period,
    looks_like_a_code,
    status_on,
    tidy_code,
)

PLAIN = Period(date(2026, 12, 9), date(2029, 12, 8))
GAVE_WAY = Period(date(2026, 12, 9), date(2029, 12, 8), date(2029, 6, 1))
SUSPENDED = Measure(CertificateStatus.SUSPENDED, date(2027, 1, 5), date(2027, 2, 5))
WITHDRAWN = Measure(CertificateStatus.WITHDRAWN, date(2028, 1, 5))


@pytest.mark.parametrize(
    ("period", "day", "measures", "word"),
    [
        (PLAIN, date(2026, 12, 8), (), "nog niet geldig"),
        (PLAIN, date(2026, 12, 9), (), "geldig"),
        (PLAIN, date(2029, 12, 8), (), "geldig"),
        (PLAIN, date(2029, 12, 9), (), "verlopen"),
        (GAVE_WAY, date(2029, 5, 31), (), "geldig"),
        (GAVE_WAY, date(2029, 6, 1), (), "vervangen"),
        (GAVE_WAY, date(2031, 1, 1), (), "vervangen"),
        (Period(date(2026, 12, 9), date(2029, 12, 8), date(2029, 12, 9)), date(2030, 1, 1), (), "verlopen"),
        (PLAIN, date(2027, 1, 4), (SUSPENDED,), "geldig"),
        (PLAIN, date(2027, 1, 5), (SUSPENDED,), "geschorst"),
        (PLAIN, date(2027, 2, 5), (SUSPENDED,), "geschorst"),
        (PLAIN, date(2027, 2, 6), (SUSPENDED,), "geldig"),
        (PLAIN, date(2028, 1, 5), (SUSPENDED, WITHDRAWN), "ingetrokken"),
        (PLAIN, date(2031, 1, 1), (WITHDRAWN,), "ingetrokken"),
    ],
)
def test_the_status_on_a_day(period, day, measures, word):
    assert status_on(period, day, measures) == word


def test_a_code_has_no_signs_that_people_mistake_for_one_another():
    assert not set("0O1I") & set(ALPHABET)
    assert len(ALPHABET) == 32


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("ABCDEFGH2345", True),
        ("abcd efgh 2345", True),
        ("ABCD-EFGH-2345", True),
        ("ABCDEFGH234", False),
        ("ABCDEFGH23450", False),
        ("ABCDEFGH2340", False),
        ("OBCDEFGH2345", False),
        ("ÀBCDEFGH2345", False),
        ("", False),
        ("' OR 1=1 --12", False),
    ],
)
def test_what_can_be_a_code(typed, fits):
    assert looks_like_a_code(typed) is fits


def test_a_code_is_tidied_as_people_type_it():
    assert tidy_code(" abcd\u00a0efgh-2345 ") == "ABCDEFGH2345"
