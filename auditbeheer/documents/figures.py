"""The figures beside the papers: what was typed, by whom, and whether it reaches what the scheme asks (the K).

Shapes of ``values``, by part: enquete {"onderwerpen": [int]}; doelen {"thema": [code], "eigen": [name],
"zonder": [name]};
jaar {code: int}; cijfers {"politie": [from, until], …, "postcode": {"politie": Split, …}, "afgehandeld": bool} (ISO
days); schouw-en-archief {"plekken": int, "jaren": int}. A name that is absent was not typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from auditbeheer.documents.models import FigurePart, TypedFigures, typed_figures_of
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.document_figures import (
    SUPPLIERS,
    Period,
    Split,
    good_places_conditions,
    keeping_conditions,
    period_conditions,
)
from auditbeheer.scheme.measures import yearly_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.survey_themes import goal_conditions, topic_conditions

Values = Mapping[str, Any]
TITLES = {
    FigurePart.SURVEY: "Onderwerpen van de enquête",
    FigurePart.GOALS: "Thema’s met een doel",
    FigurePart.YEAR: "Vaste maatregelen per jaar",
    FigurePart.PERIODS: "Periode van de cijfers",
    FigurePart.KEEPING: "Schouw en archief",
}


@dataclass(frozen=True)
class Part:
    """One part with the figures that count and those of the group that still wait for us."""

    part: FigurePart
    ours: TypedFigures | None
    theirs: TypedFigures | None
    conditions: Sequence[Condition]

    @property
    def title(self) -> str:
        """As the pages name it."""
        return TITLES[self.part]

    @property
    def waits(self) -> bool:
        """Whether the group typed something that we did not take over yet."""
        return self.theirs is not None and self.theirs.taken_on is None

    @property
    def shown(self) -> TypedFigures | None:
        """What the conditions were computed from: ours, else what the group typed."""
        return self.ours or self.theirs

    @property
    def only_theirs(self) -> bool:
        """Whether it is only what the group says."""
        return self.ours is None and self.theirs is not None

    @property
    def met(self) -> bool | None:
        """Whether all is reached; None when nobody typed anything yet."""
        return all(one.met for one in self.conditions) if self.shown else None


def parts_of_figures(session: Session, trajectory: Trajectory, scheme: Scheme, *, first: bool) -> list[Part]:
    """The parts that this scheme asks for, each with its figures."""
    rows = {(row.part, row.from_group): row for row in typed_figures_of(session, trajectory.id)}

    def row_of(part: FigurePart, from_group: bool) -> TypedFigures | None:
        return rows.get((part.value, from_group))

    def values_of(part: FigurePart) -> Values:
        row = row_of(part, False) or row_of(part, True)
        return row.values if row else {}

    found = []
    for part in FigurePart:
        conditions = conditions_of(part, scheme, values_of(part), values_of(FigurePart.SURVEY), first=first)
        if conditions:
            found.append(Part(part, row_of(part, False), row_of(part, True), conditions))
    return found


def conditions_of(part: FigurePart, scheme: Scheme, values: Values, survey: Values, *, first: bool) -> list[Condition]:
    """What the scheme asks of one part; empty where it asks nothing. ``survey``: the values of that part."""
    if part is FigurePart.YEAR:
        return yearly_conditions(scheme, values, values, first=first) if scheme.measures else []
    return RULES[part](scheme, values, survey)


def _survey(scheme: Scheme, values: Values, _survey: Values) -> list[Condition]:
    return topic_conditions(scheme, values.get("onderwerpen", ())) if scheme.survey else []


def _goals(scheme: Scheme, values: Values, survey: Values) -> list[Condition]:
    if scheme.survey is None:
        return []
    asked = set(survey.get("onderwerpen", ()))
    chosen = [one.code for one in scheme.survey.themes if not one.mandatory and asked.intersection(one.topics)]
    own = [*values.get("eigen", ()), *values.get("zonder", ())]
    with_goal = {*values.get("thema", ()), *values.get("eigen", ())}
    return goal_conditions(scheme, with_goal, chosen, list(dict.fromkeys(own)))


def _periods(scheme: Scheme, values: Values, _survey: Values) -> list[Condition]:
    if scheme.documents is None:
        return []
    periods: dict[str, Period | None] = {code: _period(values.get(code)) for code in SUPPLIERS}
    splits = {code: Split(word) for code, word in values.get("postcode", {}).items()}
    return period_conditions(scheme, periods, splits, reports_handled=values.get("afgehandeld"))


def _period(days: Sequence[str] | None) -> Period | None:
    return (date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None


def _keeping(scheme: Scheme, values: Values, _survey: Values) -> list[Condition]:
    if scheme.documents is None:
        return []
    return good_places_conditions(scheme, values.get("plekken")) + keeping_conditions(scheme, values.get("jaren"))


RULES: dict[FigurePart, Callable[[Scheme, Values, Values], list[Condition]]] = {
    FigurePart.SURVEY: _survey,
    FigurePart.GOALS: _goals,
    FigurePart.PERIODS: _periods,
    FigurePart.KEEPING: _keeping,
}
