"""A partnership: what is told of it, and how the rules see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.composition import note_coordinator
from auditbeheer.relations.models import Bureau, Partnership, Party
from auditbeheer.relations.rules import PartnershipFacts, PartyFacts, not_after, partnership_conditions
from auditbeheer.relations.service.details import NOTHING, apply, differences, guard_version
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme


@dataclass(frozen=True, kw_only=True)
class PartnershipDetails:
    """What is told of a partnership; texts may be empty while they are not known. The names are those of the form."""

    name: str
    street: str = ""
    postcode: str = ""
    town: str = ""
    founding_title: str = ""
    founding_on: date | None = None
    founding_is_convenant: bool = True
    coordinator: str = ""
    coordinator_mandate: bool = False
    kvk: str = ""
    invoice_address: str = ""
    map_decision: str = ""


def facts_of(partnership: Partnership) -> PartnershipFacts:
    """The partnership as the rules see it."""
    return PartnershipFacts(
        address=address_of(partnership),
        parties=tuple(_as_seen(party) for party in partnership.current_parties),
        contacts=tuple(person.name for person in partnership.representatives if person.is_contact),
        contractors=tuple(f"{person.name}, {person.function}" for person in partnership.authorised),
    )


def _as_seen(party: Party) -> PartyFacts:
    return PartyFacts(
        kind=party.kind.value,
        organisation=party.organisation,
        people=tuple(person.name for person in party.people),
        basis=party.basis.value if party.basis else None,
        start_phase_from=party.start_phase_from,
        is_guide=party.is_guide,
    )


def address_of(row: Partnership | Bureau) -> str:
    """The correspondence address in one line; empty while it is not whole."""
    if not (row.street and row.postcode and row.town):
        return ""
    return f"{row.street}, {row.postcode} {row.town}"


def conditions_of(partnership: Partnership, scheme: Scheme, today: date) -> list[Condition]:
    """What an application needs of the partnership itself, met or not (ARE-5 to ARE-10)."""
    return partnership_conditions(facts_of(partnership), scheme, today)


def lost_with(party: Party, scheme: Scheme, today: date) -> list[Condition]:
    """What an application would lack once this party has gone, and has now."""
    partnership = party.partnership
    now = {condition.code for condition in conditions_of(partnership, scheme, today) if condition.met}
    rest = replace(
        facts_of(partnership),
        parties=tuple(_as_seen(other) for other in partnership.current_parties if other is not party),
        contacts=tuple(one.name for one in partnership.representatives if one.is_contact and one.party is not party),
        contractors=tuple(one.name for one in partnership.authorised if one.party is not party),
    )
    return [one for one in partnership_conditions(rest, scheme, today) if not one.met and one.code in now]


def start_partnership(
    session: Session, by: Actor, now: datetime, *, details: PartnershipDetails, despite: str = ""
) -> Partnership:
    """A new partnership, without areas or parties yet. ``despite``: what it is told apart from, where one was alike."""
    require(not_after("oprichting.dag", "De dag van dit stuk", details.founding_on, now.date()), field="founding_on")
    row = Partnership(name=details.name, folded=fold(details.name), sort_key=sort_key(details.name))
    apply(row, details)
    session.add(row)
    session.flush()
    note_coordinator(session, row, now.date())
    journal.record(
        session, by, now, verb="samenwerkingsverband vastgelegd", kind="samenwerkingsverband", thing=row.id,
        what=", ".join(part for part in (row.name, address_of(row)) if part), why=despite,
    )  # fmt: skip
    return row


def change_partnership(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    details: PartnershipDetails, opened_on: int | None,
) -> Partnership:  # fmt: skip
    """Change what is told of it. ``Clash`` when somebody else did since ``opened_on``."""
    guard_version(session, now, partnership, details, kind="samenwerkingsverband", opened_on=opened_on)
    require(not_after("oprichting.dag", "De dag van dit stuk", details.founding_on, now.date()), field="founding_on")
    what = differences(partnership, details) or NOTHING
    apply(partnership, details)
    partnership.folded, partnership.sort_key = fold(details.name), sort_key(details.name)
    session.flush()
    note_coordinator(session, partnership, now.date())
    journal.record(
        session, by, now, verb="samenwerkingsverband gewijzigd", kind="samenwerkingsverband", thing=partnership.id,
        what=f"{partnership.name}: {what}",
    )  # fmt: skip
    return partnership
