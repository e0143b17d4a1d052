"""What is known of a person as auditor: evidence, acts, experience (rulebook QUA-1 to QUA-5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column, relationship, selectinload

from auditbeheer.accounts.models import Employee, EmployeeRole
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.db import asked_of_each, asked_once
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, words


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
    """Proof of one criterion of one scheme for one person, judged by somebody else; a later row takes over.

    ``amount``: years shown, where the criterion asks for a number of years. ``covers_from`` and ``covers_until``: the
    period that the document is about (a job of six years), ``valid_until`` how long it counts.
    """

    __tablename__ = "evidence"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    scheme: Mapped[str] = mapped_column(String(40))
    criterion: Mapped[str] = mapped_column(String(60))
    met: Mapped[bool]
    document: Mapped[Line]
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    judged_on: Mapped[date]
    amount: Mapped[int | None] = mapped_column(default=None)
    valid_until: Mapped[date | None] = mapped_column(default=None)
    covers_from: Mapped[date | None] = mapped_column(default=None)
    covers_until: Mapped[date | None] = mapped_column(default=None)
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


# Reads


@asked_once
def people_with_a_file(session: Session) -> Sequence[Employee]:
    """Everybody who has, or had, a role that can be in a team, or of whom an act is known; by name."""
    team_roles = select(EmployeeRole.employee_id).where(EmployeeRole.role.in_([Role.AUDITOR, Role.SCHEME_MANAGER]))
    known = select(QualificationAct.employee_id)
    query = select(Employee).where(Employee.id.in_(team_roles) | Employee.id.in_(known))
    query = query.options(selectinload(Employee.roles)).order_by(Employee.name, Employee.id)
    return session.scalars(query).all()


@asked_of_each("employee_id", "judged_on", "id")
def evidence_of(session: Session, people: Sequence[int]) -> Sequence[Evidence]:
    """All judged evidence of these people, oldest first."""
    query = select(Evidence).where(Evidence.employee_id.in_(people)).order_by(Evidence.judged_on, Evidence.id)
    return session.scalars(query).all()


@asked_of_each("employee_id", "on_day", "id")
def acts_of(session: Session, people: Sequence[int]) -> Sequence[QualificationAct]:
    """All acts on these people, oldest first."""
    query = select(QualificationAct).where(QualificationAct.employee_id.in_(people))
    return session.scalars(query.order_by(QualificationAct.on_day, QualificationAct.id)).all()


@asked_of_each("employee_id", "on_day", "id")
def experience_of(session: Session, people: Sequence[int]) -> Sequence[Experience]:
    """The ledgers of these people, oldest first."""
    query = select(Experience).where(Experience.employee_id.in_(people)).order_by(Experience.on_day, Experience.id)
    return session.scalars(query).all()


def experience_for(session: Session, employee_id: int, audit_ref: str) -> Experience | None:
    """One line of somebody's ledger."""
    query = select(Experience).where(Experience.employee_id == employee_id, Experience.audit_ref == audit_ref)
    return session.scalars(query).one_or_none()


def experience_in(session: Session, audit_ref: str) -> Sequence[Experience]:
    """Everybody's lines about one audit."""
    return session.scalars(select(Experience).where(Experience.audit_ref == audit_ref).order_by(Experience.id)).all()


def people_by_id(session: Session, keys: Sequence[int]) -> Sequence[Employee]:
    """These people."""
    return session.scalars(select(Employee).where(Employee.id.in_(keys))).all()


def evidence_that_ends(session: Session, first: date, last: date, today: date) -> Sequence[tuple[Evidence, Employee]]:
    """Evidence that runs out in a period, with whom it is of; only the newest judgement of each criterion counts.

    Of whoever works here on ``today``, and not of whoever will have left by the day on which it runs out.
    """
    newer = aliased(Evidence)
    stays = (Employee.left_on > today) & (Employee.left_on > Evidence.valid_until)
    query = (
        select(Evidence, Employee)
        .join(Employee, Employee.id == Evidence.employee_id)
        .where(Evidence.valid_until.between(first, last), Evidence.met, Employee.left_on.is_(None) | stays)
        .where(
            ~select(newer.id)
            .where(
                newer.employee_id == Evidence.employee_id,
                newer.scheme == Evidence.scheme,
                newer.criterion == Evidence.criterion,
                newer.id > Evidence.id,
            )
            .exists()
        )
        .order_by(Evidence.valid_until, Evidence.id)
    )
    return [(row[0], row[1]) for row in session.execute(query).all()]


def verdicts_to_give(session: Session) -> Sequence[tuple[Experience, Employee]]:
    """Audits that a trainee led and that were held, without a verdict yet."""
    query = (
        select(Experience, Employee)
        .join(Employee, Employee.id == Experience.employee_id)
        .where(
            Experience.kind == ExperienceKind.INDEPENDENT,
            Experience.state == ExperienceState.HELD,
            Experience.verdict_positive.is_(None),
        )
        .order_by(Experience.on_day, Experience.id)
    )
    return [(row[0], row[1]) for row in session.execute(query).all()]
