"""The trajectory, its application, and what was certified before (rulebook SCH-*, QUO-1 to QUO-5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.db import asked_of_each, asked_once, asked_whole
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Key, Line, Versioned, words
from auditbeheer.relations.models import Area, AreaType, Partnership

ELSEWHERE = "certificaat van elders"  # the kind of stored files that prove another body's certificate, by its number


class CertificationKind(StrEnum):
    """First or later (SCH-7); expected until the decision."""

    FIRST = "eerste"
    LATER = "later"


class Trajectory(Versioned, Base):
    """One way to one certificate: the spine of a dossier. Number ``D-2026-0147``: year of the application, running.

    ``scheme`` stays empty while no choice could be made; ``parked_on``: an application for a concept scheme (SCH-5).
    """

    __tablename__ = "trajectory"

    id: Mapped[Key] = mapped_column(init=False)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    year: Mapped[int]
    sequence: Mapped[int]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), init=False)
    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    area_type: Mapped[AreaType] = mapped_column(words(AreaType))
    applied_on: Mapped[date]
    started_on: Mapped[date]
    start_document: Mapped[Line]
    assessment_expected_on: Mapped[date]
    partnership: Mapped[Partnership] = relationship(lazy="joined")
    owner: Mapped[Employee] = relationship(lazy="joined", foreign_keys=[owner_id])
    scheme: Mapped[str | None] = mapped_column(String(40), default=None)
    scheme_why: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[CertificationKind] = mapped_column(words(CertificationKind), default=CertificationKind.FIRST)
    kind_why: Mapped[str] = mapped_column(Text, default="")
    parked_on: Mapped[date | None] = mapped_column(default=None)
    completed_on: Mapped[date | None] = mapped_column(default=None)
    completed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    declined_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    end_why: Mapped[str] = mapped_column(Text, default="")
    areas: Mapped[list[TrajectoryArea]] = relationship(
        init=False, back_populates="trajectory", default_factory=list, order_by="TrajectoryArea.id"
    )

    __table_args__ = (UniqueConstraint("year", "sequence"),)

    @property
    def ended(self) -> bool:
        """Declined or withdrawn: nothing more happens."""
        return self.declined_on is not None or self.withdrawn_on is not None


class TrajectoryArea(Base):
    """An area in a trajectory, with the entrepreneurs as counted at the application, and first/later per area (SCH-7).

    Areas with the same ``one_area`` count as one (ARE-4: parts that adjoin and act together, decided by a person).
    """

    __tablename__ = "trajectory_area"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), init=False)
    trajectory: Mapped[Trajectory] = relationship(back_populates="areas", repr=False)
    area: Mapped[Area] = relationship(lazy="joined")
    entrepreneurs: Mapped[int | None] = mapped_column(default=None)
    one_area: Mapped[Line] = mapped_column(default="")
    kind: Mapped[CertificationKind] = mapped_column(words(CertificationKind), default=CertificationKind.FIRST)

    __table_args__ = (UniqueConstraint("trajectory_id", "area_id"),)


class ApplicationDocument(Base):
    """An attachment of the application (QUO-1: the final delimitation; QUO-2 for 3.1), by its code in the scheme."""

    __tablename__ = "application_document"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"))
    code: Mapped[str] = mapped_column(String(60))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    received_on: Mapped[date]
    file: Mapped[StoredFile] = relationship(lazy="joined")


class ApplicationReview(Base):
    """A review of an application: four recorded answers (ISO/IEC 17065 §7.3). A later one corrects it; both stay."""

    __tablename__ = "application_review"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    information_sufficient: Mapped[bool]
    differences_resolved: Mapped[bool]
    within_licence: Mapped[bool]
    competence_available: Mapped[bool]
    remark: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    on_day: Mapped[date]
    by: Mapped[Employee] = relationship(init=False, lazy="joined")

    @property
    def all_well(self) -> bool:
        """Whether nothing stands in the way."""
        return (
            self.information_sufficient
            and self.differences_resolved
            and self.within_licence
            and self.competence_available
        )


class CertifiedPeriod(Base):
    """That an area was certified, by whomever, under whichever version: what first or later rests on (SCH-7).

    Of another body's certificate the file that proves it lies apart (``evidence_files``), since it may come later.
    Written once: what turns out wrong is corrected by another row (``PeriodCorrection``), and does not count any more.
    """

    __tablename__ = "certified_period"

    id: Mapped[Key] = mapped_column(init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    scheme: Mapped[str] = mapped_column(String(40))
    certificate: Mapped[Line]
    body: Mapped[Line]
    issued_on: Mapped[date]
    last_day: Mapped[date]
    evidence: Mapped[Line] = mapped_column(default="")

    __table_args__ = (CheckConstraint("last_day >= issued_on", name="ends_after_issue"),)


class PeriodCorrection(Base):
    """That a certified period was recorded wrongly, why, and which one is right; none: none should be there."""

    __tablename__ = "period_correction"

    id: Mapped[Key] = mapped_column(init=False)
    wrong_id: Mapped[int] = mapped_column(ForeignKey("certified_period.id"), unique=True, init=False)
    right_id: Mapped[int | None] = mapped_column(ForeignKey("certified_period.id"), init=False)
    why: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    wrong: Mapped[CertifiedPeriod] = relationship(lazy="joined", foreign_keys=[wrong_id])
    right: Mapped[CertifiedPeriod | None] = relationship(lazy="joined", foreign_keys=[right_id])
    by: Mapped[Employee | None] = relationship(init=False, lazy="joined")


# Reads


def trajectories_numbered(session: Session, numbers: Collection[str]) -> dict[str, Trajectory]:
    """Dossier number -> its trajectory; one query, none for no numbers."""
    if not numbers:
        return {}
    rows = session.scalars(select(Trajectory).where(Trajectory.number.in_(numbers))).unique()
    return {row.number: row for row in rows}


@asked_once
def trajectory_numbered(session: Session, number: str) -> Trajectory | None:
    """The trajectory with this dossier number."""
    return session.scalars(select(Trajectory).where(Trajectory.number == number.upper())).unique().one_or_none()


def trajectories(session: Session) -> Sequence[Trajectory]:
    """All trajectories, newest first."""
    return session.scalars(select(Trajectory).order_by(Trajectory.id.desc())).unique().all()


def next_sequence(session: Session, year: int) -> int:
    """The next running number of dossiers in ``year``."""
    newest = session.scalar(select(func.max(Trajectory.sequence)).where(Trajectory.year == year))
    return (newest or 0) + 1


@asked_of_each("area_id", "issued_on", "id")
def periods_of(session: Session, area_ids: Sequence[int]) -> Sequence[CertifiedPeriod]:
    """Every certified period of these areas that holds, oldest first; what was corrected does not count."""
    query = select(CertifiedPeriod).where(CertifiedPeriod.area_id.in_(area_ids), holds())
    return session.scalars(query.order_by(CertifiedPeriod.issued_on, CertifiedPeriod.id)).all()


def holds() -> ColumnElement[bool]:
    """A certified period that nobody corrected."""
    return CertifiedPeriod.id.not_in(select(PeriodCorrection.wrong_id))


def corrections_of(session: Session, area_ids: Sequence[int]) -> Sequence[PeriodCorrection]:
    """What was recorded wrongly of these areas, oldest first."""
    query = select(PeriodCorrection).join(CertifiedPeriod, CertifiedPeriod.id == PeriodCorrection.wrong_id)
    query = query.where(CertifiedPeriod.area_id.in_(area_ids)).order_by(PeriodCorrection.id)
    return session.scalars(query).unique().all()


def evidence_files(session: Session, certificates: Collection[str]) -> dict[str, list[StoredFile]]:
    """Number of another body's certificate -> the files that prove it, oldest first."""
    if not certificates:
        return {}
    query = select(StoredFile).where(StoredFile.kind == ELSEWHERE, StoredFile.thing.in_(certificates))
    found: dict[str, list[StoredFile]] = {}
    for row in session.scalars(query.order_by(StoredFile.id)):
        found.setdefault(row.thing, []).append(row)
    return found


def attachments_of(session: Session, trajectory_id: int) -> Sequence[ApplicationDocument]:
    """The attachments of an application, newest first."""
    query = select(ApplicationDocument).where(ApplicationDocument.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ApplicationDocument.id.desc())).all()


def review_of(session: Session, trajectory_id: int) -> ApplicationReview | None:
    """The review that counts: the newest."""
    query = select(ApplicationReview).where(ApplicationReview.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ApplicationReview.id.desc())).first()


def attachment_in(session: Session, trajectory_id: int, attachment_id: int) -> ApplicationDocument | None:
    """This attachment of this trajectory."""
    query = select(ApplicationDocument).where(ApplicationDocument.trajectory_id == trajectory_id)
    return session.scalars(query.where(ApplicationDocument.id == attachment_id)).one_or_none()


@asked_whole(lambda row: row.number)
def running_trajectories(session: Session, number: str | None = None) -> Sequence[Trajectory]:
    """Trajectories that are not declined or withdrawn, oldest first; only the one with this number, if given."""
    query = select(Trajectory).where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    if number is not None:
        query = query.where(Trajectory.number == number)
    return session.scalars(query.order_by(Trajectory.id)).unique().all()


def trajectories_of(session: Session, partnership_id: int) -> Sequence[Trajectory]:
    """Every trajectory of a partnership, oldest first."""
    query = select(Trajectory).where(Trajectory.partnership_id == partnership_id).order_by(Trajectory.id)
    return session.scalars(query).unique().all()


def running_of(session: Session, owner_id: int) -> Sequence[Trajectory]:
    """The running trajectories that this employee answers for, oldest first."""
    return [row for row in running_trajectories(session) if row.owner_id == owner_id]


def owners_now(session: Session) -> Sequence[tuple[Employee, int]]:
    """Who answers for running trajectories, and for how many, by name."""
    running = Trajectory.declined_on.is_(None) & Trajectory.withdrawn_on.is_(None)
    count = select(Trajectory.owner_id, func.count().label("many")).where(running).group_by(Trajectory.owner_id)
    found = count.subquery()
    query = select(Employee, found.c.many).join(found, found.c.owner_id == Employee.id).order_by(Employee.name)
    return [(row[0], row[1]) for row in session.execute(query)]


def applied_since(session: Session, day: date, area_ids: Sequence[int]) -> Sequence[Trajectory]:
    """Trajectories that were applied for on ``day`` or later, were not ended, and are about one of these areas."""
    here = select(TrajectoryArea.trajectory_id).where(TrajectoryArea.area_id.in_(area_ids))
    query = select(Trajectory).where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    query = query.where(Trajectory.applied_on >= day, Trajectory.id.in_(here)).order_by(Trajectory.id)
    return session.scalars(query).unique().all()


def attached(session: Session, trajectory_ids: Sequence[int]) -> dict[int, set[str]]:
    """Trajectory id -> the codes of the attachments that are in."""
    query = select(ApplicationDocument.trajectory_id, ApplicationDocument.code)
    found: dict[int, set[str]] = {}
    for trajectory_id, code in session.execute(query.where(ApplicationDocument.trajectory_id.in_(trajectory_ids))):
        found.setdefault(trajectory_id, set()).add(code)
    return found
