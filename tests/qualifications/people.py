"""People of an office as tests need them: qualified, in training, with evidence judged by somebody else."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee, EmployeeRole
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from auditbeheer.organisation.schemes import schemes
from auditbeheer.qualifications import service
from auditbeheer.qualifications.models import (
    Experience,
    ExperienceKind,
    ExperienceState,
    ImpartialityDeclaration,
    QualifiedAs,
)
from auditbeheer.qualifications.service import Proven

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
EARLIER = datetime(2026, 1, 5, 9, 0, tzinfo=ZONE)
KVO_B = "kvo-b-4.0"
MANAGER_PROOFS = (("opleiding", None), ("lead_auditor", None), ("overleg", 4), ("beoordelaar", 3))
AUDITOR_PROOFS = (("opleiding", None), ("lead_auditor", None), ("beoordelaar", None), ("groepsgesprek", None))


def actor(employee: Employee) -> Actor:
    """Who acts."""
    return Actor(employee.id, employee.name, employee.role_names)


def hire(session: Session, name: str, *roles: Role, postcode: str = "") -> Employee:
    """Somebody with an account and a declaration of impartiality over 2026 and 2027."""
    email = name.lower().replace(" ", ".") + "@voorbeeld.nl"
    employee = add_employee(session, SYSTEM, EARLIER, name=name, email=email, roles=roles, password=None)
    employee.home_postcode = postcode
    declare(session, employee, 2026, 2027)
    return employee


def declare(session: Session, employee: Employee, *years: int) -> None:
    """The yearly declaration is there."""
    session.add_all(
        ImpartialityDeclaration(employee_id=employee.id, year=year, declared_on=EARLIER.date()) for year in years
    )
    session.flush()


def management(session: Session) -> Employee:
    """Somebody of the management, the same one each time."""
    known = session.query(Employee).join(EmployeeRole).filter(EmployeeRole.role == Role.MANAGEMENT).first()
    return known or hire(session, "Dirk Baas", Role.MANAGEMENT)


def scheme_manager(session: Session, name: str = "Joris de Wit", *, postcode: str = "") -> Employee:
    """A qualified scheme manager, appointed by the management."""
    employee = hire(session, name, Role.SCHEME_MANAGER, postcode=postcode)
    boss, scheme = actor(management(session)), schemes()[KVO_B]
    for criterion, amount in MANAGER_PROOFS:
        service.add_evidence(
            session, boss, EARLIER, employee, scheme=scheme, capacity=QualifiedAs.SCHEME_MANAGER,
            proven=Proven(criterion, True, f"bewijs van {criterion}", amount),
        )  # fmt: skip
    service.qualify(
        session, boss, EARLIER, employee, scheme=scheme, capacity=QualifiedAs.SCHEME_MANAGER, why="voldoet"
    )  # fmt: skip
    return employee


def attended(session: Session, employee: Employee, audits: int, independent: int, *, judge: Employee) -> None:
    """A ledger with so many audits, of which so many independently and with a positive verdict."""
    for place in range(audits):
        alone = place < independent
        session.add(
            Experience(
                employee_id=employee.id, audit_ref=f"eerder-{employee.id}-{place}", scheme=KVO_B,
                area_type="bedrijventerrein", kind=ExperienceKind.INDEPENDENT if alone else ExperienceKind.ATTENDED,
                state=ExperienceState.HELD, on_day=date(2025, 1, 10 + place),
                verdict_positive=True if alone else None, verdict_by_id=judge.id if alone else None, source="archief",
            )
        )  # fmt: skip
    session.flush()


def in_training(
    session: Session,
    judge: Employee,
    name: str = "Rana Aydin",
    *,
    audits: int = 8,
    independent: int = 3,
    postcode: str = "",
) -> Employee:
    """An auditor in training with the papers, and so many audits attended."""
    employee = hire(session, name, Role.AUDITOR, postcode=postcode)
    for criterion, amount in AUDITOR_PROOFS:
        service.add_evidence(
            session, actor(judge), EARLIER, employee, scheme=schemes()[KVO_B], capacity=QualifiedAs.AUDITOR,
            proven=Proven(criterion, True, f"bewijs van {criterion}", amount),
        )  # fmt: skip
    attended(session, employee, audits, independent, judge=judge)
    return employee


def auditor(session: Session, judge: Employee, name: str = "Marloes Bakker", *, postcode: str = "") -> Employee:
    """A qualified auditor."""
    employee = in_training(session, judge, name, audits=10, independent=5, postcode=postcode)
    service.qualify(
        session, actor(judge), EARLIER, employee, scheme=schemes()[KVO_B], capacity=QualifiedAs.AUDITOR, why="voldoet"
    )  # fmt: skip
    return employee
