"""How much work somebody is meant to do in a year, and how much stands and was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.planning.models.audits import Assignment, Audit, TeamRole
from auditbeheer.plumbing.tables import Base, Happened, Key

LEADING = (TeamRole.LEAD, TeamRole.TRAINEE_LEAD)


class WorkTarget(Base):
    """The least, the aim and the most of somebody's year, in audits and in hours; None where there is none.

    A later row takes over the one before it.
    """

    __tablename__ = "work_target"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    set_at: Mapped[Happened]
    audits_minimum: Mapped[int | None] = mapped_column(default=None)
    audits_target: Mapped[int | None] = mapped_column(default=None)
    audits_maximum: Mapped[int | None] = mapped_column(default=None)
    hours_minimum: Mapped[int | None] = mapped_column(default=None)
    hours_target: Mapped[int | None] = mapped_column(default=None)
    hours_maximum: Mapped[int | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_work_target_person", "employee_id", "year"),
        CheckConstraint("audits_minimum <= audits_target AND audits_target <= audits_maximum", name="audits_in_order"),
        CheckConstraint("audits_minimum <= audits_maximum", name="audits_not_crossed"),
        CheckConstraint("hours_minimum <= hours_target AND hours_target <= hours_maximum", name="hours_in_order"),
        CheckConstraint("hours_minimum <= hours_maximum", name="hours_not_crossed"),
    )


@dataclass(frozen=True)
class YearLoad:
    """What somebody leads in a year: audits and hours, of which held; of an extra assessment only the hours count."""

    audits: int = 0
    hours: Decimal = Decimal(0)
    held_audits: int = 0
    held_hours: Decimal = Decimal(0)


# Reads


def targets_in(session: Session, years: Sequence[int]) -> dict[tuple[int, int], WorkTarget]:
    """The targets that hold, by person and year."""
    rows = session.scalars(select(WorkTarget).where(WorkTarget.year.in_(years)).order_by(WorkTarget.id))
    return {(row.employee_id, row.year): row for row in rows}


def loads_in(session: Session, year: int, *, but: int | None = None) -> dict[int, YearLoad]:
    """What everybody leads in a calendar year, by person; ``but``: without this audit."""
    held, is_audit = Audit.held_on.is_not(None), case((Audit.extra_id.is_(None), 1), else_=0)
    query = (
        select(Assignment.employee_id, held, func.sum(is_audit), func.sum(Audit.hours))
        .join(Audit, Audit.id == Assignment.audit_id)
        .where(
            Audit.day.between(date(year, 1, 1), date(year, 12, 31)),
            Audit.cancelled_on.is_(None),
            Assignment.withdrawn_on.is_(None),
            Assignment.role.in_(LEADING),
        )
        .group_by(Assignment.employee_id, held)
    )
    if but is not None:
        query = query.where(Audit.id != but)
    found: dict[int, YearLoad] = {}
    for person, was_held, audits, hours in session.execute(query):
        one = found.get(person, YearLoad())
        found[person] = YearLoad(
            one.audits + audits, one.hours + hours,
            one.held_audits + (audits if was_held else 0), one.held_hours + (hours if was_held else Decimal(0)),
        )  # fmt: skip
    return found
