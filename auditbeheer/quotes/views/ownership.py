"""Hand a dossier over to a colleague, or all of somebody's."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from wtforms.fields.choices import SelectChoice

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee, staff_on
from auditbeheer.accounts.permissions import Permission, may
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.forms import HandOverForm
from auditbeheer.quotes.models import Trajectory, owners_now, running_of, trajectory_numbered
from auditbeheer.quotes.service import hand_over
from auditbeheer.scheme.wording import counted


def ownership_routes(area: Blueprint) -> None:
    """Join both pages to the area."""
    area.add_url_rule("/dossiers/<number>/overdragen", view_func=hand_over_one, methods=["GET", "POST"])
    area.add_url_rule("/dossiers/overdragen", view_func=hand_over_all, methods=["GET", "POST"])


@permit(Permission.APPLICATION)
def hand_over_one(number: str) -> Response:
    """Another one answers for this dossier."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    form = HandOverForm()
    del form.giver
    form.taker.choices = _takers(but=trajectory.owner_id)
    if submitted(form):
        with attempt(form):
            taker: Employee = found(db().get(Employee, form.taker.data))
            hand_over(db(), actor(), now(), [trajectory], taker, why=form.why.data)
            url = url_for("dossiers.dossier", number=trajectory.number)
            return saved(form, url, f"{taker.name} is nu de dossierhouder.")
    return page("quotes/overdragen.html", form=form, nummer=trajectory.number, trajectory=trajectory)


@permit(Permission.APPLICATION)
def hand_over_all() -> Response:
    """Everything that runs and that somebody answers for goes to a colleague."""
    form = HandOverForm(data={"giver": request.args.get("van", type=int)})
    form.giver.choices = options(
        [("", "Kies een collega"),
         *((one.id, f"{one.name} ({counted(many, 'dossier', 'dossiers')})") for one, many in owners_now(db()))]
    )  # fmt: skip
    form.taker.choices = _takers()
    if submitted(form):
        with attempt(form):
            taker: Employee = found(db().get(Employee, form.taker.data))
            many = hand_over(db(), actor(), now(), running_of(db(), form.giver.data), taker, why=form.why.data)
            words = counted(many, "dossier", "dossiers")
            return saved(form, url_for("dossiers.overview"), f"{taker.name} is nu dossierhouder van {words} erbij.")
    return page("quotes/alles-overdragen.html", form=form)


def _takers(but: int | None = None) -> list[SelectChoice]:
    fit = [one for one in staff_on(db(), today()) if may(one.role_names, Permission.APPLICATION) and one.id != but]
    return options([("", "Kies een collega"), *((one.id, one.name) for one in fit)])
