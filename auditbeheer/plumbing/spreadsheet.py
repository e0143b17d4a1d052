"""Tables that people open in a spreadsheet: comma-separated, UTF-8, and nothing in them that it takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A line per row, the names of the columns on top.

    >>> as_csv(["wat", "hoeveel"], [["=1+1", None]]).decode().split()
    ['wat,hoeveel', "'=1+1,"]
    """
    sheet = StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return sheet.getvalue().encode()


def harmless(value: object) -> object:
    """A name may begin with a sign that a spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("De Brand"), harmless(None)
    ("'=HYPERLINK(1)", 'De Brand', '')
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
