"""An extra assessment: asked for, put on a day, withdrawn, and what was seen there (AUD-5, ARE-11)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning import day_letters, models
from auditbeheer.planning.models import Audit, ExtraAssessment, ExtraKind
from auditbeheer.planning.rules import may_ask_extra, may_record_extra, may_withdraw_extra, none_planned
from auditbeheer.planning.service.audits import conditions_to_plan
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory, supplements_of
from auditbeheer.quotes.service import agree_on_extra_hours
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import day_long, day_plain
from auditbeheer.scheme.wording import hours as in_words


def conditions_to_ask_extra(
    session: Session, now: datetime, trajectory: Trajectory, *, hold_by: date | None = None
) -> list[Condition]:
    """Whether an extra assessment can be asked for: the audit was held, the dossier runs."""
    audit = models.audit_of(session, trajectory.id)
    return may_ask_extra(
        held_on=audit.held_on if audit else None, ended=trajectory.ended, hold_by=hold_by, today=now.date()
    )


def ask_extra(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, kind: ExtraKind, why: str, hours: Decimal,
    hold_by: date | None, deviation: int | None = None,
) -> ExtraAssessment:  # fmt: skip
    """Another visit on location is needed; the planner gives it a day."""
    require(conditions_to_ask_extra(session, now, trajectory, hold_by=hold_by))
    row = ExtraAssessment(
        trajectory=trajectory, kind=kind, why=why, hours=hours, asked_at=now.replace(microsecond=0), asked_by=by.name,
        hold_by=hold_by, deviation=deviation if kind is ExtraKind.DEVIATION else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    until = f", uiterlijk {day_plain(hold_by)}" if hold_by else ""
    _record(session, by, now, row, "extra beoordeling gevraagd", f"{in_words(hours)} uur{until}", why)
    return row


def put_hours_to_client(
    session: Session, by: Actor, now: datetime, extra: ExtraAssessment, *, agreed_with: str, shelf: FileShelf,
    style: PictureFiles,
) -> None:  # fmt: skip
    """The hours come on top (QUO-6, QUO-8): a supplement to the quote, with what was agreed on extra before."""
    before = next((one for one in supplements_of(session, extra.trajectory_id) if one.counts), None)
    why = f"Extra beoordeling op locatie ({extra.about}): {extra.why}"
    agree_on_extra_hours(
        session, by, now, extra.trajectory, hours=extra.hours + (before.hours if before else Decimal(0)),
        why=f"{before.why} {why}" if before else why, agreed_with=agreed_with, shelf=shelf, style=style,
    )  # fmt: skip


def plan_extra(
    session: Session, by: Actor, now: datetime, extra: ExtraAssessment, *, day: date, starts_at: time, place: str,
    hours: Decimal, remark: str = "",
) -> Audit:  # fmt: skip
    """A day for it. It promises no documents and no report; a later day than asked for is told, not refused."""
    trajectory = extra.trajectory
    conditions = conditions_to_plan(session, now, trajectory, day=day, review_on=None, hours=hours, extra=extra)
    require([*conditions, none_planned(extra.visit.day if extra.visit else None)])
    visit = Audit(
        trajectory=trajectory, day=day, starts_at=starts_at, place=place, hours=hours, documents_due=None,
        report_due=None, remark=remark, extra=extra,
    )  # fmt: skip
    session.add(visit)
    session.flush()
    day_letters.day_is_set(session, now, visit)
    told = f"{day_long(day)} om {starts_at:%H:%M}, {place}, {in_words(hours)} uur"
    _record(session, by, now, extra, "extra beoordeling gepland", told, remark)
    return visit


def withdraw_extra(session: Session, by: Actor, now: datetime, extra: ExtraAssessment, *, why: str) -> ExtraAssessment:
    """It is needed no more."""
    require(may_withdraw_extra(extra.visit.day if extra.visit else None, withdrawn=extra.withdrawn_on is not None))
    extra.withdrawn_on, extra.withdrawn_why = now.date(), why
    session.flush()
    question = models.question_of(session, extra.trajectory_id, extra.id)
    if question is not None:
        day_letters.close(session, now, question, why)
        day_letters.tell_withdrawn(session, now, question)
    _record(session, by, now, extra, "extra beoordeling ingetrokken", "", why)
    return extra


def record_extra(session: Session, by: Actor, now: datetime, visit: Audit, *, seen: str) -> ExtraAssessment:
    """What was seen. It closes no deviation: that stays a judgement of its own."""
    extra = visit.extra
    if extra is None:
        raise LookupError(f"audit {visit.id} is no extra assessment")
    there = any(member.employee_id == by.employee_id for member in visit.present_team)
    require(may_record_extra(visit.day, held=visit.held_on is not None, in_team=there, today=now.date()))
    visit.held_on, extra.seen, extra.recorded_by = visit.day, seen, by.name
    session.flush()
    _record(session, by, now, extra, "extra beoordeling gehouden", day_long(visit.day), seen)
    return extra


def _record(
    session: Session, by: Actor, now: datetime, extra: ExtraAssessment, verb: str, what: str, why: str
) -> None:  # fmt: skip
    journal.record(
        session, by, now, verb=verb, kind="extra beoordeling", thing=extra.id, why=why,
        what=f"{extra.about.capitalize()}{': ' if what else ''}{what}", dossier=extra.trajectory.number,
    )  # fmt: skip
