r"""How days, numbers and lists are said in Dutch: the little that rules need; screens build on it.

Between day and month stands a no-break space, so that a date never breaks there (written ``\xa0`` below).
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

NBSP = "\u00a0"
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
TIES = re.compile(rf"(?<=\d) (?={'|'.join(MONTHS)}|%)")
ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")


def weekday(day: date) -> str:
    """The name of the day of the week.

    >>> weekday(date(2026, 12, 9))
    'woensdag'
    """
    return WEEKDAYS[day.weekday()]


def day_plain(day: date) -> str:
    r"""A day without its weekday.

    >>> day_plain(date(2026, 12, 9))
    '9\xa0december 2026'
    """
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def day_long(day: date) -> str:
    r"""A day as it stands in a sentence.

    >>> day_long(date(2026, 12, 9))
    'woensdag 9\xa0december 2026'
    """
    return f"{weekday(day)} {day_plain(day)}"


def number(value: Decimal | int) -> str:
    """A number with a comma, points between thousands, and no zeros at the end.

    >>> number(Decimal("5.50")), number(12), number(Decimal("12.0")), number(Decimal("1234.5"))
    ('5,5', '12', '12', '1.234,5')
    """
    plain = f"{Decimal(value):,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))


def hours(value: Decimal | int) -> str:
    """A number of hours, without the word.

    >>> hours(Decimal("5.5"))
    '5,5'
    """
    return number(value)


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun in the right form.

    >>> counted(1, "terrein", "terreinen"), counted(4, "terrein", "terreinen")
    ('1 terrein', '4 terreinen')
    """
    return f"{number(count)} {one if count == 1 else many}"


def percentage(value: Decimal | int) -> str:
    r"""A share, with a no-break space.

    >>> percentage(40)
    '40\xa0%'
    """
    return f"{number(value)}{NBSP}%"


def tied(text: str) -> str:
    r"""A text of a file with no-break spaces where a line may not break: day and month, number and per cent.

    >>> tied("Tot en met 28 februari 2025 is dat 40 %.")
    'Tot en met 28\xa0februari 2025 is dat 40\xa0%.'
    """
    return TIES.sub(NBSP, text)


def join_and(parts: Sequence[str], word: str = "en") -> str:
    """A list as it is said, with "en" (or another word) before the last.

    >>> join_and(["a", "b", "c"]), join_and(["a"]), join_and([]), join_and(["a", "b"], "of")
    ('a, b en c', 'a', '', 'a of b')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def ordinal(position: int) -> str:
    """The place in a row, in letters up to the tenth.

    >>> ordinal(5), ordinal(11)
    ('vijfde', '11e')
    """
    return ORDINALS[position - 1] if position <= len(ORDINALS) else f"{position}e"


def capital(text: str) -> str:
    """The text with a capital at its start, the rest untouched.

    >>> capital("de Amert")
    'De Amert'
    """
    return text[:1].upper() + text[1:]


def day_typed(text: str) -> date:
    """A day as somebody wrote it: ``2026-12-09`` or ``9-12-2026``. Raises ValueError with a sentence that says why not.

    >>> day_typed("9-12-2026"), day_typed(" 2026-12-09 ")
    (datetime.date(2026, 12, 9), datetime.date(2026, 12, 9))
    """
    text = text.strip()
    if written := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", text):
        day, month, year = written.groups()
    elif written := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text):
        year, month, day = written.groups()
    else:
        raise ValueError("Schrijf een dag als 2026-12-09 of 9-12-2026.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"De dag {text} bestaat niet. Schrijf een dag als 2026-12-09 of 9-12-2026.") from None
