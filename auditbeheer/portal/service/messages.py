"""Messages: the working group writes, we answer by mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.documents.models import ClientMessage, MessageKind
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.portal.reading import SCOPE, Seat
from auditbeheer.scheme.condition import SETTING, Condition


def write_message(
    session: Session, by: Actor, now: datetime, seat: Seat, *, kind: MessageKind, text: str
) -> ClientMessage:
    """Somebody of the working group asks or tells something; it waits in the work list until it is answered."""
    row = ClientMessage(
        trajectory=seat.trajectory, kind=kind, person=seat.recipient.person, name=seat.person.name,
        email=seat.recipient.email, text=text, at=now.replace(microsecond=0),
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="bericht ontvangen", kind="bericht", thing=row.id, dossier=seat.trajectory.number,
        what=f"{kind.value.capitalize()}: {text}",
    )  # fmt: skip
    return row


def answer_message(session: Session, by: Actor, now: datetime, message: ClientMessage, *, text: str) -> ClientMessage:
    """Our answer, mailed at once. Who handed the dossier back gets no mail: then it is a note of what we did."""
    answered = message.answered_at
    refusal = "Op dit bericht is al een antwoord gegeven"
    require([Condition("bericht.open", "Het bericht wacht op antwoord", answered is None, "", SETTING, refusal)])
    message.answer, message.answered_at, message.answered_by_id = text, now.replace(microsecond=0), by.employee_id
    session.flush()
    number = message.trajectory.number
    if message.kind is not MessageKind.HANDED_BACK:
        to = Recipient(name=message.name, email=message.email, person=message.person)
        tell(
            session, now, to, topic="bericht_antwoord", facts={"vraag": message.text, "antwoord": text},
            dossier=number, scope=SCOPE, thing=message.email, target=f"/mijn/{number}/berichten", by_itself=True,
        )  # fmt: skip
    journal.record(
        session, by, now, verb="bericht beantwoord", kind="bericht", thing=message.id, dossier=number,
        what=f"Aan {message.name}: {text}",
    )  # fmt: skip
    return message
