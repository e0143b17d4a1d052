"""Work without a click: when a job is due, that it ran once for each time, and who of several processes may run jobs.

A job may be asked for again and again: each of its times (a *slot*) has one row, and the newest slot that has none is
run as soon as somebody looks. So a machine that slept, or a demo whose day is moved, catches up by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.tables import Base, Happened, Key, Moment

LEASE = timedelta(seconds=90)


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
    """Something that happens without a click. ``do(now)`` opens its own transactions and says what it did, or "".

    ``kept``: whether a run that did nothing is worth a row for ever (a daily one is; one every minute is not).
    """

    name: str
    caption: str
    when: Daily | Every
    do: Callable[[datetime], str]

    def run_if_due(self, database: Database, now: datetime) -> JobRun | None:
        """Run for the newest time that was not run yet; None when there is none. A failure is told, not raised on."""
        slot = self.when.slot(now)
        if not _claim(database, self.name, slot, now):
            return None
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
        newest = session.scalar(select(JobRun.slot).where(JobRun.job == job).order_by(JobRun.slot.desc()).limit(1))
    if newest is not None and newest >= slot:
        return False
    try:
        with database.write() as session:
            session.add(JobRun(job=job, slot=slot, started_at=now))
    except IntegrityError:
        return False
    return True


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
    found: dict[str, JobRun] = {}
    for run in session.scalars(select(JobRun).order_by(JobRun.id.desc()).limit(500)):
        found.setdefault(run.job, run)
    return found


def forget_runs(session: Session, before: datetime, jobs: Sequence[str]) -> int:
    """Drop rows of frequent jobs from before a moment; failures and the newest run of each stay."""
    keep = {run.id for run in last_runs(session).values()}
    query = select(JobRun).where(JobRun.job.in_(jobs), JobRun.started_at < before, JobRun.failed.is_(False))
    old = [run for run in session.scalars(query) if run.id not in keep]
    for run in old:
        session.delete(run)
    return len(old)
