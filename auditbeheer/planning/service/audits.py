"""What can be done with an audit: plan, move, cancel, staff, confirm. A move is a new row; the old one stays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auditbeheer.accounts import grants, journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import day_letters, invitations, models
from auditbeheer.planning.choices import LEADING, choice_of, plan_facts, team_problems
from auditbeheer.planning.models import Assignment, Audit, TeamRole
from auditbeheer.planning.rules import (
    Member,
    Wish,
    is_free,
    may_confirm,
    may_plan,
    may_state_impartiality,
    none_planned,
    not_held,
    not_past,
    promised,
    supervisor_stays,
)
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.qualifications import ledger
from auditbeheer.qualifications.models import ExperienceKind, ExperienceState, experience_in
from auditbeheer.qualifications.rules import Part
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import day_long, day_plain, hours, join_and

IN_TEAM = "in het auditteam"  # why a team member reads the dossier
# How a part in a team counts in the ledger; a supervisor and an observer gather no experience as auditor.
COUNTS_AS = {
    TeamRole.LEAD: ExperienceKind.LED,
    TeamRole.SECOND: ExperienceKind.LED,
    TeamRole.TRAINEE: ExperienceKind.ATTENDED,
    TeamRole.TRAINEE_LEAD: ExperienceKind.INDEPENDENT,
}


def conditions_to_plan(
    session: Session, now: datetime, trajectory: Trajectory, *, day: date, review_on: date | None, hours: Decimal
) -> list[Condition]:
    """All that must hold before an audit stands on this day; moving asks the same (SCH-8)."""
    return may_plan(Wish(day, review_on, hours), plan_facts(session, trajectory), now.date())


def plan_audit(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    day: date,
    starts_at: time,
    place: str,
    hours: Decimal,
    document_review_on: date | None,
    remark: str = "",
) -> Audit:
    """An audit on a day, with the last days that it promises (DOC-1, AUD-6)."""
    standing = models.audit_of(session, trajectory.id)
    conditions = conditions_to_plan(session, now, trajectory, day=day, review_on=document_review_on, hours=hours)
    require([*conditions, none_planned(standing.day if standing else None)])
    audit = _new_audit(session, now, trajectory, day, starts_at, place, hours, document_review_on, remark)
    journal.record(
        session, by, now, verb="audit gepland", kind="audit", thing=audit.id, what=_told(audit), why=remark,
        dossier=trajectory.number,
    )  # fmt: skip
    return audit


def _new_audit(
    session: Session,
    now: datetime,
    trajectory: Trajectory,
    day: date,
    starts_at: time,
    place: str,
    hours: Decimal,
    review_on: date | None,
    remark: str,
) -> Audit:
    facts = plan_facts(session, trajectory)
    days = promised(facts.scheme, day, own_rules_on(session, now.date()))
    audit = Audit(
        trajectory=trajectory, day=day, starts_at=starts_at, place=place, hours=hours, document_review_on=review_on,
        documents_due=days.documents_due, report_due=days.report_due, remark=remark,
    )  # fmt: skip
    session.add(audit)
    session.flush()
    day_letters.day_is_set(session, now, audit)
    return audit


def _told(audit: Audit) -> str:
    lines = [f"{day_long(audit.day)} om {audit.starts_at:%H:%M}, {audit.place}, {hours(audit.hours)} uur"]
    if audit.documents_due:
        lines.append(f"documenten uiterlijk {day_plain(audit.documents_due)}")
    if audit.report_due:
        lines.append(f"rapport uiterlijk {day_plain(audit.report_due)}")
    return "; ".join(lines)


def conditions_to_change(session: Session, audit: Audit) -> list[Condition]:
    """Whether an audit can still be moved, cancelled or staffed: not once it was held."""
    held = any(row.state is ExperienceState.HELD for row in experience_in(session, audit.trajectory.number))
    return [not_held(audit.day, held=held)]


def move_audit(
    session: Session,
    by: Actor,
    now: datetime,
    audit: Audit,
    *,
    day: date,
    starts_at: time,
    place: str,
    document_review_on: date | None,
    why: str,
) -> tuple[Audit, list[str]]:
    """Another day: a new row with new last days. The team goes along; returns who cannot, by name."""
    trajectory, team = audit.trajectory, list(audit.present_team)
    require([
        *conditions_to_change(session, audit),
        *conditions_to_plan(session, now, trajectory, day=day, review_on=document_review_on, hours=audit.hours),
    ])  # fmt: skip
    _take_off(session, now, audit, f"verzet naar {day_plain(day)}: {why}")
    moved = _new_audit(session, now, trajectory, day, starts_at, place, audit.hours, document_review_on, audit.remark)
    left = _bring_along(session, by, now, moved, team)
    journal.record(
        session, by, now, verb="audit verzet", kind="audit", thing=moved.id,
        what=f"Van {day_long(audit.day)} naar {_told(moved)}{'; niet mee: ' + join_and(left) if left else ''}", why=why,
        dossier=trajectory.number,
    )  # fmt: skip
    invitations.tell_moved(session, now, audit, moved)
    return moved, left


def _take_off(session: Session, now: datetime, audit: Audit, why: str) -> None:
    """The row is closed, and with it its team; flushed, so that a new row may take its place."""
    audit.cancelled_on, audit.cancelled_why = now.date(), why
    for member in audit.present_team:
        member.withdrawn_on, member.withdrawn_why = now.date(), why
        _close_dossier(session, now, member)
    session.flush()


def _bring_along(session: Session, by: Actor, now: datetime, moved: Audit, team: list[Assignment]) -> list[str]:
    """Everybody of the old team who can on the new day, supervisor first: a trainee who leads leans on them."""
    left, along = [], []
    for member in sorted(team, key=lambda old: old.role is not TeamRole.SUPERVISOR):
        if unmet(conditions_to_assign(session, now, moved, member.employee, member.role)):
            left.append(member)
        else:
            along.append(_put_in_team(session, now, moved, member.employee, member.role))
    # Journal lines only now: whoever waits for a line of another must not hold a place in the team meanwhile.
    for row in along:
        _expect(session, by, now, moved, row.employee, row.role)
    for member in left:
        ledger.withdraw_experience(
            session, by, now, audit_ref=moved.trajectory.number, employee=member.employee, why="audit verzet"
        )  # fmt: skip
    return [member.employee.name for member in left]


def cancel_audit(session: Session, by: Actor, now: datetime, audit: Audit, *, why: str) -> Audit:
    """The audit is off; the dossier waits for a new day."""
    require(conditions_to_change(session, audit))
    _take_off(session, now, audit, why)
    number = audit.trajectory.number
    ledger.withdraw_experience(session, by, now, audit_ref=number, why=why)
    journal.record(
        session, by, now, verb="audit vervallen", kind="audit", thing=audit.id, what=day_long(audit.day), why=why,
        dossier=number,
    )  # fmt: skip
    invitations.tell_cancelled(session, now, audit)
    return audit


# Team


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
    row = _put_in_team(session, now, audit, employee, role)
    _expect(session, by, now, audit, employee, role)
    journal.record(
        session, by, now, verb="toegewezen", kind="audit", thing=audit.id,
        what=f"{employee.name} is {role} op {day_long(audit.day)}", dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_assigned(session, now, row)
    return row


def _put_in_team(session: Session, now: datetime, audit: Audit, employee: Employee, role: TeamRole) -> Assignment:
    try:
        with session.begin_nested():
            row = Assignment(role=role, day=audit.day, assigned_on=now.date(), audit=audit, employee=employee)
            session.add(row)
            session.flush()
    except IntegrityError as error:
        session.refresh(audit, ["team"])
        taken = is_free(audit.day, employee.short_name, busy_with="een ander dossier", away=None, in_team=False)
        raise Refused(taken) from error
    # A new member: what was told to the working group about the team no longer holds.
    audit.confirmed_on = None
    grants.give(
        session, employee.id, kind=grants.DOSSIER, thing=audit.trajectory.number, why=IN_TEAM, from_day=now.date()
    )
    return row


def _expect(session: Session, by: Actor, now: datetime, audit: Audit, employee: Employee, role: TeamRole) -> None:
    kind = COUNTS_AS.get(role)
    if kind is not None:
        trajectory = audit.trajectory
        ledger.expect(
            session, by, now, employee, audit_ref=trajectory.number, scheme=trajectory.scheme or "",
            area_type=trajectory.area_type.value, kind=kind, on_day=audit.day,
        )  # fmt: skip


def withdraw(session: Session, by: Actor, now: datetime, assignment: Assignment, *, why: str) -> Assignment:
    """Somebody leaves the team."""
    audit = assignment.audit
    require([*conditions_to_change(session, audit), _supervision_stays(assignment)])
    _leave(session, now, assignment, why)
    _no_longer(session, by, now, assignment, why)
    invitations.tell_left(session, now, assignment)
    return assignment


def _supervision_stays(leaving: Assignment) -> Condition:
    team = leaving.audit.present_team
    trainee = next((m.employee.short_name for m in team if m.role is TeamRole.TRAINEE_LEAD), None)
    return supervisor_stays(leaving.employee.short_name, trainee if leaving.role is TeamRole.SUPERVISOR else None)


def _leave(session: Session, now: datetime, assignment: Assignment, why: str) -> None:
    assignment.withdrawn_on, assignment.withdrawn_why = now.date(), why
    assignment.audit.confirmed_on = None
    _close_dossier(session, now, assignment)
    session.flush()


def _close_dossier(session: Session, now: datetime, assignment: Assignment) -> None:
    """Who left the team reads the dossier no longer, from today on."""
    grants.take_back(
        session, assignment.employee_id, kind=grants.DOSSIER, thing=assignment.audit.trajectory.number, why=IN_TEAM,
        until_day=now.date() - timedelta(days=1),
    )  # fmt: skip


def _no_longer(session: Session, by: Actor, now: datetime, assignment: Assignment, why: str) -> None:
    number = assignment.audit.trajectory.number
    ledger.withdraw_experience(session, by, now, audit_ref=number, employee=assignment.employee, why=why)
    journal.record(
        session, by, now, verb="uit het team", kind="audit", thing=assignment.audit_id,
        what=f"{assignment.employee.name}, {assignment.role}", why=why, dossier=number,
    )  # fmt: skip


def replace_auditor(
    session: Session, by: Actor, now: datetime, assignment: Assignment, *, employee: Employee, why: str
) -> Assignment:
    """Somebody else takes the same part, at once: the team is never without in between."""
    audit, role = assignment.audit, assignment.role
    require(conditions_to_assign(session, now, audit, employee, role, leaving=assignment))
    _leave(session, now, assignment, why)
    row = _put_in_team(session, now, audit, employee, role)
    _no_longer(session, by, now, assignment, why)
    _expect(session, by, now, audit, employee, role)
    journal.record(
        session, by, now, verb="auditor vervangen", kind="audit", thing=audit.id,
        what=f"{employee.name} is {role} in plaats van {assignment.employee.name}", why=why,
        dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_left(session, now, assignment)
    invitations.tell_assigned(session, now, row)
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


def conditions_to_confirm(session: Session, now: datetime, audit: Audit) -> list[Condition]:
    """Whether the day may be told to the working group: a leader, everybody able and impartial."""
    rules = own_rules_on(session, now.date())
    problems = team_problems(session, [audit], rules)
    team = [
        Member(
            name=member.employee.short_name,
            leads=member.role in LEADING,
            confirmed=member.impartial_on is not None,
            problems=tuple(problems.get(member.id, ())),
        )
        for member in audit.present_team
    ]
    return may_confirm(audit.day, team, now.date(), rules)


def confirm_day(session: Session, by: Actor, now: datetime, audit: Audit) -> Audit:
    """The day is confirmed to the working group: day, time, place and team."""
    require(conditions_to_confirm(session, now, audit))
    audit.confirmed_on = now.date()
    journal.record(
        session, by, now, verb="auditdag bevestigd", kind="audit", thing=audit.id,
        what=f"{_told(audit)}; team: {join_and([member.employee.name for member in audit.present_team])}",
        dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_planned(session, now, audit)
    return audit
