"""Beside the stories: changes in working groups, a certificate of elsewhere, an application by the website."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.people import MANAGER, PLANNER, at
from auditbeheer.demo.stories import mailbox_of
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import service as planning
from auditbeheer.planning.day_table import days_to_ask
from auditbeheer.planning.models import ExtraKind, Suits, to_plan
from auditbeheer.quotes import service as quotes
from auditbeheer.quotes.models import AreaTyped, PartyTyped, ReportedChange, Trajectory, newest_dossier
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeKind
from auditbeheer.quotes.service.intake import IntakeDetails, applicant, confirm_intake, send_intake
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import EntrepreneursBasis, Partnership, Party, PartyKind, all_bureaus
from auditbeheer.scheme.terms import add_days, add_months

CERTIFIED, OTHER_CERTIFIED, APPLIED = "KVO Beatrixhaven", "KVO De Amert", "KVO Waterfront"
AGREED = "KVO De Vaart"
DECLINED = "KVO Handelspark De Wetering"


def tell_afterwards(kit: Kit) -> None:
    """Small things that make pages of relations speak."""
    _introduce_bureaus(kit)
    _change_people(kit, _group(kit, CERTIFIED))
    _report(kit, dossier_of(kit, CERTIFIED), 3, ChangeKind.PARTY_LEAVES, "De veiligheidsregio trekt zich terug.")
    known = _report(kit, dossier_of(kit, OTHER_CERTIFIED), 20, ChangeKind.OTHER, "De vereniging heeft een nieuwe naam.")
    quotes.assess_change(
        kit.session, kit.cast.act(PLANNER), at(kit.today - timedelta(days=16), 11), known, effect=ChangeEffect.NONE,
        why="De naam van de vereniging staat niet op het certificaat.",
    )  # fmt: skip
    _take_over(kit, dossier_of(kit, APPLIED))
    _still_starting(kit, _group(kit, APPLIED))
    _ask_for_days(kit, dossier_of(kit, AGREED))
    _ask_extra(kit, dossier_of(kit, CERTIFIED))
    _apply_by_the_website(kit, _group(kit, DECLINED))


def _group(kit: Kit, name: str) -> Partnership:
    return kit.session.scalars(select(Partnership).where(Partnership.name == name)).one()


def dossier_of(kit: Kit, name: str) -> Trajectory:
    """The newest dossier of a group. Raises LookupError."""
    found = newest_dossier(kit.session, _group(kit, name).id)
    if found is None:
        raise LookupError(name)
    return found


def _party(group: Partnership, kind: PartyKind) -> Party:
    return next(party for party in group.current_parties if party.kind is kind)


def _introduce_bureaus(kit: Kit) -> None:
    for bureau in all_bureaus(kit.session):
        details = relations.BureauDetails(
            name=bureau.name, street="Grotekerkplein 4", postcode="8011 PK", town="Zwolle", phone="038 000 00 00",
            email=mailbox_of("info samen veilig"),
        )  # fmt: skip
        relations.change_bureau(
            kit.session, kit.cast.act(PLANNER), at(kit.today - timedelta(days=30), 9), bureau, details=details,
            opened_on=bureau.version,
        )  # fmt: skip


def _change_people(kit: Kit, group: Partnership) -> None:
    """Since the audit another officer came to the table, and the entrepreneurs have another secretary."""
    now, planner = at(kit.today - timedelta(days=40), 14), kit.cast.act(PLANNER)
    police = _party(group, PartyKind.POLICE)
    for person in police.people:
        relations.end_representative(kit.session, planner, now, person, last_day=now.date())
    details = relations.PersonDetails(
        name="Yara Haddad", function="wijkagent", email=mailbox_of("Yara Haddad"), is_secretary=True
    )
    scheme = relations.scheme_for(schemes(), group.current_areas[0].type, now.date())
    relations.add_representative(kit.session, planner, now, police, details=details, scheme=scheme)


def _report(kit: Kit, dossier: Trajectory, ago: int, kind: ChangeKind, what: str) -> ReportedChange:
    contact, day = dossier.partnership.contact, kit.today - timedelta(days=ago)
    details = quotes.ChangeDetails(
        kind=kind, what=what, happened_on=day, reported_on=day, reporter=contact.name if contact else "de werkgroep",
        email=contact.email if contact else "", person=f"representative:{contact.id}" if contact else "",
    )  # fmt: skip
    return quotes.report_change(
        kit.session, kit.cast.act(PLANNER), at(day, 15), dossier.partnership, details=details, trajectory=dossier
    )


def _take_over(kit: Kit, dossier: Trajectory) -> None:
    """This group has a certificate of another body; its proof is still to come."""
    issued = add_months(kit.today, -30)
    told = quotes.Elsewhere(
        body="Voorbeeld Keuringen", certificate="VK-2206", scheme="kvo-b-4.0", issued_on=issued,
        last_day=add_months(issued, 36) - timedelta(days=1), areas=tuple(link.area for link in dossier.areas),
    )  # fmt: skip
    quotes.take_over_certificate(
        kit.session, kit.cast.act(PLANNER), at(kit.today - timedelta(days=1), 16), dossier, told=told, upload=None,
        shelf=kit.shelf,
    )  # fmt: skip


def _still_starting(kit: Kit, group: Partnership) -> None:
    """The entrepreneurs have no association yet, and not much time left for one (ARE-6)."""
    owners = _party(group, PartyKind.ENTREPRENEURS)
    details = relations.PartyDetails(
        kind=owners.kind, organisation=owners.organisation, basis=EntrepreneursBasis.START_PHASE,
        start_phase_from=add_months(kit.today, -11),
    )  # fmt: skip
    now = at(kit.today, 9)
    relations.change_party(
        kit.session, kit.cast.act(PLANNER), now, owners, details=details, opened_on=owners.version,
        scheme=relations.scheme_for(schemes(), group.current_areas[0].type, now.date()),
    )  # fmt: skip


def _ask_for_days(kit: Kit, dossier: Trajectory) -> None:
    """The parties are choosing a day: two have answered, the others have not."""
    asked, planner = at(kit.today - timedelta(days=3), 11), kit.cast.act(PLANNER)
    waiting = [row for row in to_plan(kit.session) if row[0].id == dossier.id]
    days = days_to_ask(kit.session, waiting, kit.today)[dossier.id]
    question = planning.ask_for_days(
        kit.session, planner, asked, dossier, days=days, answer_by=add_days(kit.today, 4)
    )  # fmt: skip
    mailed = [person for person in question.people if person.email]
    for person, last in zip(mailed[:2], (Suits.CAN, Suits.CANNOT), strict=False):
        words = (Suits.CAN, Suits.RATHER_NOT, last)
        outside = Actor(None, f"{person.name} (werkgroep)", client=f"representative:{person.representative_id}")
        planning.answer_days(
            kit.session, outside, at(kit.today - timedelta(days=2), 15), person,
            answers={row.id: word for row, word in zip(question.days, words, strict=False)},
        )  # fmt: skip


def _ask_extra(kit: Kit, dossier: Trajectory) -> None:
    """A street is added to a certified area: that needs a look on location (ARE-11)."""
    planning.ask_extra(
        kit.session, kit.cast.act(MANAGER), at(kit.today - timedelta(days=2), 14), dossier, kind=ExtraKind.NEW_AREA,
        why="Er komt een straat bij. Wij bekijken op locatie of de maatregelen ook daar zijn uitgevoerd.",
        hours=Decimal(3), hold_by=add_days(kit.today, 42),
    )  # fmt: skip


def _apply_by_the_website(kit: Kit, group: Partnership) -> None:
    """The group that went elsewhere comes back by the website, by somebody whom we do not know yet."""
    area, day = group.current_areas[0], kit.today - timedelta(days=2)
    owners, police = _party(group, PartyKind.ENTREPRENEURS), _party(group, PartyKind.POLICE)
    details = IntakeDetails(
        name="Maaike Bosman", function="secretaris", email=mailbox_of("Maaike Bosman"), phone="0570 000 000",
        organisation=owners.organisation, party=PartyKind.ENTREPRENEURS, may_contract=False,
        partnership_name=group.name, area_type=area.type,
        areas=(AreaTyped(area.name, area.municipality_code, 42, "Handel en logistiek"),),
        parties=(PartyTyped(PartyKind.POLICE, police.organisation), PartyTyped(PartyKind.OTHER, "Parkmanagement Oost")),
        started_on=add_months(kit.today, -8), start_document="Verslag van de eerste bijeenkomst",
        wished_month=add_months(kit.today, 4).replace(day=1), remark="Wij willen toch bij u verder.",
    )  # fmt: skip
    row = send_intake(kit.session, SYSTEM, at(day, 20), details=details)
    if row is None:
        raise LookupError(group.name)
    confirm_intake(kit.session, applicant(row), at(day, 21), row)
