"""Areas that go from one partnership to another: the period before stays with the old one (ARE-11)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.models import Partnership, PartnershipArea
from auditbeheer.relations.rules import not_after
from auditbeheer.relations.service.areas import park_of, scheme_for
from auditbeheer.relations.service.partnerships import PartnershipDetails, start_partnership
from auditbeheer.relations.service.people import PartyDetails, PersonDetails, add_party, add_representative
from auditbeheer.scheme.cluster import area_conditions
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_plain


def move_area(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, to: Partnership, *,
    day: date, why: str, library: Library, fits: bool = True,
) -> PartnershipArea:  # fmt: skip
    """The area belongs to another partnership from ``day`` on. What a certificate says stays as it was printed.

    ``fits``: hold the areas there against the rules for a cluster; a division that was looked at as a whole does not.
    """
    area, today = link.area, now.date()
    require([*not_after("verplaatsen.dag", "De eerste dag", day, today), *_can_move(link, to, day)], field="day")
    if fits:
        here = [park_of(one) for one in to.current_links if one.area.type is area.type]
        require(area_conditions(scheme_for(library, area.type, today), [*here, park_of(link)]))
    link.left_on = day - timedelta(days=1)
    session.flush()  # an area is in one partnership at a time: the old period ends before the new one begins
    new = PartnershipArea(partnership=to, area_id=area.id, joined_on=day)
    new.one_area, new.represented_by, new.zoning = link.one_area, link.represented_by, link.zoning
    session.add(new)
    session.flush()
    session.refresh(new, ["area"])
    journal.record(
        session, by, now, verb="gebied verplaatst", kind="gebied", thing=area.id,
        what=f"{area.name} hoort vanaf {day_plain(day)} bij {to.name}, daarvoor bij {link.partnership.name}", why=why,
    )  # fmt: skip
    return new


def _can_move(link: PartnershipArea, to: Partnership, day: date) -> list[Condition]:
    here, first = link.partnership, link.joined_on
    return [
        Condition(
            "verplaatsen.elders",
            "Het gaat naar een ander samenwerkingsverband",
            here is not to,
            to.name,
            SETTING,
            refusal=f"{link.area.name} hoort al bij {to.name}. Kies een ander samenwerkingsverband.",
        ),
        Condition(
            "verplaatsen.na_begin",
            "De nieuwe eerste dag ligt na de oude",
            day > first,
            day_plain(day),
            SETTING,
            refusal=f"{link.area.name} hoort sinds {day_plain(first)} bij {here.name}. Vul een latere dag in.",
        ),
    ]


def start_like(
    session: Session, by: Actor, now: datetime, example: Partnership, *, name: str, scheme: Scheme
) -> Partnership:
    """A new partnership with the details, parties and people that another has now, and no areas yet."""
    told = {field.name: getattr(example, field.name) for field in fields(PartnershipDetails)}
    new = start_partnership(session, by, now, details=PartnershipDetails(**{**told, "name": name}))
    for party in example.current_parties:
        about = PartyDetails(**{field.name: getattr(party, field.name) for field in fields(PartyDetails)})
        row = add_party(session, by, now, new, details=about)
        for person in party.people:
            who = PersonDetails(**{field.name: getattr(person, field.name) for field in fields(PersonDetails)})
            add_representative(session, by, now, row, details=who, scheme=scheme)
    session.flush()
    session.refresh(new)
    return new
