"""Who is away, and when: nobody on the day of an own audit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.planning import models
from auditbeheer.planning.models import Absence
from auditbeheer.planning.rules import days_of_absence
from auditbeheer.plumbing.refusal import require
from auditbeheer.scheme.wording import day_plain


def record_absence(
    session: Session, by: Actor, now: datetime, employee: Employee, *, from_day: date, until_day: date, why: str
) -> Absence:
    """Somebody is away; refused while an audit stands in that period."""
    rows = models.assignments_of(session, employee.id, from_day)
    planned = [(row.day, row.audit.trajectory.partnership.name) for row in rows]
    require(days_of_absence(from_day, until_day, planned), field="until_day")
    row = Absence(employee_id=employee.id, from_day=from_day, until_day=until_day, why=why)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="afwezigheid vastgelegd", kind="medewerker", thing=employee.id,
        what=f"{employee.name}: {day_plain(from_day)} tot en met {day_plain(until_day)}", why=why,
    )  # fmt: skip
    return row
