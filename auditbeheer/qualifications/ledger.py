"""The ledger of experience, as planning and audits write it: an audit is expected, held, or withdrawn.

Planning and audits lie above; they tell this ledger, so that a qualification never has to ask them.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.qualifications.models import Experience, ExperienceKind, ExperienceState, experience_for, experience_in
from auditbeheer.scheme.wording import day_plain


def expect(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    audit_ref: str,
    scheme: str,
    area_type: str,
    kind: ExperienceKind,
    on_day: date,
) -> Experience:
    """An audit is planned for somebody; planned again, the same line says the new day and part."""
    row = experience_for(session, employee.id, audit_ref)
    if row is None:
        row = Experience(
            employee_id=employee.id, audit_ref=audit_ref, scheme=scheme, area_type=area_type, kind=kind,
            state=ExperienceState.EXPECTED, on_day=on_day, source="planning",
        )  # fmt: skip
        session.add(row)
    row.scheme, row.kind, row.on_day, row.state = scheme, kind, on_day, ExperienceState.EXPECTED
    session.flush()
    journal.record(
        session, by, now, verb="audit verwacht", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}: {audit_ref} op {day_plain(on_day)}, {kind}",
    )  # fmt: skip
    return row


def held(session: Session, by: Actor, now: datetime, *, audit_ref: str, on_day: date) -> list[Experience]:
    """The audit was held: it counts for everybody who was expected."""
    rows = [row for row in experience_in(session, audit_ref) if row.state is ExperienceState.EXPECTED]
    for row in rows:
        row.state, row.on_day = ExperienceState.HELD, on_day
    journal.record(
        session, by, now, verb="audit telt mee", kind="kwalificatie", thing=audit_ref,
        what=f"{audit_ref} is gehouden op {day_plain(on_day)} en telt voor {len(rows)} teamleden",
    )  # fmt: skip
    return rows


def withdraw_experience(
    session: Session, by: Actor, now: datetime, *, audit_ref: str, employee: Employee | None = None, why: str
) -> list[Experience]:
    """The audit is off for this person (or for all): it is no longer expected. A held audit stays held."""
    rows = [
        row
        for row in experience_in(session, audit_ref)
        if row.state is ExperienceState.EXPECTED and (employee is None or row.employee_id == employee.id)
    ]
    for row in rows:
        row.state = ExperienceState.WITHDRAWN
    who = employee.name if employee else "het hele team"
    journal.record(
        session, by, now, verb="audit vervalt", kind="kwalificatie", thing=audit_ref,
        what=f"{audit_ref} telt niet meer mee voor {who}", why=why,
    )  # fmt: skip
    return rows
