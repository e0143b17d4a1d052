"""Which days several working groups would be asked for: the day that stands first, then others that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.planning import models
from auditbeheer.planning.day_letters import to_ask
from auditbeheer.planning.day_table import days_to_ask
from auditbeheer.quotes.models import Trajectory, trajectories_numbered

MOST = 100  # so many at once fit on a page that somebody reads
THREE = 3


@dataclass(frozen=True)
class Group:
    """One working group: the days that it would be asked, who leads as far as that is known, and how many are asked.

    ``already``: it was asked before and still answers. ``confirmed``: its day stands firm.
    """

    trajectory: Trajectory
    days: tuple[date, ...]
    lead: Employee | None
    people: int
    already: bool
    confirmed: bool

    @property
    def askable(self) -> bool:
        """Whether asking makes sense: something to ask, somebody to ask it, and not asked or settled before."""
        return bool(self.days) and self.people > 0 and not self.already and not self.confirmed


def groups_to_ask(session: Session, numbers: Sequence[str], now: datetime) -> list[Group]:
    """These dossiers in the order given; one that is not there, or has no agreement, is left out."""
    found = trajectories_numbered(session, numbers)
    keys = [found[number].id for number in numbers if number in found]
    rows = models.agreed(session, keys)
    standing = models.standing_in(session, keys)
    asked = {question.trajectory_id for question in models.questions_of(session, keys) if question.closed_at is None}
    proposed = days_to_ask(session, rows, now.date())
    order = {number: place for place, number in enumerate(numbers)}
    groups = []
    for trajectory, _ in sorted(rows, key=lambda row: order[row[0].number]):
        audit = standing.get(trajectory.id)
        others = [day for day in proposed.get(trajectory.id, ()) if audit is None or day != audit.day]
        days = [*([audit.day] if audit is not None else []), *others][:THREE]
        groups.append(
            Group(
                trajectory=trajectory, days=tuple(sorted(days)), lead=audit.lead if audit is not None else None,
                people=len(list(to_ask(trajectory.partnership))), already=trajectory.id in asked,
                confirmed=audit is not None and audit.confirmed_on is not None,
            )
        )  # fmt: skip
    return groups
