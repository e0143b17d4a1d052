"""What a partnership is made of through time: roles and regie noted as they change, and read back for a day (ARE-11).

Parties, people and areas carry their own first and last day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.relations.models import (
    ROLE_FIELDS,
    CoordinatorChange,
    Partnership,
    Party,
    Representative,
    RoleChange,
    coordinators_of,
    roles_in,
    roles_recorded,
)
from auditbeheer.relations.rules import CoordinatorRow, Difference, Recorded, RoleRow, Stay, changes_between


def note_roles(session: Session, person: Representative, day: date) -> None:
    """Add a row for each role that this person has from ``day`` on and had not, or the other way round."""
    held = {row.role: row.holds for row in roles_recorded(session, person.id)}
    for role, field in ROLE_FIELDS.items():
        holds = bool(getattr(person, field))
        if holds != held.get(role, False):
            session.add(RoleChange(representative_id=person.id, role=role, holds=holds, on_day=day))


def note_coordinator(session: Session, partnership: Partnership, day: date) -> None:
    """Add a row when another organisation coordinates from ``day`` on."""
    rows = coordinators_of(session, partnership.id)
    if partnership.coordinator != (rows[-1].organisation if rows else ""):
        row = CoordinatorChange(partnership_id=partnership.id, organisation=partnership.coordinator, on_day=day)
        session.add(row)


def changes_of(session: Session, partnership: Partnership, first: date, last: date) -> list[Difference]:
    """What is different on ``last`` from how it was on ``first``."""
    return changes_between(recorded_of(session, partnership), first, last)


def recorded_of(session: Session, partnership: Partnership) -> Recorded:
    """All that was ever recorded of what it is made of, as the rules see it. A guide is told as such (ARE-9)."""
    return Recorded(
        parties=tuple(
            Stay(one.id, one.organisation, one.since, one.until_day, party_word(one)) for one in partnership.parties
        ),
        people=tuple(
            Stay(one.id, one.name, one.since, one.until_day, party.organisation)
            for party in partnership.parties
            for one in party.representatives
        ),
        areas=tuple(
            Stay(link.area_id, link.area.name, link.joined_on, link.left_on, link.area.municipality.name)
            for link in partnership.areas
        ),
        roles=tuple(
            RoleRow(row.representative_id, row.role.value, row.holds, row.on_day)
            for row in roles_in(session, partnership.id)
        ),
        coordinators=tuple(
            CoordinatorRow(row.organisation, row.on_day) for row in coordinators_of(session, partnership.id)
        ),
    )


def party_word(party: Party) -> str:
    """What kind of party it is, in a word; a guide is no member (ARE-9)."""
    return "procesbegeleider" if party.is_guide else party.kind.value
