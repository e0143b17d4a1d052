"""Reading what people send as a map: a GeoJSON file, or corners typed one a line. Pure; nothing of it is trusted.

Coordinates of the Dutch grid (RD) are recognised by their size and turned into degrees.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from auditbeheer.relations.outlines import (
    MOST_CORNERS,
    Corner,
    MapRefused,
    Outline,
    Part,
    Ring,
    at_home,
    checked,
    outline_from,
    where,
)
from auditbeheer.relations.rd import to_degrees
from auditbeheer.scheme.wording import number

LARGEST = 2_000_000  # bytes of a map file: a hundred times the outline of a large park
MOST_NEIGHBOURS = 30
NAMES = ("naam", "name", "bedrijvent", "plannaam", "gebied")
AROUND = frozenset({"omgeving", "buur", "buren", "neighbour"})
HOLE = "gat"


@dataclass(frozen=True)
class Neighbour:
    """What lies around an area and matters: a name, and a place or an outline."""

    name: str
    place: Corner | Outline

    def stored(self) -> dict[str, Any]:
        """As it is kept: name and GeoJSON geometry."""
        if isinstance(self.place, Outline):
            return {"name": self.name, "geometry": self.place.geojson()}
        east, north = self.place
        return {"name": self.name, "geometry": {"type": "Point", "coordinates": [east / 1e6, north / 1e6]}}


@dataclass(frozen=True)
class Drawing:
    """An area on the map with what lies around it; ``converted``: it came in RD coordinates."""

    outline: Outline
    neighbours: tuple[Neighbour, ...] = ()
    converted: bool = False


def neighbour_from(stored: dict[str, Any]) -> Neighbour:
    """A neighbour as it was kept."""
    geometry = stored["geometry"]
    if geometry["type"] == "Point":
        east, north = geometry["coordinates"]
        return Neighbour(stored["name"], (round(east * 1_000_000), round(north * 1_000_000)))
    return Neighbour(stored["name"], outline_from(geometry))


# A file


def read_geojson(content: bytes, name: str) -> Drawing:
    """The area called ``name`` in a GeoJSON file. Raises ``MapRefused`` with the sentence for whoever sent it."""
    if len(content) > LARGEST:
        raise MapRefused(f"Dit kaartbestand is groter dan {LARGEST // 1_000_000} MB. Bewaar alleen dit gebied erin.")
    features = _features(_loaded(content))
    surfaces = [one for one in features if _type(one) in {"Polygon", "MultiPolygon"} and not _is_around(one)]
    around = [one for one in features if one not in surfaces and _label(one)]
    reader = _Reader()
    outline = Outline(tuple(part for one in _chosen(surfaces, name) for part in reader.parts(one["geometry"])))
    if len(around) > MOST_NEIGHBOURS:
        raise MapRefused(f"Er staan meer dan {MOST_NEIGHBOURS} buren in dit bestand. Laat alleen staan wat meetelt.")
    neighbours = tuple(Neighbour(_label(one), reader.place(one["geometry"])) for one in around)
    return Drawing(checked(outline), neighbours, reader.converted)


def _loaded(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise MapRefused("Dit is geen GeoJSON-bestand. Bewaar de kaart opnieuw als GeoJSON.") from error
    if not isinstance(found, dict):
        raise MapRefused("Dit is geen GeoJSON-bestand. Bewaar de kaart opnieuw als GeoJSON.")
    return found


def _no_number(text: str) -> float:
    raise ValueError(text)


def _features(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Every feature with a geometry; a bare geometry is a feature without properties."""
    many = found.get("features") if found.get("type") == "FeatureCollection" else [found]
    many = many if isinstance(many, list) else []
    wrapped = [one if one.get("type") == "Feature" else {"geometry": one} for one in many if isinstance(one, dict)]
    kept = [one for one in wrapped if isinstance(one.get("geometry"), dict)]
    if not kept:
        raise MapRefused("In dit bestand staat geen gebied. Bewaar de kaart opnieuw als GeoJSON, met het gebied erin.")
    return kept


def _type(feature: dict[str, Any]) -> str:
    return str(feature["geometry"].get("type", ""))


def _properties(feature: dict[str, Any]) -> dict[str, str]:
    found = feature.get("properties")
    return {str(key).lower(): str(value)[:200] for key, value in found.items()} if isinstance(found, dict) else {}


def _label(feature: dict[str, Any]) -> str:
    told = _properties(feature)
    return next((" ".join(told[key].split()) for key in NAMES if told.get(key, "").strip()), "")


def _is_around(feature: dict[str, Any]) -> bool:
    return _properties(feature).get("rol", "").strip().lower() in AROUND


def _chosen(surfaces: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    """The surfaces that are this area: the only one, or all that bear its name."""
    if not surfaces:
        raise MapRefused("In dit bestand staat geen vlak. Een gebied is een Polygon of een MultiPolygon.")
    if len(surfaces) == 1:
        return surfaces
    named = [one for one in surfaces if _label(one).casefold() == name.casefold()]
    if not named:
        raise MapRefused(
            f"In dit bestand staan {number(len(surfaces))} gebieden en geen ervan heet {name}."
            f" Geef het gebied in het bestand deze naam, of bewaar alleen dit gebied."
        )
    return named


class _Reader:
    """Reads coordinates and keeps whether one of them was in RD."""

    def __init__(self) -> None:
        self.converted, self.read = False, 0

    def parts(self, geometry: dict[str, Any]) -> Iterator[Part]:
        """The surfaces of a Polygon or MultiPolygon."""
        coordinates = geometry.get("coordinates")
        for rings in _list(coordinates) if geometry["type"] == "MultiPolygon" else [coordinates]:
            border, *holes = [self.ring(ring) for ring in _list(rings)] or [()]
            yield Part(border, tuple(holes))

    def place(self, geometry: dict[str, Any]) -> Corner | Outline:
        """Where a neighbour lies."""
        if geometry.get("type") == "Point":
            corner = self.corner(geometry.get("coordinates"))
            if not at_home(corner):
                raise MapRefused(f"Een buur ligt niet in Nederland: {where(corner)}.")
            return corner
        if geometry.get("type") in {"Polygon", "MultiPolygon"}:
            return checked(Outline(tuple(self.parts(geometry))))
        raise MapRefused("Een buur is een punt of een vlak: Point, Polygon of MultiPolygon.")

    def ring(self, found: Any) -> Ring:
        """A closed ring, its end taken off and corners that stand there twice in a row taken together."""
        corners = [self.corner(one) for one in _list(found)]
        if len(corners) < 4 or corners[0] != corners[-1]:
            raise MapRefused("De grens is niet gesloten: het laatste hoekpunt moet gelijk zijn aan het eerste.")
        return _tidied(corners[:-1])

    def corner(self, found: Any) -> Corner:
        """One place: degrees east and north, or metres of the Dutch grid."""
        self.read += 1
        if self.read > 5 * MOST_CORNERS:
            raise MapRefused(f"Deze kaart heeft te veel hoekpunten. Het mogen er {number(MOST_CORNERS)} zijn.")
        pair = _list(found)[:2]
        if len(pair) < 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in pair):
            raise MapRefused("Een hoekpunt in dit bestand is geen paar getallen. Bewaar de kaart opnieuw.")
        if not all(abs(one) < 1e7 for one in pair):
            raise MapRefused("Een hoekpunt in dit bestand is geen plaats op de kaart. Bewaar de kaart opnieuw.")
        corner, converted = _corner(float(pair[0]), float(pair[1]))
        self.converted = self.converted or converted
        return corner


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise MapRefused("De hoekpunten in dit bestand staan niet zoals GeoJSON ze wil. Bewaar de kaart opnieuw.")
    return found


def _corner(east: float, north: float) -> tuple[Corner, bool]:
    """Degrees, and whether they were metres; a place that reads well the other way around is told so."""
    if 0 <= east <= 300_000 and 300_000 <= north <= 625_000:
        lat, lon = to_degrees(east, north)
        return (round(lon * 1_000_000), round(lat * 1_000_000)), True
    if not math.isfinite(east + north) or abs(east) > 180 or abs(north) > 90:
        raise MapRefused(
            "De hoekpunten staan niet in graden (WGS84) en ook niet in RD. Bewaar de kaart opnieuw in WGS84."
        )
    corner = round(east * 1_000_000), round(north * 1_000_000)
    if not at_home(corner) and at_home((corner[1], corner[0])):
        raise MapRefused(
            "Noord en oost zijn verwisseld. In GeoJSON staat eerst de lengte (oost), dan de breedte (noord)."
        )
    return corner, False


def _tidied(corners: Sequence[Corner]) -> Ring:
    """Without corners that stand there twice in a row, the closing one included."""
    kept = [corner for index, corner in enumerate(corners) if corner != corners[index - 1]]
    return tuple(kept or corners[:1])


# Typed


def read_corners(text: str) -> Drawing:
    """An outline from corners typed one a line, north before east; an empty line begins another part.

    A part that begins with the line ``gat`` is a hole in the one before it.

    >>> read_corners("52,51 5,47; 52,52 5,47; 52,52 5,49").outline.corners
    3
    """
    parts: list[Part] = []
    converted = False
    for lines in _blocks(text):
        hole = lines[0].lower().rstrip(":") == HOLE
        read = [_typed_corner(line) for line in lines[1 if hole else 0 :]]
        converted = converted or any(one for _, one in read)
        ring = _tidied([corner for corner, _ in read]) if read else ()
        if hole and not parts:
            raise MapRefused("Een gat hoort bij een gebied. Zet eerst de grens van het gebied, daarna het gat.")
        if hole:
            parts[-1] = Part(parts[-1].border, (*parts[-1].holes, ring))
        else:
            parts.append(Part(ring))
    return Drawing(checked(Outline(tuple(parts))), (), converted)


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.replace(";", "\n").split("\n"), ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _typed_corner(line: str) -> tuple[Corner, bool]:
    found = re.fullmatch(r"(\d{1,6}(?:[.,]\d{1,12})?)\s*(?:[NnOo°]?)[\s,/]+(\d{1,6}(?:[.,]\d{1,12})?)\s*[OoEe°]?", line)
    if found is None:
        raise MapRefused(f"‘{line[:60]}’ is geen hoekpunt. Vul noord en oost in, bijvoorbeeld 52,5185 5,4714.")
    north, east = (float(one.replace(",", ".")) for one in found.groups())
    if north > 180 or east > 180:  # metres: people write x before y
        return _corner(north, east)
    if not at_home((round(east * 1_000_000), round(north * 1_000_000))):
        if at_home((round(north * 1_000_000), round(east * 1_000_000))):
            raise MapRefused(f"Noord en oost zijn verwisseld in ‘{line}’. Zet noord (50 tot 54) voorop.")
        raise MapRefused(f"‘{line}’ ligt niet in Nederland. Noord ligt tussen 50,7 en 53,7; oost tussen 3,2 en 7,3.")
    return _corner(east, north)


def read_neighbours(text: str) -> tuple[Neighbour, ...]:
    """Neighbours typed one a line: the name, a colon, then the place: north and east.

    >>> [one.name for one in read_neighbours("Station Lelystad: 52,5079 5,4729")]
    ['Station Lelystad']
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_NEIGHBOURS:
        raise MapRefused(f"Zet er ten hoogste {MOST_NEIGHBOURS} buren bij: alleen wat meetelt voor de veiligheid.")
    return tuple(_typed_neighbour(line) for line in lines)


def _typed_neighbour(line: str) -> Neighbour:
    name, colon, place = line.rpartition(":")
    name = " ".join(name.split())
    if not colon or not name:
        raise MapRefused(f"‘{line[:60]}’: zet de naam voorop, dan een dubbele punt, dan noord en oost.")
    if len(name) > 200:
        raise MapRefused("De naam van een buur is te lang. Maak hem korter dan 200 tekens.")
    return Neighbour(name, _typed_corner(place.strip())[0])


def typed(outline: Outline) -> str:
    """The outline as :func:`read_corners` reads it."""
    blocks = []
    for part in outline.parts:
        blocks.append(_lines(part.border))
        blocks.extend(f"{HOLE}\n{_lines(hole)}" for hole in part.holes)
    return "\n\n".join(blocks)


def typed_neighbours(neighbours: Sequence[Neighbour]) -> str:
    """The neighbours that are a place, as :func:`read_neighbours` reads them."""
    return "\n".join(f"{one.name}: {_line(one.place)}" for one in neighbours if not isinstance(one.place, Outline))


def _lines(ring: Ring) -> str:
    return "\n".join(_line(corner) for corner in ring)


def _line(corner: Corner) -> str:
    return " ".join(f"{value / 1_000_000:.6f}".replace(".", ",") for value in (corner[1], corner[0]))
