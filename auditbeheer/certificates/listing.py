"""The list of all certificates for the office: searched, filtered by status on a day, paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.certificates.rules import SOON_DAYS, CertificateStatus, Period, status_on
from auditbeheer.plumbing.dutch import fold

PAGE_SIZE = 50
ENDS_SOON = "loopt af"
FILTERS = ("", ENDS_SOON, *(status.value for status in CertificateStatus))


@dataclass(frozen=True)
class Row:
    """A certificate with its status on the day of the list."""

    certificate: Certificate
    status: CertificateStatus

    @property
    def areas(self) -> str:
        """The names of the areas in one line."""
        return ", ".join(area.name for area in self.certificate.areas)


@dataclass(frozen=True)
class CertificateList:
    """One page of the list. ``counts``: how many there are per filter, of all that the search finds."""

    rows: Sequence[Row]
    wanted: str
    which: str
    number: int
    total: int
    counts: dict[str, int]

    @property
    def first(self) -> int:
        """The place of the first row of this page."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row of this page."""
        return self.first + len(self.rows) - 1


def holds(status: CertificateStatus, day: date) -> ColumnElement[bool]:
    """``rules.status_on`` as a question to the database; one test compares the two on every day that matters."""
    begun, ended = Certificate.issued_on <= day, Certificate.last_day < day
    taken = and_(
        Certificate.replaced_from.is_not(None),
        Certificate.replaced_from <= Certificate.last_day,
        Certificate.replaced_from <= day,
    )
    untaken = or_(
        Certificate.replaced_from.is_(None),
        Certificate.replaced_from > Certificate.last_day,
        Certificate.replaced_from > day,
    )
    questions: dict[CertificateStatus, ColumnElement[bool]] = {
        CertificateStatus.NOT_YET: Certificate.issued_on > day,
        CertificateStatus.REPLACED: and_(begun, taken),
        CertificateStatus.EXPIRED: and_(begun, untaken, ended),
        CertificateStatus.VALID: and_(begun, untaken, Certificate.last_day >= day),
    }
    # Nothing suspends or withdraws yet, so nothing is found.
    return questions.get(status, ~true())


def _filter(which: str, day: date) -> ColumnElement[bool]:
    if which == ENDS_SOON:
        return holds(CertificateStatus.VALID, day) & (Certificate.last_day <= day + timedelta(days=SOON_DAYS))
    return holds(CertificateStatus(which), day) if which else true()


def _search(wanted: str) -> ColumnElement[bool]:
    folded = fold(wanted)
    if not folded:
        return true()
    areas = select(CertificateArea.certificate_id).where(CertificateArea.folded.contains(folded, autoescape=True))
    return or_(
        Certificate.holder_folded.contains(folded, autoescape=True),
        Certificate.number.contains(wanted.strip().upper(), autoescape=True),
        func.lower(Certificate.municipality).contains(wanted.strip().lower(), autoescape=True),
        Certificate.id.in_(areas),
    )


def certificate_list(session: Session, day: date, *, wanted: str, which: str, number: int) -> CertificateList:
    """One page, the soonest last day first among those that are valid. An unknown filter shows all."""
    which = which if which in FILTERS else ""
    hit = _search(wanted)
    counts = session.execute(
        select(*(func.count().filter(_filter(name, day)) for name in FILTERS)).select_from(Certificate).where(hit)
    ).one()
    counted = dict(zip(FILTERS, counts, strict=True))
    number = min(max(1, number or 1), max(1, -(-counted[which] // PAGE_SIZE)))
    order = (
        Certificate.last_day if which in {ENDS_SOON, CertificateStatus.VALID} else Certificate.last_day.desc(),
        Certificate.id,
    )
    query = (
        select(Certificate)
        .options(joinedload(Certificate.trajectory))
        .where(hit, _filter(which, day))
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    rows = [
        Row(row, status_on(Period(row.issued_on, row.last_day, row.replaced_from), day))
        for row in session.scalars(query).unique()
    ]
    return CertificateList(rows, wanted.strip(), which, number, counted[which], counted)
