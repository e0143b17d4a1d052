"""Logboek: who did what when and why, each line sealed with the hash of the line before it.

A line is never changed or removed (the database refuses it); ``broken_at`` finds where somebody did so all the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import JournalEntry, last_entry
from auditbeheer.accounts.permissions import Permission, Role, may
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.refusal import Clash
from auditbeheer.scheme.wording import day_plain

FIRST_LINK = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts: an employee; somebody from outside (``client``: which row that is); or the system itself."""

    employee_id: int | None
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    client: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the roles of this person cover the act."""
        return may(self.roles, permission)


SYSTEM = Actor(employee_id=None, name="auditbeheer")


def record(
    session: Session,
    by: Actor,
    now: datetime,
    *,
    verb: str,
    kind: str,
    thing: str | int,
    what: str,
    why: str = "",
    dossier: str | None = None,
) -> JournalEntry:
    """Write one line. ``verb``: what was done, in Dutch ("offerte verstuurd"); ``what``: the facts in a sentence.

    ``kind`` and ``thing`` point at what it is about; ``dossier`` puts it on that dossier's time line.
    """
    _one_at_a_time(session)
    newest = last_entry(session)
    entry = JournalEntry(
        at=now.replace(microsecond=0),
        employee_id=by.employee_id,
        who=by.name,
        verb=verb,
        kind=kind,
        thing=str(thing),
        what=what,
        why=why,
        dossier=dossier,
        previous_hash=newest.hash if newest else FIRST_LINK,
        hash="",
    )
    entry.hash = seal(entry)
    session.add(entry)
    session.flush()
    return entry


def _one_at_a_time(session: Session) -> None:
    # SQLite's writer holds the only write lock already; PostgreSQL lets the chain grow at one end only, until commit.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7065)"))


def seal(entry: JournalEntry) -> str:
    """SHA-256 (hex) over the line and the hash before it."""
    facts = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="seconds"),
        "employee": entry.employee_id,
        "who": entry.who,
        "verb": entry.verb,
        "kind": entry.kind,
        "thing": entry.thing,
        "what": entry.what,
        "why": entry.why,
        "dossier": entry.dossier,
        "previous": entry.previous_hash,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def broken_at(session: Session) -> int | None:
    """The id of the first line that does not fit the chain; None when all is whole."""
    expected = FIRST_LINK
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id)).yield_per(500):
        if entry.previous_hash != expected or seal(entry) != entry.hash:
            return entry.id
        expected = entry.hash
    return None


def clash(session: Session, now: datetime, *, kind: str, thing: str | int, theirs: dict[str, str]) -> Clash:
    """Somebody changed the thing meanwhile: who and when by the newest line about it (C21); to be raised.

    ``theirs``: the form's field name -> the text that stands now, for each field that differs.
    """
    query = select(JournalEntry).where(JournalEntry.kind == kind, JournalEntry.thing == str(thing))
    newest = session.scalars(query.order_by(JournalEntry.id.desc()).limit(1)).first()
    if newest is None:
        return Clash(who="een ander", when="net", theirs=theirs)
    same_day = newest.at.date() == now.date()
    when = f"om {time_of(newest.at)}" if same_day else f"op {day_plain(newest.at.date())} om {time_of(newest.at)}"
    return Clash(who=newest.who, when=when, theirs=theirs)
