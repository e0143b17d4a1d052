"""The verdict on paper as on the screen: told apart without colour by its sign and the line around it (ux §10)."""

from __future__ import annotations

from cmath import phase
from itertools import pairwise
from math import cos, pi, sin

from auditbeheer.plumbing.letter import LEFT, TONES, WIDTH, Letter
from auditbeheer.plumbing.paper import Box, Mark, Shape, block, fit
from auditbeheer.plumbing.status import Edge, Icon, Tone, verdict
from auditbeheer.plumbing.typesetting import Style, Weight
from auditbeheer.register.rules import Saying

COLOURS = {
    Tone.GOOD: TONES["goed"],
    Tone.CARE: TONES["let op"],
    Tone.WRONG: ("#fce4e2", "#b3261e", "#8c1a12"),
    Tone.INFO: TONES["info"],
    Tone.REST: TONES["rust"],
}
"""Area, border and text colour per tone."""


STROKE = 2.0
"""In the grid of 24 in which the signs of the screen are drawn (``templates/_parts/iconen.html``)."""

Point = tuple[float, float]
SIGNS: dict[Icon, tuple[tuple[Point, ...], ...]] = {
    Icon.TICK: (((4, 12.5), (9, 17.5), (20, 6.5)),),
    Icon.CROSS: (((6, 6), (18, 18)), ((18, 6), (6, 18))),
    Icon.PAUSE: (((8.5, 5), (8.5, 19)), ((15.5, 5), (15.5, 19))),
    Icon.SWAP: (((4, 9), (19, 9), (14.5, 4.5)), ((20, 15), (5, 15), (9.5, 19.5))),
    Icon.CLOCK: (((12, 7), (12, 12), (15.5, 14)),),
}


def draw_verdict(letter: Letter, saying: Saying) -> None:
    """Sign, word and one sentence, from where the letter is."""
    look = verdict(saying.word)
    area, edge, ink = COLOURS[look.tone]
    word = fit([saying.heading], tuple(Style(size, Weight.BOLD) for size in (28, 24, 20, 16)), WIDTH - 38, 12)
    sentence = block(saying.sentence, Style(12), 16.5, WIDTH - 38)
    height = max(28.0, 7 + word.height + 1 + sentence.height + 6)
    top = letter.y + 2
    middle = top + height / 2
    start = middle - (word.height + 1 + sentence.height) / 2
    letter.put(outline_of(look.edge, top, height, area, edge))
    letter.put([_sign(look.icon, LEFT + 7, middle - 9, 18, ink)])
    letter.put([*word.at(LEFT + 31, start), *sentence.at(LEFT + 31, start + word.height + 1)])
    letter.y = top + height + 5


def outline_of(edge: Edge, top: float, height: float, area: str, colour: str) -> list[Mark]:
    """The box of a verdict from ``top`` (mm): a line of its own per kind, as on the screen."""

    def line(inset: float, width: float, dash: float = 0, fill: str | None = None) -> Box:
        return Box(
            LEFT + inset, top + inset, WIDTH - 2 * inset, height - 2 * inset,
            fill=fill, stroke=colour, width=width, dash=dash,
        )  # fmt: skip

    kinds: dict[Edge, list[Mark]] = {
        Edge.SOLID: [line(0.6, 1.2, fill=area)],
        Edge.DOUBLE: [line(0.35, 0.7, fill=area), line(1.95, 0.7)],
        Edge.THICK: [line(1.2, 2.4)],
        Edge.DASHED: [Box(LEFT, top, WIDTH, height, fill=area), line(0.5, 1.0, dash=3)],
        Edge.THIN: [line(0.25, 0.5, fill=area)],
    }
    return kinds[edge]


def _sign(icon: Icon, x: float, y: float, size: float, colour: str) -> Shape:
    """The sign of a verdict in a square of ``size`` mm, its strokes with round ends."""
    loops = [_stroke(start, end) for line in SIGNS[icon] for start, end in pairwise(line)]
    if icon is Icon.CLOCK:
        loops += [_arc((12, 12), 9 + STROKE / 2, 0, 2 * pi), _arc((12, 12), 9 - STROKE / 2, 2 * pi, 0)]
    scale = size / 24
    return Shape(tuple(tuple((x + a * scale, y + b * scale) for a, b in loop) for loop in loops), colour)


def _stroke(start: Point, end: Point) -> list[Point]:
    """The outline of a line with round ends."""
    along = complex(end[0] - start[0], end[1] - start[1])
    turn, half = phase(along), STROKE / 2
    return [*_arc(end, half, turn - pi / 2, turn + pi / 2), *_arc(start, half, turn + pi / 2, turn + 3 * pi / 2)]


def _arc(middle: Point, radius: float, begin: float, end: float, steps: int = 24) -> list[Point]:
    angles = (begin + (end - begin) * n / steps for n in range(steps + 1))
    return [(middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for angle in angles]
