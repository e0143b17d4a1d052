"""Partnership, area, party, representative, municipality (rulebook ARE-*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from auditbeheer.plumbing.dutch import folded_line
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Exact, Key, Line, Versioned, words
from auditbeheer.scheme.sections import AreaType as AreaType  # noqa: PLC0414 - also one of this area's own words


class PartyKind(StrEnum):
    """Who sits in the working group; the first four are mandatory (ARE-5)."""

    ENTREPRENEURS = "ondernemers"
    MUNICIPALITY = "gemeente"
    POLICE = "politie"
    FIRE_SERVICE = "brandweer"
    OTHER = "overig"


MANDATORY_PARTIES = (PartyKind.ENTREPRENEURS, PartyKind.MUNICIPALITY, PartyKind.POLICE, PartyKind.FIRE_SERVICE)


class EntrepreneursBasis(StrEnum):
    """How the entrepreneurs are bound (ARE-5, ARE-6)."""

    ASSOCIATION = "vereniging"
    AGREEMENT = "organisatie met overeenkomst"
    START_PHASE = "startfase"


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


class Partnership(Versioned, Base):
    """A samenwerkingsverband: no legal person (ARE-10), so parties and representatives act for it."""

    __tablename__ = "partnership"

    id: Mapped[Key] = mapped_column(init=False)
    name: Mapped[Line]
    folded: Mapped[Line] = mapped_column(index=True)
    sort_key: Mapped[Line]
    street: Mapped[Line] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(String(7), default="")
    town: Mapped[Line] = mapped_column(default="")
    founding_title: Mapped[Line] = mapped_column(default="")
    founding_on: Mapped[date | None] = mapped_column(default=None)
    founding_is_convenant: Mapped[bool] = mapped_column(default=True)
    coordinator: Mapped[Line] = mapped_column(default="")
    coordinator_mandate: Mapped[bool] = mapped_column(default=False)
    kvk: Mapped[str] = mapped_column(String(8), default="")
    invoice_address: Mapped[str] = mapped_column(Text, default="")
    map_decision: Mapped[Line] = mapped_column(default="")
    areas: Mapped[list[PartnershipArea]] = relationship(
        init=False, back_populates="partnership", default_factory=list, order_by="PartnershipArea.id"
    )
    parties: Mapped[list[Party]] = relationship(
        init=False, back_populates="partnership", default_factory=list, order_by="Party.id"
    )

    @property
    def current_links(self) -> list[PartnershipArea]:
        """The areas that belong to it now, with what is told of them as its part, in the order of adding."""
        return [link for link in self.areas if link.left_on is None]

    @property
    def current_areas(self) -> list[Area]:
        """The areas that belong to it now, in the order in which they were added."""
        return [link.area for link in self.current_links]

    @property
    def current_parties(self) -> list[Party]:
        """The parties that are in the working group now, and the bureau of its guide."""
        return [party for party in self.parties if party.until_day is None]

    def parties_on(self, day: date) -> list[Party]:
        """The parties that were in the working group on ``day``, their last day included."""
        return [party for party in self.parties if party.until_day is None or party.until_day >= day]

    @property
    def representatives(self) -> list[Representative]:
        """Everybody who speaks for one of the parties now."""
        return [person for party in self.current_parties for person in party.people]

    @property
    def contact(self) -> Representative | None:
        """The one contact person towards the body (ARE-7)."""
        return next((person for person in self.representatives if person.is_contact), None)

    @property
    def authorised(self) -> list[Representative]:
        """Who may contract (ARE-10)."""
        return [person for person in self.representatives if person.may_contract]


class PartnershipArea(Base):
    """An area as part of a partnership, for a period.

    Adjoining parts that a person decided to be one area share a ``one_area`` name (ARE-4). ``represented_by`` and
    ``zoning`` say what shows the criteria of a cluster: who represents the area, and in which plan it is zoned.
    """

    __tablename__ = "partnership_area"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    joined_on: Mapped[date]
    partnership: Mapped[Partnership] = relationship(back_populates="areas", repr=False)
    left_on: Mapped[date | None] = mapped_column(default=None)
    one_area: Mapped[Line] = mapped_column(default="")
    represented_by: Mapped[Line] = mapped_column(default="")
    zoning: Mapped[Line] = mapped_column(default="")
    area: Mapped[Area] = relationship(init=False, lazy="joined")

    __table_args__ = (
        Index(
            "uq_partnership_area_current",
            "area_id",
            unique=True,
            sqlite_where=left_on.is_(None),
            postgresql_where=left_on.is_(None),
        ),
    )


class Party(Versioned, Base):
    """An organisation in the working group (ARE-5), or the procesbegeleider's bureau, which is no member (ARE-9).

    ``start_phase_from``: the day on which a start phase without association or agreement began (ARE-6). ``until_day``
    and ``ended_why``: its last day in the working group, for a party that ended as such.
    """

    __tablename__ = "party"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), init=False)
    kind: Mapped[PartyKind] = mapped_column(words(PartyKind))
    organisation: Mapped[Line]
    partnership: Mapped[Partnership] = relationship(back_populates="parties", repr=False)
    basis: Mapped[EntrepreneursBasis | None] = mapped_column(words(EntrepreneursBasis), default=None)
    start_phase_from: Mapped[date | None] = mapped_column(default=None)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"), default=None)
    is_guide: Mapped[bool] = mapped_column(default=False)
    until_day: Mapped[date | None] = mapped_column(default=None)
    ended_why: Mapped[str | None] = mapped_column(Text, default=None)
    representatives: Mapped[list[Representative]] = relationship(
        init=False, back_populates="party", default_factory=list, order_by="Representative.id"
    )

    @property
    def people(self) -> list[Representative]:
        """Who speaks for it now."""
        return [person for person in self.representatives if person.until_day is None]


class Representative(Versioned, Base):
    """A person of a party. Telephone and e-mail are never published (ARE-8)."""

    __tablename__ = "representative"

    id: Mapped[Key] = mapped_column(init=False)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), init=False)
    name: Mapped[Line]
    party: Mapped[Party] = relationship(back_populates="representatives", repr=False)
    function: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    is_contact: Mapped[bool] = mapped_column(default=False)
    is_chair: Mapped[bool] = mapped_column(default=False)
    is_secretary: Mapped[bool] = mapped_column(default=False)
    is_spokesperson: Mapped[bool] = mapped_column(default=False)
    tells_inside: Mapped[bool] = mapped_column(default=False)
    tells_outside: Mapped[bool] = mapped_column(default=False)
    may_contract: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None] = mapped_column(default=None)
    until_day: Mapped[date | None] = mapped_column(default=None)
    folded: Mapped[Line] = mapped_column(init=False, server_default=text("''"))

    @validates("name")
    def _fold_name(self, _column: str, name: str) -> str:
        self.folded = folded_line(name)
        return name


# Reads


def partnership_page(session: Session, folded: str, start: int, size: int) -> tuple[Sequence[Partnership], int]:
    """Partnerships whose name holds ``folded``, by name, from ``start`` on at most ``size``; and how many there are."""
    query = select(Partnership).where(Partnership.folded.contains(folded, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(Partnership.sort_key, Partnership.id).offset(start).limit(size)).all()
    return rows, total


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


def membership_now(session: Session, area_id: int) -> PartnershipArea | None:
    """Where the area belongs now; an area is in one partnership at a time."""
    query = select(PartnershipArea).where(PartnershipArea.area_id == area_id, PartnershipArea.left_on.is_(None))
    return session.scalars(query).one_or_none()


def memberships_now(session: Session, area_ids: Sequence[int]) -> dict[int, str]:
    """Area id -> name of the partnership that it belongs to now."""
    query = select(PartnershipArea.area_id, Partnership.name).join(PartnershipArea.partnership)
    query = query.where(PartnershipArea.area_id.in_(area_ids), PartnershipArea.left_on.is_(None))
    return dict(session.execute(query).all())


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
