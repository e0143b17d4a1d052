"""An extra assessment: a visit on location after the audit, of an addition (AUD-5) or of an area added (ARE-11)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, Text, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.tables import Base, Happened, Hours, Key, Line, Versioned, words
from auditbeheer.quotes.models import Trajectory


class ExtraKind(StrEnum):
    """What an extra assessment is for."""

    DEVIATION = "afwijking"
    NEW_AREA = "nieuw gebied"
    OTHER = "anders"


class ExtraAssessment(Versioned, Base):
    """Asked for in a dossier whose audit was held; planned, moved and staffed as an audit is (``visits``).

    ``deviation``: the number of the deviation that it is about: deviations are a later step. ``seen``: what was found,
    written when the visit was held. ``withdrawn_on``: it is needed no more.
    """

    __tablename__ = "extra_assessment"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    kind: Mapped[ExtraKind] = mapped_column(words(ExtraKind))
    why: Mapped[str] = mapped_column(Text)
    hours: Mapped[Hours]
    asked_at: Mapped[Happened]
    asked_by: Mapped[Line]
    trajectory: Mapped[Trajectory] = relationship(repr=False)
    deviation: Mapped[int | None] = mapped_column(default=None)
    hold_by: Mapped[date | None] = mapped_column(default=None)
    seen: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[Line] = mapped_column(default="")
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")
    # Of the audits, which know this one: hence no type.
    visits: Mapped[list[Any]] = relationship(
        "Audit", init=False, back_populates="extra", default_factory=list, order_by="Audit.id", repr=False
    )

    __table_args__ = (CheckConstraint("deviation IS NULL OR kind = 'afwijking'", name="deviation_of_its_kind"),)

    @property
    def key(self) -> str:
        """What it is called in a proposal and in a tick: its dossier with its own number."""
        return f"{self.trajectory.number} extra {self.id}"

    @property
    def visit(self) -> Any:
        """The audit that stands for it, or None."""
        return next((one for one in self.visits if one.cancelled_on is None), None)

    @property
    def held_on(self) -> date | None:
        """When it was held."""
        held_on: date | None = self.visit.held_on if self.visit is not None else None
        return held_on

    @property
    def about(self) -> str:
        """What it is for, in words."""
        if self.deviation is not None:
            return f"afwijking {self.deviation}"
        return "iets anders" if self.kind is ExtraKind.OTHER else self.kind.value


def key_of(trajectory: Trajectory, extra: ExtraAssessment | None) -> str:
    """What an audit is called in a proposal and in a tick: its dossier, or the key of the extra assessment."""
    return trajectory.number if extra is None else extra.key


def about(trajectory: Trajectory, extra: ExtraAssessment | None) -> str:
    """Its dossier, and that it is no audit where that is so."""
    return trajectory.number if extra is None else f"{trajectory.number} · extra beoordeling"


# Reads

_KEY = re.compile(r"D-\d{4}-\d{4,6} extra (\d{1,9})")


def _extras() -> Select[ExtraAssessment]:
    query = select(ExtraAssessment).options(joinedload(ExtraAssessment.trajectory))
    return query.options(selectinload(ExtraAssessment.visits))


def extras_of(session: Session, trajectory_id: int) -> Sequence[ExtraAssessment]:
    """Every extra assessment of a dossier, withdrawn ones too, newest first."""
    query = _extras().where(ExtraAssessment.trajectory_id == trajectory_id).order_by(ExtraAssessment.id.desc())
    return session.scalars(query).unique().all()


def extra_in(session: Session, trajectory_id: int, key: int) -> ExtraAssessment | None:
    """One extra assessment of this dossier."""
    return next((one for one in extras_of(session, trajectory_id) if one.id == key), None)


def extras_keyed(session: Session, keys: Sequence[str]) -> Sequence[ExtraAssessment]:
    """Those with these keys; a key of another form, or of another dossier, is nobody's."""
    ids = [int(found[1]) for key in keys if (found := _KEY.fullmatch(key))]
    rows = session.scalars(_extras().where(ExtraAssessment.id.in_(ids)).order_by(ExtraAssessment.id)).unique()
    return [one for one in rows if one.key in keys]


@asked_whole(lambda row: row.trajectory.number)
def extras_to_plan(session: Session, number: str | None = None) -> Sequence[ExtraAssessment]:
    """What has no day yet, the first to be held on top; ``number``: only of this dossier."""
    query = _extras().join(ExtraAssessment.trajectory).where(ExtraAssessment.withdrawn_on.is_(None))
    query = query.where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    if number is not None:
        query = query.where(Trajectory.number == number)
    rows = session.scalars(query.order_by(ExtraAssessment.id)).unique().all()
    return sorted((one for one in rows if one.visit is None), key=lambda one: (one.hold_by or date.max, one.id))
