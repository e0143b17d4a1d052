"""Who did what in the working group, from which day on: rows that are added and never changed (ARE-7, ARE-11).

When parties, people and areas came and left stands with themselves; only what may change while they stay is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.tables import Base, Key, Line, words
from auditbeheer.relations.models.partnerships import Party, Representative


class GroupRole(StrEnum):
    """What somebody does in the working group, in the words of the screen."""

    CONTACT = "contactpersoon"
    CHAIR = "voorzitter"
    SECRETARY = "secretaris"
    SPOKESPERSON = "woordvoerder"
    TELLS_INSIDE = "communicatie binnen de groep"
    TELLS_OUTSIDE = "communicatie naar buiten"
    CONTRACTS = "mag tekenen"


ROLE_FIELDS = {
    GroupRole.CONTACT: "is_contact", GroupRole.CHAIR: "is_chair", GroupRole.SECRETARY: "is_secretary",
    GroupRole.SPOKESPERSON: "is_spokesperson", GroupRole.TELLS_INSIDE: "tells_inside",
    GroupRole.TELLS_OUTSIDE: "tells_outside", GroupRole.CONTRACTS: "may_contract",
}  # fmt: skip


class RoleChange(Base):
    """From ``on_day`` on somebody has a role, or has it no longer. ``on_day`` None: from before this was kept."""

    __tablename__ = "role_change"

    id: Mapped[Key] = mapped_column(init=False)
    representative_id: Mapped[int] = mapped_column(ForeignKey("representative.id"), index=True)
    role: Mapped[GroupRole] = mapped_column(words(GroupRole))
    holds: Mapped[bool]
    on_day: Mapped[date | None]


class CoordinatorChange(Base):
    """From ``on_day`` on this organisation coordinates; empty: none. ``on_day`` None: from before this was kept."""

    __tablename__ = "coordinator_change"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    organisation: Mapped[Line]
    on_day: Mapped[date | None]


# Reads


def roles_recorded(session: Session, representative_id: int) -> Sequence[RoleChange]:
    """All that was recorded of one person, in the order of recording."""
    query = select(RoleChange).where(RoleChange.representative_id == representative_id)
    return session.scalars(query.order_by(RoleChange.id)).all()


def roles_in(session: Session, partnership_id: int) -> Sequence[RoleChange]:
    """All that was recorded of the people of a partnership, in the order of recording."""
    people = select(Representative.id).join(Representative.party).where(Party.partnership_id == partnership_id)
    query = select(RoleChange).where(RoleChange.representative_id.in_(people))
    return session.scalars(query.order_by(RoleChange.id)).all()


def coordinators_of(session: Session, partnership_id: int) -> Sequence[CoordinatorChange]:
    """Who coordinated, in the order of recording."""
    query = select(CoordinatorChange).where(CoordinatorChange.partnership_id == partnership_id)
    return session.scalars(query.order_by(CoordinatorChange.id)).all()
