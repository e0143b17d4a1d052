"""A dossier on its way to the audit, as tests of documents, deviations and audits need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auditbeheer.accounts import grants
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.planning.models import Assignment, Audit, TeamRole
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.qualifications import ledger
from auditbeheer.qualifications.models import ExperienceKind
from auditbeheer.quotes.models import CertificationKind, Trajectory, TrajectoryArea
from auditbeheer.relations.models import MANDATORY_PARTIES, Area, AreaType, Partnership, Party, Representative
from tests.planning.scene import sign
from tests.qualifications import people
from tests.qualifications.people import actor
from tests.relations.samples import municipality

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
DAY = date(2026, 12, 9)
PARKS = (("Noordersluis", 120), ("Larserpoort", 51))
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
T = TypeVar("T")
FIRST, LATER = CertificationKind.FIRST, CertificationKind.LATER


@dataclass
class Scene:
    """Who is there, the dossier and its audit."""

    planner: Employee
    manager: Employee
    auditor: Employee
    trajectory: Trajectory
    audit: Audit

    def by(self, who: Employee) -> Actor:
        """Who acts."""
        return actor(who)


def there(thing: T | None) -> T:
    """``thing``, which the test knows to be there."""
    assert thing is not None
    return thing


def at(day: date, hour: int = 10) -> datetime:
    """A moment on a day."""
    return datetime.combine(day, time(hour), tzinfo=NOW.tzinfo)


def scene(
    session: Session,
    *,
    day: date = DAY,
    scheme: str = "kvo-b-4.0",
    kind: CertificationKind = FIRST,
    parks: tuple[tuple[str, int], ...] = PARKS,
) -> Scene:
    """A planner, a scheme manager outside the team, the lead auditor, and a dossier with its audit on ``day``."""
    planner = people.hire(session, "Annelies Vos", Role.PLANNER)
    manager = people.hire(session, "Joris de Wit", Role.SCHEME_MANAGER)
    auditor = people.hire(session, "Marloes Bakker", Role.AUDITOR)
    trajectory = dossier(session, planner, scheme=scheme, kind=kind, parks=parks)
    return Scene(planner, manager, auditor, trajectory, audit_on(session, trajectory, auditor, day))


def dossier(
    session: Session,
    owner: Employee,
    *,
    name: str = "Cluster Lelystad",
    number: int = 147,
    scheme: str = "kvo-b-4.0",
    kind: CertificationKind = FIRST,
    parks: tuple[tuple[str, int], ...] = PARKS,
) -> Trajectory:
    """An agreed dossier with parks, four parties and two people each."""
    partnership = Partnership(name=name, folded=fold(name), sort_key=sort_key(name))
    session.add(partnership)
    session.flush()
    _parties(session, partnership)
    trajectory = Trajectory(
        number=f"D-2026-{number:04d}", year=2026, sequence=number, area_type=AreaType.BUSINESS_PARK,
        applied_on=date(2026, 6, 1), started_on=date(2025, 9, 1), start_document="intentieverklaring",
        assessment_expected_on=DAY, partnership=partnership, owner=owner, scheme=scheme, kind=kind,
    )  # fmt: skip
    session.add(trajectory)
    session.flush()
    place = municipality(session)
    for park, entrepreneurs in parks:
        area = Area(
            name=park, type=AreaType.BUSINESS_PARK, municipality_code=place.code, folded=fold(park),
            sort_key=sort_key(park), origin=f"test {number}",
        )  # fmt: skip
        session.add(area)
        session.flush()
        session.add(TrajectoryArea(trajectory=trajectory, area=area, entrepreneurs=entrepreneurs, kind=kind))
    session.flush()
    sign(session, trajectory, owner)
    session.refresh(trajectory)
    session.refresh(partnership)
    return trajectory


def _parties(session: Session, partnership: Partnership) -> None:
    for kind in MANDATORY_PARTIES:
        party = Party(partnership=partnership, kind=kind, organisation=f"{kind.value.capitalize()} Lelystad")
        session.add(party)
        session.flush()
        session.add(Representative(party=party, name=f"Selin Yılmaz ({kind})", is_contact=kind == "ondernemers"))
        session.add(Representative(party=party, name=f"Piet de Boer ({kind})"))
    guide = Party(partnership=partnership, kind=MANDATORY_PARTIES[0], organisation="Bureau Veilig", is_guide=True)
    session.add(guide)
    session.flush()


def audit_on(
    session: Session, trajectory: Trajectory, lead: Employee, day: date, *, role: TeamRole = TeamRole.LEAD
) -> Audit:
    """The audit on a day with its lead, expected in the ledger."""
    promised = trajectory.scheme != "kvo-3.1"
    audit = Audit(
        trajectory=trajectory, day=day, starts_at=time(9, 30), place="Stadhuis, Lelystad", hours=Decimal(10),
        documents_due=day - timedelta(days=14) if promised else None,
        report_due=day + timedelta(days=14) if promised else None,
    )  # fmt: skip
    session.add(audit)
    session.flush()
    session.add(Assignment(audit=audit, employee=lead, role=role, day=day, assigned_on=TODAY))
    session.flush()
    ledger.expect(
        session, SYSTEM, NOW, lead, audit_ref=trajectory.number, scheme=trajectory.scheme or "",
        area_type=trajectory.area_type.value, kind=ExperienceKind.LED, on_day=day,
    )  # fmt: skip
    # As planning opens it to the team.
    opened = min(day, TODAY)
    grants.give(session, lead.id, kind=grants.DOSSIER, thing=trajectory.number, why="auditteam", from_day=opened)
    session.refresh(audit)
    return audit
