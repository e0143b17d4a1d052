"""The demo's partnerships: areas, parties and people, told with the same services as the screens use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.outlines import SOURCE, outline_of
from auditbeheer.demo.papers import plan
from auditbeheer.demo.people import PLANNER, Cast
from auditbeheer.demo.stories import GUIDE, Place, Story, mailbox_of
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning.models import assignments_on
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import (
    Area,
    EntrepreneursBasis,
    Municipality,
    Partnership,
    PartyKind,
    municipality_named,
)
from auditbeheer.relations.models.shapes import ShapeOrigin
from auditbeheer.relations.service.shapes import record_outline
from auditbeheer.scheme.terms import is_working_day
from auditbeheer.scheme.wording import day_plain


@dataclass
class Kit:
    """What the telling needs: the people, where files go, how certificates are printed, and the day of today."""

    session: Session
    cast: Cast
    shelf: FileShelf
    printing: Printing
    today: date


def found(kit: Kit, story: Story, now: datetime) -> Partnership:
    """The partnership with its areas, parties and people."""
    planner, session = kit.cast.act(PLANNER), kit.session
    details = relations.PartnershipDetails(
        name=story.name, street="Postbus 91", postcode="8200 AB", town=story.municipality.replace("'", "’"),
        founding_title=f"Convenant {story.name}", founding_on=now.date() - timedelta(days=30),
        coordinator=f"Parkmanagement {story.municipality}".replace("'", "’"), coordinator_mandate=True,
        map_decision=f"Collegebesluit van {day_plain(now.date() - timedelta(days=60))}",
        kvk="00000000",
    )  # fmt: skip
    partnership = relations.start_partnership(session, planner, now, details=details)
    for place in story.places:
        _add_area(kit, story, partnership, place, now)
    _add_parties(kit, story, partnership, now)
    session.flush()
    return partnership


def _add_area(kit: Kit, story: Story, partnership: Partnership, place: Place, now: datetime) -> None:
    planner, session, library = kit.cast.act(PLANNER), kit.session, schemes()
    municipality = _municipality(kit, story)
    details = relations.AreaDetails(
        activities="Productie, groothandel, opslag en dienstverlening", boundary="Zoals op de kaart",
        neighbours="", entrepreneurs=place.entrepreneurs, counted_on=now.date() - timedelta(days=20),
        count_source="KvK-register",
    )  # fmt: skip
    part = relations.PartDetails(represented_by=story.chair, zoning="Bestemmingsplan bedrijventerrein")
    query = select(Area).where(
        Area.folded == fold(place.name), Area.municipality_code == municipality.code, Area.type == story.type
    )
    known = session.scalars(query.order_by(Area.id)).unique().first()
    if known is not None:
        link = relations.add_known_area(
            session, planner, now, partnership, known, details=details, part=part, library=library,
            also_in=[], plan=plan(place.name, known.lat, known.lon), shelf=kit.shelf,
        )  # fmt: skip
        _draw(kit, link.area, now)
        return
    relations.add_new_area(
        session, planner, now, partnership, name=place.name, type_=story.type,
        municipality=municipality, details=details, part=part, library=library, also_in=[],
        plan=plan(place.name, municipality.lat, municipality.lon), shelf=kit.shelf,
    )  # fmt: skip


def _draw(kit: Kit, area: Area, now: datetime) -> None:
    """An invented outline, where it is known where the area lies; many of the list stand at their municipality."""
    home = area.municipality
    known = (area.lat, area.lon) != (home.lat, home.lon)
    place = (area.lat, area.lon) if known else (None, None)
    drawing = outline_of(area.name, *place, area.hectares)
    if drawing is not None:
        record_outline(
            kit.session, kit.cast.act(PLANNER), now, area, drawing=drawing, origin=ShapeOrigin.DRAWN,
            holds_from=now.date(), source=SOURCE,
        )  # fmt: skip


def _municipality(kit: Kit, story: Story) -> Municipality:
    found = municipality_named(kit.session, fold(story.municipality))
    if found is None:
        raise LookupError(story.municipality)
    return found


def _add_parties(kit: Kit, story: Story, partnership: Partnership, now: datetime) -> None:
    planner, session, library = kit.cast.act(PLANNER), kit.session, schemes()
    town = story.municipality.replace("'", "’")
    kinds = [
        (
            PartyKind.ENTREPRENEURS,
            f"Ondernemers {story.places[0].name}",
            story.chair,
            "voorzitter",
        ),
        (PartyKind.MUNICIPALITY, f"Gemeente {town}", story.contact, "adviseur veiligheid"),
        (PartyKind.POLICE, "Politie, basisteam", "Dennis Mulder", "wijkagent"),
        (PartyKind.FIRE_SERVICE, "Veiligheidsregio", "Carla de Boer", "adviseur brandveiligheid"),
    ]
    for kind, organisation, name, function in kinds[: 2 if story.incomplete else 4]:
        basis = EntrepreneursBasis.ASSOCIATION if kind is PartyKind.ENTREPRENEURS else None
        party = relations.add_party(
            session, planner, now, partnership,
            details=relations.PartyDetails(kind=kind, organisation=organisation, basis=basis),
        )  # fmt: skip
        leads = kind is PartyKind.ENTREPRENEURS
        details = relations.PersonDetails(
            name=name, function=function, email=mailbox_of(name), phone="0320 000 100",
            is_contact=kind is PartyKind.MUNICIPALITY, is_chair=leads, may_contract=leads, is_spokesperson=leads,
            is_secretary=kind is PartyKind.MUNICIPALITY, tells_inside=kind is PartyKind.MUNICIPALITY,
            tells_outside=leads,
        )  # fmt: skip
        relations.add_representative(
            session, planner, now, party, details=details,
            scheme=relations.scheme_for(library, story.type, now.date()),
        )  # fmt: skip
    if story.guided:
        _add_guide(kit, story, partnership, now)


def _add_guide(kit: Kit, story: Story, partnership: Partnership, now: datetime) -> None:
    """The procesbegeleider's bureau, which is no member of the working group (ARE-9)."""
    planner, session = kit.cast.act(PLANNER), kit.session
    bureau = relations.add_party(
        session, planner, now, partnership,
        details=relations.PartyDetails(kind=PartyKind.OTHER, organisation="Bureau Samen Veilig", is_guide=True),
    )  # fmt: skip
    details = relations.PersonDetails(
        name=GUIDE, function="procesbegeleider", email=mailbox_of(GUIDE), phone="0320 000 200"
    )
    relations.add_representative(
        session, planner, now, bureau, details=details,
        scheme=relations.scheme_for(schemes(), story.type, now.date()),
    )  # fmt: skip


def free_day(kit: Kit, story: Story) -> date:
    """The story's audit day, or the next working day on which its auditor is not elsewhere."""
    day = kit.today + timedelta(days=story.audit_in)
    lead = kit.cast.employees[story.lead].id
    while (not is_working_day(day) and story.audit_in != 0) or lead in {
        seat.employee_id for seat in assignments_on(kit.session, day)
    }:
        day += timedelta(days=1 if story.audit_in >= 0 else -1)
    return day
