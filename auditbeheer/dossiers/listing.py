"""The list of dossiers in a constant number of queries: trajectories, their areas, and one word on how far each is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from auditbeheer.certificates.models import Certificate
from auditbeheer.decisions.models import Decision, Verdict, decisions_in
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Audit
from auditbeheer.quotes.models import Agreement, Quote, Renewal, Trajectory, foreseen_page
from auditbeheer.quotes.service import renewal_days_of, renewal_places, renewal_scheme
from auditbeheer.relations.models import Partnership

PAGE_SIZE = 50
Fact = TypeVar("Fact", Certificate, Audit, Agreement, Quote)


@dataclass(frozen=True)
class Row:
    """One dossier in the list: the step it is at, and the day that goes with it."""

    trajectory: Trajectory
    places: str
    step: str
    day: date | None


@dataclass(frozen=True)
class Listing:
    """A page of the list; ``first`` is the place of its first row among ``total``."""

    rows: Sequence[Row]
    first: int
    total: int
    page: int


@dataclass(frozen=True)
class Foreseen:
    """A recertification that nobody started yet: not a dossier, and no number."""

    renewal: Renewal
    places: str
    scheme: str | None
    begins: date


def foreseen_list(session: Session, today: date, *, wanted: str = "", page: int = 1) -> list[Foreseen]:
    """One page of what is foreseen, the first to end on top. ``wanted``: holder, or number of the certificate."""
    rules, found = own_rules_on(session, today), []
    for row in foreseen_page(session, wanted, (page - 1) * PAGE_SIZE, PAGE_SIZE):
        scheme = renewal_scheme(row, schemes(), rules)
        begins = renewal_days_of(row, schemes(), rules).begins.value
        found.append(Foreseen(row, renewal_places(row), scheme.key if scheme else None, begins))
    return found


@dataclass(frozen=True)
class Facts:
    """What is known of one dossier, newest step last."""

    trajectory: Trajectory
    quote: Quote | None
    agreement: Agreement | None
    audit: Audit | None
    decision: Decision | None
    certificate: Certificate | None


def dossier_list(
    session: Session, today: date, *, wanted: str = "", page: int = 1, only: Collection[str] | None = None
) -> Listing:
    """One page, newest dossier first; ``wanted``: folded text that the partnership's name holds.

    ``only``: the numbers that may be seen; None for who sees all.
    """
    query = select(Trajectory).join(Trajectory.partnership)
    if only is not None:
        query = query.where(Trajectory.number.in_(only))
    if wanted:
        query = query.where(Partnership.folded.contains(wanted, autoescape=True))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    offset = (page - 1) * PAGE_SIZE
    chosen = session.scalars(query.order_by(Trajectory.id.desc()).limit(PAGE_SIZE).offset(offset)).unique().all()
    return Listing(rows=rows_of(session, chosen, today), first=offset + 1, total=total, page=page)


def rows_of(session: Session, trajectories: Sequence[Trajectory], today: date) -> list[Row]:
    """How far each of these is, in the same few queries however many there are."""
    ids = [trajectory.id for trajectory in trajectories]
    certificates = _by_trajectory(session, Certificate, ids)
    audits = _by_trajectory(session, Audit, ids, Audit.cancelled_on.is_(None), Audit.extra_id.is_(None))
    agreements = _by_trajectory(session, Agreement, ids)
    quotes = _by_trajectory(session, Quote, ids, Quote.superseded_on.is_(None))
    decided = decisions_in(session, ids)
    return [
        _row(
            Facts(one, quotes.get(one.id), agreements.get(one.id), audits.get(one.id), decided.get(one.id),
                  certificates.get(one.id)),
            today,
        )
        for one in trajectories
    ]  # fmt: skip


def _by_trajectory(
    session: Session, kind: type[Fact], ids: Sequence[int], *where: ColumnElement[bool]
) -> Mapping[int, Fact]:
    rows: Sequence[Fact] = session.scalars(select(kind).where(kind.trajectory_id.in_(ids), *where)).unique().all()
    return {int(row.trajectory_id or 0): row for row in rows}


def _row(facts: Facts, today: date) -> Row:
    places = ", ".join(dict.fromkeys(link.area.municipality.name for link in facts.trajectory.areas))
    for look in STEPS_BACK:
        if found := look(facts, today):
            return Row(facts.trajectory, places, *found)
    return Row(facts.trajectory, places, "Aanvraag", facts.trajectory.applied_on)


Place = tuple[str, date | None]


def _closed(facts: Facts, _today: date) -> Place | None:
    one = facts.trajectory
    return ("Gesloten", one.declined_on or one.withdrawn_on) if one.ended else None


def _certified(facts: Facts, _today: date) -> Place | None:
    return ("Certificaat", facts.certificate.last_day) if facts.certificate else None


def _decided(facts: Facts, _today: date) -> Place | None:
    if facts.decision is None:
        return None
    return ("Geweigerd" if facts.decision.verdict is Verdict.REFUSED else "Besluit"), facts.decision.on_day


def _audited(facts: Facts, today: date) -> Place | None:
    if facts.audit is None:
        return None
    return ("Audit" if facts.audit.day >= today else "Rapport en besluit"), facts.audit.day


def _agreed(facts: Facts, _today: date) -> Place | None:
    return ("Planning", None) if facts.agreement else None


def _quoted(facts: Facts, _today: date) -> Place | None:
    return ("Offerte", facts.quote.valid_until) if facts.quote else None


# From the last step back to the first: the first one that has a fact is where the dossier is.
STEPS_BACK: tuple[Callable[[Facts, date], Place | None], ...] = (
    _closed, _certified, _decided, _audited, _agreed, _quoted,
)  # fmt: skip
