"""What has a day for a working group: audits and extra assessments that it knows of, with what changes about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditbeheer.planning.models import Audit, DayQuestion
from auditbeheer.portal.rules import Appointed, what_changes


@dataclass(frozen=True)
class Appointment:
    """One visit, with what changes about it in a sentence; called off, it still stands here until its day."""

    visit: Audit
    change: str

    @property
    def stands(self) -> bool:
        """Whether it goes on."""
        return self.visit.cancelled_on is None


def appointments_in(visits: Sequence[Audit], questions: Sequence[DayQuestion], today: date) -> list[Appointment]:
    """Of every audit and extra assessment the newest day that was told; ``visits``: of one dossier, newest first."""
    asked, newest = {question.extra_id for question in questions}, dict[int | None, Audit]()
    for visit in visits:
        if visit.told or visit.held_on is not None:
            newest.setdefault(visit.extra_id, visit)
    shown = [one for one in newest.values() if one.cancelled_on is None or one.day >= today]
    shown.sort(key=lambda one: (one.extra_id is not None, one.day, one.id))
    return [Appointment(one, what_changes(_facts(one, visits, one.extra_id in asked), today)) for one in shown]


def _facts(visit: Audit, visits: Sequence[Audit], asked: bool) -> Appointed:
    earlier = next((one for one in visits if one.id < visit.id and one.extra_id == visit.extra_id), None)
    moved = earlier is not None and earlier.moved and earlier.told
    return Appointed(
        name=visit.name, day=visit.day, held=visit.held_on is not None, called_off=visit.cancelled_on is not None,
        confirmed=visit.confirmed_on is not None, led=visit.lead is not None,
        moved_from=earlier.day if earlier is not None and moved and earlier.day != visit.day else None, asked=asked,
    )  # fmt: skip
