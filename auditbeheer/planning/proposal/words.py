"""The words of a proposal: what an office gives in and what it gets back, in plain values. A point is a kilometre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import add, attrgetter, sub

from auditbeheer.planning.window import Window
from auditbeheer.qualifications.rules import Part
from auditbeheer.relations.distance import Point
from auditbeheer.scheme.condition import Condition

Period = tuple[date, date]  # from and until, both included
LEADING = (Part.LEAD, Part.TRAINEE_LEAD)
QUARTERS = 4  # hours are reckoned in quarters, and so points in quarters of a point: whole numbers for the solver


# What goes in


@dataclass(frozen=True, slots=True)
class Seat:
    """Whether somebody may take a part in an audit: on the days of ``periods``; ``objections`` say why not otherwise.

    ``part``: LEAD, TRAINEE_LEAD (then somebody with SUPERVISOR is there) or SUPERVISOR. ``cycles``: how many audits
    in a row this person led here until now.
    """

    auditor: str
    part: Part
    periods: tuple[Period, ...] = ()
    objections: tuple[Condition, ...] = ()
    cycles: int = 0

    def holds(self, day: date) -> bool:
        """Whether the part may be taken on a day."""
        return any(begin <= day <= end for begin, end in self.periods)


@dataclass(frozen=True, slots=True)
class Placed:
    """One audit with who leads it, on which day, and who supervises a trainee who leads."""

    audit: str
    auditor: str
    day: date
    supervisor: str | None = None


@dataclass(frozen=True, slots=True)
class AuditToPlan:
    """An audit that needs an auditor and a day.

    ``hours``: all, for the year; ``on_location``: of the day; ``review``: for the documents, by who leads, on the
    day that ``reviewed_on`` has for each day of the audit. ``window``: between documents and the latest safe day.
    ``only_days``: on which the parties can, None when not asked; ``refused``: on which not; ``rather_not``: by how many
    parties. ``fixed``: it is confirmed and never moves. ``keep``: what stands in a plan already.
    """

    key: str
    name: str
    hours: Decimal
    on_location: Decimal
    place: Point | None
    window: Window
    seats: tuple[Seat, ...]
    only_days: frozenset[date] | None = None
    refused: frozenset[date] = frozenset()
    rather_not: Mapping[date, int] = field(default_factory=dict)
    review: Decimal = Decimal(0)
    reviewed_on: Mapping[date, date] = field(default_factory=dict)
    fixed: Placed | None = None
    keep: Placed | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """The least, the aim and the most of something in a year; None where there is none."""

    minimum: Decimal | None = None
    target: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year of somebody: what was done, the bands, and how many audits it lacks of the five (QUA-4).

    What is fixed in the same office is not in ``done_…`` and not yet taken off ``short_of_five``: it is counted here.
    """

    year: int
    done_hours: Decimal = Decimal(0)
    done_audits: int = 0
    hours: Band = Band()
    audits: Band = Band()
    short_of_five: int = 0


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody who leads or supervises. ``weekdays``: Monday is 0.

    ``hours_a_day``: on location and on the way; ``hours_a_week``: on location and for documents, without travelling.
    ``taken``: hours of weeks, by their Mondays, that go to audits which are not in this office, or in another part.
    """

    key: str
    name: str
    home: Point | None
    weekdays: frozenset[int] = frozenset(range(5))
    away: tuple[Period, ...] = ()
    hours_a_day: Decimal = Decimal(10)
    hours_a_week: Decimal = Decimal(24)
    taken: Mapping[date, Decimal] = field(default_factory=dict)
    years: tuple[Year, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """What a proposal finds important: points for each of these."""

    km: int = 1  # a kilometre
    fairness: int = 10  # an hour that the one furthest from a fair share is away from it
    target: int = 1  # an hour above or below somebody's aim for the year
    minimum: int = 4  # an hour below somebody's least for the year
    five: int = 150  # an audit that somebody still lacks of the five (QUA-4)
    slack: int = 4  # a week later in the window
    rotation: int = 100  # a cycle at one client beyond what is wished
    keep: int = 60  # a change of auditor or week of what stands already
    rather_not: int = 20  # a party that had rather come on another day
    unplanned: int = 20_000  # an audit that gets no day


@dataclass(frozen=True)
class Office:
    """All that a proposal is reckoned from. ``until``: the last day it looks at, where a window has no end.

    ``near_km``: two audits so near by road may be one trip, with ``between_minutes`` to spare and together at most
    ``most_on_location`` hours on location. ``most_cycles``: so many in a row by one person is fine.
    Raises ValueError when it names somebody or something that it does not hold.
    """

    audits: tuple[AuditToPlan, ...]
    auditors: tuple[Auditor, ...]
    until: date
    holidays: frozenset[date] = frozenset()
    road_factor: Decimal = Decimal("1.3")
    speed: int = 70
    near_km: int = 20
    between_minutes: int = 0
    most_on_location: Decimal | None = None
    most_cycles: int = 2
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        people = {auditor.key for auditor in self.auditors}
        if len(people) < len(self.auditors) or len({audit.key for audit in self.audits}) < len(self.audits):
            raise ValueError("two audits or two auditors have the same key")
        for audit in self.audits:
            named = {seat.auditor for seat in audit.seats}
            if audit.fixed is not None:
                named |= {audit.fixed.auditor, audit.fixed.supervisor or audit.fixed.auditor}
            if named - people:
                raise ValueError(f"{audit.key} names people who are not here: {sorted(named - people)}")
            if any(part is not None and part.audit != audit.key for part in (audit.fixed, audit.keep)):
                raise ValueError(f"{audit.key} is given the place of another audit")


# What comes out


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan costs by part, in quarters of a point; a difference of two plans can be below zero."""

    km: int = 0
    fairness: int = 0
    target: int = 0
    five: int = 0
    slack: int = 0
    rotation: int = 0
    keep: int = 0
    rather_not: int = 0
    unplanned: int = 0

    @property
    def total(self) -> int:
        """All parts together."""
        return sum(PARTS(self))

    @property
    def points(self) -> float:
        """The total in points."""
        return self.total / QUARTERS

    @property
    def missed(self) -> float:
        """What of the points is for audits without a place."""
        return self.unplanned / QUARTERS

    def __add__(self, other: Costs) -> Costs:
        return Costs(*map(add, PARTS(self), PARTS(other)))

    def __sub__(self, other: Costs) -> Costs:
        return Costs(*map(sub, PARTS(self), PARTS(other)))


PARTS = attrgetter(*Costs.__dataclass_fields__)


class Why(StrEnum):
    """Why a line is as it is."""

    ONLY_QUALIFIED = "enige gekwalificeerde"
    ONLY_FREE = "enige die vrij is"
    NEAR = "dichtbij"
    COMBINED = "gecombineerd"
    FIVE = "vijf per jaar"
    SHARE = "eerlijk deel"
    SLACK = "speling"
    ROTATION = "wisseling"
    KEPT = "blijft staan"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a line. ``saves``: points against another; ``figure`` and ``names`` go in the sentence."""

    why: Why
    saves: float
    figure: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """The next best for one line with all others as they are, and what more it costs in points, by part too."""

    placed: Placed
    more: float
    parts: Costs


@dataclass(frozen=True, slots=True)
class Line:
    """One audit of a proposal. ``km``: what this audit adds to the travelling; ``trip``: other audits of the same day.

    ``alternative`` None: there is no other way with the other lines as they are. Fixed audits have no line.
    """

    placed: Placed
    km: int
    trip: tuple[str, ...]
    slack_days: int
    reasons: tuple[Reason, ...]
    alternative: Alternative | None


class Clash(StrEnum):
    """What stands in the way of a day for an audit."""

    NO_DAY = "geen dag mogelijk"
    NOBODY_QUALIFIED = "geen gekwalificeerde auditor"
    NOBODY_PRESENT = "geen gekwalificeerde auditor aanwezig"
    TOO_FAR = "te ver voor één dag"
    NOBODY_FREE = "geen gekwalificeerde auditor vrij"


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Audits without a place, for one and the same cause. ``weeks``: the Mondays of the weeks in which they fit.

    ``auditors``: who could have done them; ``rivals``: the audits that hold those people in these weeks.
    """

    clash: Clash
    audits: tuple[str, ...]
    weeks: tuple[date, ...]
    auditors: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reckoning is, in points; ``bound``: no plan can cost less. ``share``: of the work it may take, about.

    ``missed``: what of ``best`` is for audits without a place.
    """

    best: float
    bound: float
    seconds: float
    share: float
    missed: float = 0.0

    @property
    def gap(self) -> float:
        """How much better another plan could be at most, as a part of what the planned audits cost."""
        rest = self.best - self.missed
        return max(0.0, self.best - self.bound) / rest if rest > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a proposal may take. ``work``: of the solver's own measure, so that the outcome is always the same.

    ``most_pairs``: so many combined trips are weighed at most; the best of them are taken.
    """

    work: float = 60.0
    workers: int = 2
    seed: int = 1
    most_pairs: int = 60_000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan with its reasons. ``bound`` in points, of the trips that were weighed; ``stopped``: by hand.

    ``capped``: not every combined trip was weighed.
    """

    lines: tuple[Line, ...]
    unplanned: tuple[Unplanned, ...]
    costs: Costs
    bound: float
    proven: bool
    stopped: bool
    capped: bool

    @property
    def gap(self) -> float:
        """How much better another plan could be at most; what unplanned audits cost is not part of the measure."""
        rest = self.costs.points - self.costs.missed
        return max(0.0, self.costs.points - self.bound) / rest if rest > 0 else 0.0


Report = Callable[[Progress], None]
Stop = Callable[[], bool]
