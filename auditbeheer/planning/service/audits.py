"""What can be done with an audit: plan, move, cancel, confirm. A move is a new row; the old one stays."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import day_letters, invitations, models
from auditbeheer.planning.choices import LEADING, plan_facts, team_problems
from auditbeheer.planning.models import MOVED_TO, Assignment, Audit, Cause, ExtraAssessment, TeamRole
from auditbeheer.planning.rules import (
    HourPlan,
    Member,
    Wish,
    borne,
    may_confirm,
    may_plan,
    may_plan_extra,
    none_planned,
    promised,
)
from auditbeheer.planning.seats import close_dossier, put_in_team
from auditbeheer.planning.service.team import conditions_to_assign, conditions_to_change, expect
from auditbeheer.planning.visits import hours_of, shared_out
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications import ledger
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import day_long, day_plain, hours, join_and


def conditions_to_plan(
    session: Session, now: datetime, trajectory: Trajectory, *, day: date, review_on: date | None,
    hours: Decimal | None = None, planned: HourPlan | None = None, extra: ExtraAssessment | None = None,
) -> list[Condition]:  # fmt: skip
    """All that must hold before an audit, or an ``extra`` assessment, stands on this day; also to move it (SCH-8).

    Without ``hours``, nor ``planned`` by activity, nothing is asked of them: they stay as they are.
    """
    facts, wish = plan_facts(session, trajectory, extra), Wish(day, review_on, hours, planned)
    if extra is None:
        return may_plan(wish, facts, now.date())
    return may_plan_extra(wish, facts, now.date(), withdrawn=extra.withdrawn_on is not None)


def plan_audit(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    day: date,
    starts_at: time,
    place: str,
    document_review_on: date | None,
    hours: Decimal | None = None,
    remark: str = "",
    planned: HourPlan | None = None,
) -> Audit:
    """An audit on a day, with the last days that it promises (DOC-1, AUD-6).

    ``planned``: the hours by activity; without them ``hours`` are shared out as the scheme does, or those agreed on.
    """
    standing = models.audit_of(session, trajectory.id)
    conditions = conditions_to_plan(
        session, now, trajectory, day=day, review_on=document_review_on, hours=hours, planned=planned
    )
    require([*conditions, none_planned(standing.day if standing else None)])
    if planned is None:
        total = hours if hours is not None else plan_facts(session, trajectory).agreed_hours or Decimal(0)
        planned = shared_out(trajectory, total, own_rules_on(session, now.date()))
    audit = _new_audit(session, now, trajectory, day, starts_at, place, planned, document_review_on, remark)
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
    planned: HourPlan,
    review_on: date | None,
    remark: str,
    extra: ExtraAssessment | None = None,
) -> Audit:
    facts = plan_facts(session, trajectory)
    days = promised(facts.scheme, day, own_rules_on(session, now.date()))
    audit = Audit(
        trajectory=trajectory, day=day, starts_at=starts_at, place=place, hours=planned.total,
        document_review_on=review_on, documents_due=None if extra else days.documents_due,
        report_due=None if extra else days.report_due, remark=remark, extra=extra,
    )  # fmt: skip
    if extra is None:
        audit.plan_hours(planned)
    session.add(audit)
    session.flush()
    day_letters.day_is_set(session, now, audit)
    return audit


def _told(audit: Audit) -> str:
    told = audit.planned.in_words if audit.planned else f"{hours(audit.hours)} uur"
    lines = [f"{day_long(audit.day)} om {audit.starts_at:%H:%M}, {audit.place}, {told}"]
    if audit.documents_due:
        lines.append(f"documenten uiterlijk {day_plain(audit.documents_due)}")
    if audit.report_due:
        lines.append(f"rapport uiterlijk {day_plain(audit.report_due)}")
    return "; ".join(lines)


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
    cause: Cause,
    planned: HourPlan | None = None,
) -> tuple[Audit, list[str]]:
    """Another day: a new row with new last days. The team goes along; returns who cannot, by name.

    ``planned``: other hours by activity; without them they stay as they are, also when more was agreed on meanwhile.
    """
    trajectory, team = audit.trajectory, list(audit.present_team)
    require([
        *conditions_to_change(session, audit),
        *conditions_to_plan(session, now, trajectory, day=day, review_on=document_review_on, planned=planned,
                            extra=audit.extra),
    ])  # fmt: skip
    planned = planned or hours_of(audit, own_rules_on(session, now.date()))
    _take_off(session, now, audit, f"{MOVED_TO}{day_plain(day)}: {why}", cause)
    moved = _new_audit(session, now, trajectory, day, starts_at, place, planned, document_review_on, audit.remark,
                       audit.extra)  # fmt: skip
    moved.told_on = now.date() if audit.told else None
    left = _bring_along(session, by, now, moved, team)
    journal.record(
        session, by, now, verb=f"{audit.name} verzet", kind="audit", thing=moved.id,
        what=f"Van {day_long(audit.day)} naar {_told(moved)}{'; niet mee: ' + join_and(left) if left else ''}",
        why=borne(why, cause), dossier=trajectory.number,
    )  # fmt: skip
    invitations.tell_moved(session, now, audit, moved)
    return moved, left


def _take_off(session: Session, now: datetime, audit: Audit, why: str, cause: Cause) -> None:
    """The row is closed, and with it its team; flushed, so that a new row may take its place."""
    audit.cancelled_on, audit.cancelled_why, audit.cancelled_cause = now.date(), why, cause
    for member in audit.present_team:
        member.withdrawn_on, member.withdrawn_why, member.withdrawn_cause = now.date(), why, cause
        close_dossier(session, now, member)
    session.flush()


def _bring_along(session: Session, by: Actor, now: datetime, moved: Audit, team: list[Assignment]) -> list[str]:
    """Everybody of the old team who can on the new day, supervisor first: a trainee who leads leans on them."""
    left, along = [], []
    for member in sorted(team, key=lambda old: old.role is not TeamRole.SUPERVISOR):
        if unmet(conditions_to_assign(session, now, moved, member.employee, member.role)):
            left.append(member)
        else:
            along.append(put_in_team(session, now, moved, member.employee, member.role))
    # Journal lines only now: whoever waits for a line of another must not hold a place in the team meanwhile.
    for row in along:
        expect(session, by, now, moved, row.employee, row.role)
    for member in left if moved.extra_id is None else ():
        ledger.withdraw_experience(
            session, by, now, audit_ref=moved.trajectory.number, employee=member.employee, why="audit verzet"
        )  # fmt: skip
    return [member.employee.name for member in left]


def cancel_audit(session: Session, by: Actor, now: datetime, audit: Audit, *, why: str, cause: Cause) -> Audit:
    """The audit is off; the dossier waits for a new day."""
    require(conditions_to_change(session, audit))
    _take_off(session, now, audit, why, cause)
    number = audit.trajectory.number
    if audit.extra_id is None:
        ledger.withdraw_experience(session, by, now, audit_ref=number, why=why)
    journal.record(
        session, by, now, verb=f"{audit.name} vervallen", kind="audit", thing=audit.id, what=day_long(audit.day),
        why=borne(why, cause), dossier=number,
    )  # fmt: skip
    invitations.tell_cancelled(session, now, audit)
    return audit


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
    audit.confirmed_on, audit.told_on = now.date(), audit.told_on or now.date()
    verb = "auditdag bevestigd" if audit.extra_id is None else "extra beoordeling bevestigd"
    journal.record(
        session, by, now, verb=verb, kind="audit", thing=audit.id,
        what=f"{_told(audit)}; team: {join_and([member.employee.name for member in audit.present_team])}",
        dossier=audit.trajectory.number,
    )  # fmt: skip
    invitations.tell_planned(session, now, audit)
    return audit
