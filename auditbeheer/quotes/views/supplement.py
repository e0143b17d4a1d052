"""The supplement to the quote: what was put to the client, and the answer as we heard it."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import SupplementForm
from auditbeheer.quotes.letters import signers_of
from auditbeheer.quotes.models import Supplement, Trajectory, supplement_of, supplements_of
from auditbeheer.quotes.rules.prices import thaw
from auditbeheer.quotes.views.application import trajectory_in
from auditbeheer.relations.models import Representative


def supplement_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    quotes.add_url_rule("/dossiers/<number>/offerte/extra-uren", view_func=supplement)
    quotes.add_url_rule("/dossiers/<number>/offerte/extra-uren/<int(max=10000):edition>.pdf", view_func=supplement_pdf)
    quotes.add_url_rule("/dossiers/<number>/offerte/extra-uren/antwoord", view_func=answer_supplement, methods=["POST"])


def _form(trajectory: Trajectory) -> SupplementForm:
    form = SupplementForm()
    form.person.choices = options((str(one.id), one.name) for one in signers_of(trajectory.partnership))
    return form


def _page(trajectory: Trajectory, row: Supplement, form: SupplementForm) -> Response:
    receipt = thaw(row.receipt, row.total_hours)
    return page("quotes/extra-uren.html", nummer=trajectory.number, supplement=row, receipt=receipt, form=form)


@permit(Permission.READ)
def supplement(number: str) -> Response:
    """The supplement that stands."""
    trajectory = trajectory_in(number)
    return _page(trajectory, found(supplement_of(db(), trajectory.id)), _form(trajectory))


@permit(Permission.READ)
def supplement_pdf(number: str, edition: int) -> Response:
    """The paper of extra hours as they were put to the client, also of those that were withdrawn."""
    rows = supplements_of(db(), trajectory_in(number).id)
    row = found(next((one for one in rows if one.edition == edition and one.pdf_sha256), None))
    name = f"Aanvulling {edition} op de offerte {number.upper()}.pdf"
    return hand_out(shelf().get(row.pdf_sha256), name=name, media_type=PDF)


@permit(Permission.QUOTE)
def answer_supplement(number: str) -> Response:
    """Record the answer of somebody who may contract."""
    trajectory = trajectory_in(number)
    row, form = found(supplement_of(db(), trajectory.id)), _form(trajectory)
    if submitted(form):
        with attempt(form):
            person: Representative = found(db().get(Representative, int(form.person.data)))
            service.answer_supplement(
                db(), actor(), now(), row, person=person, name=person.name, function=person.function,
                accepted=form.answer.data == "akkoord", why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("quotes.quote", number=number), "Het antwoord is vastgelegd.")
    return _page(trajectory, row, form)
