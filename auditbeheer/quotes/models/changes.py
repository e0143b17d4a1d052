"""What a holder reported as changed during the three years, and what came of it (rulebook ARE-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.tables import Base, Key, Line, Versioned, words
from auditbeheer.quotes.models.trajectory import Trajectory
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeKind, ChangeState, state_of
from auditbeheer.relations.models import Partnership


class ReportedChange(Versioned, Base):
    """A change of a partnership that somebody told us of. ``happened_on``: the day of it, which may still have to come.

    ``trajectory``: the dossier in which it is weighed; none where the certificate that runs was taken over without one.
    ``person``: who of the working group told it (``representative:12``), empty for somebody else; ``email`` empty:
    we cannot mail them. ``by_client``: told behind the client's own door. ``settled_on`` and ``settled_what``: what
    followed from the effect was done.
    """

    __tablename__ = "reported_change"

    id: Mapped[Key] = mapped_column(init=False)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), init=False, index=True)
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    kind: Mapped[ChangeKind] = mapped_column(words(ChangeKind))
    what: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    reported_on: Mapped[date]
    reporter: Mapped[Line]
    partnership: Mapped[Partnership] = relationship(repr=False)
    trajectory: Mapped[Trajectory | None] = relationship(repr=False, default=None)
    email: Mapped[Line] = mapped_column(default="")
    person: Mapped[str] = mapped_column(String(60), default="")
    by_client: Mapped[bool] = mapped_column(default=False)
    assessed_on: Mapped[date | None] = mapped_column(default=None)
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    effect: Mapped[ChangeEffect | None] = mapped_column(words(ChangeEffect), default=None)
    why: Mapped[str] = mapped_column(Text, default="")
    settled_on: Mapped[date | None] = mapped_column(default=None)
    settled_what: Mapped[str] = mapped_column(Text, default="")
    assessed_by: Mapped[Employee | None] = relationship(init=False, lazy="joined")

    @property
    def state(self) -> ChangeState:
        """How far it is."""
        return state_of(self.assessed_on, self.effect, self.settled_on)

    @property
    def dossier(self) -> str | None:
        """The number of its dossier, if it has one."""
        return self.trajectory.number if self.trajectory else None


# Reads


def changes_of_dossier(session: Session, trajectory_id: int) -> Sequence[ReportedChange]:
    """What was reported in a dossier, newest first."""
    query = select(ReportedChange).where(ReportedChange.trajectory_id == trajectory_id)
    return session.scalars(query.order_by(ReportedChange.reported_on.desc(), ReportedChange.id.desc())).all()


def changes_of_partnership(session: Session, partnership_id: int) -> Sequence[ReportedChange]:
    """What was reported of a partnership, in whichever dossier or in none, newest first."""
    query = _whole().where(ReportedChange.partnership_id == partnership_id)
    return session.scalars(query.order_by(ReportedChange.reported_on.desc(), ReportedChange.id.desc())).unique().all()


def change_in(session: Session, trajectory_id: int, change_id: int) -> ReportedChange | None:
    """This reported change, of this trajectory."""
    query = select(ReportedChange).where(ReportedChange.trajectory_id == trajectory_id, ReportedChange.id == change_id)
    return session.scalars(query).one_or_none()


def change_without_dossier(session: Session, partnership_id: int, change_id: int) -> ReportedChange | None:
    """This reported change, of this partnership and of no dossier."""
    query = select(ReportedChange).where(ReportedChange.partnership_id == partnership_id)
    query = query.where(ReportedChange.trajectory_id.is_(None), ReportedChange.id == change_id)
    return session.scalars(query).one_or_none()


@asked_whole(lambda row: row.dossier)
def open_changes(session: Session, dossier: str | None = None) -> Sequence[ReportedChange]:
    """What waits to be assessed or settled, oldest first; only of this dossier, if given."""
    waits = or_(
        ReportedChange.assessed_on.is_(None),
        (ReportedChange.effect != ChangeEffect.NONE) & ReportedChange.settled_on.is_(None),
    )
    query = _whole().where(waits)
    if dossier is not None:
        query = query.where(Trajectory.number == dossier)
    return session.scalars(query.order_by(ReportedChange.reported_on, ReportedChange.id)).unique().all()


def _whole() -> Select[ReportedChange]:
    """With its partnership, and its dossier if it has one."""
    query = select(ReportedChange).outerjoin(ReportedChange.trajectory).join(ReportedChange.partnership)
    return query.options(contains_eager(ReportedChange.trajectory), contains_eager(ReportedChange.partnership))


def newest_dossier(session: Session, partnership_id: int) -> Trajectory | None:
    """The dossier in which a change of this partnership is told: the newest that was not ended."""
    query = select(Trajectory).where(Trajectory.partnership_id == partnership_id)
    query = query.where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    return session.scalars(query.order_by(Trajectory.id.desc())).unique().first()
