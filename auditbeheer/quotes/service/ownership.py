"""Who answers for a dossier (dossierhouder), and how that passes to a colleague."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission, may
from auditbeheer.accounts.rules import may_take_over
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition


def take_over_conditions(taker: Employee, giver: Employee, day: date) -> list[Condition]:
    """Whether ``taker`` may answer for the dossiers of ``giver`` from ``day`` on."""
    here = taker.left_on is None or taker.left_on > day
    return may_take_over(here, may(taker.role_names, Permission.APPLICATION), taker is not giver)


def hand_over(
    session: Session, by: Actor, now: datetime, trajectories: Iterable[Trajectory], taker: Employee, *, why: str
) -> int:
    """``taker`` answers for these from now on; returns how many. Raises ``Refused``."""
    handed = 0
    for trajectory in trajectories:
        giver = trajectory.owner
        require(take_over_conditions(taker, giver, now.date()), field="taker")
        trajectory.owner = taker
        session.flush()
        journal.record(
            session, by, now, verb="dossier overgedragen", kind="dossier", thing=trajectory.number,
            dossier=trajectory.number, what=f"Van {giver.name} aan {taker.name}", why=why,
        )  # fmt: skip
        handed += 1
    return handed
