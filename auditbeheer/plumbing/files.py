"""Files that people send: kept once by their content, outside the web's reach, and known by what they are.

A file's type is read from its content, never from its name or from what the sender says (safe files by default).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import BigInteger, Enum, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from auditbeheer.plumbing.dutch import folded_line
from auditbeheer.plumbing.file_types import GEOJSON, HEIC, JPEG, LARGEST, PDF, PNG, FileRefused, recognise, safe_name
from auditbeheer.plumbing.photos import as_jpeg, without_place
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment
from auditbeheer.plumbing.viruses import NOT_ASKED, Look, Scanner, ScanState

__all__ = [
    "GEOJSON", "JPEG", "LARGEST", "PDF", "PNG", "FileRefused", "FileShelf", "StoredFile", "VirusFound", "admitted",
    "keep", "recognise", "safe_name",
]  # fmt: skip


class VirusFound(FileRefused):
    """A file in which the scanner found a virus; ``virus`` is its name, for the journal and nobody else."""

    def __init__(self, virus: str) -> None:
        super().__init__(
            "In dit bestand vond onze virusscanner een virus. Wij hebben het niet bewaard. Laat uw computer nakijken "
            "en stuur een ander bestand."
        )
        self.virus = virus


# Without a check in the database: SQLite cannot add one to a table that stands, and copying it loses its triggers.
SCAN = Enum(ScanState, native_enum=False, create_constraint=False, length=40,
            values_callable=lambda members: [member.value for member in members])  # fmt: skip


class StoredFile(Base):
    """One upload: the name it had, what it is, and under which hash its content is kept."""

    __tablename__ = "stored_file"

    id: Mapped[Key] = mapped_column(init=False)
    name: Mapped[Line]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[Happened]
    sender: Mapped[Line] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(String(40), default="")
    thing: Mapped[str] = mapped_column(String(60), default="")
    folded: Mapped[Line] = mapped_column(init=False, server_default=text("''"))
    scan: Mapped[ScanState] = mapped_column(
        SCAN, default=ScanState.NOT_ASKED, server_default="niet gevraagd", index=True
    )
    scanned_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    virus: Mapped[Line] = mapped_column(default="", server_default=text("''"))
    removed_on: Mapped[date | None] = mapped_column(default=None)
    removed_by: Mapped[Line] = mapped_column(default="", server_default=text("''"))
    removed_why: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    __table_args__ = (UniqueConstraint("kind", "thing", "sha256", "name", "at"),)

    @validates("name")
    def _fold_name(self, _column: str, name: str) -> str:
        self.folded = folded_line(name)
        return name


@dataclass(frozen=True)
class FileShelf:
    """A folder in which contents lie under their own hash, written whole or not at all.

    ``largest``: how many bytes a file may have; ``scanner``: who looks for a virus in it, if there is somebody.
    """

    folder: Path
    largest: int = LARGEST
    scanner: Scanner | None = None

    def look(self, content: bytes) -> Look:
        """What the scanner says. Raises ``VirusFound``."""
        look = self.scanner.look(content) if self.scanner else NOT_ASKED
        if look.state is ScanState.INFECTED:
            raise VirusFound(look.virus)
        return look

    def drop(self, digest: str) -> None:
        """Take the content away, when nobody refers to it any more; gone already is fine."""
        self._place(digest).unlink(missing_ok=True)

    def put(self, content: bytes) -> str:
        """Keep the content; returns its SHA-256 (hex). Already there: it is only young again (``left_behind``)."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._place(digest)
        try:
            os.utime(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=target.parent, delete=False) as draft:
                draft.write(content)
                draft.flush()
                os.fsync(draft.fileno())
            Path(draft.name).replace(target)
        return digest

    def get(self, digest: str) -> bytes:
        """The content; FileNotFoundError when it is gone, ValueError when it was changed on disk."""
        content = self._place(digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(f"file {digest} is not what was stored")
        return content

    def path(self, digest: str) -> Path:
        """Where the content lies, for who can only open a file; raises as ``get`` does."""
        self.get(digest)
        return self._place(digest)

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def admitted(content: bytes, name: str, largest: int = LARGEST) -> tuple[str, bytes, str]:
    """Name, content and media type as they may be kept: a bare name, a photo without its place and never as HEIC.

    Raises ``FileRefused`` with the sentence for the sender.
    """
    media_type = recognise(content, name, largest)
    if media_type == HEIC:
        name, content = f"{Path(safe_name(name)).stem}.jpg", as_jpeg(content)
        media_type = recognise(content, name, largest)
    return safe_name(name), without_place(content, media_type), media_type


def keep(session: Session, shelf: FileShelf, upload: tuple[str, bytes], row: StoredFile) -> StoredFile:
    """Put the content on the shelf and its row in the session; the row then holds name, type, size and hash.

    Raises ``FileRefused`` for a file that is not taken, ``VirusFound`` for one with a virus. A scanner that cannot be
    reached leaves the file waiting: kept, and handed out to nobody (``plumbing.serving``).
    """
    row.name, content, row.media_type = admitted(upload[1], upload[0], shelf.largest)
    look = shelf.look(content)
    row.size, row.scan = len(content), look.state
    row.scanned_at = row.at if look.state is ScanState.CLEAN else None
    row.sha256 = shelf.put(content)
    session.add(row)
    session.flush()
    return row


def waiting_for_scan(session: Session, most: int = 200) -> Sequence[StoredFile]:
    """The files that no scanner looked at yet, oldest first."""
    query = select(StoredFile).where(StoredFile.scan == ScanState.WAITING, StoredFile.removed_on.is_(None))
    return session.scalars(query.order_by(StoredFile.id).limit(most)).all()


def same_content(session: Session, digest: str) -> Sequence[StoredFile]:
    """Every upload that has this content and still counts on it."""
    query = select(StoredFile).where(StoredFile.sha256 == digest, StoredFile.removed_on.is_(None))
    return session.scalars(query.order_by(StoredFile.id)).all()
