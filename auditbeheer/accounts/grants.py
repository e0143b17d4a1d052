"""Who may see which one thing, from which day, and why. Later steps write grants; the gate reads only these.

Somebody who reads everything by role (``Permission.READ_ALL``) needs none.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Grant
from auditbeheer.accounts.permissions import Permission

DOSSIER = "dossier"
PERSON = "persoon"


def give(session: Session, employee_id: int, *, kind: str, thing: str, why: str, from_day: date) -> None:
    """Open one thing to one person; a grant for the same reason that is open already stays as it is."""
    if _open_grant(session, employee_id, kind, thing, why) is None:
        session.add(Grant(employee_id=employee_id, kind=kind, thing=thing, why=why, from_day=from_day))
        session.flush()


def take_back(session: Session, employee_id: int, *, kind: str, thing: str, why: str, until_day: date) -> None:
    """End the grant for this reason; ``until_day`` is the last day on which it held."""
    grant = _open_grant(session, employee_id, kind, thing, why)
    if grant is not None:
        grant.until_day = until_day
        session.flush()


def _open_grant(session: Session, employee_id: int, kind: str, thing: str, why: str) -> Grant | None:
    query = select(Grant).where(
        Grant.employee_id == employee_id, Grant.kind == kind, Grant.thing == thing, Grant.why == why,
        Grant.until_day.is_(None),
    )  # fmt: skip
    return session.scalars(query).one_or_none()


def things_open_to(session: Session, who: Actor, kind: str, day: date) -> frozenset[str]:
    """The things of one kind that are open to ``who`` on ``day`` by a grant."""
    if who.employee_id is None:
        return frozenset()
    still = Grant.until_day.is_(None) | (Grant.until_day >= day)
    query = select(Grant.thing).where(
        Grant.employee_id == who.employee_id, Grant.kind == kind, Grant.from_day <= day, still
    )
    return frozenset(session.scalars(query))


def may_see(session: Session, who: Actor, kind: str, thing: str, day: date) -> bool:
    """Whether one thing is open to ``who``: by role to who reads everything, else by a grant."""
    return who.may(Permission.READ_ALL) or thing in things_open_to(session, who, kind, day)
