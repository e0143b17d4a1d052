"""How much work somebody is meant to do in a year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.planning.models import WorkTarget
from auditbeheer.planning.rules.targets import Bounds, may_aim
from auditbeheer.plumbing.refusal import require


def set_target(
    session: Session, by: Actor, now: datetime, employee: Employee, *, year: int, audits: Bounds, hours: Bounds
) -> WorkTarget:
    """The least, the aim and the most of somebody's year, from now on."""
    require(may_aim(audits, hours))
    row = WorkTarget(
        employee_id=employee.id, year=year, set_at=now,
        audits_minimum=audits.minimum, audits_target=audits.target, audits_maximum=audits.maximum,
        hours_minimum=hours.minimum, hours_target=hours.target, hours_maximum=hours.maximum,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="jaardoel vastgelegd", kind="medewerker", thing=employee.id,
        what=f"{employee.name}, {year}: audits {audits.told or 'vrij'}; uren {hours.told or 'vrij'}",
    )  # fmt: skip
    return row
