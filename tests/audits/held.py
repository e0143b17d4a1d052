"""An audit that was held, as tests of the report and of what follows need it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.audits import service
from auditbeheer.audits.facts import members_at
from auditbeheer.audits.models import PointVerdict, Report
from auditbeheer.audits.service import PartyThere
from auditbeheer.planning.models import Audit


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
