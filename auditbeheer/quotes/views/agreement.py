"""The agreement: see whether it can be signed, sign it, look at it."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.models import Signatory, signatories_on
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import SignForm
from auditbeheer.quotes.models import agreement_of, open_quote
from auditbeheer.quotes.views.application import trajectory_in
from auditbeheer.quotes.views.quote import house_style, quote_in
from auditbeheer.quotes.views.solving import ways_to_solve
from auditbeheer.scheme.condition import unmet


def agreement_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    step = "/dossiers/<number>/overeenkomst"
    quotes.add_url_rule(step, view_func=agreement)
    quotes.add_url_rule(f"{step}/tekenen", view_func=sign, methods=["GET", "POST"])
    quotes.add_url_rule(f"{step}/pdf", view_func=agreement_pdf)


@permit(Permission.READ)
def agreement(number: str) -> Response:
    """The agreement, or what must hold before it can be signed."""
    trajectory = trajectory_in(number)
    row = agreement_of(db(), trajectory.id)
    conditions = [] if row else service.signing_conditions(db(), trajectory, schemes(), today())
    return page(
        "quotes/overeenkomst.html", nummer=number, trajectory=trajectory, agreement=row, conditions=conditions,
        stops=unmet(conditions), quote=open_quote(db(), trajectory.id), oplossen=ways_to_solve(trajectory),
        scheme=service.scheme_of(trajectory, schemes()),
    )  # fmt: skip


@permit(Permission.QUOTE)
def sign(number: str) -> Response:
    """The page that names what signing does, and the act."""
    trajectory = trajectory_in(number)
    quote = quote_in(trajectory)
    signatories = signatories_on(db(), today())
    told = {"client_function": quote.accepted_function}
    told["client_name"] = quote.accepted_by.name if quote.accepted_by else ""
    form = SignForm(data={**told, "signatory": str(signatories[0].id) if len(signatories) == 1 else None})
    form.signatory.choices = options((str(row.id), f"{row.employee.name}, {row.function}") for row in signatories)
    if submitted(form):
        with attempt(form):
            service.sign_agreement(
                db(), actor(), now(), quote, signatory=db().get_one(Signatory, int(form.signatory.data)),
                client_name=form.client_name.data, client_function=form.client_function.data, library=schemes(),
                shelf=shelf(), style=house_style(),
            )  # fmt: skip
            return saved(form, url_for("quotes.agreement", number=number), "De overeenkomst is getekend.")
    conditions = service.signing_conditions(db(), trajectory, schemes(), today())
    return page(
        "quotes/overeenkomst-tekenen.html", form=form, nummer=number, trajectory=trajectory, quote=quote,
        conditions=conditions, stops=unmet(conditions), oplossen=ways_to_solve(trajectory),
        scheme=service.scheme_of(trajectory, schemes()),
    )  # fmt: skip


@permit(Permission.READ)
def agreement_pdf(number: str) -> Response:
    """The PDF as it was signed."""
    row = found(agreement_of(db(), trajectory_in(number).id))
    return hand_out(shelf().get(row.pdf_sha256), name=f"Overeenkomst {number.upper()}.pdf", media_type=PDF)
