"""The entrepreneurs of an area per day, and its papers: what is told anew is added, nothing is written over (ARE-2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.counting import Count, lay_down
from auditbeheer.relations.models import Area
from auditbeheer.relations.models.shapes import AreaCount, AreaFile, AreaPaper
from auditbeheer.relations.rules import not_after
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, day_plain

Upload = tuple[str, bytes]


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
