"""What is said about a dossier: notes for colleagues, a message to the contact person, a mail that came in, a call."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.eml import MEDIA_TYPE, Letter, read_mail
from auditbeheer.plumbing.files import FileRefused, FileShelf, StoredFile, keep, recognise, safe_name
from auditbeheer.plumbing.outbox import Notice, told_by_phone
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import contact_of, tell_contact
from auditbeheer.quotes.models import Note, NoteKind, ReceivedMail, Trajectory, notes_of, received_in
from auditbeheer.quotes.models.correspondence import ATTACHMENT
from auditbeheer.scheme.condition import SETTING, Condition

MOST_ATTACHMENTS = 50


def add_note(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    kind: NoteKind,
    text: str,
    with_whom: str = "",
    corrects: Note | None = None,
) -> Note:
    """Write something down for colleagues. ``corrects``: the note that this one takes the place of; both stay (C22)."""
    if corrects is not None:
        newer = {one.corrects_id for one in notes_of(session, trajectory.id)}
        require([_newest(corrects.id not in newer)])
    note = Note(
        trajectory_id=trajectory.id, at=now.replace(microsecond=0), by_id=_employee(by), kind=kind, text=text,
        with_whom=with_whom if kind is NoteKind.PHONE else "", corrects_id=corrects.id if corrects else None,
    )  # fmt: skip
    session.add(note)
    session.flush()
    journal.record(
        session, by, now, verb="notitie verbeterd" if corrects else NOTED[kind], kind="notitie", thing=note.id,
        # The journal is read by more people than the note: it tells that there is one, not what it says.
        what=f"Notitie {note.id}{f', in plaats van {corrects.id}' if corrects else ''}", dossier=trajectory.number,
    )  # fmt: skip
    return note


NOTED = {NoteKind.NOTE: "notitie geschreven", NoteKind.PHONE: "telefoonnotitie geschreven"}


def _employee(by: Actor) -> int:
    assert by.employee_id is not None  # a permission comes with a role, and a role with an employee
    return by.employee_id


def _newest(newest: bool) -> Condition:
    return Condition(
        "notitie.nieuwste", "De notitie is nog niet verbeterd", newest, "verbeterd", SETTING,
        refusal="Deze notitie is al verbeterd. Verbeter de nieuwste.",
    )  # fmt: skip


def conditions_of_message(trajectory: Trajectory) -> list[Condition]:
    """Whether a message can be mailed: to a contact person with an e-mail address."""
    to = contact_of(trajectory.partnership)
    fact = to.email or (f"geen e-mailadres van {to.name}" if trajectory.partnership.contact else "geen contactpersoon")
    return [
        Condition(
            "bericht.adres", "De contactpersoon heeft een e-mailadres", bool(to.email), fact, SETTING,
            refusal="Er is geen contactpersoon met een e-mailadres. Vul dat eerst in bij het samenwerkingsverband.",
        )
    ]  # fmt: skip


def write_message(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, subject: str, text: str
) -> Notice | None:
    """Mail the contact person words of our own; it leaves with the other post of this hour."""
    require(conditions_of_message(trajectory))
    told = tell_contact(
        session, now, trajectory, topic="bericht", page="berichten",
        facts={"onderwerp": subject, "alineas": [part for part in text.split("\n") if part.strip()]},
    )  # fmt: skip
    journal.record(
        session, by, now, verb="bericht geschreven", kind="bericht", thing=told.id if told else "",
        what=f"Aan {contact_of(trajectory.partnership).name}: {subject}", dossier=trajectory.number,
    )  # fmt: skip
    return told


def keep_received_mail(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, shelf: FileShelf, *, upload: tuple[str, bytes]
) -> ReceivedMail:
    """Put a mail that came in with its dossier: its text, its attachments, and the file as it came.

    Raises ``FileRefused`` for what is no mail. An attachment that we would not take as an upload stays in the mail.
    """
    name, content = upload
    letter = read_mail(content, name)
    require([_new_here(session, trajectory, content)], field="upload")
    row = ReceivedMail(
        trajectory_id=trajectory.id, at=now.replace(microsecond=0), by_id=_employee(by), sender=letter.sender,
        sender_name=letter.sender_name, subject=letter.subject, text=letter.text, sent_at=letter.sent_at,
        original=_original(session, shelf, now, upload, letter), left_out=_left_out(letter),
    )  # fmt: skip
    session.add(row)
    session.flush()
    for one in _takeable(letter):
        keep(session, shelf, one, StoredFile(
            name="", media_type="", size=0, sha256="", at=now, sender=letter.sender, kind=ATTACHMENT,
            thing=f"mail/{row.id}",
        ))  # fmt: skip
    journal.record(
        session, by, now, verb="mail toegevoegd", kind="ontvangen mail", thing=row.id, dossier=trajectory.number,
        what=f"Van {letter.sender_name or letter.sender or 'onbekend'}: {letter.subject or 'zonder onderwerp'}",
    )  # fmt: skip
    return row


def _new_here(session: Session, trajectory: Trajectory, content: bytes) -> Condition:
    digest = sha256(content).hexdigest()
    known = any(one.original.sha256 == digest for one in received_in(session, trajectory.id))
    return Condition(
        "mail.nieuw", "De mail staat nog niet in dit dossier", not known, "staat er al" if known else "nieuw", SETTING,
        refusal="Deze mail staat al in dit dossier.",
    )  # fmt: skip


def _original(
    session: Session, shelf: FileShelf, now: datetime, upload: tuple[str, bytes], letter: Letter
) -> StoredFile:
    name, content = upload
    row = StoredFile(
        name=safe_name(name), media_type=MEDIA_TYPE, size=len(content), sha256=shelf.put(content), at=now,
        sender=letter.sender, kind="ontvangen mail",
    )  # fmt: skip
    session.add(row)
    return row


def _takeable(letter: Letter) -> list[tuple[str, bytes]]:
    """The attachments that we would take as an upload too; the same file twice is one."""
    return list(dict.fromkeys(one for one in letter.files[:MOST_ATTACHMENTS] if not _objection(one)))


def _objection(file: tuple[str, bytes]) -> str:
    try:
        recognise(file[1], file[0])
    except FileRefused as refused:
        return str(refused)
    return ""


def _left_out(letter: Letter) -> list[dict[str, str]]:
    """What is not kept apart, with the reason; it is there in the mail itself."""
    refused = [{"name": name, "why": why} for name, content in letter.files[:MOST_ATTACHMENTS]
               if (why := _objection((name, content)))]  # fmt: skip
    beyond = [{"name": name, "why": "Er zijn te veel bijlagen."} for name, _ in letter.files[MOST_ATTACHMENTS:]]
    enclosed = [{"name": name, "why": "Een mail in een mail bewaren wij niet apart."} for name in letter.enclosed]
    return refused + beyond + enclosed


def note_call(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, notice: Notice, *, text: str, with_whom: str
) -> Note:
    """Somebody without an e-mail address was called: what we had to tell is told."""
    told_by_phone(session, now, notice)
    return add_note(session, by, now, trajectory, kind=NoteKind.PHONE, text=text, with_whom=with_whom)


def may_correspond(by: Actor) -> bool:
    """Whether somebody writes and reads what is for colleagues only."""
    return by.may(Permission.CORRESPOND)
