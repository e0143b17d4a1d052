"""The quote and the agreement (rulebook QUO-4 to QUO-9, SCH-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.organisation.models import Signatory
from auditbeheer.plumbing.db import asked_of_each
from auditbeheer.plumbing.tables import Base, Exact, Hours, Key, Line, Moment, Money, Versioned
from auditbeheer.quotes.models.trajectory import Trajectory
from auditbeheer.relations.models import Representative


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


# Reads


def open_quote(session: Session, trajectory_id: int) -> Quote | None:
    """The quote that counts now: the newest version, not superseded."""
    return open_quotes(session, [trajectory_id]).get(trajectory_id)


def quotes_of(session: Session, trajectory_id: int) -> Sequence[Quote]:
    """All versions, newest first."""
    return session.scalars(select(Quote).where(Quote.trajectory_id == trajectory_id).order_by(Quote.id.desc())).all()


def agreement_of(session: Session, trajectory_id: int) -> Agreement | None:
    """The agreement, once signed."""
    return agreements_of(session, [trajectory_id]).get(trajectory_id)


def agreements_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Agreement]:
    """Trajectory id -> its agreement, where one is signed."""
    return {row.trajectory_id: row for row in _agreements(session, trajectory_ids)}


@asked_of_each("trajectory_id", "id")
def _agreements(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Agreement]:
    return session.scalars(select(Agreement).where(Agreement.trajectory_id.in_(trajectory_ids))).all()


def next_quote_sequence(session: Session, year: int) -> int:
    """The next running number of quotes in ``year``."""
    newest = session.scalar(select(func.max(Quote.sequence)).where(Quote.year == year))
    return (newest or 0) + 1


def last_quote(session: Session, trajectory_id: int) -> Quote | None:
    """The newest version of the quote, superseded or not."""
    return next(iter(quotes_of(session, trajectory_id)), None)


def open_quotes(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Quote]:
    """Trajectory id -> the quote that counts now."""
    return {quote.trajectory_id: quote for quote in _open_quotes(session, trajectory_ids)}


@asked_of_each("trajectory_id", "id")
def _open_quotes(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Quote]:
    query = select(Quote).where(Quote.trajectory_id.in_(trajectory_ids), Quote.superseded_on.is_(None))
    return session.scalars(query).all()


def agreed(session: Session, trajectory_ids: Sequence[int]) -> set[int]:
    """Those of these trajectories that have an agreement."""
    return set(agreements_of(session, trajectory_ids))
