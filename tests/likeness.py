"""Whether a page looks as it did: screenshots in grey, compared by the average of each block of 8 by 8 pixels.

Fonts are our own and letters are drawn without hinting, so a page is as high on every machine; how dark the edge of a
letter comes out differs a little from one Chromium to the next, and within a block that difference drowns. A component
that moved half a block, changed or went missing does not. ``./dev pictures`` makes the references anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Locator, Page

PICTURES = Path(__file__).parent / "design" / "pictures"
RENEW = "RENEW_PICTURES"
BLOCK = 8
NOTICED = 30
"""How many of the 255 greys a block may differ: letters differ by some 10 between machines, a missing word by 40."""
SPECKS = 4
"""So many blocks may differ more, for the arrow of a list that a browser draws itself."""
COARSE = 4
"""Greys are kept in steps of four: a third of the bytes, and less than any difference that is looked at."""


@dataclass(frozen=True)
class Difference:
    """Where two pictures differ: in blocks, and what stands there in pixels of the page."""

    count: int
    box: tuple[int, int, int, int]
    said: str


def reduced(screenshot: bytes) -> Image.Image:
    """The picture as it is kept: a pixel for each block, in grey."""
    grey = Image.open(BytesIO(screenshot)).convert("L").reduce(BLOCK)
    return grey.point([value // COARSE * COARSE for value in range(256)])


def difference(reference: Image.Image, seen: Image.Image) -> Difference | None:
    """What a person would notice; None when the pictures are alike."""
    if reference.width != seen.width or abs(reference.height - seen.height) > 1:
        (width, height), (now_width, now_height) = reference.size, seen.size
        was, now = f"{width * BLOCK} × {height * BLOCK}", f"{now_width * BLOCK} × {now_height * BLOCK}"
        return Difference(0, (0, 0, now_width * BLOCK, now_height * BLOCK), f"was {was} pixels and is {now}")
    height = min(reference.height, seen.height)
    frame = (0, 0, reference.width, height)
    beside = ImageChops.difference(reference.crop(frame), seen.crop(frame))
    loud = beside.point([255 if value > NOTICED else 0 for value in range(256)])
    count, box = loud.histogram()[255], loud.getbbox()
    if count <= SPECKS or box is None:
        return None
    left, top, right, bottom = (side * BLOCK for side in box)
    place = f"{count} blocks between {left}, {top} and {right}, {bottom} pixels"
    return Difference(count, (left, top, right, bottom), place)


def screenshot(page: Page, *, whole: bool, hidden: Iterable[Locator] = ()) -> bytes:
    """The page as it stands, nothing moving. ``hidden``: what is another each time (a moment, a code)."""
    page.evaluate("document.fonts.ready")
    return page.screenshot(full_page=whole, animations="disabled", mask=list(hidden), mask_color="#808080")


def looks_as_before(name: str, picture: bytes, folder: Path) -> None:
    """Hold a screenshot to its reference, or renew that. What differs is drawn into a picture in ``folder``."""
    kept, seen = PICTURES / f"{name}.png", reduced(picture)
    if os.environ.get(RENEW):
        renew(kept, seen)
        return
    assert kept.exists(), f"{name} has no picture yet: look at the page, then ./dev pictures"
    found = difference(opened(kept), seen)
    if found is None:
        return
    marked = Image.open(BytesIO(picture)).convert("RGB")
    ImageDraw.Draw(marked).rectangle(found.box, outline=(220, 0, 0), width=3)
    marked.save(folder / f"{name}.png")
    raise AssertionError(
        f"{name} looks different: {found.said}; see {folder / f'{name}.png'}. Is it meant so? Then ./dev pictures"
    )


def opened(kept: Path) -> Image.Image:
    """A reference."""
    return Image.open(BytesIO(kept.read_bytes()))


def renew(kept: Path, seen: Image.Image) -> None:
    """Write a reference anew, unless it looks the same: letters that fell a little otherwise are no change."""
    if kept.exists() and difference(opened(kept), seen) is None:
        return
    kept.parent.mkdir(exist_ok=True)
    seen.save(kept, optimize=True)
