"""Employees, their roles, failed log-ins, grants per thing, and the journal that nobody can change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import folded_line
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment, Versioned, words


class Employee(Versioned, Base):
    """A person of the body: staff member, auditor, decider, or an outsider with an account (CCV)."""

    __tablename__ = "employee"

    id: Mapped[Key] = mapped_column(init=False)
    name: Mapped[Line]
    email: Mapped[Line] = mapped_column(unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    home_postcode: Mapped[str] = mapped_column(String(7), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    left_on: Mapped[date | None] = mapped_column(default=None)
    session_stamp: Mapped[str] = mapped_column(String(32), default="")
    folded: Mapped[Line] = mapped_column(init=False, server_default=text("''"))
    roles: Mapped[list[EmployeeRole]] = relationship(
        back_populates="employee", cascade="all, delete-orphan", default_factory=list
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower"),)

    @validates("name")
    def _fold_name(self, _column: str, name: str) -> str:
        self.folded = folded_line(name)
        return name

    @property
    def short_name(self) -> str:
        """``Annelies Vos`` as ``A. Vos``, the way colleagues stand in lists."""
        first, _, rest = self.name.partition(" ")
        return f"{first[0]}.\u00a0{rest}" if rest else self.name

    @property
    def role_names(self) -> frozenset[Role]:
        """The roles as a set."""
        return frozenset(entry.role for entry in self.roles)


class EmployeeRole(Base):
    """One role of one employee."""

    __tablename__ = "employee_role"

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True, init=False)
    role: Mapped[Role] = mapped_column(words(Role), primary_key=True)
    employee: Mapped[Employee] = relationship(back_populates="roles", init=False, repr=False)


class StandIn(Base):
    """Who does the work of an absent colleague in a period. It ends by itself: nothing has to be switched off.

    ``ended_on``: the day from which it does not hold any more, when it was ended before its last day.
    """

    __tablename__ = "stand_in"

    id: Mapped[Key] = mapped_column(init=False)
    absent_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False, index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    absent: Mapped[Employee] = relationship(lazy="joined", foreign_keys=[absent_id])
    by: Mapped[Employee] = relationship(lazy="joined", foreign_keys=[by_id])
    ended_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        CheckConstraint("until_day >= from_day", name="ends_after_start"),
        CheckConstraint("absent_id <> by_id", name="somebody_else"),
    )


class FailedLogin(Base):
    """A log-in that failed: counted per address typed, so that guessing is slowed down (also across restarts)."""

    __tablename__ = "failed_login"

    id: Mapped[Key] = mapped_column(init=False)
    email: Mapped[Line] = mapped_column(index=True)
    at: Mapped[Happened]


class Grant(Base):
    """Access of one person to one thing, from a day, with the reason; ended by a day, never removed."""

    __tablename__ = "access_grant"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(60))
    why: Mapped[Line]
    from_day: Mapped[date]
    until_day: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (
        Index("ix_access_grant_thing", "kind", "thing"),
        Index(
            "uq_access_grant_open",
            "employee_id",
            "kind",
            "thing",
            "why",
            unique=True,
            sqlite_where=until_day.is_(None),
            postgresql_where=until_day.is_(None),
        ),
    )


class JournalEntry(Base):
    """One line of the logboek: who did what when and why. Append-only (a trigger), chained by hashes."""

    __tablename__ = "journal_entry"

    id: Mapped[Key] = mapped_column(init=False)
    at: Mapped[Happened]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    who: Mapped[Line]
    verb: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    dossier: Mapped[str | None] = mapped_column(String(20), default=None, index=True)

    __table_args__ = (
        UniqueConstraint("previous_hash"),
        Index("ix_journal_entry_kind_thing", "kind", "thing"),
    )


class PostedForm(Base):
    """A form that was carried out: sent again (double click, reload), it leads to the same result and no second one."""

    __tablename__ = "posted_form"

    form_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[Happened]
    result_url: Mapped[str] = mapped_column(String(500), default="")


class PersonalLink(Base):
    """A door for one person from outside (a client): what it opens, until when; only the hash of its code is kept."""

    __tablename__ = "personal_link"

    id: Mapped[Key] = mapped_column(init=False)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(200))
    person: Mapped[str] = mapped_column(String(60))
    name: Mapped[Line]
    email: Mapped[Line]
    dossier: Mapped[str | None] = mapped_column(String(20))
    made_at: Mapped[Happened]
    last_day: Mapped[date]
    opened_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    __table_args__ = (Index("ix_personal_link_thing", "scope", "thing"),)


class DemoClock(Base):
    """How far the demo's day is ahead of the real one; one row at most."""

    __tablename__ = "demo_clock"

    id: Mapped[Key] = mapped_column(init=False)
    days_ahead: Mapped[int] = mapped_column(default=0)


# Reads


def employee_by_email(session: Session, email: str) -> Employee | None:
    """Who has this address (typed in any case)."""
    return session.scalars(select(Employee).where(Employee.email == email.strip().lower())).one_or_none()


def employees_with(session: Session, role: Role, day: date) -> Sequence[Employee]:
    """Who has the role and has not left on ``day``, by name."""
    there = (Employee.left_on.is_(None)) | (Employee.left_on > day)
    query = select(Employee).join(EmployeeRole).where(EmployeeRole.role == role, there).order_by(Employee.name)
    return session.scalars(query).all()


def staff_on(session: Session, day: date) -> Sequence[Employee]:
    """Everybody who works here on ``day``, by name."""
    there = (Employee.left_on.is_(None)) | (Employee.left_on > day)
    return session.scalars(select(Employee).where(there).order_by(Employee.name, Employee.id)).all()


@asked_once
def stand_ins_from(session: Session, day: date) -> Sequence[StandIn]:
    """Those that hold on ``day`` or later, the first to begin on top."""
    still = StandIn.ended_on.is_(None) | (StandIn.ended_on > day)
    query = select(StandIn).where(StandIn.until_day >= day, still).order_by(StandIn.from_day, StandIn.id)
    return session.scalars(query).unique().all()


def stand_ins_by(session: Session, employee_id: int, day: date) -> Sequence[StandIn]:
    """For whom this employee does the work on ``day``."""
    rows = stand_ins_from(session, day)
    return [row for row in rows if row.by_id == employee_id and row.from_day <= day]


def failures_since(session: Session, email: str, moment: datetime) -> int:
    """How often a log-in with this address failed since ``moment``."""
    return len(
        session.scalars(select(FailedLogin.id).where(FailedLogin.email == email, FailedLogin.at >= moment)).all()
    )


@asked_once
def last_entry(session: Session) -> JournalEntry | None:
    """The newest line of the journal."""
    return session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one_or_none()


def entries_of(session: Session, dossier: str, limit: int = 500) -> Sequence[JournalEntry]:
    """The time line of a dossier, newest first."""
    query = select(JournalEntry).where(JournalEntry.dossier == dossier)
    query = query.order_by(JournalEntry.at.desc(), JournalEntry.id.desc()).limit(limit)
    return session.scalars(query).all()


def journal_page(session: Session, page: int, size: int) -> Sequence[JournalEntry]:
    """A page of the journal, newest first, with one line more than ``size`` when there is more."""
    query = select(JournalEntry).order_by(JournalEntry.id.desc())
    return session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def everybody(session: Session) -> Sequence[Employee]:
    """All employees by name, who left last."""
    return session.scalars(select(Employee).order_by(Employee.left_on.is_not(None), Employee.name)).all()
