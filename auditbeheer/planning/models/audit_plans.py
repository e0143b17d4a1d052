"""The audit plan as it was sent, each time anew, and objections of the client to a team member (PLA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from auditbeheer.planning.models.audits import Assignment, Audit
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment, Versioned


class AuditPlan(Base):
    """A plan that was sent; it never changes, a new edition takes its place.

    ``programme``: rows with ``van``, ``tot``, ``wat`` and ``wie``; ``team``: name and part; ``present``: who must be
    there, party by party.
    """

    __tablename__ = "audit_plan"

    id: Mapped[Key] = mapped_column(init=False)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), init=False)
    edition: Mapped[int]
    sent_at: Mapped[Happened]
    sent_by: Mapped[Line]
    sent_to: Mapped[Line]
    room: Mapped[str] = mapped_column(Text)
    programme: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    team: Mapped[list[list[str]]] = mapped_column(JSON)
    present: Mapped[list[str]] = mapped_column(JSON)
    audit: Mapped[Audit] = relationship()
    remark: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("audit_id", "edition"),)


class TeamObjection(Versioned, Base):
    """The client objects to a member of the team, with the reason; honoured or not, with ours."""

    __tablename__ = "team_objection"

    id: Mapped[Key] = mapped_column(init=False)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), init=False, index=True)
    at: Mapped[Happened]
    by_name: Mapped[Line]
    person: Mapped[str] = mapped_column(String(60))
    email: Mapped[Line]
    why: Mapped[str] = mapped_column(Text)
    assignment: Mapped[Assignment] = relationship()
    decided_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    decided_by: Mapped[Line] = mapped_column(default="")
    decided_why: Mapped[str] = mapped_column(Text, default="")
    honoured: Mapped[bool | None] = mapped_column(default=None)

    __table_args__ = (
        Index(
            "uq_team_objection_open",
            "assignment_id",
            unique=True,
            sqlite_where=decided_at.is_(None),
            postgresql_where=decided_at.is_(None),
        ),
    )


# Reads


def plans_of(session: Session, audit_ids: Sequence[int]) -> Sequence[AuditPlan]:
    """Every plan that was sent for these audits, the newest first."""
    query = select(AuditPlan).where(AuditPlan.audit_id.in_(audit_ids)).order_by(AuditPlan.id.desc())
    return session.scalars(query).unique().all()


@asked_once
def objections_in(session: Session, trajectory_ids: tuple[int, ...]) -> Sequence[TeamObjection]:
    """Every objection to whoever was in a team of these dossiers, of audits that were moved or called off too."""
    query = select(TeamObjection).join(TeamObjection.assignment).join(Assignment.audit)
    query = query.where(Audit.trajectory_id.in_(trajectory_ids)).order_by(TeamObjection.id.desc())
    whole = joinedload(TeamObjection.assignment).joinedload(Assignment.audit)
    return session.scalars(query.options(whole)).unique().all()


def objections_of(session: Session, audit_ids: Sequence[int]) -> Sequence[TeamObjection]:
    """Every objection to somebody in the teams of these audits, the newest first."""
    query = select(TeamObjection).join(TeamObjection.assignment).where(Assignment.audit_id.in_(audit_ids))
    return session.scalars(query.options(joinedload(TeamObjection.assignment)).order_by(TeamObjection.id.desc())).all()
