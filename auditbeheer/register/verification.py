"""What a verification code opens: the hottest public page, so one statement of just its columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, aliased

from auditbeheer.certificates.models import Certificate, Edition
from auditbeheer.certificates.rules import Period, looks_like_a_code, tidy_code
from auditbeheer.scheme.wording import day_plain

_newer = aliased(Edition)
_NEWEST = select(func.max(_newer.edition)).where(_newer.certificate_id == Edition.certificate_id).scalar_subquery()
_BEHIND = select(
    Edition.certificate_id, Edition.edition, Edition.facts, Edition.sha256, Certificate.number, Certificate.holder,
    Certificate.municipality, Certificate.scheme_title, Certificate.certificate_name, Certificate.stars,
    Certificate.issued_on, Certificate.last_day, Certificate.replaced_from, _NEWEST.label("newest"),
).join(Certificate, Certificate.id == Edition.certificate_id).where(Edition.code == bindparam("code"))  # fmt: skip


class CannotTell(Exception):
    """The register cannot be read at this moment; that says nothing about any certificate."""


@dataclass(frozen=True)
class Verified:
    """The facts behind a code, as they stand on that edition."""

    certificate_id: int
    number: str
    edition: int
    newest: int
    holder: str
    areas: tuple[str, ...]
    municipality: str
    scheme_title: str
    certificate_name: str
    stars: int | None
    period: Period
    sha256: str

    @property
    def issue_day(self) -> str:
        """The day of issue as people read it."""
        return day_plain(self.period.issued_on)

    @property
    def last_day(self) -> str:
        """The last day as people read it."""
        return day_plain(self.period.last_day)


def behind_code(session: Session, typed: str) -> Verified | None:
    """What the code stands for, in any case of letters; None for one that we do not know. Raises ``CannotTell``."""
    if not looks_like_a_code(typed):
        return None
    try:
        row = session.execute(_BEHIND, {"code": tidy_code(typed)}).mappings().one_or_none()
    except SQLAlchemyError as error:
        raise CannotTell() from error
    return _verified(row) if row else None


def _verified(row: Any) -> Verified:
    return Verified(
        certificate_id=row["certificate_id"],
        number=row["number"],
        edition=row["edition"],
        newest=row["newest"],
        holder=row["holder"],
        areas=tuple(row["facts"]["gebieden"]),
        municipality=row["municipality"],
        scheme_title=row["scheme_title"],
        certificate_name=row["certificate_name"],
        stars=row["stars"],
        period=Period(row["issued_on"], row["last_day"], row["replaced_from"]),
        sha256=row["sha256"],
    )


def code_of(session: Session, certificate_id: int, edition: int) -> str | None:
    """The code of another edition of the same certificate."""
    query = select(Edition.code).where(Edition.certificate_id == certificate_id, Edition.edition == edition)
    return session.scalars(query).one_or_none()


def exact_place(session: Session, typed: str) -> str | None:
    """Where something typed on *Certificaat controleren* leads at once: the address of a code or a number, or None."""
    if looks_like_a_code(typed) and behind_code(session, typed) is not None:
        return f"/v/{tidy_code(typed)}"
    number = session.scalars(
        select(Certificate.number).where(Certificate.number == typed.strip().upper())
    ).one_or_none()
    return f"/register/{number}" if number else None


def newest_edition_at(session: Session) -> datetime | None:
    """When the newest certificate was made, for Last-Modified."""
    return session.scalar(select(func.max(Edition.at)))
