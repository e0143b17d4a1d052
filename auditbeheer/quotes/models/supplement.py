"""The supplement to an agreed quote: extra hours because the papers were not complete (QUO-7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.plumbing.db import asked_of_each, asked_once
from auditbeheer.plumbing.tables import Base, Exact, Happened, Hours, Key, Line, Money, Versioned
from auditbeheer.quotes.models.trajectory import Trajectory


class Supplement(Versioned, Base):
    """Extra hours agreed after the quote, as they were put to the client; a later one withdraws it.

    ``price`` is that of the agreement's day (SCH-8); None when no tariff stood then, and so are the amounts.
    ``pdf_sha256``: its paper; None of one from before there were papers, or when nobody could sign.
    """

    __tablename__ = "supplement"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    edition: Mapped[int]
    hours: Mapped[Hours]
    why: Mapped[str] = mapped_column(Text)
    agreed_with: Mapped[Line]
    on_day: Mapped[date]
    receipt: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    total_hours: Mapped[Hours]
    price: Mapped[Money | None]
    vat_percent: Mapped[Decimal | None] = mapped_column(Exact(4, 1))
    net: Mapped[Money | None]
    vat: Mapped[Money | None]
    sent_at: Mapped[Happened]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    accepted: Mapped[bool | None] = mapped_column(default=None)
    answered_name: Mapped[Line] = mapped_column(default="")
    answered_function: Mapped[Line] = mapped_column(default="")
    declined_why: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (UniqueConstraint("trajectory_id", "edition"),)

    @property
    def gross(self) -> Decimal | None:
        """Net and VAT together; None without a tariff."""
        return None if self.net is None or self.vat is None else self.net + self.vat

    @property
    def waits(self) -> bool:
        """Whether an answer is still awaited."""
        return self.withdrawn_on is None and self.answered_on is None

    @property
    def counts(self) -> bool:
        """Whether its hours are worked: agreed on, and neither withdrawn nor declined afterwards."""
        return self.withdrawn_on is None and self.accepted is not False


@asked_of_each("trajectory_id", "id", newest_first=True)
def _supplements(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Supplement]:
    query = select(Supplement).where(Supplement.trajectory_id.in_(trajectory_ids)).order_by(Supplement.id.desc())
    return session.scalars(query).all()


def supplements_of(session: Session, *trajectory_ids: int) -> Sequence[Supplement]:
    """All supplements of these trajectories, newest first."""
    return _supplements(session, trajectory_ids)


@asked_once
def supplement_of(session: Session, trajectory_id: int) -> Supplement | None:
    """The supplement that stands: not withdrawn."""
    return next((one for one in supplements_of(session, trajectory_id) if one.withdrawn_on is None), None)


def extra_hours_of(session: Session, trajectory_ids: Sequence[int]) -> dict[int, Decimal]:
    """Trajectory id -> the extra hours that count beside those of the agreement; absent where there are none."""
    return {one.trajectory_id: one.hours for one in _supplements(session, trajectory_ids) if one.counts}


def declined_supplements(session: Session, trajectory_ids: Sequence[int]) -> Sequence[Supplement]:
    """The supplements that stand and were declined."""
    return [one for one in _supplements(session, trajectory_ids) if one.accepted is False and not one.withdrawn_on]
