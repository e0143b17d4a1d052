"""What is recorded on location and reported afterwards (rulebook AUD-1, AUD-2, AUD-6, AUD-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.db import asked_once, asked_whole
from auditbeheer.plumbing.tables import Base, Happened, Hours, Key, Line, Moment, Versioned, words
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Party


class PointVerdict(StrEnum):
    """How a checkpoint was judged; without a row: Niet ingevuld."""

    IN_ORDER = "in orde"
    DEVIATION = "afwijking"
    NOT_APPLICABLE = "n.v.t."


class Attendance(Versioned, Base):
    """Whether a party was at the audit, and which of its members were and were not (AUD-1), a name a line.

    A mandatory party that was absent has a deviation; an interview on location afterwards heals it.
    """

    __tablename__ = "attendance"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), init=False)
    present: Mapped[bool]
    who: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[Happened]
    party: Mapped[Party] = relationship(lazy="joined")
    absent: Mapped[str] = mapped_column(Text, default="")
    interviewed_on: Mapped[date | None] = mapped_column(default=None)
    interviewed: Mapped[Line] = mapped_column(default="")
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), default=None)

    __table_args__ = (UniqueConstraint("audit_id", "party_id"),)


class PointResult(Versioned, Base):
    """The verdict on one checkpoint, with what was seen."""

    __tablename__ = "point_result"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    point: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[PointVerdict] = mapped_column(words(PointVerdict))
    note: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[Happened]
    deviation_id: Mapped[int | None] = mapped_column(ForeignKey("deviation.id"), default=None)

    __table_args__ = (UniqueConstraint("audit_id", "point"),)


class Closing(Base):
    """The closing meeting: from here the terms of the deviations run (AUD-4)."""

    __tablename__ = "closing"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), unique=True)
    closed_on: Mapped[date]
    at: Mapped[Happened]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    present: Mapped[str] = mapped_column(Text)
    hours_spent: Mapped[Hours] = mapped_column(default=Decimal(0))
    agreed_with: Mapped[Line] = mapped_column(default="")


class Report(Versioned, Base):
    """The audit report in one edition: submitted, established by who reviews it, then sent. 2 and later: supplements.

    A supplement tells in ``findings`` what followed on the deviations. ``decision`` is what was decided:
    verleend or geweigerd; empty while there is none. ``good``: what is good, a line each. ``handed_in`` keeps what it
    tells of the audit as that stood when it was submitted, ``open_told`` how many deviations were open then; both are
    empty for a draft.
    """

    __tablename__ = "report"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), init=False)
    edition: Mapped[int]
    made_on: Mapped[date]
    audit: Mapped[Audit] = relationship(repr=False)
    summary: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[Hours] = mapped_column(default=Decimal(0))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    returned_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    returned_why: Mapped[str] = mapped_column(Text, default="")
    established_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    established_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    findings: Mapped[str] = mapped_column(Text, default="")
    good: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(20), default="")
    decision_why: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[Line] = mapped_column(default="")
    sent_on: Mapped[date | None] = mapped_column(default=None)
    sent_to: Mapped[Line] = mapped_column(default="")
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    handed_in: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), default=None, deferred=True, repr=False
    )
    open_told: Mapped[int | None] = mapped_column(default=None)
    topics: Mapped[list[ReportTopic]] = relationship(
        init=False, back_populates="report", cascade="all, delete-orphan",
        default_factory=list, order_by="ReportTopic.id",
    )  # fmt: skip

    __table_args__ = (UniqueConstraint("audit_id", "edition"),)


class ReportTopic(Base):
    """The text on one mandatory topic (AUD-7), by its code in the scheme."""

    __tablename__ = "report_topic"

    id: Mapped[Key] = mapped_column(init=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), init=False)
    code: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    report: Mapped[Report] = relationship(back_populates="topics", repr=False)

    __table_args__ = (UniqueConstraint("report_id", "code"),)


# Reads


def attendance_of(session: Session, audit_id: int) -> Sequence[Attendance]:
    """Who was there, by party."""
    return session.scalars(select(Attendance).where(Attendance.audit_id == audit_id).order_by(Attendance.id)).all()


def results_of(session: Session, audit_id: int) -> dict[str, PointResult]:
    """The verdicts given, by checkpoint."""
    rows = session.scalars(select(PointResult).where(PointResult.audit_id == audit_id)).all()
    return {row.point: row for row in rows}


def result_on(session: Session, audit_id: int, point: str) -> PointResult | None:
    """The verdict on one checkpoint, once given."""
    query = select(PointResult).where(PointResult.audit_id == audit_id, PointResult.point == point)
    return session.scalars(query).one_or_none()


def attendance_in(session: Session, audit_id: int, party_id: int) -> Attendance | None:
    """Whether one party was there, once recorded."""
    query = select(Attendance).where(Attendance.audit_id == audit_id, Attendance.party_id == party_id)
    return session.scalars(query).unique().one_or_none()


def closing_of(session: Session, audit_id: int) -> Closing | None:
    """The closing meeting, once held."""
    return session.scalars(select(Closing).where(Closing.audit_id == audit_id)).one_or_none()


@asked_once
def report_of(session: Session, audit_id: int) -> Report | None:
    """The newest version of the report."""
    query = select(Report).where(Report.audit_id == audit_id).order_by(Report.edition.desc()).limit(1)
    return session.scalars(query).one_or_none()


def reports_of(session: Session, audit_id: int) -> Sequence[Report]:
    """All editions of the report, newest first."""
    return session.scalars(select(Report).where(Report.audit_id == audit_id).order_by(Report.edition.desc())).all()


@asked_whole(lambda row: row.trajectory.number)
def under_way(session: Session, today: date, number: str | None) -> Sequence[Audit]:
    """The audits whose day has come and whose report has not gone out with a decision; ``number``: of this dossier."""
    told = select(Report.audit_id).where(Report.sent_on.is_not(None), Report.decision != "")
    query = (
        select(Audit)
        .join(Audit.trajectory)
        .where(Audit.day <= today, Audit.cancelled_on.is_(None), Audit.extra_id.is_(None), Audit.id.not_in(told))
        .where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None), Trajectory.scheme.is_not(None))
        .options(contains_eager(Audit.trajectory))
        .order_by(Audit.day, Audit.id)
    )
    if number is not None:
        query = query.where(Trajectory.number == number)
    return session.scalars(query).unique().all()


def recorded_in(session: Session, audit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Per audit how many checkpoints have a verdict, and of how many parties is known whether they were there."""
    judged, attended = (
        select(func.count()).where(row.audit_id == Audit.id).correlate(Audit).scalar_subquery()
        for row in (PointResult, Attendance)
    )
    query = select(Audit.id, judged, attended).where(Audit.id.in_(audit_ids))
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def newest_reports(session: Session, audit_ids: Sequence[int]) -> dict[int, Report]:
    """The newest edition of the report, per audit."""
    query = select(Report).where(Report.audit_id.in_(audit_ids)).order_by(Report.edition)
    return {report.audit_id: report for report in session.scalars(query).all()}
