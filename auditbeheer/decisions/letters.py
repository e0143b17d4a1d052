"""Who hears of a decision that is no certificate: the working group of a refusal, the auditor of what comes back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.decisions.models import Decision
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.quotes.models import Trajectory


def tell_refused(session: Session, now: datetime, decision: Decision) -> None:
    """The certificate is refused: why, and that one may object."""
    tell_contact(
        session, now, decision.trajectory, topic="besluit_geweigerd", key=f"besluit-geweigerd:{decision.id}",
        facts={"groep": decision.trajectory.partnership.name, "dag": decision.on_day.isoformat(),
               "waarom": decision.why},
    )  # fmt: skip


def tell_reopened(session: Session, now: datetime, decision: Decision, why: str) -> None:
    """A refusal is taken back: a new decision comes. Who did the audit hears it at once."""
    tell_contact(
        session, now, decision.trajectory, topic="besluit_heropend", key=f"besluit-heropend:{decision.id}",
        facts={"groep": decision.trajectory.partnership.name, "waarom": why},
    )  # fmt: skip
    _tell_lead(session, now, decision.trajectory, topic="besluit_terug_auditor", what=why, step="besluit")


def tell_returned(session: Session, now: datetime, trajectory: Trajectory, question: str) -> None:
    """The report comes back from the review with a question: who wrote it hears it at once (ux §4)."""
    _tell_lead(session, now, trajectory, topic="rapport_terug", what=question, step="rapport")


def _tell_lead(session: Session, now: datetime, trajectory: Trajectory, *, topic: str, what: str, step: str) -> None:
    audit = audit_of(session, trajectory.id)
    lead = audit.lead if audit else None
    if lead is None:
        return
    tell(
        session, now, Recipient(name=lead.name, email=lead.email, person=f"employee:{lead.id}"), topic=topic,
        facts={"groep": trajectory.partnership.name, "wat": what}, dossier=trajectory.number, by_itself=True,
        target=f"/dossiers/{trajectory.number}/{step}",
    )  # fmt: skip
