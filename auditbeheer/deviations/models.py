"""Deviation, answer, assessment, extension (rulebook AUD-3 to AUD-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Versioned, words
from auditbeheer.quotes.models import Trajectory


class Severity(StrEnum):
    """3.1 knows two classes with one and the same term; 4.0 knows none (AUD-3)."""

    NONE = "geen klasse"
    MINOR = "minor"
    MAJOR = "major"


class Deviation(Versioned, Base):
    """A situation that does not conform. Its last days are promised when the audit is closed, and stored (C7).

    ``found_on`` is the day of the audit; ``additions_due`` and ``assessment_due`` follow from the closing day.
    """

    __tablename__ = "deviation"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), init=False)
    number: Mapped[int]
    point: Mapped[str] = mapped_column(String(20))
    found_on: Mapped[date]
    seen: Mapped[str] = mapped_column(Text)
    requirement: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    audit: Mapped[Audit] = relationship(repr=False)
    severity: Mapped[Severity] = mapped_column(words(Severity), default=Severity.NONE)
    established_on: Mapped[date | None] = mapped_column(default=None)
    additions_due: Mapped[date | None] = mapped_column(default=None)
    assessment_due: Mapped[date | None] = mapped_column(default=None)
    extended_on: Mapped[date | None] = mapped_column(default=None)
    extended_why: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[list[Answer]] = relationship(
        init=False, back_populates="deviation", default_factory=list, order_by="Answer.id"
    )

    __table_args__ = (
        UniqueConstraint("audit_id", "number"),
        CheckConstraint("closed_on IS NULL OR closed_on >= found_on", name="closed_after_found"),
    )


class Answer(Base):
    """An addition (aanvulling) of the working group on a deviation, and how it was judged."""

    __tablename__ = "answer"

    id: Mapped[Key] = mapped_column(init=False)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("deviation.id"), init=False)
    received_on: Mapped[date]
    at: Mapped[Happened]
    text: Mapped[str] = mapped_column(Text)
    from_whom: Mapped[str] = mapped_column(String(200))
    complete: Mapped[bool]
    deviation: Mapped[Deviation] = relationship(back_populates="answers", repr=False)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), default=None, init=False)
    file: Mapped[StoredFile | None] = relationship(lazy="joined", default=None)
    assessed_on: Mapped[date | None] = mapped_column(default=None)
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    sufficient: Mapped[bool | None] = mapped_column(default=None)
    verdict: Mapped[str] = mapped_column(Text, default="")


# Reads


def deviations_of(session: Session, audit_id: int) -> Sequence[Deviation]:
    """The deviations of an audit by number, withdrawn ones included."""
    return session.scalars(select(Deviation).where(Deviation.audit_id == audit_id).order_by(Deviation.number)).all()


def deviations_at(session: Session, audit_ids: Sequence[int]) -> Sequence[Deviation]:
    """The deviations of these audits by number, withdrawn ones included; the audits may have been called off."""
    query = select(Deviation).where(Deviation.audit_id.in_(audit_ids)).order_by(Deviation.audit_id, Deviation.number)
    return session.scalars(query).all()


def deviation_numbered(session: Session, audit_id: int, number: int) -> Deviation | None:
    """One deviation of an audit, by its number."""
    query = select(Deviation).where(Deviation.audit_id == audit_id, Deviation.number == number)
    return session.scalars(query).one_or_none()


def deviations_in(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Deviation]:
    """The deviations of the audits that stand for these trajectories, by audit and number."""
    query = select(Deviation).join(Deviation.audit).where(
        Audit.trajectory_id.in_(trajectory_ids), Audit.cancelled_on.is_(None)
    )  # fmt: skip
    return session.scalars(query.order_by(Deviation.audit_id, Deviation.number)).unique().all()


@asked_whole(lambda row: row.audit.trajectory.number)
def unsettled(session: Session, number: str | None) -> Sequence[Deviation]:
    """The established deviations that are neither closed nor withdrawn; ``number``: only of this dossier."""
    query = (
        select(Deviation)
        .join(Deviation.audit)
        .join(Audit.trajectory)
        .where(Deviation.established_on.is_not(None), Deviation.closed_on.is_(None), Deviation.withdrawn_on.is_(None))
        .where(Audit.cancelled_on.is_(None), Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
        .options(contains_eager(Deviation.audit).contains_eager(Audit.trajectory))
        .order_by(Deviation.audit_id, Deviation.number)
    )
    if number is not None:
        query = query.where(Trajectory.number == number)
    return session.scalars(query).unique().all()
