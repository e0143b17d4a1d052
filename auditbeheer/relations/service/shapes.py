"""The outline of an area from a day on, and the map that is drawn of it (ARE-2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.map_files import Drawing, Neighbour, neighbour_from
from auditbeheer.relations.models import Area
from auditbeheer.relations.models.shapes import (
    AreaShape,
    ShapeOrigin,
    areas_with_outline,
    shapes_on,
)
from auditbeheer.relations.outlines import Outline, outline_from
from auditbeheer.relations.rules import not_after
from auditbeheer.relations.site_map import Site, draw
from auditbeheer.scheme.wording import counted, day_plain, number

ORIGIN_WORDS = {ShapeOrigin.FILE: "uit een bestand", ShapeOrigin.DRAWN: "getekend"}


def record_outline(
    session: Session, by: Actor, now: datetime, area: Area, *,
    drawing: Drawing, origin: ShapeOrigin, holds_from: date, source: str,
) -> AreaShape:  # fmt: skip
    """Lay down where the area lies from ``holds_from`` on; earlier outlines stay. Its centre is what travel goes to."""
    require(not_after("grens.dag", "De dag waarop de grens ingaat", holds_from, now.date()), field="holds_from")
    outline = drawing.outline
    lat, lon = (round(degrees, 6) for degrees in outline.centre)
    row = AreaShape(
        area_id=area.id, holds_from=holds_from, geometry=outline.geojson(), hectares=outline.hectares, lat=lat, lon=lon,
        origin=origin, at=now, source=source, neighbours=[one.stored() for one in drawing.neighbours],
        by_id=by.employee_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    counts = shapes_on(session, [area.id], now.date())[area.id]
    area.lat, area.lon = counts.lat, counts.lon
    session.flush()
    journal.record(
        session, by, now, verb="grens vastgelegd", kind="gebied", thing=area.id,
        what=(
            f"{area.name}, {ORIGIN_WORDS[origin]}, vanaf {day_plain(holds_from)}: {number(outline.hectares)} hectare, "
            f"{counted(outline.corners, 'hoekpunt', 'hoekpunten')}, "
            f"{counted(len(drawing.neighbours), 'buur', 'buren')}"
        ),
        why=source,
    )  # fmt: skip
    return row


def map_of(session: Session, areas: Sequence[Area], day: date) -> str:
    """The map of these areas with what lies around them as SVG; empty when none has an outline on ``day``."""
    beside = areas_with_outline(session, {area.municipality_code for area in areas})
    shapes = shapes_on(session, list({area.id for area in (*areas, *beside)}), day)
    ours = {area.id for area in areas}
    sites = [
        Site(area.name, outline_from(shapes[area.id].geometry), area.id in ours)
        for area in {one.id: one for one in (*areas, *beside)}.values()
        if area.id in shapes
    ]
    return draw(
        sites, [neighbour_from(one) for area in areas if area.id in shapes for one in shapes[area.id].neighbours]
    )


def surfaces_beside(shape: AreaShape) -> list[Neighbour]:
    """The neighbours of an outline that are a surface, not a place."""
    around = [neighbour_from(one) for one in shape.neighbours]
    return [one for one in around if isinstance(one.place, Outline)]


def map_of_shape(area: Area, shape: AreaShape) -> str:
    """The map of one outline as it was recorded."""
    return draw([Site(area.name, outline_from(shape.geometry))], [neighbour_from(one) for one in shape.neighbours])


def beside(session: Session, area: Area, day: date) -> list[dict[str, object]]:
    """Other areas in the same municipality with their outline on ``day``: name and GeoJSON geometry."""
    others = [one for one in areas_with_outline(session, {area.municipality_code}) if one.id != area.id]
    shapes = shapes_on(session, [one.id for one in others], day)
    return [{"name": one.name, "geometry": shapes[one.id].geometry} for one in others if one.id in shapes]


def outlines_of(session: Session, areas: Iterable[Area], day: date) -> dict[int, Outline]:
    """Area id -> its outline on ``day``, where there is one."""
    shapes = shapes_on(session, [area.id for area in areas], day)
    return {area_id: outline_from(shape.geometry) for area_id, shape in shapes.items()}
