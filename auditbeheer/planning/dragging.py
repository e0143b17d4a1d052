"""An audit dragged in the calendar: what letting go there would do, and what stands in its way. Nothing is done here.

To another day, or by auditor to another row: somebody else for the part that the one of the first row has. What it asks
is what the form asks that opens then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.planning import service
from auditbeheer.planning.models import Assignment, Audit, TeamRole
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import day_long


class Opens(Enum):
    """The form that letting go opens."""

    MOVE = "verzetten"
    REPLACE = "vervangen"
    ASSIGN = "toewijzen"


@dataclass(frozen=True)
class Drop:
    """What letting go asks. ``member``: who gives way, when somebody is replaced."""

    opens: Opens
    title: str
    conditions: Sequence[Condition]
    member: Assignment | None = None


def drop_on(
    session: Session, now: datetime, audit: Audit, day: date, came_from: int | None, onto: Employee | None
) -> Drop:
    """An audit held above a cell. ``came_from``: in whose row it hung; ``onto``: in whose row the cell is."""
    name = audit.trajectory.partnership.name
    member = next((one for one in audit.present_team if one.employee_id == came_from), None)
    if onto is None or onto.id == came_from:
        conditions = service.conditions_to_move(
            session, now, audit, day=day, starts_at=audit.starts_at, review_on=audit.document_review_on
        )  # fmt: skip
        return Drop(Opens.MOVE, f"{name} op {day_long(day)}", conditions)
    role = TeamRole.LEAD if member is None else member.role
    conditions = [
        _same_day(audit.day, day),
        *service.conditions_to_assign(session, now, audit, onto, role, leaving=member),
    ]
    if member is None:
        return Drop(Opens.ASSIGN, f"{name} op {day_long(audit.day)} door {onto.name}", conditions)
    title = f"{name} op {day_long(audit.day)} door {onto.name} in plaats van {member.employee.name}"
    return Drop(Opens.REPLACE, title, conditions, member)


def _same_day(stands_on: date, day: date) -> Condition:
    return Condition("slepen.een_ding", "De dag blijft dezelfde", day == stands_on, day_long(day), SETTING,
                     "Een andere dag en een andere auditor gaan niet in één keer. Sleep eerst naar de andere dag, of"
                     " eerst naar de andere auditor.")  # fmt: skip
