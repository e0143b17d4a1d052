"""An agreed dossier as planning tests need it, with the body, its licence and its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import Identity, Licence, Signatory
from auditbeheer.planning import service
from auditbeheer.planning.models import Audit, TeamRole
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.quotes.models import Agreement, CertifiedPeriod, Quote, Trajectory, TrajectoryArea, next_sequence
from auditbeheer.relations.models import Area, AreaType, Partnership, Postcode
from tests.qualifications import people
from tests.qualifications.people import actor
from tests.relations.samples import municipality

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
DAY = date(2026, 12, 9)
REVIEW = date(2026, 12, 4)


@dataclass
class Scene:
    """Who is there, and the dossier."""

    planner: Employee
    manager: Employee
    auditor: Employee
    second: Employee
    trainee: Employee
    trajectory: Trajectory


def postcodes(session: Session) -> None:
    """Lelystad, Utrecht, Den Bosch."""
    for digits, town, lat, lon in (
        ("8232", "Lelystad", "52.5185", "5.4714"), ("3511", "Utrecht", "52.0907", "5.1214"),
        ("5211", "’s-Hertogenbosch", "51.6978", "5.3037"),
    ):  # fmt: skip
        session.add(
            Postcode(digits=digits, town=town, municipality_code=None, lat=Decimal(lat), lon=Decimal(lon))
        )  # fmt: skip


def body(session: Session, until: date = date(2028, 12, 31)) -> None:
    """Name and address, and a licence."""
    session.add(
        Identity(
            from_day=date(2024, 1, 1), name="Voorbeeld B.V.", street="Kade 1", postcode="3511 AA", town="Utrecht",
            kvk="12345678", vat_number="NL123456782B90", iban="NL02ABNA0123456789", phone="030 1234567",
            email="info@voorbeeld.nl", website="www.voorbeeld.nl",
        )
    )  # fmt: skip
    session.add(Licence(number="CCV-1", scope="KVO", from_day=date(2024, 1, 1), until_day=until))
    session.flush()


def dossier(
    session: Session,
    owner: Employee,
    name: str = "Cluster Lelystad",
    *,
    signed: bool = True,
    last_day: date | None = None,
    scheme: str = "kvo-b-4.0",
) -> Trajectory:
    """A trajectory with one area; ``signed``: with its agreement; ``last_day``: of a certificate that runs."""
    partnership = Partnership(name=name, folded=fold(name), sort_key=sort_key(name))
    place = municipality(session, lat=Decimal("52.5185"), lon=Decimal("5.4714"))
    area = Area(
        name=f"{name} Noord", type=AreaType.BUSINESS_PARK, municipality_code=place.code, folded=fold(name),
        sort_key=sort_key(name), origin="test",
    )  # fmt: skip
    session.add_all([partnership, area])
    session.flush()
    sequence = next_sequence(session, 2026)
    trajectory = Trajectory(
        number=f"D-2026-{sequence:04d}", year=2026, sequence=sequence, area_type=AreaType.BUSINESS_PARK,
        applied_on=date(2026, 6, 1), started_on=date(2025, 9, 1), start_document="intentieverklaring",
        assessment_expected_on=DAY, partnership=partnership, owner=owner, scheme=scheme,
    )  # fmt: skip
    session.add(trajectory)
    session.flush()
    link = TrajectoryArea(trajectory=trajectory, area=area, entrepreneurs=80)
    link.area_id = area.id
    session.add(link)
    if last_day is not None:
        session.add(
            CertifiedPeriod(
                area_id=area.id, partnership_id=partnership.id, scheme=scheme, certificate="KVO-B-2023-00001",
                body="Voorbeeld B.V.", issued_on=date(2023, 1, 1), last_day=last_day,
            )
        )  # fmt: skip
    session.flush()
    if signed:
        sign(session, trajectory, owner)
    session.refresh(trajectory)
    return trajectory


def sign(session: Session, trajectory: Trajectory, owner: Employee) -> Agreement:
    """The agreement over 12 hours."""
    signatory = Signatory(employee_id=owner.id, function="directeur", from_day=date(2024, 1, 1))
    quote = Quote(
        number=f"O-2026-{trajectory.sequence:04d}", year=2026, sequence=trajectory.sequence, edition=1,
        trajectory=trajectory, made_on=date(2026, 10, 1), minimum_hours=Decimal(8), extra_hours=Decimal(0),
        extra_why="", distance_km=Decimal("60.0"), travel_hours=Decimal(2),
    )  # fmt: skip
    session.add_all([signatory, quote])
    session.flush()
    agreement = Agreement(
        trajectory_id=trajectory.id, scheme=trajectory.scheme or "", hours=Decimal(8), signed_on=date(2026, 10, 20),
        quote=quote, signatory=signatory, client_name="Selin Yılmaz", client_function="voorzitter",
    )  # fmt: skip
    session.add(agreement)
    session.flush()
    return agreement


def scene(session: Session, **facts: Any) -> Scene:
    """The body, its people, and one agreed dossier."""
    body(session)
    postcodes(session)
    planner = people.hire(session, "Annelies Vos", Role.PLANNER)
    manager = people.scheme_manager(session, postcode="3511 AA")
    return Scene(
        planner=planner,
        manager=manager,
        auditor=people.auditor(session, manager, "Marloes Bakker", postcode="8232 AB"),
        second=people.auditor(session, manager, "Frits de Groot", postcode="5211 AB"),
        trainee=people.in_training(session, manager, "Rana Aydin", postcode="3511 AB"),
        trajectory=dossier(session, planner, **facts),
    )


def plan(session: Session, found: Scene, day: date = DAY, trajectory: Trajectory | None = None) -> Audit:
    """The audit stands on a day."""
    return service.plan_audit(
        session, actor(found.planner), NOW, trajectory or found.trajectory, day=day, starts_at=time(9, 30),
        place="Stadhuis, Lelystad", hours=Decimal(8), document_review_on=REVIEW,
    )  # fmt: skip


def with_lead(session: Session, found: Scene, day: date = DAY) -> Audit:
    """A planned audit with its lead auditor."""
    audit = plan(session, found, day)
    service.assign(session, actor(found.planner), NOW, audit, found.auditor, role=TeamRole.LEAD)
    return audit
