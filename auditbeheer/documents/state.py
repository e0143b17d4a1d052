"""The picture of a trajectory's documents: the set with its states, the survey and the measures per area.

What the page shows, what the decision rests on and what the report quotes is read here, once and in one way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents.figures import Part, parts_of_figures
from auditbeheer.documents.models import (
    CompletenessDecision,
    Document,
    DocumentRequest,
    Measure,
    SurveyResult,
    completeness_of,
    current_documents,
    judged_short,
    measures_of,
    requests_of,
    surveys_of,
)
from auditbeheer.documents.rules import (
    MISSING,
    TO_ASSESS,
    MeasureFacts,
    area_measures,
    document_state,
    lateness_condition,
    set_conditions,
)
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning.models import Audit, TeamRole, audit_of
from auditbeheer.quotes.models import CertificationKind, Trajectory, TrajectoryArea
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.document_set import DocumentNeeded, document_set
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import Moment
from auditbeheer.scheme.survey_response import (
    AreaResponse,
    NeededResponse,
    needed_response,
    response_conditions,
    size_conditions,
)
from auditbeheer.scheme.wording import capital, counted, join_and, number

# A trainee who goes along and an observer watch; whoever answers for the audit records it (B4 §6.1).
RECORDING = frozenset({TeamRole.LEAD, TeamRole.SECOND, TeamRole.TRAINEE_LEAD, TeamRole.SUPERVISOR})


def scheme_of(trajectory: Trajectory) -> Scheme:
    """The scheme of a dossier. Raises KeyError for a trajectory for which no scheme was chosen yet."""
    return schemes()[trajectory.scheme or ""]


def is_first(kind: CertificationKind) -> bool:
    """Whether it is a first certification, as the scheme's rules ask."""
    return kind is CertificationKind.FIRST


def kinds_of(trajectory: Trajectory) -> dict[str, DocumentNeeded]:
    """The documents of the set by code: those of the audit, or (3.1) where there are none, of the application."""
    scheme, first = scheme_of(trajectory), is_first(trajectory.kind)
    kinds = document_set(scheme, first=first, moment=Moment.AUDIT) or document_set(scheme, first=first)
    return {kind.code: kind for kind in kinds}


def records_audit(audit: Audit | None, by: Actor) -> bool:
    """Whether ``by`` does this audit: allowed by role, and in its team in a part that answers for it."""
    if audit is None or not by.may(Permission.AUDIT):
        return False
    return any(one.employee_id == by.employee_id and one.role in RECORDING for one in audit.present_team)


@dataclass(frozen=True)
class Piece:
    """One document of the set: what it is, its newest version if there is one, and its status word."""

    kind: DocumentNeeded
    document: Document | None
    state: str


@dataclass(frozen=True)
class AreaSurvey:
    """The survey in one area: what it needs at the entrepreneurs counted, what came back (None: not known yet)."""

    link: TrajectoryArea
    result: SurveyResult | None
    entrepreneurs: int | None
    needed: NeededResponse | None
    condition: Condition | None

    @property
    def answers(self) -> int:
        """The answers that came back."""
        return self.result.answers if self.result else 0


@dataclass(frozen=True)
class AreaMeasures:
    """The measures that count for one area, and whether they are enough (DOC-10)."""

    link: TrajectoryArea
    measures: Sequence[Measure]
    conditions: Sequence[Condition]

    @property
    def own_conditions(self) -> list[Condition]:
        """The conditions without the area's name, for where that stands beside them."""
        name = f"{self.link.area.name}: "
        return [replace(one, text=capital(one.text.removeprefix(name))) for one in self.conditions]


@dataclass(frozen=True)
class Picture:
    """All that is known before the audit. ``due``: the last day for the set, once an audit day stands (DOC-1)."""

    trajectory: Trajectory
    scheme: Scheme
    audit: Audit | None
    pieces: Sequence[Piece]
    surveys: Sequence[AreaSurvey]
    measures: Sequence[Measure]
    areas: Sequence[AreaMeasures]
    requests: Sequence[DocumentRequest]
    decisions: Sequence[CompletenessDecision]
    figures: Sequence[Part]

    @property
    def due(self) -> date | None:
        """The last day for the set, stored with the audit."""
        return self.audit.documents_due if self.audit else None

    @property
    def set_conditions(self) -> list[Condition]:
        """Per document whether it is in order."""
        states = {piece.kind.code: piece.state for piece in self.pieces}
        return set_conditions([piece.kind for piece in self.pieces], states)

    @property
    def timely(self) -> list[Condition]:
        """Whether the whole set came in on time."""
        received = [piece.document.received_at.date() for piece in self.pieces if piece.document]
        last = max(received) if received and len(received) == len(self.pieces) else None
        return lateness_condition(self.scheme, self.due, last)

    @property
    def survey_conditions(self) -> list[Condition]:
        """Per area whether the response is reached; an area without figures is not."""
        return [survey.condition for survey in self.surveys if survey.condition]

    @property
    def measure_conditions(self) -> list[Condition]:
        """Per area whether enough measures are carried out."""
        return [condition for area in self.areas for condition in area.conditions]

    def count(self, state: str) -> int:
        """How many documents have this status word."""
        return sum(piece.state == state for piece in self.pieces)

    def after(self, code: str) -> list[Piece]:
        """The other documents in the order of the set, from the one that follows, around to the one before."""
        codes = [piece.kind.code for piece in self.pieces]
        place = codes.index(code)
        return [*self.pieces[place + 1 :], *self.pieces[:place]]

    def next_to_assess(self, code: str) -> Piece | None:
        """The document after this one that still waits for our judgement; None when none does."""
        return next((piece for piece in self.after(code) if piece.state == TO_ASSESS), None)

    @property
    def finding(self) -> str:
        """What the survey's figures say in a sentence, never of the total (DOC-4)."""
        known = [survey for survey in self.surveys if survey.result and survey.condition]
        short = [survey.link.area.name for survey in known if survey.condition and not survey.condition.met]
        if short:
            return f"{join_and(short)} {'haalt' if len(short) == 1 else 'halen'} de respons niet"
        if len(known) < len(self.surveys):
            left = len(self.surveys) - len(known)
            return f"Van {counted(left, 'gebied', 'gebieden')} zijn de antwoorden nog niet bekend"
        return "De respons is genoeg" if len(known) == 1 else "De respons is in elk gebied genoeg"


def picture_of(session: Session, trajectory: Trajectory) -> Picture:
    """Read the picture of one trajectory. Raises KeyError without a scheme, Refusal for a concept."""
    documents = {document.code: document for document in current_documents(session, trajectory.id)}
    figures = figures_of(session, [trajectory])[trajectory.id]
    return Picture(
        trajectory=trajectory,
        scheme=scheme_of(trajectory),
        audit=audit_of(session, trajectory.id),
        pieces=[_piece(kind, documents.get(kind.code)) for kind in kinds_of(trajectory).values()],
        surveys=figures.surveys,
        measures=figures.measures,
        areas=figures.areas,
        requests=requests_of(session, trajectory.id),
        decisions=completeness_of(session, trajectory.id),
        figures=parts_of_figures(session, trajectory, scheme_of(trajectory), first=is_first(trajectory.kind)),
    )


@dataclass(frozen=True)
class Figures:
    """What was counted in the areas of one trajectory: the survey and the measures."""

    surveys: Sequence[AreaSurvey]
    measures: Sequence[Measure]
    areas: Sequence[AreaMeasures]


def figures_of(session: Session, trajectories: Sequence[Trajectory]) -> dict[int, Figures]:
    """The figures of each of these trajectories, by its id; two queries however many. Raises as ``picture_of``."""
    keys = [trajectory.id for trajectory in trajectories]
    surveys, measures = surveys_of(session, *keys), measures_of(session, *keys)
    found = {}
    for one in trajectories:
        scheme, own = scheme_of(one), [measure for measure in measures if measure.trajectory_id == one.id]
        results = {row.area_id: row for row in surveys if row.trajectory_id == one.id}
        found[one.id] = Figures(
            surveys=[
                area_survey(scheme, link, results.get(link.area_id), beside(one.areas, link, results))
                for link in one.areas
            ],
            measures=own,
            areas=[_measures_in(scheme, link, own) for link in one.areas],
        )
    return found


def _piece(kind: DocumentNeeded, document: Document | None) -> Piece:
    state = document_state(document.in_order) if document else MISSING
    return Piece(kind, document, state)


AreaPart = tuple[TrajectoryArea, SurveyResult | None]


def beside(
    links: Sequence[TrajectoryArea], link: TrajectoryArea, results: Mapping[int, SurveyResult]
) -> list[AreaPart]:
    """The other parts of the one area that this is a part of (ARE-4), each with its figures."""
    parts = [one for one in links if link.one_area and one.one_area == link.one_area and one is not link]
    return [(one, results.get(one.area_id)) for one in parts]


def area_survey(
    scheme: Scheme, link: TrajectoryArea, result: SurveyResult | None, parts: Sequence[AreaPart] = ()
) -> AreaSurvey:
    """The survey in one area; before its figures are in, what the entrepreneurs of the application would need.

    With ``parts`` that are one area with it the response is held against all of them together (ARE-4).
    """
    own, first = _counted(link, result), is_first(link.kind)
    counts = [own, *(_counted(*part) for part in parts)]
    together = None if None in counts else sum(count or 0 for count in counts)
    if together is None or unmet(size_conditions(scheme, together)):
        return AreaSurvey(link, result, own, None, None)
    answers = sum(one.answers for one in (result, *(figures for _, figures in parts)) if one)
    name = link.one_area if parts else link.area.name
    condition = response_conditions(scheme, [AreaResponse(name, together, answers)], first=first)[0]
    return AreaSurvey(link, result, own, needed_response(scheme, together, first=first), condition)


def survey_in_area(session: Session, trajectory: Trajectory, area_id: int) -> AreaSurvey | None:
    """The survey in one of the areas, held with the other parts of the same one; None when it is not of these."""
    surveys = figures_of(session, [trajectory])[trajectory.id].surveys
    return next((one for one in surveys if one.link.area_id == area_id), None)


def _counted(link: TrajectoryArea, result: SurveyResult | None) -> int | None:
    return result.entrepreneurs if result else (link.entrepreneurs or link.area.entrepreneurs)


def _measures_in(scheme: Scheme, link: TrajectoryArea, measures: Sequence[Measure]) -> AreaMeasures:
    """A measure without an area is one of the whole partnership, so it counts in every area."""
    here = [measure for measure in measures if measure.area_id in (None, link.area_id)]
    facts = [
        MeasureFacts(one.title, one.origin.value, one.carried_out_on is not None, bool(one.dropped_why)) for one in here
    ]
    return AreaMeasures(link, here, area_measures(scheme, link.area.name, facts, first=is_first(link.kind)))


def survey_in_words(survey: AreaSurvey) -> str:
    """``Noordersluis: 41 antwoorden van 120, nodig 24``."""
    if survey.result is None:
        return f"{survey.link.area.name}: nog niet bekend"
    together = f" voor {survey.link.one_area} als geheel" if survey.link.one_area else ""
    need = f", nodig {number(survey.needed.needed)}{together}" if survey.needed else ""
    counts = f"{number(survey.answers)} antwoorden van {number(survey.result.entrepreneurs)}"
    return f"{survey.link.area.name}: {counts}{need}"


@dataclass(frozen=True)
class Asked:
    """Something we asked of the working group: a request, or what a judgement said must be added."""

    on_day: date
    what: str
    whom: str
    until: date | None = None


def asked_of(session: Session, picture: Picture) -> list[Asked]:
    """All that was asked, newest first: requests, and what every judged version still needed (DOC-3)."""
    names = {piece.kind.code: piece.kind.name for piece in picture.pieces}
    judged = [
        Asked(one.assessed_on, f"{names.get(one.code, one.code)}, versie {one.edition}: {one.asked}", one.received_from)
        for one in judged_short(session, picture.trajectory.id)
        if one.assessed_on
    ]
    requests = [Asked(one.on_day, one.asked, one.asked_of, one.until_day) for one in picture.requests]
    return sorted([*requests, *judged], key=lambda asked: asked.on_day, reverse=True)


def response_conditions_of(session: Session, trajectory: Trajectory) -> list[Condition]:
    """Per area whether the response is reached (DOC-4); an area without figures counts as none at all."""
    return picture_of(session, trajectory).survey_conditions


def measure_conditions_of(session: Session, trajectory: Trajectory) -> list[Condition]:
    """Per area whether enough measures are carried out (DOC-10)."""
    return picture_of(session, trajectory).measure_conditions
