"""Proposing what may go, and deciding on it: nothing is removed without a person (DOC-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.certificates.models import Certificate
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.retention.models import (
    CleanUp,
    CleanUpFile,
    all_trajectories,
    certificates_by_area,
    clean_ups,
    files_of,
    forgotten_contents,
    papers_of,
    refusals,
)
from auditbeheer.retention.rules import Cycle, Kept, answer_conditions, cleaning_conditions, kept_until
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.wording import counted, join_and


def propose_clean_up(session: Session, now: datetime) -> CleanUp | None:
    """Once a year: name the files whose retention has passed. None when there are none, or it was done already."""
    earlier = clean_ups(session)
    if any(one.decided_on is None or one.year == now.year for one in earlier):
        return None
    due = _due(session, now.date())
    papers = papers_of(session, [trajectory.id for trajectory, _ in due])
    rows = [(trajectory, until, file) for trajectory, until in due for file in papers[trajectory.id]]
    if not rows:
        return None
    proposal = CleanUp(year=now.year, made_on=now.date())
    session.add(proposal)
    session.add_all(
        CleanUpFile(clean_up=proposal, trajectory=trajectory, file=file, kept_until=until)
        for trajectory, until, file in rows
    )
    session.flush()
    what = f"{counted(len(rows), 'bestand', 'bestanden')} van {counted(len(due), 'dossier', 'dossiers')}"
    journal.record(session, SYSTEM, now, verb="opschonen voorgesteld", kind="opschonen", thing=proposal.id, what=what)
    return proposal


def _due(session: Session, today: date) -> list[tuple[Trajectory, date]]:
    """The dossiers whose papers may go, each with the last day on which they had to be kept."""
    rules, found = own_rules_on(session, today), []
    for trajectory, facts in _facts(session, today):
        until = kept_until(facts, rules)
        if until is not None and not unmet(cleaning_conditions(facts, today, rules)):
            found.append((trajectory, until))
    return found


def _facts(session: Session, today: date) -> list[tuple[Trajectory, Kept]]:
    held, decided = certificates_by_area(session), refusals(session)
    own = {one.trajectory_id: one for rows in held.values() for one in rows if one.trajectory_id}
    answer = []
    for trajectory in all_trajectories(session):
        certificate = own.get(trajectory.id)
        ended = trajectory.declined_on or trajectory.withdrawn_on or decided.get(trajectory.id)
        cycle = _cycle(certificate, held, today) if certificate else Cycle.NONE
        answer.append((trajectory, Kept(certificate.last_day if certificate else None, ended, cycle)))
    return answer


def _cycle(certificate: Certificate, held: dict[int, list[Certificate]], today: date) -> Cycle:
    """Current: in force today, or to come. Previous: the one before such a certificate, in any of its areas."""
    if certificate.last_day >= today:
        return Cycle.CURRENT
    for link in certificate.areas:
        row = held.get(link.area_id or 0, [])
        place = next((at for at, one in enumerate(row) if one is certificate), None)
        if place is not None and place + 1 < len(row) and row[place + 1].last_day >= today:
            return Cycle.PREVIOUS
    return Cycle.EARLIER


def remove_papers(session: Session, by: Actor, now: datetime, proposal: CleanUp, *, why: str) -> int:
    """Remove what a proposal names and may still go; returns how many files. Their rows stay as proof.

    The contents go from the disk once this is committed (``drop_contents``).
    """
    require(answer_conditions(waits=proposal.decided_on is None, why=why), field="why")
    may_go = {trajectory.id for trajectory, _ in _due(session, now.date())}
    rows = [row for row in files_of(session, proposal) if row.trajectory_id in may_go and not row.file.removed_on]
    for row in rows:
        row.file.removed_on, row.file.removed_by, row.file.removed_why = now.date(), by.name, why
    for number, group in groupby(rows, key=lambda row: row.trajectory.number):
        names = join_and([row.file.name for row in group])
        journal.record(
            session, by, now, verb="stukken opgeschoond", kind="opschonen", thing=proposal.id, dossier=number,
            what=f"De bewaartermijn is voorbij. Verwijderd: {names}", why=why,
        )  # fmt: skip
    _decided(session, by, now, proposal, removed=True, why=why)
    what = f"{counted(len(rows), 'bestand', 'bestanden')} verwijderd"
    journal.record(session, by, now, verb="opgeschoond", kind="opschonen", thing=proposal.id, what=what, why=why)
    return len(rows)


def keep_papers(session: Session, by: Actor, now: datetime, proposal: CleanUp, *, why: str) -> None:
    """Remove nothing this year, with the reason; next year there is a new proposal."""
    require(answer_conditions(waits=proposal.decided_on is None, why=why), field="why")
    _decided(session, by, now, proposal, removed=False, why=why)
    journal.record(
        session, by, now, verb="niet opgeschoond", kind="opschonen", thing=proposal.id, what="Alles blijft bewaard",
        why=why,
    )  # fmt: skip


def _decided(session: Session, by: Actor, now: datetime, proposal: CleanUp, *, removed: bool, why: str) -> None:
    proposal.decided_on, proposal.decided_by, proposal.removed, proposal.why = now.date(), by.name, removed, why
    session.flush()


def contents_to_drop(session: Session) -> Sequence[str]:
    """The contents that nothing refers to any more, after a removal that is committed."""
    return forgotten_contents(session)


def drop_contents(shelf: FileShelf, digests: Sequence[str]) -> int:
    """Take these contents from the disk; those that are gone already are fine. Returns how many."""
    for digest in digests:
        shelf.drop(digest)
    return len(digests)
