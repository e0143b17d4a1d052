"""Review and decision (rulebook AUD-8, QUA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Text, func, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.audits.models import Report
from auditbeheer.deviations.models import Deviation
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.db import asked_of_each, asked_once, asked_whole
from auditbeheer.plumbing.tables import Base, Happened, Key, words
from auditbeheer.quotes.models import Trajectory


class Advice(StrEnum):
    """What the reviewer advises."""

    GRANT = "verlenen"
    REFUSE = "weigeren"


class Verdict(StrEnum):
    """What was decided on a trajectory."""

    GRANTED = "verleend"
    REFUSED = "geweigerd"


class Review(Base):
    """The review of a report edition, with a written advice; a later review takes over."""

    __tablename__ = "review"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    report_edition: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    report_complete: Mapped[bool]
    personnel_qualified: Mapped[bool]
    process_correct: Mapped[bool]
    advice: Mapped[Advice] = mapped_column(words(Advice))
    text: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    at: Mapped[Happened]
    reviewer: Mapped[Employee] = relationship(lazy="joined")


class Decision(Base):
    """The decision on a trajectory, with the conditions as they stood; at most one that was not reopened."""

    __tablename__ = "decision"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False)
    decider_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    verdict: Mapped[Verdict] = mapped_column(words(Verdict))
    why: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    at: Mapped[Happened]
    conditions: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    trajectory: Mapped[Trajectory] = relationship()
    decider: Mapped[Employee] = relationship(lazy="joined")
    reopened_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        Index(
            "uq_decision_standing",
            "trajectory_id",
            unique=True,
            sqlite_where=reopened_on.is_(None),
            postgresql_where=reopened_on.is_(None),
        ),
    )


# Reads


@asked_once
def review_of(session: Session, trajectory_id: int) -> Review | None:
    """The newest review."""
    query = select(Review).where(Review.trajectory_id == trajectory_id).order_by(Review.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


@asked_once
def decision_of(session: Session, trajectory_id: int) -> Decision | None:
    """The decision that stands."""
    query = select(Decision).where(Decision.trajectory_id == trajectory_id, Decision.reopened_on.is_(None))
    return session.scalars(query).one_or_none()


def decisions_in(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Decision]:
    """The standing decisions of these trajectories."""
    query = select(Decision).where(Decision.trajectory_id.in_(trajectory_ids), Decision.reopened_on.is_(None))
    return {decision.trajectory_id: decision for decision in session.scalars(query).all()}


def reviews_in(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Review]:
    """The newest review of each of these trajectories."""
    return {review.trajectory_id: review for review in _reviews(session, trajectory_ids)}


@asked_of_each("trajectory_id", "id")
def _reviews(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Review]:
    newest = select(func.max(Review.id)).where(Review.trajectory_id.in_(trajectory_ids)).group_by(Review.trajectory_id)
    return session.scalars(select(Review).where(Review.id.in_(newest))).all()


@asked_whole(lambda row: row[0].trajectory.number)
def awaiting(session: Session, dossier: str | None = None) -> Sequence[tuple[Audit, Report]]:
    """Audits whose report was submitted and not yet decided on, with its newest edition; one dossier, or all by day."""
    decided = select(Decision.trajectory_id).where(Decision.reopened_on.is_(None))
    newest = select(func.max(Report.id)).group_by(Report.audit_id)
    query = (
        select(Audit, Report)
        .join(Report, Report.audit_id == Audit.id)
        .join(Audit.trajectory)
        .options(contains_eager(Audit.trajectory))
        .where(
            Report.id.in_(newest),
            Report.submitted_at.is_not(None),
            Audit.cancelled_on.is_(None),
            Audit.trajectory_id.not_in(decided),
            Trajectory.declined_on.is_(None),
            Trajectory.withdrawn_on.is_(None),
        )
        .order_by(Audit.day, Audit.id)
    )
    if dossier is not None:
        query = query.where(Trajectory.number == dossier)
    return [(audit, report) for audit, report in session.execute(query).unique()]


def deviations_left(session: Session, audit_ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    """Per audit how many deviations stand open, and the day on which the last was closed; absent without any."""
    still = func.count().filter(Deviation.closed_on.is_(None), Deviation.withdrawn_on.is_(None))
    query = select(Deviation.audit_id, still, func.max(Deviation.closed_on)).where(Deviation.audit_id.in_(audit_ids))
    return {row[0]: (row[1], row[2]) for row in session.execute(query.group_by(Deviation.audit_id))}
