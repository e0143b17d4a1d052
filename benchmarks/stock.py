"""What is laid in before measuring: certificates for the register, dossiers for the lists."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate, CertificateArea, Edition
from auditbeheer.certificates.rules import ALPHABET, CODE_LENGTH
from auditbeheer.deviations.models import Deviation
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.relations.models import AreaType
from tests.documents.scenes import NOW, TODAY, audit_on, dossier
from tests.qualifications import people
from tests.relations.samples import municipality


def code_of(number: int) -> str:
    """A code for the certificate with this running number; each its own."""
    signs = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def certificates(session: Session, count: int) -> list[str]:
    """So many certificates in the register, each with an area and an edition; answers their codes."""
    place = municipality(session)
    for number in range(1, count + 1):
        _certificate(session, number, place.code)
    session.flush()
    return [code_of(number) for number in range(1, count + 1)]


def _certificate(session: Session, number: int, municipality_code: str) -> None:
    name, issued = f"Bedrijventerrein {number}", TODAY - timedelta(days=number)
    certificate = Certificate(
        number=f"KVO-B-{issued.year}-{number:05d}", type=AreaType.BUSINESS_PARK, holder=f"Werkgroep {number}",
        scheme="kvo-b-4.0", scheme_title="KVO Bedrijventerreinen 4.0", municipality="Lelystad", issued_on=issued,
        last_day=issued + timedelta(days=1095), in_series=True, year=issued.year, sequence=number,
        holder_folded=fold(f"Werkgroep {number}"), sort_key=sort_key(name),
    )  # fmt: skip
    session.add(certificate)
    session.add(
        CertificateArea(
            certificate=certificate, name=name, municipality="Lelystad", municipality_code=municipality_code,
            folded=fold(name),
        )
    )  # fmt: skip
    session.add(
        Edition(
            certificate=certificate, edition=1, made_on=issued, at=NOW, code=code_of(number), sha256="0" * 64,
            facts={"gebieden": [name]}, pdf=b"%PDF-1.7",
        )
    )  # fmt: skip


def dossiers(session: Session, count: int) -> None:
    """So many agreed dossiers: a third waits for a day, a third has an audit ahead, a third open deviations."""
    owner = people.hire(session, "Annelies Vos", Role.PLANNER)
    lead = people.hire(session, "Marloes Bakker", Role.AUDITOR)
    for number in range(1, count + 1):
        trajectory = dossier(session, owner, name=f"Cluster {number}", number=number, parks=((f"Park {number}", 60),))
        ahead = number % 3 == 1
        if ahead or number % 3 == 2:
            day = TODAY + timedelta(days=number if ahead else -number)
            audit = audit_on(session, trajectory, lead, day)
            if not ahead:
                session.add(_deviation(audit, lead.id, day))
    session.flush()


def _deviation(audit: object, by: int, day: date) -> Deviation:
    return Deviation(
        audit=audit, number=1, point="T5", found_on=day, seen="Er zijn geen notulen", requirement="Notulen",  # type: ignore[arg-type]
        by_id=by, established_on=day, additions_due=day + timedelta(days=60), assessment_due=day + timedelta(days=90),
    )  # fmt: skip
