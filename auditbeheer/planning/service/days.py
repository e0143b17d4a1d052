"""A day that suits everybody: put days to a working group, ask again, take the question back, choose one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import day_letters, models
from auditbeheer.planning.choices import plan_facts
from auditbeheer.planning.day_table import START
from auditbeheer.planning.models import (
    AskedDay,
    AskedPerson,
    Audit,
    Cause,
    DayQuestion,
    ExtraAssessment,
    TeamRole,
)
from auditbeheer.planning.rules import Asking, conditions_of_day, may_answer, may_ask, review_day
from auditbeheer.planning.service.audits import move_audit, plan_audit
from auditbeheer.planning.service.extra import plan_extra
from auditbeheer.planning.service.team import assign, conditions_to_change
from auditbeheer.planning.visits import hours_on_location, shared_out
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import counted, day_long, day_plain, join_and

AGAIN = "andere dagen gevraagd"


@dataclass(frozen=True, kw_only=True)
class DayWish:
    """Which days are put to one working group, for asking several at once."""

    trajectory: Trajectory
    days: Sequence[date]
    answer_by: date
    lead: Employee | None = None
    extra: ExtraAssessment | None = None


def conditions_to_ask(
    session: Session, now: datetime, trajectory: Trajectory, *, days: Sequence[date], answer_by: date,
    instead: DayQuestion | None = None, extra: ExtraAssessment | None = None,
) -> list[Condition]:  # fmt: skip
    """All that must hold before these days are asked: the question itself, and that each could be planned (SCH-8).

    ``instead``: the open question that this one takes the place of; ``extra``: what they are asked for, if no audit.
    """
    today, facts = now.date(), plan_facts(session, trajectory, extra)
    standing = models.question_of(session, trajectory.id, extra.id if extra is not None else None)
    audit = _standing(session, trajectory, extra)
    withdrawn = None if extra is None else extra.withdrawn_on is not None
    until = standing.answer_by if standing is not None and standing is not instead else None
    people = len(list(day_letters.to_ask(trajectory.partnership)))
    return [
        *may_ask(Asking(days, answer_by, until, people), today),
        *(conditions_to_change(session, audit) if audit else []),
        *(condition for day in days for condition in conditions_of_day(facts, day, today, withdrawn=withdrawn)),
    ]


def _standing(session: Session, trajectory: Trajectory, extra: ExtraAssessment | None) -> Audit | None:
    """What stands on a day now: the audit, or the visit of an extra assessment."""
    if extra is None:
        return models.audit_of(session, trajectory.id)
    visit: Audit | None = extra.visit
    return visit


def ask_for_days(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    days: Sequence[date],
    answer_by: date,
    lead: Employee | None = None,
    starts_at: time = START,
    place: str = "",
    extra: ExtraAssessment | None = None,
) -> DayQuestion:
    """Put up to three days to all representatives of the working group, each by a link of their own."""
    require(conditions_to_ask(session, now, trajectory, days=days, answer_by=answer_by, extra=extra))
    return _ask(session, by, now, trajectory, days, answer_by, lead, starts_at, place, "", extra)


def ask_several(session: Session, by: Actor, now: datetime, wishes: Sequence[DayWish]) -> list[DayQuestion]:
    """Ask several working groups at once: all of them, or none when one may not be asked."""
    return [
        ask_for_days(
            session, by, now, one.trajectory, days=one.days, answer_by=one.answer_by, lead=one.lead, extra=one.extra
        )
        for one in wishes
    ]


def ask_again(
    session: Session, by: Actor, now: datetime, question: DayQuestion, *, days: Sequence[date], answer_by: date,
    why: str, lead: Employee | None = None, starts_at: time = START, place: str = "",
) -> DayQuestion:  # fmt: skip
    """Other days in the place of those asked; the old question and its answers stay to be read."""
    trajectory, extra = question.trajectory, question.extra
    require(conditions_to_ask(session, now, trajectory, days=days, answer_by=answer_by, instead=question, extra=extra))
    day_letters.close(session, now, question, f"{AGAIN}: {why}")
    return _ask(session, by, now, trajectory, days, answer_by, lead, starts_at, place, why, extra)


def _ask(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, days: Sequence[date], answer_by: date,
    lead: Employee | None, starts_at: time, place: str, why: str, extra: ExtraAssessment | None,
) -> DayQuestion:  # fmt: skip
    today, facts, rules = now.date(), plan_facts(session, trajectory, extra), own_rules_on(session, now.date())
    standing, agreed = _standing(session, trajectory, extra), facts.agreed_hours or Decimal(0)
    there = agreed if extra is not None else shared_out(trajectory, agreed, rules).on_location
    question = DayQuestion(
        trajectory=trajectory, asked_at=now.replace(microsecond=0), asked_by=by.name, answer_by=answer_by, lead=lead,
        starts_at=starts_at, place=place or day_letters.place_of(trajectory),
        on_location=hours_on_location(standing, rules) if standing is not None else there, extra=extra,
    )  # fmt: skip
    for day in sorted(days):
        review_on = review_day(facts.scheme, day, today) if extra is None else None
        AskedDay(day=day, question=question, review_on=review_on)
    for party, person in day_letters.to_ask(trajectory.partnership):
        name, email = (person.name, person.email.strip().lower()) if person else (party.organisation, "")
        AskedPerson(name=name, email=email, question=question, party=party, representative=person)
    session.add(question)
    session.flush()
    journal.record(
        session, by, now, verb="datum gevraagd", kind="datum", thing=question.id, dossier=trajectory.number, why=why,
        what=f"{_listed(question)} aan {join_and([person.name for person in question.people])}; antwoord uiterlijk"
        f" {day_plain(answer_by)}",
    )  # fmt: skip
    day_letters.tell_asked(session, now, question)
    return question


def _listed(question: DayQuestion) -> str:
    return join_and([day_long(row.day) for row in question.days], "of")


def withdraw_question(session: Session, by: Actor, now: datetime, question: DayQuestion, *, why: str) -> DayQuestion:
    """Nobody needs to answer any more; what was answered stays."""
    require(may_answer(chosen=question.chosen_day, closed=question.closed_at is not None, complete=True))
    day_letters.close(session, now, question, why)
    journal.record(
        session, by, now, verb="vraag om een datum ingetrokken", kind="datum", thing=question.id, why=why,
        what=_listed(question), dossier=question.trajectory.number,
    )  # fmt: skip
    day_letters.tell_withdrawn(session, now, question)
    return question


def remind_now(session: Session, by: Actor, now: datetime, question: DayQuestion) -> list[str]:
    """Ask everybody who did not answer once more, each at most once a day; returns who is mailed."""
    require(may_answer(chosen=question.chosen_day, closed=question.closed_at is not None, complete=True))
    key = f"datum-herinnering:{question.id}:{now.date().isoformat()}"
    told = [
        person.name
        for person in question.people
        if person.silent and day_letters.remind(session, now, person, key=f"{key}:{person.id}")
    ]
    for person in question.people:
        if person.name in told and person.silent:
            person.reminded_at = now.replace(microsecond=0)
    session.flush()
    journal.record(
        session, by, now, verb="herinnerd aan de datum", kind="datum", thing=question.id,
        what=f"Aan {join_and(told)}" if told else "Niemand te mailen", dossier=question.trajectory.number,
    )  # fmt: skip
    return told


def _on_the_day(session: Session, by: Actor, now: datetime, asked: AskedDay, why: str) -> Audit:
    """Planned there, or moved there when it stood on another day."""
    question, today, extra = asked.question, now.date(), asked.question.extra
    trajectory, facts = question.trajectory, plan_facts(session, question.trajectory, extra)
    review = asked.review_on if asked.review_on and asked.review_on >= today else None
    review = review or (review_day(facts.scheme, asked.day, today) if extra is None else None)
    standing, hours = _standing(session, trajectory, extra), facts.agreed_hours or Decimal(0)
    if standing is not None:
        audit, _ = move_audit(
            session, by, now, standing, day=asked.day, starts_at=question.starts_at, place=question.place,
            document_review_on=review, why=why or "in overleg met de werkgroep", cause=Cause.US,
        )  # fmt: skip
    elif extra is not None:
        audit = plan_extra(
            session, by, now, extra, day=asked.day, starts_at=question.starts_at, place=question.place, hours=hours
        )
    else:
        audit = plan_audit(
            session, by, now, trajectory, day=asked.day, starts_at=question.starts_at, place=question.place,
            hours=hours, document_review_on=review,
        )  # fmt: skip
    return audit


def choose_day(
    session: Session, by: Actor, now: datetime, asked: AskedDay, *, lead: Employee | None = None, why: str = ""
) -> Audit:
    """The audit stands on one of the days: planned, or moved there. With its leader at once; everybody is told."""
    question, trajectory = asked.question, asked.question.trajectory
    require(may_answer(chosen=question.chosen_day, closed=question.closed_at is not None, complete=True))
    audit = _on_the_day(session, by, now, asked, why)
    if lead is not None and all(member.employee_id != lead.id for member in audit.present_team):
        assign(session, by, now, audit, lead, role=TeamRole.LEAD)
    journal.record(
        session, by, now, verb="dag gekozen", kind="datum", thing=question.id, dossier=trajectory.number, why=why,
        what=f"{day_long(asked.day)}, uit {counted(len(question.days), 'dag', 'dagen')}",
    )  # fmt: skip
    return audit
