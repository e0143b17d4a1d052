"""Parties of the working group and the people who speak for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.composition import note_roles, party_word
from auditbeheer.relations.models import EntrepreneursBasis, Partnership, Party, PartyKind, Representative
from auditbeheer.relations.rules import may_contract, member_only, not_after, still_there
from auditbeheer.relations.service.bureaus import bureau_for
from auditbeheer.relations.service.details import NOTHING, apply, differences, guard_version
from auditbeheer.relations.service.doors import close_all, close_unused, welcome
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_plain, join_and


@dataclass(frozen=True, kw_only=True)
class PartyDetails:
    """What is told of a party. ``basis`` and ``start_phase_from`` are for entrepreneurs (ARE-5, ARE-6)."""

    kind: PartyKind
    organisation: str
    basis: EntrepreneursBasis | None = None
    start_phase_from: date | None = None
    municipality_code: str | None = None
    is_guide: bool = False
    bureau_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What is told of somebody who speaks for a party, with the roles of ARE-7 and ARE-10."""

    name: str
    function: str = ""
    email: str = ""
    phone: str = ""
    is_contact: bool = False
    is_chair: bool = False
    is_secretary: bool = False
    is_spokesperson: bool = False
    tells_inside: bool = False
    tells_outside: bool = False
    may_contract: bool = False


ROLE_WORDS = {
    "is_contact": "contactpersoon", "is_chair": "voorzitter", "is_secretary": "secretaris",
    "is_spokesperson": "woordvoerder", "tells_inside": "communicatie binnen de groep",
    "tells_outside": "communicatie naar buiten", "may_contract": "mag tekenen",
}  # fmt: skip


def add_party(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    details: PartyDetails, since: date | None = None,
) -> Party:  # fmt: skip
    """A party of the working group from ``since`` (today) on, or the bureau of a guide, which is no member (ARE-9)."""
    today = now.date()
    require(not_after("partij.eerste_dag", "De eerste dag", since, today), field="since")
    require(_party_conditions(details, today), field="start_phase_from")
    details = _with_bureau(session, by, now, details)
    row = Party(
        partnership=partnership, kind=details.kind, organisation=details.organisation, since=since or today
    )  # fmt: skip
    apply(row, details)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="partij toegevoegd", kind="partij", thing=row.id,
        what=f"{partnership.name}: {row.organisation} ({party_word(row)})",
    )  # fmt: skip
    return row


def change_party(
    session: Session, by: Actor, now: datetime, party: Party, *,
    details: PartyDetails, scheme: Scheme, opened_on: int | None,
) -> Party:  # fmt: skip
    """Change what is told of a party. A bureau whose people contract for the partnership cannot become a guide's."""
    guard_version(session, now, party, details, kind="partij", opened_on=opened_on)
    require(_party_conditions(details, now.date()), field="start_phase_from")
    for person in party.people:
        require(_person_conditions(person, scheme, is_guide=details.is_guide), field="kind")
    details = _with_bureau(session, by, now, details)
    what = differences(party, details) or NOTHING
    apply(party, details)
    session.flush()
    journal.record(
        session, by, now, verb="partij gewijzigd", kind="partij", thing=party.id,
        what=f"{party.partnership.name}, {party.organisation}: {what}",
    )  # fmt: skip
    return party


def end_party(
    session: Session, by: Actor, now: datetime, party: Party, *, last_day: date, why: str
) -> list[Representative]:
    """The party is in the working group up to and including ``last_day``, and so is who speaks for it.

    Returns whom it took along. What they did, and that the party was there, stays (ARE-11).
    """
    gone = party.people
    require(
        [
            *not_after("partij.laatste_dag", "De laatste dag", last_day, now.date()),
            *(still_there(person.name, person.since, last_day) for person in gone),
        ],
        field="last_day",
    )
    party.until_day, party.ended_why = last_day, why
    for person in gone:
        person.until_day, person.is_contact = last_day, False
    session.flush()
    close_unused(session, now, *(person.email for person in gone))
    with_it = f", met {join_and([person.name for person in gone])}" if gone else ""
    journal.record(
        session, by, now, verb="partij gestopt", kind="partij", thing=party.id,
        what=f"{party.partnership.name}: {party.organisation} ({party_word(party)}) tot en met {day_plain(last_day)}"
        + with_it, why=why,
    )  # fmt: skip
    return gone


def _with_bureau(session: Session, by: Actor, now: datetime, details: PartyDetails) -> PartyDetails:
    """As it is recorded: a guide-party is of a bureau and bears its name, and no other party is (ARE-9)."""
    if not details.is_guide:
        return replace(details, bureau_id=None)
    bureau = bureau_for(session, by, now, details.bureau_id, details.organisation)
    return replace(details, bureau_id=bureau.id, organisation=bureau.name)


def _party_conditions(details: PartyDetails, today: date) -> list[Condition]:
    return not_after("startfase.dag", "Het begin van de startfase", details.start_phase_from, today)


def add_representative(
    session: Session, by: Actor, now: datetime, party: Party, *,
    details: PersonDetails, scheme: Scheme, since: date | None = None,
) -> Representative:  # fmt: skip
    """Somebody who speaks for a party from ``since`` (today) on. Who is made contact person takes that over (ARE-7)."""
    require(not_after("persoon.eerste_dag", "De eerste dag", since, now.date()), field="since")
    require(_person_conditions(details, scheme, is_guide=party.is_guide))
    first = since or now.date()
    row = Representative(name=details.name, party=party, since=first)
    session.add(row)
    before = party.partnership.contact
    instead = _take_over_contact(party.partnership, row) if details.is_contact else ""
    apply(row, details)
    session.flush()
    _note(session, before if row.is_contact else None, row, first)
    _hand_over(session, now, before, row)
    journal.record(
        session, by, now, verb="vertegenwoordiger toegevoegd", kind="vertegenwoordiger", thing=row.id,
        what=f"{party.organisation}: {_introduced(row)}{instead}",
    )  # fmt: skip
    return row


def change_representative(
    session: Session, by: Actor, now: datetime, person: Representative, *,
    details: PersonDetails, scheme: Scheme, opened_on: int | None,
) -> Representative:  # fmt: skip
    """Mend what is told of a person. For another person: end this one and add the new one."""
    guard_version(session, now, person, details, kind="vertegenwoordiger", opened_on=opened_on)
    require(_person_conditions(details, scheme, is_guide=person.party.is_guide))
    what = differences(person, details) or NOTHING
    before, old_email = person.party.partnership.contact, person.email
    instead = _take_over_contact(person.party.partnership, person) if details.is_contact else ""
    apply(person, details)
    session.flush()
    _note(session, before if person.is_contact else None, person, now.date())
    close_unused(session, now, old_email)
    _hand_over(session, now, before, person)
    journal.record(
        session, by, now, verb="vertegenwoordiger gewijzigd", kind="vertegenwoordiger", thing=person.id,
        what=f"{person.name}: {what}{instead}",
    )  # fmt: skip
    return person


def end_representative(
    session: Session, by: Actor, now: datetime, person: Representative, *, last_day: date
) -> Representative:
    """The person speaks for the party up to and including ``last_day``; what they did stays."""
    require(not_after("vertrek.dag", "De laatste dag", last_day, now.date()), field="last_day")
    person.until_day, person.is_contact = last_day, False
    session.flush()
    close_unused(session, now, person.email)
    journal.record(
        session, by, now, verb="vertegenwoordiger gestopt", kind="vertegenwoordiger", thing=person.id,
        what=f"{person.name} ({person.party.organisation}) tot en met {day_plain(last_day)}",
    )  # fmt: skip
    return person


def _person_conditions(details: PersonDetails | Representative, scheme: Scheme, *, is_guide: bool) -> list[Condition]:
    roles = [ROLE_WORDS[role] for role in ("is_chair", "is_secretary", "is_spokesperson") if getattr(details, role)]
    conditions = member_only(details.name, roles, scheme, is_guide=is_guide)
    if details.may_contract:
        conditions += may_contract(details.name, details.function, scheme, is_guide=is_guide)
    return conditions


def roles_of(person: Representative) -> list[str]:
    """What this person does in the working group, in words."""
    return [word for name, word in ROLE_WORDS.items() if getattr(person, name)]


def _introduced(person: Representative) -> str:
    return ", ".join(part for part in (person.name, person.function, *roles_of(person)) if part)


def _take_over_contact(partnership: Partnership, person: Representative) -> str:
    before = partnership.contact
    if before is None or before is person:
        return ""
    before.is_contact = False
    return f" (contactpersoon was {before.name})"


def _note(session: Session, before: Representative | None, person: Representative, day: date) -> None:
    """The roles of a person from a day on, and those of who was contact person before."""
    for one in (before, person):
        if one is not None:
            note_roles(session, one, day)


def _hand_over(session: Session, now: datetime, before: Representative | None, person: Representative) -> None:
    """The door of who was contact person closes, and who took that over gets a link."""
    if before is not None and before is not person and person.is_contact:
        close_all(session, now, before.email)
        welcome(session, now, person)
