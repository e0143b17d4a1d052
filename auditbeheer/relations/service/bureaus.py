"""The bureaus of procesbegeleiders: what is told of them, and which one a guide-party of a group is (ARE-9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.relations.models import Bureau, Partnership, Party, Representative, bureau_named, guide_parties
from auditbeheer.relations.service.details import NOTHING, apply, differences, guard_version


@dataclass(frozen=True, kw_only=True)
class BureauDetails:
    """What is told of a bureau; texts may be empty while they are not known."""

    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    kvk: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Help:
    """A group that a bureau helps or helped, and with whom; ``until`` None: still."""

    partnership: Partnership
    people: tuple[Representative, ...]
    since: date | None
    until: date | None


def add_bureau(session: Session, by: Actor, now: datetime, *, details: BureauDetails, despite: str = "") -> Bureau:
    """A new bureau. ``despite``: the bureaus that are named alike, for whoever said that it is another one."""
    row = Bureau(name=details.name, folded=fold(details.name), sort_key=sort_key(details.name))
    apply(row, details)
    session.add(row)
    session.flush()
    journal.record(session, by, now, verb="bureau vastgelegd", kind="bureau", thing=row.id, what=row.name, why=despite)
    return row


def change_bureau(
    session: Session, by: Actor, now: datetime, bureau: Bureau, *, details: BureauDetails, opened_on: int | None
) -> Bureau:
    """Change what is told of a bureau. A new name goes to the groups that it helps now; where it left it stays."""
    guard_version(session, now, bureau, details, kind="bureau", opened_on=opened_on)
    what = differences(bureau, details) or NOTHING
    apply(bureau, details)
    bureau.folded, bureau.sort_key = fold(details.name), sort_key(details.name)
    for party in guide_parties(session, bureau.id):
        if party.until_day is None:
            party.organisation = bureau.name
    session.flush()
    journal.record(
        session, by, now, verb="bureau gewijzigd", kind="bureau", thing=bureau.id, what=f"{bureau.name}: {what}"
    )
    return bureau


def bureau_for(session: Session, by: Actor, now: datetime, bureau_id: int | None, name: str) -> Bureau:
    """The bureau of a guide: the chosen one, else the known one by that name, else a new one."""
    if bureau_id is not None:
        return session.get_one(Bureau, bureau_id)
    known = bureau_named(session, fold(name))
    return known or add_bureau(session, by, now, details=BureauDetails(name=name))


def helped_by(session: Session, bureau: Bureau) -> tuple[list[Help], list[Help]]:
    """The groups that the bureau helps now, and those that it helped, each by name."""
    every = [_help(party) for party in guide_parties(session, bureau.id)]
    return [one for one in every if one.until is None], [one for one in every if one.until is not None]


def people_of(groups: Sequence[Help]) -> list[tuple[Representative, list[Partnership]]]:
    """Whom the bureau sends, by name: each once, with the groups. Who is one is told by name and e-mail address."""
    found: dict[tuple[str, str], tuple[Representative, list[Partnership]]] = {}
    for group in groups:
        for person in group.people:
            key = (person.folded, person.email.lower())
            found.setdefault(key, (person, []))[1].append(group.partnership)
    return [found[key] for key in sorted(found)]


def _help(party: Party) -> Help:
    people = party.people if party.until_day is None else party.representatives
    began = party.since or min((one.since for one in people if one.since), default=None)
    return Help(party.partnership, tuple(people), began, party.until_day)
