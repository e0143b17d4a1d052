"""What was said about a dossier beside our own mails: notes, telephone notes, mails that came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment, words

ATTACHMENT = "bijlage bij mail"  # the kind of stored files that came with a mail; their thing is ``mail/<id>``


class NoteKind(StrEnum):
    """How a note came about; the words of the screen."""

    NOTE = "notitie"
    PHONE = "telefoon"


class Note(Base):
    """Something that a colleague wrote down, for colleagues only. Never changed: a later note corrects it (C22)."""

    __tablename__ = "note"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    at: Mapped[Happened]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[NoteKind] = mapped_column(words(NoteKind))
    text: Mapped[str] = mapped_column(Text)
    with_whom: Mapped[Line] = mapped_column(default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), default=None)
    by: Mapped[Employee] = relationship(init=False, lazy="joined")

    __table_args__ = (UniqueConstraint("corrects_id"),)


class ReceivedMail(Base):
    """A mail that somebody sent us, dropped into its dossier: its text, and the file as it came.

    ``left_out``: attachments that were not kept apart, each with its name and why (``{"name", "why"}``).
    """

    __tablename__ = "received_mail"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    at: Mapped[Happened]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    sender: Mapped[Line]
    sender_name: Mapped[Line]
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    original_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    original: Mapped[StoredFile] = relationship(lazy="joined")
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    left_out: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    by: Mapped[Employee] = relationship(init=False, lazy="joined")


# Reads


def notes_of(session: Session, trajectory_id: int) -> Sequence[Note]:
    """The notes of a dossier, corrected ones too, newest first."""
    return session.scalars(select(Note).where(Note.trajectory_id == trajectory_id).order_by(Note.id.desc())).all()


def note_in(session: Session, trajectory_id: int, note_id: int) -> Note | None:
    """This note of this dossier."""
    return session.scalars(select(Note).where(Note.trajectory_id == trajectory_id, Note.id == note_id)).one_or_none()


def received_in(session: Session, trajectory_id: int) -> Sequence[ReceivedMail]:
    """The mails that came in about a dossier, newest first."""
    query = select(ReceivedMail).where(ReceivedMail.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ReceivedMail.id.desc())).all()


def received_mail_in(session: Session, trajectory_id: int, mail_id: int) -> ReceivedMail | None:
    """This mail that came in about this dossier."""
    query = select(ReceivedMail).where(ReceivedMail.trajectory_id == trajectory_id, ReceivedMail.id == mail_id)
    return session.scalars(query).one_or_none()


def attachments_with(session: Session, mail_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """Mail id -> the files that came with it."""
    names = {f"mail/{mail_id}": mail_id for mail_id in mail_ids}
    query = select(StoredFile).where(StoredFile.kind == ATTACHMENT, StoredFile.thing.in_(names)).order_by(StoredFile.id)
    found: dict[int, list[StoredFile]] = {}
    for row in session.scalars(query):
        found.setdefault(names[row.thing], []).append(row)
    return found
