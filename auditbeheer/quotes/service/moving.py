"""Areas that leave a partnership or go to another one, told to the dossiers whose certificate still runs (ARE-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.quotes.models import ReportedChange, Trajectory, agreed, periods_of, trajectories_of
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.quotes.service.changes import ChangeDetails, report_change
from auditbeheer.relations.models import Area, Partnership, PartnershipArea
from auditbeheer.relations.service import remove_area
from auditbeheer.relations.service.moving import move_area
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import day_plain, join_and

OURSELVES = "onze administratie"


def take_area_away(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, *, last_day: date, why: str
) -> list[ReportedChange]:
    """The area leaves; a dossier whose certificate runs on gets a change to assess. The paper stays as printed."""
    remove_area(session, by, now, link, last_day=last_day, why=why)
    return report_lost(session, by, now, link.partnership, [link.area], last_day, why)


def move_area_to(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, to: Partnership, *,
    day: date, why: str, library: Library,
) -> list[ReportedChange]:  # fmt: skip
    """The area goes to another partnership; dossiers of both with a running certificate get a change to assess."""
    before = link.partnership
    move_area(session, by, now, link, to, day=day, why=why, library=library)
    return [
        *report_lost(session, by, now, before, [link.area], day, why),
        *_report_gained(session, by, now, to, link.area, day, why),
    ]


def report_lost(
    session: Session, by: Actor, now: datetime, partnership: Partnership, areas: Sequence[Area], day: date, why: str
) -> list[ReportedChange]:
    """Tell the dossiers of a partnership that areas on their running certificate went away, once for all of them."""
    found = []
    for row in _signed(session, partnership):
        lost = [area.name for area in areas if _runs(session, [area.id], day) and area.id in _ids(row)]
        if lost:
            what = f"{join_and(lost)} ging weg op {day_plain(day)}: {why}"
            found.append(_report(session, by, now, row, ChangeKind.AREA_LOST, what, day))
    return found


def _report_gained(
    session: Session, by: Actor, now: datetime, partnership: Partnership, area: Area, day: date, why: str
) -> list[ReportedChange]:
    what = f"{area.name} kwam erbij op {day_plain(day)}: {why}"
    return [
        _report(session, by, now, row, ChangeKind.AREA_GAINED, what, day)
        for row in _signed(session, partnership)
        if _runs(session, _ids(row), day)
    ]


def _report(
    session: Session, by: Actor, now: datetime, row: Trajectory, kind: ChangeKind, what: str, day: date
) -> ReportedChange:
    details = ChangeDetails(kind=kind, what=what, happened_on=day, reported_on=now.date(), reporter=OURSELVES)
    return report_change(session, by, now, row, details=details)


def _signed(session: Session, partnership: Partnership) -> list[Trajectory]:
    rows = [row for row in trajectories_of(session, partnership.id) if not row.ended]
    signed = agreed(session, [row.id for row in rows])
    return [row for row in rows if row.id in signed]


def _ids(row: Trajectory) -> list[int]:
    return [link.area_id for link in row.areas]


def _runs(session: Session, area_ids: Sequence[int], day: date) -> bool:
    return any(period.issued_on <= day <= period.last_day for period in periods_of(session, area_ids))
