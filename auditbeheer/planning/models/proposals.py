"""A proposal for data and auditors: what was asked, how far the reckoning is, and what came out, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.models.audits import THE_AUDIT, Assignment, Audit, TeamRole
from auditbeheer.planning.models.extra import ExtraAssessment, about, key_of
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment, words
from auditbeheer.quotes.models import Agreement, Trajectory

SILENT_FOR = timedelta(minutes=2)  # reckoning tells how far it is twice a second; so long without a word, it is gone


class ProposalWishes(Base):
    """What proposals find important, from a day on; a later row takes over (``rules.wishes``)."""

    __tablename__ = "proposal_wishes"

    id: Mapped[Key] = mapped_column(init=False)
    from_day: Mapped[date]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)


class ProposalEnd(StrEnum):
    """How a proposal came to its end."""

    PROVEN = "bewezen de beste"
    FOUND = "goed genoeg"
    STOPPED = "gestopt"
    FAILED = "mislukt"


class LineChoice(StrEnum):
    """What was done with a line."""

    TAKEN = "overgenomen"
    SKIPPED = "overgeslagen"


class PlanProposal(Base):
    """Asked for a number of dossiers on a day. ``wishes``: the weights as they were then, by name.

    ``best`` and ``bound`` in points, ``missed`` what of both is for audits without a place, ``share`` of the work that
    it may take; written while it is reckoned. Its state is computed: ended, asked to stop, at work, or silent for too
    long (its process was stopped).
    """

    __tablename__ = "plan_proposal"

    id: Mapped[Key] = mapped_column(init=False)
    made_at: Mapped[Happened]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False, index=True)
    by: Mapped[Employee] = relationship(lazy="joined")
    on_day: Mapped[date]
    seed: Mapped[int]
    work: Mapped[int]
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON)
    seen_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    best: Mapped[float | None] = mapped_column(default=None)
    bound: Mapped[float | None] = mapped_column(default=None)
    missed: Mapped[float | None] = mapped_column(default=None)
    share: Mapped[float] = mapped_column(default=0.0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    stop_asked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_as: Mapped[ProposalEnd | None] = mapped_column(words(ProposalEnd), default=None)
    lines: Mapped[list[ProposedLine]] = relationship(
        init=False, back_populates="proposal", default_factory=list, order_by="ProposedLine.id"
    )

    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="ended_with_a_word"),)

    def silent(self, now: datetime) -> bool:
        """Whether it is at work no more, though it never came to an end."""
        return self.ended_at is None and now - (self.seen_at or self.made_at) > SILENT_FOR

    @property
    def gap(self) -> float | None:
        """How much better another plan could be at most, as a part of what the planned audits cost; None at first."""
        if self.best is None or self.bound is None:
            return None
        rest = self.best - (self.missed or 0.0)
        return max(0.0, self.best - self.bound) / rest if rest > 0 else 0.0

    @property
    def seconds_left(self) -> int | None:
        """How long it searches still, at most and about; None before anything can be told."""
        return round(self.seconds * (1 - self.share) / self.share) if self.share > 0 else None

    @property
    def open_lines(self) -> list[ProposedLine]:
        """The lines that have a day and wait for a choice."""
        return [line for line in self.lines if line.day is not None and line.choice is None]


class ProposedLine(Base):
    """One audit of a proposal, or an ``extra`` assessment. Without a day there was no way: ``clash`` tells why.

    ``reasons`` and ``otherwise``: why it is so, and the next best, in sentences as they were reckoned.
    """

    __tablename__ = "proposed_line"

    id: Mapped[Key] = mapped_column(init=False)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("plan_proposal.id"), init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    proposal: Mapped[PlanProposal] = relationship(back_populates="lines", repr=False)
    trajectory: Mapped[Trajectory] = relationship()
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra_assessment.id"), init=False)
    extra: Mapped[ExtraAssessment | None] = relationship(lazy="joined", default=None)
    day: Mapped[date | None] = mapped_column(default=None)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), init=False)
    employee: Mapped[Employee | None] = relationship(lazy="joined", foreign_keys=[employee_id], default=None)
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), init=False)
    supervisor: Mapped[Employee | None] = relationship(lazy="joined", foreign_keys=[supervisor_id], default=None)
    km: Mapped[int | None] = mapped_column(default=None)
    slack_days: Mapped[int | None] = mapped_column(default=None)
    reasons: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    otherwise: Mapped[str] = mapped_column(Text, default="")
    clash: Mapped[Line] = mapped_column(default="")
    choice: Mapped[LineChoice | None] = mapped_column(words(LineChoice), default=None)
    chosen_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    audit_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"), init=False)
    audit: Mapped[Audit | None] = relationship(default=None)

    __table_args__ = (
        Index(
            "uq_proposed_line_audit",
            "proposal_id",
            "trajectory_id",
            unique=True,
            sqlite_where=extra_id.is_(None),
            postgresql_where=extra_id.is_(None),
        ),
        Index("uq_proposed_line_extra", "proposal_id", "extra_id", unique=True),
        CheckConstraint("(day IS NULL) = (employee_id IS NULL)", name="day_with_auditor"),
        CheckConstraint("(choice IS NULL) = (chosen_at IS NULL)", name="choice_with_moment"),
        Index("ix_proposed_line_audit", "audit_id"),
    )

    @property
    def key(self) -> str:
        """What it is called among the audits of an office."""
        return key_of(self.trajectory, self.extra)

    @property
    def about(self) -> str:
        """Its dossier, and that it is no audit where that is so."""
        return about(self.trajectory, self.extra)


# Reads


def agreed(session: Session, keys: Sequence[int]) -> Sequence[tuple[Trajectory, Agreement]]:
    """These trajectories, by id, with their agreements; one without an agreement, or that ended, is left out."""
    query = (
        select(Trajectory, Agreement)
        .join(Agreement, Agreement.trajectory_id == Trajectory.id)
        .where(Trajectory.id.in_(keys), Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
        .order_by(Trajectory.id)
    )
    return [(row[0], row[1]) for row in session.execute(query).unique().all()]


def standing_in(session: Session, keys: Sequence[int]) -> dict[int, Audit]:
    """The audit that stands for each of these trajectories, by the trajectory's id."""
    rows = session.scalars(select(Audit).where(Audit.trajectory_id.in_(keys), Audit.cancelled_on.is_(None), THE_AUDIT))
    return {row.trajectory_id: row for row in rows.unique()}


def leaders_before(session: Session, partnerships: Sequence[int]) -> dict[int, list[int]]:
    """Who led the audits that were held at these partnerships, the newest first; empty where none was."""
    query = (
        select(Trajectory.partnership_id, Assignment.employee_id)
        .join(Audit, Audit.trajectory_id == Trajectory.id)
        .join(Assignment, Assignment.audit_id == Audit.id)
        .where(
            Trajectory.partnership_id.in_(partnerships),
            Audit.held_on.is_not(None),
            THE_AUDIT,
            Assignment.withdrawn_on.is_(None),
            Assignment.role.in_([TeamRole.LEAD, TeamRole.TRAINEE_LEAD]),
        )
        .order_by(Audit.day.desc(), Audit.id.desc())
    )
    found: dict[int, list[int]] = {key: [] for key in partnerships}
    for partnership, employee in session.execute(query):
        found[partnership].append(employee)
    return found


def wishes_on(session: Session, day: date) -> ProposalWishes | None:
    """What holds on a day; None while nobody chose anything."""
    query = select(ProposalWishes).where(ProposalWishes.from_day <= day)
    return session.scalars(query.order_by(ProposalWishes.from_day.desc(), ProposalWishes.id.desc()).limit(1)).first()


def proposal_by_id(session: Session, key: int) -> PlanProposal | None:
    """One proposal with its lines and their dossiers."""
    its_lines = joinedload(PlanProposal.lines).joinedload(ProposedLine.trajectory)
    return session.scalars(select(PlanProposal).where(PlanProposal.id == key).options(its_lines)).unique().one_or_none()


def proposals_made(session: Session, limit: int = 20) -> Sequence[PlanProposal]:
    """The newest proposals, the newest first."""
    query = select(PlanProposal).order_by(PlanProposal.id.desc()).limit(limit)
    return session.scalars(query.options(joinedload(PlanProposal.lines))).unique().all()


def proposed_line(session: Session, proposal_id: int, key: int) -> ProposedLine | None:
    """One line of a proposal."""
    query = select(ProposedLine).where(ProposedLine.proposal_id == proposal_id, ProposedLine.id == key)
    return session.scalars(query).unique().one_or_none()
