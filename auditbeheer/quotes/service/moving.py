"""Areas that leave a partnership or go to another one, told to the dossiers whose certificate still runs (ARE-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import identity_on
from auditbeheer.quotes.models import ReportedChange, Trajectory, agreed, periods_of, trajectories_of
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.quotes.service.changes import ChangeDetails, report_change
from auditbeheer.quotes.service.elsewhere import OWN
from auditbeheer.relations.models import Area, Partnership, PartnershipArea
from auditbeheer.relations.service import remove_area
from auditbeheer.relations.service.moving import move_area
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import day_plain, join_and

OURSELVES = "onze administratie"


def take_area_away(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, *, last_day: date, why: str
) -> list[ReportedChange]:
    """The area leaves; of a certificate that runs on there is a change to assess. The paper stays as printed."""
    remove_area(session, by, now, link, last_day=last_day, why=why)
    return report_lost(session, by, now, link.partnership, [link.area], last_day, why)


def move_area_to(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, to: Partnership, *,
    day: date, why: str, library: Library,
) -> list[ReportedChange]:  # fmt: skip
    """The area goes to another partnership; of the running certificates of both there is a change to assess."""
    before = link.partnership
    move_area(session, by, now, link, to, day=day, why=why, library=library)
    return [
        *report_lost(session, by, now, before, [link.area], day, why),
        *_report_gained(session, by, now, to, link.area, day, why),
    ]


def report_lost(
    session: Session, by: Actor, now: datetime, partnership: Partnership, areas: Sequence[Area], day: date, why: str
) -> list[ReportedChange]:
    """Tell that areas on a running certificate went away: once in each dossier that has them, else once in none."""
    running = [area for area in areas if _runs(session, [area.id], day)]
    found, told = [], set()
    for row in _signed(session, partnership):
        lost = [area for area in running if area.id in _ids(row)]
        told |= {area.id for area in lost}
        if lost:
            found.append(_report(session, by, now, partnership, row, ChangeKind.AREA_LOST, _lost(lost, day, why), day))
    rest = [area for area in running if area.id not in told and _ours_runs(session, [area.id], day)]
    if rest:
        found.append(_report(session, by, now, partnership, None, ChangeKind.AREA_LOST, _lost(rest, day, why), day))
    return found


def _lost(areas: Sequence[Area], day: date, why: str) -> str:
    return f"{join_and([area.name for area in areas])} ging weg op {day_plain(day)}: {why}"


def _report_gained(
    session: Session, by: Actor, now: datetime, partnership: Partnership, area: Area, day: date, why: str
) -> list[ReportedChange]:
    """Tell that a partnership with a running certificate got an area: in its dossiers, else in none."""
    what = f"{area.name} kwam erbij op {day_plain(day)}: {why}"
    rows: list[Trajectory | None] = [
        row for row in _signed(session, partnership) if _runs(session, _ids(row), day)
    ]  # fmt: skip
    others = [one.id for one in partnership.current_areas if one.id != area.id]
    if not rows and _ours_runs(session, others, day):
        rows = [None]
    return [_report(session, by, now, partnership, row, ChangeKind.AREA_GAINED, what, day) for row in rows]


def _report(
    session: Session, by: Actor, now: datetime, partnership: Partnership, row: Trajectory | None, kind: ChangeKind,
    what: str, day: date,
) -> ReportedChange:  # fmt: skip
    details = ChangeDetails(kind=kind, what=what, happened_on=day, reported_on=now.date(), reporter=OURSELVES)
    return report_change(session, by, now, partnership, details=details, trajectory=row)


def _signed(session: Session, partnership: Partnership) -> list[Trajectory]:
    rows = [row for row in trajectories_of(session, partnership.id) if not row.ended]
    signed = agreed(session, [row.id for row in rows])
    return [row for row in rows if row.id in signed]


def _ids(row: Trajectory) -> list[int]:
    return [link.area_id for link in row.areas]


def _runs(session: Session, area_ids: Sequence[int], day: date) -> bool:
    return any(period.issued_on <= day <= period.last_day for period in periods_of(session, area_ids))


def _ours_runs(session: Session, area_ids: Sequence[int], day: date) -> bool:
    """Whether a certificate of our own runs; what another body certified is for that body to weigh."""
    identity = identity_on(session, day)
    ours = {OWN, identity.name if identity else OWN}
    periods = periods_of(session, area_ids)
    return any(period.issued_on <= day <= period.last_day for period in periods if period.body in ours)
