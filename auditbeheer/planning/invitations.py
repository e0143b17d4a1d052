"""Who is told about an audit's day by mail: the working group once the day is theirs, the team when it is soon.

The working group hears of a day when it is confirmed to them; a day that they never heard of is not moved or called
off for them. Auditors find their days in the work list; what changes within seven days is mailed to them at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.planning.models import Assignment, Audit
from auditbeheer.plumbing.outbox import Recipient, tell, withdraw
from auditbeheer.quotes.letters import tell_contact

SOON = timedelta(days=7)
PAGE = "afspraken"  # the page behind the client's door


def tell_planned(session: Session, now: datetime, audit: Audit) -> None:
    """The day is confirmed. Confirmed anew (another auditor), it tells the working group nothing new."""
    tell_contact(
        session, now, audit.trajectory, topic="audit_gepland", page=PAGE, key=_key(audit),
        facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
               "documenten": _due(audit)},
    )  # fmt: skip


def tell_moved(session: Session, now: datetime, audit: Audit, moved: Audit) -> None:
    """Another day. The team hears of it when the old day or the new one is soon."""
    if audit.confirmed_on is not None:
        withdraw(session, now, key=_key(audit))
        tell_contact(
            session, now, audit.trajectory, topic="audit_verzet", page=PAGE, key=_key(moved),
            facts={"dag": moved.day.isoformat(), "tijd": f"{moved.starts_at:%H:%M}", "plaats": moved.place,
                   "eerder": audit.day.isoformat(), "documenten": _due(moved)},
        )  # fmt: skip
    for member in _team_of(audit):
        tell_left(session, now, member)
    for member in moved.present_team:
        tell_assigned(session, now, member)


def tell_cancelled(session: Session, now: datetime, audit: Audit) -> None:
    """The day is off, for who had heard of it."""
    if audit.confirmed_on is not None:
        withdraw(session, now, key=_key(audit))
        tell_contact(
            session, now, audit.trajectory, topic="audit_afgezegd", page=PAGE, key=f"audit-afgezegd:{audit.id}",
            facts={"dag": audit.day.isoformat()},
        )  # fmt: skip
    for member in _team_of(audit):
        tell_left(session, now, member)


def tell_assigned(session: Session, now: datetime, member: Assignment) -> None:
    """Somebody is in the team of an audit that is soon."""
    audit = member.audit
    if not is_soon(audit.day, now.date()):
        return
    tell(
        session, now, _colleague(member), topic="audit_toegewezen", dossier=audit.trajectory.number, by_itself=True,
        target=f"/dossiers/{audit.trajectory.number}/planning", key=f"toegewezen:{member.id}",
        facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
               "rol": member.role.value},
    )  # fmt: skip


def tell_left(session: Session, now: datetime, member: Assignment) -> None:
    """Somebody is not in the team any more of an audit that was soon."""
    audit = member.audit
    if not is_soon(audit.day, now.date()):
        return
    tell(
        session, now, _colleague(member), topic="audit_voorbij", dossier=audit.trajectory.number, by_itself=True,
        target=f"/dossiers/{audit.trajectory.number}", key=f"voorbij:{member.id}",
        facts={"dag": audit.day.isoformat(), "reden": member.withdrawn_why},
    )  # fmt: skip


def is_soon(day: date, today: date) -> bool:
    """Within seven days: too soon to find out from the work list.

    >>> is_soon(date(2026, 12, 9), date(2026, 12, 2)), is_soon(date(2026, 12, 9), date(2026, 12, 1))
    (True, False)
    """
    return today <= day <= today + SOON


def _team_of(audit: Audit) -> list[Assignment]:
    """Who was in the team until the audit was taken off its day."""
    return [one for one in audit.team if one.withdrawn_on and one.withdrawn_why == audit.cancelled_why]


def _colleague(member: Assignment) -> Recipient:
    employee = member.employee
    return Recipient(name=employee.name, email=employee.email, person=f"employee:{employee.id}")


def _key(audit: Audit) -> str:
    return f"audit-dag:{audit.id}"


def _due(audit: Audit) -> str:
    return audit.documents_due.isoformat() if audit.documents_due else ""
