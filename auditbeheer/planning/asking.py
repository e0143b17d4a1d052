"""Which days several working groups would be asked for: the day that stands first, then others that fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.planning import models
from auditbeheer.planning.day_letters import to_ask
from auditbeheer.planning.day_table import days_for_extras, days_to_ask
from auditbeheer.planning.models import Audit, ExtraAssessment
from auditbeheer.planning.models.extra import about, key_of
from auditbeheer.quotes.models import Trajectory, trajectories_numbered

MOST = 100  # so many at once fit on a page that somebody reads
THREE = 3


@dataclass(frozen=True)
class Group:
    """One working group: the days that it would be asked, who leads as far as that is known, and how many are asked.

    ``already``: it was asked before and still answers. ``confirmed``: its day stands firm. ``extra``: what it is for.
    """

    trajectory: Trajectory
    days: tuple[date, ...]
    lead: Employee | None
    people: int
    already: bool
    confirmed: bool
    extra: ExtraAssessment | None = None

    @property
    def key(self) -> str:
        """What stands in its tick: its dossier, or the key of the extra assessment."""
        return key_of(self.trajectory, self.extra)

    @property
    def about(self) -> str:
        """Its dossier, and that it is no audit where that is so."""
        return about(self.trajectory, self.extra)

    @property
    def askable(self) -> bool:
        """Whether asking makes sense: something to ask, somebody to ask it, and not asked or settled before."""
        return bool(self.days) and self.people > 0 and not self.already and not self.confirmed


def groups_to_ask(session: Session, numbers: Sequence[str], now: datetime) -> list[Group]:
    """These dossiers and extra assessments in the order given; one that is not there, or ended, is left out."""
    order = {number: place for place, number in enumerate(numbers)}
    groups = [*_audits(session, numbers, now), *_extras(session, numbers, now)]
    return sorted(groups, key=lambda one: order[one.key])


def _audits(session: Session, numbers: Sequence[str], now: datetime) -> list[Group]:
    found = trajectories_numbered(session, numbers)
    keys = [found[number].id for number in numbers if number in found]
    rows = models.agreed(session, keys)
    standing = models.standing_in(session, keys)
    asked = {one.trajectory_id for one in models.open_questions(session) if one.extra_id is None}
    proposed = days_to_ask(session, rows, now.date())
    return [
        _group(trajectory, standing.get(trajectory.id), proposed.get(trajectory.id, ()), already=trajectory.id in asked)
        for trajectory, _ in rows
    ]


def _extras(session: Session, keys: Sequence[str], now: datetime) -> list[Group]:
    extras = models.extras_keyed(session, keys)
    if not extras:
        return []
    asked = {question.extra_id for question in models.open_questions(session)}
    proposed = days_for_extras(session, extras, now.date())
    needed = [one for one in extras if one.withdrawn_on is None and one.id in proposed]
    return [_group(one.trajectory, one.visit, proposed[one.id], already=one.id in asked, extra=one) for one in needed]


def _group(
    trajectory: Trajectory, audit: Audit | None, proposed: Sequence[date], *, already: bool,
    extra: ExtraAssessment | None = None,
) -> Group:  # fmt: skip
    others = [day for day in proposed if audit is None or day != audit.day]
    days = [*([audit.day] if audit is not None else []), *others][:THREE]
    return Group(
        trajectory=trajectory, days=tuple(sorted(days)), lead=audit.lead if audit is not None else None,
        people=len(list(to_ask(trajectory.partnership))), already=already,
        confirmed=audit is not None and audit.confirmed_on is not None, extra=extra,
    )  # fmt: skip
