"""Messages: what we mailed to this person, and what they wrote to us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.documents.incoming import messages_of
from auditbeheer.documents.models import ClientMessage, MessageKind
from auditbeheer.plumbing.mail_text import LINK
from auditbeheer.plumbing.outbox import Mail, mails_of
from auditbeheer.plumbing.web import attempt, db, now, saved, submitted
from auditbeheer.portal import service
from auditbeheer.portal.forms import MessageForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.views.entering import draw, standing_at

ABOUT = {"offerte": MessageKind.ABOUT_QUOTE, "gegevens": MessageKind.NOT_RIGHT}


@dataclass(frozen=True)
class Said:
    """Something that was written, by us or by them."""

    at: datetime
    ours: bool
    subject: str
    text: str


def talking_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn/<number>/berichten", view_func=messages)
    portal.add_url_rule("/mijn/<number>/berichten/nieuw", view_func=write, methods=["GET", "POST"])


@by_link(SCOPE)
def messages(number: str) -> Response:
    """All that went to and fro between us and this person, newest first."""
    standing = standing_at(number)
    email = standing.seat.recipient.email
    mails = [_by_us(mail) for mail in mails_of(db(), standing.number) if mail.email == email]
    written = [_by_them(row) for row in messages_of(db(), standing.seat.trajectory.id, email)]
    return draw("berichten.html", standing, said=sorted(mails + written, key=lambda one: one.at, reverse=True))


def _by_us(mail: Mail) -> Said:
    """A mail without its button: whoever reads it here is behind that already."""
    lines = mail.text.splitlines()
    kept = [
        line for place, line in enumerate(lines)
        if LINK not in line and not (place + 1 < len(lines) and LINK in lines[place + 1])
    ]  # fmt: skip
    return Said(mail.sent_at or mail.made_at, True, mail.subject, "\n".join(kept).strip())


def _by_them(row: ClientMessage) -> Said:
    return Said(row.at, False, row.kind.value.capitalize(), row.text)


@by_link(SCOPE)
def write(number: str) -> Response:
    """A message to us: a question about the quote, something that is not right, anything."""
    standing, form = standing_at(number), MessageForm()
    about = request.args.get("over", "")
    if submitted(form):
        with attempt(form):
            service.write_message(
                db(), actor(), now(), standing.seat, kind=ABOUT.get(about, MessageKind.MESSAGE), text=form.text.data
            )
            url = url_for("portal.messages", number=standing.number)
            return saved(form, url, "Uw bericht is verstuurd. Wij antwoorden per mail.")
    return draw("bericht.html", standing, form=form, about=about if about in ABOUT else "")
