"""What the working group hands in before the audit (rulebook DOC-*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Hours, Key, Line, Moment, Versioned, words
from auditbeheer.quotes.models import Agreement, Trajectory
from auditbeheer.relations.models import Area


class MeasureOrigin(StrEnum):
    """Where a measure comes from (DOC-10 counts three of the inspection and one of communication)."""

    INSPECTION = "schouw"
    COMMUNICATION = "communicatie"
    PLAN = "plan van aanpak"
    FIXED = "vaste jaarlijkse maatregel"


class Outcome(StrEnum):
    """What was decided on the set before the audit (DOC-1)."""

    COMPLETE = "compleet"
    GO_ON = "doorgaan met extra uren"
    MOVE = "dag verzetten"


class DocumentRequest(Base):
    """What was asked of the working group, of whom and until when (DOC-3): nothing asked goes unlogged."""

    __tablename__ = "document_request"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    on_day: Mapped[date]
    asked: Mapped[str] = mapped_column(Text)
    asked_of: Mapped[Line]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    until_day: Mapped[date | None] = mapped_column(default=None)


class Document(Versioned, Base):
    """One version of one document of the set, by its code in the scheme; the newest is current."""

    __tablename__ = "document"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False)
    code: Mapped[str] = mapped_column(String(60))
    edition: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    received_at: Mapped[Happened]
    received_from: Mapped[Line]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    file: Mapped[StoredFile] = relationship(lazy="joined")
    superseded_on: Mapped[date | None] = mapped_column(default=None)
    assessed_on: Mapped[date | None] = mapped_column(default=None)
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    in_order: Mapped[bool | None] = mapped_column(default=None)
    asked: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("trajectory_id", "code", "edition"),
        Index(
            "uq_document_current",
            "trajectory_id",
            "code",
            unique=True,
            sqlite_where=superseded_on.is_(None),
            postgresql_where=superseded_on.is_(None),
        ),
    )


class DocumentPart(Base):
    """A further file of a version that consists of several: the minutes of three meetings are one document."""

    __tablename__ = "document_part"

    id: Mapped[Key] = mapped_column(init=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), init=False, index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    document: Mapped[Document] = relationship(repr=False)
    file: Mapped[StoredFile] = relationship(lazy="joined")

    __table_args__ = (UniqueConstraint("document_id", "file_id"),)


class SurveyResult(Versioned, Base):
    """The survey in one area: entrepreneurs on the day it went out, and answers (DOC-4)."""

    __tablename__ = "survey_result"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), init=False)
    sent_on: Mapped[date]
    entrepreneurs: Mapped[int]
    answers: Mapped[int]
    area: Mapped[Area] = relationship(lazy="joined")

    __table_args__ = (
        UniqueConstraint("trajectory_id", "area_id"),
        CheckConstraint("entrepreneurs >= 1", name="at_least_one_entrepreneur"),
        CheckConstraint("answers >= 0 AND answers <= entrepreneurs", name="no_more_answers_than_entrepreneurs"),
    )


class Measure(Versioned, Base):
    """A measure with its origin; carried out on a day, or still to do (DOC-10)."""

    __tablename__ = "measure"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    title: Mapped[Line]
    origin: Mapped[MeasureOrigin] = mapped_column(words(MeasureOrigin))
    carried_out_on: Mapped[date | None]
    dropped_why: Mapped[str] = mapped_column(Text, default="")


class CompletenessDecision(Base):
    """What a person decided on the set before the audit (DOC-1, DOC-3): complete, go on with extra hours, or move."""

    __tablename__ = "completeness_decision"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(words(Outcome))
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    on_day: Mapped[date]
    extra_hours: Mapped[Hours] = mapped_column(default=Decimal(0))
    agreed_with: Mapped[Line] = mapped_column(default="")


class MessageKind(StrEnum):
    """What a message of the working group is about."""

    MESSAGE = "bericht"
    ABOUT_QUOTE = "vraag over de offerte"
    NOT_RIGHT = "dit klopt niet"
    HANDED_BACK = "dit ben ik niet"


class DocumentFavour(Versioned, Base):
    """One document that a contact person asked of a colleague, who comes in by a link of their own for just that.

    ``asked_by`` names the row of who asked (``representative:12``). Open until it is answered, declined or withdrawn.
    """

    __tablename__ = "document_favour"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    code: Mapped[str] = mapped_column(String(60))
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_by_name: Mapped[Line]
    asked_by_email: Mapped[Line]
    name: Mapped[Line]
    email: Mapped[Line]
    asked_at: Mapped[Happened]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), default=None)
    declined_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    declined_why: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    @property
    def waits(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.declined_at is None and self.withdrawn_at is None


class KeptPaper(Base):
    """Something that happened between two audits, with its paper if there is one: half of the next set (DOC-9).

    ``duty``: the code of a yearly duty of the scheme, or empty. Registered by the working group, judged by nobody.
    """

    __tablename__ = "kept_paper"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    duty: Mapped[str] = mapped_column(String(60))
    on_day: Mapped[date]
    what: Mapped[Line]
    at: Mapped[Happened]
    by_name: Mapped[Line]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), default=None, init=False)
    file: Mapped[StoredFile | None] = relationship(lazy="joined", default=None)
    removed_on: Mapped[date | None] = mapped_column(default=None)


class ClientMessage(Versioned, Base):
    """What somebody of the working group wrote to us, and our answer; a person handed back is one too."""

    __tablename__ = "client_message"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    kind: Mapped[MessageKind] = mapped_column(words(MessageKind))
    person: Mapped[str] = mapped_column(String(60))
    name: Mapped[Line]
    email: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[Happened]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment, default=None, index=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)


# Reads


def current_documents(session: Session, trajectory_id: int) -> Sequence[Document]:
    """The current version of every document received."""
    query = select(Document).where(Document.trajectory_id == trajectory_id, Document.superseded_on.is_(None))
    return session.scalars(query.order_by(Document.id)).all()


def judged_short(session: Session, trajectory_id: int) -> Sequence[Document]:
    """Every version, replaced ones too, of which something was missing."""
    query = select(Document).where(Document.trajectory_id == trajectory_id, Document.in_order.is_(False))
    return session.scalars(query.order_by(Document.id)).all()


def document_numbered(session: Session, trajectory_id: int, identifier: int) -> Document | None:
    """One version of one document of this trajectory; None for one of another dossier."""
    query = select(Document).where(Document.trajectory_id == trajectory_id, Document.id == identifier)
    return session.scalars(query).one_or_none()


def parts_of(session: Session, documents: Sequence[Document]) -> dict[int, list[StoredFile]]:
    """The further files of these versions, by the version's id; none where a version is one file."""
    keys = [document.id for document in documents]
    found: dict[int, list[StoredFile]] = {key: [] for key in keys}
    for part in session.scalars(
        select(DocumentPart).where(DocumentPart.document_id.in_(keys)).order_by(DocumentPart.id)
    ):
        found[part.document_id].append(part.file)
    return found


def documents_holding(session: Session, file_id: int) -> Sequence[Document]:
    """The current documents of which this is a file."""
    parts = select(DocumentPart.document_id).where(DocumentPart.file_id == file_id)
    query = select(Document).where(Document.superseded_on.is_(None))
    return session.scalars(query.where((Document.file_id == file_id) | Document.id.in_(parts))).unique().all()


def file_in(session: Session, trajectory_id: int, identifier: int) -> StoredFile | None:
    """A further file of a document of this trajectory, by its own id; None for one of another dossier."""
    query = select(StoredFile).join(DocumentPart, DocumentPart.file_id == StoredFile.id)
    query = query.join(Document, Document.id == DocumentPart.document_id)
    query = query.where(Document.trajectory_id == trajectory_id, StoredFile.id == identifier)
    return session.scalars(query).unique().one_or_none()


def versions_of(session: Session, trajectory_id: int, code: str) -> Sequence[Document]:
    """All versions of one document, newest first."""
    query = select(Document).where(Document.trajectory_id == trajectory_id, Document.code == code)
    return session.scalars(query.order_by(Document.edition.desc())).all()


def survey_in(session: Session, trajectory_id: int, area_id: int) -> SurveyResult | None:
    """The survey figures of one area."""
    query = select(SurveyResult).where(SurveyResult.trajectory_id == trajectory_id, SurveyResult.area_id == area_id)
    return session.scalars(query).unique().one_or_none()


def surveys_of(session: Session, *trajectory_ids: int) -> Sequence[SurveyResult]:
    """The survey figures of these trajectories, by area as entered."""
    query = select(SurveyResult).where(SurveyResult.trajectory_id.in_(trajectory_ids)).order_by(SurveyResult.id)
    return session.scalars(query).unique().all()


def measures_of(session: Session, *trajectory_ids: int) -> Sequence[Measure]:
    """The measures of these trajectories."""
    return session.scalars(select(Measure).where(Measure.trajectory_id.in_(trajectory_ids)).order_by(Measure.id)).all()


def measure_numbered(session: Session, trajectory_id: int, identifier: int) -> Measure | None:
    """One measure of this trajectory; None for one of another dossier."""
    query = select(Measure).where(Measure.trajectory_id == trajectory_id, Measure.id == identifier)
    return session.scalars(query).one_or_none()


def requests_of(session: Session, trajectory_id: int) -> Sequence[DocumentRequest]:
    """All that was asked, newest first."""
    query = select(DocumentRequest).where(DocumentRequest.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(DocumentRequest.id.desc())).all()


def completeness_of(session: Session, trajectory_id: int) -> Sequence[CompletenessDecision]:
    """The decisions on the set, newest first: the newest one stands."""
    query = select(CompletenessDecision).where(CompletenessDecision.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(CompletenessDecision.id.desc())).all()


@asked_whole(lambda row: row[0].number)
def before_the_audit(session: Session, today: date, number: str | None) -> Sequence[tuple[Trajectory, Audit | None]]:
    """The agreed dossiers whose audit is still to come, with that audit; ``number``: only this dossier."""
    query = (
        select(Trajectory, Audit)
        .join(Agreement, Agreement.trajectory_id == Trajectory.id)
        .outerjoin(
            Audit, (Audit.trajectory_id == Trajectory.id) & Audit.cancelled_on.is_(None) & Audit.extra_id.is_(None)
        )
        .where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None), Trajectory.scheme.is_not(None))
        .where(Audit.day.is_(None) | (Audit.day > today))
        .order_by(Trajectory.id)
    )
    if number is not None:
        query = query.where(Trajectory.number == number)
    return [(trajectory, audit) for trajectory, audit in session.execute(query).unique().all()]


def documents_in(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Document]:
    """The current documents of these trajectories."""
    query = select(Document).where(Document.trajectory_id.in_(trajectory_ids), Document.superseded_on.is_(None))
    return session.scalars(query.order_by(Document.id)).all()


def asked_and_decided(session: Session, trajectory_ids: Sequence[int]) -> dict[int, tuple[date | None, bool]]:
    """Per trajectory the first day on which documents were asked for, if any, and whether was decided on the set."""
    first = select(func.min(DocumentRequest.on_day)).where(DocumentRequest.trajectory_id == Trajectory.id)
    decided = select(CompletenessDecision.id).where(CompletenessDecision.trajectory_id == Trajectory.id).exists()
    query = select(Trajectory.id, first.correlate(Trajectory).scalar_subquery(), decided)
    rows = session.execute(query.where(Trajectory.id.in_(trajectory_ids)))
    return {row[0]: (row[1], bool(row[2])) for row in rows}
