"""What is recorded of an area on a day: its outline on the map, its entrepreneurs, its papers (rulebook ARE-2, ARE-4).

Each is a fact of its day (C7, C22): a newer one counts from then on, an older one stays to be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Exact, Happened, Key, Line, words
from auditbeheer.relations.models.places import Area


class ShapeOrigin(StrEnum):
    """How an outline came in."""

    FILE = "bestand"
    DRAWN = "getekend"


class AreaShape(Base):
    """The outline of an area from a day on, as a GeoJSON geometry (Polygon or MultiPolygon, WGS84); written once.

    ``neighbours``: what lies around it and matters, each ``{"name", "geometry"}`` (Point, Polygon or MultiPolygon).
    ``hectares`` is computed from the outline; what was typed of the area stands with the area.
    """

    __tablename__ = "area_shape"

    id: Mapped[Key] = mapped_column(init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    holds_from: Mapped[date]
    geometry: Mapped[dict[str, Any]] = mapped_column(JSON)
    hectares: Mapped[Decimal] = mapped_column(Exact(8, 2))
    lat: Mapped[Decimal] = mapped_column(Exact(9, 6))
    lon: Mapped[Decimal] = mapped_column(Exact(9, 6))
    origin: Mapped[ShapeOrigin] = mapped_column(words(ShapeOrigin))
    at: Mapped[Happened]
    source: Mapped[Line] = mapped_column(default="")
    neighbours: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    by: Mapped[Employee | None] = relationship(init=False)

    __table_args__ = (CheckConstraint("hectares >= 0", name="no_negative_surface"),)


class AreaCount(Base):
    """How many entrepreneurs an area had on a day, and where the figure comes from; written once.

    Of two counts of one day the one that was recorded last counts.
    """

    __tablename__ = "area_count"

    id: Mapped[Key] = mapped_column(init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    counted_on: Mapped[date]
    entrepreneurs: Mapped[int]
    source: Mapped[Line]
    at: Mapped[Happened]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)

    __table_args__ = (CheckConstraint("entrepreneurs >= 1", name="at_least_one"),)


class AreaPaper(StrEnum):
    """What an attachment of an area is."""

    ADOPTED_MAP = "kaart, vastgesteld door de gemeente"
    MAP = "kaart"
    ZONING = "bestemmingsplan"
    LIST = "lijst van ondernemers"
    OTHER = "ander stuk"


class AreaFile(Base):
    """A file about an area. Taken away it stays in the list of former files, with the day and the reason."""

    __tablename__ = "area_file"

    id: Mapped[Key] = mapped_column(init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    kind: Mapped[AreaPaper] = mapped_column(words(AreaPaper))
    received_on: Mapped[date]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    file: Mapped[StoredFile] = relationship(lazy="joined")
    until_day: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str] = mapped_column(Text, default="")


class OneArea(Base):
    """What a person decided about parts that look like one area (ARE-4): that they are, or that they are not.

    ``parts``: the ids of the areas. Undone: with day and reason; then the question may come again.
    """

    __tablename__ = "one_area"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    name: Mapped[Line]
    parts: Mapped[list[int]] = mapped_column(JSON)
    as_one: Mapped[bool]
    decided_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    undone_on: Mapped[date | None] = mapped_column(default=None)
    undone_why: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[Employee | None] = relationship(init=False)

    __table_args__ = (Index("ix_one_area_partnership_id", "partnership_id"),)


# Reads


def shapes_of(session: Session, area_ids: Sequence[int]) -> dict[int, list[AreaShape]]:
    """Area id -> its outlines, the one that counts last first."""
    if not area_ids:
        return {}
    query = select(AreaShape).where(AreaShape.area_id.in_(area_ids))
    found: dict[int, list[AreaShape]] = {}
    for row in session.scalars(query.order_by(AreaShape.holds_from.desc(), AreaShape.id.desc())):
        found.setdefault(row.area_id, []).append(row)
    return found


def shapes_on(session: Session, area_ids: Sequence[int], day: date) -> dict[int, AreaShape]:
    """Area id -> the outline that holds on ``day``, where there is one."""
    every = shapes_of(session, area_ids)
    held = {area_id: next((row for row in rows if row.holds_from <= day), None) for area_id, rows in every.items()}
    return {area_id: row for area_id, row in held.items() if row is not None}


def areas_with_outline(session: Session, municipality_codes: Collection[str]) -> Sequence[Area]:
    """Areas of these municipalities of which an outline is known."""
    known = select(AreaShape.area_id).where(AreaShape.area_id == Area.id)
    query = select(Area).where(Area.municipality_code.in_(municipality_codes), known.exists())
    return session.scalars(query.order_by(Area.id)).unique().all()


def counts_of(session: Session, area_id: int) -> Sequence[AreaCount]:
    """Every count of an area, the one that counts first."""
    query = select(AreaCount).where(AreaCount.area_id == area_id)
    return session.scalars(query.order_by(AreaCount.counted_on.desc(), AreaCount.id.desc())).all()


def files_of_areas(session: Session, area_ids: Sequence[int]) -> dict[int, list[AreaFile]]:
    """Area id -> its attachments of now, newest first."""
    if not area_ids:
        return {}
    query = select(AreaFile).where(AreaFile.area_id.in_(area_ids), AreaFile.until_day.is_(None))
    found: dict[int, list[AreaFile]] = {}
    for row in session.scalars(query.order_by(AreaFile.id.desc())):
        found.setdefault(row.area_id, []).append(row)
    return found


def file_of_area(session: Session, area_id: int, file_id: int) -> AreaFile | None:
    """This attachment of this area, taken away or not."""
    query = select(AreaFile).where(AreaFile.area_id == area_id, AreaFile.id == file_id)
    return session.scalars(query).one_or_none()


def decisions_on_one_area(session: Session, partnership_id: int) -> Sequence[OneArea]:
    """What was decided about parts here, newest first, undone ones too."""
    query = select(OneArea).where(OneArea.partnership_id == partnership_id)
    return session.scalars(query.order_by(OneArea.id.desc())).all()
