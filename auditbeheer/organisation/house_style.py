"""The body's colour as the pages use it: its own shade, a darker and a lighter one, each readable with its text."""

from __future__ import annotations

import hashlib

from auditbeheer.organisation.rules import LEAST_CONTRAST, luminance

# What basis.css has without a stylesheet of the body: its mark, and the colours of text that stand on the tint
# beside the mark itself.
USUAL = "#1d3f72"
TEXT_ON_TINT = ("#16202e", "#1b4b91")
DARKER = 70  # per cent of the colour
STRONGEST_TINT = 12  # per cent of the colour in white


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2), from 1 to 21.

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, per_cent: int, ground: str) -> str:
    """``per_cent`` of a colour, the rest ``ground``.

    >>> mixed("#000000", 50, "#ffffff"), mixed("#1d3f72", 100, "#ffffff")
    ('#808080', '#1d3f72')
    """
    parts = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round((own * per_cent + other * (100 - per_cent)) / 100):02x}" for own, other in parts)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def shades(colour: str) -> tuple[str, str, str]:
    """The colour, a darker one for white text, and the strongest tint on which text stays readable (7 to 1).

    >>> shades("#1d3f72")
    ('#1d3f72', '#142c50', '#e6eaef')
    >>> shades("#595959")[2]  # as light as may be: it reads on white alone
    '#ffffff'
    """
    colour = colour.lower()
    tints = (mixed(colour, share, "#ffffff") for share in range(STRONGEST_TINT, 0, -1))
    readable = (
        tint for tint in tints if all(contrast(text, tint) >= LEAST_CONTRAST for text in (colour, *TEXT_ON_TINT))
    )
    return colour, mixed(colour, DARKER, "#000000"), next(readable, "#ffffff")


def stylesheet(colour: str) -> str:
    """The stylesheet that comes after basis.css, and sets its three colours of the body."""
    mark, dark, light = shades(colour)
    return f":root {{ --merk: {mark}; --merk-donker: {dark}; --merk-licht: {light} }}\n"


def stamp(sheet: str) -> str:
    """What tells this stylesheet from another: for its address and its ETag."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:16]
