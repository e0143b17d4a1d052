"""Everything that happens without a click: each job with its hour and its caption, run by one process of however many.

``auditbeheer scheduler`` runs this (``auditbeheer run`` starts one beside the server). Jobs run for times, not by
luck: ``plumbing.jobs`` holds that each time is run once, and that a time that was missed is caught up.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess  # nosec B404 - starts this very program, with fixed words
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

import structlog
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import DemoClock
from auditbeheer.config import Settings
from auditbeheer.operations import reminders
from auditbeheer.operations.letterhead import enclosed_for, heading_for, links_for
from auditbeheer.operations.morning import write_morning_mails
from auditbeheer.operations.service import note_undelivered
from auditbeheer.operations.viruses import look_at_waiting, shelf_of
from auditbeheer.organisation.schemes import holding, library_on, schemes
from auditbeheer.plumbing.clock import ZONE, Clock
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.jobs import Daily, Every, Job, forget_runs, hold_lease, let_go
from auditbeheer.plumbing.left_behind import contents_in_use, take_away
from auditbeheer.plumbing.post_office import Carrier, InTheBox, deliver, gather
from auditbeheer.plumbing.smtp import SmtpServer
from auditbeheer.quotes.service.intake import forget_unconfirmed
from auditbeheer.quotes.service.parked import go_on_with_parked
from auditbeheer.retention import service as retention
from auditbeheer.worklist.gather import tasks_of_office, waiting_for

log = structlog.get_logger()
LEASE_NAME = "timetable"
TICK_SECONDS = 20
KEEP_RUNS = timedelta(days=14)


@dataclass(frozen=True)
class Works:
    """What the jobs work with: the database, the settings, and the clock that people see (a demo moves it)."""

    database: Database
    settings: Settings

    def now(self) -> datetime:
        """The moment as the office sees it."""
        with self.database.read() as session:
            row = session.get(DemoClock, 1) if self.settings.demo else None
        return Clock(fixed_day=self.settings.today, days_ahead=row.days_ahead if row else 0).now()


def jobs(works: Works) -> list[Job]:
    """The timetable."""
    return [
        Job("post", "Mails samenvoegen en versturen", Every(1), lambda now: send_post(works, now)),
        Job("virussen", "Bestanden bekijken die op de virusscanner wachten", Every(5),
            lambda now: look_for_viruses(works, now)),
        Job("opschonen", "Voorstellen welke oude stukken weg mogen", Daily(time(3, 30)),
            lambda now: propose_clean_up(works, now)),
        Job("niet-verstuurd", "Bestanden weghalen die in geen formulier zijn verstuurd", Daily(time(2, 30)),
            lambda _now: clear_unsent(works, datetime.now(ZONE))),
        Job("opruimen", "Oude regels van deze lijst opruimen", Daily(time(3, 0)), lambda now: tidy_up(works, now)),
        Job("aanvragen", "Aanvragen verwijderen die niet zijn bevestigd", Daily(time(4, 0)),
            lambda now: forget_applications(works, now)),
        Job("geparkeerd", "Verder met aanvragen waarvan het schema is vastgesteld", Daily(time(6, 0)),
            lambda now: go_on(works, now)),
        Job("ochtendpost", "Medewerkers mailen wat er op hen wacht", Daily(time(7, 30), working_days=True),
            lambda now: write_to_staff(works, now)),
        *(Job(name, caption, REMINDING, partial(_remind, works, act, told)) for name, caption, act, told in REMINDERS),
    ]  # fmt: skip


REMINDING = Daily(time(9, 0))
Remind = Callable[[Session, datetime], int]
REMINDERS: tuple[tuple[str, str, Remind, str], ...] = (
    ("offertes", "Herinneren aan een offerte zonder antwoord", reminders.remind_of_quotes, "herinnerd"),
    ("documenten", "Herinneren aan documenten voor de audit", reminders.remind_of_documents, "herinnerd"),
    ("datums", "Herinneren aan een dag voor de audit", reminders.remind_of_days, "herinnerd"),
    ("aanvullingen", "Herinneren aan aanvullingen op afwijkingen", reminders.remind_of_additions, "herinnerd"),
    ("bewijs", "Herinneren aan bewijs van auditors dat eindigt", reminders.remind_of_evidence, "herinnerd"),
    ("certificaten", "Vertellen dat een certificaat eindigt", reminders.tell_of_endings, "verteld"),
)


def _remind(works: Works, act: Remind, told: str, now: datetime) -> str:
    with works.database.write() as session:
        count = act(session, now)
    return f"{count} {told}" if count else ""


def look_for_viruses(works: Works, now: datetime) -> str:
    """The files that came in while the scanner was out of reach."""
    shelf = shelf_of(works.settings)
    if shelf.scanner is None:
        return ""
    with works.database.write() as session:
        looked, infected = look_at_waiting(session, now, shelf)
    for digest in infected:  # only now that it is committed
        shelf.drop(digest)
    return f"{looked} bekeken, {len(infected)} met een virus" if looked else ""


def propose_clean_up(works: Works, now: datetime) -> str:
    """Once a year a proposal; and what was removed but still lies on the disk goes after all."""
    with works.database.write() as session:
        made = retention.propose_clean_up(session, now)
    with works.database.read() as session:
        left = retention.contents_to_drop(session)
    retention.drop_contents(shelf_of(works.settings), left)
    return "voorstel gemaakt" if made else ""


def clear_unsent(works: Works, moment: datetime) -> str:
    """What was chosen in a form that never came; ``moment`` by the machine's clock, as the files know it."""
    with works.database.read() as session:
        in_use = contents_in_use(session)
    before = moment - timedelta(days=works.settings.keep_unsent_days)
    taken = take_away(shelf_of(works.settings), in_use, before.timestamp())
    return f"{taken} weggehaald" if taken else ""


def write_to_staff(works: Works, now: datetime) -> str:
    """The morning mail, for whom something waits."""
    with works.database.read() as session:
        tasks = tasks_of_office(session, now.date())
    with works.database.write() as session:
        written = write_morning_mails(session, now, partial(waiting_for, tasks))
    return f"{written} klaargezet" if written else ""


def send_post(works: Works, now: datetime) -> str:
    """Join what waits into mails, and send what is due.

    Without a mail server the mails stay visible in *Post*; those of a demo arrive in its own mailbox.
    """
    heading = heading_for(works.now)
    with works.database.write() as session:
        made = gather(session, now, heading)
    if not works.settings.smtp_url and not works.settings.demo:
        return f"{made} klaargezet" if made else ""
    carrier: Carrier = SmtpServer(works.settings.smtp_url) if works.settings.smtp_url else InTheBox()
    left, failed = deliver(
        works.database, works.now, carrier, heading, links_for(works.settings.base_url),
        given_up=lambda session, mail: note_undelivered(session, works.now(), mail),
        enclosed_in=enclosed_for(works.settings.base_url),
    )  # fmt: skip
    return f"{left} verstuurd, {failed} niet" if left or failed else ""


def tidy_up(works: Works, now: datetime) -> str:
    """Drop the rows of frequent runs that said nothing; what failed stays."""
    frequent = [job.name for job in jobs(works) if isinstance(job.when, Every)]
    with works.database.write() as session:
        dropped = forget_runs(session, now - KEEP_RUNS, frequent)
    return f"{dropped} regels weg" if dropped else ""


def forget_applications(works: Works, now: datetime) -> str:
    """Delete what was typed in the public form and never confirmed."""
    with works.database.write() as session:
        forgotten = forget_unconfirmed(session, now)
    return f"{forgotten} verwijderd" if forgotten else ""


def go_on(works: Works, now: datetime) -> str:
    """Applications that waited for a scheme which holds from today on."""
    with works.database.write() as session:
        count = go_on_with_parked(session, now, schemes())
    return f"{count} verder" if count else ""


def run_due(works: Works) -> list[str]:
    """Run whatever is due now, in the order of the timetable; returns what each run had to say."""
    told = []
    with works.database.read() as session:
        library = library_on(session, works.now().date())
    for job in jobs(works):
        with holding(library):
            run = job.run_if_due(works.database, works.now())
        if run is not None and run.failed:
            log.error("taak mislukt", job=job.name, outcome=run.outcome)
        if run is not None and run.outcome:
            told.append(f"{job.name}: {run.outcome}")
    return told


def serve(works: Works, wait: Callable[[], None]) -> None:
    """Run the timetable until ``wait`` returns; a second process on the same database waits for the first to stop."""
    from apscheduler.schedulers.background import BackgroundScheduler

    holder = f"{socket.gethostname()}:{os.getpid()}"

    def tick() -> None:
        if hold_lease(works.database, LEASE_NAME, holder, datetime.now(ZONE)):
            run_due(works)

    scheduler = BackgroundScheduler(timezone=ZONE)
    scheduler.add_job(
        tick, "interval", seconds=TICK_SECONDS, next_run_time=datetime.now(ZONE), max_instances=1, coalesce=True,
        misfire_grace_time=None,
    )  # fmt: skip
    scheduler.start()
    try:
        wait()
    finally:
        scheduler.shutdown(wait=True)
        let_go(works.database, LEASE_NAME, holder)


def wait_for_the_end(*, with_parent: bool) -> None:
    """Until this process is asked to stop; ``with_parent``: also when the process that started it is gone."""
    stopped = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda _number, _frame: stopped.set())
    if with_parent:
        threading.Thread(target=_until_nobody_writes, args=(stopped,), daemon=True).start()
    while not stopped.wait(timeout=1):
        pass


def _until_nobody_writes(stopped: threading.Event) -> None:
    # The parent holds the other end of standard input and writes nothing: it ends when the parent does, however.
    sys.stdin.read()
    stopped.set()


@contextmanager
def beside() -> Iterator[None]:
    """A process of its own that runs the timetable as long as the block (the server) does."""
    command = [sys.executable, "-m", "auditbeheer", "scheduler", "--with-parent"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)  # nosec B603
    try:
        yield
    finally:
        if child.stdin is not None:
            child.stdin.close()
        child.wait(timeout=30)
