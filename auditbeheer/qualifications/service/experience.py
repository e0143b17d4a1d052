"""What can be done with somebody's ledger by hand: add an audit from before this system, give a verdict (QUA-3)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import Experience, ExperienceKind, ExperienceState, QualifiedAs
from auditbeheer.qualifications.rules import held_by_then, may_give_verdict
from auditbeheer.qualifications.service.judging import conditions_to_judge
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_plain


def add_experience(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    audit_ref: str,
    area_type: str,
    kind: ExperienceKind,
    on_day: date,
    positive: bool | None,
    source: str,
) -> Experience:
    """An audit from before this system, with where it is documented. ``positive``: the supervisor's verdict.

    Judged by the same people as evidence; nobody writes their own ledger.
    """
    require(conditions_to_judge(session, by, now, employee, scheme, QualifiedAs.AUDITOR))
    earlier = models.experience_for(session, employee.id, audit_ref)
    already = earlier is not None
    require(held_by_then(on_day, now.date(), audit=audit_ref, already=already, kind=kind.value, positive=positive))
    row = Experience(
        employee_id=employee.id, audit_ref=audit_ref, scheme=scheme.key, area_type=area_type, kind=kind,
        state=ExperienceState.HELD, on_day=on_day, verdict_positive=positive,
        verdict_by_id=by.employee_id if positive is not None else None, source=source,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="ervaring vastgelegd", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}: {audit_ref} op {day_plain(on_day)}, {kind}", why=source,
    )  # fmt: skip
    return row


def give_verdict(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    experience: Experience,
    *,
    scheme: Scheme,
    positive: bool,
    why: str,
) -> Experience:
    """The supervisor's verdict on an audit that a trainee led (QUA-3); by another, once it was held."""
    held = experience.state is ExperienceState.HELD and experience.kind is ExperienceKind.INDEPENDENT
    require([
        *conditions_to_judge(session, by, now, employee, scheme, QualifiedAs.AUDITOR),
        *may_give_verdict(by.employee_id, experience.employee_id, held=held),
    ])  # fmt: skip
    experience.verdict_positive, experience.verdict_by_id = positive, by.employee_id
    word = "positief" if positive else "niet positief"
    journal.record(
        session, by, now, verb="oordeel over audit", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}, {experience.audit_ref} van {day_plain(experience.on_day)}: {word}", why=why,
    )  # fmt: skip
    return experience
