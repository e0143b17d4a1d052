"""A deviation: what we saw, what is needed until when, the working group's answer to it and our verdict."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.deviations.models import Answer, Deviation
from auditbeheer.deviations.rules import sending_conditions
from auditbeheer.deviations.service import facts_of
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, saved, shelf, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import AdditionForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.standing import Standing
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.wording import day_plain

WHICH = "int(max=2147483647):which"


def addition_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    place = f"/mijn/<number>/afwijking/<{WHICH}>"
    portal.add_url_rule(place, view_func=deviation, methods=["GET", "POST"])
    portal.add_url_rule(f"{place}/bestand/<int(max=2147483647):identifier>", view_func=addition_file)


def _deviation(standing: Standing, which: int) -> Deviation:
    """One of this dossier that was established and stands; another does not exist here."""
    row: Deviation = found(next((one for one in standing.deviations if one.number == which), None))
    return row


@by_link(SCOPE)
def deviation(number: str, which: int) -> Response:
    """One deviation, and the form that answers it as long as its term runs."""
    standing = standing_at(number)
    row, form = _deviation(standing, which), AdditionForm()
    if submitted(form):
        with attempt(form):
            answer = service.send_addition(
                db(), actor(), now(), standing.seat, row, shelf(), cause=form.cause.data, measure=form.measure.data,
                complete=form.complete.data == "ja", upload=form.upload.data,
            )  # fmt: skip
            return saved(form, url_for("portal.deviation", number=number, which=which), _receipt(row, answer))
    refused = unmet(sending_conditions(facts_of(row), row.established_on, row.additions_due, today()))
    return draw("afwijking.html", standing, een=row, form=form, state=facts_of(row).state, refused=refused)


def _receipt(row: Deviation, answer: Answer) -> str:
    moment = f"{day_plain(answer.received_on)} om\u00a0{time_of(answer.at)}"
    if not answer.complete:
        return f"Binnen, {moment}. Wij wachten op de rest."
    judged = f" uiterlijk {day_plain(row.assessment_due)}" if row.assessment_due else ""
    return f"Uw aanvulling is binnen, {moment}. Wij laten u{judged} weten of het goed is."


@by_link(SCOPE)
def addition_file(number: str, which: int, identifier: int) -> Response:
    """A file that went with an answer; one of another deviation does not exist here."""
    row = _deviation(standing_at(number), which)
    answer = found(next((one for one in row.answers if one.id == identifier and one.file), None))
    return hand_out_stored(answer.file)
