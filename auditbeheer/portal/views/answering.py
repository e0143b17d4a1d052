"""Staff: a message of the working group, and our answer by mail."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents.incoming import message_in
from auditbeheer.documents.models import ClientMessage, MessageKind
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.portal import service
from auditbeheer.portal.forms import AnswerForm
from auditbeheer.quotes.models import Trajectory, trajectory_numbered


def answering_routes(portal: Blueprint) -> None:
    """Add the page to the blueprint."""
    portal.add_url_rule(
        "/dossiers/<number>/vraag/<int(max=2147483647):identifier>", view_func=answer, methods=["GET", "POST"]
    )


@permit(Permission.DOCUMENTS)
def answer(number: str, identifier: int) -> Response:
    """What somebody wrote, and the answer; for who handed the dossier back, the way to a new contact person."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    message: ClientMessage = found(message_in(db(), trajectory.id, identifier))
    back = message.kind is MessageKind.HANDED_BACK
    form = AnswerForm()
    if submitted(form):
        with attempt(form):
            service.answer_message(db(), actor(), now(), message, text=form.text.data)
            told = "Vastgelegd." if back else f"Uw antwoord gaat per mail naar {message.name}."
            return saved(form, url_for("dossiers.dossier", number=trajectory.number), told)
    return page(
        "portal/beantwoorden.html", nummer=trajectory.number, message=message, form=form, back=back,
        partnership=trajectory.partnership,
    )  # fmt: skip
