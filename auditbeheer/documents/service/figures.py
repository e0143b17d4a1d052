"""Typing over the figures that stand in the papers: by us, or by the working group until we take them over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.documents.figures import TITLES
from auditbeheer.documents.handling import allowed_to_handle, unchanged
from auditbeheer.documents.models import FigurePart, TypedFigures, typed_figures
from auditbeheer.documents.rules import open_conditions, waiting_conditions
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory


def record_figures(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, part: FigurePart, *,
    values: Mapping[str, Any], opened_on: int | None = None,
) -> TypedFigures:  # fmt: skip
    """Type figures over. What somebody of the group types stays theirs until we take it over."""
    from_group = bool(by.client)
    if from_group:
        require(open_conditions(ended=trajectory.ended, end_why=trajectory.end_why, scheme=trajectory.scheme))
    else:
        allowed_to_handle(session, by, trajectory)
    row = typed_figures(session, trajectory.id, part, from_group=from_group)
    if row is None:
        row = TypedFigures(
            trajectory_id=trajectory.id, part=part.value, from_group=from_group, values=dict(values), typed_by=by.name,
            typed_at=now.replace(microsecond=0),
        )  # fmt: skip
        session.add(row)
    else:
        unchanged(row.version, opened_on, {})
        row.values, row.typed_by, row.typed_at = dict(values), by.name, now.replace(microsecond=0)
        row.taken_on = None
    session.flush()
    _record(session, by, now, trajectory, row, "cijfers ingevuld")
    return row


def take_over_figures(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, part: FigurePart
) -> TypedFigures:
    """What the group typed becomes ours: from now on it counts. Raises as ``record_figures``."""
    allowed_to_handle(session, by, trajectory)
    theirs = typed_figures(session, trajectory.id, part, from_group=True)
    require(waiting_conditions(waits=theirs is not None and theirs.taken_on is None))
    assert theirs is not None  # waits
    ours = typed_figures(session, trajectory.id, part, from_group=False)
    row = record_figures(
        session, by, now, trajectory, part, values=theirs.values, opened_on=ours.version if ours else None
    )
    theirs.taken_on = now.date()
    session.flush()
    _record(session, by, now, trajectory, theirs, "cijfers overgenomen")
    return row


def _record(session: Session, by: Actor, now: datetime, trajectory: Trajectory, row: TypedFigures, verb: str) -> None:
    typed = "; ".join(f"{name}: {_told(value)}" for name, value in sorted(row.values.items()))
    what = f"{TITLES[FigurePart(row.part)]}: {typed or 'leeg'}"
    journal.record(session, by, now, verb=verb, kind="cijfers", thing=row.id, dossier=trajectory.number, what=what)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(one)}" for name, one in sorted(value.items())) or "geen"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "geen"
    return {True: "ja", False: "nee"}.get(value, str(value)) if isinstance(value, bool) else str(value)
