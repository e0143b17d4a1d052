"""Splitting a project of before 4.0 into clusters: proposed, changed by a person, looked at, carried out (ARE-4)."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service.splitting import outlook, proposed_division, split_partnership, splitting_conditions
from auditbeheer.quotes.splitting_forms import SplitForm, split_form
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.service.shapes import map_of
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.wording import counted, join_and

LOOK = "bekijken"


def splitting_routes(quotes: Blueprint) -> None:
    """Add the page to the blueprint of quotes."""
    quotes.add_url_rule("/relaties/<int(max=2147483647):id>/splitsen", view_func=split, methods=["GET", "POST"])


@permit(Permission.APPLICATION)
def split(id: int) -> Response:
    """Propose a division; show what a person makes of it with conditions and hours; carry it out."""
    row: Partnership = found(db().get(Partnership, id))
    found(row if len(row.current_links) > 1 else None)
    proposed = proposed_division(row, schemes(), today())
    form = split_form([(link.area_id, link.area.name) for link in row.current_links], proposed, applied_on=today())
    if LOOK not in request.form and submitted(form):
        with attempt(form):
            made = split_partnership(
                db(), actor(), now(), row, form.chosen(), day=form.day.data, why=form.why.data, details=form.details,
                owner=found(me()), library=schemes(),
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), _told(len(form.chosen()), made))
    return _drawn(row, form)


def _drawn(row: Partnership, form: SplitForm) -> Response:
    clusters = form.chosen()
    looks = outlook(db(), row, clusters, schemes(), today())
    answer = page(
        "quotes/splitsen.html", form=form, partnership=row, looks=looks,
        stops=unmet(splitting_conditions(db(), row)), svg=map_of(db(), row.current_areas, today()),
    )  # fmt: skip
    if LOOK in request.form:
        answer.status_code = 200
    return answer


def _told(clusters: int, made: list[Trajectory]) -> str:
    said = f"Gesplitst in {counted(clusters, 'cluster', 'clusters')}."
    return f"{said} Nieuwe dossiers: {join_and([one.number for one in made])}." if made else said
