"""One area of a partnership: its map, counts and papers, and the pages on which these are added."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, tiled, today
from auditbeheer.relations.area_forms import AreaFileForm, CountForm, OutlineForm, WhyForm
from auditbeheer.relations.map_files import neighbour_from, typed, typed_neighbours
from auditbeheer.relations.models import Area, Partnership, PartnershipArea
from auditbeheer.relations.models.shapes import (
    AreaPaper,
    AreaShape,
    counts_of,
    file_of_area,
    files_of_areas,
    shapes_of,
    shapes_on,
)
from auditbeheer.relations.outlines import outline_from
from auditbeheer.relations.service.counts import add_area_file, add_count, end_area_file
from auditbeheer.relations.service.shapes import (
    ORIGIN_WORDS,
    beside,
    map_of,
    map_of_shape,
    record_outline,
    surfaces_beside,
)
from auditbeheer.scheme.wording import counted, number

KEY = "<int(max=2147483647):{}>"


def area_page_routes(relations: Blueprint) -> None:
    """Add the pages to the blueprint of relations."""
    one = f"/relaties/{KEY.format('id')}/gebieden/{KEY.format('area_id')}"
    both = ["GET", "POST"]
    relations.add_url_rule(one, view_func=area)
    relations.add_url_rule(f"{one}/grens", view_func=outline, methods=both)
    relations.add_url_rule(f"{one}/grens/{KEY.format('shape_id')}", view_func=former_outline)
    relations.add_url_rule(f"{one}/telling", view_func=count, methods=both)
    relations.add_url_rule(f"{one}/stukken/toevoegen", view_func=add_file, methods=both)
    relations.add_url_rule(f"{one}/stukken/{KEY.format('file_id')}", view_func=area_file)
    relations.add_url_rule(f"{one}/stukken/{KEY.format('file_id')}/weghalen", view_func=end_file, methods=both)


@permit(Permission.READ_ALL)
def area(id: int, area_id: int) -> Response:
    """All that is known of an area: the map of now, counts, papers, earlier outlines."""
    link = link_of(id, area_id)
    shapes = shapes_of(db(), [area_id]).get(area_id, [])
    return page(
        "relations/gebied.html",
        link=link,
        area=link.area,
        partnership=link.partnership,
        svg=map_of(db(), [link.area], today()),
        shape=shapes_on(db(), [area_id], today()).get(area_id),
        shapes=shapes,
        origins=ORIGIN_WORDS,
        counts=counts_of(db(), area_id),
        files=files_of_areas(db(), [area_id]).get(area_id, []),
    )


@permit(Permission.RELATIONS)
def outline(id: int, area_id: int) -> Response:
    """Draw the outline, type its corners, or send it as a file."""
    link = link_of(id, area_id)
    earlier = shapes_of(db(), [area_id]).get(area_id, [])
    form = OutlineForm(data=_drawn(earlier))
    form.name, form.surfaces = link.area.name, surfaces_beside(earlier[0]) if earlier else ()
    if submitted(form) and form.drawing:
        with attempt(form):
            row = record_outline(
                db(), actor(), now(), link.area, drawing=form.drawing, origin=form.origin,
                holds_from=form.holds_from.data, source=form.source.data,
            )  # fmt: skip
            if form.plan.data:
                add_area_file(db(), actor(), now(), link.area, kind=AreaPaper.MAP, upload=form.plan.data, shelf=shelf())
            said = f"De grens is bewaard: {number(row.hectares)} hectare"
            said += ", omgerekend uit RD." if form.drawing.converted else "."
            return saved(form, url_for("relations.area", id=id, area_id=area_id), said)
    drawn = page(
        "relations/gebied-grens.html", form=form, area=link.area, partnership=link.partnership, kaart=_ground(link.area)
    )
    return tiled(drawn)


def _drawn(shapes: list[AreaShape]) -> dict[str, object]:
    """What the form shows at first: the outline that counts last."""
    if not shapes:
        return {}
    last = shapes[0]
    return {
        "corners": typed(outline_from(last.geometry)),
        "around": typed_neighbours([neighbour_from(one) for one in last.neighbours]),
    }


def _ground(area: Area) -> dict[str, object]:
    """What the drawing begins with: tiles if there are, where to look, what lies beside it."""
    settings = current_app.extensions["settings"]
    place = area if area.lat is not None else area.municipality
    centre = [float(place.lat), float(place.lon)] if place.lat is not None and place.lon is not None else [52.2, 5.4]
    return {
        "tegels": settings.tile_url, "bron": settings.tile_credit, "midden": centre,
        "beside": beside(db(), area, today()),
    }  # fmt: skip


@permit(Permission.READ_ALL)
def former_outline(id: int, area_id: int, shape_id: int) -> Response:
    """An outline as it was recorded."""
    link = link_of(id, area_id)
    shapes = shapes_of(db(), [area_id]).get(area_id, [])
    shape: AreaShape = found(next((row for row in shapes if row.id == shape_id), None))
    return page(
        "relations/gebied-grens-toen.html", area=link.area, partnership=link.partnership, shape=shape,
        svg=map_of_shape(link.area, shape), origins=ORIGIN_WORDS,
    )  # fmt: skip


@permit(Permission.RELATIONS)
def count(id: int, area_id: int) -> Response:
    """A count of a day, added to the others."""
    link = link_of(id, area_id)
    form = CountForm()
    if submitted(form):
        with attempt(form):
            row = add_count(db(), actor(), now(), link.area, form.count)
            said = f"De telling van {counted(row.entrepreneurs, 'ondernemer', 'ondernemers')} staat erbij."
            return saved(form, url_for("relations.area", id=id, area_id=area_id), said)
    return page("relations/gebied-telling.html", form=form, area=link.area, partnership=link.partnership)


@permit(Permission.RELATIONS)
def add_file(id: int, area_id: int) -> Response:
    """A file about the area."""
    link = link_of(id, area_id)
    form = AreaFileForm()
    if submitted(form):
        with attempt(form):
            row = add_area_file(
                db(), actor(), now(), link.area, kind=AreaPaper(form.kind.data), upload=form.file.data, shelf=shelf()
            )
            return saved(form, url_for("relations.area", id=id, area_id=area_id), f"{row.file.name} staat erbij.")
    return page("relations/gebied-stuk.html", form=form, area=link.area, partnership=link.partnership)


@permit(Permission.READ_ALL)
def area_file(id: int, area_id: int, file_id: int) -> Response:
    """A file about the area, as it was sent in."""
    link_of(id, area_id)
    return hand_out_stored(found(file_of_area(db(), area_id, file_id)).file)


@permit(Permission.RELATIONS)
def end_file(id: int, area_id: int, file_id: int) -> Response:
    """A file that no longer counts."""
    link = link_of(id, area_id)
    row = found(file_of_area(db(), area_id, file_id))
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            end_area_file(db(), actor(), now(), row, why=form.why.data)
            url = url_for("relations.area", id=id, area_id=area_id)
            return saved(form, url, f"{row.file.name} telt niet meer mee.")
    return page(
        "relations/gebied-stuk-weghalen.html", form=form, area=link.area, partnership=link.partnership, stuk=row
    )


def link_of(id: int, area_id: int) -> PartnershipArea:
    """The area as part of this partnership now; otherwise it does not exist."""
    row: Partnership = found(db().get(Partnership, id))
    link: PartnershipArea = found(next((link for link in row.current_links if link.area_id == area_id), None))
    return link
