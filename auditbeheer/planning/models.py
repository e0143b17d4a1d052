"""The audit and its team (rulebook PLA-*, QUA-6, QUA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.tables import Base, Hours, Key, Line, Versioned, words
from auditbeheer.quotes.models import Trajectory


class TeamRole(StrEnum):
    """How somebody takes part in an audit."""

    LEAD = "auditor"
    SECOND = "tweede auditor"
    TRAINEE = "auditor in opleiding"
    TRAINEE_LEAD = "auditor in opleiding, leidt"
    SUPERVISOR = "begeleidend schemamanager"
    OBSERVER = "waarnemer"


class Audit(Versioned, Base):
    """The audit of a trajectory: a planned day with what was promised on it. Moved or cancelled: a new row."""

    __tablename__ = "audit"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    day: Mapped[date]
    starts_at: Mapped[time]
    place: Mapped[Line]
    hours: Mapped[Hours]
    documents_due: Mapped[date | None]
    report_due: Mapped[date | None]
    trajectory: Mapped[Trajectory] = relationship(lazy="joined")
    document_review_on: Mapped[date | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(Text, default="")
    confirmed_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(Text, default="")
    team: Mapped[list[Assignment]] = relationship(
        init=False, back_populates="audit", lazy="selectin", default_factory=list, order_by="Assignment.id"
    )

    __table_args__ = (
        CheckConstraint("document_review_on IS NULL OR document_review_on < day", name="review_before_audit"),
        Index(
            "uq_audit_open",
            "trajectory_id",
            unique=True,
            sqlite_where=cancelled_on.is_(None),
            postgresql_where=cancelled_on.is_(None),
        ),
    )

    @property
    def present_team(self) -> list[Assignment]:
        """Who is in the team now."""
        return [assignment for assignment in self.team if assignment.withdrawn_on is None]

    @property
    def lead(self) -> Employee | None:
        """Who leads: the lead auditor, or the trainee who leads under supervision."""
        leading = (TeamRole.LEAD, TeamRole.TRAINEE_LEAD)
        return next((a.employee for a in self.present_team if a.role in leading), None)


class Assignment(Base):
    """Somebody in an audit's team, on that audit's day; nobody is in two audits on one day."""

    __tablename__ = "assignment"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    role: Mapped[TeamRole] = mapped_column(words(TeamRole))
    day: Mapped[date]
    assigned_on: Mapped[date]
    audit: Mapped[Audit] = relationship(back_populates="team", repr=False)
    employee: Mapped[Employee] = relationship(lazy="joined")
    impartial_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        Index(
            "uq_assignment_day",
            "employee_id",
            "day",
            unique=True,
            sqlite_where=withdrawn_on.is_(None),
            postgresql_where=withdrawn_on.is_(None),
        ),
        Index(
            "uq_assignment_lead",
            "audit_id",
            unique=True,
            sqlite_where=withdrawn_on.is_(None) & role.in_([TeamRole.LEAD, TeamRole.TRAINEE_LEAD]),
            postgresql_where=withdrawn_on.is_(None) & role.in_([TeamRole.LEAD, TeamRole.TRAINEE_LEAD]),
        ),
    )


class Absence(Base):
    """Days on which somebody is not there."""

    __tablename__ = "absence"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    why: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (CheckConstraint("until_day >= from_day", name="ends_after_start"),)


# Reads


def audit_of(session: Session, trajectory_id: int) -> Audit | None:
    """The audit that stands for a trajectory."""
    query = select(Audit).where(Audit.trajectory_id == trajectory_id, Audit.cancelled_on.is_(None))
    return session.scalars(query).unique().one_or_none()


def audits_between(session: Session, first: date, last: date) -> Sequence[Audit]:
    """Audits that stand on these days, by day."""
    query = select(Audit).where(Audit.day.between(first, last), Audit.cancelled_on.is_(None)).order_by(Audit.day)
    return session.scalars(query).unique().all()


def assignments_on(session: Session, day: date) -> Sequence[Assignment]:
    """Who is busy on ``day``."""
    query = select(Assignment).where(Assignment.day == day, Assignment.withdrawn_on.is_(None))
    return session.scalars(query).unique().all()


def absences_on(session: Session, day: date) -> Sequence[Absence]:
    """Who is away on ``day``."""
    return session.scalars(select(Absence).where(Absence.from_day <= day, Absence.until_day >= day)).all()
