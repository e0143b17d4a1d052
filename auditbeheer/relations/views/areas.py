"""The pages on which an area becomes part of a partnership, changes, or leaves."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted
from auditbeheer.relations import service
from auditbeheer.relations.forms import AreaForm, NewAreaForm, area_values
from auditbeheer.relations.models import (
    Area,
    AreaType,
    Municipality,
    Partnership,
    areas_named,
    memberships_now,
    municipalities_now,
    municipality_named,
)
from auditbeheer.relations.views.alike import despite, in_its_place
from auditbeheer.relations.views.area_page import area_page_routes, link_of


def area_routes(relations: Blueprint) -> None:
    """Add the pages to the blueprint of relations."""
    base = "/relaties/<int(max=2147483647):id>/gebieden"
    both = ["GET", "POST"]
    relations.add_url_rule(f"{base}/zoeken", view_func=find_area)
    relations.add_url_rule(f"{base}/nieuw", view_func=new_area, methods=both)
    relations.add_url_rule(f"{base}/<int(max=2147483647):area_id>/toevoegen", view_func=add_area, methods=both)
    relations.add_url_rule(f"{base}/<int(max=2147483647):area_id>/wijzigen", view_func=change_area, methods=both)
    relations.add_url_rule(f"{base}/<int(max=2147483647):area_id>/kaart", view_func=area_map)
    area_page_routes(relations)


@permit(Permission.RELATIONS)
def find_area(id: int) -> Response:
    """Search the known areas, by name and municipality (of today or earlier)."""
    row: Partnership = found(db().get(Partnership, id))
    wanted = request.args.get("zoek", "")[:200]
    areas = areas_named(db(), fold(wanted)) if fold(wanted) else []
    holders = memberships_now(db(), [area.id for area in areas])
    return page("relations/gebied-zoeken.html", partnership=row, wanted=wanted, areas=areas, holders=holders)


@permit(Permission.RELATIONS)
def add_area(id: int, area_id: int) -> Response:
    """A known area as part of the partnership."""
    row: Partnership = found(db().get(Partnership, id))
    area: Area = found(db().get(Area, area_id))
    form = AreaForm(data=area_values(area))
    form.propose_one(service.part_of(row, area.name))
    places = _also_in(form) if submitted(form) else None
    if places is not None:
        with attempt(form):
            service.add_known_area(
                db(), actor(), now(), row, area, details=form.details, part=form.part, library=schemes(),
                also_in=places, plan=form.plan.data, shelf=shelf(),
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{area.name} hoort er nu bij.")
    return page("relations/gebied-toevoegen.html", form=form, partnership=row, area=area)


@permit(Permission.RELATIONS)
def new_area(id: int) -> Response:
    """An area that is not in the list yet."""
    row: Partnership = found(db().get(Partnership, id))
    form = NewAreaForm(data={"name": request.args.get("naam", "")[:200]})
    known = municipalities_now(db())
    form.municipality_code.choices = options(
        [("", "Kies een gemeente"), *((place.code, place.name) for place in known)]
    )
    form.propose_one(service.part_of(row, form.name.data or ""))
    fits = submitted(form) and in_its_place(form, "gebied", form.name.data, form.municipality_code.data)
    places = _also_in(form) if fits else None
    if places is not None:
        with attempt(form):
            service.add_new_area(
                db(), actor(), now(), row, name=form.name.data, type_=AreaType(form.type.data),
                municipality=db().get_one(Municipality, form.municipality_code.data), details=form.details,
                part=form.part, library=schemes(), also_in=places, plan=form.plan.data, shelf=shelf(),
                despite=despite(form),
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{form.name.data} hoort er nu bij.")
    return page("relations/gebied-nieuw.html", form=form, partnership=row)


@permit(Permission.RELATIONS)
def change_area(id: int, area_id: int) -> Response:
    """Mend or renew what is told of an area."""
    link = link_of(id, area_id)
    area = link.area
    form = AreaForm(data=area_values(area, link))
    form.propose_one(service.part_of(link.partnership, area.name))
    places = _also_in(form) if submitted(form) else None
    if places is not None:
        with attempt(form):
            service.change_area(
                db(), actor(), now(), link, details=form.details, part=form.part, library=schemes(), also_in=places,
                plan=form.plan.data, shelf=shelf(), opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{area.name} is gewijzigd.")
    form.renew(area)
    return page("relations/gebied-wijzigen.html", form=form, partnership=link.partnership, area=area)


@permit(Permission.READ_ALL)
def area_map(id: int, area_id: int) -> Response:
    """The map of an area, as it was sent in."""
    area = link_of(id, area_id).area
    return hand_out_stored(found(area.map_file))


def _also_in(form: AreaForm) -> list[Municipality] | None:
    """The further municipalities that were typed; None, with the form objecting, when one is unknown."""
    typed = [name.strip() for name in (form.also_in.data or "").split(",") if name.strip()]
    places = {name: municipality_named(db(), fold(name)) for name in typed}
    for name, place in places.items():
        if place is None:
            form.object_to("also_in", f"De gemeente ‘{name}’ kennen wij niet. Vul de naam van nu in")
    known = [place for place in places.values() if place is not None]
    return known if len(known) == len(places) else None
