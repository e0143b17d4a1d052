"""Quotes of several clusters on one paper: choose which go together, or let them go by themselves again."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.quotes.forms import EmptyForm
from auditbeheer.quotes.models import bundle_of
from auditbeheer.quotes.parts_forms import TogetherForm
from auditbeheer.quotes.service.bundle import bundle_quotes, candidates, untie
from auditbeheer.quotes.views.application import trajectory_in
from auditbeheer.quotes.views.quote import quote_in


def bundle_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    step, both = "/dossiers/<number>/offerte/samen", ["GET", "POST"]
    quotes.add_url_rule(step, view_func=together, methods=both)
    quotes.add_url_rule(f"{step}/losmaken", view_func=apart, methods=both)


@permit(Permission.QUOTE)
def together(number: str) -> Response:
    """Which other drafts go on one paper with this one."""
    row = quote_in(trajectory_in(number))
    others = {str(one.id): one for one in candidates(db(), row)}
    form = TogetherForm()
    form.quotes.choices = options(
        (key, f"{one.trajectory.partnership.name}, {one.trajectory.number}: {money(one.gross)}")
        for key, one in others.items()
    )
    if submitted(form):
        with attempt(form):
            bundle_quotes(db(), actor(), now(), [row, *(others[key] for key in form.quotes.data)])
            said = "De offertes gaan samen. Verstuur ze vanuit een van de dossiers."
            return saved(form, url_for("quotes.quote", number=number), said)
    return page("quotes/offerte-samen.html", form=form, nummer=number, quote=row, others=others)


@permit(Permission.QUOTE)
def apart(number: str) -> Response:
    """Let the drafts go by themselves again."""
    row = quote_in(trajectory_in(number))
    bundle = found(bundle_of(db(), row.id))
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            untie(db(), actor(), now(), bundle)
            return saved(form, url_for("quotes.quote", number=number), "Elke offerte gaat weer apart.")
    who = [f"{one.trajectory.partnership.name} · {one.number} · {money(one.gross)}" for one in bundle.quotes]
    return page("quotes/offerte-losmaken.html", form=form, nummer=number, quote=row, wie=who)
