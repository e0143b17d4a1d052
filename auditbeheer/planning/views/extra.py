"""The pages of an extra assessment. Its day and team are changed on the pages of the audit, at its own address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning import models, pages, service
from auditbeheer.planning.extra_forms import AskExtraForm, PlanExtraForm, SeenForm, WithdrawExtraForm
from auditbeheer.planning.forms import StatementForm
from auditbeheer.planning.models import ExtraAssessment, ExtraKind
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.wording import day_long

BASE = "/dossiers/<number>/planning/extra"
ONE = f"{BASE}/<int(max=2147483647):extra>"
KEY = "<int:key>"
# The pages of an audit that an extra assessment has too.
SHARED = {
    "dossier": "", "move": "/verzetten", "cancel": "/afzeggen", "assign": "/toewijzen", "confirm": "/bevestigen",
    "undo_assign": f"/toewijzen/{KEY}/ongedaan", "replace": f"/vervangen/{KEY}", "leave": f"/team/{KEY}/eruit",
    "state_impartiality": "/onpartijdigheid", "days": "/datum", "ask_days": "/datum/vragen",
    "ask_other_days": "/datum/andere", "take_back_days": "/datum/intrekken", "remind_days": "/datum/herinneren",
    "note_answer": f"/datum/antwoord/{KEY}", "choose_day": f"/datum/kiezen/{KEY}",
}  # fmt: skip
POSTED = {"undo_assign", "confirm", "remind_days"}
SHOWN = {"dossier", "days"}


def extra_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint of planning; call it when the pages of the audit are there."""
    both = ["GET", "POST"]
    planning.add_url_rule(f"{BASE}/aanvragen", view_func=ask_extra, methods=both)
    planning.add_url_rule(f"{ONE}/inplannen", view_func=plan_extra, methods=both)
    planning.add_url_rule(f"{ONE}/uitkomst", view_func=record_extra, methods=both)
    planning.add_url_rule(f"{ONE}/intrekken", view_func=withdraw_extra, methods=both)
    for endpoint, path in SHARED.items():
        methods = ["POST"] if endpoint in POSTED else ["GET"] if endpoint in SHOWN else both
        planning.add_url_rule(f"{ONE}{path}", endpoint=endpoint, methods=methods)
    planning.url_value_preprocessor(_take)
    planning.url_defaults(_keep)


def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Which extra assessment a page is about; a page of the audit itself is about none."""
    g.extra = values.pop("extra", None) if values else None


def _keep(endpoint: str, values: dict[str, Any]) -> None:
    """A link on a page of an extra assessment leads to another page of it, where there is one."""
    key = g.get("extra")
    if key and "extra" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "extra"):
        values["extra"] = key


def asked_for(trajectory: Trajectory) -> ExtraAssessment | None:
    """The extra assessment that this page is about; None on a page of the audit itself."""
    if not g.extra:
        return None
    row: ExtraAssessment = found(models.extra_in(db(), trajectory.id, g.extra))
    return row


def name_of(extra: ExtraAssessment | None) -> str:
    """What a day is for, in a word, as ``Audit.name`` says it."""
    return "audit" if extra is None else "extra beoordeling"


def _one(number: str) -> ExtraAssessment:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    row: ExtraAssessment = found(asked_for(trajectory))
    return row


def shown(extra: ExtraAssessment, form: StatementForm) -> Response:
    """One extra assessment: why, its day and team, what was seen."""
    view = pages.extra_page(db(), extra, now())
    return page(
        "planning/extra.html", nummer=extra.trajectory.number, extra=extra, view=view, me=actor().employee_id,
        form=form,
    )  # fmt: skip


@permit(Permission.AUDIT)
def ask_extra(number: str) -> Response:
    """Ask for another visit on location; from a deviation it is about that one."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    deviation = request.args.get("afwijking", type=int)
    form = AskExtraForm(data={"kind": ExtraKind.DEVIATION.value if deviation else ""})
    if submitted(form):
        with attempt(form):
            extra = service.ask_extra(
                db(), actor(), now(), trajectory, kind=ExtraKind(form.kind.data), why=form.why.data,
                hours=form.hours.data, hold_by=form.hold_by.data, deviation=deviation,
            )  # fmt: skip
            if form.agreed_with.data:
                style = PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())
                service.put_hours_to_client(
                    db(), actor(), now(), extra, agreed_with=form.agreed_with.data, shelf=shelf(), style=style
                )
            url = url_for("planning.dossier", number=trajectory.number, extra=extra.id)
            return saved(form, url, "De extra beoordeling is gevraagd. De planner kiest een dag.")
    conditions = service.conditions_to_ask_extra(db(), now(), trajectory)
    return page(
        "planning/extra-aanvragen.html", form=form, nummer=trajectory.number, conditions=conditions,
        deviation=deviation,
    )  # fmt: skip


@permit(Permission.PLAN)
def plan_extra(number: str) -> Response:
    """Put it on a day."""
    extra = _one(number)
    form = PlanExtraForm(data={"place": extra.trajectory.partnership.town, "hours": extra.hours})
    if submitted(form):
        with attempt(form):
            visit = service.plan_extra(
                db(), actor(), now(), extra, day=form.day.data, starts_at=form.starts_at.data, place=form.place.data,
                hours=form.hours.data, remark=form.remark.data,
            )  # fmt: skip
            told = f"De extra beoordeling staat op {day_long(visit.day)}. Wijs nu een auditor toe."
            return saved(form, url_for("planning.assign", number=number), told)
    return page("planning/extra-inplannen.html", form=form, nummer=extra.trajectory.number, extra=extra)


@permit(Permission.AUDIT)
def record_extra(number: str) -> Response:
    """What was seen."""
    extra, form = _one(number), SeenForm()
    visit = found(extra.visit)
    if submitted(form):
        with attempt(form):
            service.record_extra(db(), actor(), now(), visit, seen=form.seen.data)
            return saved(form, url_for("planning.dossier", number=number), "De uitkomst is vastgelegd.")
    return page("planning/extra-uitkomst.html", form=form, nummer=extra.trajectory.number, extra=extra)


@permit(Permission.AUDIT)
def withdraw_extra(number: str) -> Response:
    """It is needed no more."""
    extra, form = _one(number), WithdrawExtraForm()
    if submitted(form):
        with attempt(form):
            service.withdraw_extra(db(), actor(), now(), extra, why=form.why.data)
            return saved(form, url_for("planning.dossier", number=number), "De extra beoordeling is ingetrokken.")
    return page(
        "planning/extra-intrekken.html", form=form, nummer=extra.trajectory.number, extra=extra,
        question=models.question_of(db(), extra.trajectory_id, extra.id),
    )  # fmt: skip
