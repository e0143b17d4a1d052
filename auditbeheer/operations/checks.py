"""``auditbeheer check``: whether what may never change is still as it was written, and nothing is missing.

What a killed process left unwritten is written when the server starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import broken_at
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.certificates import service as certificates
from auditbeheer.certificates.archive import Archive
from auditbeheer.plumbing.db import Database


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what was found."""

    part: str
    whole: bool
    text: str


def everything(database: Database, archive: Path) -> list[Finding]:
    """Look at the journal's chain, the numbering and the archive; changes nothing."""
    with database.read() as session:
        return [*_journal(session), *_certificates(session, archive)]


def _journal(session: Session) -> Iterator[Finding]:
    lines = session.scalar(select(func.count()).select_from(JournalEntry)) or 0
    broken = broken_at(session)
    if broken is None:
        yield Finding("logboek", True, f"{lines} regels, de keten is heel")
    else:
        yield Finding(
            "logboek", False, f"regel {broken} past niet op de regel ervoor: hij is buiten het systeem gewijzigd"
        )


def _certificates(session: Session, archive: Path) -> Iterator[Finding]:
    gaps = [gap.sentence for gap in certificates.check_numbering(session)]
    yield Finding("nummering", not gaps, "; ".join(gaps) or "alle reeksen zijn zonder gaten")
    changed = [change.sentence for change in certificates.check_archive(session, Archive(archive))]
    yield Finding("archief", not changed, "; ".join(changed) or "alle certificaten zijn gelijk aan wat is uitgegeven")


def heal_archive(database: Database, archive: Path) -> list[str]:
    """Write the files of certificates that a process which was killed left unwritten; returns which they were.

    A file that is there is left alone, also when it was changed: that is for a person to look at. Raises OSError when
    the archive cannot be written.
    """
    with database.read() as session:
        return certificates.heal_archive(session, Archive(archive))
