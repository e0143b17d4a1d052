"""The partnership with its areas, parties and representatives (rulebook ARE-4..10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import folded_line
from auditbeheer.plumbing.tables import Base, Key, Line, Versioned, words
from auditbeheer.relations.models.places import Area


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
        """The parties that were in the working group on ``day``, their first and last day included."""
        return [
            party
            for party in self.parties
            if (party.since is None or party.since <= day) and (party.until_day is None or party.until_day >= day)
        ]

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

    ``start_phase_from``: the day on which a start phase without association or agreement began (ARE-6). ``since``: its
    first day in the working group, None when that was before it was kept. ``until_day`` and ``ended_why``: its last
    day, for a party that ended as such. ``bureau_id``: the bureau of a guide.
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
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureau.id"), default=None, index=True)
    since: Mapped[date | None] = mapped_column(default=None)
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


def membership_now(session: Session, area_id: int) -> PartnershipArea | None:
    """Where the area belongs now; an area is in one partnership at a time."""
    query = select(PartnershipArea).where(PartnershipArea.area_id == area_id, PartnershipArea.left_on.is_(None))
    return session.scalars(query).one_or_none()


def memberships_now(session: Session, area_ids: Sequence[int]) -> dict[int, str]:
    """Area id -> name of the partnership that it belongs to now."""
    query = select(PartnershipArea.area_id, Partnership.name).join(PartnershipArea.partnership)
    query = query.where(PartnershipArea.area_id.in_(area_ids), PartnershipArea.left_on.is_(None))
    return dict(session.execute(query).all())


@asked_once
def starting_parties(session: Session) -> Sequence[Party]:
    """The entrepreneurs that are in a start phase now (ARE-6)."""
    query = select(Party).where(Party.basis == EntrepreneursBasis.START_PHASE, Party.until_day.is_(None))
    return session.scalars(query.where(Party.start_phase_from.is_not(None)).order_by(Party.id)).all()
