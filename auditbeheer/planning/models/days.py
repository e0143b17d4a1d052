"""The question on which day everybody of a working group can (AUD-1): its days, who is asked, what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Select, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.models.extra import ExtraAssessment
from auditbeheer.plumbing.db import asked_once, asked_whole
from auditbeheer.plumbing.tables import Base, Happened, Hours, Key, Line, Moment, Versioned, words
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Party, Representative


class Suits(StrEnum):
    """Whether a day suits somebody."""

    CAN = "kan"
    RATHER_NOT = "liever niet"
    CANNOT = "kan niet"


class DayQuestion(Versioned, Base):
    """A working group is asked which of these days suits; one question about one visit is open at a time.

    ``extra``: the extra assessment that it is about; None: the audit itself.
    ``closed_at``: a day was chosen (``chosen_day``), or the question was taken back or asked anew, with its reason.
    ``lead``: who was named as leading the audit, when that was known.
    """

    __tablename__ = "day_question"

    id: Mapped[Key] = mapped_column(init=False)
    trajectory_id: Mapped[int] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    asked_at: Mapped[Happened]
    asked_by: Mapped[Line]
    answer_by: Mapped[date]
    starts_at: Mapped[time]
    place: Mapped[Line]
    trajectory: Mapped[Trajectory] = relationship()
    on_location: Mapped[Hours | None] = mapped_column(default=None)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), init=False, default=None)
    lead: Mapped[Employee | None] = relationship(default=None)
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra_assessment.id"), init=False)
    extra: Mapped[ExtraAssessment | None] = relationship(lazy="joined", default=None)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    closed_why: Mapped[str] = mapped_column(Text, default="")
    chosen_day: Mapped[date | None] = mapped_column(default=None)
    days: Mapped[list[AskedDay]] = relationship(
        init=False, back_populates="question", default_factory=list, order_by="AskedDay.day"
    )
    people: Mapped[list[AskedPerson]] = relationship(
        init=False, back_populates="question", default_factory=list, order_by="AskedPerson.id"
    )

    __table_args__ = (
        Index(
            "uq_day_question_open",
            "trajectory_id",
            unique=True,
            sqlite_where=closed_at.is_(None) & extra_id.is_(None),
            postgresql_where=closed_at.is_(None) & extra_id.is_(None),
        ),
        Index(
            "uq_day_question_extra_open",
            "extra_id",
            unique=True,
            sqlite_where=closed_at.is_(None),
            postgresql_where=closed_at.is_(None),
        ),
    )

    @property
    def page(self) -> str:
        """Where its answers stand for the office."""
        own = f"/extra/{self.extra_id}" if self.extra_id is not None else ""
        return f"/dossiers/{self.trajectory.number}/planning{own}/datum"

    @property
    def name(self) -> str:
        """What the day is for, in a word."""
        return "audit" if self.extra_id is None else "extra beoordeling"

    @property
    def parties(self) -> list[Party]:
        """The parties that were asked, each once."""
        return list({person.party_id: person.party for person in self.people}.values())


class AskedDay(Base):
    """A day that is put to the working group, with the day of the document review that goes with it."""

    __tablename__ = "asked_day"

    id: Mapped[Key] = mapped_column(init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("day_question.id"), init=False)
    day: Mapped[date]
    question: Mapped[DayQuestion] = relationship(back_populates="days", repr=False)
    review_on: Mapped[date | None] = mapped_column(default=None)

    __table_args__ = (UniqueConstraint("question_id", "day"),)


class AskedPerson(Base):
    """Who is asked, for which party. Without an e-mail address somebody calls; without a person, the party itself.

    ``handed_back_at``: said not to be the right one.
    """

    __tablename__ = "asked_person"

    id: Mapped[Key] = mapped_column(init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("day_question.id"), init=False, index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), init=False)
    representative_id: Mapped[int | None] = mapped_column(ForeignKey("representative.id"), init=False, default=None)
    name: Mapped[Line]
    email: Mapped[Line]
    question: Mapped[DayQuestion] = relationship(back_populates="people", repr=False)
    party: Mapped[Party] = relationship()
    representative: Mapped[Representative | None] = relationship(default=None)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    handed_back_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    replies: Mapped[list[DayReply]] = relationship(
        init=False, back_populates="person", default_factory=list, order_by="DayReply.id"
    )

    __table_args__ = (UniqueConstraint("question_id", "party_id", "representative_id"),)

    @property
    def newest(self) -> DayReply | None:
        """What this person answered last; that counts."""
        return self.replies[-1] if self.replies else None

    @property
    def silent(self) -> bool:
        """Whether an answer is still expected."""
        return not self.replies and self.handed_back_at is None


class DayReply(Base):
    """An answer, once written; a change of mind is a new one. ``on_behalf``: told to us by phone and written down."""

    __tablename__ = "day_reply"

    id: Mapped[Key] = mapped_column(init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("asked_person.id"), init=False, index=True)
    at: Mapped[Happened]
    by_name: Mapped[Line]
    on_behalf: Mapped[bool]
    person: Mapped[AskedPerson] = relationship(back_populates="replies", repr=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[list[DayAnswer]] = relationship(init=False, back_populates="reply", default_factory=list)

    @property
    def by_day(self) -> dict[int, Suits]:
        """The answer for each day, by the day's id."""
        return {answer.asked_day_id: answer.suits for answer in self.answers}


class DayAnswer(Base):
    """Whether one day suits, in one answer."""

    __tablename__ = "day_answer"

    id: Mapped[Key] = mapped_column(init=False)
    reply_id: Mapped[int] = mapped_column(ForeignKey("day_reply.id"), init=False)
    asked_day_id: Mapped[int] = mapped_column(ForeignKey("asked_day.id"))
    suits: Mapped[Suits] = mapped_column(words(Suits))
    reply: Mapped[DayReply] = relationship(back_populates="answers", repr=False)

    __table_args__ = (UniqueConstraint("reply_id", "asked_day_id"),)


# Reads

_WHOLE = (
    joinedload(DayQuestion.trajectory),
    joinedload(DayQuestion.lead),
    selectinload(DayQuestion.people).joinedload(AskedPerson.party),
    selectinload(DayQuestion.people).selectinload(AskedPerson.replies),
)


def _questions() -> Select[DayQuestion]:
    """Questions with the people asked and whether they answered; the days, and what suits, when somebody looks."""
    return select(DayQuestion).options(*_WHOLE)


def question_of(session: Session, trajectory_id: int, extra_id: int | None = None) -> DayQuestion | None:
    """The question about the audit of a dossier that is open, or about this extra assessment of it."""
    found = (one for one in open_questions_of(session, trajectory_id) if one.extra_id == extra_id)
    return next(found, None)


@asked_once
def open_questions_of(session: Session, trajectory_id: int) -> Sequence[DayQuestion]:
    """Every question of a dossier that is open: about its audit and about extra assessments."""
    query = _questions().where(DayQuestion.trajectory_id == trajectory_id, DayQuestion.closed_at.is_(None))
    return session.scalars(query.order_by(DayQuestion.id)).unique().all()


@asked_whole(lambda row: row.trajectory.number)
def open_questions(session: Session, number: str | None = None) -> Sequence[DayQuestion]:
    """Every open question of a dossier that runs, the first to be answered first; ``number``: only of this dossier."""
    query = _questions().join(DayQuestion.trajectory).where(DayQuestion.closed_at.is_(None))
    query = query.where(Trajectory.withdrawn_on.is_(None), Trajectory.declined_on.is_(None))
    if number is not None:
        query = query.where(Trajectory.number == number)
    return session.scalars(query.order_by(DayQuestion.answer_by, DayQuestion.id)).unique().all()


def questions_of(session: Session, trajectory_ids: Sequence[int]) -> Sequence[DayQuestion]:
    """All questions of these dossiers, open and closed, the newest first."""
    query = _questions().where(DayQuestion.trajectory_id.in_(trajectory_ids)).order_by(DayQuestion.id.desc())
    return session.scalars(query).unique().all()


def asked_person(session: Session, key: int) -> AskedPerson | None:
    """Somebody who was asked."""
    return session.get(AskedPerson, key)
