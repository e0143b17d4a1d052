"""What changed in a partnership since the last time: since its previous audit, else since its last certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.planning.models import Audit
from auditbeheer.quotes.models import Trajectory, periods_of
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.rules import Difference, Topic
from auditbeheer.relations.service import changes_of
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True)
class LastTime:
    """A day from which one looks back, and what it was: "de audit van 3 mei 2023"."""

    day: date
    what: str


@dataclass(frozen=True)
class SinceLast:
    """What is different from how it was the last time; ``last`` None: there was no last time."""

    last: LastTime | None
    differences: Sequence[Difference] = ()

    def about(self, *topics: Topic) -> list[Difference]:
        """Only the differences about these topics."""
        return [one for one in self.differences if one.topic in topics]


def earlier_times(session: Session, partnership: Partnership, before: date) -> list[LastTime]:
    """The audits that were held before that day, newest first; without one the last certificate of its areas."""
    query = (
        select(Audit.day)
        .join(Audit.trajectory)
        .where(Trajectory.partnership_id == partnership.id, Audit.held_on.is_not(None), Audit.day < before)
        .where(Audit.extra_id.is_(None))
        .order_by(Audit.day.desc())
    )
    audits = [LastTime(day, f"de audit van {day_plain(day)}") for day in session.scalars(query)]
    return audits or _last_certificate(session, partnership, before)


def _last_certificate(session: Session, partnership: Partnership, before: date) -> list[LastTime]:
    rows = periods_of(session, [link.area_id for link in partnership.areas])
    days = [row.issued_on for row in rows if row.issued_on < before]
    return [LastTime(max(days), f"het certificaat van {day_plain(max(days))}")] if days else []


def since_last_time(session: Session, partnership: Partnership, until: date) -> SinceLast:
    """What changed up to and including ``until``, since the last audit (or certificate) before that day."""
    earlier = earlier_times(session, partnership, until)
    if not earlier:
        return SinceLast(None)
    return SinceLast(earlier[0], changes_of(session, partnership, earlier[0].day, until))
