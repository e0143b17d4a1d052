"""What the scheme manager decides about a year with too few assessments (QUA-4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications.models import QualifiedAs, ShortfallDecision, ShortfallVerdict, shortfall_decisions
from auditbeheer.qualifications.rules import State, Year, may_decide, measure_told, stands_as
from auditbeheer.qualifications.service.judging import conditions_to_judge, suspend
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role


def conditions_to_decide(
    session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, year: int
) -> list[Condition]:
    """All that must hold before a shortfall is decided about: there is one, and somebody else decides."""
    counted, state = _counted(session, now, employee, scheme, year)
    decided = [
        row.expected for row in shortfall_decisions(session, [employee.id])
        if (row.scheme, row.year) == (scheme.key, year)
    ]  # fmt: skip
    return [
        *conditions_to_judge(session, by, now, employee, scheme, QualifiedAs.AUDITOR),
        stands_as(employee.short_name, state, (State.QUALIFIED, State.EXPIRED)),
        *may_decide(counted, now.date(), decided[-1] if decided else None),
    ]


def _counted(
    session: Session, now: datetime, employee: Employee, scheme: Scheme, year: int
) -> tuple[Year | None, State]:
    """The year as it stands, and how the auditor stands today."""
    files = files_of(session, [employee])
    held = files.qualification(employee, scheme, Role.AUDITOR, now.date())
    return next((one for one in files.years(employee, scheme, now.date()) if one.year == year), None), held.state


def decide_on_shortfall(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    year: int,
    verdict: ShortfallVerdict,
    measure: str,
    why: str,
) -> ShortfallDecision:
    """Keep somebody with a measure, or suspend: then the suspension is carried out as the act that it always is."""
    require(conditions_to_decide(session, by, now, employee, scheme, year))
    require(measure_told(measure, keeps=verdict is ShortfallVerdict.KEPT), field="measure")
    counted, _ = _counted(session, now, employee, scheme, year)
    row = ShortfallDecision(
        employee_id=employee.id, scheme=scheme.key, year=year, verdict=verdict,
        expected=counted.expected if counted else 0, needed=counted.needed if counted else 0, measure=measure, why=why,
        on_day=now.date(), by_id=by.employee_id or 0, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="besluit over beoordelingen", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}, {year}, {row.expected} van {row.needed}: {verdict}{' – ' if measure else ''}{measure}",
        why=why,
    )  # fmt: skip
    if verdict is ShortfallVerdict.SUSPENDED:
        suspend(session, by, now, employee, scheme=scheme, capacity=QualifiedAs.AUDITOR, why=why)
    return row
