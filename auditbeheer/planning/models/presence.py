"""When people are there: the days they work, days on top of that, days away, and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.db import asked_of_each
from auditbeheer.plumbing.tables import Base, Hours, Key


class WorkingWeek(Base):
    """On which days of the week somebody works, and how many hours a week, from a day on. Changed: a new row.

    ``days``: the numbers of the days, Monday is 1: ``"124"``. Of two rows from one day on, the later one holds.
    """

    __tablename__ = "working_week"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    from_day: Mapped[date]
    days: Mapped[str] = mapped_column(String(7))
    hours: Mapped[Hours]
    recorded_on: Mapped[date]

    __table_args__ = (CheckConstraint("days <> ''", name="some_day"),)


class ExtraDay(Base):
    """A day on which somebody works though not by the week: a Saturday, a public holiday, a day swapped."""

    __tablename__ = "extra_day"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    day: Mapped[date]
    why: Mapped[str] = mapped_column(String(200))
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        Index(
            "uq_extra_day_person",
            "employee_id",
            "day",
            unique=True,
            sqlite_where=withdrawn_on.is_(None),
            postgresql_where=withdrawn_on.is_(None),
        ),
    )


class AbsenceRequest(Base):
    """Days that somebody asks to be away; a planner agrees or not. Agreed, it has become an absence."""

    __tablename__ = "absence_request"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False, index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    asked_on: Mapped[date]
    employee: Mapped[Employee] = relationship(lazy="joined")
    why: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    agreed: Mapped[bool | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint("until_day >= from_day", name="ends_after_start"),)


class Absence(Base):
    """Days on which somebody is not there. Given other days: cancelled, and a new row."""

    __tablename__ = "absence"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    why: Mapped[str] = mapped_column(String(200), default="")
    cancelled_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_why: Mapped[str | None] = mapped_column(Text, default=None)

    __table_args__ = (CheckConstraint("until_day >= from_day", name="ends_after_start"),)

    def covers(self, day: date) -> bool:
        """Whether somebody is away on ``day``."""
        return self.from_day <= day <= self.until_day


# Reads


@asked_of_each("employee_id", "from_day", "id")
def weeks_of(session: Session, people: Sequence[int]) -> Sequence[WorkingWeek]:
    """The working weeks of these people, the earliest first."""
    query = select(WorkingWeek).where(WorkingWeek.employee_id.in_(people))
    return session.scalars(query.order_by(WorkingWeek.from_day, WorkingWeek.id)).all()


def extra_days_of(session: Session, people: Sequence[int], first: date, last: date) -> Sequence[ExtraDay]:
    """On which days in a period these people work beside their week."""
    query = select(ExtraDay).where(
        ExtraDay.employee_id.in_(people), ExtraDay.day.between(first, last), ExtraDay.withdrawn_on.is_(None)
    )
    return session.scalars(query.order_by(ExtraDay.day)).all()


def requests_waiting(session: Session) -> Sequence[AbsenceRequest]:
    """What waits for a planner, the first day first."""
    query = select(AbsenceRequest).where(AbsenceRequest.decided_on.is_(None))
    return session.scalars(query.order_by(AbsenceRequest.from_day, AbsenceRequest.id)).unique().all()


def requests_of(session: Session, employee_id: int, day: date) -> Sequence[AbsenceRequest]:
    """What somebody asked for days on or after ``day``, answered or not."""
    query = select(AbsenceRequest).where(AbsenceRequest.employee_id == employee_id, AbsenceRequest.until_day >= day)
    return session.scalars(query.order_by(AbsenceRequest.from_day, AbsenceRequest.id)).unique().all()


def extra_days_from(session: Session, employee_id: int, day: date) -> Sequence[ExtraDay]:
    """The extra days of somebody from ``day`` on."""
    return extra_days_of(session, [employee_id], day, date.max)


def absences_on(session: Session, day: date) -> Sequence[Absence]:
    """Who is away on ``day``."""
    query = select(Absence).where(Absence.from_day <= day, Absence.until_day >= day, Absence.cancelled_on.is_(None))
    return session.scalars(query).all()


def absences_from(session: Session, day: date) -> Sequence[Absence]:
    """Who is away now or later, by day."""
    query = select(Absence).where(Absence.until_day >= day, Absence.cancelled_on.is_(None))
    return session.scalars(query.order_by(Absence.from_day, Absence.id)).all()


def absence_numbered(session: Session, key: int) -> Absence | None:
    """One absence, standing or not."""
    return session.get(Absence, key)


@asked_of_each("employee_id", "from_day", "id")
def absences_of(session: Session, people: Sequence[int]) -> Sequence[Absence]:
    """When these people are away."""
    query = select(Absence).where(Absence.employee_id.in_(people), Absence.cancelled_on.is_(None))
    return session.scalars(query.order_by(Absence.from_day, Absence.id)).all()
