"""Which hours of an audit fall in which week of somebody: the same by hand and in a proposal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

Amount = TypeVar("Amount", Decimal, int)


def monday_of(day: date) -> date:
    """The Monday of the week of a day.

    >>> monday_of(date(2027, 1, 3)), monday_of(date(2027, 1, 4))
    (datetime.date(2026, 12, 28), datetime.date(2027, 1, 4))
    """
    return day - timedelta(days=day.weekday())


def in_weeks(
    day: date, on_location: Amount, documents_on: date | None, review: Amount, *, leads: bool
) -> list[tuple[date, Amount]]:
    """Weeks by their Mondays, each with what an audit takes of it: on location, and for the documents on their own day.

    Only who leads reviews the documents. The report is written when it suits, and counts for no week.

    >>> in_weeks(date(2027, 1, 4), 16, date(2026, 12, 28), 8, leads=True)
    [(datetime.date(2027, 1, 4), 16), (datetime.date(2026, 12, 28), 8)]
    >>> in_weeks(date(2027, 1, 4), 16, date(2026, 12, 28), 8, leads=False)
    [(datetime.date(2027, 1, 4), 16)]
    """
    found = [(monday_of(day), on_location)]
    if leads and documents_on is not None:
        found.append((monday_of(documents_on), review))
    return found
