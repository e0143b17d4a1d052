"""A partnership as tests need it: Cluster Lelystad, four parks, four parties, all that an application asks."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.relations import service
from auditbeheer.relations.models import (
    Area,
    AreaType,
    EntrepreneursBasis,
    Municipality,
    Partnership,
    PartnershipArea,
    Party,
    PartyKind,
    Representative,
)
from auditbeheer.relations.service import AreaDetails, PartDetails, PartnershipDetails, PartyDetails, PersonDetails

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
COUNTED = date(2026, 10, 1)
PARKS = (("Flevokust", 61), ("Noordersluis", 152), ("Oostervaart", 118), ("Larserpoort", 89))
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def municipality(session: Session, name: str = "Lelystad", code: str = "0995", **facts: Any) -> Municipality:
    """A municipality; the same one when it is there already."""
    found = session.get(Municipality, code)
    if found is None:
        found = Municipality(
            code=code, name=name, province="Flevoland", folded=fold(name), sort_key=sort_key(name), **facts
        )
        session.add(found)
        session.flush()
    return found


def known_area(
    session: Session, name: str, place: Municipality | None = None, type_: AreaType = AreaType.BUSINESS_PARK
) -> Area:
    """An area from the list, not counted yet."""
    place = place or municipality(session)
    area = Area(
        name=name, type=type_, municipality_code=place.code, folded=fold(name), sort_key=sort_key(name), origin="lijst"
    )
    session.add(area)
    session.flush()
    return area


def counted(entrepreneurs: int) -> AreaDetails:
    """What is told of an area with this many entrepreneurs."""
    return AreaDetails(
        activities="Logistiek en maakindustrie", boundary="Tussen de Larserweg en het spoor", neighbours="",
        entrepreneurs=entrepreneurs, counted_on=COUNTED, count_source="ledenlijst",
    )  # fmt: skip


def add(
    session: Session,
    partnership: Partnership,
    area: Area,
    entrepreneurs: int,
    shelf: Path,
    *,
    one_area: str = "",
    now: datetime = NOW,
) -> PartnershipArea:
    """Make an area part of the partnership, with a map."""
    return service.add_known_area(
        session, SYSTEM, now, partnership, area, details=counted(entrepreneurs),
        part=PartDetails(one_area=one_area, represented_by="M. Post", zoning="bestemmingsplan 2019"),
        library=schemes(), also_in=[], plan=("kaart.pdf", PDF), shelf=FileShelf(shelf),
    )  # fmt: skip


def bare(session: Session, name: str = "Cluster Lelystad") -> Partnership:
    """A partnership with its own details and nothing else."""
    details = PartnershipDetails(
        name=name, street="Stationsplein 1", postcode="8232 VT", town="Lelystad",
        founding_title="Convenant veilig Lelystad", founding_on=date(2026, 3, 2), coordinator="Parkmanagement Lelystad",
        coordinator_mandate=True, map_decision="collegebesluit 2026-114", kvk="12345678",
    )  # fmt: skip
    return service.start_partnership(session, SYSTEM, NOW, details=details)


def party(session: Session, partnership: Partnership, kind: PartyKind, organisation: str, **facts: Any) -> Party:
    """A party of the working group."""
    details = PartyDetails(kind=kind, organisation=organisation, **facts)
    return service.add_party(session, SYSTEM, NOW, partnership, details=details)


def person(session: Session, of: Party, name: str, **facts: Any) -> Representative:
    """Somebody who speaks for a party."""
    details = PersonDetails(name=name, **{"function": "voorzitter", **facts})
    return service.add_representative(session, SYSTEM, NOW, of, details=details, scheme=schemes()["kvo-b-4.0"])


def with_people(session: Session, partnership: Partnership) -> Partnership:
    """The four parties, a contact person, and somebody who may contract."""
    association = EntrepreneursBasis.ASSOCIATION
    owners = party(session, partnership, PartyKind.ENTREPRENEURS, "Ondernemers Lelystad", basis=association)
    person(session, owners, "Selin Yılmaz", email="selin@voorbeeld.nl", is_contact=True, may_contract=True)
    for kind, organisation, name in (
        (PartyKind.MUNICIPALITY, "Gemeente Lelystad", "Piet de Boer"),
        (PartyKind.POLICE, "Politie Midden-Nederland", "Anna Smit"),
        (PartyKind.FIRE_SERVICE, "Brandweer Flevoland", "Kees Mol"),
    ):
        person(session, party(session, partnership, kind, organisation), name, function="adviseur")
    return partnership


def cluster(session: Session, shelf: Path, parks: int = 4, name: str = "Cluster Lelystad") -> Partnership:
    """The whole partnership with this many parks."""
    partnership = with_people(session, bare(session, name))
    for park, entrepreneurs in PARKS[:parks]:
        add(session, partnership, known_area(session, park), entrepreneurs, shelf)
    return partnership
