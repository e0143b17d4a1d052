"""The trajectory and what is agreed on it (rulebook SCH-*, QUO-*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import Signatory
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Exact, Hours, Key, Line, Moment, Money, Versioned, words
from auditbeheer.relations.models import Area, AreaType, Partnership, Representative


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


class Quote(Versioned, Base):
    """A quote in one version; once sent it never changes. Its lines and receipt are frozen when it is sent.

    Accepted behind a personal link: at which moment, the name typed, and which conditions of ours went with it.
    """

    __tablename__ = "quote"

    id: Mapped[Key] = mapped_column(init=False)
    number: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    sequence: Mapped[int]
    edition: Mapped[int]
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    made_on: Mapped[date]
    minimum_hours: Mapped[Hours]
    extra_hours: Mapped[Hours]
    extra_why: Mapped[str] = mapped_column(Text)
    distance_km: Mapped[Decimal] = mapped_column(Exact(7, 1))
    travel_hours: Mapped[Hours]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    receipt: Mapped[list[dict[str, str]]] = mapped_column(JSON, default_factory=list)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    sent_to: Mapped[str] = mapped_column(String(200), default="")
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), default=None)
    accepted_function: Mapped[Line] = mapped_column(default="")
    accepted_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    accepted_name: Mapped[str | None] = mapped_column(String(200), default=None)
    conditions_from: Mapped[date | None] = mapped_column(default=None)
    conditions_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    declined_on: Mapped[date | None] = mapped_column(default=None)
    declined_why: Mapped[str] = mapped_column(Text, default="")
    superseded_on: Mapped[date | None] = mapped_column(default=None)
    accepted_by: Mapped[Representative | None] = relationship(init=False)
    lines: Mapped[list[QuoteLine]] = relationship(
        init=False, back_populates="quote", cascade="all, delete-orphan",
        default_factory=list, order_by="QuoteLine.position",
    )  # fmt: skip

    __table_args__ = (
        UniqueConstraint("year", "sequence", "edition"),
        CheckConstraint("accepted_on IS NULL OR declined_on IS NULL", name="not_both_answers"),
        CheckConstraint("accepted_on IS NULL OR sent_at IS NOT NULL", name="accepted_after_sending"),
        Index(
            "uq_quote_open",
            "trajectory_id",
            unique=True,
            sqlite_where=superseded_on.is_(None),
            postgresql_where=superseded_on.is_(None),
        ),
    )

    @property
    def hours(self) -> Decimal:
        """The audit time offered: minimum and extra."""
        return self.minimum_hours + self.extra_hours

    @property
    def net(self) -> Decimal:
        """Sum without VAT."""
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """VAT, per line rounded (QUO-9)."""
        return sum((line.vat for line in self.lines), Decimal("0.00"))

    @property
    def gross(self) -> Decimal:
        """Sum with VAT."""
        return self.net + self.vat


class QuoteLine(Base):
    """One line: quantity × price, VAT of its own, each rounded half up to the cent (QUO-9)."""

    __tablename__ = "quote_line"

    id: Mapped[Key] = mapped_column(init=False)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), init=False)
    position: Mapped[int]
    text: Mapped[Line]
    quantity: Mapped[Hours]
    unit: Mapped[str] = mapped_column(String(20))
    price: Mapped[Money]
    vat_percent: Mapped[Decimal] = mapped_column(Exact(4, 1))
    net: Mapped[Money]
    vat: Mapped[Money]
    quote: Mapped[Quote] = relationship(back_populates="lines", repr=False)


class Agreement(Base):
    """The overeenkomst (QUO-4): scheme and tariff frozen (SCH-8); signed for the body by a signatory."""

    __tablename__ = "agreement"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), unique=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), unique=True, init=False)
    signatory_id: Mapped[int] = mapped_column(ForeignKey("signatory.id"), init=False)
    scheme: Mapped[str] = mapped_column(String(40))
    hours: Mapped[Hours]
    signed_on: Mapped[date]
    quote: Mapped[Quote] = relationship(repr=False)
    signatory: Mapped[Signatory] = relationship(repr=False)
    client_name: Mapped[Line]
    client_function: Mapped[Line]
    pdf_sha256: Mapped[str] = mapped_column(String(64), default="")


class CertifiedPeriod(Base):
    """That an area was certified, by whomever, under whichever version: what first or later rests on (SCH-7)."""

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


# Reads


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


@asked_once
def open_quote(session: Session, trajectory_id: int) -> Quote | None:
    """The quote that counts now: the newest version, not superseded."""
    query = select(Quote).where(Quote.trajectory_id == trajectory_id, Quote.superseded_on.is_(None))
    return session.scalars(query).one_or_none()


def quotes_of(session: Session, trajectory_id: int) -> Sequence[Quote]:
    """All versions, newest first."""
    return session.scalars(select(Quote).where(Quote.trajectory_id == trajectory_id).order_by(Quote.id.desc())).all()


@asked_once
def agreement_of(session: Session, trajectory_id: int) -> Agreement | None:
    """The agreement, once signed."""
    return session.scalars(select(Agreement).where(Agreement.trajectory_id == trajectory_id)).one_or_none()


def agreements_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Agreement]:
    """Trajectory id -> its agreement, where one is signed."""
    rows = session.scalars(select(Agreement).where(Agreement.trajectory_id.in_(trajectory_ids)))
    return {row.trajectory_id: row for row in rows}


def periods_of(session: Session, area_ids: Sequence[int]) -> Sequence[CertifiedPeriod]:
    """Every certified period of these areas, oldest first."""
    query = select(CertifiedPeriod).where(CertifiedPeriod.area_id.in_(area_ids)).order_by(CertifiedPeriod.issued_on)
    return session.scalars(query).all()


def attachments_of(session: Session, trajectory_id: int) -> Sequence[ApplicationDocument]:
    """The attachments of an application, newest first."""
    query = select(ApplicationDocument).where(ApplicationDocument.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ApplicationDocument.id.desc())).all()


def review_of(session: Session, trajectory_id: int) -> ApplicationReview | None:
    """The review that counts: the newest."""
    query = select(ApplicationReview).where(ApplicationReview.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ApplicationReview.id.desc())).first()


def next_quote_sequence(session: Session, year: int) -> int:
    """The next running number of quotes in ``year``."""
    newest = session.scalar(select(func.max(Quote.sequence)).where(Quote.year == year))
    return (newest or 0) + 1


def last_quote(session: Session, trajectory_id: int) -> Quote | None:
    """The newest version of the quote, superseded or not."""
    return next(iter(quotes_of(session, trajectory_id)), None)


def attachment_in(session: Session, trajectory_id: int, attachment_id: int) -> ApplicationDocument | None:
    """This attachment of this trajectory."""
    query = select(ApplicationDocument).where(ApplicationDocument.trajectory_id == trajectory_id)
    return session.scalars(query.where(ApplicationDocument.id == attachment_id)).one_or_none()


@asked_once
def running_trajectories(session: Session, number: str | None = None) -> Sequence[Trajectory]:
    """Trajectories that are not declined or withdrawn, oldest first; only the one with this number, if given."""
    query = select(Trajectory).where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    if number is not None:
        query = query.where(Trajectory.number == number)
    return session.scalars(query.order_by(Trajectory.id)).unique().all()


def open_quotes(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Quote]:
    """Trajectory id -> the quote that counts now."""
    query = select(Quote).where(Quote.trajectory_id.in_(trajectory_ids), Quote.superseded_on.is_(None))
    return {quote.trajectory_id: quote for quote in session.scalars(query).all()}


def agreed(session: Session, trajectory_ids: Sequence[int]) -> set[int]:
    """Those of these trajectories that have an agreement."""
    query = select(Agreement.trajectory_id).where(Agreement.trajectory_id.in_(trajectory_ids))
    return set(session.scalars(query).all())


def attached(session: Session, trajectory_ids: Sequence[int]) -> dict[int, set[str]]:
    """Trajectory id -> the codes of the attachments that are in."""
    query = select(ApplicationDocument.trajectory_id, ApplicationDocument.code)
    found: dict[int, set[str]] = {}
    for trajectory_id, code in session.execute(query.where(ApplicationDocument.trajectory_id.in_(trajectory_ids))):
        found.setdefault(trajectory_id, set()).add(code)
    return found
