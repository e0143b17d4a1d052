"""Municipalities, postcodes and KVO areas: places on the map (rulebook ARE-1..4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Exact, Key, Line, Versioned, words
from auditbeheer.scheme.sections import AreaType


class Municipality(Base):
    """A municipality of today or earlier, by its CBS code."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    name: Mapped[Line]
    province: Mapped[Line]
    folded: Mapped[Line] = mapped_column(index=True)
    sort_key: Mapped[Line]
    lat: Mapped[Decimal | None] = mapped_column(Exact(9, 6), default=None)
    lon: Mapped[Decimal | None] = mapped_column(Exact(9, 6), default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"), default=None)


class MunicipalityAlias(Base):
    """Another name by which people know a municipality (Den Haag), folded for search."""

    __tablename__ = "municipality_alias"

    folded: Mapped[Line] = mapped_column(primary_key=True)
    name: Mapped[Line]
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))


class Postcode(Base):
    """A four-digit postcode with its place and centre, for travel distances."""

    __tablename__ = "postcode"

    digits: Mapped[str] = mapped_column(String(4), primary_key=True)
    town: Mapped[Line]
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    lat: Mapped[Decimal] = mapped_column(Exact(9, 6))
    lon: Mapped[Decimal] = mapped_column(Exact(9, 6))


class Area(Versioned, Base):
    """A KVO area (ARE-2): a place on the map; entrepreneurs are counted on a day, with the source of the figure."""

    __tablename__ = "area"

    id: Mapped[Key] = mapped_column(init=False)
    name: Mapped[Line]
    type: Mapped[AreaType] = mapped_column(words(AreaType))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    folded: Mapped[Line] = mapped_column(index=True)
    sort_key: Mapped[Line]
    activities: Mapped[str] = mapped_column(Text, default="")
    boundary: Mapped[str] = mapped_column(Text, default="")
    neighbours: Mapped[str] = mapped_column(Text, default="")
    entrepreneurs: Mapped[int | None] = mapped_column(default=None)
    counted_on: Mapped[date | None] = mapped_column(default=None)
    count_source: Mapped[str] = mapped_column(String(200), default="")
    hectares: Mapped[Decimal | None] = mapped_column(Exact(8, 2), default=None)
    lat: Mapped[Decimal | None] = mapped_column(Exact(9, 6), default=None)
    lon: Mapped[Decimal | None] = mapped_column(Exact(9, 6), default=None)
    origin: Mapped[str] = mapped_column(String(200), default="")
    map_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    municipality: Mapped[Municipality] = relationship(init=False, lazy="joined")
    map_file: Mapped[StoredFile | None] = relationship(init=False)
    also_in: Mapped[list[AreaMunicipality]] = relationship(
        init=False, cascade="all, delete-orphan", default_factory=list
    )

    __table_args__ = (
        UniqueConstraint("name", "municipality_code", "type", "origin"),
        CheckConstraint("entrepreneurs >= 1", name="at_least_one_entrepreneur"),
    )


class AreaMunicipality(Base):
    """A further municipality that a single area reaches into; then it is a party too (ARE-2)."""

    __tablename__ = "area_municipality"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, init=False)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"), primary_key=True)
    municipality: Mapped[Municipality] = relationship(init=False, lazy="joined")


# Reads


def areas_named(session: Session, folded: str, limit: int = 25) -> Sequence[Area]:
    """Known areas with each word of ``folded`` in the name, or in the municipality's name of today or earlier."""
    query = select(Area).join(Area.municipality).order_by(Area.sort_key, Municipality.sort_key, Area.id)
    for word in folded.split():
        there = Area.municipality_code.in_(_municipalities_called(session, word))
        query = query.where(Area.folded.contains(word, autoescape=True) | there)
    return session.scalars(query.limit(limit)).unique().all()


def _municipalities_called(session: Session, word: str) -> set[str]:
    """Codes of the municipalities of today with ``word`` in a name that they bear, bore or took over."""
    named = select(Municipality).where(Municipality.folded.contains(word, autoescape=True))
    alias = select(MunicipalityAlias.municipality_code).where(MunicipalityAlias.folded.contains(word, autoescape=True))
    found = session.scalars(named).all()
    codes = {row.code for row in found} | set(session.scalars(alias).all())
    while heirs := {row.successor_code for row in found if row.successor_code} - codes:
        codes |= heirs
        found = session.scalars(select(Municipality).where(Municipality.code.in_(heirs))).all()
    return codes


def area_like(session: Session, folded: str, municipality_code: str, type_: AreaType) -> Area | None:
    """A known area with this (folded) name in this municipality."""
    query = select(Area).where(Area.folded == folded, Area.municipality_code == municipality_code, Area.type == type_)
    return session.scalars(query.order_by(Area.id)).unique().first()


def municipality_named(session: Session, folded: str) -> Municipality | None:
    """The municipality of today with this (folded) name or alias; a former one leads to its successor."""
    query = select(Municipality).where(Municipality.folded == folded).order_by(Municipality.ended_on.is_not(None))
    found = session.scalars(query).first()
    if found is None:
        alias = session.get(MunicipalityAlias, folded)
        found = session.get(Municipality, alias.municipality_code) if alias else None
    while found is not None and found.successor_code:
        found = session.get(Municipality, found.successor_code)
    return found


def municipalities_now(session: Session) -> Sequence[Municipality]:
    """All municipalities of today, by name."""
    return session.scalars(
        select(Municipality).where(Municipality.ended_on.is_(None)).order_by(Municipality.sort_key)
    ).all()
