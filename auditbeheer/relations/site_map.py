"""A map of areas as a drawing (SVG): outlines, what lies around them, north and a scale. Pure: no clock, no database.

It needs no script, no tiles and no network, and prints as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from auditbeheer.relations.map_files import Neighbour
from auditbeheer.relations.outlines import Corner, Outline, Ring, metres
from auditbeheer.scheme.wording import join_and, number

WIDTH, LEAST_HEIGHT, MOST_HEIGHT, EDGE = 720, 300, 620, 48
INK, SOFT, BRAND, LIGHT, LINE, GROUND = "#16202e", "#45546a", "#1d3f72", "#cfdcee", "#6b7a90", "#f3f6fa"
LETTER = 18
# How far below the middle of a wide outline, below a small one or its head, or below a spot the foot of its name may
# stand; the first that is free.
WITHIN: tuple[int, ...] = (6, 32, -20, 56, -44)
UNDER, ABOVE = (21, 43), (-8, -30)
BESIDE_SPOT: tuple[int, ...] = (-13, 26)
STEPS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


Point = tuple[float, float]


@dataclass(frozen=True)
class Site:
    """One area on the map; ``ours``: one that the map is about, else it lies beside those."""

    name: str
    outline: Outline
    ours: bool = True


@dataclass(frozen=True)
class _Frame:
    """From metres to the drawing: ``scale`` in units per metre, ``west`` and ``north`` are its corner."""

    west: float
    north: float
    scale: float
    height: int
    left: float

    def at(self, corner: Corner) -> tuple[float, float]:
        """Where a corner comes in the drawing."""
        x, y = metres(corner)
        return round(self.left + (x - self.west) * self.scale, 1), round(EDGE + (self.north - y) * self.scale, 1)


def draw(sites: Sequence[Site], neighbours: Sequence[Neighbour] = ()) -> str:
    """The map as an ``<svg>`` element; empty without a site that it is about.

    Whoever cannot see it hears which areas and neighbours stand on it.
    """
    ours = [site for site in sites if site.ours]
    if not ours:
        return ""
    frame = _framed(ours, neighbours)
    names = _Names(frame.height)
    told = f"Kaart van {join_and([site.name for site in ours])}"
    around = [site.name for site in sites if not site.ours] + [one.name for one in neighbours]
    title = f"{told}; eromheen {join_and(around)}" if around else told
    head = (
        f'<svg class="gebiedskaart" viewBox="0 0 {WIDTH} {frame.height}" role="img" aria-label="{escape(title)}"'
        f' xmlns="http://www.w3.org/2000/svg" font-family="Source Sans 3, sans-serif" font-size="{LETTER}">'
    )
    parts = [
        head,
        f'<rect width="{WIDTH}" height="{frame.height}" fill="{GROUND}"/>',
        *(_surface(frame, site.outline, "#fff", LINE, 'stroke-width="1.5"') for site in sites if not site.ours),
        *(_surface(frame, one.place, "none", SOFT, 'stroke-width="1.5" stroke-dasharray="6 4"')
          for one in neighbours if isinstance(one.place, Outline)),
        *(_surface(frame, site.outline, LIGHT, BRAND, 'stroke-width="2.5"') for site in ours),
        *(_spot(frame, one.place) for one in neighbours if not isinstance(one.place, Outline)),
        *_labels(frame, sites, neighbours, names),
        _compass(),
        _ruler(frame),
        "</svg>",
    ]  # fmt: skip
    return "".join(parts)


def _framed(ours: Sequence[Site], neighbours: Sequence[Neighbour]) -> _Frame:
    """Around what the map is about, and the neighbours that are near enough not to make it small."""
    corners = [corner for site in ours for ring in site.outline.rings for corner in ring]
    west, east, south, north = _span(corners)
    reach = 0.5 * max(east - west, north - south, 200.0)
    for corner in (place for one in neighbours for place in _corners_of(one)):
        x, y = metres(corner)
        if west - reach <= x <= east + reach and south - reach <= y <= north + reach:
            corners.append(corner)
    west, east, south, north = _span(corners)
    wide, high = max(east - west, 1.0), max(north - south, 1.0)
    scale = min((WIDTH - 2 * EDGE) / wide, (MOST_HEIGHT - 2 * EDGE) / high)
    height = max(LEAST_HEIGHT, round(high * scale) + 2 * EDGE)
    north += (height - 2 * EDGE - high * scale) / 2 / scale
    return _Frame(west, north, scale, height, (WIDTH - wide * scale) / 2)


def _span(corners: Sequence[Corner]) -> tuple[float, float, float, float]:
    places = [metres(corner) for corner in corners]
    easts, norths = [x for x, _ in places], [y for _, y in places]
    return min(easts), max(easts), min(norths), max(norths)


def _corners_of(neighbour: Neighbour) -> list[Corner]:
    place = neighbour.place
    return [corner for ring in place.rings for corner in ring] if isinstance(place, Outline) else [place]


def _surface(frame: _Frame, outline: Outline, fill: str, line: str, more: str) -> str:
    path = "".join(_path(frame, ring) for ring in outline.rings)
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{line}" stroke-linejoin="round" {more}/>'


def _path(frame: _Frame, ring: Ring) -> str:
    return "M" + "L".join("{:g} {:g}".format(*frame.at(corner)) for corner in ring) + "Z"


def _spot(frame: _Frame, corner: Corner) -> str:
    x, y = frame.at(corner)
    return f'<circle cx="{x:g}" cy="{y:g}" r="5" fill="#fff" stroke="{SOFT}" stroke-width="2.5"/>'


class _Names:
    """Where names stand already, so that no two lie over one another, and none over the edge or the compass."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.taken: list[tuple[float, float, float, float]] = [(WIDTH - 36, 0, WIDTH, 50)]

    def keep_free(self, x: float, y: float, wide: float = 14, high: float = 14) -> None:
        """No name over what is drawn around (x, y)."""
        self.taken.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))

    def room(self, x: float, y: float, wide: float) -> bool:
        """Takes the place around (x, y) when it is free."""
        box = (x - wide / 2, y - LETTER, x + wide / 2, y + 5)
        free = (
            box[1] >= 0
            and box[3] <= self.height
            and all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in self.taken)
        )
        if free:
            self.taken.append(box)
        return free


@dataclass(frozen=True)
class _Label:
    """A name, and where the middle of its foot may stand (units of the drawing), by preference the first."""

    name: str
    places: tuple[Point, ...]
    colour: str
    weight: int = 400


def _wide(name: str) -> float:
    return 0.5 * LETTER * len(name)


def _labels(frame: _Frame, sites: Sequence[Site], neighbours: Sequence[Neighbour], names: _Names) -> Iterator[str]:
    """Names: what the map is about first. One for which there is no room is left out; the text beside it has all."""
    wanted = [_of_outline(frame, site.name, site.outline, names, BRAND, 700) for site in sites if site.ours]
    wanted += [_of_neighbour(frame, one, names) for one in neighbours]
    wanted += [_of_outline(frame, site.name, site.outline, names, SOFT) for site in sites if not site.ours]
    for label in wanted:
        place = _free_place(frame, label, names)
        if place is not None:
            yield (
                f'<text x="{place[0]:g}" y="{place[1]:g}" text-anchor="middle" font-weight="{label.weight}"'
                f' fill="{label.colour}" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"'
                f' paint-order="stroke">{escape(label.name)}</text>'
            )


def _free_place(frame: _Frame, label: _Label, names: _Names) -> Point | None:
    """The first place that is free, moved sideways where the name would leave the drawing."""
    wide = _wide(label.name)
    for x, foot in label.places:
        if not (0 <= x <= WIDTH and 0 <= foot <= frame.height):
            continue
        middle = min(max(x, wide / 2 + 6), WIDTH - wide / 2 - 6)
        if names.room(middle, foot, wide):
            return middle, foot
    return None


def _of_neighbour(frame: _Frame, one: Neighbour, names: _Names) -> _Label:
    if isinstance(one.place, Outline):
        return _of_outline(frame, one.name, one.place, names, INK)
    x, y = frame.at(one.place)
    names.keep_free(x, y)
    aside = _wide(one.name) / 2 + 12
    return _Label(one.name, (*((x, y + step) for step in BESIDE_SPOT), (x + aside, y + 6), (x - aside, y + 6)), INK)


def _of_outline(frame: _Frame, name: str, outline: Outline, names: _Names, colour: str, weight: int = 400) -> _Label:
    """In the middle of an outline that is wide enough; under or above a smaller one, which stays to be seen."""
    (west, east), (south, north) = outline.span
    (left, foot), (right, head) = frame.at((west, south)), frame.at((east, north))
    x, y = (left + right) / 2, (foot + head) / 2
    if right - left >= _wide(name):
        return _Label(name, tuple((x, y + step) for step in WITHIN), colour, weight)
    names.keep_free(x, y, right - left, foot - head)
    feet = (foot + UNDER[0], head + ABOVE[0], foot + UNDER[1], head + ABOVE[1])
    return _Label(name, tuple((x, one) for one in feet), colour, weight)


def _compass() -> str:
    return (
        f'<path d="M{WIDTH - 24} 12l7 18-7-5-7 5z" fill="{SOFT}"/>'
        f'<text x="{WIDTH - 24}" y="46" text-anchor="middle" fill="{SOFT}">N</text>'
    )


def _ruler(frame: _Frame) -> str:
    """A bar of a round number of metres, at most a quarter of the width."""
    length = max((step for step in STEPS if step * frame.scale <= WIDTH / 4), default=STEPS[0])
    told = f"{number(length)} m" if length < 1_000 else f"{number(length // 1_000)} km"
    wide, y = length * frame.scale, frame.height - 18
    return (
        f'<path d="M16 {y - 6}v6h{wide:.1f}v-6" fill="none" stroke="{SOFT}" stroke-width="2"/>'
        f'<text x="{16 + wide / 2:.1f}" y="{y - 9}" text-anchor="middle" fill="{SOFT}">{told}</text>'
    )
