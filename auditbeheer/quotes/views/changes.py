"""Changes during the three years: reported, assessed, settled (ARE-11)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import AssessForm, ChangeForm, SettleForm
from auditbeheer.quotes.models import ReportedChange, Trajectory, change_in, changes_of_dossier, trajectory_numbered
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeState
from auditbeheer.relations.service import conditions_of
from auditbeheer.scheme.condition import Condition, unmet

HELP = {
    ChangeEffect.NONE.value: "Het certificaat blijft zoals het is.",
    ChangeEffect.ASSESSMENT.value: "Wij beoordelen dit apart, bijvoorbeeld een gebied dat erbij komt.",
    ChangeEffect.CERTIFICATE.value: "De tekst op het certificaat klopt niet meer.",
    ChangeEffect.DECISION.value: "De beslisser moet hier een besluit over nemen.",
}


def change_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint."""
    base, both = "/dossiers/<number>/wijzigingen", ["GET", "POST"]
    quotes.add_url_rule(base, view_func=reported)
    quotes.add_url_rule(f"{base}/melden", view_func=report, methods=both)
    quotes.add_url_rule(f"{base}/<int(max=2147483647):change_id>", view_func=change)
    quotes.add_url_rule(f"{base}/<int(max=2147483647):change_id>/beoordelen", view_func=assess, methods=both)
    quotes.add_url_rule(f"{base}/<int(max=2147483647):change_id>/afronden", view_func=settle, methods=both)


def _trajectory(number: str) -> Trajectory:
    row: Trajectory = found(trajectory_numbered(db(), number))
    return row


def _change(number: str, change_id: int) -> ReportedChange:
    row: ReportedChange = found(change_in(db(), _trajectory(number).id, change_id))
    return row


@permit(Permission.READ)
def reported(number: str) -> Response:
    """What was reported in a dossier, newest first."""
    trajectory = _trajectory(number)
    rows = changes_of_dossier(db(), trajectory.id)
    return page("quotes/wijzigingen.html", nummer=number, trajectory=trajectory, changes=rows)


@permit(Permission.APPLICATION)
def report(number: str) -> Response:
    """Record what the holder told."""
    trajectory = _trajectory(number)
    form = ChangeForm(data={"reported_on": today()})
    form.offer(trajectory.partnership.representatives)
    if submitted(form):
        with attempt(form):
            row = service.report_change(db(), actor(), now(), trajectory, details=form.details)
            url = url_for("quotes.change", number=number, change_id=row.id)
            return saved(form, url, "De wijziging is vastgelegd. Beoordeel nu wat eruit volgt.")
    return page("quotes/wijziging-melden.html", form=form, nummer=number, trajectory=trajectory)


@permit(Permission.READ)
def change(number: str, change_id: int) -> Response:
    """One reported change: what was told, what a person found, what was done."""
    row = _change(number, change_id)
    return page(
        "quotes/wijziging.html", nummer=number, change=row, assessable=row.state is ChangeState.TO_ASSESS,
        settles=row.state is ChangeState.TO_SETTLE, missing=_missing(row),
    )  # fmt: skip


def _missing(row: ReportedChange) -> list[Condition]:
    """What the partnership lacks now, by the scheme of its dossier: one thing to weigh."""
    scheme = service.scheme_of(row.trajectory, schemes())
    return unmet(conditions_of(row.trajectory.partnership, scheme, today())) if scheme else []


@permit(Permission.APPLICATION)
def assess(number: str, change_id: int) -> Response:
    """What follows from it, with the reason."""
    row, form = _change(number, change_id), AssessForm()
    if submitted(form):
        with attempt(form):
            service.assess_change(
                db(), actor(), now(), row, effect=ChangeEffect(form.effect.data), why=form.why.data
            )  # fmt: skip
            return _back(form, row, "De wijziging is beoordeeld.")
    source = own_rules_on(db(), today())["changes_assessed"].source
    return page(
        "quotes/wijziging-beoordelen.html", form=form, nummer=number, change=row, uitleg=HELP, source=source,
        missing=_missing(row),
    )  # fmt: skip


@permit(Permission.APPLICATION)
def settle(number: str, change_id: int) -> Response:
    """What followed from it is done."""
    row, form = _change(number, change_id), SettleForm()
    if submitted(form):
        with attempt(form):
            service.settle_change(db(), actor(), now(), row, what=form.what.data)
            return _back(form, row, "De wijziging is afgerond.")
    return page("quotes/wijziging-afronden.html", form=form, nummer=number, change=row)


def _back(form: Any, row: ReportedChange, told: str) -> Response:
    url = url_for("quotes.change", number=row.trajectory.number, change_id=row.id)
    return saved(form, url, told)
