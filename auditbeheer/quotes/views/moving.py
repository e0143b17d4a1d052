"""The pages on which an area leaves a partnership, or goes to another one (ARE-11)."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.quotes.models import ReportedChange
from auditbeheer.quotes.parts_forms import MoveForm
from auditbeheer.quotes.service.moving import move_area_to, take_area_away
from auditbeheer.relations.forms import RemoveAreaForm
from auditbeheer.relations.models import Partnership, PartnershipArea, partnership_page
from auditbeheer.scheme.wording import join_and

MOST = 1000


def moving_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    one = "/relaties/<int(max=2147483647):id>/gebieden/<int(max=2147483647):area_id>"
    both = ["GET", "POST"]
    quotes.add_url_rule(f"{one}/weghalen", view_func=remove_area, methods=both)
    quotes.add_url_rule(f"{one}/verplaatsen", view_func=move_area, methods=both)


@permit(Permission.RELATIONS)
def remove_area(id: int, area_id: int) -> Response:
    """An area leaves the partnership; the period in which it belonged to it stays."""
    link = _link(id, area_id)
    form = RemoveAreaForm()
    if submitted(form):
        with attempt(form):
            told = take_area_away(db(), actor(), now(), link, last_day=form.last_day.data, why=form.why.data)
            said = f"{link.area.name} hoort er niet meer bij.{_said(told)}"
            return saved(form, url_for("relations.partnership", id=id), said)
    return page("relations/gebied-weghalen.html", form=form, partnership=link.partnership, area=link.area)


@permit(Permission.RELATIONS)
def move_area(id: int, area_id: int) -> Response:
    """An area goes to another partnership; its history and the certificates stay as they are."""
    link = _link(id, area_id)
    rows, _ = partnership_page(db(), "", 0, MOST)
    others = {str(row.id): row for row in rows if row.id != id}
    form = MoveForm()
    form.to.choices = options(
        [("", "Kies een samenwerkingsverband"), *((key, row.name) for key, row in others.items())]
    )
    if submitted(form):
        with attempt(form):
            told = move_area_to(
                db(), actor(), now(), link, others[form.to.data], day=form.day.data, why=form.why.data,
                library=schemes(),
            )  # fmt: skip
            said = f"{link.area.name} hoort nu bij {others[form.to.data].name}.{_said(told)}"
            return saved(form, url_for("relations.partnership", id=int(form.to.data)), said)
    return page("quotes/gebied-verplaatsen.html", form=form, partnership=link.partnership, area=link.area)


def _said(told: list[ReportedChange]) -> str:
    if not told:
        return ""
    places = join_and(list(dict.fromkeys(one.dossier or f"de wijzigingen van {one.partnership.name}" for one in told)))
    return f" Beoordeel de wijziging in {places}: daar loopt nog een certificaat."


def _link(id: int, area_id: int) -> PartnershipArea:
    row: Partnership = found(db().get(Partnership, id))
    link: PartnershipArea = found(next((one for one in row.current_links if one.area_id == area_id), None))
    return link
