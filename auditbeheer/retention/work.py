"""The yearly proposal to clean up, as long as nobody decided on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.work import Task, Term
from auditbeheer.retention.models import open_clean_up
from auditbeheer.scheme.wording import day_plain

ACTS = frozenset({Permission.BODY})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """One task for management; none of a dossier."""
    row = open_clean_up(session) if dossier is None else None
    if row is None:
        return []
    return [
        Task(
            code=f"opschonen.{row.id}", title=f"Beslis over opschonen in {row.year}", verb="Bekijken", dossier="",
            url="/opschonen", permission=Permission.BODY.value, name="Stukken van oude dossiers", place="",
            why=f"Voorgesteld op {day_plain(row.made_on)}. De bewaartermijn van deze stukken is voorbij.",
        )
    ]  # fmt: skip


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """None: papers that are kept longer break no promise."""
    return []
