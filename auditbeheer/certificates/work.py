"""How far a dossier is with its certificate, and the invoice that waits once the decision was taken."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.certificates.invoicing import to_invoice
from auditbeheer.certificates.models import certificate_for
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory

ACTS = frozenset({Permission.QUOTE})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """The invoices to hand over to the bookkeeping. A certificate itself never waits: granting issues it."""
    return [
        Task(
            code="factuur-klaarzetten",
            title="Zet de factuur klaar",
            verb="Klaarzetten",
            dossier=decision.trajectory.number,
            url=f"/certificaten/te-factureren/{decision.trajectory.number}",
            permission=Permission.QUOTE.value,
            name=decision.trajectory.partnership.name,
            place=next((link.area.municipality.name for link in decision.trajectory.areas), ""),
            why=f"Het besluit is genomen op {day_short(decision.on_day)}.",
        )
        for decision in to_invoice(session, dossier)
    ]


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """None: its last day stands on it, and what must be done before that is a step of the next dossier."""
    return []


def step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """The certificate of one dossier."""
    certificate = certificate_for(session, trajectory.id)
    if certificate is None:
        return Step("certificaat", "Certificaat", StepState.NOT_BEGUN, open=False)
    return Step("certificaat", "Certificaat", StepState.DONE, f"geldig tot en met {day_short(certificate.last_day)}")
