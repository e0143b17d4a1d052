"""The code as outlines: exactly its dark modules, whatever their pattern."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.certificates.qr import Point, outlines, qr_modules

grids = st.integers(1, 7).flatmap(
    lambda size: st.lists(st.lists(st.booleans(), min_size=size, max_size=size), min_size=1, max_size=7)
)


def winding(loops: list[list[Point]], x: float, y: float) -> int:
    """How often the outlines run about a point; a PDF reader fills where it is not 0."""
    turns = 0
    for loop in loops:
        for (x1, y1), (x2, y2) in zip(loop, loop[1:] + loop[:1], strict=True):
            if x1 == x2 and x1 > x and min(y1, y2) < y < max(y1, y2):
                turns += 1 if y2 > y1 else -1
    return turns


@given(grids)
def test_outlines_enclose_the_dark_modules_and_nothing_else(grid: list[list[bool]]):
    loops = outlines(grid)

    for r, row in enumerate(grid):
        for c, dark in enumerate(row):
            assert (winding(loops, c + 0.5, r + 0.5) != 0) == dark


def test_a_code_is_traced_whole():
    grid = qr_modules("https://register.voorbeeld.nl/v/ABCDEFGHJKLM")
    loops = outlines(grid)

    assert len(grid) == len(grid[0]) == 33
    assert all(
        (winding(loops, c + 0.5, r + 0.5) != 0) == dark for r, row in enumerate(grid) for c, dark in enumerate(row)
    )


def test_the_same_address_gives_the_same_code():
    assert qr_modules("https://x.nl/v/A") == qr_modules("https://x.nl/v/A")
    assert qr_modules("https://x.nl/v/A") != qr_modules("https://x.nl/v/B")
