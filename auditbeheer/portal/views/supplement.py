"""Extra hours for the audit: why, what they cost, and the answer of who may contract."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.web import attempt, db, found, now, saved, submitted
from auditbeheer.portal.forms import SupplementForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.quotes import service
from auditbeheer.quotes.rules.prices import thaw
from auditbeheer.quotes.rules.supplement import may_answer
from auditbeheer.relations.rules import guide_source


def supplement_routes(portal: Blueprint) -> None:
    """Add the page to the blueprint."""
    portal.add_url_rule("/mijn/<number>/extra-uren", view_func=supplement, methods=["GET", "POST"])


@by_link(SCOPE)
def supplement(number: str) -> Response:
    """The supplement that stands, and the answer to it."""
    standing = standing_at(number)
    row, person = found(standing.supplement), standing.seat.person
    form = SupplementForm(name=person.name, function=person.function)
    if submitted(form):
        with attempt(form):
            yes = form.answer.data == "akkoord"
            service.answer_supplement(
                db(), actor(), now(), row, person=person, name=form.name.data, function=form.function.data,
                accepted=yes, why=form.why.data,
            )  # fmt: skip
            told = "U bent akkoord met de extra uren." if yes else "Wij weten dat u niet akkoord bent. Wij bellen u."
            return saved(form, url_for("portal.supplement", number=standing.number), told)
    conditions = may_answer(
        waits=row.waits, person=person.name, contracts=person.may_contract, is_guide=person.party.is_guide,
        guide=guide_source(schemes()[str(standing.seat.trajectory.scheme)]),
    )  # fmt: skip
    return draw(
        "extra-uren.html", standing, supplement=row, receipt=thaw(row.receipt, row.total_hours), form=form,
        conditions=conditions,
    )  # fmt: skip
