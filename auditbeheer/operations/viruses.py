"""What is done about viruses: a file refused at the door is noted, and files that wait are looked at later.

The journal names the file and the virus, never what was in it.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from flask import Flask, g
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.gate import actor
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.config import Settings
from auditbeheer.documents.service import return_infected
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf, StoredFile, VirusFound, same_content, waiting_for_scan
from auditbeheer.plumbing.viruses import Scanner, ScanState
from auditbeheer.plumbing.web import now as moment

log = structlog.get_logger()


def shelf_of(settings: Settings) -> FileShelf:
    """Where uploads lie and who looks at them, as the settings say."""
    scanner = Scanner(settings.clamav) if settings.clamav else None
    return FileShelf(settings.files_dir, settings.upload_mb * 1_000_000, scanner)


class NoteAfter:
    """Notes what was refused for a virus once the request is over: of the request itself nothing is kept."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        # Registered before the session of a request is: what is registered first is called last.
        app.teardown_appcontext(self._write)

    def __call__(self, name: str, virus: str) -> None:
        """A file with this name held this virus."""
        g.setdefault("viruses", []).append((actor(), moment(), name, virus))

    def _write(self, _error: BaseException | None) -> None:
        found = g.pop("viruses", [])
        if not found:
            return
        database: Database = self.app.extensions["database"]
        with database.write() as session:
            for by, when, name, virus in found:
                log.warning("virus in upload", virus=virus)
                what = f"{name}: {virus}. Het bestand is niet bewaard"
                journal.record(session, by, when, verb="virus gevonden", kind="bestand", thing="upload", what=what)


def note_after(app: Flask) -> NoteAfter:
    """What the file fields call when the scanner found something."""
    return NoteAfter(app)


def look_at_waiting(session: Session, now: datetime, shelf: FileShelf) -> tuple[int, list[str]]:
    """Look at the files that wait: how many were looked at, and the hashes of those that held a virus.

    Their contents are taken from the disk by who called, once this is committed.
    """
    looked, infected = 0, list[str]()
    for row in waiting_for_scan(session):
        if row.scan is not ScanState.WAITING:
            continue  # looked at with another upload of the same content
        try:
            state, virus = shelf.look(shelf.get(row.sha256)).state, ""
        except VirusFound as found:
            state, virus = ScanState.INFECTED, found.virus
        if state is ScanState.WAITING:
            break  # out of reach again: the rest waits too
        for same in same_content(session, row.sha256):
            same.scan, same.scanned_at, same.virus = state, now, virus
            looked += 1
            if virus:
                _tell(session, now, same)
        if virus:
            infected.append(row.sha256)
    session.flush()
    return looked, infected


def _tell(session: Session, now: datetime, row: StoredFile) -> None:
    dossier = row.thing.partition("/")[0] if row.kind == "document" else ""
    journal.record(
        session, SYSTEM, now, verb="virus gevonden", kind="bestand", thing=row.id, dossier=dossier or None,
        what=f"{row.name}, van {row.sender or 'onbekend'}: {row.virus}. De inhoud is weggehaald",
    )  # fmt: skip
    return_infected(session, now, row)
