"""Historic rows (REG-1): as found elsewhere, of unknown status, never certificates of this body."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from auditbeheer.plumbing.tables import Base, Key, Line, words
from auditbeheer.relations.models import AreaType


class DayQuality(StrEnum):
    """How exactly a day is known; what is not known is not filled in."""

    DAY = "dag"
    MONTH = "maand"
    YEAR = "jaar"
    ESTIMATED = "geschat"
    UNKNOWN = "onbekend"


class HistoricRow(Base):
    """One row of an old public list. Days stand as found: ``2010-10-21``, ``2010-10``, ``2010`` or empty."""

    __tablename__ = "historic_row"

    id: Mapped[Key] = mapped_column(init=False)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[Line]
    municipality: Mapped[Line]
    type: Mapped[AreaType] = mapped_column(words(AreaType))
    issued: Mapped[str] = mapped_column(String(10))
    issued_quality: Mapped[DayQuality] = mapped_column(words(DayQuality))
    expires: Mapped[str] = mapped_column(String(10))
    expiry_basis: Mapped[str] = mapped_column(String(20))
    stars: Mapped[int | None]
    body: Mapped[Line]
    source: Mapped[str] = mapped_column(String(500))
    note: Mapped[str] = mapped_column(Text)
    folded: Mapped[Line] = mapped_column(index=True)
    sort_key: Mapped[Line]
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"), default=None)

    __table_args__ = (UniqueConstraint("name", "municipality", "type", "issued"),)
