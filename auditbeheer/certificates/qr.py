"""The QR code on a certificate: one vector path, so that it prints sharp at every size and no reader sees seams."""

from __future__ import annotations

from collections.abc import Sequence

from auditbeheer.plumbing.paper import Box, Mark, Shape

MASK = 4
"""Fixed, so that the same address always gives the same code; the standard lets a reader cope with any of the eight."""

QUIET = 4
"""Modules of white around the code, as the standard asks."""

Grid = Sequence[Sequence[bool]]
Point = tuple[int, int]


def qr_modules(address: str) -> Grid:
    """The code for an address, rows of modules (True is dark) without the quiet zone; level M mends 15 % damage."""
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_M

    code = QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    code.add_data(address)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


def qr_marks(address: str, x: float, y: float, size: float) -> list[Mark]:
    """The code with its dark modules ``size`` mm square at ``x, y``, on white that reaches the quiet zone further."""
    modules = qr_modules(address)
    step = size / len(modules)
    edge = QUIET * step
    loops = tuple(tuple((x + column * step, y + row * step) for column, row in loop) for loop in outlines(modules))
    return [Box(x - edge, y - edge, size + 2 * edge, size + 2 * edge, fill="#ffffff"), Shape(loops)]


def outlines(modules: Grid) -> list[list[Point]]:
    """The closed outlines of the dark parts as (column, row) corners; dark lies on the right hand, so holes run back.

    >>> outlines([[True, True], [True, True]])
    [[(0, 0), (2, 0), (2, 2), (0, 2)]]
    """
    onward: dict[Point, list[Point]] = {}
    for start, end in _edges(modules):
        onward.setdefault(start, []).append(end)
    loops = []
    while onward:
        first = next(iter(onward))
        loop, here = [first], _step(onward, first, None)
        while here != first:
            loop.append(here)
            here = _step(onward, here, loop[-2])
        loops.append(_corners(loop))
    return loops


def _edges(modules: Grid) -> list[tuple[Point, Point]]:
    """Every side between a dark module and a light one, walked clockwise about the dark one."""

    def dark(column: int, row: int) -> bool:
        return 0 <= row < len(modules) and 0 <= column < len(modules[row]) and modules[row][column]

    edges: list[tuple[Point, Point]] = []
    for r, row in enumerate(modules):
        for c, module in enumerate(row):
            sides = (
                ((c, r), (c + 1, r), dark(c, r - 1)),
                ((c + 1, r), (c + 1, r + 1), dark(c + 1, r)),
                ((c + 1, r + 1), (c, r + 1), dark(c, r + 1)),
                ((c, r + 1), (c, r), dark(c - 1, r)),
            )
            edges.extend((start, end) for start, end, joined in sides if module and not joined)
    return edges


def _step(onward: dict[Point, list[Point]], here: Point, before: Point | None) -> Point:
    """Take the next side from a corner; where two dark modules touch by a corner only, turn right and stay with one."""
    ways = onward[here]
    choice = 0
    if before is not None and len(ways) > 1:
        across, down = here[0] - before[0], here[1] - before[1]
        choice = ways.index((here[0] - down, here[1] + across))
    taken = ways.pop(choice)
    if not ways:
        del onward[here]
    return taken


def _corners(loop: list[Point]) -> list[Point]:
    """The loop without the points halfway a straight side."""
    ring = [loop[-1], *loop, loop[0]]
    turns = zip(ring, ring[1:], ring[2:], strict=False)
    return [b for a, b, c in turns if (b[0] - a[0], b[1] - a[1]) != (c[0] - b[0], c[1] - b[1])]
