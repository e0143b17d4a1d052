"""The sheet of paper: letters, measures, line breaks, and marks pressed into a PDF. Knows nothing of what it says.

A page is laid out first, as a list of marks with millimetres from the top left corner, and only then pressed. So a
layout can be measured without a PDF, page counts are known before a footer is written, and the same marks always give
the same bytes. Pressing imports fpdf2 lazily (a second, 39 MB).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditbeheer.plumbing.typesetting import (
    INK,
    MM_PER_POINT,
    Style,
    breaks_words,
    clean,
    runs,
    width_of,
    wrap,
    wrap_even,
)

A4 = (210.0, 297.0)
SOFT, EDGE, PLANE = "#45546a", "#d3dbe6", "#f3f6fa"
"""The other neutral colours of every paper: second text, thin lines, quiet areas."""


class DoesNotFit(ValueError):
    """A text that is too long for its place on a fixed page, even in its smallest size."""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: left edge and baseline in mm. ``angle`` turns it anticlockwise about that point, in degrees."""

    x: float
    y: float
    text: str
    style: Style
    angle: float = 0

    @property
    def right(self) -> float:
        """Where the ink ends, in mm; a blank at the end takes no place."""
        return self.x + width_of(self.text, self.style)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, width and places in mm; ``dash`` is the length of a dash, 0 for a whole line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    colour: str = INK
    dash: float = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled or outlined (mm)."""

    x: float
    y: float
    w: float
    h: float
    fill: str | None = None
    stroke: str | None = None
    width: float = 0.2
    dash: float = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, JPEG or SVG file, as large as fits in its box; ``align`` (0 left or top, 1 right or bottom) places it."""

    path: Path
    x: float
    y: float
    w: float
    h: float
    align: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class Shape:
    """Closed outlines in mm, filled as one path; an outline that runs the other way round cuts a hole."""

    loops: tuple[tuple[tuple[float, float], ...], ...]
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading for the reader's table of contents; prints nothing."""

    title: str
    level: int = 0


Mark = Text | Line | Box | Picture | Shape | Anchor


def right_aligned(right: float, y: float, text: str, style: Style) -> Text:
    """A line whose ink ends at ``right`` mm."""
    return Text(right - width_of(text, style), y, text, style)


def centred(middle: float, y: float, text: str, style: Style) -> Text:
    """A line with ``middle`` mm in its middle."""
    return Text(middle - width_of(text, style) / 2, y, text, style)


def kerned(mark: Text) -> Iterator[tuple[float, str]]:
    """The pieces of a mark as they are pressed: left edge in mm and text."""
    for offset, piece in runs(clean(mark.text), mark.style):
        if piece:
            yield mark.x + offset, piece


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one another, ready to be set: how they look, points from line to line."""

    lines: tuple[str, ...]
    style: Style
    leading: float

    @property
    def height(self) -> float:
        """In mm, from the top of the first line box to the bottom of the last."""
        return len(self.lines) * self.leading * MM_PER_POINT

    def at(self, x: float, top: float, align: float = 0) -> list[Text]:
        """The lines with the block's top at ``top`` mm; ``align`` 0 starts at ``x``, 0.5 centres, 1 ends."""
        first = baseline(top, self.style.size, self.leading)
        step = self.leading * MM_PER_POINT
        return [
            Text(x - align * width_of(line, self.style) if align else x, first + n * step, line, self.style)
            for n, line in enumerate(self.lines)
        ]


def baseline(top: float, size: float, leading: float) -> float:
    """Where the letters stand in a line box that begins at ``top`` mm; 0.312 centres this letter."""
    return top + (leading / 2 + 0.312 * size) * MM_PER_POINT


def block(text: str, style: Style, leading: float, width: float) -> Block:
    """A text wrapped to ``width`` mm."""
    return Block(tuple(wrap(text, style, width)), style, leading)


def fit(
    texts: Sequence[str],
    styles: Sequence[Style],
    width: float,
    height: float,
    *,
    leading: float = 1.25,
    even: bool = False,
) -> Block:
    """The texts, each on lines of its own, in the first style in which all fit in the box (mm).

    ``leading`` is a factor of the size. Raises ``DoesNotFit`` with the text when even the last style is too large.
    """
    wrapper = wrap_even if even else wrap
    told = [(style, [wrapper(text, style, width) for text in texts]) for style in styles]
    # A smaller letter before a broken word, a broken word before a refusal.
    for broken in (False, True):
        for style, parts in told:
            candidate = Block(tuple(line for lines in parts for line in lines), style, style.size * leading)
            if candidate.height <= height and (broken or not any(map(breaks_words, parts))):
                return candidate
    raise DoesNotFit(f"Deze tekst past niet op zijn plaats: “{' · '.join(texts)}”. Maak hem korter.")
