"""Whether something of this name is recorded already: areas, working groups and bureaus, held against the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.plumbing.dutch import fold
from auditbeheer.relations.models import (
    Area,
    Bureau,
    Municipality,
    MunicipalityAlias,
    Partnership,
    PartnershipArea,
    memberships_now,
)
from auditbeheer.relations.rules import Known, alike

LEAST_TYPED = 3


@dataclass(frozen=True)
class Alike:
    """Something that is probably the same. ``beside``: where it is, or with whom."""

    key: int
    name: str
    beside: str


def areas_alike(session: Session, name: str, code: str) -> list[Alike]:
    """Areas that are probably this one; ``code``: the municipality of today that was chosen, "" for none yet."""
    if len(fold(name)) < LEAST_TYPED:
        return []
    here = _codes_of(session, code)
    query = select(Area.id, Area.name, Area.folded, Municipality.name, Municipality.folded).join(Area.municipality)
    if here:
        query = query.where(Area.municipality_code.in_(here))
    rows = session.execute(query).all()
    places = {row[0]: row[3] for row in rows}
    known = [Known(row[0], row[1], row[2], places=frozenset({row[4]})) for row in rows]
    found = alike(fold(name), known, _spoken(session))
    holders = memberships_now(session, [one.key for one in found])
    return [Alike(one.key, one.name, ", ".join(filter(None, (places[one.key], holders.get(one.key))))) for one in found]


def partnerships_alike(session: Session, name: str) -> list[Alike]:
    """Working groups that are probably this one; the names of where their areas lie tell no difference."""
    if len(fold(name)) < LEAST_TYPED:
        return []
    where: dict[int, list[tuple[str, str]]] = {}
    lying = (
        select(PartnershipArea.partnership_id, Municipality.name, Municipality.folded)
        .join(PartnershipArea.area)
        .join(Area.municipality)
        .where(PartnershipArea.left_on.is_(None))
    )
    for key, place, folded in session.execute(lying.distinct()):
        where.setdefault(key, []).append((place, folded))
    rows = session.execute(select(Partnership.id, Partnership.name, Partnership.folded)).all()
    known = [
        Known(row[0], row[1], row[2], places=frozenset(folded for _, folded in where.get(row[0], ()))) for row in rows
    ]
    found = alike(fold(name), known, _spoken(session))
    return [Alike(one.key, one.name, ", ".join(place for place, _ in where.get(one.key, ()))) for one in found]


def bureaus_alike(session: Session, name: str) -> list[Alike]:
    """Bureaus that are probably this one."""
    if len(fold(name)) < LEAST_TYPED:
        return []
    rows = session.execute(select(Bureau.id, Bureau.name, Bureau.folded, Bureau.town)).all()
    towns = {row[0]: row[3] for row in rows}
    found = alike(fold(name), [Known(row[0], row[1], row[2]) for row in rows], _spoken(session))
    return [Alike(one.key, one.name, towns[one.key]) for one in found]


def _codes_of(session: Session, code: str) -> Sequence[str]:
    """A municipality of today with all that it took over, in however many steps."""
    if not code:
        return []
    found, last = [code], [code]
    while last:
        query = select(Municipality.code).where(Municipality.successor_code.in_(last), Municipality.code.not_in(found))
        last = list(session.scalars(query))
        found += last
    return found


def _spoken(session: Session) -> Mapping[str, str]:
    """Other names of municipalities, folded, with the official one."""
    query = select(MunicipalityAlias.folded, Municipality.folded)
    return dict(
        session.execute(query.join(Municipality, Municipality.code == MunicipalityAlias.municipality_code)).all()
    )
