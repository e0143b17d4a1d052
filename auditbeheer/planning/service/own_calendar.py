"""The secret address of an auditor's own days: made, made anew, ended. Only its hash is kept; one at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.planning.own_calendar import ADDRESS_DAYS, OWN_SCOPE
from auditbeheer.plumbing.outbox import Recipient


def make_own_address(session: Session, by: Actor, now: datetime, employee: Employee) -> str:
    """A new address; the one before stops. Returns its code, which is told once and kept nowhere."""
    links.revoke(session, now, scope=OWN_SCOPE, thing=str(employee.id))
    to = Recipient(name=employee.name, email=employee.email, person=f"employee:{employee.id}")
    last_day = now.date() + timedelta(days=ADDRESS_DAYS)
    link, code = links.make(session, now, to, scope=OWN_SCOPE, thing=str(employee.id), last_day=last_day)
    journal.record(session, by, now, verb="agenda-adres gemaakt", kind="link", thing=link.id, what=employee.name)
    return code


def end_own_address(session: Session, by: Actor, now: datetime, employee: Employee) -> int:
    """The address stops; returns how many there were."""
    ended = links.revoke(session, now, scope=OWN_SCOPE, thing=str(employee.id))
    journal.record(
        session, by, now, verb="agenda-adres gestopt", kind="medewerker", thing=employee.id, what=employee.name
    )  # fmt: skip
    return ended
