"""Outlines of areas: rings of corners, whether they are sound, how large they are, how far they lie apart. Pure.

Corners are whole millionths of a degree, east and north (a decimetre or less on the ground), as GeoJSON orders them.
So whether two lines cross is decided exactly, and what is stored is what was checked. Surfaces and distances are taken
in metres of the Dutch grid (``rd.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from auditbeheer.relations.rd import to_metres
from auditbeheer.scheme.wording import number

Corner = tuple[int, int]
"""Millionths of a degree: (east, north)."""
Ring = tuple[Corner, ...]
"""Corners in order; the first is not repeated at the end."""
Line = tuple[Corner, Corner]
Metres = tuple[float, float]
T = TypeVar("T")

MOST_CORNERS, MOST_PARTS = 2_000, 20
LEAST_HECTARES, MOST_HECTARES = Decimal("0.01"), Decimal(50_000)
HOME = ((3_200_000, 7_300_000), (50_700_000, 53_700_000))
"""East and north between which the Netherlands lie."""


class MapRefused(ValueError):
    """An outline that cannot be taken; its text is the sentence for whoever sent it."""


@dataclass(frozen=True)
class Part:
    """One surface: its border, and the holes that do not belong to it."""

    border: Ring
    holes: tuple[Ring, ...] = ()

    @property
    def rings(self) -> tuple[Ring, ...]:
        """The border, then the holes."""
        return (self.border, *self.holes)


@dataclass(frozen=True)
class Outline:
    """One or more surfaces that together are an area."""

    parts: tuple[Part, ...]

    @property
    def rings(self) -> list[Ring]:
        """Every ring of every part."""
        return [ring for part in self.parts for ring in part.rings]

    @property
    def corners(self) -> int:
        """How many corners it has in all."""
        return sum(len(ring) for ring in self.rings)

    @cached_property
    def hectares(self) -> Decimal:
        """The surface in hectares, holes taken off, to the hundredth."""
        square = sum(abs(surface(part.border)) - sum(abs(surface(hole)) for hole in part.holes) for part in self.parts)
        return Decimal(str(round(square / 10_000, 2)))

    @cached_property
    def centre(self) -> tuple[Decimal, Decimal]:
        """Degrees north and east of the middle of what it spans."""
        (west, east), (south, north) = self.span
        return Decimal(south + north) / 2_000_000, Decimal(west + east) / 2_000_000

    @cached_property
    def span(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """From west to east, and from south to north."""
        return spanned(corner for ring in self.rings for corner in ring)

    def geojson(self) -> dict[str, Any]:
        """The geometry as GeoJSON (RFC 7946): degrees east and north, rings closed."""
        polygons = [[_degrees(ring) for ring in part.rings] for part in self.parts]
        if len(polygons) == 1:
            return {"type": "Polygon", "coordinates": polygons[0]}
        return {"type": "MultiPolygon", "coordinates": polygons}


def outline_from(geometry: dict[str, Any]) -> Outline:
    """An outline from the GeoJSON that was stored; what was stored was checked before."""
    many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return Outline(tuple(Part(_ring(rings[0]), tuple(_ring(hole) for hole in rings[1:])) for rings in many))


def _ring(coordinates: Sequence[Sequence[float]]) -> Ring:
    return tuple((round(east * 1_000_000), round(north * 1_000_000)) for east, north in coordinates[:-1])


def _degrees(ring: Ring) -> list[list[float]]:
    return [[east / 1_000_000, north / 1_000_000] for east, north in (*ring, ring[0])]


def spanned(corners: Iterable[Corner]) -> tuple[tuple[int, int], tuple[int, int]]:
    """From west to east and from south to north over these corners."""
    easts, norths = zip(*corners, strict=True)
    return (min(easts), max(easts)), (min(norths), max(norths))


def metres(corner: Corner) -> Metres:
    """The corner in metres of the Dutch grid."""
    return to_metres(corner[1] / 1_000_000, corner[0] / 1_000_000)


def surface(ring: Ring) -> float:
    """Square metres within the ring; negative when its corners go with the clock."""
    places = [metres(corner) for corner in ring]
    return sum(x * y_next - x_next * y for (x, y), (x_next, y_next) in _pairs(places)) / 2


def where(corner: Corner) -> str:
    """A corner in words.

    >>> where((5_471_400, 52_518_500))
    '52,518500 noord en 5,471400 oost'
    """
    east, north = (f"{value / 1_000_000:.6f}".replace(".", ",") for value in corner)
    return f"{north} noord en {east} oost"


# Whether an outline is sound


def checked(outline: Outline) -> Outline:
    """The outline itself, when it is sound: in the Netherlands, no line over another, of a sensible size.

    Raises ``MapRefused`` with a sentence that says where it goes wrong.
    """
    if not outline.parts:
        raise MapRefused("Er is nog geen gebied getekend. Geef ten minste drie hoekpunten.")
    if outline.corners > MOST_CORNERS or len(outline.parts) > MOST_PARTS:
        raise MapRefused(
            f"Deze grens heeft {number(outline.corners)} hoekpunten in {number(len(outline.parts))} delen. Het mogen er"
            f" {number(MOST_CORNERS)} in {MOST_PARTS} delen zijn. Maak de grens eenvoudiger."
        )
    for ring in outline.rings:
        _sound_ring(ring)
    for part in outline.parts:
        _sound_holes(part)
    _apart(outline)
    if not LEAST_HECTARES <= outline.hectares <= MOST_HECTARES:
        raise MapRefused(
            f"Dit gebied is {number(outline.hectares)} hectare. Het kan {number(LEAST_HECTARES)} tot en met"
            f" {number(MOST_HECTARES)} hectare zijn. Kijk de hoekpunten na."
        )
    return outline


def at_home(corner: Corner) -> bool:
    """Whether it lies in the Netherlands, roughly."""
    return all(least <= value <= most for value, (least, most) in zip(corner, HOME, strict=True))


def _sound_ring(ring: Ring) -> None:
    abroad = next((corner for corner in ring if not at_home(corner)), None)
    if abroad is not None:
        raise MapRefused(f"Een hoekpunt ligt niet in Nederland: {where(abroad)}.")
    if len(set(ring)) < 3:
        raise MapRefused("Een gebied heeft ten minste drie verschillende hoekpunten.")
    crossing = next(_crossings(ring), None)
    if crossing is not None:
        raise MapRefused(f"De grens loopt over zichzelf heen bij {where(crossing)}. Zet de hoekpunten op volgorde.")


def _crossings(ring: Ring) -> Iterator[Corner]:
    """Corners of a ring where it meets itself; the lines are looked at from west to east."""
    lines = sorted(
        ((min(a[0], b[0]), max(a[0], b[0]), index, (a, b)) for index, (a, b) in enumerate(_pairs(ring))),
        key=lambda line: line[:3],
    )
    seen: list[tuple[int, int, int, Line]] = []
    for west, east, index, line in lines:
        seen = [one for one in seen if one[1] >= west]
        for _, _, other_index, other in seen:
            beside = abs(index - other_index) in {1, len(ring) - 1}
            if _turns_back(line, other) if beside else _meet(line, other):
                yield line[0]
        seen.append((west, east, index, line))


def _turns_back(line: Line, other: Line) -> bool:
    """Two lines that share a corner: whether one lies over the other."""
    shared = next(corner for corner in line if corner in other)
    here, there = (one[1] if one[0] == shared else one[0] for one in (line, other))
    if _side(shared, here, there) != 0:
        return False
    return (here[0] - shared[0]) * (there[0] - shared[0]) + (here[1] - shared[1]) * (there[1] - shared[1]) > 0


def _meet(line: Line, other: Line) -> bool:
    """Whether two lines have a point in common."""
    (a, b), (c, d) = line, other
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    if sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0:
        return True
    places = ((line, c), (line, d), (other, a), (other, b))
    return any(side == 0 and _between(*place) for side, place in zip(sides, places, strict=True))


def _cross(line: Line, other: Line) -> bool:
    """Whether two lines go through one another; touching is no crossing."""
    (a, b), (c, d) = line, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Corner, b: Corner, c: Corner) -> int:
    """-1, 0 or 1: on which side of the line from a to b corner c lies."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _between(line: Line, corner: Corner) -> bool:
    (a, b) = line
    return all(min(a[axis], b[axis]) <= corner[axis] <= max(a[axis], b[axis]) for axis in (0, 1))


def inside(ring: Ring, corner: Corner) -> bool:
    """Whether the corner lies within the ring; on its line does not count."""
    within = False
    for a, b in _pairs(ring):
        if _side(a, b, corner) == 0 and _between((a, b), corner):
            return False
        if (a[1] > corner[1]) != (b[1] > corner[1]) and (_side(a, b, corner) > 0) == (b[1] > a[1]):
            within = not within
    return within


def _sound_holes(part: Part) -> None:
    for hole in part.holes:
        if any(_cross(*pair) for pair in _near_pairs(part.border, hole)) or not any(
            inside(part.border, corner) for corner in hole
        ):
            raise MapRefused(f"Een gat in het gebied ligt niet helemaal binnen de grens: {where(hole[0])}.")


def _apart(outline: Outline) -> None:
    """Parts may lie beside one another; none lies over another."""
    for index, part in enumerate(outline.parts):
        for other in outline.parts[:index]:
            crossing = next((pair for pair in _near_pairs(part.border, other.border) if _cross(*pair)), None)
            over = any(inside(part.border, corner) for corner in other.border) and not part.holes
            over = over or (any(inside(other.border, corner) for corner in part.border) and not other.holes)
            if crossing or over:
                raise MapRefused(f"Twee delen van het gebied liggen over elkaar bij {where(part.border[0])}.")


def _near_pairs(ring: Ring, other: Ring) -> Iterator[tuple[Line, Line]]:
    """Lines of both rings that lie in the span that the two have in common."""
    lines, others = list(_pairs(ring)), list(_pairs(other))
    for line in lines:
        (west, east), (south, north) = spanned(line)
        for one in others:
            (west_2, east_2), (south_2, north_2) = spanned(one)
            if west <= east_2 and west_2 <= east and south <= north_2 and south_2 <= north:
                yield line, one


def _pairs(items: Sequence[T]) -> Iterator[tuple[T, T]]:
    return zip(items, (*items[1:], items[0]), strict=True)


# How far outlines lie apart


def metres_apart(here: Outline, there: Outline, most: float) -> float:
    """The shortest way between two outlines in metres, 0 where they touch or overlap; infinite beyond ``most``."""
    if _overlap(here, there):
        return 0.0
    ours, theirs = _segments(here), _segments(there)
    found = math.inf
    for a, b in _reaching(ours, theirs, most):
        for c, d in theirs:
            if min(a[0], b[0]) - most > max(c[0], d[0]) or max(a[0], b[0]) + most < min(c[0], d[0]):
                continue
            found = min(found, _to_line(a, c, d), _to_line(b, c, d), _to_line(c, a, b), _to_line(d, a, b))
    return found if found <= most else math.inf


def _overlap(here: Outline, there: Outline) -> bool:
    for ring in (part.border for part in here.parts):
        for other in (part.border for part in there.parts):
            if inside(ring, other[0]) or inside(other, ring[0]):
                return True
            if any(_meet(*pair) for pair in _near_pairs(ring, other)):
                return True
    return False


def _segments(outline: Outline) -> list[tuple[Metres, Metres]]:
    return [pair for part in outline.parts for pair in _pairs([metres(corner) for corner in part.border])]


def _reaching(
    ours: list[tuple[Metres, Metres]], theirs: list[tuple[Metres, Metres]], most: float
) -> list[tuple[Metres, Metres]]:
    """Those of our lines that could be within reach of what theirs span."""
    places = [place for line in theirs for place in line]
    west, east = min(x for x, _ in places) - most, max(x for x, _ in places) + most
    south, north = min(y for _, y in places) - most, max(y for _, y in places) + most
    return [
        (a, b) for a, b in ours
        if max(a[0], b[0]) >= west and min(a[0], b[0]) <= east and max(a[1], b[1]) >= south and min(a[1], b[1]) <= north
    ]  # fmt: skip


def _to_line(place: Metres, a: Metres, b: Metres) -> float:
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    length = along_x**2 + along_y**2
    share = ((place[0] - a[0]) * along_x + (place[1] - a[1]) * along_y) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(place[0] - a[0] - share * along_x, place[1] - a[1] - share * along_y)
