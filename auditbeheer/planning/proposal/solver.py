"""The way in: a proposal for an office, reckoned with OR-Tools CP-SAT. The same for the same input and seed."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditbeheer.planning.proposal.clashes import unplanned
from auditbeheer.planning.proposal.costs import reckon
from auditbeheer.planning.proposal.days import settled, with_days
from auditbeheer.planning.proposal.diary import Ways
from auditbeheer.planning.proposal.explaining import lines
from auditbeheer.planning.proposal.greedy import Pick, greedy
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.model import Model
from auditbeheer.planning.proposal.trips import Trips
from auditbeheer.planning.proposal.words import (
    QUARTERS,
    Costs,
    Effort,
    Office,
    Placed,
    Progress,
    Proposal,
    Report,
    Stop,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# These never found or proved anything on a plan of this kind, and took half of the time (seen on 250 audits).
IDLE = ("core", "default_lp", "no_lp", "quick_restart", "quick_restart_no_lp", "reduced_costs")
PACE = 0.3  # work a second on two free cores, until the solver tells
ALMOST = 0.99  # only the end is the end
LOOK_EVERY = 0.2  # seconds between two looks at the progress and at whether somebody stops it


def nobody_stops() -> bool:
    """Let it run to the end."""
    return False


def nobody_looks(_progress: Progress) -> None:
    """Reckon without telling."""


def propose(
    office: Office, effort: Effort | None = None, report: Report = nobody_looks, stop: Stop = nobody_stops
) -> Proposal:
    """The best plan that was found for an office, with reasons, alternatives, and what clashes for whatever is left.

    ``report`` is called about five times a second, ``stop`` too: when it says yes, the best until then is the answer.
    Both are called in the thread that called this one. Not stopped, by hand or by the clock, the outcome depends on
    the input alone.
    """
    effort, began = effort or Effort(), time.monotonic()
    known = Known(office)
    ways = Ways(known)
    start = greedy(known, ways, Pick.CHEAPEST)
    trips = Trips(known, ways, effort.most_pairs)
    found = _solve(known, trips, effort, start, _Watch(effort, report, stop, reckon(known, start), began))
    best = min((found.plan, start), key=lambda one: reckon(known, one).total)
    plan = settled(known, ways, best)
    costs = reckon(known, plan)
    return Proposal(
        lines=lines(known, ways, plan), unplanned=unplanned(known, ways, plan), costs=costs, bound=found.bound,
        proven=found.proven and best is found.plan, stopped=found.stopped, capped=trips.capped,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver came back with; ``bound`` in points."""

    plan: tuple[Placed, ...]
    bound: float
    proven: bool
    stopped: bool


class _Watch:
    """Looks at the solver while it works: tells how far it is, and ends it when asked."""

    def __init__(self, effort: Effort, report: Report, stop: Stop, start: Costs, began: float) -> None:
        self.effort, self.report, self.stop = effort, report, stop
        self.best, self.missed = start.points, start.missed
        self.bound, self.began = 0.0, began
        self.work, self.worked = 0.0, 0.0
        self.stopped = False

    def found(self, best: float, missed: float, bound: float, work: float) -> None:
        """The solver has another plan."""
        self.best, self.missed = min((self.best, self.missed), (best, missed))
        self.bound = max(self.bound, bound)
        self.work, self.worked = work, self.seconds

    def proved(self, bound: float) -> None:
        """The solver knows better what no plan can beat."""
        self.bound = max(self.bound, bound / QUARTERS)

    @property
    def seconds(self) -> float:
        """How long it takes already."""
        return time.monotonic() - self.began

    @property
    def share(self) -> float:
        """Which part of the work is done. With each better plan the solver tells it; since then the pace tells."""
        pace = self.work / self.worked if self.work and self.worked else PACE
        return min(ALMOST, (self.work + pace * (self.seconds - self.worked)) / self.effort.work)

    @property
    def progress(self) -> Progress:
        """How far it is now."""
        return Progress(self.best, self.bound, self.seconds, self.share, self.missed)

    def until_done(self, work: Future[cp_model.CpSolverStatus], solver: cp_model.CpSolver) -> None:
        """Look until the solver is done; whoever looks and fails ends it too."""
        ending = True
        try:
            while not work.done():
                self.stopped = self.stopped or self.stop()
                if self.stopped:
                    solver.stop_search()  # again each time: it does nothing before the search has begun
                self.report(self.progress)
                wait([work], LOOK_EVERY)
            ending = False
        finally:
            while ending and not work.done():
                solver.stop_search()
                wait([work], LOOK_EVERY)


def _solve(known: Known, trips: Trips, effort: Effort, start: Iterable[Placed], watch: _Watch) -> Found:
    from ortools.sat.python import cp_model

    model = Model(known, trips)
    model.hint(start)
    solver = cp_model.CpSolver()
    _set(solver, effort)
    solver.best_bound_callback = watch.proved

    class Listener(cp_model.CpSolverSolutionCallback):
        """Tells of each better plan."""

        def on_solution_callback(self) -> None:
            """What CP-SAT calls."""
            best, bound = self.objective_value / QUARTERS, self.best_objective_bound / QUARTERS
            missed = known.weights.unplanned * sum(map(self.boolean_value, model.missed.values()))
            watch.found(best, missed, bound, self.deterministic_time)

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(solver.solve, model.cp, Listener())
        watch.until_done(work, solver)
    status = work.result()
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Found((), 0.0, False, watch.stopped)
    chosen = [trip for trip, made in zip(model.trips, model.made, strict=True) if solver.boolean_value(made)]
    bound, proven = solver.best_objective_bound / QUARTERS, status == cp_model.OPTIMAL
    return Found(with_days(known, chosen), bound, proven, watch.stopped)


def _set(solver: cp_model.CpSolver, effort: Effort) -> None:
    """Deterministic: workers take turns, and work is counted by the solver's own measure instead of by the clock."""
    solver.parameters.num_workers = effort.workers
    solver.parameters.interleave_search = True
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.work
    solver.parameters.ignore_subsolvers.extend(IDLE)
