"""What came in by the client's own door: messages, favours asked of a colleague, papers kept between audits.

Only reads, and what of it waits for us; what somebody does there is done in ``portal``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents.models import ClientMessage, DocumentFavour, KeptPaper, MessageKind
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.work import Task
from auditbeheer.quotes.models import Trajectory

TITLES = {
    MessageKind.MESSAGE: "Beantwoord het bericht van {name}",
    MessageKind.ABOUT_QUOTE: "Beantwoord de vraag van {name} over de offerte",
    MessageKind.NOT_RIGHT: "Kijk na wat volgens {name} niet klopt",
    MessageKind.HANDED_BACK: "Zoek een nieuwe contactpersoon",
}


@asked_whole(lambda row: row.trajectory.number)
def open_messages(session: Session, number: str | None = None) -> Sequence[ClientMessage]:
    """Messages that nobody answered yet, oldest first; ``number``: only of this dossier."""
    query = select(ClientMessage).join(ClientMessage.trajectory).where(ClientMessage.answered_at.is_(None))
    if number is not None:
        query = query.where(Trajectory.number == number)
    query = query.options(contains_eager(ClientMessage.trajectory)).order_by(ClientMessage.id)
    return session.scalars(query).unique().all()


def messages_of(session: Session, trajectory_id: int, email: str | None = None) -> Sequence[ClientMessage]:
    """The messages of a dossier, newest first; ``email``: only those from this address."""
    query = select(ClientMessage).where(ClientMessage.trajectory_id == trajectory_id)
    if email is not None:
        query = query.where(ClientMessage.email == email)
    return session.scalars(query.order_by(ClientMessage.id.desc())).all()


def message_in(session: Session, trajectory_id: int, identifier: int) -> ClientMessage | None:
    """One message of this dossier; None for one of another."""
    query = select(ClientMessage).where(ClientMessage.trajectory_id == trajectory_id, ClientMessage.id == identifier)
    return session.scalars(query).one_or_none()


def favours_of(session: Session, trajectory_id: int) -> Sequence[DocumentFavour]:
    """Everything that was asked of colleagues for a dossier, newest first."""
    query = select(DocumentFavour).where(DocumentFavour.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(DocumentFavour.id.desc())).all()


def favour_in(session: Session, trajectory_id: int, identifier: int) -> DocumentFavour | None:
    """One request of this dossier; None for one of another."""
    query = select(DocumentFavour).where(DocumentFavour.trajectory_id == trajectory_id, DocumentFavour.id == identifier)
    return session.scalars(query).one_or_none()


def kept_papers(session: Session, partnership_id: int, since: date | None = None) -> Sequence[KeptPaper]:
    """What a working group put by, newest day first, without what it took away again; ``since``: from that day on."""
    query = select(KeptPaper).where(KeptPaper.partnership_id == partnership_id, KeptPaper.removed_on.is_(None))
    if since is not None:
        query = query.where(KeptPaper.on_day >= since)
    return session.scalars(query.order_by(KeptPaper.on_day.desc(), KeptPaper.id.desc())).all()


def kept_paper_in(session: Session, partnership_id: int, identifier: int) -> KeptPaper | None:
    """One paper of this working group; None for one of another, and for one that was taken away."""
    query = select(KeptPaper).where(KeptPaper.partnership_id == partnership_id, KeptPaper.id == identifier)
    return session.scalars(query.where(KeptPaper.removed_on.is_(None))).one_or_none()


def message_tasks(session: Session, dossier: str | None = None) -> list[Task]:
    """What the working group waits for: an answer, or a new contact person after one handed the dossier back."""
    return [_task(message) for message in open_messages(session, dossier)]


def _task(message: ClientMessage) -> Task:
    trajectory = message.trajectory
    back = message.kind is MessageKind.HANDED_BACK
    return Task(
        code=f"bericht.{message.id}", title=TITLES[message.kind].format(name=message.name),
        verb="Bekijken" if back else "Beantwoorden", dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/vraag/{message.id}", permission=Permission.DOCUMENTS.value,
        name=trajectory.partnership.name,
        place=", ".join(dict.fromkeys(link.area.municipality.name for link in trajectory.areas)),
        why=f"{message.name} schreef: “{_short(message.text)}”", person=trajectory.owner_id,
    )  # fmt: skip


def _short(text: str, most: int = 120) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"
