"""A place in an audit's team, and the dossier that opens and closes with it; the verbs are in ``service/team.py``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auditbeheer.accounts import grants
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import LEADING
from auditbeheer.planning.models import ONE_PLACE, Assignment, Audit, TeamRole, stays_in
from auditbeheer.planning.rules import elsewhere, one_leads
from auditbeheer.planning.visits import period_of
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.scheme.condition import Condition

IN_TEAM = "in het auditteam"  # why a team member reads the dossier


def put_in_team(session: Session, now: datetime, audit: Audit, employee: Employee, role: TeamRole) -> Assignment:
    """A place in the team, from the begin of the audit for as long as it is on location."""
    starts_at, ends_at = period_of(audit, own_rules_on(session, now.date()))
    try:
        with session.begin_nested():
            row = Assignment(
                role=role, day=audit.day, starts_at=starts_at, ends_at=ends_at, assigned_on=now.date(), audit=audit,
                employee=employee,
            )  # fmt: skip
            session.add(row)
            session.flush()
    except IntegrityError as error:
        session.refresh(audit, ["team"])
        raise Refused(_too_late(audit, employee, ONE_PLACE in str(error.orig))) from error
    # A new member: what was told to the working group about the team no longer holds.
    audit.confirmed_on = None
    grants.give(
        session, employee.id, kind=grants.DOSSIER, thing=audit.trajectory.number, why=IN_TEAM, from_day=now.date()
    )
    return row


def _too_late(audit: Audit, employee: Employee, busy: bool) -> list[Condition]:
    """Somebody else was first, between our looking and our writing: with this person, or with this part."""
    if busy:
        return [elsewhere(audit.day, employee.short_name, "een ander dossier")]
    leader = next((member.employee.short_name for member in audit.present_team if member.role in LEADING), "een ander")
    return one_leads(employee.short_name, leader=leader, leads=True)


def stated_before(audit: Audit, employee: Employee) -> date | None:
    """When somebody stated to be impartial in this very audit, also when that was in an earlier place in its team."""
    days = [one.impartial_on for one in audit.team if one.employee_id == employee.id and one.impartial_on]
    return max(days, default=None)


def close_dossier(session: Session, now: datetime, assignment: Assignment) -> None:
    """Who left the team reads the dossier no longer, from today on; unless that person is in another visit of it."""
    trajectory = assignment.audit.trajectory
    if stays_in(session, trajectory.id, assignment.employee_id, but=assignment.audit_id):
        return
    grants.take_back(
        session, assignment.employee_id, kind=grants.DOSSIER, thing=trajectory.number, why=IN_TEAM,
        until_day=now.date() - timedelta(days=1),
    )  # fmt: skip
