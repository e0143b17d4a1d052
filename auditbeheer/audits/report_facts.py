"""What an audit report tells (AUD-6, AUD-7): facts only, so that the same facts give the same report.

Handed in for review they are frozen: what is reviewed is what goes out. What happens afterwards is for a supplement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from auditbeheer.plumbing.letter import Letterhead


class Outcome(StrEnum):
    """What the report says of the certificate; the value is the sentence's verb."""

    HELD = "aangehouden"
    GRANTED = "verleend"
    REFUSED = "geweigerd"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision, or that it is held back: why, and once taken on which day and by whom in which function."""

    outcome: Outcome
    why: str = ""
    day: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class AreaResponse:
    """The survey in one area: entrepreneurs asked, answers received, answers and percentage needed (DOC-4)."""

    area: str
    entrepreneurs: int
    answers: int
    needed: int
    percentage: int


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic that every report has (AUD-7): its title, what was found (blank lines part paragraphs), its place."""

    title: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """A party at the audit: who spoke for it, whether it was there, and what else is to be told."""

    party: str
    who: str
    present: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One checkpoint: code, what must be seen, the place, the verdict in the words of the screen, what was found."""

    code: str
    text: str
    source: str
    verdict: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class DeviationFacts:
    """A deviation with its last days (AUD-4, AUD-5); ``follow_up`` and ``closed_on`` once it was dealt with."""

    number: str
    requirement: str
    found: str
    source: str
    found_on: date
    additions_due: date | None
    assessment_due: date | None
    severity: str = ""
    closed_on: date | None = None
    follow_up: str = ""


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was added after the first sending: the day, and the findings on what the working group handed in."""

    day: date
    text: str


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """All that a report tells. ``team`` is name and role; ``good`` and ``conclusion`` are the auditor's own words.

    ``day`` is that of the paper, ``as_of`` the one on which audit and deviations stood as told.
    ``response_source`` is the place of the needed response, ``term_source`` that of the terms of deviations.
    """

    head: Letterhead
    dossier: str
    edition: int
    day: date
    as_of: date
    partnership: str
    areas: tuple[str, ...]
    municipality: str
    scheme_title: str
    kind: str
    audit_days: tuple[date, ...]
    document_review_day: date | None
    place: str
    team: tuple[tuple[str, str], ...]
    conclusion: str
    good: tuple[str, ...]
    verdict: Verdict
    response: tuple[AreaResponse, ...]
    response_source: str = ""
    topics: tuple[Topic, ...]
    attendance: tuple[Presence, ...]
    checklist: tuple[CheckResult, ...]
    deviations: tuple[DeviationFacts, ...]
    term_source: str = ""
    recommendations: tuple[str, ...] = ()
    supplement: Supplement | None = None
    lead_auditor: str
    signature: Path | None = None

    @property
    def open_deviations(self) -> tuple[DeviationFacts, ...]:
        """Those that are not closed yet."""
        return tuple(deviation for deviation in self.deviations if deviation.closed_on is None)

    def __post_init__(self) -> None:
        """A positive decision with an open deviation cannot be printed by any route (AUD-8)."""
        if self.verdict.outcome is Outcome.GRANTED and self.open_deviations:
            raise ValueError("Een rapport met een open afwijking kan niet zeggen dat het certificaat is verleend.")


# These are of the paper that goes out, not of what was found.
OF_THE_PAPER = {"head", "signature"}


def freeze(facts: ReportFacts) -> dict[str, Any]:
    """The facts as they stand now, to be kept as JSON; ``thaw`` gives them back."""
    kept: dict[str, Any] = _shape().dump_python(facts, mode="json", exclude=OF_THE_PAPER)
    return kept


def thaw(kept: Mapping[str, Any], *, head: Letterhead, day: date, decided: Verdict | None = None) -> ReportFacts:
    """What was kept, on paper of ``day``; ``decided`` takes the place of the decision that was held back.

    Raises ValueError for a positive decision while what was kept tells of an open deviation (AUD-8).
    """
    verdict = kept["verdict"] if decided is None else decided
    return _shape().validate_python({**kept, "head": head, "day": day, "verdict": verdict})


@cache
def _shape() -> TypeAdapter[ReportFacts]:
    return TypeAdapter(ReportFacts)
