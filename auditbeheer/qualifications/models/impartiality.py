"""With whom people of the office were involved, and what they declare about it each year (rulebook QUA-7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.db import asked_of_each
from auditbeheer.plumbing.tables import Base, Key, Line, words
from auditbeheer.qualifications.models.personnel import people_with_a_file
from auditbeheer.relations.models import Bureau, Partnership, Party


class GuidanceKind(StrEnum):
    """In which way somebody was involved; each kind keeps the same distance (own rule)."""

    ADVICE = "advies"
    GUIDANCE = "begeleiding"
    EMPLOYMENT = "dienstverband"
    INTEREST = "familie of zakelijk belang"
    OTHER = "anders"


class Guidance(Base):
    """Somebody was involved with a partnership, or with a bureau and so with every partnership that it helped then.

    Not impartial towards those for a while afterwards (QUA-7). ``until_day`` None: it still goes on.
    """

    __tablename__ = "guidance"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    what: Mapped[Line]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), default=None)
    bureau_id: Mapped[int | None] = mapped_column(ForeignKey("bureau.id"), default=None)
    kind: Mapped[GuidanceKind] = mapped_column(words(GuidanceKind), default=GuidanceKind.GUIDANCE)
    source: Mapped[Line] = mapped_column(default="")
    partnership: Mapped[Partnership | None] = relationship(init=False, lazy="joined")
    bureau: Mapped[Bureau | None] = relationship(init=False, lazy="joined")

    __table_args__ = (
        CheckConstraint("(partnership_id IS NULL) <> (bureau_id IS NULL)", name="a_partnership_or_a_bureau"),
        CheckConstraint("until_day IS NULL OR until_day >= from_day", name="ends_after_begin"),
    )

    @property
    def with_whom(self) -> str:
        """The name of the partnership or the bureau."""
        named = self.partnership or self.bureau
        return named.name if named else ""


class ImpartialityDeclaration(Base):
    """The yearly declaration; without it nobody is assigned (QUA-7)."""

    __tablename__ = "impartiality_declaration"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    declared_on: Mapped[date]

    __table_args__ = (UniqueConstraint("employee_id", "year"),)


# Reads


def guidance_of(session: Session, people: Sequence[int] | None = None) -> Sequence[Guidance]:
    """With which partnerships and bureaus these people were involved (None: everybody), newest first."""
    query = select(Guidance).order_by(Guidance.from_day.desc(), Guidance.id.desc())
    if people is not None:
        query = query.where(Guidance.employee_id.in_(people))
    return session.scalars(query).unique().all()


def groups_of(session: Session, bureaus: Collection[int]) -> Sequence[Party]:
    """What these bureaus are in each partnership that they help or helped, with the partnership."""
    if not bureaus:
        return []
    query = select(Party).join(Party.partnership).where(Party.bureau_id.in_(bureaus))
    return session.scalars(query.order_by(Partnership.sort_key, Party.id)).unique().all()


@asked_of_each("employee_id", "year", newest_first=True)
def declarations_of(session: Session, people: Sequence[int]) -> Sequence[ImpartialityDeclaration]:
    """The yearly declarations of these people, newest first."""
    query = select(ImpartialityDeclaration).where(ImpartialityDeclaration.employee_id.in_(people))
    return session.scalars(query.order_by(ImpartialityDeclaration.year.desc())).all()


def declared_for(session: Session, year: int) -> frozenset[int]:
    """Who declared to be impartial over this year."""
    query = select(ImpartialityDeclaration.employee_id).where(ImpartialityDeclaration.year == year)
    return frozenset(session.scalars(query).all())


def undeclared(session: Session, today: date) -> Sequence[Employee]:
    """Who can be in a team, works here today, and did not declare to be impartial over this year."""
    here = [one for one in people_with_a_file(session) if one.left_on is None or one.left_on > today]
    able = [one for one in here if one.role_names & {Role.AUDITOR, Role.SCHEME_MANAGER}]
    rows = declarations_of(session, [one.id for one in able])
    told = {row.employee_id for row in rows if row.year == today.year}
    return [one for one in able if one.id not in told]


def partnership_names(session: Session) -> Sequence[tuple[int, str]]:
    """Every partnership with its name, in the order of a Dutch list."""
    query = select(Partnership.id, Partnership.name).order_by(Partnership.sort_key, Partnership.id)
    return [(row[0], row[1]) for row in session.execute(query).all()]
