"""A letter on A4: letterhead, address, headings, paragraphs, and pages that break where a reader would break them.

Margins 25 left and right, 20 top and bottom (mm); text 10.5 on 15 points; each page's foot tells which paper it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditbeheer.plumbing.paper import (
    A4,
    EDGE,
    SOFT,
    Anchor,
    Block,
    Box,
    DoesNotFit,
    Line,
    Mark,
    Picture,
    Text,
    baseline,
    block,
    fit,
)
from auditbeheer.plumbing.typesetting import MM_PER_POINT, Style, Weight, width_of, wrap_even

LEFT, RIGHT, TOP, BOTTOM = 25.0, A4[0] - 25, 20.0, A4[1] - 20
WIDTH = RIGHT - LEFT
MEASURE = 150.0
"""Running text is set a little narrower than tables: some eighty letters to a line."""

BODY, BOLD, SMALL = Style(10.5), Style(10.5, Weight.SEMIBOLD), Style(9, colour=SOFT)
LEADING = 15.0
STEP = LEADING * MM_PER_POINT
ADDRESS = (25.0, 52.0)

LONGEST_NOTICE = 24
"""Lines. A longer text is set below its panel, where it may go on to the next page."""

TONES = {
    "goed": ("#dff3e5", "#1b6b35", "#14532b"),
    "let op": ("#fdefd6", "#b45f00", "#6b3d00"),
    "info": ("#e0ebf9", "#2b62b0", "#173a6b"),
    "rust": ("#eceff3", "#5b6878", "#334155"),
}
"""Area, border and text colour per tone, as on the screen."""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who writes: name, address and telephone, the colour of the house (``#rrggbb``), a logo file if there is one."""

    name: str
    address: str
    phone: str = ""
    colour: str = "#1d3f72"
    logo: Path | None = None


class Letter:
    """Blocks are set one after another; ``pages()`` gives the marks of every page, its foot included.

    ``footing`` are the parts of the foot, e.g. number, kind and version, day; the page number is added.
    """

    def __init__(self, head: Letterhead, footing: Sequence[str]) -> None:
        self.head = head
        self.footing = tuple(footing)
        self.sheets: list[list[Mark]] = []
        self.y = TOP
        self.new_page()
        self._letterhead()

    def new_page(self) -> None:
        """Go on at the top of an empty page."""
        self.sheets.append([])
        self.y = TOP

    def need(self, height: float) -> bool:
        """See to ``height`` mm of room, on a new page when this one is too full. True when a page was turned.

        Raises ``DoesNotFit`` for what is higher than a page: nothing ever runs off the paper.
        """
        if height > BOTTOM - TOP:
            raise DoesNotFit("Dit onderdeel is hoger dan een bladzijde. Verdeel de tekst of maak hem korter.")
        if self.y + height <= BOTTOM or self.y == TOP:
            return False
        self.new_page()
        return True

    def put(self, marks: Iterable[Mark]) -> None:
        """Marks at their own places on the current page."""
        self.sheets[-1].extend(marks)

    def space(self, height: float) -> None:
        """White between blocks (mm); never at the top of a page."""
        if self.y > TOP:
            self.y += height

    def _letterhead(self) -> None:
        names = tuple(Style(size, Weight.BOLD, self.head.colour) for size in (12, 11, 10, 9))
        name = fit([self.head.name], names, 95, 12, even=True)
        details = [detail for detail in (self.head.address, self.head.phone) if detail]
        address = fit(details, (SMALL, Style(8, colour=SOFT), Style(7, colour=SOFT)), 95, 12)
        self.put([Box(0, 0, A4[0], 3, fill=self.head.colour)])
        if self.head.logo:
            self.put([Picture(self.head.logo, LEFT, 14, 60, 20, (0, 0))])
        self.put(name.at(RIGHT, 14, 1))
        self.put(address.at(RIGHT, 14 + name.height + 0.6, 1))
        self.y = 44

    def address(self, lines: Sequence[str], reference: Sequence[tuple[str, str]] = ()) -> None:
        """The receiver where a window envelope shows it (25 mm from left, 52 from top); beside it the subject."""
        receiver = fit(list(lines), (BODY, Style(9.5), Style(8.5)), 80, 36, leading=LEADING / 10.5)
        self.put(receiver.at(*ADDRESS))
        bottom = ADDRESS[1] + receiver.height
        top = ADDRESS[1]
        for label, value in reference:
            told = block(value, Style(9.5), LEADING, RIGHT - 140)
            self.put([Text(115, baseline(top, 9, LEADING), label, SMALL), *told.at(140, top)])
            top += told.height
        self.y = max(bottom, top, 88) + 10

    def title(self, text: str, below: str = "") -> None:
        """The one heading of the paper, 20 points; ``below`` stands under it in grey."""
        style = Style(20, Weight.BOLD, self.head.colour)
        head = Block(tuple(wrap_even(text, style, WIDTH)), style, 25)
        lower = block(below, Style(11.5, colour=SOFT), 16, WIDTH) if below else Block((), SMALL, 0)
        self.need(head.height + lower.height + 4 * STEP)
        self.put([Anchor(text, 0), *head.at(LEFT, self.y), *lower.at(LEFT, self.y + head.height + 0.8)])
        self.y += head.height + lower.height + 4

    def heading(self, text: str, *, room: float = 22) -> None:
        """A heading of 13 points that never stands alone: ``room`` mm of what follows come on the same page."""
        style = Style(13, Weight.BOLD)
        head = block(text, style, 17, WIDTH)
        self.space(6)
        self.need(head.height + 1.5 + room)
        self.put([Anchor(text, 1), *head.at(LEFT, self.y)])
        self.y += head.height + 1.5

    def subheading(self, text: str, source: str = "", *, room: float = 2 * STEP) -> None:
        """A heading in the size of the text, with the place it rests on behind it in grey."""
        head = block(text, BOLD, LEADING, MEASURE)
        mark = width_of(source, SMALL)
        self.space(2)
        self.need(head.height + room)
        marks: list[Mark] = [*head.at(LEFT, self.y)]
        if source:
            marks.append(Text(RIGHT - mark, baseline(self.y, 9, LEADING), source, SMALL))
        self.put(marks)
        self.y += head.height

    def paragraph(self, text: str, style: Style = BODY, *, after: float = STEP / 2, width: float = MEASURE) -> None:
        """Running text; blank lines part paragraphs. Never one line alone at the foot or the head of a page."""
        for part in text.strip().split("\n\n"):
            self._lines(block(part, style, LEADING * style.size / BODY.size, width), LEFT)
            self.space(after)

    def _lines(self, told: Block, x: float) -> None:
        lines, step = list(told.lines), told.leading * MM_PER_POINT
        while lines:
            room = int((BOTTOM - self.y + 0.01) / step)
            if room < min(2, len(lines)) and self.y > TOP:
                self.new_page()
                continue
            taken = len(lines) if len(lines) <= room else max(1, min(room, len(lines) - 2))
            now = Block(tuple(lines[:taken]), told.style, told.leading)
            self.put(now.at(x, self.y))
            self.y += now.height
            lines = lines[taken:]

    def bullets(self, items: Sequence[str], *, sign: str = "•", notes: Sequence[str] = (), colour: str = SOFT) -> None:
        """A list; ``notes`` (as many as items) stand at the right edge in grey, e.g. the place an item rests on."""
        for n, item in enumerate(items):
            note = notes[n] if notes else ""
            told = block(item, BODY, LEADING, MEASURE - 6 - (width_of(note, SMALL) if note else 0))
            self.need(min(2, len(told.lines)) * STEP)
            self.put([Text(LEFT, baseline(self.y, 10.5, LEADING), sign, Style(10.5, Weight.BOLD, colour))])
            if note:
                self.put([Text(RIGHT - width_of(note, SMALL), baseline(self.y, 9, LEADING), note, SMALL)])
            self._lines(told, LEFT + 5)
            self.space(0.9)
        self.space(STEP / 2)

    def facts(self, pairs: Sequence[tuple[str, str]], *, label: float = 50) -> None:
        """Labels in grey with what they are, a thin line under each pair; a pair never breaks over two pages."""
        names = [block(name, Style(10.5, colour=SOFT), LEADING, label - 4) for name, _value in pairs]
        values = [block(value, BODY, LEADING, WIDTH - label) for _name, value in pairs]
        heights = [max(name.height, value.height) + 2.4 for name, value in zip(names, values, strict=True)]
        for n, height in enumerate(heights):
            # The first two and the last two stay together: a pair alone on a page looks lost.
            pair = sum(heights[n : n + 2]) if n in {0, len(pairs) - 2} else height
            self.need(pair if pair <= BOTTOM - TOP else height)
            self.put([*names[n].at(LEFT, self.y + 1.2), *values[n].at(LEFT + label, self.y + 1.2)])
            self.y += height
            self.put([Line(LEFT, self.y, RIGHT, self.y, 0.2, EDGE)])
        self.space(STEP / 2)

    def notice(self, title: str, text: str, tone: str = "info") -> None:
        """A panel with a coloured edge (``TONES``): the news in bold, why below it."""
        area, edge, ink = TONES[tone]
        if len(block(text, BODY, LEADING, WIDTH - 16).lines) > LONGEST_NOTICE:
            self.notice(title, "", tone)
            self.paragraph(text)
            return
        head = block(title, Style(13, Weight.BOLD, ink), 17, WIDTH - 16)
        told = block(text, BODY, LEADING, WIDTH - 16) if text else Block((), BODY, LEADING)
        height = head.height + told.height + 8.5
        self.need(height)
        self.put([Box(LEFT, self.y, WIDTH, height, fill=area), Box(LEFT, self.y, 2, height, fill=edge)])
        self.put([*head.at(LEFT + 8, self.y + 3.6), *told.at(LEFT + 8, self.y + 4.4 + head.height)])
        self.y += height
        self.space(STEP)

    def pages(self) -> list[list[Mark]]:
        """All pages, each with its foot: which paper it is and which of how many pages."""
        done = []
        for n, marks in enumerate(self.sheets, 1):
            foot = " · ".join((*self.footing, f"bladzijde {n} van {len(self.sheets)}"))
            line = fit([foot], tuple(Style(size, colour=SOFT) for size in (8.5, 8, 7.5, 7)), WIDTH, 4)
            done.append([*marks, Line(LEFT, 282, RIGHT, 282, 0.2, EDGE), *line.at(LEFT, 283.5)])
        return done
