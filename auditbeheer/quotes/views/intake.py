"""Staff: an application that came in by the website; take it over as a dossier in one act, or decline it."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.forms import WhyForm
from auditbeheer.quotes.models import Intake, intake_by_id, municipality_names
from auditbeheer.quotes.public_form import take_over_form
from auditbeheer.quotes.rules.intake import answer_by
from auditbeheer.quotes.service import intake as reading
from auditbeheer.quotes.service import taking_over as service

ROW = "int(max=2147483647)"


def intake_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    place, both = f"/dossiers/website/<{ROW}:intake_id>", ["GET", "POST"]
    quotes.add_url_rule(place, view_func=intake)
    quotes.add_url_rule(f"{place}/overnemen", view_func=take_over, methods=both)
    quotes.add_url_rule(f"{place}/afwijzen", view_func=decline_intake, methods=both)
    quotes.add_url_rule(f"{place}/bestand/<{ROW}:file_id>", view_func=intake_file)


def _confirmed(intake_id: int) -> Intake:
    """One that was confirmed: before that it is nobody's business."""
    row: Intake = found(intake_by_id(db(), intake_id))
    found(row.confirmed_at)
    return row


@permit(Permission.APPLICATION)
def intake(intake_id: int) -> Response:
    """Everything that was typed, what is missing, and what we know already."""
    row = _confirmed(intake_id)
    assert row.confirmed_at is not None
    areas = service.recognised(db(), row)
    return page(
        "quotes/website-aanvraag.html", intake=row, areas=areas,
        partnerships=service.known_partnerships(db(), row, areas),
        places=dict(municipality_names(db(), [area.municipality for area in row.areas_typed])),
        conditions=reading.conditions_of_intake(db(), row, schemes(), today()),
        scheme=reading.scheme_of_intake(row, schemes()), names=reading.paper_names(row, schemes()),
        answer=answer_by(row.confirmed_at.date(), own_rules_on(db(), today())),
    )  # fmt: skip


@permit(Permission.APPLICATION)
def take_over(intake_id: int) -> Response:
    """Make a dossier of it."""
    row = _confirmed(intake_id)
    areas = service.recognised(db(), row)
    partnerships = service.known_partnerships(db(), row, areas)
    form = take_over_form(row, partnerships, areas)
    if submitted(form):
        with attempt(form):
            trajectory = service.take_over_intake(
                db(), actor(), now(), row, wishes=form.wishes(partnerships, areas), library=schemes(), shelf=shelf(),
                owner=db().get_one(Employee, found(me()).id),
            )  # fmt: skip
            told = f"Dossier {trajectory.number} is gemaakt. {row.name} krijgt een mail."
            return saved(form, url_for("quotes.application", number=trajectory.number), told)
    return page("quotes/website-overnemen.html", form=form, intake=row, areas=areas, offered=form.offered(partnerships))


@permit(Permission.APPLICATION)
def decline_intake(intake_id: int) -> Response:
    """No dossier comes of it."""
    row, form = _confirmed(intake_id), WhyForm()
    if submitted(form):
        with attempt(form):
            service.decline_intake(db(), actor(), now(), row, why=form.why.data)
            told = f"De aanvraag is afgewezen. {row.name} krijgt een mail met de reden."
            return saved(form, url_for("quotes.intake", intake_id=row.id), told)
    return page("quotes/website-afwijzen.html", form=form, intake=row)


@permit(Permission.APPLICATION)
def intake_file(intake_id: int, file_id: int) -> Response:
    """A paper that the applicant sent."""
    row = _confirmed(intake_id)
    return hand_out_stored(found(next((one.file for one in row.documents if one.file_id == file_id), None)))
