"""Tables that people open in a spreadsheet, as CSV or as workbook; nothing in them that it takes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO

from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60
"""Signs: a longer text is wrapped, so that a sheet stays readable."""


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


def as_xlsx(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: the head stays in view and filters, days are days, text stays text."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    day, text = book.add_format({"num_format": "d mmm yyyy", "align": "left"}), book.add_format({"text_wrap": True})
    for looks in (day, text):
        looks.set_align("top")
    widths = [len(title) for title in head]
    sheet.write_row(0, 0, head, bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            told = harmless(value)
            if isinstance(told, date):
                sheet.write_datetime(last, place, told, day)
            elif isinstance(told, int | float) and not isinstance(told, bool):
                sheet.write_number(last, place, told)
            else:
                sheet.write_string(last, place, str(told), text)
            widths[place] = max(widths[place], 12 if isinstance(told, date) else len(str(told)))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(head) - 1)
    book.close()
    return content.getvalue()
