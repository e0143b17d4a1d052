"""Reads about the hours of audits: who is busy in a week, and how many hours an agreement says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.planning.models.audits import ITS_DOSSIER, Assignment, Audit
from auditbeheer.plumbing.db import asked_once
from auditbeheer.quotes.models import Agreement


def assignments_around(session: Session, first: date, last: date) -> Sequence[Assignment]:
    """Who is in an audit on these days, or in one whose documents are reviewed then, by the hour."""
    near = Assignment.day.between(first, last) | Audit.document_review_on.between(first, last)
    query = select(Assignment).join(Assignment.audit).where(near, Assignment.withdrawn_on.is_(None))
    query = query.options(ITS_DOSSIER).order_by(Assignment.starts_at, Assignment.id)
    return session.scalars(query).unique().all()


@asked_once
def hours_signed(session: Session, *trajectory_ids: int) -> dict[int, Decimal]:
    """The hours of the agreements of these trajectories, by the trajectory's id."""
    query = select(Agreement.trajectory_id, Agreement.hours).where(Agreement.trajectory_id.in_(trajectory_ids))
    return {row[0]: row[1] for row in session.execute(query)}
