"""What is known of a person as auditor: evidence, acts, experience, impartiality (rulebook QUA-*)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, words
from auditbeheer.relations.models import Partnership


class QualifiedAs(StrEnum):
    """The two capacities that a scheme knows (B4 §6.2.1, §6.2.2)."""

    AUDITOR = "auditor"
    SCHEME_MANAGER = "schemamanager"


class QualificationActKind(StrEnum):
    """What was done to a qualification."""

    QUALIFIED = "gekwalificeerd"
    SUSPENDED = "geschorst"
    RESTORED = "hersteld"


class ExperienceKind(StrEnum):
    """How somebody took part in an audit."""

    ATTENDED = "bijgewoond"
    INDEPENDENT = "zelfstandig"
    LED = "uitgevoerd"


class ExperienceState(StrEnum):
    """Expected by the planning, held, or withdrawn."""

    EXPECTED = "verwacht"
    HELD = "gehouden"
    WITHDRAWN = "vervallen"


class Evidence(Base):
    """Proof of one criterion of one scheme for one person, judged by somebody; a later row takes over."""

    __tablename__ = "evidence"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    scheme: Mapped[str] = mapped_column(String(40))
    criterion: Mapped[str] = mapped_column(String(60))
    met: Mapped[bool]
    document: Mapped[Line]
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    judged_on: Mapped[date]
    valid_until: Mapped[date | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    file: Mapped[StoredFile | None] = relationship(init=False)

    __table_args__ = (
        CheckConstraint("judged_by_id <> employee_id", name="nobody_judges_themselves"),
        Index("ix_evidence_person", "employee_id", "scheme", "criterion"),
    )


class QualificationAct(Base):
    """Qualified, suspended or restored: an act with day and reason; nobody does it to themselves (QUA-1)."""

    __tablename__ = "qualification_act"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(40))
    capacity: Mapped[QualifiedAs] = mapped_column(words(QualifiedAs))
    kind: Mapped[QualificationActKind] = mapped_column(words(QualificationActKind))
    on_day: Mapped[date]
    why: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[Happened]

    __table_args__ = (CheckConstraint("by_id <> employee_id", name="nobody_qualifies_themselves"),)


class Experience(Base):
    """One audit in somebody's ledger; ``audit_ref`` is the dossier number, or a text for an imported one."""

    __tablename__ = "experience"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    audit_ref: Mapped[Line]
    scheme: Mapped[str] = mapped_column(String(40))
    area_type: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ExperienceKind] = mapped_column(words(ExperienceKind))
    state: Mapped[ExperienceState] = mapped_column(words(ExperienceState))
    on_day: Mapped[date]
    verdict_positive: Mapped[bool | None] = mapped_column(default=None)
    verdict_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    source: Mapped[Line] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("employee_id", "audit_ref"),
        CheckConstraint("verdict_by_id IS NULL OR verdict_by_id <> employee_id", name="nobody_judges_own_audit"),
    )


class Guidance(Base):
    """Somebody advised or guided a partnership in a period: not impartial for a while afterwards (QUA-7)."""

    __tablename__ = "guidance"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    what: Mapped[Line]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    source: Mapped[Line] = mapped_column(default="")
    partnership: Mapped[Partnership] = relationship(init=False, lazy="joined")


class ImpartialityDeclaration(Base):
    """The yearly declaration; without it nobody is assigned (QUA-7)."""

    __tablename__ = "impartiality_declaration"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    declared_on: Mapped[date]

    __table_args__ = (UniqueConstraint("employee_id", "year"),)


# Reads


def people_with_a_file(session: Session) -> Sequence[Employee]:
    """Everybody of whom an act, evidence or experience as auditor is known, or who has a role that can be in a team."""
    from auditbeheer.accounts.models import EmployeeRole  # noqa: PLC0415 - only this read needs it
    from auditbeheer.accounts.permissions import Role  # noqa: PLC0415

    team_roles = select(EmployeeRole.employee_id).where(EmployeeRole.role.in_([Role.AUDITOR, Role.SCHEME_MANAGER]))
    return session.scalars(select(Employee).where(Employee.id.in_(team_roles)).order_by(Employee.name)).all()
