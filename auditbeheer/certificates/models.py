"""The certificate and its editions (rulebook CER-*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.plumbing.tables import Base, Happened, Key, Line, words
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
        init=False, back_populates="certificate", lazy="selectin", default_factory=list, order_by="CertificateArea.id"
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


# Reads


def certificate_numbered(session: Session, number: str) -> Certificate | None:
    """The certificate with this number."""
    return session.scalars(select(Certificate).where(Certificate.number == number.upper())).one_or_none()


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
