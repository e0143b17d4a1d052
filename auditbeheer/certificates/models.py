"""The certificate and its editions (rulebook CER-*)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.orm.interfaces import ORMOption

from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Money, words
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Area, AreaType


class NumberSeries(Base):
    """The running number per type and year: drawn in the transaction of issuing, so a failed issue leaves no gap."""

    __tablename__ = "number_series"

    type: Mapped[AreaType] = mapped_column(words(AreaType), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[int]
    last: Mapped[int]


class Certificate(Base):
    """A certificate of this body. ``last_day`` is fixed at issue and never recomputed (CER-1).

    ``in_series`` is False for running certificates taken over at the start (CER-6).
    """

    __tablename__ = "certificate"

    id: Mapped[Key] = mapped_column(init=False)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    type: Mapped[AreaType] = mapped_column(words(AreaType))
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id"), unique=True, init=False)
    holder: Mapped[Line]
    scheme: Mapped[str | None] = mapped_column(String(40))
    scheme_title: Mapped[Line]
    municipality: Mapped[Line]
    issued_on: Mapped[date]
    last_day: Mapped[date]
    in_series: Mapped[bool]
    trajectory: Mapped[Trajectory | None] = relationship(repr=False, default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    sequence: Mapped[int | None] = mapped_column(default=None)
    certificate_name: Mapped[str] = mapped_column(String(40), default="")
    stars: Mapped[int | None] = mapped_column(default=None)
    holder_folded: Mapped[Line] = mapped_column(default="", index=True)
    sort_key: Mapped[Line] = mapped_column(default="", index=True)
    contact: Mapped[Line] = mapped_column(default="")
    replaced_from: Mapped[date | None] = mapped_column(default=None)
    areas: Mapped[list[CertificateArea]] = relationship(
        init=False, back_populates="certificate", default_factory=list, order_by="CertificateArea.id"
    )
    editions: Mapped[list[Edition]] = relationship(
        init=False, back_populates="certificate", lazy="select", default_factory=list, order_by="Edition.edition"
    )

    __table_args__ = (
        UniqueConstraint("type", "year", "sequence"),
        CheckConstraint("last_day >= issued_on", name="ends_after_issue"),
        Index("ix_certificate_last_day", "last_day"),
    )


class CertificateArea(Base):
    """An area on a certificate, by the names it had at issue; the area itself stays linked for the map."""

    __tablename__ = "certificate_area"

    id: Mapped[Key] = mapped_column(init=False)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), init=False)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), init=False)
    name: Mapped[Line]
    municipality: Mapped[Line]
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    certificate: Mapped[Certificate] = relationship(back_populates="areas", repr=False)
    area: Mapped[Area | None] = relationship(repr=False, default=None)
    folded: Mapped[Line] = mapped_column(default="", index=True)


class Edition(Base):
    """One edition of a certificate: its facts, its PDF, the code behind the QR. Written once (a trigger holds it)."""

    __tablename__ = "edition"

    id: Mapped[Key] = mapped_column(init=False)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), init=False)
    edition: Mapped[int]
    made_on: Mapped[date]
    at: Mapped[Happened]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, repr=False)
    certificate: Mapped[Certificate] = relationship(back_populates="editions", repr=False)

    __table_args__ = (UniqueConstraint("certificate_id", "edition"),)


class InvoiceHandover(Base):
    """That what is charged for a dossier went to the bookkeeping, and all of it as it was (``bill.freeze``); once."""

    __tablename__ = "invoice_handover"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), unique=True, init=False)
    on_day: Mapped[date] = mapped_column(index=True)
    at: Mapped[Happened]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    net: Mapped[Money]
    vat: Mapped[Money]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    trajectory: Mapped[Trajectory] = relationship(lazy="joined")

    @property
    def number(self) -> str:
        """Its provisional number, as ``Bill.number``."""
        return f"{self.trajectory.number}-1"


# Reads


def certificate_numbered(session: Session, number: str) -> Certificate | None:
    """The certificate with this number."""
    return session.scalars(select(Certificate).where(Certificate.number == number.upper())).one_or_none()


def certificates_numbered(session: Session, numbers: Collection[str]) -> dict[str, Certificate]:
    """Number -> the certificate of this body with that number."""
    query = select(Certificate).where(Certificate.number.in_(numbers))
    return {row.number: row for row in session.scalars(query)}


def certificate_for(session: Session, trajectory_id: int) -> Certificate | None:
    """The certificate that a trajectory led to."""
    return session.scalars(select(Certificate).where(Certificate.trajectory_id == trajectory_id)).one_or_none()


def edition_coded(session: Session, code: str) -> Edition | None:
    """The edition behind a verification code."""
    return session.scalars(select(Edition).where(Edition.code == code.upper())).one_or_none()


def certificates_of_areas(session: Session, area_ids: Sequence[int]) -> Sequence[Certificate]:
    """Every certificate that names one of these areas."""
    query = select(Certificate).join(CertificateArea).where(CertificateArea.area_id.in_(area_ids)).distinct()
    return session.scalars(query.order_by(Certificate.issued_on)).all()


def certificates_named(session: Session, folded: str) -> Sequence[Certificate]:
    """All certificates by name of holder or area (a part, folded), the newest last day first."""
    query = select(Certificate).order_by(Certificate.last_day.desc(), Certificate.id.desc())
    if folded:
        areas = select(CertificateArea.certificate_id).where(CertificateArea.folded.contains(folded, autoescape=True))
        number = Certificate.number.contains(folded.upper().replace(" ", "-"), autoescape=True)
        holder = Certificate.holder_folded.contains(folded, autoescape=True)
        query = query.where(holder | number | Certificate.id.in_(areas))
    return session.scalars(query).all()


def all_editions(session: Session, *options: ORMOption) -> Iterator[Edition]:
    """Every edition in the order of making, with its certificate; some at a time, since each may carry its PDF."""
    query = select(Edition).options(joinedload(Edition.certificate), *options).order_by(Edition.id)
    yield from session.scalars(query.execution_options(yield_per=50))


def edition_of(session: Session, certificate_id: int) -> Edition | None:
    """The newest edition of a certificate; None for one that was taken over without a file."""
    query = select(Edition).where(Edition.certificate_id == certificate_id).order_by(Edition.edition.desc()).limit(1)
    return session.scalars(query).one_or_none()


def all_series(session: Session) -> Sequence[NumberSeries]:
    """Every series of numbers."""
    return session.scalars(select(NumberSeries).order_by(NumberSeries.year, NumberSeries.type)).all()


def sequences_of(session: Session) -> dict[tuple[AreaType, int], list[int]]:
    """The running numbers in use per type and year; certificates taken over stand outside every series."""
    query = select(Certificate.type, Certificate.year, Certificate.sequence).where(Certificate.in_series)
    found: dict[tuple[AreaType, int], list[int]] = {}
    for kind, year, sequence in session.execute(query.order_by(Certificate.sequence)):
        found.setdefault((kind, year or 0), []).append(sequence or 0)
    return found


def certificates_for(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Certificate]:
    """The certificates that these trajectories led to."""
    query = select(Certificate).where(Certificate.trajectory_id.in_(trajectory_ids))
    return {row.trajectory_id: row for row in session.scalars(query).all() if row.trajectory_id is not None}


def handovers_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, InvoiceHandover]:
    """What of these trajectories went to the bookkeeping."""
    query = select(InvoiceHandover).where(InvoiceHandover.trajectory_id.in_(trajectory_ids))
    return {row.trajectory_id: row for row in session.scalars(query).unique()}


def handovers(session: Session, day: date | None = None) -> Sequence[InvoiceHandover]:
    """What went to the bookkeeping, newest first; only on ``day``, if given."""
    query = select(InvoiceHandover).order_by(InvoiceHandover.id.desc())
    if day is not None:
        query = query.where(InvoiceHandover.on_day == day)
    return session.scalars(query).unique().all()
