"""Who of an application is new to a partnership that we know, and how they are added (ARE-5, ARE-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold
from auditbeheer.quotes.models import Intake, PartyTyped
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import Partnership, Party, PartyKind
from auditbeheer.scheme.library import Library


@dataclass(frozen=True)
class Additions:
    """What an application tells of people: what is there already (in words), and what can be added.

    ``applicant``: whether who applied is new here. ``parties``: the new ones, each with the organisations of its kind
    that are there already.
    """

    there: tuple[str, ...]
    applicant: bool
    parties: tuple[tuple[PartyTyped, tuple[str, ...]], ...]


def additions(intake: Intake, partnership: Partnership) -> Additions:
    """Who of the application this partnership has, and who is new to it: offered, a person decides."""
    known = next((one for one in partnership.representatives if _is(intake, one.name, one.email)), None)
    there = [f"{known.name}, {known.party.organisation}"] if known else []
    new = []
    for told in intake.parties_typed:
        same = _party_of(partnership.current_parties, told.kind, told.organisation)
        if same:
            there.append(f"{told.organisation} ({told.kind.value})")
        else:
            new.append((told, _of_kind(partnership, told.kind)))
    return Additions(tuple(there), known is None, tuple(new))


def _is(intake: Intake, name: str, email: str) -> bool:
    return (bool(email) and email.strip().lower() == intake.email) or fold(name) == fold(intake.name)


def _of_kind(partnership: Partnership, kind: PartyKind) -> tuple[str, ...]:
    return tuple(one.organisation for one in partnership.current_parties if one.kind is kind and not one.is_guide)


def _party_of(parties: Sequence[Party], kind: PartyKind, organisation: str, *, guide: bool = False) -> Party | None:
    return next(
        (one for one in parties if one.is_guide is guide and fold(one.organisation) == fold(organisation)
         and (guide or one.kind is kind)),
        None,
    )  # fmt: skip


def add_told(
    session: Session, by: Actor, now: datetime, intake: Intake, partnership: Partnership, *,
    applicant: bool, parties: Sequence[PartyTyped], library: Library,
) -> list[Party]:  # fmt: skip
    """Add these parties, and who applied: to the own party, which is made when it is not there.

    Who applied becomes contact person only where nobody is.
    """
    made = [
        relations.add_party(
            session, by, now, partnership,
            details=relations.PartyDetails(kind=one.kind, organisation=one.organisation),
        )
        for one in parties
    ]  # fmt: skip
    if not applicant:
        return made
    kind, guide = intake.party or PartyKind.OTHER, intake.is_guide
    own = _party_of([*partnership.current_parties, *made], kind, intake.organisation, guide=guide)
    if own is None:
        details = relations.PartyDetails(kind=kind, organisation=intake.organisation, is_guide=guide)
        own = relations.add_party(session, by, now, partnership, details=details)
        made.append(own)
    person = relations.PersonDetails(
        name=intake.name, function=intake.function, email=intake.email, phone=intake.phone,
        is_contact=partnership.contact is None, may_contract=intake.may_contract and not guide,
    )  # fmt: skip
    scheme = relations.scheme_for(library, intake.area_type, now.date())
    relations.add_representative(session, by, now, own, details=person, scheme=scheme)
    return made
