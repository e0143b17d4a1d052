"""What a decision rests on, as values: the shapes that the rules weigh and ``facts.py`` fills (C4). Pure as they."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the body, by the id of the employee."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """An addition that was judged: by whom, on which deviation, on which day. Judging is evaluating (QUA-7)."""

    person: Person
    deviation: int
    on_day: date


@dataclass(frozen=True, slots=True)
class PartyPresence:
    """Whether a party that must be there was there, or was interviewed afterwards (AUD-1)."""

    name: str
    present: bool
    interviewed_on: date | None = None

    @property
    def heard(self) -> bool:
        """Present, or healed by an interview on location."""
        return self.present or self.interviewed_on is not None


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """What one area reached of something that every area must reach (DOC-4, DOC-10), as the earlier step judged it."""

    met: bool
    fact: str
    source: Source


@dataclass(frozen=True, slots=True)
class DeviationState:
    """A deviation that was not withdrawn: its number, where it stands in words, and whether we are to judge it."""

    number: int
    closed_on: date | None
    stand: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class ReportState:
    """The newest version of the report. ``empty_topics``: mandatory topics without a text (AUD-7).

    ``open_told``: of how many open deviations it tells, as it was handed in (AUD-6); 0 for a draft.
    """

    edition: int
    submitted: bool
    established_on: date | None
    empty_topics: tuple[str, ...]
    open_told: int


@dataclass(frozen=True, slots=True)
class ReviewState:
    """The review of one version of the report."""

    edition: int
    reviewer: Person
    on_day: date
    advice: str
    positive: bool
    answers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Running:
    """A certificate of one of the areas, by whichever body. ``ours`` and covered in full: it can be replaced."""

    name: str
    body: str
    first_day: date
    last_day: date
    replaceable: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """The days that a positive decision would give the certificate (CER-1, CER-1a)."""

    day: date
    last_day: date
    earliest: date
    latest: date
    gap_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """All that a decision rests on, on the day ``today``, for the person who would take it."""

    scheme: Scheme
    rules: OwnRules
    today: date
    decider: Person
    team: tuple[Person, ...]
    assessments: tuple[Assessment, ...]
    ended: str
    decided: str
    agreement_on: date | None
    licence_until: date | None
    audit_day: date | None
    closed_on: date | None
    auditor: str
    auditor_objections: tuple[str, ...]
    parties: tuple[PartyPresence, ...]
    response: tuple[AreaFigure, ...]
    measures: tuple[AreaFigure, ...]
    hours_spent: Decimal
    hours_needed: Decimal | None
    deviations: tuple[DeviationState, ...]
    report: ReportState | None
    review: ReviewState | None
    missing_data: tuple[str, ...]
    running: tuple[Running, ...]
    issue: Issue | None
