"""Review and decision (rulebook AUD-8, QUA-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
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
    trajectory: Mapped[Trajectory] = relationship(lazy="joined")
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


def review_of(session: Session, trajectory_id: int) -> Review | None:
    """The newest review."""
    query = select(Review).where(Review.trajectory_id == trajectory_id).order_by(Review.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def decision_of(session: Session, trajectory_id: int) -> Decision | None:
    """The decision that stands."""
    query = select(Decision).where(Decision.trajectory_id == trajectory_id, Decision.reopened_on.is_(None))
    return session.scalars(query).one_or_none()


def decisions_in(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Decision]:
    """The standing decisions of these trajectories."""
    query = select(Decision).where(Decision.trajectory_id.in_(trajectory_ids), Decision.reopened_on.is_(None))
    return {decision.trajectory_id: decision for decision in session.scalars(query).all()}
