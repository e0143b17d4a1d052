"""The planner that proposes, against planning by a rule of thumb: whoever is free first, or the nearest who is free.

Here the clock counts beside the processor: a planner waits for it. Only the first shows a busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditbeheer.planning.proposal.diary import Ways
from auditbeheer.planning.proposal.greedy import Pick, greedy
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.known import Known, last_day
from auditbeheer.planning.proposal.solver import propose
from auditbeheer.planning.proposal.words import Effort, Office, Placed, Progress, Weights
from benchmarks import offices
from benchmarks.ratios import table

SEED = 1
EARLY = Weights(slack=60)  # as early as the rule of thumb, which takes the first day on which somebody is free
SIZES = (
    ("60 × 6, half a year", 60, 6, 26, Weights()),
    ("250 × 12, a year", 250, 12, 52, Weights()),
    ("250 × 12, as early", 250, 12, 52, EARLY),
    ("500 × 25, a year", 500, 25, 52, Weights()),
)


@dataclass
class Watched:
    """When the gap to the bound came under 5 and under 1 per cent, by clock and by processor."""

    began: float = field(default_factory=time.monotonic)
    worked: float = field(default_factory=time.process_time)
    reached: dict[float, tuple[float, float]] = field(default_factory=dict)

    def look(self, progress: Progress) -> None:
        """What the planner reports to."""
        for level in (0.05, 0.01):
            if progress.gap <= level and level not in self.reached:
                self.reached[level] = self.now()

    def now(self) -> tuple[float, float]:
        """Seconds by clock and by processor since it began."""
        return time.monotonic() - self.began, time.process_time() - self.worked

    def shown(self, level: float) -> str:
        """As it stands in a table."""
        clock, work = self.reached.get(level, self.now())
        return f"{clock:.0f} ({work:.0f}) s" if level in self.reached else "-"


def kilometres(known: Known, plan: Sequence[Placed]) -> int:
    """All travelling of a plan."""
    return sum(known.roads.km(person, audits) for (person, _), audits in known.days_of(tuple(plan)).items())


def days_before(known: Known, plan: Sequence[Placed]) -> float:
    """How many days before its last day an audit is, on average."""
    left = [(last_day(known.audits[one.audit], known.office) - one.day).days for one in plan]
    return sum(left) / max(1, len(left))


def measured(name: str, office: Office) -> tuple[object, ...]:
    """One row: sizes, kilometres against both rules of thumb, and how sure."""
    known, watched = Known(office), Watched()
    proposal = propose(office, Effort(), watched.look)
    clock, work = watched.now()
    plan = [line.placed for line in proposal.lines]
    assert not broken(office, plan)
    thumbs = {pick: greedy(known, Ways(known), pick) for pick in (Pick.FIRST, Pick.NEAREST)}
    km, early = kilometres(known, plan), days_before(known, plan)
    cells: list[object] = [name, f"{len(plan)}", f"{km}"]
    for thumb in thumbs.values():
        later = days_before(known, thumb) - early
        cells += [f"{km / kilometres(known, thumb):.2f}", f"{later:+.1f}", f"{len(thumb)}"]
    gap = "proven" if proposal.proven else f"{proposal.gap:.2%}"
    return (*cells, gap, watched.shown(0.05), watched.shown(0.01), f"{clock:.0f} ({work:.0f}) s")


def main() -> None:
    """Measure and print."""
    head = ("audits × auditors", "planned", "km", "km / first", "days later", "planned", "km / nearest", "days later",
            "planned", "gap", "within 5 %", "within 1 %", "all, clock (processor)")  # fmt: skip
    rows = []
    for name, audits, auditors, weeks, weights in SIZES:
        rows.append(measured(name, offices.office(audits, auditors, weeks, SEED, weights)))
        print(*rows[-1], sep="  ", flush=True)
    print()
    table(head, rows)


if __name__ == "__main__":
    main()
