"""The figures that stand in the papers, as somebody typed them over (DOC-5 to DOC-9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Versioned


class FigurePart(StrEnum):
    """Which figures go together on one page; the value is the word in the address."""

    SURVEY = "enquete"
    GOALS = "doelen"
    YEAR = "jaar"
    PERIODS = "cijfers"
    KEEPING = "schouw-en-archief"


class TypedFigures(Versioned, Base):
    """The figures of one part: ours, or those that the working group typed. Of each there is one, the last.

    ``values``: by the names of ``documents.figures``. What the group typed counts as soon as we took it over.
    """

    __tablename__ = "typed_figures"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), index=True)
    part: Mapped[str] = mapped_column(String(30))
    from_group: Mapped[bool]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    typed_by: Mapped[Line]
    typed_at: Mapped[Happened]
    taken_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("trajectory_id", "part", "from_group"),)


def typed_figures_of(session: Session, *trajectory_ids: int) -> Sequence[TypedFigures]:
    """All figures typed for these trajectories."""
    query = select(TypedFigures).where(TypedFigures.trajectory_id.in_(trajectory_ids)).order_by(TypedFigures.id)
    return session.scalars(query).all()


def typed_figures(session: Session, trajectory_id: int, part: FigurePart, *, from_group: bool) -> TypedFigures | None:
    """The figures of one part; None when nobody typed them yet."""
    query = select(TypedFigures).where(TypedFigures.trajectory_id == trajectory_id, TypedFigures.part == part.value)
    return session.scalars(query.where(TypedFigures.from_group.is_(from_group))).one_or_none()
