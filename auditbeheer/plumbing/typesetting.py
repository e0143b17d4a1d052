"""Setting type: the house letter, how wide a text is, where a line breaks. Sizes in points, measures in mm.

Measured from the font files themselves, so that a layout is known before there is a PDF (and without fpdf2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from auditbeheer.config import ROOT

FONTS = ROOT / "certificates" / "house_style" / "fonts"
FAMILY = "Kantoor Sans"
MM_PER_POINT = 25.4 / 72
KERN_FROM = 12.0
"""Points. From here the eye sees a gap in "Te" or "Vo"; below it the pieces would only swell the file."""

INK = "#16202e"
"""The colour of text when nothing else is said."""


SOFT_ENDS = "-/.@&?=_"
"""Where a word that is wider than its line may break without hurting the eye."""


class MissingGlyph(ValueError):
    """A character that the house letter does not have; the text names it. Never printed as a box."""

    def __init__(self, character: str) -> None:
        self.character = character
        name = unicodedata.name(character, "zonder naam")
        super().__init__(f"Het teken “{character}” (U+{ord(character):04X}, {name}) kan niet worden gedrukt.")


class Weight(StrEnum):
    """The three weights; the value is the end of the font file's name."""

    REGULAR = "Regular"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: size in points, weight, colour as ``#rrggbb``."""

    size: float
    weight: Weight = Weight.REGULAR
    colour: str = INK


@dataclass(frozen=True, slots=True)
class Metrics:
    """One font: advance per character and kerning per pair of base letters, in thousandths of the size."""

    advance: dict[int, float]
    kerning: dict[tuple[str, str], float]


@lru_cache(maxsize=len(Weight))
def metrics(weight: Weight) -> Metrics:
    """Read a cut font once per process."""
    from fontTools.ttLib import TTFont

    with TTFont(font_file(weight), lazy=True) as font:
        cmap, hmtx, scale = font.getBestCmap(), font["hmtx"], 1000 / font["head"].unitsPerEm
        advance = {code: hmtx[glyph][0] * scale for code, glyph in cmap.items()}
        back = {glyph: chr(code) for code, glyph in sorted(cmap.items(), reverse=True)}
        pairs = font["kern"].kernTables[0].kernTable
        kerning = {(back[left], back[right]): value * scale for (left, right), value in pairs.items()}
    return Metrics(advance, kerning)


def font_file(weight: Weight) -> Path:
    """Where the cut font of this weight lies."""
    return FONTS / f"{FAMILY.replace(' ', '')}-{weight}.ttf"


def clean(text: str) -> str:
    r"""The text as it can be printed: accents composed, tabs and line ends as blanks, invisible signs left out.

    >>> clean("Yilmaz\u0301 \u200bBV")
    'Yilmaź BV'
    """
    composed = unicodedata.normalize("NFC", re.sub(r"[\t\r\n\v\f\u2028\u2029]+", " ", text))
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _base(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0]


def runs(text: str, style: Style) -> Iterator[tuple[float, str]]:
    """Pieces between which the letters are kerned: offset in mm from the left edge, and the piece."""
    face, scale = metrics(style.weight), style.size * MM_PER_POINT / 1000
    start, at, piece = 0.0, 0.0, ""
    for sign in text:
        if ord(sign) not in face.advance:
            raise MissingGlyph(sign)
        kern = face.kerning.get((_base(piece[-1]), _base(sign)), 0) if piece and style.size >= KERN_FROM else 0
        if kern:
            yield start, piece
            at += kern * scale
            start, piece = at, ""
        at, piece = at + face.advance[ord(sign)] * scale, piece + sign
    yield start, piece
    yield at, ""


def width_of(text: str, style: Style) -> float:
    """Width in mm without the blanks at the end. Raises ``MissingGlyph``.

    >>> round(width_of("1234", Style(10)), 2) == round(width_of("9876", Style(10)), 2)
    True
    """
    *_, (end, _empty) = runs(clean(text).rstrip(" "), style)
    return end


def wrap(text: str, style: Style, width: float) -> list[str]:
    """Lines no wider than ``width`` mm. A line that broke at a blank keeps it, so that copied words stay apart.

    No-break spaces hold; a word wider than the line breaks after a hyphen, slash or dot, or else anywhere.
    """
    lines: list[str] = []
    # A Dutch postcode is one word: 8243 AA.
    text = re.sub(r"\b([1-9]\d{3}) ([A-Z]{2})\b", "\\1\u00a0\\2", text)
    for paragraph in text.split("\n"):
        line = ""
        for word in clean(paragraph).strip(" ").split(" "):
            if line and width_of(line + word, style) > width:
                lines.append(line)
                line = ""
            *full, rest = _pieces(word, style, width) if not line else [word]
            lines.extend(full)
            line += rest + " "
        lines.append(line.rstrip(" "))
    return lines


def _pieces(word: str, style: Style, width: float) -> list[str]:
    pieces = []
    # No line holds 400 letters; a "word" of a megabyte is not measured whole for each of its lines.
    while len(word) > 1 and width_of(word[:400], style) > width:
        fitting = 1
        while width_of(word[: fitting + 1], style) <= width:
            fitting += 1
        soft = [n for n in range(1, fitting + 1) if word[n - 1] in SOFT_ENDS]
        cut = soft[-1] if soft else fitting
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def breaks_words(lines: Sequence[str]) -> bool:
    """Whether a line ends in the middle of a word.

    >>> breaks_words(["Bedrijventerrein Zuid-", "oost ", "Lelystad"]), breaks_words(["Bedrijventer", "rein"])
    (False, True)
    """
    return any(line[-1:] not in f" {SOFT_ENDS}" for line in lines[:-1])


def wrap_even(text: str, style: Style, width: float) -> list[str]:
    """As few lines as ``wrap`` needs, but of much the same length, as a heading wants."""
    lines = wrap(text, style, width)
    low, high = width / len(lines) / 2, width
    while len(lines) > 1 and high - low > 0.5:
        middle = (low + high) / 2
        tried = wrap(text, style, middle)
        good = len(tried) <= len(lines) and (breaks_words(lines) or not breaks_words(tried))
        low, high = (low, middle) if good else (middle, high)
    return wrap(text, style, high)
