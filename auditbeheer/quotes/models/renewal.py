"""The next trajectory of a certificate, foreseen from its issue on (rulebook PLA-1, CER-1a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, ForeignKey, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from auditbeheer.plumbing.db import asked_once, asked_whole
from auditbeheer.plumbing.tables import Base, Key, Line, Versioned, words
from auditbeheer.quotes.models.trajectory import Trajectory
from auditbeheer.relations.models import Area, AreaType, Partnership
from auditbeheer.scheme.terms import add_months

AHEAD = 3  # months: so long before it begins a recertification is told


class Renewal(Versioned, Base):
    """A recertification that is foreseen: no application and no dossier until somebody starts it.

    One per certificate, named by its number: certificates are a later step. ``decide_by`` is the certificate's last
    day: decided later, there is a gap. ``previous``: the dossier that led to the certificate; none for one that was
    taken over. ``trajectory``: the dossier that it became; one that was declined or withdrawn does not count.
    """

    __tablename__ = "renewal"

    id: Mapped[Key] = mapped_column(init=False)
    certificate: Mapped[str] = mapped_column(String(40), unique=True)
    holder: Mapped[Line]
    area_type: Mapped[AreaType] = mapped_column(words(AreaType))
    decide_by: Mapped[date] = mapped_column(index=True)
    foreseen_on: Mapped[date]
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), init=False)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id"), init=False)
    trajectory_id: Mapped[int | None] = mapped_column(ForeignKey("trajectory.id"), init=False, index=True)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    end_why: Mapped[str] = mapped_column(Text, default="")
    partnership: Mapped[Partnership | None] = relationship(repr=False, default=None)
    previous: Mapped[Trajectory | None] = relationship(repr=False, default=None, foreign_keys=[previous_id])
    trajectory: Mapped[Trajectory | None] = relationship(repr=False, default=None, foreign_keys=[trajectory_id])
    links: Mapped[list[RenewalArea]] = relationship(
        init=False, back_populates="renewal", default_factory=list, order_by="RenewalArea.area_id"
    )

    @property
    def areas(self) -> list[Area]:
        """The areas on the certificate."""
        return [link.area for link in self.links]

    @property
    def started(self) -> Trajectory | None:
        """The dossier that it became, while that runs or has run to its end."""
        return self.trajectory if self.trajectory is not None and not self.trajectory.ended else None

    @property
    def foreseen(self) -> bool:
        """Whether it still waits to be started."""
        return self.ended_on is None and self.started is None


class RenewalArea(Base):
    """An area on the certificate that is to be renewed."""

    __tablename__ = "renewal_area"

    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"), primary_key=True, init=False)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, init=False)
    renewal: Mapped[Renewal] = relationship(back_populates="links", repr=False)
    area: Mapped[Area] = relationship(lazy="joined")


# Reads


def renewal_of(session: Session, certificate: str) -> Renewal | None:
    """The recertification that is foreseen, or became a dossier, for this certificate."""
    return session.scalars(_whole().where(Renewal.certificate == certificate)).one_or_none()


def renewal_by_id(session: Session, renewal_id: int) -> Renewal | None:
    """One recertification, foreseen or not any more."""
    return session.scalars(_whole().where(Renewal.id == renewal_id)).one_or_none()


def renewal_that_became(session: Session, trajectory_id: int) -> Renewal | None:
    """Which foreseen recertification a dossier is; None for an application of its own."""
    query = select(Renewal).where(Renewal.trajectory_id == trajectory_id).order_by(Renewal.decide_by.desc())
    return session.scalars(query).first()


@asked_whole(lambda row: row.trajectory.number if row.trajectory else None)
def renewals_running(session: Session, dossier: str | None = None) -> Sequence[Renewal]:
    """The recertifications that became a dossier which runs, the first to end on top; ``dossier``: only that one."""
    query = _whole().join(Trajectory, Trajectory.id == Renewal.trajectory_id)
    query = query.where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    if dossier is not None:
        query = query.where(Trajectory.number == dossier)
    return session.scalars(query.order_by(Renewal.decide_by, Renewal.id)).unique().all()


@asked_once
def foreseen(session: Session, until: date | None = None, dossier: str | None = None) -> Sequence[Renewal]:
    """What waits to be started, the first to end on top; only of certificates that end by ``until``, if given.

    ``dossier``: only that of the certificate to which this dossier led.
    """
    query = _whole().where(_waits())
    if until is not None:
        query = query.where(Renewal.decide_by <= until)
    if dossier is not None:
        query = query.where(Renewal.previous_id.in_(select(Trajectory.id).where(Trajectory.number == dossier)))
    return session.scalars(query.order_by(Renewal.decide_by, Renewal.id)).unique().all()


def foreseen_soon(session: Session, today: date, months: int) -> Sequence[Renewal]:
    """What begins within ``AHEAD`` months, or has begun, ``months`` before the certificate ends; and somewhat more."""
    return foreseen(session, add_months(today, months + AHEAD))


def foreseen_page(session: Session, wanted: str, start: int, size: int) -> Sequence[Renewal]:
    """What waits to be started, by holder or number of the certificate, the first to end on top; ``size`` at most."""
    query = _whole().where(_waits(), _named(wanted)).order_by(Renewal.decide_by, Renewal.id)
    return session.scalars(query.offset(start).limit(size)).unique().all()


def foreseen_total(session: Session, wanted: str) -> int:
    """How many those are."""
    return session.scalar(select(func.count(Renewal.id)).where(_waits(), _named(wanted))) or 0


def foreseen_for(session: Session, area_ids: Sequence[int]) -> Sequence[Renewal]:
    """What waits to be started and is about these areas and no other."""
    beyond = select(RenewalArea.renewal_id).where(RenewalArea.area_id.not_in(area_ids))
    here = select(RenewalArea.renewal_id).where(RenewalArea.area_id.in_(area_ids))
    query = _whole().where(_waits(), Renewal.id.in_(here), Renewal.id.not_in(beyond))
    return session.scalars(query.order_by(Renewal.id)).unique().all()


def _whole() -> Select[Renewal]:
    """With the dossiers before and after, who holds the certificate, and its areas."""
    return select(Renewal).options(
        joinedload(Renewal.partnership), joinedload(Renewal.previous), joinedload(Renewal.trajectory),
        selectinload(Renewal.links),
    )  # fmt: skip


def _named(wanted: str) -> ColumnElement[bool]:
    holder = func.lower(Renewal.holder).contains(wanted.lower(), autoescape=True)
    return holder | Renewal.certificate.contains(wanted.upper(), autoescape=True)


def _waits() -> ColumnElement[bool]:
    """Not ended, and not started; one that was started and declined or withdrawn waits again."""
    running = select(Trajectory.id).where(Trajectory.declined_on.is_(None), Trajectory.withdrawn_on.is_(None))
    return Renewal.ended_on.is_(None) & (Renewal.trajectory_id.is_(None) | Renewal.trajectory_id.not_in(running))
