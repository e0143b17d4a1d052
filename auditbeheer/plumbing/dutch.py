"""How Dutch people write dates, money and numbers, and how what they type is read back.

Long dates and lists come from ``scheme.wording``, so that a rule and a screen write the same day the same way.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

NBSP = "\u00a0"
MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
DAYS_SHORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
NEAR_DAYS = 14


def day_short(day: date, today: date | None = None) -> str:
    """A day in a table: ``9 dec 2026``; with the weekday when it is within fourteen days of ``today``.

    >>> day_short(date(2026, 12, 9)).replace(NBSP, " ")
    '9 dec 2026'
    >>> day_short(date(2026, 12, 9), date(2026, 12, 1)).replace(NBSP, " ")
    'wo 9 dec 2026'
    """
    text = f"{day.day}{NBSP}{MONTHS_SHORT[day.month - 1]}{NBSP}{day.year}"
    near = today is not None and abs((day - today).days) <= NEAR_DAYS
    return f"{DAYS_SHORT[day.weekday()]}{NBSP}{text}" if near else text


def time_of(moment: datetime) -> str:
    """The time of day, ``14:03``."""
    return f"{moment:%H:%M}"


def number(value: Decimal | int, places: int | None = None) -> str:
    """A figure with Dutch points and comma; without ``places`` only the decimals that are there.

    >>> number(Decimal("1234.5")), number(Decimal("8.00")), number(Decimal("1234.5"), 2)
    ('1.234,5', '8', '1.234,50')
    """
    exact = Decimal(value)
    if places is None:
        exact = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()
    else:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact:,f}".replace(",", "_").replace(".", ",").replace("_", ".")


def money(value: Decimal) -> str:
    """An amount, ``€ 1.234,50``."""
    return f"€{NBSP}{number(value, 2)}"


def percent(value: Decimal | int) -> str:
    """A share, ``20 %``."""
    return f"{number(value)}{NBSP}%"


def megabytes(size: int) -> str:
    """A file's size as people read it.

    >>> megabytes(0).replace(NBSP, " "), megabytes(61_000_000).replace(NBSP, " ")
    ('0 bytes', '61 MB')
    """
    if size < 1_000:
        return f"{size}{NBSP}bytes"
    if size < 1_000_000:
        return f"{number(round(Decimal(size) / 1_000))}{NBSP}kB"
    return f"{number(round(Decimal(size) / 1_000_000))}{NBSP}MB"


def read_decimal(text: str) -> Decimal | None:
    """What somebody typed as a number, in the Dutch or the English way; None when it is none.

    >>> read_decimal("1.234,50"), read_decimal("1234.50"), read_decimal("1.234"), read_decimal("x")
    (Decimal('1234.50'), Decimal('1234.50'), Decimal('1234'), None)
    """
    bare = re.sub(r"[\s€\u00a0]", "", text)
    if "," in bare:
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", bare):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def fold(text: str) -> str:
    """A text as it is searched: no accents, capitals, apostrophes or double blanks.

    >>> fold("’s-Hertogenbosch"), fold("Súdwest-Fryslân"), fold("  De   Brand ")
    ('s hertogenbosch', 'sudwest fryslan', 'de brand')
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    plain = re.sub(r"['’‘`´]", "", plain)
    return re.sub(r"[^0-9a-z]+", " ", plain).strip()


def folded_line(text: str) -> str:
    """``fold`` as it fits a column of one line (200 characters; ``ﬃ`` becomes three letters)."""
    return fold(text)[:200]


def sort_key(name: str) -> str:
    """Where a name stands in a Dutch list: leading ``'s-``, ``'t`` and ``de`` do not count.

    >>> sorted(["'t Leucker", "De Brand", "Arkel", "'s-Gravenhage"], key=sort_key)
    ['Arkel', 'De Brand', "'s-Gravenhage", "'t Leucker"]
    """
    folded = fold(name)
    return re.sub(r"^(s|t|de|het|een) (?=\S)", "", folded)[:120]
