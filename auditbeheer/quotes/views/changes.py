"""Changes during the three years: reported, assessed, settled; in a dossier, or of a partnership without (ARE-11)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.forms import TaskForm
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import AssessForm, ChangeForm, SettleForm
from auditbeheer.quotes.models import (
    ReportedChange,
    Trajectory,
    change_in,
    change_without_dossier,
    changes_of_dossier,
    trajectory_numbered,
)
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeState
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.service import conditions_of, scheme_for
from auditbeheer.scheme.condition import Condition, unmet

HELP = {
    ChangeEffect.NONE.value: "Het certificaat blijft zoals het is.",
    ChangeEffect.ASSESSMENT.value: "Wij beoordelen dit apart, bijvoorbeeld een gebied dat erbij komt.",
    ChangeEffect.CERTIFICATE.value: "De tekst op het certificaat klopt niet meer.",
    ChangeEffect.DECISION.value: "De beslisser moet hier een besluit over nemen.",
}


@dataclass(frozen=True)
class Place:
    """Whose changes these pages are about, and where they lie: under the dossier, or under the partnership."""

    partnership: Partnership
    trajectory: Trajectory | None = None

    def url(self, which: str, **values: Any) -> str:
        """The address of one of these pages here."""
        if self.trajectory:
            return url_for(f"quotes.{which}", number=self.trajectory.number, **values)
        if which == "reported":
            return url_for("dossiers.changes", id=self.partnership.id)
        return url_for(f"quotes.{which}_of_group", id=self.partnership.id, **values)

    def page(self, template: str, **values: Any) -> Response:
        """One of these pages, with the frame of the dossier or of the partnership."""
        number = self.trajectory.number if self.trajectory else ""
        return page(template, nummer=number, partnership=self.partnership, plek=self, **values)


def change_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint."""
    base, group = "/dossiers/<number>/wijzigingen", "/relaties/<int(max=2147483647):id>/wijzigingen"
    one, both = "<int(max=2147483647):change_id>", ["GET", "POST"]
    quotes.add_url_rule(base, view_func=reported)
    for place, views in ((base, (report, change, assess, settle)),
                         (group, (report_of_group, change_of_group, assess_of_group, settle_of_group))):  # fmt: skip
        telling, looking, assessing, settling = views
        quotes.add_url_rule(f"{place}/melden", view_func=telling, methods=both)
        quotes.add_url_rule(f"{place}/{one}", view_func=looking)
        quotes.add_url_rule(f"{place}/{one}/beoordelen", view_func=assessing, methods=both)
        quotes.add_url_rule(f"{place}/{one}/afronden", view_func=settling, methods=both)


def _in_dossier(number: str) -> Place:
    row: Trajectory = found(trajectory_numbered(db(), number))
    return Place(row.partnership, row)


def _of_group(id: int) -> Place:
    return Place(found(db().get(Partnership, id)))


def _there(place: Place, change_id: int) -> ReportedChange:
    if place.trajectory:
        row = change_in(db(), place.trajectory.id, change_id)
    else:
        row = change_without_dossier(db(), place.partnership.id, change_id)
    there: ReportedChange = found(row)
    return there


@permit(Permission.READ)
def reported(number: str) -> Response:
    """What was reported in a dossier, newest first."""
    place = _in_dossier(number)
    trajectory: Trajectory = found(place.trajectory)
    return place.page("quotes/wijzigingen.html", trajectory=trajectory, changes=changes_of_dossier(db(), trajectory.id))


@permit(Permission.APPLICATION)
def report(number: str) -> Response:
    """Record what the holder told, in a dossier."""
    return _report(_in_dossier(number))


@permit(Permission.APPLICATION)
def report_of_group(id: int) -> Response:
    """Record what a holder without a dossier told."""
    return _report(_of_group(id))


def _report(place: Place) -> Response:
    form = ChangeForm(data={"reported_on": today()})
    form.offer(place.partnership.representatives)
    if submitted(form):
        with attempt(form):
            row = service.report_change(
                db(), actor(), now(), place.partnership, details=form.details, trajectory=place.trajectory
            )
            url = place.url("change", change_id=row.id)
            return saved(form, url, "De wijziging is vastgelegd. Beoordeel nu wat eruit volgt.")
    return place.page("quotes/wijziging-melden.html", form=form)


@permit(Permission.READ)
def change(number: str, change_id: int) -> Response:
    """One reported change: what was told, what a person found, what was done."""
    return _look(_in_dossier(number), change_id)


@permit(Permission.READ_ALL)
def change_of_group(id: int, change_id: int) -> Response:
    """One reported change of a partnership without a dossier."""
    return _look(_of_group(id), change_id)


def _look(place: Place, change_id: int) -> Response:
    row = _there(place, change_id)
    return place.page(
        "quotes/wijziging.html", change=row, assessable=row.state is ChangeState.TO_ASSESS,
        settles=row.state is ChangeState.TO_SETTLE, missing=_missing(row),
    )  # fmt: skip


def _missing(row: ReportedChange) -> list[Condition]:
    """What the partnership lacks now, by the scheme of its dossier (else of today): one thing to weigh."""
    areas = row.partnership.current_areas
    if row.trajectory:
        scheme = service.scheme_of(row.trajectory, schemes())
    else:
        scheme = scheme_for(schemes(), areas[0].type, today()) if areas else None
    return unmet(conditions_of(row.partnership, scheme, today())) if scheme else []


@permit(Permission.APPLICATION)
def assess(number: str, change_id: int) -> Response:
    """What follows from it, with the reason."""
    return _assess(_in_dossier(number), change_id)


@permit(Permission.APPLICATION)
def assess_of_group(id: int, change_id: int) -> Response:
    """What follows from a change of a partnership without a dossier."""
    return _assess(_of_group(id), change_id)


def _assess(place: Place, change_id: int) -> Response:
    row, form = _there(place, change_id), AssessForm()
    if submitted(form):
        with attempt(form):
            service.assess_change(
                db(), actor(), now(), row, effect=ChangeEffect(form.effect.data), why=form.why.data
            )  # fmt: skip
            return _back(form, place, row, "De wijziging is beoordeeld.")
    source = own_rules_on(db(), today())["changes_assessed"].source
    return place.page(
        "quotes/wijziging-beoordelen.html", form=form, change=row, uitleg=HELP, source=source, missing=_missing(row)
    )


@permit(Permission.APPLICATION)
def settle(number: str, change_id: int) -> Response:
    """What followed from it is done."""
    return _settle(_in_dossier(number), change_id)


@permit(Permission.APPLICATION)
def settle_of_group(id: int, change_id: int) -> Response:
    """What followed from a change of a partnership without a dossier is done."""
    return _settle(_of_group(id), change_id)


def _settle(place: Place, change_id: int) -> Response:
    row, form = _there(place, change_id), SettleForm()
    if submitted(form):
        with attempt(form):
            service.settle_change(db(), actor(), now(), row, what=form.what.data)
            return _back(form, place, row, "De wijziging is afgerond.")
    return place.page("quotes/wijziging-afronden.html", form=form, change=row)


def _back(form: TaskForm, place: Place, row: ReportedChange, told: str) -> Response:
    return saved(form, place.url("change", change_id=row.id), told)
