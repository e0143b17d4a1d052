"""Drawing numbers: one series per type and year, its row locked until the transaction ends (CER-6)."""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auditbeheer.certificates.models import NumberSeries, edition_coded
from auditbeheer.certificates.rules import ALPHABET, CODE_LENGTH
from auditbeheer.scheme.sections import AreaType


def draw_sequence(session: Session, area_type: AreaType, issued: date, first: int) -> int:
    """The next running number of this type and year of issue; ``first`` is where a new series begins.

    Whoever draws at the same time waits until this transaction ends; if it is undone, so is the number.
    """
    session.execute(_begin_series(session, area_type, issued.year, first))
    query = select(NumberSeries).where(NumberSeries.type == area_type, NumberSeries.year == issued.year)
    series = session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()
    series.last += 1
    session.flush()
    return series.last


def _begin_series(session: Session, area_type: AreaType, year: int, first: int) -> Insert:
    values = {"type": area_type, "year": year, "first": first, "last": first - 1}
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(NumberSeries).values(values).on_conflict_do_nothing()
    return sqlite.insert(NumberSeries).values(values).on_conflict_do_nothing()


def draw_code(session: Session) -> str:
    """A fresh verification code: random, so that nobody finds one certificate by counting on from another."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if edition_coded(session, code) is None:
            return code
