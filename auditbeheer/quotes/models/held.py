"""Which certificates a partnership holds, also those that were taken over or imported without a dossier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from auditbeheer.quotes.models.trajectory import CertifiedPeriod, Trajectory, holds
from auditbeheer.relations.models import PartnershipArea


def periods_held(session: Session, partnership_ids: Collection[int], day: date) -> dict[int, list[CertifiedPeriod]]:
    """Partnership -> the certified periods that it holds and that ``day`` does not lie behind, the last to end on top.

    An imported certificate names its areas and no partnership: whoever has the area now, holds it.
    """
    if not partnership_ids:
        return {}
    now = and_(PartnershipArea.area_id == CertifiedPeriod.area_id, PartnershipArea.left_on.is_(None))
    holder = func.coalesce(CertifiedPeriod.partnership_id, PartnershipArea.partnership_id)
    query = select(holder, CertifiedPeriod).outerjoin(PartnershipArea, now)
    query = query.where(holder.in_(partnership_ids), CertifiedPeriod.last_day >= day, holds())
    found: dict[int, list[CertifiedPeriod]] = {}
    for partnership_id, row in session.execute(query.order_by(CertifiedPeriod.last_day.desc(), CertifiedPeriod.id)):
        found.setdefault(partnership_id, []).append(row)
    return found


def with_a_dossier(session: Session, partnership_ids: Collection[int]) -> set[int]:
    """Which of these partnerships have a dossier that was not declined or withdrawn."""
    query = select(Trajectory.partnership_id).where(Trajectory.partnership_id.in_(partnership_ids))
    return set(session.scalars(query.where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))))
