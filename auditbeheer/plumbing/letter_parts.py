"""What a letter shows in columns: tables, receipts of a figure, bars against a level, places to sign.

Rows never break over two pages; a table's head comes back on the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditbeheer.plumbing.letter import BODY, BOLD, LEADING, LEFT, RIGHT, SMALL, STEP, WIDTH, Letter
from auditbeheer.plumbing.paper import EDGE, PLANE, SOFT, Block, Box, Line, Mark, Picture, Text, baseline, block
from auditbeheer.plumbing.typesetting import INK, MM_PER_POINT, Style, Weight, width_of, wrap, wrap_even

HEAD = Style(9, Weight.SEMIBOLD, SOFT)
PAD = 1.5
TIGHTER = 1.0
GUTTER = 5.0
"""Millimetres: above and below a row's text; how much closer a receipt's lines stand; between columns."""

MOST_LINES = 36
"""A row with a cell longer than this goes on in a next row, or it would run off the page."""

Places = Sequence[tuple[float, float]]
"""Left and right edge of each column, in mm."""


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in mm, 0 for what the others leave; figures stand right, with digits of one width."""

    title: str
    width: float = 0
    right: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a quiet line above or below its text, in small grey."""

    text: str
    above: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells as many as columns; ``total`` draws a strong line above and sets it in semibold."""

    cells: tuple[str | Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row broken into lines: per column the lines with their style."""

    cells: tuple[tuple[tuple[str, Style], ...], ...]
    total: bool

    @property
    def height(self) -> float:
        return max(sum(_step(style) for _line, style in cell) for cell in self.cells) + 2 * PAD


def table(letter: Letter, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A table over the whole width, head repeated on every page; widths are those of the columns."""
    places = _places(columns, LEFT, RIGHT)
    laid = [part for row in rows for part in _lay(row, columns, places)]
    letter.need(8 + (_held(laid, 0) if laid else 0))
    _head(letter, columns, places)
    for n, row in enumerate(laid):
        if letter.need(_held(laid, n)):
            _head(letter, columns, places)
        if row.total and (n == 0 or not laid[n - 1].total):
            letter.put([Line(LEFT, letter.y, RIGHT, letter.y, 0.5, INK)])
        letter.put(_set(row, columns, places, letter.y))
        letter.y += row.height
        if not row.total and not (n + 1 < len(laid) and laid[n + 1].total):
            letter.put([Line(LEFT, letter.y, RIGHT, letter.y, 0.2, EDGE)])
    letter.space(STEP)


def _lay(row: Row, columns: Sequence[Column], places: Places) -> list[_Laid]:
    """The row in lines; one with a cell of more than ``MOST_LINES`` goes on in a next row."""
    cells = []
    for cell, column, (left, right) in zip(row.cells, columns, places, strict=True):
        whole = cell if isinstance(cell, Cell) else Cell(cell)
        style = BOLD if row.total else SMALL if column.soft else BODY
        told = ((whole.above, SMALL), (whole.text, style), (whole.below, SMALL))
        cells.append([(line, look) for text, look in told if text for line in wrap(text, look, right - left)])
    deepest = max(1, *(len(lines) for lines in cells))
    starts = range(0, deepest, MOST_LINES)
    return [_Laid(tuple(tuple(lines[n : n + MOST_LINES]) for lines in cells), row.total) for n in starts]


def _held(rows: Sequence[_Laid], n: int) -> float:
    """The height of a row and the totals that follow it: a sum never stands alone on a page."""
    end = n + 1
    while end < len(rows) and rows[end].total:
        end += 1
    return sum(row.height for row in rows[n:end])


def _places(columns: Sequence[Column], left: float, right: float) -> Places:
    gaps = GUTTER * (len(columns) - 1)
    open_columns = [column for column in columns if not column.width]
    rest = (right - left - gaps - sum(column.width for column in columns)) / max(1, len(open_columns))
    places: list[tuple[float, float]] = []
    x = left
    for column in columns:
        width = column.width or rest
        places.append((x, x + width))
        x += width + GUTTER
    return places


def _head(letter: Letter, columns: Sequence[Column], places: Places) -> None:
    height = 0.0
    for column, (left, right) in zip(columns, places, strict=True):
        told = block(column.title, HEAD, 12, right - left)
        letter.put(told.at(right if column.right else left, letter.y, 1 if column.right else 0))
        height = max(height, told.height)
    letter.y += height + 1
    letter.put([Line(places[0][0], letter.y, places[-1][1], letter.y, 0.5, INK)])


def _step(style: Style) -> float:
    """From line to line in a cell, in mm."""
    return (LEADING if style.size == BODY.size else 12.5) * MM_PER_POINT


def _set(row: _Laid, columns: Sequence[Column], places: Places, top: float) -> list[Mark]:
    """The marks of a row that begins at ``top`` mm."""
    marks: list[Mark] = []
    for lines, column, (left, right) in zip(row.cells, columns, places, strict=True):
        # A quiet column stands on the same line as the text beside it.
        y = top + PAD + (STEP - _step(SMALL)) / 2 * column.soft
        for line, style in lines:
            x = right if column.right else left
            marks += Block((line,), style, _step(style) / MM_PER_POINT).at(x, y, 1 if column.right else 0)
            y += _step(style)
    return marks


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One line of a receipt: what, how much (with its unit), and the place it rests on."""

    text: str
    amount: str = ""
    source: str = ""


def receipt(letter: Letter, title: str, rows: Sequence[ReceiptRow], total: ReceiptRow, *, heading: str = "") -> None:
    """How a figure came about, as on the screen: a quiet area, lines with amount and source, the sum under a line.

    ``heading`` stands above it, on the same page.
    """
    inner = (LEFT + 6, RIGHT - 6)
    source = max(min(45.0, width_of(row.source, SMALL) + 0.1) for row in (*rows, total))
    columns = (Column("", 0), Column("", 26, right=True), Column("", source, soft=True))
    places = _places(columns, *inner)
    head = block(title, BOLD, LEADING, inner[1] - inner[0])
    told = [Row((row.text, row.amount, row.source)) for row in rows]
    told.append(Row((total.text, total.amount, total.source), total=True))
    laid = [part for row in told for part in _lay(row, columns, places)]
    height = head.height + sum(row.height - TIGHTER for row in laid) + 9 + TIGHTER / 2
    if heading:
        letter.heading(heading, room=height)
    letter.need(height)
    letter.put([Box(LEFT, letter.y, WIDTH, height, fill=PLANE), *head.at(inner[0], letter.y + 3.5)])
    y = letter.y + 3.5 + head.height + 1
    for row in laid:
        if row.total:
            y += TIGHTER / 2
            letter.put([Line(inner[0], y, inner[1], y, 0.5, INK)])
        letter.put(_set(row, columns, places, y - (0 if row.total else TIGHTER / 2)))
        y += row.height - TIGHTER
    letter.y += height
    letter.space(STEP)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its share of the whole (0 to 1), the level it must reach, and the words at its end."""

    label: str
    share: float
    level: float
    text: str

    @property
    def reached(self) -> bool:
        """Whether the bar reaches its level."""
        return self.share >= self.level


def bars(letter: Letter, title: str, items: Sequence[Bar], *, level_text: str) -> None:
    """Bars with the needed level as a line; the title tells the finding. Below the level a bar is amber."""
    top_share = min(1.0, max([0.2, *(max(bar.share, bar.level) for bar in items)]) * 1.05)
    names = [block(bar.label, BODY, 13, 44) for bar in items]
    steps = [max(9.0, name.height + 2) for name in names]
    head = block(title, BOLD, LEADING, WIDTH)
    height = head.height + 2 + sum(steps) + 7
    letter.need(height)
    letter.put(head.at(LEFT, letter.y))
    y = letter.y + head.height + 2
    left, width = LEFT + 48, WIDTH - 48 - 42
    for bar, name, step in zip(items, names, steps, strict=True):
        letter.put(_bar(bar, name, y, step, left, width / top_share))
        y += step
    letter.put([Line(left, letter.y + head.height + 2, left, y, 0.3, SOFT)])
    letter.put([Line(left, y + 3.2, left + 6, y + 3.2, 0.7, INK), Text(left + 8, y + 4.3, level_text, SMALL)])
    letter.y = y + 7
    letter.space(STEP)


def _bar(bar: Bar, name: Block, y: float, step: float, left: float, scale: float) -> list[Mark]:
    colour = "#2b62b0" if bar.reached else "#b45f00"
    words = Style(9.5, Weight.SEMIBOLD, INK if bar.reached else "#6b3d00")
    level = left + bar.level * scale
    end = left + max(bar.share, bar.level) * scale + 2
    return [
        *name.at(LEFT, y + (step - name.height) / 2),
        Box(left, y + (step - 5) / 2, max(0.3, bar.share * scale), 5, fill=colour),
        Line(level, y, level, y + step, 0.7, INK),
        Text(end, baseline(y + step / 2 - 2.3, 9.5, 13), bar.text, words),
    ]


@dataclass(frozen=True, slots=True)
class Signing:
    """Where somebody signs: for whom, name and function, the day in words once signed, a picture of the signature."""

    party: str
    name: str = ""
    function: str = ""
    signed: str = ""
    picture: Path | None = None


def signatures(letter: Letter, places: Sequence[Signing]) -> None:
    """Places to sign, two beside each other, never over two pages."""
    width = (WIDTH - 10) / 2
    for n in range(0, len(places), 2):
        letter.need(44)
        for x, place in zip((LEFT, LEFT + width + 10), places[n : n + 2], strict=False):
            letter.put(_signing(place, x, letter.y, width))
        letter.y += 52


def _signing(place: Signing, x: float, y: float, width: float) -> list[Mark]:
    party = Block(tuple(wrap_even(place.party, BOLD, width)), BOLD, LEADING)
    day = place.signed or "Plaats en datum:"
    line = y + 33
    marks: list[Mark] = [*party.at(x, y), *block(day, SMALL, 12, width).at(x, y + party.height + 0.5)]
    if place.picture:
        marks.append(Picture(place.picture, x, line - 17, width, 16, (0, 1)))
    named = Block(tuple(part for part in (place.name, place.function) if part) or ("Naam en functie:",), SMALL, 12)
    return [*marks, Line(x, line, x + width, line, 0.25, SOFT), *named.at(x, line + 1)]
