"""When people are there: the week they work, a day on top of it, days away that change, and what they ask for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.planning import models
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.models import Absence, AbsenceRequest, ExtraDay, WorkingWeek
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.rules import (
    Week,
    days_of_absence,
    may_add_extra_day,
    may_answer_request,
    may_ask_absence,
    may_change_absence,
    no_audit_that_day,
    week_fits,
)
from auditbeheer.plumbing.refusal import require
from auditbeheer.scheme.wording import day_long, day_plain, hours


def record_week(
    session: Session, by: Actor, now: datetime, employee: Employee, *, from_day: date, days: Collection[int],
    week_hours: Decimal,
) -> WorkingWeek:  # fmt: skip
    """On which days somebody works from a day on; refused while an audit stands on another day."""
    week = Week(from_day, frozenset(days), week_hours)
    extra = {row.day for row in models.extra_days_of(session, [employee.id], from_day, date.max)}
    planned = [(day, name) for day, name in _planned(session, employee, from_day) if day not in extra]
    require(week_fits(week, planned), field="days")
    row = WorkingWeek(
        employee_id=employee.id, from_day=from_day, days="".join(str(day) for day in sorted(week.days)),
        hours=week_hours, recorded_on=now.date(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="werkweek vastgelegd", kind="medewerker", thing=employee.id,
        what=f"{employee.name}: {week.in_words}, {hours(week_hours)} uur, vanaf {day_plain(from_day)}",
    )  # fmt: skip
    return row


def _planned(session: Session, employee: Employee, first: date) -> list[tuple[date, str]]:
    rows = models.assignments_of(session, employee.id, first)
    return [(row.day, row.audit.trajectory.partnership.name) for row in rows]


def add_extra_day(session: Session, by: Actor, now: datetime, employee: Employee, *, day: date, why: str) -> ExtraDay:
    """A day on which somebody works beside the week."""
    presence = presence_of(session, [employee.id], day, day)[employee.id]
    require(may_add_extra_day(employee.short_name, day, now.date(), presence), field="day")
    row = ExtraDay(employee_id=employee.id, day=day, why=why)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="extra werkdag vastgelegd", kind="medewerker", thing=employee.id,
        what=f"{employee.name}: {day_long(day)}", why=why,
    )  # fmt: skip
    return row


def withdraw_extra_day(session: Session, by: Actor, now: datetime, row: ExtraDay) -> ExtraDay:
    """The day is not worked after all; refused while an audit stands on it."""
    employee = session.get_one(Employee, row.employee_id)
    names = [name for day, name in _planned(session, employee, row.day) if day == row.day]
    require(no_audit_that_day(row.day, names))
    row.withdrawn_on = now.date()
    journal.record(
        session, by, now, verb="extra werkdag vervallen", kind="medewerker", thing=employee.id,
        what=f"{employee.name}: {day_long(row.day)}",
    )  # fmt: skip
    return row


def change_absence(
    session: Session, by: Actor, now: datetime, absence: Absence, *, from_day: date, until_day: date, why: str
) -> Absence:
    """Other days: ended early, shortened, or longer. A new row; the old one stays, with the reason."""
    employee = session.get_one(Employee, absence.employee_id)
    was, becomes = (absence.from_day, absence.until_day), (from_day, until_day)
    require([
        *may_change_absence(cancelled=absence.cancelled_on is not None, was=was, becomes=becomes),
        *days_of_absence(from_day, until_day, _planned(session, employee, from_day)),
    ], field="until_day")  # fmt: skip
    absence.cancelled_on, absence.cancelled_why = now.date(), why
    row = Absence(employee_id=employee.id, from_day=from_day, until_day=until_day, why=absence.why)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="afwezigheid gewijzigd", kind="medewerker", thing=employee.id, why=why,
        what=f"{employee.name}: van {_period(*was)} naar {_period(*becomes)}",
    )  # fmt: skip
    return row


def cancel_absence(session: Session, by: Actor, now: datetime, absence: Absence, *, why: str) -> Absence:
    """Somebody is there after all."""
    employee = session.get_one(Employee, absence.employee_id)
    was = absence.from_day, absence.until_day
    require(may_change_absence(cancelled=absence.cancelled_on is not None, was=was, becomes=None))
    absence.cancelled_on, absence.cancelled_why = now.date(), why
    journal.record(
        session, by, now, verb="afwezigheid vervallen", kind="medewerker", thing=employee.id, why=why,
        what=f"{employee.name}: {_period(*was)}",
    )  # fmt: skip
    return absence


def _period(first: date, last: date) -> str:
    return f"{day_plain(first)} tot en met {day_plain(last)}"


def ask_absence(
    session: Session, by: Actor, now: datetime, employee: Employee, *, from_day: date, until_day: date, why: str
) -> AbsenceRequest:
    """Somebody asks to be away; it holds only when a planner agrees."""
    require(
        may_ask_absence(from_day, until_day, now.date(), own=by.employee_id == employee.id), field="until_day"
    )  # fmt: skip
    row = AbsenceRequest(employee=employee, from_day=from_day, until_day=until_day, why=why, asked_on=now.date())
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="afwezigheid gevraagd", kind="medewerker", thing=employee.id, why=why,
        what=f"{employee.name}: {_period(from_day, until_day)}",
    )  # fmt: skip
    return row


def answer_absence(
    session: Session, by: Actor, now: datetime, request: AbsenceRequest, *, agreed: bool, answer: str
) -> AbsenceRequest:
    """The planner agrees, and it is an absence; or not, with the reason."""
    require(
        may_answer_request(decided=request.decided_on is not None, agreed=agreed, answer=answer), field="answer"
    )  # fmt: skip
    if agreed:
        record_absence(
            session, by, now, request.employee, from_day=request.from_day, until_day=request.until_day, why=request.why
        )  # fmt: skip
    request.decided_on, request.agreed, request.answer = now.date(), agreed, answer
    journal.record(
        session, by, now, verb="afwezigheid goedgevonden" if agreed else "afwezigheid afgewezen", kind="medewerker",
        thing=request.employee_id, why=answer,
        what=f"{request.employee.name}: {_period(request.from_day, request.until_day)}",
    )  # fmt: skip
    return request
