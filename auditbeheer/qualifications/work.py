"""What waits around auditors: evidence that runs out, a verdict to give, a declaration to make."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.work import Task, Term
from auditbeheer.qualifications.models import evidence_that_ends, undeclared, verdicts_to_give
from auditbeheer.scheme.wording import day_plain

AHEAD = timedelta(days=60)  # so long before evidence runs out it is asked for
BACK = timedelta(days=366)

ACTS = frozenset({Permission.QUALIFY, Permission.AUDIT})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """Work around auditors; none of it belongs to one dossier."""
    if dossier is not None:
        return []
    return [*_evidence(session, today), *_verdicts(session), *_declarations(session, today)]


def _evidence(session: Session, today: date) -> list[Task]:
    return [
        Task(
            code="bewijs-vernieuwen",
            title=f"Vernieuw het bewijs van {employee.short_name}",
            verb="Vernieuwen",
            dossier="",
            url=f"/auditors/{employee.id}",
            permission=Permission.QUALIFY.value,
            name=row.document,
            last_day=row.valid_until,
            why="Zonder geldig bewijs is de kwalificatie verlopen.",
        )
        for row, employee in evidence_that_ends(session, today - BACK, today + AHEAD)
    ]


def _verdicts(session: Session) -> list[Task]:
    return [
        Task(
            code="oordeel-geven",
            title=f"Geef uw oordeel over de audit van {employee.short_name}",
            verb="Beoordelen",
            dossier=row.audit_ref,
            url=f"/auditors/{employee.id}/oordeel/{row.id}",
            permission=Permission.QUALIFY.value,
            why=f"De audit was op {day_plain(row.on_day)}, onder toezicht.",
        )
        for row, employee in verdicts_to_give(session)
    ]


def _declarations(session: Session, today: date) -> list[Task]:
    rule = own_rules_on(session, today)["impartiality_statements"]
    return [
        Task(
            code="onpartijdigheid-verklaren",
            title=f"Verklaar uw onpartijdigheid over {today.year}",
            verb="Verklaren",
            dossier="",
            url=f"/auditors/{employee.id}/verklaren",
            permission=Permission.AUDIT.value,
            why="Zonder verklaring kan niemand u toewijzen.",
            source=rule.source,
            person=employee.id,
        )
        for employee in undeclared(session, today.year)
    ]


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """No term of a dossier runs here."""
    return []
