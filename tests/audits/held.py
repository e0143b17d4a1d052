"""An audit that was held, as tests of the report and of what follows need it."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime
from decimal import Decimal

from pypdf import PdfReader
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.audits import service
from auditbeheer.audits.facts import members_at
from auditbeheer.audits.models import PointVerdict, Report, report_of
from auditbeheer.audits.service import PartyThere
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.files import FileShelf
from tests.documents.scenes import Scene, at, there


def everybody(audit: Audit, *absent: str) -> list[PartyThere]:
    """All parties were there with their first person, not their second. ``absent``: kinds that were not there."""
    return [
        PartyThere(party, False)
        if party.kind in absent
        else PartyThere(party, True, (party.representatives[0].name,), (party.representatives[1].name,))
        for party in members_at(audit)
    ]


def judge_all(session: Session, by: Actor, now: datetime, audit: Audit, *deviating: str) -> None:
    """Every point in order, but for those named."""
    for point in service.checklist_of(audit):
        off = point.code in deviating
        service.judge_point(
            session, by, now, audit, point=point,
            verdict=PointVerdict.DEVIATION if off else PointVerdict.IN_ORDER,
            note=f"Bij {point.code} klopt iets niet" if off else "",
        )  # fmt: skip


def hold(session: Session, by: Actor, now: datetime, audit: Audit, *deviating: str) -> None:
    """The audit from attendance to closing."""
    service.record_attendance(session, by, now, audit, entries=everybody(audit), opened_on=0)
    judge_all(session, by, now, audit, *deviating)
    close(session, by, now, audit)


def close(session: Session, by: Actor, now: datetime, audit: Audit, on: date | None = None) -> None:
    """The closing meeting."""
    service.close_audit(
        session, by, now, audit, closed_on=on or now.date(), present="Selin Yılmaz\nPiet de Boer",
        agreed_with="Selin Yılmaz", hours=Decimal("6.5"),
    )  # fmt: skip


def write(session: Session, by: Actor, now: datetime, audit: Audit, **changes: str) -> Report:
    """The report with a text for each topic."""
    texts = {code: f"Over {words.lower()}" for code, words, _ in service.topics_of(audit)} | changes
    return service.write_report(
        session, by, now, audit, summary="De samenwerking werkt.", good="De schouw\nDe verslagen", texts=texts
    )


def submit(session: Session, here: Scene) -> Report:
    """The auditor hands the report in, on the day of the audit."""
    return service.submit_report(session, here.by(here.auditor), at(here.audit.day), here.audit)


def establish(session: Session, here: Scene) -> Report:
    """The scheme manager, who was not there, finds it in order."""
    report = there(report_of(session, here.audit.id))
    return service.establish_report(session, here.by(here.manager), at(here.audit.day), report)


def send(session: Session, here: Scene, shelf: FileShelf, on: date = date(2026, 12, 20)) -> Report:
    """The newest edition goes out."""
    report = there(report_of(session, here.audit.id))
    return service.send_report(
        session, here.by(here.auditor), at(on), report, shelf, sent_on=on, sent_to="Selin Yılmaz"
    )  # fmt: skip


def words(content: bytes) -> str:
    """What stands in a PDF, blanks folded."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def read(shelf: FileShelf, report: Report) -> str:
    """What stands in the report as it was sent."""
    content = shelf.get(report.pdf_sha256 or "")
    assert hashlib.sha256(content).hexdigest() == report.pdf_sha256
    return words(content)
