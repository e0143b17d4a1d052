"""An application as it came in by the public form: what was typed, and what became of it.

Nothing of it counts until the e-mail address is confirmed; what is never confirmed is deleted, with its mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment, Versioned, words
from auditbeheer.quotes.models.trajectory import Trajectory
from auditbeheer.relations.models import AreaType, Municipality, PartyKind
from auditbeheer.scheme.wording import MONTHS


@dataclass(frozen=True, slots=True)
class AreaTyped:
    """An area as the applicant named it; the municipality by its CBS code."""

    name: str
    municipality: str
    entrepreneurs: int
    activities: str = ""


@dataclass(frozen=True, slots=True)
class PartyTyped:
    """A party as the applicant named it."""

    kind: PartyKind
    organisation: str


class Intake(Versioned, Base):
    """An application of the public form. ``party``: for whom the applicant speaks; a guide speaks for no party.

    ``areas`` and ``parties`` are as typed (``AreaTyped``, ``PartyTyped``). ``wished_month``: the first day of the month
    in which the audit is wished for. It ends as a trajectory or with a reason.
    """

    __tablename__ = "intake"

    id: Mapped[Key] = mapped_column(init=False)
    at: Mapped[Happened]
    name: Mapped[Line]
    function: Mapped[Line]
    email: Mapped[Line] = mapped_column(index=True)
    phone: Mapped[str] = mapped_column(String(30))
    organisation: Mapped[Line]
    party: Mapped[PartyKind | None] = mapped_column(words(PartyKind))
    may_contract: Mapped[bool]
    partnership_name: Mapped[Line]
    area_type: Mapped[AreaType] = mapped_column(words(AreaType))
    areas: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    parties: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    started_on: Mapped[date]
    start_document: Mapped[Line]
    wished_month: Mapped[date]
    remark: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment, default=None, index=True)
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id"), default=None, init=False)
    declined_on: Mapped[date | None] = mapped_column(default=None)
    end_why: Mapped[str] = mapped_column(Text, default="")
    trajectory: Mapped[Trajectory | None] = relationship(default=None)
    documents: Mapped[list[IntakeDocument]] = relationship(
        init=False, back_populates="intake", default_factory=list, order_by="IntakeDocument.id"
    )

    __table_args__ = (
        CheckConstraint("trajectory_id IS NULL OR declined_on IS NULL", name="one_end"),
        CheckConstraint(
            "confirmed_at IS NOT NULL OR (trajectory_id IS NULL AND declined_on IS NULL)", name="confirmed_before_end"
        ),
    )

    @property
    def is_guide(self) -> bool:
        """Whether a procesbegeleider applies, who is no member of the working group (ARE-9)."""
        return self.party is None

    @property
    def ended(self) -> bool:
        """Taken over as a dossier, or declined."""
        return self.trajectory_id is not None or self.declined_on is not None

    @property
    def wished(self) -> str:
        """The month in which the audit is wished for, in words."""
        return f"{MONTHS[self.wished_month.month - 1]} {self.wished_month.year}"

    @property
    def areas_typed(self) -> list[AreaTyped]:
        """The areas as the applicant named them."""
        return [AreaTyped(**row) for row in self.areas]

    @property
    def parties_typed(self) -> list[PartyTyped]:
        """The parties as the applicant named them, the applicant's own first."""
        own = [PartyTyped(self.party, self.organisation)] if self.party else []
        return own + [PartyTyped(PartyKind(row["kind"]), row["organisation"]) for row in self.parties]


class IntakeDocument(Base):
    """A paper that the applicant added after confirming, by its code in the scheme."""

    __tablename__ = "intake_document"

    id: Mapped[Key] = mapped_column(init=False)
    intake_id: Mapped[int] = mapped_column(ForeignKey("intake.id"), init=False, index=True)
    code: Mapped[str] = mapped_column(String(60))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), init=False)
    received_on: Mapped[date]
    intake: Mapped[Intake] = relationship(back_populates="documents", repr=False)
    file: Mapped[StoredFile] = relationship(lazy="joined")


def as_rows(areas: Sequence[AreaTyped], parties: Sequence[PartyTyped]) -> dict[str, list[dict[str, Any]]]:
    """What was typed of areas and parties, as the columns keep it."""
    return {"areas": [asdict(one) for one in areas],
            "parties": [{"kind": one.kind.value, "organisation": one.organisation} for one in parties]}  # fmt: skip


# Reads


def intake_by_id(session: Session, intake_id: int) -> Intake | None:
    """One application of the public form."""
    return session.get(Intake, intake_id)


def intakes_waiting(session: Session) -> Sequence[Intake]:
    """Confirmed, and nobody decided on them yet, oldest first."""
    query = select(Intake).where(
        Intake.confirmed_at.is_not(None), Intake.trajectory_id.is_(None), Intake.declined_on.is_(None)
    )
    return session.scalars(query.order_by(Intake.id)).all()


def intakes_unconfirmed(session: Session, before: datetime) -> Sequence[Intake]:
    """Sent before this moment and never confirmed."""
    return session.scalars(select(Intake).where(Intake.confirmed_at.is_(None), Intake.at < before)).all()


def unconfirmed_of(session: Session, email: str, since: datetime) -> int:
    """How many applications with this address were sent since a moment and wait for their confirmation."""
    query = select(func.count()).select_from(Intake)
    query = query.where(Intake.email == email, Intake.confirmed_at.is_(None), Intake.at >= since)
    return session.scalar(query) or 0


def municipality_names(session: Session, codes: Sequence[str]) -> Mapping[str, str]:
    """CBS code -> name."""
    rows = session.execute(select(Municipality.code, Municipality.name).where(Municipality.code.in_(codes)))
    return {row.code: row.name for row in rows}
