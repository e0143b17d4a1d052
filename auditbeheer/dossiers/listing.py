"""The list of dossiers in a constant number of queries: trajectories, their areas, and one word on how far each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.certificates.models import Certificate
from auditbeheer.decisions.models import Verdict, decisions_in
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.work import StepState
from auditbeheer.quotes.models import Agreement, Quote, Trajectory
from auditbeheer.relations.models import Partnership

PAGE_SIZE = 50


@dataclass(frozen=True)
class Row:
    """One dossier in the list: where it is in the chain, and since or until when."""

    trajectory: Trajectory
    places: str
    step: str
    state: StepState
    day: date | None


@dataclass(frozen=True)
class Listing:
    """A page of the list."""

    rows: Sequence[Row]
    first: int
    total: int
    page: int


def dossier_list(session: Session, today: date, *, wanted: str = "", page: int = 1) -> Listing:
    """One page, newest dossier first; ``wanted``: folded text that the partnership's name holds."""
    query = select(Trajectory).join(Trajectory.partnership)
    if wanted:
        query = query.where(Partnership.folded.contains(wanted, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    offset = (page - 1) * PAGE_SIZE
    chosen = session.scalars(query.order_by(Trajectory.id.desc()).limit(PAGE_SIZE).offset(offset)).unique().all()
    return Listing(rows=_rows(session, chosen, today), first=offset + 1, total=total, page=page)


def _rows(session: Session, trajectories: Sequence[Trajectory], today: date) -> list[Row]:
    ids = [trajectory.id for trajectory in trajectories]
    by_trajectory = {
        "certificate": _by(session, Certificate, ids),
        "audit": _by(session, Audit, ids, Audit.cancelled_on.is_(None)),
        "agreement": _by(session, Agreement, ids),
        "quote": _by(session, Quote, ids, Quote.superseded_on.is_(None)),
    }
    decided = decisions_in(session, ids)
    return [_row(trajectory, by_trajectory, decided.get(trajectory.id), today) for trajectory in trajectories]


def _by(session: Session, kind: type, ids: Sequence[int], *where: object) -> dict[int, object]:
    query = select(kind).where(kind.trajectory_id.in_(ids), *where)  # type: ignore[attr-defined, arg-type]
    return {row.trajectory_id: row for row in session.scalars(query).unique()}


def _row(trajectory: Trajectory, facts: dict[str, dict[int, object]], decision: object, today: date) -> Row:
    places = ", ".join(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))
    step, state, day = _how_far(trajectory, facts, decision, today)
    return Row(trajectory=trajectory, places=places, step=step, state=state, day=day)


def _how_far(
    trajectory: Trajectory, facts: dict[str, dict[int, object]], decision: object, today: date
) -> tuple[str, StepState, date | None]:
    key = trajectory.id
    if trajectory.ended:
        return "Gesloten", StepState.NOT_NEEDED, trajectory.declined_on or trajectory.withdrawn_on
    if certificate := facts["certificate"].get(key):
        return "Certificaat", StepState.DONE, certificate.last_day  # type: ignore[attr-defined]
    if decision is not None:
        refused = decision.verdict is Verdict.REFUSED  # type: ignore[attr-defined]
        return ("Geweigerd" if refused else "Besluit"), StepState.DONE, decision.on_day  # type: ignore[attr-defined]
    if audit := facts["audit"].get(key):
        word = "Audit" if audit.day >= today else "Rapport en besluit"  # type: ignore[attr-defined]
        return word, StepState.BUSY, audit.day  # type: ignore[attr-defined]
    if facts["agreement"].get(key):
        return "Planning", StepState.NOT_BEGUN, None
    if quote := facts["quote"].get(key):
        waits = quote.sent_at is not None and quote.accepted_on is None  # type: ignore[attr-defined]
        return "Offerte", StepState.WAITING if waits else StepState.BUSY, quote.valid_until  # type: ignore[attr-defined]
    return "Aanvraag", StepState.BUSY, trajectory.applied_on
