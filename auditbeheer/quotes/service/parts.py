"""Parts decided to be one area, with the dossiers that follow: number of areas, hours and response (ARE-4, QUO-6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.quotes.models import Trajectory, agreed, trajectories_of
from auditbeheer.quotes.service.state import areas_of
from auditbeheer.relations.models import OneArea, Partnership
from auditbeheer.relations.service.one_area import decide_one_area, undo_one_area
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import counted


def decide_parts(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    area_ids: Sequence[int], name: str, as_one: bool, why: str, library: Library,
) -> list[Trajectory]:  # fmt: skip
    """Record the decision; returns the dossiers without an agreement, which count anew and are to be confirmed anew."""
    decide_one_area(
        session, by, now, partnership, area_ids=area_ids, name=name, as_one=as_one, why=why, library=library
    )
    return _follow(session, by, now, partnership, why)


def undo_parts(
    session: Session, by: Actor, now: datetime, row: OneArea, partnership: Partnership, *, why: str, library: Library
) -> list[Trajectory]:
    """Take the decision back; the same dossiers count anew."""
    undo_one_area(session, by, now, row, partnership, why=why, library=library)
    return _follow(session, by, now, partnership, why)


def _follow(session: Session, by: Actor, now: datetime, partnership: Partnership, why: str) -> list[Trajectory]:
    """A dossier with an agreement keeps what was agreed (SCH-8)."""
    rows = [row for row in trajectories_of(session, partnership.id) if not row.ended]
    signed = agreed(session, [row.id for row in rows])
    names = {link.area_id: link.one_area for link in partnership.current_links}
    followed = []
    for row in rows:
        changed = [link for link in row.areas if names.get(link.area_id, link.one_area) != link.one_area]
        if row.id in signed or not changed:
            continue
        before = areas_of(row)
        for link in changed:
            link.one_area = names[link.area_id]
        row.completed_on = row.completed_by_id = None
        followed.append(row)
        journal.record(
            session, by, now, verb="aantal terreinen volgt", kind="dossier", thing=row.number, dossier=row.number,
            what=f"{counted(areas_of(row), 'terrein', 'terreinen')}, dit waren er {before}", why=why,
        )  # fmt: skip
    session.flush()
    return followed
