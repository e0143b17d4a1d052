"""Finding certificates and historic rows for the public, with the same few queries however many there are.

Nothing of a trajectory is read here: what the register shows begins to exist with a positive decision (AUD-9).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from auditbeheer.certificates.listing import holds
from auditbeheer.certificates.models import Certificate, CertificateArea, Edition
from auditbeheer.certificates.rules import HISTORIC, CertificateStatus, Period, status_on
from auditbeheer.plumbing.dutch import MONTHS_SHORT, NBSP, day_short, fold
from auditbeheer.register.models import HistoricRow
from auditbeheer.register.rules import Question, day_in_words
from auditbeheer.relations.models import Area, Municipality, MunicipalityAlias

PAGE_SIZE = 50


def day_in_a_table(text: str) -> str:
    """The same as ``day_in_words``, with the month in three letters, as days stand in tables.

    >>> [day_in_a_table(text).replace(NBSP, " ") for text in ("2010-10-21", "2010-10", "2010", "")]
    ['21 okt 2010', 'okt 2010', '2010', 'onbekend']
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return day_short(date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{MONTHS_SHORT[int(text[5:]) - 1]}{NBSP}{text[:4]}"
    return text or "onbekend"


@dataclass(frozen=True)
class Place:
    """An area as it was named at issue, with where it lies when that is known (degrees, WGS 84)."""

    name: str
    municipality: str
    municipality_code: str | None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Entry:
    """A row of the register: a certificate of this body, or a historic row. Holds nothing about persons (ARE-8)."""

    reference: str
    status: str
    holder: str
    places: Sequence[Place]
    municipality: str
    type: str
    scheme: str | None
    scheme_title: str
    certificate_name: str
    stars: int | None
    issued: str
    last_day: str
    period: Period | None = None
    edition: int | None = None
    sha256: str | None = None
    source: str = ""
    body: str = ""

    @property
    def historic(self) -> bool:
        """Whether it was found elsewhere and is no certificate of this body (REG-1)."""
        return self.period is None

    @property
    def issued_words(self) -> str:
        """The day of issue as people read it."""
        return day_in_words(self.issued)

    @property
    def last_words(self) -> str:
        """The last day as people read it."""
        return day_in_words(self.last_day)

    @property
    def issued_short(self) -> str:
        """The day of issue as it stands in a table; a day of which only month or year is known stays so."""
        return day_short(self.period.issued_on) if self.period else day_in_a_table(self.issued)

    @property
    def last_short(self) -> str:
        """The last day as it stands in a table."""
        return day_short(self.period.last_day) if self.period else day_in_a_table(self.last_day)

    @property
    def name(self) -> str:
        """What people look for: the areas."""
        return ", ".join(place.name for place in self.places)


@dataclass(frozen=True)
class Found:
    """One page of what was found."""

    entries: Sequence[Entry]
    total: int
    page: int

    @property
    def first(self) -> int:
        """The place of the first row."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.entries) - 1

    @property
    def has_more(self) -> bool:
        """Whether there is a next page."""
        return self.last < self.total


def search(session: Session, question: Question) -> Found:
    """The page that was asked for, sorted by the name of the area."""
    rows = _both(session, question).subquery()
    total = session.scalar(select(func.count()).select_from(rows)) or 0
    order = select(rows).order_by(rows.c.sort_key, rows.c.reference)
    hits = session.execute(order.limit(PAGE_SIZE).offset((question.page - 1) * PAGE_SIZE)).all()
    return Found(_entries(session, hits, question.day), total, question.page)


def everything(session: Session, day: date) -> Sequence[Entry]:
    """The whole register on a day, sorted: for the open data."""
    rows = _both(session, Question(day)).subquery()
    return _entries(session, session.execute(select(rows).order_by(rows.c.sort_key, rows.c.reference)).all(), day)


def entry_numbered(session: Session, reference: str, day: date) -> Entry | None:
    """One row by its number or import reference, in any case of letters; None when there is none."""
    own = select(literal("eigen").label("kind"), Certificate.id).where(Certificate.number == reference.upper())
    old = select(literal("oud").label("kind"), HistoricRow.id).where(HistoricRow.reference == reference.lower())
    found = _entries(session, session.execute(union_all(own, old)).all(), day)
    return found[0] if found else None


def _both(session: Session, question: Question) -> Any:
    codes = codes_of(session, question.municipality) if question.municipality else None
    own = select(
        literal("eigen").label("kind"), Certificate.id, Certificate.number.label("reference"), Certificate.sort_key
    ).where(_own(question, codes))
    old = select(literal("oud"), HistoricRow.id, HistoricRow.reference, HistoricRow.sort_key).where(
        _historic(question, codes)
    )
    return union_all(own, old)


def _own(question: Question, codes: Collection[str] | None) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    folded = fold(question.text)
    if question.text:
        named = select(CertificateArea.certificate_id).where(CertificateArea.folded.contains(folded, autoescape=True))
        number = Certificate.number.contains(question.text.upper(), autoescape=True)
        holder = Certificate.holder_folded.contains(folded, autoescape=True)
        asked.append(or_(number, holder, Certificate.id.in_(named)) if folded else number)
    if codes is not None:
        there = select(CertificateArea.certificate_id).where(CertificateArea.municipality_code.in_(codes))
        asked.append(Certificate.id.in_(there))
    if question.type:
        asked.append(Certificate.type == question.type)
    if question.status:
        historic = question.status == HISTORIC
        asked.append(~true() if historic else holds(CertificateStatus(question.status), question.day))
    return and_(*asked)


def _historic(question: Question, codes: Collection[str] | None) -> ColumnElement[bool]:
    asked: list[ColumnElement[bool]] = [true()]
    folded = fold(question.text)
    if question.text:
        reference = HistoricRow.reference.contains(question.text.lower(), autoescape=True)
        asked.append(or_(reference, HistoricRow.folded.contains(folded, autoescape=True)) if folded else reference)
    if codes is not None:
        named = func.lower(HistoricRow.municipality) == question.municipality.lower()
        asked.append(or_(HistoricRow.municipality_code.in_(codes), named))
    if question.type:
        asked.append(HistoricRow.type == question.type)
    if question.status and question.status != HISTORIC:
        asked.append(~true())
    return and_(*asked)


def codes_of(session: Session, text: str) -> set[str]:
    """The municipalities that a name asks for: that one and all that merged into it; else all that hold the text.

    So the municipality at issue finds a certificate, and so does the one of today (REG-1b).
    """
    folded = fold(text)
    if not folded:
        return set()
    named = set(session.scalars(select(Municipality.code).where(Municipality.folded == folded)))
    named |= set(session.scalars(select(MunicipalityAlias.municipality_code).where(MunicipalityAlias.folded == folded)))
    if not named:
        part = Municipality.folded.contains(folded, autoescape=True)
        named = set(session.scalars(select(Municipality.code).where(part)))
    merged = select(Municipality.code, Municipality.successor_code).where(Municipality.successor_code.is_not(None))
    into: dict[str, list[str]] = defaultdict(list)
    for code, successor in session.execute(merged):
        into[successor or ""].append(code)
    todo = list(named)
    while todo:
        earlier = [code for code in into[todo.pop()] if code not in named]
        named.update(earlier)
        todo += earlier
    return named


def _entries(session: Session, hits: Iterable[Any], day: date) -> list[Entry]:
    """The rows behind these hits, in the order of the hits."""
    found = [(hit.kind, hit.id) for hit in hits]
    own = [key for kind, key in found if kind == "eigen"]
    made: dict[tuple[str, int], Entry] = {}
    if own:
        places, editions = _places(session, own), _editions(session, own)
        for row in session.execute(_columns(own)).mappings():
            made["eigen", row["id"]] = _certificate(row, places[row["id"]], editions.get(row["id"]), day)
    old = [key for kind, key in found if kind == "oud"]
    if old:
        for historic in session.scalars(select(HistoricRow).where(HistoricRow.id.in_(old))):
            made["oud", historic.id] = _found_elsewhere(historic)
    return [made[key] for key in found]


def _columns(keys: Sequence[int]) -> Executable:
    """Just the columns that are public: the holder's contact, for one, never leaves the database here."""
    return select(
        Certificate.id, Certificate.number, Certificate.holder, Certificate.municipality, Certificate.type,
        Certificate.scheme, Certificate.scheme_title, Certificate.certificate_name, Certificate.stars,
        Certificate.issued_on, Certificate.last_day, Certificate.replaced_from,
    ).where(Certificate.id.in_(keys))  # fmt: skip


def _places(session: Session, keys: Sequence[int]) -> dict[int, list[Place]]:
    """The areas per certificate; a point of the area itself, or else of its municipality."""
    query = (
        select(
            CertificateArea.certificate_id, CertificateArea.name, CertificateArea.municipality,
            CertificateArea.municipality_code, func.coalesce(Area.lat, Municipality.lat),
            func.coalesce(Area.lon, Municipality.lon),
        )
        .outerjoin(Area, Area.id == CertificateArea.area_id)
        .outerjoin(Municipality, Municipality.code == CertificateArea.municipality_code)
        .where(CertificateArea.certificate_id.in_(keys))
        .order_by(CertificateArea.id)
    )  # fmt: skip
    found: dict[int, list[Place]] = defaultdict(list)
    for key, name, municipality, code, lat, lon in session.execute(query):
        found[key].append(Place(name, municipality, code, _degrees(lat), _degrees(lon)))
    return found


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _editions(session: Session, keys: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Number and hash of the newest edition of each certificate."""
    query = select(Edition.certificate_id, Edition.edition, Edition.sha256).where(Edition.certificate_id.in_(keys))
    return {key: (edition, sha256) for key, edition, sha256 in session.execute(query.order_by(Edition.edition))}


def _certificate(row: Any, places: Sequence[Place], edition: tuple[int, str] | None, day: date) -> Entry:
    period = Period(row["issued_on"], row["last_day"], row["replaced_from"])
    return Entry(
        reference=row["number"],
        status=status_on(period, day).value,
        holder=row["holder"],
        places=places,
        municipality=row["municipality"],
        type=row["type"].value,
        scheme=row["scheme"],
        scheme_title=row["scheme_title"],
        certificate_name=row["certificate_name"],
        stars=row["stars"],
        issued=period.issued_on.isoformat(),
        last_day=period.last_day.isoformat(),
        period=period,
        edition=edition[0] if edition else None,
        sha256=edition[1] if edition else None,
    )


def _found_elsewhere(row: HistoricRow) -> Entry:
    return Entry(
        reference=row.reference,
        status=HISTORIC,
        holder="",
        places=[Place(row.name, row.municipality, row.municipality_code)],
        municipality=row.municipality,
        type=row.type.value,
        scheme=None,
        scheme_title="",
        certificate_name="",
        stars=row.stars,
        issued=row.issued,
        last_day=row.expires,
        source=row.source,
        body=row.body,
    )


def nearby(session: Session, text: str, day: date, most: int = 3) -> list[tuple[str, int]]:
    """The nearest municipalities that do have valid certificates, with how many: for an empty page (ux §8)."""
    here = session.scalars(
        select(Municipality).where(Municipality.code.in_(codes_of(session, text)), Municipality.lat.is_not(None))
    ).first()
    if here is None or here.lat is None or here.lon is None:
        return []
    query = (
        select(
            Municipality.name, Municipality.lat, Municipality.lon, func.count(CertificateArea.certificate_id.distinct())
        )
        .join(CertificateArea, CertificateArea.municipality_code == Municipality.code)
        .join(Certificate, Certificate.id == CertificateArea.certificate_id)
        .where(holds(CertificateStatus.VALID, day), Municipality.lat.is_not(None))
        .group_by(Municipality.name, Municipality.lat, Municipality.lon)
    )
    lat, lon = float(here.lat), float(here.lon)
    # A degree of longitude is some 0.62 of a degree of latitude in this country.
    near = sorted(
        ((float(y) - lat) ** 2 + ((float(x) - lon) * 0.62) ** 2, name, count)
        for name, y, x, count in session.execute(query)
        if y is not None and x is not None
    )
    return [(name, count) for _, name, count in near[:most]]
