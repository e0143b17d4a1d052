"""Work without a click: when a job is due, that it ran once for each time, and who of several processes may run jobs.

A job may be asked for again and again: each of its times (a *slot*) has one row, and the newest slot that has none is
run as soon as somebody looks. So a machine that slept, or a demo whose day is moved, catches up by itself. A run that
failed, or was killed half-way, is tried again after a quarter of an hour: jobs do nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import String, Text, UniqueConstraint, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.tables import Base, Happened, Key, Moment

LEASE = timedelta(seconds=90)
AGAIN_AFTER = timedelta(minutes=15)


class JobRun(Base):
    """One run of one job for one of its times; ``failed``: what it had to say is an error."""

    __tablename__ = "job_run"

    id: Mapped[Key] = mapped_column(init=False)
    job: Mapped[str] = mapped_column(String(60))
    slot: Mapped[Happened]
    started_at: Mapped[Happened]
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    failed: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("job", "slot"),)


class Lease(Base):
    """Who may run jobs, until when (of the real clock)."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[Happened]


@dataclass(frozen=True)
class Daily:
    """Every day (or only on working days, Monday to Friday) at this time."""

    at: time
    working_days: bool = False

    def slot(self, now: datetime) -> datetime:
        """The newest time that is not after ``now``."""
        local = now.astimezone(ZONE)
        moment = datetime.combine(local.date(), self.at, tzinfo=ZONE)
        if moment > local:
            moment = datetime.combine(local.date() - timedelta(days=1), self.at, tzinfo=ZONE)
        while self.working_days and moment.weekday() >= 5:
            moment = datetime.combine(moment.date() - timedelta(days=1), self.at, tzinfo=ZONE)
        return moment

    @property
    def words(self) -> str:
        """As the page of jobs says it."""
        return f"{'op werkdagen' if self.working_days else 'elke dag'} om {self.at:%H:%M}"


@dataclass(frozen=True)
class Every:
    """Once in each stretch of so many minutes."""

    minutes: int

    def slot(self, now: datetime) -> datetime:
        """The start of the stretch in which ``now`` lies."""
        stretch = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // stretch * stretch, tz=UTC).astimezone(ZONE)

    @property
    def words(self) -> str:
        """As the page of jobs says it."""
        return "elke minuut" if self.minutes == 1 else f"elke {self.minutes} minuten"


@dataclass(frozen=True)
class Job:
    """Something that happens without a click. ``do(now)`` opens its own transactions and says what it did, or ""."""

    name: str
    caption: str
    when: Daily | Every
    do: Callable[[datetime], str]

    def run_if_due(self, database: Database, now: datetime) -> JobRun | None:
        """Run for the newest time that was not run yet; None when there is none. A failure is told, not raised on."""
        slot = self.when.slot(now)
        return self._run(database, slot, now) if _claim(database, self.name, slot, now) else None

    def run_now(self, database: Database, now: datetime) -> JobRun | None:
        """Run because somebody asked for it; None when it runs at this very moment."""
        slot = now.replace(microsecond=0)
        return self._run(database, slot, now) if _claim(database, self.name, slot, now) else None

    def _run(self, database: Database, slot: datetime, now: datetime) -> JobRun:
        failed = False
        try:
            outcome = self.do(now)
        except Exception as error:  # noqa: BLE001 - one job that breaks may not stop the others; the row tells it
            failed, outcome = True, f"{type(error).__name__}: {error}"
        with database.write() as session:
            return _ended(session, self.name, slot, now, failed=failed, outcome=outcome[:2000])


def _claim(database: Database, job: str, slot: datetime, now: datetime) -> bool:
    """Whether this run is ours. A later slot than this one having run means that the clock was set back."""
    with database.read() as session:
        newest = session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.slot.desc()).limit(1)).first()
    if newest is not None and newest.slot == slot and _may_run_again(newest, now):
        return _claim_again(database, newest, now)
    if newest is not None and newest.slot >= slot:
        return False
    try:
        with database.write() as session:
            session.add(JobRun(job=job, slot=slot, started_at=now))
    except IntegrityError:
        return False
    return True


def _may_run_again(run: JobRun, now: datetime) -> bool:
    return (run.failed or run.ended_at is None) and now - run.started_at >= AGAIN_AFTER


def _claim_again(database: Database, run: JobRun, now: datetime) -> bool:
    """Of several who see that a run failed, the one that changes its row first."""
    same = (JobRun.id == run.id) & (JobRun.started_at == run.started_at)
    with database.write() as session:
        changed = session.execute(
            update(JobRun).where(same).values(started_at=now, ended_at=None, failed=False, outcome="")
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it


def _ended(session: Session, job: str, slot: datetime, now: datetime, *, failed: bool, outcome: str) -> JobRun:
    run = session.scalars(select(JobRun).where(JobRun.job == job, JobRun.slot == slot)).one()
    run.ended_at, run.failed, run.outcome = now, failed, outcome
    return run


def hold_lease(database: Database, name: str, holder: str, now: datetime) -> bool:
    """Take the lease or keep it; False when somebody else holds it. ``now``: the real clock, never the demo's."""
    try:
        with database.write() as session:
            return _leased(session, name, holder, now)
    except IntegrityError:
        return False  # another process made the row at the same moment


def _leased(session: Session, name: str, holder: str, now: datetime) -> bool:
    lease = session.scalars(select(Lease).where(Lease.name == name).with_for_update()).one_or_none()
    if lease is None:
        session.add(Lease(name=name, holder=holder, until=now + LEASE))
        return True
    if lease.holder != holder and lease.until > now:
        return False
    lease.holder, lease.until = holder, now + LEASE
    return True


def let_go(database: Database, name: str, holder: str) -> None:
    """Give the lease up, so that another process need not wait for its end."""
    with database.write() as session:
        lease = session.get(Lease, name)
        if lease is not None and lease.holder == holder:
            session.delete(lease)


def last_runs(session: Session) -> dict[str, JobRun]:
    """Job -> its newest run."""
    newest = select(func.max(JobRun.id)).group_by(JobRun.job)
    return {run.job: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def failures_since(session: Session, moment: datetime, limit: int = 50) -> Sequence[JobRun]:
    """The runs that failed since a moment, newest first."""
    query = select(JobRun).where(JobRun.failed, JobRun.started_at >= moment).order_by(JobRun.id.desc()).limit(limit)
    return session.scalars(query).all()


def last_sign_of_life(session: Session) -> datetime | None:
    """When the newest run began; None when none ever did."""
    return session.scalar(select(func.max(JobRun.started_at)))


def forget_runs(session: Session, before: datetime, jobs: Sequence[str]) -> int:
    """Drop rows of frequent jobs from before a moment; failures and the newest run of each stay."""
    keep = [run.id for run in last_runs(session).values()]
    old = (JobRun.job.in_(jobs), JobRun.started_at < before, JobRun.failed.is_(False), JobRun.id.not_in(keep))
    return int(session.execute(delete(JobRun).where(*old)).rowcount)  # type: ignore[attr-defined]  # a DELETE's has it
