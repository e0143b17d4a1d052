"""Whose work somebody does on a day, and the words that mark it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import StandIn, stand_ins_by
from auditbeheer.accounts.permissions import Permission
from auditbeheer.scheme.wording import day_plain

# What only the person of the team may do: an audit is handed over by replacing the auditor, not by standing in.
NOT_TAKEN_OVER = frozenset({Permission.AUDIT})


def stands_in_for(session: Session, who: Actor, day: date) -> dict[int, str]:
    """For whom ``who`` stands in on ``day``: employee -> "Werk van A. Vos, tot en met 4 december 2026"."""
    if who.employee_id is None:
        return {}
    return {row.absent_id: words_of(row) for row in stand_ins_by(session, who.employee_id, day)}


def words_of(row: StandIn) -> str:
    """How work that was taken over is marked."""
    return f"Werk van {row.absent.short_name}, tot en met {day_plain(row.until_day)}"
