"""The counts of an area: added to its history, the newest standing with the area itself (ARE-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.relations.models import Area
from auditbeheer.relations.models.shapes import AreaCount, counts_of


@dataclass(frozen=True)
class Count:
    """How many entrepreneurs, on which day, by which source."""

    entrepreneurs: int
    counted_on: date
    source: str


def lay_down(session: Session, by: Actor, now: datetime, area: Area, count: Count) -> AreaCount:
    """Add a count to the history, unless it is the one that counts already, and let the newest stand with the area.

    What stood with the area without a history (taken over, or from before there was one) becomes its first count.
    """
    known = counts_of(session, area.id)
    if not known and area.entrepreneurs and area.counted_on:
        session.add(_row(by, now, area, Count(area.entrepreneurs, area.counted_on, area.count_source)))
        session.flush()
        known = counts_of(session, area.id)
    row = known[0] if known and _same(known[0], count) else _row(by, now, area, count)
    session.add(row)
    session.flush()
    newest = counts_of(session, area.id)[0]
    area.entrepreneurs, area.counted_on = newest.entrepreneurs, newest.counted_on
    area.count_source = newest.source
    return row


def _row(by: Actor, now: datetime, area: Area, count: Count) -> AreaCount:
    return AreaCount(
        area_id=area.id, counted_on=count.counted_on, entrepreneurs=count.entrepreneurs, source=count.source, at=now,
        by_id=by.employee_id,
    )  # fmt: skip


def _same(row: AreaCount, count: Count) -> bool:
    return (row.entrepreneurs, row.counted_on, row.source) == (count.entrepreneurs, count.counted_on, count.source)
