"""Who answers for a dossier (dossierhouder), and how that passes to a colleague."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission, may
from auditbeheer.accounts.rules import may_take_over
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition

MOST_NAMED = 40


def take_over_conditions(taker: Employee, giver: Employee, day: date) -> list[Condition]:
    """Whether ``taker`` may answer for the dossiers of ``giver`` from ``day`` on."""
    here = taker.left_on is None or taker.left_on > day
    return may_take_over(here, may(taker.role_names, Permission.APPLICATION), taker is not giver)


def hand_over(
    session: Session, by: Actor, now: datetime, trajectories: Iterable[Trajectory], taker: Employee, *, why: str
) -> int:
    """``taker`` answers for these from now on; returns how many. Raises ``Refused``."""
    handed: list[Trajectory] = []
    for trajectory in trajectories:
        giver = trajectory.owner
        require(take_over_conditions(taker, giver, now.date()), field="taker")
        trajectory.owner = taker
        session.flush()
        journal.record(
            session, by, now, verb="dossier overgedragen", kind="dossier", thing=trajectory.number,
            dossier=trajectory.number, what=f"Van {giver.name} aan {taker.name}", why=why,
        )  # fmt: skip
        handed.append(trajectory)
    if handed and by.employee_id != taker.id:
        _tell_taker(session, now, by, taker, handed, why)
    return len(handed)


def _tell_taker(
    session: Session, now: datetime, by: Actor, taker: Employee, handed: Sequence[Trajectory], why: str
) -> None:
    """Whoever answers from now on hears it at once, in one mail however many there are."""
    one = handed[0].number if len(handed) == 1 else None
    tell(
        session, now, Recipient(name=taker.name, email=taker.email, person=f"employee:{taker.id}"),
        topic="overgedragen", dossier=one, by_itself=True, target=f"/dossiers/{one}" if one else "/werk",
        facts={"aantal": len(handed), "van": by.name, "waarom": why,
               "namen": [f"{row.number}, {row.partnership.name}" for row in handed[:MOST_NAMED]]},
    )  # fmt: skip
