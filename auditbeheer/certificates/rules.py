"""Number, code and status of a certificate (rulebook CER-1a, CER-6, REG-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditbeheer.scheme.trace import traced

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""The signs of a verification code: without 0, O, 1 and I, which people mistake for one another."""
CODE_LENGTH = 12
SOON_DAYS = 90
"""From so many days before its last day the register says when a certificate ends."""


class CertificateStatus(StrEnum):
    """The words of the register (REG-1); historic rows have a word of their own, never one of these."""

    VALID = "geldig"
    NOT_YET = "nog niet geldig"
    SUSPENDED = "geschorst"
    WITHDRAWN = "ingetrokken"
    EXPIRED = "verlopen"
    REPLACED = "vervangen"

    @property
    def badge(self) -> str:
        """The word with its capital, as on a badge (ux §9)."""
        return self.value[:1].upper() + self.value[1:]


HISTORIC = "historisch, status onbekend"


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a certificate: issued, the last one, and from when another one took its place."""

    issued_on: date
    last_day: date
    replaced_from: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A suspension or withdrawal of a certificate, until and including ``until_day`` (None: it still stands)."""

    status: CertificateStatus
    from_day: date
    until_day: date | None = None


@traced("REG-1", test="tests/certificates/test_rules.py::test_the_status_on_a_day")
def status_on(period: Period, day: date, measures: Sequence[Measure] = ()) -> CertificateStatus:
    """What a certificate is on ``day``. A withdrawal goes before all else, then the term, then a suspension.

    >>> period = Period(date(2026, 12, 9), date(2029, 12, 8))
    >>> [status_on(period, day).value for day in (date(2026, 12, 8), date(2026, 12, 9), date(2029, 12, 8))]
    ['nog niet geldig', 'geldig', 'geldig']
    >>> status_on(period, date(2029, 12, 9)).value
    'verlopen'
    """
    standing = {m.status for m in measures if m.from_day <= day and (m.until_day is None or day <= m.until_day)}
    if CertificateStatus.WITHDRAWN in standing:
        return CertificateStatus.WITHDRAWN
    if day < period.issued_on:
        return CertificateStatus.NOT_YET
    if period.replaced_from is not None and period.replaced_from <= min(day, period.last_day):
        return CertificateStatus.REPLACED
    if day > period.last_day:
        return CertificateStatus.EXPIRED
    return CertificateStatus.SUSPENDED if CertificateStatus.SUSPENDED in standing else CertificateStatus.VALID


def gaps(first: int, last: int, used: Sequence[int]) -> list[int]:
    """The numbers of a series that were drawn and are not there.

    >>> gaps(1, 5, [1, 2, 5])
    [3, 4]
    """
    return sorted(set(range(first, last + 1)) - set(used))


def tidy_code(typed: str) -> str:
    """A code as somebody typed it: capitals, without blanks and dashes.

    >>> tidy_code(" abcd-efgh 2345 ")
    'ABCDEFGH2345'
    """
    return re.sub(r"[\s\u00a0-]+", "", typed).upper()


def looks_like_a_code(typed: str) -> bool:
    """Whether this can be a verification code at all.

    >>> looks_like_a_code("abcd efgh 2345"), looks_like_a_code("ABCDEFGH2340"), looks_like_a_code("ABC")
    (True, False, False)
    """
    code = tidy_code(typed)
    return len(code) == CODE_LENGTH and all(sign in ALPHABET for sign in code)


def spaced_code(code: str) -> str:
    """A code in groups of four, to read out and type over.

    >>> spaced_code("ABCDEFGH2345")
    'ABCD EFGH 2345'
    """
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
