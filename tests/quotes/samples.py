"""A dossier as tests need it, at each of its first steps, on an office that is ready to work."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee, employee_by_email
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from auditbeheer.config import ROOT
from auditbeheer.organisation.models import Identity, Licence, Signatory, Tariff, TariffKind, signatories_on
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.quotes import service
from auditbeheer.quotes.models import Agreement, Quote, Trajectory
from auditbeheer.quotes.service import ApplicationDetails, QuoteDetails, ReviewAnswers
from auditbeheer.relations.models import Area, Partnership
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY

LIBRARY = schemes()
STYLE = PictureFiles(ROOT / "certificates" / "house_style", FileShelf(Path("/nergens")))
PRICES = {
    TariffKind.AUDIT_HOUR: "115.00",
    TariffKind.TRAVEL_HOUR: "57.50",
    TariffKind.KILOMETRE: "0.23",
    TariffKind.CERTIFICATE_FEE: "295.00",
}
START = date(2020, 1, 1)
EXPECTED = date(2026, 12, 9)


def planner(session: Session) -> Employee:
    """Annelies Vos."""
    found = employee_by_email(session, "planner@voorbeeld.nl")
    return found or add_employee(
        session, SYSTEM, NOW, name="Annelies Planner", email="planner@voorbeeld.nl", roles=[Role.PLANNER], password=None
    )


def actor(session: Session) -> Actor:
    """Who acts in these tests."""
    employee = planner(session)
    return Actor(employee.id, employee.name, employee.role_names)


def body(session: Session) -> None:
    """An office that may work: identity, licence, signatory, tariffs."""
    session.add(Identity(
        from_day=START, name="Zeker Certificatie", street="Kade 1", postcode="8232 VT", town="Lelystad", kvk="87654321",
        vat_number="NL001234567B01", iban="NL00BANK0123456789", phone="0320 000 000", email="info@voorbeeld.nl",
        website="www.voorbeeld.nl", conditions="Op deze offerte gelden onze algemene voorwaarden.",
    ))  # fmt: skip
    session.add(Licence(number="CCV-KVO-007", scope="KVO", from_day=START, until_day=date(2030, 12, 31)))
    signer = add_employee(
        session, SYSTEM, NOW, name="Dirk Directeur", email="dirk@voorbeeld.nl", roles=[Role.MANAGEMENT], password=None
    )
    session.add(Signatory(employee_id=signer.id, function="directeur", from_day=START))
    for kind, amount in PRICES.items():
        session.add(Tariff(kind=kind, from_day=START, amount=Decimal(amount)))
    session.flush()


def details(areas: list[Area], **facts: Any) -> ApplicationDetails:
    """What is told of an application, unless the test says otherwise."""
    told: dict[str, Any] = {
        "applied_on": TODAY, "started_on": date(2025, 2, 10), "start_document": "intentieverklaring",
        "assessment_expected_on": EXPECTED,
    }  # fmt: skip
    return ApplicationDetails(areas=tuple(areas), **{**told, **facts})


def applied(session: Session, partnership: Partnership, **facts: Any) -> Trajectory:
    """An application for all areas of the partnership."""
    told = details(partnership.current_areas, **facts)
    return service.apply_for(
        session, actor(session), NOW, partnership, details=told, owner=planner(session), library=LIBRARY
    )


def confirmed(session: Session, shelf: Path, parks: int = 4, **facts: Any) -> Trajectory:
    """A complete, reviewed and confirmed application of Cluster Lelystad."""
    trajectory = applied(session, relations.cluster(session, shelf, parks), **facts)
    answers = ReviewAnswers(
        information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=True
    )
    service.review_application(session, actor(session), NOW, trajectory, answers=answers)
    return service.confirm_application(session, actor(session), NOW, trajectory, library=LIBRARY)


def offer(hours: str = "12", why: str = "", **facts: Any) -> QuoteDetails:
    """What a person decides on a quote."""
    told: dict[str, Any] = {"distance_km": Decimal(0), "travel_hours": Decimal(0), **facts}
    return QuoteDetails(hours=Decimal(hours), extra_why=why, **told)


def quoted(session: Session, trajectory: Trajectory, hours: str = "12", why: str = "", **facts: Any) -> Quote:
    """A draft."""
    return service.make_quote(
        session, actor(session), NOW, trajectory, details=offer(hours, why, **facts), library=LIBRARY
    )


def sent(session: Session, shelf: Path, trajectory: Trajectory, **facts: Any) -> Quote:
    """A quote that was sent today."""
    quote = quoted(session, trajectory, **facts)
    return service.send_quote(session, actor(session), NOW, quote, library=LIBRARY, shelf=FileShelf(shelf), style=STYLE)


def accepted(session: Session, shelf: Path, trajectory: Trajectory) -> Quote:
    """A quote with the yes of who may contract."""
    quote = sent(session, shelf, trajectory)
    person = trajectory.partnership.authorised[0]
    return service.accept_quote(session, actor(session), NOW, quote, person=person, on_day=TODAY, library=LIBRARY)


def signed(session: Session, shelf: Path, trajectory: Trajectory) -> Agreement:
    """The agreement."""
    quote = accepted(session, shelf, trajectory)
    return service.sign_agreement(
        session, actor(session), NOW, quote, signatory=signatories_on(session, TODAY)[0],
        client_name="Selin Yılmaz", client_function="voorzitter", library=LIBRARY, shelf=FileShelf(shelf), style=STYLE,
    )  # fmt: skip


def days(number: int) -> date:
    """So many days from the day of these tests."""
    return TODAY + timedelta(days=number)
