"""Reckoning a proposal that was asked for, in a process of its own: the office keeps working meanwhile.

Each word about how far it is and each look whether somebody stopped it is a transaction of its own. A process that is
killed leaves the proposal without an end and silent, and the page says so.
"""

from __future__ import annotations

import os
import subprocess  # nosec B404 - starts this very program, with fixed words
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.planning import models
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.models import PlanProposal, ProposalEnd, ProposedLine
from auditbeheer.planning.proposal import clashes, explaining
from auditbeheer.planning.proposal.solver import propose
from auditbeheer.planning.proposal.words import QUARTERS, Alternative, Effort, Line, Office, Progress, Proposal
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.plumbing.db import Database
from auditbeheer.scheme.wording import counted, day_long

TELL_EVERY = 1.0  # seconds
Now = Callable[[], datetime]


def start(proposal_id: int, settings: Mapping[str, str]) -> None:
    """Start reckoning beside this process, with its settings (as an environment has them); it ends by itself."""
    command = [sys.executable, "-m", "auditbeheer", "propose", str(proposal_id)]
    process = subprocess.Popen(  # nosec B603
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, **settings},
        start_new_session=True,
    )  # fmt: skip
    threading.Thread(target=process.wait, daemon=True).start()  # or it stays behind as a dead child


def reckon(database: Database, proposal_id: int, now: Now) -> ProposalEnd | None:
    """Reckon a proposal and keep what comes out; None where it is not there or was ended before."""
    with database.read() as session:
        asked = models.proposal_by_id(session, proposal_id)
        if asked is None or asked.ended_at is not None:
            return None
        chosen = [line.trajectory_id for line in asked.lines if line.extra is None]
        extras = [line.extra for line in asked.lines if line.extra is not None]
        office = office_for(session, chosen, asked.on_day, Wishes.of(asked.wishes), extras=extras)
        effort = Effort(work=asked.work, seed=asked.seed)
    try:
        answer = propose(office, effort, _Telling(database, proposal_id, now).tell, _stopped(database, proposal_id))
    except Exception:  # whatever it was: the page must not wait for an outcome that never comes
        _end(database, proposal_id, now, ProposalEnd.FAILED)
        raise
    with database.write() as session:
        return _keep(session, proposal_id, office, answer, now())


class _Telling:
    """Writes how far it is, at most once a second."""

    def __init__(self, database: Database, proposal_id: int, now: Now) -> None:
        self.database, self.proposal_id, self.now = database, proposal_id, now
        self.told = 0.0

    def tell(self, progress: Progress) -> None:
        """What the solver reports."""
        if time.monotonic() - self.told < TELL_EVERY:
            return
        self.told = time.monotonic()
        with self.database.write() as session:
            row = session.get_one(PlanProposal, self.proposal_id)
            row.best, row.bound, row.missed = progress.best, progress.bound, progress.missed
            row.share, row.seconds, row.seen_at = progress.share, progress.seconds, self.now()


def _stopped(database: Database, proposal_id: int) -> Callable[[], bool]:
    def asked() -> bool:
        with database.read() as session:
            row = session.get(PlanProposal, proposal_id)
            return row is None or row.stop_asked_at is not None

    return asked


def _end(database: Database, proposal_id: int, now: Now, end: ProposalEnd) -> None:
    with database.write() as session:
        row = session.get_one(PlanProposal, proposal_id)
        row.ended_as, row.ended_at = end, now()


def _keep(session: Session, proposal_id: int, office: Office, answer: Proposal, now: datetime) -> ProposalEnd:
    proposal = session.get_one(PlanProposal, proposal_id)
    rows = {line.key: line for line in proposal.lines}
    names = {auditor.key: auditor.name for auditor in office.auditors}
    parties = {audit.key: audit.rather_not for audit in office.audits}
    for line in answer.lines:
        _write(rows[line.placed.audit], line, names, parties[line.placed.audit].get(line.placed.day, 0))
    for group in answer.unplanned:
        for key in group.audits:
            rows[key].clash = clashes.in_words(group)
    end = ProposalEnd.FOUND
    if answer.stopped:
        end = ProposalEnd.STOPPED
    elif answer.proven:
        end = ProposalEnd.PROVEN
    proposal.ended_as, proposal.ended_at, proposal.seen_at, proposal.share = end, now, now, 1.0
    proposal.best, proposal.bound, proposal.missed = answer.costs.points, answer.bound, answer.costs.missed
    return end


def _write(row: ProposedLine, line: Line, names: dict[str, str], rather_not: int) -> None:
    row.day, row.employee_id = line.placed.day, int(line.placed.auditor)
    row.supervisor_id = int(line.placed.supervisor) if line.placed.supervisor is not None else None
    row.km, row.slack_days = line.km, line.slack_days
    row.reasons = [explaining.in_words(reason) for reason in line.reasons]
    if rather_not:
        row.reasons = [*row.reasons, f"{counted(rather_not, 'partij heeft', 'partijen hebben')} liever een andere dag"]
    row.otherwise = otherwise(line.alternative, names) if line.alternative is not None else ""


# What the next best does worse, part by part of the costs, for whoever reads it.
WORSE = {
    "fairness": "verdeelt de uren minder eerlijk",
    "target": "verder van de streefuren",
    "five": "helpt niet bij de vijf per jaar",
    "slack": "dichter op de laatste dag",
    "rotation": "weer dezelfde auditor",
    "keep": "verandert wat al staat",
    "rather_not": "een dag die een partij liever niet heeft",
}


def otherwise(other: Alternative, names: Mapping[str, str]) -> str:
    """The next best for a line, and what it does worse.

    >>> from datetime import date
    >>> from auditbeheer.planning.proposal.words import Costs, Placed
    >>> placed = Placed("D-2026-0147", "7", date(2027, 3, 4))
    >>> otherwise(Alternative(placed, 62, Costs(km=38 * 4, slack=24 * 4)), {"7": "M. Groot"}).replace("\u00a0", " ")
    'Anders: M. Groot op donderdag 4 maart 2027 (38 km meer, dichter op de laatste dag)'
    """
    parts = other.parts
    worse = [f"{parts.km // QUARTERS}\u00a0km meer"] if parts.km >= QUARTERS else []
    worse += [words for name, words in WORSE.items() if getattr(parts, name) > 0]
    told = f" ({', '.join(worse)})" if worse else ""
    return f"Anders: {names[other.placed.auditor]} op {day_long(other.placed.day)}{told}"
