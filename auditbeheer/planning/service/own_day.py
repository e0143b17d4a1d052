"""What stands in the way of another day before it is chosen, and the lead auditor who chooses one within limits."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import choice_of, plan_facts, safe_days
from auditbeheer.planning.models import Audit, Cause, question_of
from auditbeheer.planning.rules import OwnWish, may_move_self
from auditbeheer.planning.service.audits import conditions_to_plan, move_audit
from auditbeheer.planning.service.team import conditions_to_change
from auditbeheer.planning.visits import on_another_day
from auditbeheer.planning.window import window
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import Condition


def conditions_to_move(
    session: Session, now: datetime, audit: Audit, *, day: date, starts_at: time, review_on: date | None
) -> list[Condition]:
    """All that must hold for another day, for the audit and for each member of its team (QUA-6, QUA-7)."""
    rules, asked = own_rules_on(session, now.date()), on_another_day(audit, day, starts_at, review_on)
    answer = [
        *conditions_to_change(session, audit),
        *conditions_to_plan(session, now, audit.trajectory, day=day, review_on=review_on, extra=audit.extra),
    ]
    for member in audit.present_team:
        choice = choice_of(session, asked, Part(member.role.value), rules, member.employee, member)
        answer += choice.conditions
    return answer


def conditions_to_move_self(
    session: Session, by: Actor, now: datetime, audit: Audit, *, day: date, starts_at: time, review_on: date | None
) -> list[Condition]:
    """What ``conditions_to_move`` asks, and the limits within which the lead auditor plans (own rule)."""
    rules = own_rules_on(session, now.date())
    safe = safe_days(session, [audit.trajectory], rules).get(audit.trajectory_id)
    fits = window(plan_facts(session, audit.trajectory), safe, now.date())
    last = None if fits.last is None else (fits.last.day, fits.last.source)
    wish = OwnWish(audit.day, day, (fits.first.day, fits.first.source), last)
    leads = audit.lead is not None and audit.lead.id == by.employee_id
    return [
        *may_move_self(
            wish,
            now.date(),
            rules,
            leads=leads,
            confirmed=audit.confirmed_on is not None,
            asked=question_of(session, audit.trajectory_id) is not None,
        ),
        *conditions_to_move(session, now, audit, day=day, starts_at=starts_at, review_on=review_on),
    ]


def move_own_audit(
    session: Session, by: Actor, now: datetime, audit: Audit, *, day: date, starts_at: time,
    document_review_on: date | None, why: str,
) -> Audit:  # fmt: skip
    """The lead auditor gives an audit another day; everybody of the team can come."""
    require(
        conditions_to_move_self(
            session, by, now, audit, day=day, starts_at=starts_at, review_on=document_review_on
        )
    )  # fmt: skip
    moved, _ = move_audit(
        session, by, now, audit, day=day, starts_at=starts_at, place=audit.place,
        document_review_on=document_review_on, why=f"door de auditor: {why}", cause=Cause.US,
    )  # fmt: skip
    return moved
