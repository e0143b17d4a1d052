"""The audit and its team (rulebook PLA-*, QUA-6, QUA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Select, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.models.extra import ExtraAssessment, key_of
from auditbeheer.planning.rules.hours import HourPlan
from auditbeheer.plumbing.db import asked_once, asked_whole
from auditbeheer.plumbing.tables import Base, Hours, Key, Line, Versioned, words
from auditbeheer.quotes.models import Agreement, Trajectory
from auditbeheer.relations.models import Postcode

# What the database says when somebody would be in two places at once (decision 0013).
ONE_PLACE = "assignment_one_place"
MOVED_TO = "verzet naar "  # how the reason of an audit that moved begins
NOT_SAID = datetime.combine(date.min, time.min)


class TeamRole(StrEnum):
    """How somebody takes part in an audit."""

    LEAD = "auditor"
    SECOND = "tweede auditor"
    TRAINEE = "auditor in opleiding"
    TRAINEE_LEAD = "auditor in opleiding, leidt"
    SUPERVISOR = "begeleidend schemamanager"
    OBSERVER = "waarnemer"


class Cause(StrEnum):
    """With whom it lay that an audit or its team changed."""

    GROUP = "de werkgroep"
    US = "wij"
    NOBODY = "niemand"


class Audit(Versioned, Base):
    """The audit of a trajectory: a planned day with what was promised on it. Moved or cancelled: a new row.

    ``held_on``: the day of the closing meeting, written by ``audits``; from then nothing about it can be planned.
    ``told_on``: when the working group first heard of this day, by its confirmation or by a move from a day that it
    knew; another team takes the confirmation away, and not this.
    ``extra``: what this is a visit for when it is not the audit itself, but an extra assessment after it.
    ``hours`` are all that are planned; the three beside them share them out. None: planned before they were kept apart,
    or an extra assessment, which is on location with all its hours.
    """

    __tablename__ = "audit"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    day: Mapped[date]
    starts_at: Mapped[time]
    place: Mapped[Line]
    hours: Mapped[Hours]
    documents_due: Mapped[date | None]
    report_due: Mapped[date | None]
    trajectory: Mapped[Trajectory] = relationship()
    document_review_on: Mapped[date | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(Text, default="")
    confirmed_on: Mapped[date | None] = mapped_column(default=None)
    held_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_why: Mapped[str] = mapped_column(Text, default="")
    cancelled_cause: Mapped[Cause | None] = mapped_column(words(Cause), default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    review_hours: Mapped[Hours | None] = mapped_column(default=None)
    location_hours: Mapped[Hours | None] = mapped_column(default=None)
    report_hours: Mapped[Hours | None] = mapped_column(default=None)
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra_assessment.id"), init=False)
    extra: Mapped[ExtraAssessment | None] = relationship(back_populates="visits", lazy="joined", default=None)
    team: Mapped[list[Assignment]] = relationship(
        init=False, back_populates="audit", default_factory=list, order_by="Assignment.id"
    )

    __table_args__ = (
        CheckConstraint("document_review_on IS NULL OR document_review_on < day", name="review_before_audit"),
        CheckConstraint("review_hours >= 0 AND location_hours > 0 AND report_hours >= 0", name="hours_of_each"),
        CheckConstraint("review_hours + location_hours + report_hours = hours", name="hours_together"),
        CheckConstraint(
            "(review_hours IS NULL AND location_hours IS NULL AND report_hours IS NULL)"
            " OR (review_hours IS NOT NULL AND location_hours IS NOT NULL AND report_hours IS NOT NULL)",
            name="hours_all_or_none",
        ),
        Index(
            "uq_audit_open",
            "trajectory_id",
            unique=True,
            sqlite_where=cancelled_on.is_(None) & extra_id.is_(None),
            postgresql_where=cancelled_on.is_(None) & extra_id.is_(None),
        ),
        Index(
            "uq_audit_extra_open",
            "extra_id",
            unique=True,
            sqlite_where=cancelled_on.is_(None),
            postgresql_where=cancelled_on.is_(None),
        ),
    )

    @property
    def page(self) -> str:
        """Where its planning stands."""
        own = f"/extra/{self.extra_id}" if self.extra_id is not None else ""
        return f"/dossiers/{self.trajectory.number}/planning{own}"

    @property
    def key(self) -> str:
        """What it is called in a proposal: its dossier, or the key of the extra assessment."""
        return key_of(self.trajectory, self.extra)

    @property
    def planned(self) -> HourPlan | None:
        """The hours by activity, as they were planned."""
        if self.review_hours is None or self.location_hours is None or self.report_hours is None:
            return None
        return HourPlan(self.review_hours, self.location_hours, self.report_hours)

    def plan_hours(self, plan: HourPlan) -> None:
        """From now on these hours."""
        self.hours, self.review_hours = plan.total, plan.review
        self.location_hours, self.report_hours = plan.on_location, plan.report

    @property
    def name(self) -> str:
        """What it is, in a word."""
        return "audit" if self.extra_id is None else "extra beoordeling"

    @property
    def told(self) -> bool:
        """Whether the working group knows this day."""
        return self.told_on is not None or self.confirmed_on is not None

    @property
    def moved(self) -> bool:
        """Whether it was taken off this day to stand on another one."""
        return self.cancelled_on is not None and self.cancelled_why.startswith(MOVED_TO)

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
    """Somebody in an audit's team, on location from ``starts_at`` until ``ends_at`` (the office's time).

    Nobody is in two places at once: the database refuses periods of one person that touch (``ONE_PLACE``).
    """

    __tablename__ = "assignment"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    role: Mapped[TeamRole] = mapped_column(words(TeamRole))
    day: Mapped[date]
    assigned_on: Mapped[date]
    audit: Mapped[Audit] = relationship(back_populates="team", repr=False)
    employee: Mapped[Employee] = relationship(lazy="joined")
    starts_at: Mapped[datetime] = mapped_column(DateTime, default=NOT_SAID)
    ends_at: Mapped[datetime] = mapped_column(DateTime, default=NOT_SAID)
    impartial_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")
    withdrawn_cause: Mapped[Cause | None] = mapped_column(words(Cause), default=None)

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_assignment_employee_day", "employee_id", "day"),
        Index(
            "uq_assignment_lead",
            "audit_id",
            unique=True,
            sqlite_where=withdrawn_on.is_(None) & role.in_([TeamRole.LEAD, TeamRole.TRAINEE_LEAD]),
            postgresql_where=withdrawn_on.is_(None) & role.in_([TeamRole.LEAD, TeamRole.TRAINEE_LEAD]),
        ),
    )

    def __post_init__(self) -> None:
        """Without a period of its own: all the hours of the audit, rather too long than too short."""
        if self.starts_at == NOT_SAID:
            self.starts_at = datetime.combine(self.day, self.audit.starts_at)
            self.ends_at = self.starts_at + timedelta(hours=float(self.audit.hours))


# Reads

THE_AUDIT = Audit.extra_id.is_(None)  # the audit itself, no extra assessment after it
ITS_DOSSIER = joinedload(Assignment.audit).joinedload(Audit.trajectory)


def _with_dossier() -> Select[Audit]:
    """Audits together with their dossier, for a list that shows both."""
    return select(Audit).options(joinedload(Audit.trajectory))


@asked_once
def visits_in(session: Session, trajectory_id: int) -> Sequence[Audit]:
    """Every audit and visit of an extra assessment of a trajectory, taken off their days or not, newest first."""
    query = select(Audit).where(Audit.trajectory_id == trajectory_id).order_by(Audit.id.desc())
    return session.scalars(query).unique().all()


def audit_of(session: Session, trajectory_id: int) -> Audit | None:
    """The audit that stands for a trajectory."""
    rows = (one for one in visits_in(session, trajectory_id) if one.cancelled_on is None)
    return next((one for one in rows if one.extra_id is None), None)


def audits_between(session: Session, first: date, last: date) -> Sequence[Audit]:
    """Audits that stand on these days, by day."""
    query = _with_dossier().where(Audit.day.between(first, last), Audit.cancelled_on.is_(None)).order_by(Audit.day)
    return session.scalars(query).unique().all()


def audits_seen_between(session: Session, first: date, last: date) -> Sequence[Audit]:
    """Audits that stand on these days or have their document review on one of them, by day and hour."""
    near = Audit.day.between(first, last) | Audit.document_review_on.between(first, last)
    query = _with_dossier().where(near, Audit.cancelled_on.is_(None))
    return session.scalars(query.order_by(Audit.day, Audit.starts_at, Audit.id)).unique().all()


def dossiers_with_audit(session: Session, trajectories: Sequence[int]) -> set[int]:
    """Which of these dossiers have an audit that stands, held ones too."""
    query = select(Audit.trajectory_id).where(THE_AUDIT, Audit.cancelled_on.is_(None))
    return set(session.scalars(query.where(Audit.trajectory_id.in_(trajectories))))


def assignments_on(session: Session, day: date) -> Sequence[Assignment]:
    """Who is busy on ``day``."""
    query = select(Assignment).where(Assignment.day == day, Assignment.withdrawn_on.is_(None)).options(ITS_DOSSIER)
    return session.scalars(query).unique().all()


def assignments_between(session: Session, first: date, last: date) -> Sequence[Assignment]:
    """Who is busy on which days of a period, by the hour."""
    query = select(Assignment).where(Assignment.day.between(first, last), Assignment.withdrawn_on.is_(None))
    query = query.options(ITS_DOSSIER).order_by(Assignment.starts_at, Assignment.id)
    return session.scalars(query).unique().all()


def audit_by_id(session: Session, audit_id: int) -> Audit | None:
    """One audit, standing or not."""
    return session.get(Audit, audit_id)


def audits_for(session: Session, trajectory_id: int) -> Sequence[Audit]:
    """Every audit of a trajectory, moved and cancelled ones too, newest first."""
    return [one for one in visits_in(session, trajectory_id) if one.extra_id is None]


@asked_whole(lambda row: row.trajectory.number)
def audits_from(session: Session, day: date, number: str | None = None) -> Sequence[Audit]:
    """Audits that stand on ``day`` or later, by day; ``number``: only of this dossier."""
    query = _with_dossier().options(selectinload(Audit.team))
    query = query.where(Audit.day >= day, Audit.cancelled_on.is_(None)).order_by(Audit.day, Audit.id)
    if number is not None:
        query = query.join(Audit.trajectory).where(Trajectory.number == number)
    return session.scalars(query).unique().all()


def audits_before(session: Session, day: date, limit: int = 50) -> Sequence[Audit]:
    """Audits that stood on an earlier day, the newest first."""
    query = _with_dossier().where(Audit.day < day, Audit.cancelled_on.is_(None)).order_by(Audit.day.desc(), Audit.id)
    return session.scalars(query.limit(limit)).unique().all()


@asked_whole(lambda row: row[0].number)
def to_plan(session: Session, number: str | None = None) -> Sequence[tuple[Trajectory, Agreement]]:
    """Agreed trajectories that run and have no audit, oldest agreement first; ``number``: only this dossier."""
    query = (
        select(Trajectory, Agreement)
        .join(Agreement, Agreement.trajectory_id == Trajectory.id)
        .outerjoin(Audit, (Audit.trajectory_id == Trajectory.id) & Audit.cancelled_on.is_(None) & THE_AUDIT)
        .where(Audit.id.is_(None), Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
        .order_by(Agreement.signed_on, Trajectory.id)
    )
    if number is not None:
        query = query.where(Trajectory.number == number)
    return [(trajectory, agreement) for trajectory, agreement in session.execute(query).unique().all()]


def assignments_of(session: Session, employee_id: int, first: date) -> Sequence[Assignment]:
    """In which audits somebody is, from ``first`` on, by day."""
    query = select(Assignment).where(Assignment.employee_id == employee_id, Assignment.withdrawn_on.is_(None))
    query = query.options(ITS_DOSSIER)
    return session.scalars(query.where(Assignment.day >= first).order_by(Assignment.day)).unique().all()


def stays_in(session: Session, trajectory_id: int, employee_id: int, *, but: int) -> bool:
    """Whether somebody is in the team of another visit of this dossier that stands; ``but``: not counting this one."""
    query = select(Assignment.id).join(Audit, Audit.id == Assignment.audit_id)
    query = query.where(Audit.trajectory_id == trajectory_id, Audit.id != but, Audit.cancelled_on.is_(None))
    mine = query.where(Assignment.employee_id == employee_id, Assignment.withdrawn_on.is_(None))
    return session.scalars(mine.limit(1)).first() is not None


def dossiers_of(session: Session, partnership_id: int) -> Sequence[str]:
    """The numbers of all dossiers of a partnership."""
    query = select(Trajectory.number).where(Trajectory.partnership_id == partnership_id).order_by(Trajectory.id)
    return session.scalars(query).all()


def points_of(session: Session, digits: Sequence[str]) -> dict[str, Postcode]:
    """The centres of these four-digit postcodes."""
    rows = session.scalars(select(Postcode).where(Postcode.digits.in_(digits))).all()
    return {row.digits: row for row in rows}


def days_taken(session: Session, people: Sequence[int], first: date) -> Sequence[tuple[int, date]]:
    """Who is in an audit on which day, from ``first`` on."""
    query = select(Assignment.employee_id, Assignment.day)
    query = query.where(Assignment.employee_id.in_(people), Assignment.withdrawn_on.is_(None), Assignment.day >= first)
    return [(row[0], row[1]) for row in session.execute(query).all()]
