"""The quote: read it with how the hours came about, accept it, decline it, or ask about it."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, saved, submitted
from auditbeheer.portal import service
from auditbeheer.portal.forms import AcceptForm, WhyForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.standing import Standing
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.quotes.models import Quote, bundled_with
from auditbeheer.quotes.rules.prices import thaw
from auditbeheer.scheme.condition import Receipt


def quote_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    step = "/mijn/<number>/offerte"
    portal.add_url_rule(step, view_func=quote)
    portal.add_url_rule(f"{step}/akkoord", view_func=accept, methods=["GET", "POST"])
    portal.add_url_rule(f"{step}/niet-akkoord", view_func=decline, methods=["GET", "POST"])


def _receipt(standing: Standing) -> Receipt:
    row = found(standing.quote)
    return thaw(row.receipt, row.hours)


def _with_it(standing: Standing) -> list[Quote]:
    """The other quotes on the same paper."""
    row = found(standing.quote)
    return [one for one in bundled_with(db(), row) if one.id != row.id]


@by_link(SCOPE)
def quote(number: str) -> Response:
    """The quote that counts now, with its receipt and lines."""
    standing = standing_at(number)
    conditions = service.conditions_of_accepting(db(), now(), standing.seat, found(standing.quote))
    return draw(
        "offerte.html",
        standing,
        quote=standing.quote,
        receipt=_receipt(standing),
        conditions=conditions,
        samen=_with_it(standing),
    )


@by_link(SCOPE)
def accept(number: str) -> Response:
    """Yes: name, function, and that one may."""
    standing = standing_at(number)
    person, row = standing.seat.person, found(standing.quote)
    if standing.offer is None and request.method == "GET":
        return go_to(url_for("portal.quote", number=standing.number))
    form = AcceptForm(name=person.name, function=person.function)
    if submitted(form):
        with attempt(form):
            service.accept_offer(
                db(), actor(), now(), standing.seat, row, name=form.name.data, function=form.function.data,
                ticked=form.ticked.data,
            )  # fmt: skip
            url = url_for("portal.quote", number=standing.number)
            return saved(form, url, "U bent akkoord met onze offerte. Wij sturen u de overeenkomst.")
    conditions = service.conditions_of_accepting(db(), now(), standing.seat, row)
    return draw("akkoord.html", standing, quote=row, form=form, conditions=conditions, samen=_with_it(standing))


@by_link(SCOPE)
def decline(number: str) -> Response:
    """No, with the reason."""
    standing = standing_at(number)
    row, form = found(standing.quote), WhyForm()
    if standing.offer is None and request.method == "GET":
        return go_to(url_for("portal.quote", number=standing.number))
    if submitted(form):
        with attempt(form):
            service.decline_offer(db(), actor(), now(), standing.seat, row, why=form.why.data)
            url = url_for("portal.quote", number=standing.number)
            return saved(form, url, "Wij weten dat u niet akkoord bent. Wij bellen u daarover.")
    conditions = service.conditions_of_accepting(db(), now(), standing.seat, row)
    return draw("niet-akkoord.html", standing, quote=row, form=form, conditions=conditions)
