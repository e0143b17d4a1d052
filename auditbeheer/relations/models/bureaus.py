"""The bureau of procesbegeleiders: a thing of its own, since one bureau helps many groups (rulebook ARE-9)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, selectinload

from auditbeheer.plumbing.tables import Base, Key, Line, Versioned
from auditbeheer.relations.models.partnerships import Partnership, PartnershipArea, Party


class Bureau(Versioned, Base):
    """A bureau whose people help working groups and are no member of them.

    A guide-party of a partnership refers to it and bears its name. Telephone and e-mail are never published (ARE-8).
    """

    __tablename__ = "bureau"

    id: Mapped[Key] = mapped_column(init=False)
    name: Mapped[Line]
    folded: Mapped[Line] = mapped_column(index=True)
    sort_key: Mapped[Line]
    street: Mapped[Line] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(String(7), default="")
    town: Mapped[Line] = mapped_column(default="")
    kvk: Mapped[str] = mapped_column(String(8), default="")
    email: Mapped[Line] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(30), default="")


# Reads


def bureau_named(session: Session, folded: str) -> Bureau | None:
    """The bureau with this (folded) name."""
    return session.scalars(select(Bureau).where(Bureau.folded == folded).order_by(Bureau.id)).first()


def all_bureaus(session: Session) -> Sequence[Bureau]:
    """All bureaus, by name."""
    return session.scalars(select(Bureau).order_by(Bureau.sort_key, Bureau.id)).all()


def groups_per_bureau(session: Session) -> dict[int, int]:
    """Bureau id -> how many groups it helps now."""
    count = func.count(Party.partnership_id.distinct())
    query = select(Party.bureau_id, count).where(Party.bureau_id.is_not(None), Party.until_day.is_(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(Party.bureau_id)) if row[0] is not None}


def guide_parties(session: Session, bureau_id: int) -> Sequence[Party]:
    """What a bureau is in each group that it helps or helped, with people and areas, by the name of the group."""
    query = (
        select(Party)
        .join(Party.partnership)
        .where(Party.bureau_id == bureau_id)
        .options(
            joinedload(Party.partnership).selectinload(Partnership.areas).joinedload(PartnershipArea.area),
            selectinload(Party.representatives),
        )
    )
    return session.scalars(query.order_by(Partnership.sort_key, Party.id)).unique().all()
