r"""How terms are counted (TRM-1): in months to the same day number, in one go; on time is up to and including the end.

Weekends and public holidays move nothing, but the screen says so when a last day is no working day. No-break spaces
are written ``\xa0`` below.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_long, day_plain, weekday

# Days that a decree declares equal to a public holiday under the Algemene termijnenwet, beside the yearly ones.
EQUAL_DAYS = frozenset(
    {date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)},
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, where it comes from, why, and a remark when it is no working day ("" otherwise)."""

    day: date
    source: Source
    explanation: str
    remark: str = ""


@traced("TRM-1", test="tests/scheme/test_terms.py::test_a_term_ends_on_the_day_of_the_vectors")
def add_months(start: date, months: int) -> date:
    """The same day number ``months`` later (or earlier, when negative), or the last day of that month.

    Always counted from the start in one go: stacking two terms of a month gives another day.

    >>> add_months(date(2025, 12, 31), 2), add_months(date(2027, 12, 31), 2)
    (datetime.date(2026, 2, 28), datetime.date(2028, 2, 29))
    >>> add_months(date(2026, 1, 31), 2), add_months(add_months(date(2026, 1, 31), 1), 1)
    (datetime.date(2026, 3, 31), datetime.date(2026, 3, 28))
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_years(start: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes 28 February where the year has no 29th.

    >>> add_years(date(2024, 2, 29), 3)
    datetime.date(2027, 2, 28)
    """
    return add_months(start, 12 * years)


def add_days(start: date, days: int) -> date:
    """Calendar days later, or earlier when negative.

    >>> add_days(date(2024, 3, 14), -14)
    datetime.date(2024, 2, 29)
    """
    return start + timedelta(days=days)


def holiday(day: date) -> str:
    """The name of the public holiday, or of a day declared equal to one; "" for any other day.

    >>> holiday(date(2026, 5, 25)), holiday(date(2026, 4, 3)), holiday(date(2026, 5, 15)), holiday(date(2026, 5, 26))
    ('Tweede pinksterdag', 'Goede vrijdag', 'gelijkgesteld met een feestdag', '')
    """
    if day in EQUAL_DAYS:
        return "gelijkgesteld met een feestdag"
    return str(_calendar(day.year).get(day, ""))


def is_working_day(day: date) -> bool:
    """Whether it is a Monday to Friday that is no public holiday.

    >>> is_working_day(date(2026, 12, 9)), is_working_day(date(2026, 12, 12)), is_working_day(date(2026, 12, 25))
    (True, False, False)
    """
    return day.weekday() < 5 and not holiday(day)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, else the first one after it.

    >>> next_working_day(date(2026, 12, 25))
    datetime.date(2026, 12, 28)
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def remark(day: date) -> str:
    r"""What to say beside a last day that is no working day; "" when it is one.

    >>> remark(date(2026, 2, 28))
    '28\xa0februari 2026 is een zaterdag. De termijn loopt tot en met die dag.'
    >>> remark(date(2026, 5, 25))
    '25\xa0mei 2026 is een feestdag (Tweede pinksterdag). De termijn loopt tot en met die dag.'
    """
    if is_working_day(day):
        return ""
    name = holiday(day)
    what = f"een feestdag ({name})" if name else f"een {weekday(day)}"
    if day in EQUAL_DAYS:
        what = name
    return f"{day_plain(day)} is {what}. De termijn loopt tot en met die dag."


def deadline(day: date, source: Source, explanation: str, rules: OwnRules | None = None) -> Deadline:
    """A last day of a term, moved to a working day where the body chose so; never for the validity of a certificate."""
    shift = (rules or defaults())["working_day_shift"]
    if shift.boolean and not is_working_day(day):
        moved = next_working_day(day)
        why = f"{day_plain(day)} is geen werkdag; de termijn schuift naar {day_long(moved)} ({shift.source.label})."
        return Deadline(moved, source, explanation, why)
    return Deadline(day, source, explanation, remark(day))


@cache
def _calendar(year: int) -> holidays.HolidayBase:
    """The public holidays of the Netherlands; Good Friday and each 5 May count, as in the Algemene termijnenwet."""
    return holidays.country_holidays("NL", years=year, categories=("public", "optional"), language="nl")
