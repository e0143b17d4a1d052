"""The entrepreneurs of an area per day, and its papers: what is told anew is added, nothing is written over (ARE-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.models import Area
from auditbeheer.relations.models.shapes import AreaCount, AreaFile, AreaPaper, counts_of
from auditbeheer.relations.rules import not_after
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, day_plain

Upload = tuple[str, bytes]


@dataclass(frozen=True)
class Count:
    """How many entrepreneurs, on which day, by which source."""

    entrepreneurs: int
    counted_on: date
    source: str


def add_count(session: Session, by: Actor, now: datetime, area: Area, count: Count) -> AreaCount:
    """Another count of the entrepreneurs. The newest day counts; a running dossier keeps its own figure."""
    require(not_after("telling.dag", "De telling", count.counted_on, now.date()), field="counted_on")
    row = lay_down(session, by, now, area, count)
    told = counted(count.entrepreneurs, "ondernemer", "ondernemers")
    journal.record(
        session, by, now, verb="ondernemers geteld", kind="gebied", thing=area.id,
        what=f"{area.name}: {told} op {day_plain(count.counted_on)}",
        why=count.source,
    )  # fmt: skip
    return row


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


def add_area_file(
    session: Session, by: Actor, now: datetime, area: Area, *, kind: AreaPaper, upload: Upload, shelf: FileShelf
) -> AreaFile:
    """Put a file with an area: the map that the municipality adopted, a zoning plan, a list."""
    stored = StoredFile(
        name=upload[0], media_type="", size=0, sha256="", at=now, sender=by.name, kind="gebied", thing=str(area.id)
    )
    row = AreaFile(area_id=area.id, kind=kind, received_on=now.date(), file=keep(session, shelf, upload, stored))
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="stuk bij gebied gezet", kind="gebied", thing=area.id,
        what=f"{area.name}: {kind.value}, {row.file.name}",
    )  # fmt: skip
    return row


def end_area_file(session: Session, by: Actor, now: datetime, row: AreaFile, *, why: str) -> AreaFile:
    """A file no longer counts, with the reason; it can still be read."""
    require([
        Condition("stuk.telt", "Dit stuk telt nog mee", row.until_day is None, row.file.name, SETTING,
                  refusal=f"{row.file.name} telt al niet meer mee."),
    ])  # fmt: skip
    row.until_day, row.ended_why = now.date(), why
    session.flush()
    journal.record(
        session, by, now, verb="stuk van gebied weggehaald", kind="gebied", thing=row.area_id,
        what=f"{row.kind.value}: {row.file.name}", why=why,
    )  # fmt: skip
    return row
