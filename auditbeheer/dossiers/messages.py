"""All that was said about a dossier in one list: our mails, what waits to leave, mails that came in, calls, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from jinja2 import TemplateError
from sqlalchemy.orm import Session

from auditbeheer.documents.incoming import messages_of
from auditbeheer.documents.models import ClientMessage
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.mail_text import for_the_eye, parts_of
from auditbeheer.plumbing.outbox import Mail, Notice, mails_of, notices_of
from auditbeheer.quotes.models import (
    Note,
    NoteKind,
    ReceivedMail,
    Trajectory,
    attachments_with,
    notes_of,
    received_in,
)

MAIL, PHONE, NOTE = "mail", "telefoon", "notities"
FILTERS = ((MAIL, "Mail en berichten"), (PHONE, "Telefoon"), (NOTE, "Notities"))


@dataclass(frozen=True)
class Message:
    """One thing that was said. ``state``: a status word of *mail* (ux §9), for what we send; ``way``: where to act."""

    kind: str
    when: datetime
    what: str
    who: str
    text: str
    state: str = ""
    internal: bool = False
    corrected: bool = False
    files: Sequence[tuple[str, str]] = ()
    left_out: Sequence[dict[str, str]] = ()
    way: tuple[str, str] = ("", "")
    error: str = ""


def messages(session: Session, trajectory: Trajectory, *, internal: bool, act: bool, answers: bool) -> list[Message]:
    """Everything, newest first. ``internal``: notes too; ``act``: with the ways to correct and to note a call.

    ``answers``: with the way to answer the working group, which not everybody who writes notes may.
    """
    found = [
        *(_sent(mail) for mail in mails_of(session, trajectory.number)),
        *(_waiting(notice, act) for notice in notices_of(session, trajectory.number)),
        *_received(session, trajectory),
        *(_asked(one, act and answers) for one in messages_of(session, trajectory.id)),
    ]
    if internal:
        found += _noted(session, trajectory, act)
    return sorted(found, key=lambda one: one.when, reverse=True)


def _sent(mail: Mail) -> Message:
    return Message(
        kind=MAIL, when=mail.sent_at or mail.made_at, what=_without_dossier(mail), who=f"aan {mail.name}",
        text=for_the_eye(mail.text), state=mail.state.value, error=mail.error,
    )  # fmt: skip


def _without_dossier(mail: Mail) -> str:
    """The subject as it reads within the dossier, which it need not name there."""
    start, bracket, end = mail.subject.rpartition(" (")
    return start if bracket and mail.dossier and end.endswith(f"{mail.dossier})") else mail.subject


def _waiting(notice: Notice, act: bool) -> Message:
    """What waits to be joined into a mail; without an address it waits for somebody to call."""
    try:
        subject, text = parts_of(notice.topic, notice.facts, quoted=False)
    except (TemplateError, ValueError, TypeError):
        subject, text = notice.topic, ""
    if notice.email:
        return Message(
            kind=MAIL, when=notice.at, what=subject, who=f"aan {notice.name}", text=for_the_eye(text),
            state="Klaargezet",
        )  # fmt: skip
    way = url_for("quotes.note_call", number=notice.dossier, notice_id=notice.id) if act else ""
    return Message(
        kind=PHONE, when=notice.at, what=f"Bel {notice.name}: {subject}", who="geen e-mailadres",
        text=for_the_eye(text), way=("Gesprek vastleggen", way),
    )  # fmt: skip


def _received(session: Session, trajectory: Trajectory) -> Iterator[Message]:
    rows = received_in(session, trajectory.id)
    files = attachments_with(session, [row.id for row in rows])
    for row in rows:
        yield _came(row, files.get(row.id, []), trajectory.number)


def _came(row: ReceivedMail, attachments: Sequence[StoredFile], number: str) -> Message:
    sender = " ".join(part for part in (row.sender_name, f"({row.sender})" if row.sender else "") if part)
    shown = [*((one.name, one.id) for one in attachments), ("De mail zelf", row.original.id)]
    return Message(
        kind=MAIL, when=row.sent_at or row.at, what=row.subject or "Zonder onderwerp",
        who=f"van {sender or 'onbekend'}, toegevoegd door {row.by.short_name}", text=row.text, left_out=row.left_out,
        files=[(name, url_for("quotes.mail_file", number=number, file_id=key)) for name, key in shown],
    )  # fmt: skip


def _asked(one: ClientMessage, act: bool) -> Message:
    number = one.trajectory.number
    way = url_for("portal.answer", number=number, identifier=one.id) if act and not one.answered_at else ""
    return Message(
        kind=MAIL, when=one.at, what=one.kind.value.capitalize(), who=f"van {one.name}, bij Mijn dossier",
        text=one.text + (f"\n\nOns antwoord: {one.answer}" if one.answer else ""), way=("Beantwoorden", way),
    )  # fmt: skip


def _noted(session: Session, trajectory: Trajectory, act: bool) -> Iterator[Message]:
    rows = notes_of(session, trajectory.id)
    newer = {row.corrects_id for row in rows}
    for row in rows:
        yield _note(row, trajectory.number, corrected=row.id in newer, act=act)


def _note(row: Note, number: str, *, corrected: bool, act: bool) -> Message:
    way = url_for("quotes.correct_note", number=number, note_id=row.id) if act and not corrected else ""
    called = f" met {row.with_whom}" if row.with_whom else ""
    return Message(
        kind=PHONE if row.kind is NoteKind.PHONE else NOTE, when=row.at,
        what=f"Telefoongesprek{called}" if row.kind is NoteKind.PHONE else "Notitie", who=row.by.name, text=row.text,
        internal=True, corrected=corrected, way=("Verbeteren", way),
    )  # fmt: skip
