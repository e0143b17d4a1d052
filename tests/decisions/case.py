"""A dossier whose audit is done and whose report lies with the reviewer, as tests of deciding need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.audits.models import Attendance, Closing, Report, ReportTopic, report_of
from auditbeheer.certificates import service as certificates
from auditbeheer.certificates.composing import Printing
from auditbeheer.certificates.models import Certificate
from auditbeheer.decisions import service
from auditbeheer.decisions.models import Advice
from auditbeheer.deviations.models import Deviation
from auditbeheer.documents.models import Measure, MeasureOrigin, SurveyResult
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning.models import Assignment, Audit, TeamRole, audit_of
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.quotes.models import CertificationKind, Trajectory, TrajectoryArea, trajectory_numbered
from auditbeheer.relations.models import MANDATORY_PARTIES, Area, AreaType, Municipality, Party, Representative
from auditbeheer.scheme.report_topics import report_topics
from tests.planning import scene
from tests.qualifications import people
from tests.qualifications.people import actor

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()
AUDIT_DAY = date(2026, 11, 12)
PRINTING = Printing("https://register.voorbeeld.nl", PictureFiles(Path("/nergens"), FileShelf(Path("/nergens"))))
CONTACT_PHONE, CONTACT_MAIL = "06 98765432", "selin@lelystad.example"


@dataclass
class Case:
    """The people and the dossier; ``decider`` and ``reviewer`` stood outside the audit."""

    owner: Employee
    manager: Employee
    auditor: Employee
    reviewer: Employee
    decider: Employee
    trajectory: Trajectory
    audit: Audit
    report: Report


def office_people(session: Session) -> tuple[Employee, Employee, Employee, Employee, Employee]:
    """The body with licence and signatory; planner, scheme manager, auditor, reviewer, decider."""
    scene.body(session)
    planner = people.hire(session, "Annelies Vos", Role.PLANNER)
    manager = people.scheme_manager(session)
    auditor = people.auditor(session, manager)
    reviewer = people.hire(session, "Petra Smit", Role.DECIDER)
    decider = people.hire(session, "Karel Jansen", Role.DECIDER)
    return planner, manager, auditor, reviewer, decider


def case(
    session: Session,
    name: str = "KVO Lelystad",
    *,
    areas: int = 1,
    staff: Case | None = None,
    hours: Decimal = Decimal(12),
    signed: bool = True,
) -> Case:
    """Everything is in order; the report was submitted and waits for its review. ``hours``: spent on the audit."""
    if staff is None:
        planner, manager, auditor, reviewer, decider = office_people(session)
    else:
        planner, manager, auditor, reviewer, decider = (
            staff.owner, staff.manager, staff.auditor, staff.reviewer, staff.decider,
        )  # fmt: skip
    trajectory = scene.dossier(session, planner, name, signed=signed)
    for number in range(2, areas + 1):
        add_area(session, trajectory, f"{name} {number}")
    _know_partnership(session, trajectory)
    day = AUDIT_DAY if staff is None else AUDIT_DAY.replace(day=AUDIT_DAY.day - trajectory.sequence)
    audit = _audit(session, trajectory, auditor, day, hours)
    _documents(session, trajectory)
    report = write(session, audit, auditor)
    session.flush()
    session.refresh(trajectory)
    return Case(planner, manager, auditor, reviewer, decider, trajectory, audit, report)


def found_again(session: Session, number: str) -> Case:
    """The same dossier and people in another transaction."""
    trajectory = trajectory_numbered(session, number)
    audit = audit_of(session, trajectory.id) if trajectory else None
    report = report_of(session, audit.id) if audit else None
    assert trajectory, number
    assert audit
    assert report
    called = {person.name: person for person in session.scalars(select(Employee))}
    return Case(
        owner=called["Annelies Vos"], manager=called["Joris de Wit"], auditor=called["Marloes Bakker"],
        reviewer=called["Petra Smit"], decider=called["Karel Jansen"], trajectory=trajectory, audit=audit,
        report=report,
    )  # fmt: skip


def add_area(session: Session, trajectory: Trajectory, name: str) -> TrajectoryArea:
    """A further park in the same municipality."""
    area = Area(
        name=name, type=AreaType.BUSINESS_PARK, municipality_code="0995", folded=fold(name), sort_key=sort_key(name),
        origin="test",
    )  # fmt: skip
    session.add(area)
    session.flush()
    link = TrajectoryArea(trajectory=trajectory, area=area, entrepreneurs=80, kind=CertificationKind.FIRST)
    session.add(link)
    session.flush()
    return link


def _know_partnership(session: Session, trajectory: Trajectory) -> None:
    who = trajectory.partnership
    who.street, who.postcode, who.town = "Stadhuisplein 2", "8232 ZX", "Lelystad"
    who.founding_title, who.founding_on = "Convenant KVO", date(2025, 3, 1)
    for kind in MANDATORY_PARTIES:
        session.add(Party(partnership=who, kind=kind, organisation=f"De {kind}"))
    session.flush()
    session.refresh(who)
    session.add(
        Representative(
            party=who.parties[0], name="Selin Yılmaz", email=CONTACT_MAIL, phone=CONTACT_PHONE, is_contact=True
        )
    )
    for link in trajectory.areas:
        link.area.activities = "bedrijvigheid en logistiek"
    session.flush()


def _audit(session: Session, trajectory: Trajectory, lead: Employee, day: date, hours: Decimal) -> Audit:
    audit = Audit(
        trajectory=trajectory, day=day, starts_at=time(9, 30), place="Stadhuis", hours=Decimal(12),
        documents_due=date(2026, 10, 20), report_due=date(2026, 11, 26), document_review_on=date(2026, 10, 23),
        confirmed_on=date(2026, 10, 1),
    )  # fmt: skip
    session.add(audit)
    session.flush()
    session.add(Assignment(audit=audit, employee=lead, role=TeamRole.LEAD, day=day, assigned_on=date(2026, 10, 1)))
    for party in trajectory.partnership.parties:
        session.add(
            Attendance(audit_id=audit.id, party=party, present=True, who="een lid", by_id=lead.id, at=NOW)
        )  # fmt: skip
    session.add(Closing(audit_id=audit.id, closed_on=day, at=NOW, by_id=lead.id, present="allen", hours_spent=hours))
    session.flush()
    session.refresh(audit)
    return audit


def _documents(session: Session, trajectory: Trajectory) -> None:
    for link in trajectory.areas:
        session.add(
            SurveyResult(
                trajectory_id=trajectory.id, area=link.area, sent_on=date(2026, 6, 1), entrepreneurs=80, answers=30
            )
        )
    for origin, title in (
        (MeasureOrigin.INSPECTION, "Verlichting"), (MeasureOrigin.INSPECTION, "Snoeien"),
        (MeasureOrigin.INSPECTION, "Hekwerk"), (MeasureOrigin.COMMUNICATION, "Nieuwsbrief"),
    ):  # fmt: skip
        session.add(
            Measure(
                trajectory_id=trajectory.id, area_id=None, title=title, origin=origin, carried_out_on=date(2026, 9, 1)
            )
        )
    session.flush()


def write(session: Session, audit: Audit, by: Employee, edition: int = 1) -> Report:
    """A complete report, submitted for review."""
    report = Report(
        audit=audit, edition=edition, made_on=TODAY, summary="De werkgroep werkt goed samen.", good="De samenwerking.",
        findings="Alles is opgelost." if edition > 1 else "", submitted_at=NOW, submitted_by_id=by.id,
    )  # fmt: skip
    session.add(report)
    session.flush()
    for topic in report_topics(schemes()["kvo-b-4.0"], first=True):
        session.add(ReportTopic(report=report, code=topic.code, text="Gezien en in orde."))
    session.flush()
    session.refresh(report)
    return report


def deviation(session: Session, at: Case, closed_on: date | None = None) -> Deviation:
    """A deviation at this audit, open unless a day is given."""
    row = Deviation(
        audit=at.audit, number=1, point="T5", found_on=at.audit.day, seen="Er zijn geen notulen.",
        requirement="Notulen van alle bijeenkomsten", by_id=at.auditor.id, established_on=at.audit.day,
        additions_due=date(2027, 1, 12), closed_on=closed_on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def review(session: Session, at: Case, by: Employee | None = None, advice: Advice = Advice.GRANT) -> None:
    """The report is reviewed by somebody outside the team, and so established."""
    service.review_report(
        session, actor(by or at.reviewer), NOW, at.trajectory, complete=True, qualified=True, correct=True,
        advice=advice, text="Alles gezien; niets staat in de weg.",
    )  # fmt: skip


def grant(session: Session, at: Case, by: Employee | None = None, **chosen: Any) -> Certificate:
    """Decide positively; the certificate comes along."""
    return certificates.grant(
        session, actor(by or at.decider), NOW, at.trajectory, PRINTING, **chosen
    )  # fmt: skip


def granted(session: Session, name: str = "KVO Lelystad", *, areas: int = 1, staff: Case | None = None) -> Certificate:
    """A dossier that went all the way."""
    at = case(session, name, areas=areas, staff=staff)
    review(session, at)
    return grant(session, at)


def merged_municipality(session: Session) -> None:
    """Heerhugowaard, which is Dijk en Waard since 2022."""
    session.add(
        Municipality(
            code="1980",
            name="Dijk en Waard",
            province="Noord-Holland",
            folded="dijk en waard",
            sort_key="dijk en waard",
        )
    )
    session.flush()
    session.add(
        Municipality(
            code="0398", name="Heerhugowaard", province="Noord-Holland", folded="heerhugowaard",
            sort_key="heerhugowaard", ended_on=date(2022, 1, 1), successor_code="1980",
        )
    )  # fmt: skip
    session.flush()
