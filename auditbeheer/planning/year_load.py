"""What an audit would do to somebody's year: against the aims, the five a year, and how often here in a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.models import WorkTarget, YearLoad
from auditbeheer.planning.rules.targets import often_here, within_the_year
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import hours

NOTHING = YearLoad()


@dataclass(frozen=True)
class YearFacts:
    """Everybody's year without this audit, by the employee's id. ``leaders``: who led here, the newest first.

    ``needed``: so many assessments a year the scheme asks of an auditor (QUA-4); None where it asks none.
    """

    year: int
    more: Decimal
    loads: Mapping[int, YearLoad]
    targets: Mapping[tuple[int, int], WorkTarget]
    leaders: Sequence[int]
    most_cycles: int
    needed: int | None

    def conditions(self, key: int, person: str) -> list[Condition]:
        """Whether this audit stays within the most that somebody leads in a year."""
        load, target = self.loads.get(key, NOTHING), self.targets.get((key, self.year))
        if target is None:
            return []
        return within_the_year(
            person, self.year, audits=load.audits, worked=load.hours, more=self.more,
            most_audits=target.audits_maximum, most_hours=target.hours_maximum,
        )  # fmt: skip

    def told(self, key: int, person: str, assessments: int) -> tuple[str, ...]:
        """What a planner wants to know beside the name: the year against its aim, the five, the row here.

        ``assessments``: of that year by the ledger, done and planned, those from before this system too.
        """
        load, target = self.loads.get(key, NOTHING), self.targets.get((key, self.year))
        aim = f", streef {target.hours_target}" if target is not None and target.hours_target is not None else ""
        facts = [f"{hours(load.hours)} uur in {self.year}{aim}"]
        if self.needed is not None and assessments < self.needed:
            facts.append(f"nog {self.needed - assessments} voor de {self.needed} per jaar")
        row = often_here(person, self.in_a_row(key), self.most_cycles)
        return (*facts, row) if row else tuple(facts)

    def in_a_row(self, key: int) -> int:
        """How many audits in a row, the last one included, somebody led at this working group."""
        count = 0
        for leader in self.leaders:
            if leader != key:
                break
            count += 1
        return count


def year_facts(session: Session, trajectory: Trajectory, day: date, more: Decimal, audit_id: int) -> YearFacts:
    """The year of everybody around one audit; four queries, however many people there are."""
    kept = models.wishes_on(session, day)
    asked = schemes()[trajectory.scheme or ""].qualifications
    each = asked.assessments_per_year if asked is not None else None
    return YearFacts(
        year=day.year,
        more=more,
        loads=models.loads_in(session, day.year, but=audit_id),
        targets=models.targets_in(session, [day.year]),
        leaders=models.leaders_before(session, [trajectory.partnership_id])[trajectory.partnership_id],
        most_cycles=(Wishes.of(kept.values) if kept is not None else Wishes()).most_cycles,
        needed=each.value if each is not None else None,
    )
