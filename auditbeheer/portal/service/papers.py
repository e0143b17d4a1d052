"""Documents from outside: sent by the contact person or by a colleague who was asked, and papers put by for later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import Actor
from auditbeheer.documents import service as documents
from auditbeheer.documents import state
from auditbeheer.documents.models import (
    Document,
    DocumentFavour,
    KeptPaper,
    Outcome,
    completeness_of,
    current_documents,
)
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.portal.questions import question_for
from auditbeheer.portal.reading import FAVOUR_SCOPE, SCOPE, Holding, Seat
from auditbeheer.portal.rules import favour_conditions, kept_conditions, sending_conditions
from auditbeheer.quotes.models import Trajectory, agreement_of
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import day_plain

Upload = tuple[str, bytes]


def conditions_of_sending(session: Session, trajectory: Trajectory, code: str) -> list[Condition]:
    """Whether the working group can send this document now."""
    newest = next((one for one in current_documents(session, trajectory.id) if one.code == code), None)
    decisions = completeness_of(session, trajectory.id)
    return sending_conditions(
        agreed=agreement_of(session, trajectory.id) is not None,
        in_order=newest is not None and newest.in_order is True,
        decided=bool(decisions) and decisions[0].outcome is Outcome.COMPLETE,
    )


def send_document(
    session: Session, by: Actor, now: datetime, seat: Seat, shelf: FileShelf, *, code: str, upload: Upload,
    further: Sequence[Upload] = (),
) -> Document:  # fmt: skip
    """The contact person sends a document; a receipt goes by mail at once. Raises KeyError: not in the set.

    ``further``: other files that are one document with this one.
    """
    row = _receive(
        session, by, now, seat.trajectory, shelf, code=code, upload=upload, further=further, sender=seat.person.name
    )
    number = seat.trajectory.number
    _receipt(session, now, seat.recipient, row, scope=SCOPE, thing=seat.recipient.email, target=f"/mijn/{number}")
    return row


def _receive(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, shelf: FileShelf, *,
    code: str, upload: Upload, further: Sequence[Upload], sender: str,
) -> Document:  # fmt: skip
    require(conditions_of_sending(session, trajectory, code))
    return documents.receive_document(
        session, by, now, trajectory, shelf, code=code, upload=upload, further=further, received_on=now.date(),
        received_from=sender,
    )  # fmt: skip


def _receipt(
    session: Session, now: datetime, to: Recipient, row: Document, *, scope: str, thing: str, target: str
) -> None:
    trajectory = row.trajectory
    facts = {
        "naam": state.kinds_of(trajectory)[row.code].name, "bestand": row.file.name,
        "dag": row.received_at.date().isoformat(), "tijd": time_of(row.received_at),
        "uiterlijk": (day.isoformat() if (day := judged_by(session, trajectory, now.date())) else ""),
    }  # fmt: skip
    tell(
        session, now, to, topic="document_ontvangen", facts=facts, dossier=trajectory.number, scope=scope, thing=thing,
        target=target, by_itself=True,
    )  # fmt: skip


def judged_by(session: Session, trajectory: Trajectory, today: date) -> date | None:
    """Until which day we look at what comes in today: the day planned for it; None when none is planned ahead."""
    audit = audit_of(session, trajectory.id)
    day = audit.document_review_on if audit else None
    return day if day is not None and day >= today else None


def ask_favour(
    session: Session, by: Actor, now: datetime, seat: Seat, *, code: str, name: str, email: str
) -> DocumentFavour:
    """Ask a colleague for one document, by a personal link that opens that and nothing else."""
    trajectory = seat.trajectory
    require(conditions_of_sending(session, trajectory, code))
    row = DocumentFavour(
        trajectory=trajectory, code=code, asked_by=seat.recipient.person, asked_by_name=seat.person.name,
        asked_by_email=seat.recipient.email, name=name, email=email.strip().lower(),
        asked_at=now.replace(microsecond=0),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _tell_colleague(session, now, row, "vraag_om_document", key=f"gunst:{row.id}")
    _record(session, by, now, row, "document aan een ander gevraagd", f"Aan {name}")
    return row


def _tell_colleague(session: Session, now: datetime, row: DocumentFavour, topic: str, *, key: str) -> None:
    trajectory = row.trajectory
    question = question_for(state.kinds_of(trajectory)[row.code])
    audit = audit_of(session, trajectory.id)
    due = audit.documents_due if audit and audit.told else None
    facts = {
        "vrager": row.asked_by_name, "werkgroep": trajectory.partnership.name, "naam": question.what,
        "uitleg": question.ask, "dag": due.isoformat() if due else "",
    }  # fmt: skip
    tell(
        session, now, _colleague(row), topic=topic, facts=facts, dossier=trajectory.number, key=key,
        scope=FAVOUR_SCOPE, thing=str(row.id), target="/mijn/document", by_itself=True,
    )  # fmt: skip


def _colleague(row: DocumentFavour) -> Recipient:
    return Recipient(name=row.name, email=row.email, person=f"favour:{row.id}")


def _record(session: Session, by: Actor, now: datetime, row: DocumentFavour, verb: str, what: str) -> None:
    name = state.kinds_of(row.trajectory)[row.code].name
    journal.record(
        session, by, now, verb=verb, kind="verzoek", thing=row.id, dossier=row.trajectory.number, what=f"{name}. {what}"
    )


def remind_favour(session: Session, by: Actor, now: datetime, row: DocumentFavour) -> None:
    """Ask the colleague again, at most once a day."""
    require(favour_conditions(waits=row.waits))
    row.reminded_at = now.replace(microsecond=0)
    session.flush()
    _tell_colleague(session, now, row, "document_herinneren", key=f"gunst:{row.id}:{now.date().isoformat()}")
    _record(session, by, now, row, "collega herinnerd", f"Aan {row.name}")


def withdraw_favour(session: Session, by: Actor, now: datetime, row: DocumentFavour) -> None:
    """The colleague need not send it any more: the link closes."""
    require(favour_conditions(waits=row.waits))
    row.withdrawn_at = now.replace(microsecond=0)
    links.revoke(session, now, scope=FAVOUR_SCOPE, thing=str(row.id))
    _record(session, by, now, row, "verzoek ingetrokken", f"Aan {row.name}")


def answer_favour(
    session: Session, by: Actor, now: datetime, row: DocumentFavour, shelf: FileShelf, *, upload: Upload,
    further: Sequence[Upload] = (),
) -> Document:  # fmt: skip
    """The colleague sends the document; both get told."""
    require(favour_conditions(waits=row.waits))
    document = _receive(
        session, by, now, row.trajectory, shelf, code=row.code, upload=upload, further=further, sender=row.name
    )
    row.answered_at, row.document_id = now.replace(microsecond=0), document.id
    session.flush()
    _receipt(session, now, _colleague(row), document, scope=FAVOUR_SCOPE, thing=str(row.id), target="/mijn/document")
    _tell_asker(session, now, row, "document_van_ander", {"bestand": document.file.name})
    _record(session, by, now, row, "verzoek beantwoord", f"Door {row.name}")
    return document


def decline_favour(session: Session, by: Actor, now: datetime, row: DocumentFavour, *, why: str) -> None:
    """The colleague cannot send it; who asked is told why."""
    require(favour_conditions(waits=row.waits))
    row.declined_at, row.declined_why = now.replace(microsecond=0), why
    session.flush()
    _tell_asker(session, now, row, "document_niet", {"waarom": why})
    _record(session, by, now, row, "verzoek afgewezen", f"Door {row.name}: {why}")


def _tell_asker(session: Session, now: datetime, row: DocumentFavour, topic: str, facts: dict[str, str]) -> None:
    number = row.trajectory.number
    name = state.kinds_of(row.trajectory)[row.code].name
    to = Recipient(name=row.asked_by_name, email=row.asked_by_email, person=row.asked_by)
    tell(
        session, now, to, topic=topic, facts={"wie": row.name, "document": name, **facts}, dossier=number,
        scope=SCOPE, thing=to.email, target=f"/mijn/{number}",
    )  # fmt: skip


def keep_paper(
    session: Session, by: Actor, now: datetime, seat: Seat | Holding, shelf: FileShelf, *,
    duty: str, on_day: date, what: str, upload: Upload | None,
) -> KeptPaper:  # fmt: skip
    """Put by what happened between two audits, with its paper if there is one (DOC-9)."""
    require(kept_conditions(on_day, now.date()), field="on_day")
    partnership = seat.partnership
    stored = upload and keep(session, shelf, upload, StoredFile(
        name="", media_type="", size=0, sha256="", at=now, sender=seat.person.name, kind="kept",
        thing=str(partnership.id),
    ))  # fmt: skip
    row = KeptPaper(
        partnership_id=partnership.id, duty=duty, on_day=on_day, what=what, at=now.replace(microsecond=0),
        by_name=seat.person.name, file=stored,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="stuk bewaard", kind="bewaard", thing=row.id, dossier=seat.dossier,
        what=f"{what}, {day_plain(on_day)}" + (f": {stored.name}" if stored else ""),
    )  # fmt: skip
    return row


def remove_paper(session: Session, by: Actor, now: datetime, seat: Seat | Holding, row: KeptPaper) -> None:
    """Put by by mistake: it no longer counts and is no longer shown."""
    row.removed_on = now.date()
    session.flush()
    journal.record(
        session, by, now, verb="stuk weggehaald", kind="bewaard", thing=row.id, dossier=seat.dossier,
        what=f"{row.what}, {day_plain(row.on_day)}",
    )  # fmt: skip


def send_kept_paper(
    session: Session, by: Actor, now: datetime, seat: Seat, shelf: FileShelf, *, code: str, row: KeptPaper
) -> Document:
    """What was put by becomes a document of the set. Raises KeyError, or LookupError when it has no paper."""
    if row.file is None:
        raise LookupError(row.id)
    upload = (row.file.name, shelf.get(row.file.sha256))
    return send_document(session, by, now, seat, shelf, code=code, upload=upload)
