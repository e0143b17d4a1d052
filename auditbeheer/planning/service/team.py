"""Who is in the team of an audit: join, leave, take over a part, confirm to be impartial (QUA-6, QUA-7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import invitations
from auditbeheer.planning.choices import choice_of
from auditbeheer.planning.models import Assignment, Audit, Cause, TeamRole
from auditbeheer.planning.rules import borne, may_state_impartiality, not_held, not_past, supervisor_stays
from auditbeheer.planning.seats import close_dossier, put_in_team, stated_before
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications import ledger
from auditbeheer.qualifications.models import ExperienceKind, ExperienceState, experience_in
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import day_long

# How a part in a team counts in the ledger; a supervisor and an observer gather no experience as auditor.
COUNTS_AS = {
    TeamRole.LEAD: ExperienceKind.LED,
    TeamRole.SECOND: ExperienceKind.LED,
    TeamRole.TRAINEE: ExperienceKind.ATTENDED,
    TeamRole.TRAINEE_LEAD: ExperienceKind.INDEPENDENT,
}


def conditions_to_change(session: Session, audit: Audit) -> list[Condition]:
    """Whether an audit can still be moved, cancelled or staffed: not once it was held."""
    if audit.extra_id is not None:
        return [not_held(audit.day, held=audit.held_on is not None)]
    held = any(row.state is ExperienceState.HELD for row in experience_in(session, audit.trajectory.number))
    return [not_held(audit.day, held=held)]


def conditions_to_assign(
    session: Session,
    now: datetime,
    audit: Audit,
    employee: Employee,
    role: TeamRole,
    *,
    leaving: Assignment | None = None,
) -> list[Condition]:
    """All that must hold for somebody to take this part: QUA-3, QUA-6, QUA-7, free that day, one leader."""
    rules = own_rules_on(session, now.date())
    choice = choice_of(session, audit, Part(role.value), rules, employee, leaving)
    return [*choice.conditions, not_past(audit.day, now.date()), *conditions_to_change(session, audit)]


def assign(
    session: Session, by: Actor, now: datetime, audit: Audit, employee: Employee, *, role: TeamRole
) -> Assignment:
    """Somebody joins the team. Of two who assign the same person on one day at once, the database refuses one."""
    require(conditions_to_assign(session, now, audit, employee, role))
    row = put_in_team(session, now, audit, employee, role)
    expect(session, by, now, audit, employee, role)
    journal.record(
        session, by, now, verb="toegewezen", kind="audit", thing=audit.id,
        what=f"{employee.name} is {role} op {day_long(audit.day)}", dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_assigned(session, now, row)
    return row


def expect(session: Session, by: Actor, now: datetime, audit: Audit, employee: Employee, role: TeamRole) -> None:
    """The ledger of experience expects this audit of somebody, where the part counts; an extra assessment is none."""
    kind = COUNTS_AS.get(role) if audit.extra_id is None else None
    if kind is not None:
        trajectory = audit.trajectory
        ledger.expect(
            session, by, now, employee, audit_ref=trajectory.number, scheme=trajectory.scheme or "",
            area_type=trajectory.area_type.value, kind=kind, on_day=audit.day,
        )  # fmt: skip


def withdraw(
    session: Session, by: Actor, now: datetime, assignment: Assignment, *, why: str, cause: Cause
) -> Assignment:
    """Somebody leaves the team."""
    audit = assignment.audit
    require([*conditions_to_change(session, audit), _supervision_stays(assignment)])
    _leave(session, now, assignment, why, cause)
    _no_longer(session, by, now, assignment)
    invitations.tell_left(session, now, assignment)
    return assignment


def _supervision_stays(leaving: Assignment) -> Condition:
    team = leaving.audit.present_team
    trainee = next((m.employee.short_name for m in team if m.role is TeamRole.TRAINEE_LEAD), None)
    return supervisor_stays(leaving.employee.short_name, trainee if leaving.role is TeamRole.SUPERVISOR else None)


def _leave(session: Session, now: datetime, assignment: Assignment, why: str, cause: Cause) -> None:
    assignment.withdrawn_on, assignment.withdrawn_why, assignment.withdrawn_cause = now.date(), why, cause
    assignment.audit.confirmed_on = None
    close_dossier(session, now, assignment)
    session.flush()


def _no_longer(session: Session, by: Actor, now: datetime, assignment: Assignment) -> None:
    number, why = assignment.audit.trajectory.number, assignment.withdrawn_why
    if assignment.audit.extra_id is None:
        ledger.withdraw_experience(session, by, now, audit_ref=number, employee=assignment.employee, why=why)
    journal.record(
        session, by, now, verb="uit het team", kind="audit", thing=assignment.audit_id,
        what=f"{assignment.employee.name}, {assignment.role}", why=borne(why, assignment.withdrawn_cause),
        dossier=number,
    )  # fmt: skip


def replace_auditor(
    session: Session, by: Actor, now: datetime, assignment: Assignment, *, employee: Employee, why: str, cause: Cause
) -> Assignment:
    """Somebody else takes the same part, at once: the team is never without in between.

    A day that was confirmed stays so when everybody has stated to be impartial in this audit (QUA-7).
    """
    audit, role, confirmed = assignment.audit, assignment.role, assignment.audit.confirmed_on
    require(conditions_to_assign(session, now, audit, employee, role, leaving=assignment))
    _leave(session, now, assignment, why, cause)
    row = put_in_team(session, now, audit, employee, role)
    row.impartial_on = stated_before(audit, employee)
    if all(member.impartial_on for member in audit.present_team):
        audit.confirmed_on = confirmed
    _no_longer(session, by, now, assignment)
    expect(session, by, now, audit, employee, role)
    journal.record(
        session, by, now, verb="auditor vervangen", kind="audit", thing=audit.id,
        what=f"{employee.name} is {role} in plaats van {assignment.employee.name}",
        why=borne(why, cause), dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_replaced(session, now, assignment, row, known=audit.told)
    return row


def confirm_impartiality(session: Session, by: Actor, now: datetime, assignment: Assignment) -> Assignment:
    """A team member states to be impartial towards this partnership (QUA-7)."""
    own, given = by.employee_id == assignment.employee_id, assignment.impartial_on is not None
    require(may_state_impartiality(own=own, given=given))
    assignment.impartial_on = now.date()
    journal.record(
        session, by, now, verb="onpartijdigheid bevestigd", kind="audit", thing=assignment.audit_id,
        what=f"{assignment.employee.name}, {assignment.role}", dossier=assignment.audit.trajectory.number,
    )  # fmt: skip
    return assignment
