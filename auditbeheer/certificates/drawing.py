"""The page of a certificate as a drawing for the screen: the same marks as in the PDF, letters as outlines.

So whoever decides sees the page itself, without a download and whatever fonts their machine has.
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, radians, sin
from xml.sax.saxutils import quoteattr

from auditbeheer.plumbing.paper import A4, Anchor, Box, Line, Mark, Picture, Shape, Text, kerned
from auditbeheer.plumbing.pictures import media_type_of
from auditbeheer.plumbing.typesetting import MM_PER_POINT, Weight, font_file


def draw(marks: Sequence[Mark], title: str) -> str:
    """One page of A4 as SVG, measured in mm. ``title`` is what a screen reader says."""
    body = "".join(part for mark in marks for part in _drawn(mark))
    size = f'viewBox="0 0 {A4[0]:g} {A4[1]:g}"'
    paper = f'<rect width="{A4[0]:g}" height="{A4[1]:g}" fill="#fff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(title)}>'
    return f"{head}{paper}{body}</svg>"


def _drawn(mark: Mark) -> Iterator[str]:
    match mark:
        case Text():
            yield from _letters(mark)
        case Line():
            ends = f'x1="{mark.x1:.3f}" y1="{mark.y1:.3f}" x2="{mark.x2:.3f}" y2="{mark.y2:.3f}"'
            yield f"<line {ends}{_stroke(mark.colour, mark.width, mark.dash)}/>"
        case Box():
            place = f'x="{mark.x:.3f}" y="{mark.y:.3f}" width="{mark.w:.3f}" height="{mark.h:.3f}"'
            stroke = _stroke(mark.stroke, mark.width, mark.dash) if mark.stroke else ""
            yield f'<rect {place} fill="{mark.fill or "none"}"{stroke}/>'
        case Picture():
            yield _picture(mark)
        case Shape():
            path = "".join("M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in loop) + "Z" for loop in mark.loops)
            yield f'<path d="{path}" fill="{mark.colour}"/>'
        case Anchor():
            return


def _stroke(colour: str, width: float, dash: float) -> str:
    dashes = f' stroke-dasharray="{dash:g}"' if dash else ""
    return f' stroke="{colour}" stroke-width="{width:g}"{dashes}'


def _letters(mark: Text) -> Iterator[str]:
    """Glyph by glyph, since the pieces are already kerned and placed."""
    outlines, units = _font(mark.style.weight)
    scale = mark.style.size * MM_PER_POINT / units
    turn = radians(mark.angle)
    for left, piece in kerned(mark):
        along = left - mark.x
        for sign in piece:
            path, advance = outlines[ord(sign)]
            if path:
                x, y = mark.x + along * cos(turn), mark.y - along * sin(turn)
                spun = f" rotate({-mark.angle:g})" if mark.angle else ""
                move = f"translate({x:.3f} {y:.3f}){spun} scale({scale:.6f} {-scale:.6f})"
                yield f'<path transform="{move}" d="{path}" fill="{mark.style.colour}"/>'
            along += advance * scale


@lru_cache(maxsize=len(Weight))
def _font(weight: Weight) -> tuple[dict[int, tuple[str, float]], int]:
    """Outline and advance of every character of a font, in font units, and how many of those make one em."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.ttLib import TTFont

    with TTFont(font_file(weight), lazy=True) as font:
        glyphs, widths = font.getGlyphSet(), font["hmtx"]
        found = {}
        for code, name in font.getBestCmap().items():
            pen = SVGPathPen(glyphs)
            glyphs[name].draw(pen)
            found[code] = (pen.getCommands(), float(widths[name][0]))
        return found, int(font["head"].unitsPerEm)


def _picture(mark: Picture) -> str:
    content = mark.path.read_bytes()
    kind = media_type_of(content) or mimetypes.guess_type(mark.path.name)[0] or "image/png"
    data = base64.b64encode(content).decode()
    sides = ("Min", "Mid", "Max")
    across, down = (sides[round(part * 2)] for part in mark.align)
    place = f'x="{mark.x:g}" y="{mark.y:g}" width="{mark.w:g}" height="{mark.h:g}"'
    return f'<image {place} preserveAspectRatio="x{across}Y{down}" href="data:{kind};base64,{data}"/>'
