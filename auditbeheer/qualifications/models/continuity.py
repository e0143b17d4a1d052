"""What was decided about a year with too few assessments (rulebook QUA-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.tables import Base, Happened, Key, words


class ShortfallVerdict(StrEnum):
    """What the scheme manager decides; the suspension itself is an act of its own."""

    KEPT = "behouden met een maatregel"
    SUSPENDED = "geschorst"


class ShortfallDecision(Base):
    """A decision about one year of one auditor under one scheme; written once, a later one takes over.

    ``expected``: how many were done and planned when it was taken; a year that ends with fewer asks again.
    """

    __tablename__ = "shortfall_decision"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    scheme: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    verdict: Mapped[ShortfallVerdict] = mapped_column(words(ShortfallVerdict))
    expected: Mapped[int]
    needed: Mapped[int]
    measure: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    on_day: Mapped[date]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[Happened]

    __table_args__ = (
        CheckConstraint("by_id <> employee_id", name="nobody_decides_on_themselves"),
        Index("ix_shortfall_decision_person", "employee_id", "scheme", "year"),
    )


# Reads


def shortfall_decisions(session: Session, people: Sequence[int]) -> Sequence[ShortfallDecision]:
    """What was decided about these people, oldest first."""
    query = select(ShortfallDecision).where(ShortfallDecision.employee_id.in_(people))
    return session.scalars(query.order_by(ShortfallDecision.id)).all()
