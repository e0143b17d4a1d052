"""Te besluiten: what waits, and whether it can be decided now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.decisions.basis import Person
from auditbeheer.decisions.facts import facts_in
from auditbeheer.decisions.models import awaiting
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.decisions.work import terms
from auditbeheer.planning.models import Audit
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition, unmet


@dataclass(frozen=True)
class Waiting:
    """A dossier with a submitted report and no decision."""

    audit: Audit
    conditions: Sequence[Condition]
    due: date | None

    @property
    def trajectory(self) -> Trajectory:
        """The dossier."""
        return self.audit.trajectory

    @property
    def missing(self) -> Sequence[Condition]:
        """What stands in the way of granting."""
        return unmet(self.conditions)

    @property
    def ready(self) -> bool:
        """Whether granting can be done now."""
        return not self.missing


def waiting_for(session: Session, decider: Person, today: date) -> list[Waiting]:
    """Every dossier that waits for a decision, oldest audit first, weighed for this decider; all read at once."""
    days = {term.dossier: term.last_day for term in terms(session, today)}
    audits = [audit for audit, _ in awaiting(session, None)]
    facts = facts_in(session, [audit.trajectory for audit in audits], decider, today)
    return [
        Waiting(audit, conditions_for_granting(facts[audit.trajectory_id]), days.get(audit.trajectory.number))
        for audit in audits
    ]


def next_after(session: Session, trajectory: Trajectory) -> Trajectory | None:
    """The next dossier that waits, for the button at the foot; None when there is no other."""
    others = [audit.trajectory for audit, _ in awaiting(session, None) if audit.trajectory_id != trajectory.id]
    return others[0] if others else None
