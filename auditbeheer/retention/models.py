"""A yearly proposal to clean up, with the files that it names (DOC-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.audits.models import Report
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.decisions.models import Decision
from auditbeheer.deviations.models import Answer, Deviation
from auditbeheer.documents.models import Document, DocumentPart
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Key, Line, Versioned
from auditbeheer.quotes.models import Agreement, ApplicationDocument, Quote, Supplement, Trajectory


class CleanUp(Versioned, Base):
    """What the timetable proposed in one year; a person decided on it, or not yet."""

    __tablename__ = "clean_up"

    id: Mapped[Key] = mapped_column(init=False)
    year: Mapped[int] = mapped_column(unique=True)
    made_on: Mapped[date]
    decided_on: Mapped[date | None] = mapped_column(default=None)
    decided_by: Mapped[Line] = mapped_column(default="")
    removed: Mapped[bool | None] = mapped_column(default=None)
    why: Mapped[str] = mapped_column(Text, default="")


class CleanUpFile(Base):
    """A file that a proposal names, with the dossier it is of and the day until which it had to be kept."""

    __tablename__ = "clean_up_file"

    id: Mapped[Key] = mapped_column(init=False)
    clean_up_id: Mapped[int] = mapped_column(ForeignKey("clean_up.id"), init=False, index=True)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    kept_until: Mapped[date]
    clean_up: Mapped[CleanUp] = relationship(repr=False)
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    file: Mapped[StoredFile] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("clean_up_id", "file_id"),)


# Reads


def open_clean_up(session: Session) -> CleanUp | None:
    """The proposal that waits for somebody."""
    return session.scalars(select(CleanUp).where(CleanUp.decided_on.is_(None)).order_by(CleanUp.id)).first()


def clean_ups(session: Session) -> Sequence[CleanUp]:
    """All proposals, newest first."""
    return session.scalars(select(CleanUp).order_by(CleanUp.id.desc())).all()


def files_of(session: Session, clean_up: CleanUp) -> Sequence[CleanUpFile]:
    """What a proposal names, by dossier."""
    query = select(CleanUpFile).where(CleanUpFile.clean_up_id == clean_up.id)
    return session.scalars(query.order_by(CleanUpFile.trajectory_id, CleanUpFile.id)).unique().all()


def all_trajectories(session: Session) -> Sequence[Trajectory]:
    """Every dossier there is."""
    return session.scalars(select(Trajectory).order_by(Trajectory.id)).unique().all()


def certificates_by_area(session: Session) -> dict[int, list[Certificate]]:
    """Area id -> its certificates, oldest first."""
    query = select(CertificateArea.area_id, Certificate).join(Certificate).order_by(Certificate.issued_on)
    found: dict[int, list[Certificate]] = {}
    for area_id, certificate in session.execute(query).unique():
        if area_id is not None:
            found.setdefault(area_id, []).append(certificate)
    return found


def refusals(session: Session) -> dict[int, date]:
    """Trajectory id -> the day of the decision that stands."""
    query = select(Decision.trajectory_id, Decision.on_day).where(Decision.reopened_on.is_(None))
    return {row[0]: row[1] for row in session.execute(query)}


def papers_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, list[StoredFile]]:
    """Trajectory id -> the files that a working group handed in and that are still there."""
    ways = (
        select(Document.trajectory_id, StoredFile).join(StoredFile, StoredFile.id == Document.file_id),
        select(Document.trajectory_id, StoredFile)
        .join(DocumentPart, DocumentPart.document_id == Document.id)
        .join(StoredFile, StoredFile.id == DocumentPart.file_id),
        select(ApplicationDocument.trajectory_id, StoredFile).join(
            StoredFile, StoredFile.id == ApplicationDocument.file_id
        ),
        select(Audit.trajectory_id, StoredFile)
        .join(Deviation, Deviation.audit_id == Audit.id)
        .join(Answer, Answer.deviation_id == Deviation.id)
        .join(StoredFile, StoredFile.id == Answer.file_id),
    )
    found: dict[int, list[StoredFile]] = {key: [] for key in trajectory_ids}
    for way in ways:
        for key, file in session.execute(way.where(StoredFile.removed_on.is_(None)).order_by(StoredFile.id)).unique():
            if key in found and file not in found[key]:
                found[key].append(file)
    return found


def forgotten_contents(session: Session) -> list[str]:
    """The hashes of removed files to which nothing refers any more: no upload, and no paper of ours."""
    live = select(StoredFile.sha256).where(StoredFile.removed_on.is_(None))
    papers = or_(
        StoredFile.sha256.in_(select(Quote.pdf_sha256).where(Quote.pdf_sha256.is_not(None))),
        StoredFile.sha256.in_(select(Supplement.pdf_sha256).where(Supplement.pdf_sha256.is_not(None))),
        StoredFile.sha256.in_(select(Agreement.pdf_sha256)),
        StoredFile.sha256.in_(select(Report.pdf_sha256).where(Report.pdf_sha256.is_not(None))),
    )
    query = select(StoredFile.sha256).where(StoredFile.removed_on.is_not(None), StoredFile.sha256.not_in(live), ~papers)
    return list(session.scalars(query.distinct()))
