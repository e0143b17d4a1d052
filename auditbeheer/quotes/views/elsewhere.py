"""What the areas of an application were certified for before: type in another body's certificate, and its proof."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.elsewhere_forms import WRONG, CorrectForm, ElsewhereForm, ProofForm
from auditbeheer.quotes.models import Trajectory, trajectory_numbered


def elsewhere_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint."""
    base, both = "/dossiers/<number>/aanvraag/eerder", ["GET", "POST"]
    quotes.add_url_rule(f"{base}/toevoegen", view_func=take_over_certificate, methods=both)
    quotes.add_url_rule(f"{base}/corrigeren", view_func=correct_certificate, methods=both)
    quotes.add_url_rule(f"{base}/bewijs", view_func=prove, methods=both)
    quotes.add_url_rule(f"{base}/bewijs/<int(max=2147483647):file_id>", view_func=proof)


def _trajectory(number: str) -> Trajectory:
    row: Trajectory = found(trajectory_numbered(db(), number))
    return row


@permit(Permission.APPLICATION)
def take_over_certificate(number: str) -> Response:
    """Another body's certificate, for areas of this application."""
    trajectory = _trajectory(number)
    areas = [link.area for link in trajectory.areas]
    form = ElsewhereForm(data={"areas": [area.id for area in areas]})
    form.offer(areas, schemes())
    if submitted(form):
        with attempt(form):
            service.take_over_certificate(
                db(), actor(), now(), trajectory, told=form.told, upload=form.file.data, shelf=shelf()
            )  # fmt: skip
            return saved(form, url_for("quotes.application", number=number), f"{form.certificate.data} telt nu mee.")
    return page("quotes/eerder-certificaat.html", form=form, nummer=number)


def _of_another(trajectory: Trajectory) -> service.Before:
    """The certificate of another body that the address names."""
    wanted, before = request.args.get("certificaat", ""), service.certified_before(db(), trajectory, today())
    one: service.Before = found(next((row for row in before if row.certificate == wanted and row.evidence), None))
    return one


@permit(Permission.APPLICATION)
def correct_certificate(number: str) -> Response:
    """What was typed wrongly of another body's certificate; what stood there stays to be seen."""
    trajectory = _trajectory(number)
    one = _of_another(trajectory)
    known = ("body", "certificate", "scheme", "issued_on", "last_day")
    form = CorrectForm(data={"counts": WRONG, **{name: getattr(one, name) for name in known}})
    form.offer(schemes())
    if submitted(form):
        with attempt(form):
            service.correct_certificate(db(), actor(), now(), trajectory, one, told=form.told, why=form.why.data)
            url = url_for("quotes.application", number=number)
            return saved(form, f"{url}#eerder", f"{one.certificate} is gecorrigeerd.")
    return page("quotes/eerder-corrigeren.html", form=form, nummer=number, certificate=one)


@permit(Permission.APPLICATION)
def prove(number: str) -> Response:
    """The proof of a certificate that was recorded without."""
    trajectory = _trajectory(number)
    one, form = _of_another(trajectory), ProofForm()
    if submitted(form):
        with attempt(form):
            service.prove(
                db(), actor(), now(), trajectory, certificate=one.certificate, upload=form.file.data, shelf=shelf()
            )  # fmt: skip
            url = url_for("quotes.application", number=number)
            return saved(form, url, f"Het bewijs van {one.certificate} is binnen.")
    return page("quotes/bewijs-toevoegen.html", form=form, nummer=number, certificate=one)


@permit(Permission.READ)
def proof(number: str, file_id: int) -> Response:
    """A proof as it was sent in."""
    return hand_out_stored(found(service.proof_in(db(), _trajectory(number), file_id, today())))
