"""Files that people send: kept once by their content, outside the web's reach, and known by what they are.

A file's type is read from its content, never from its name or from what the sender says (safe files by default).
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import BigInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column, validates

from auditbeheer.plumbing.dutch import folded_line, megabytes
from auditbeheer.plumbing.tables import Base, Happened, Key, Line

LARGEST = 50_000_000
MOST_UNPACKED = 400_000_000
DANGEROUS_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b-\u200f]")

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GEOJSON = "application/geo+json"
ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), DOCX: (".docx",), XLSX: (".xlsx",),
           GEOJSON: (".geojson", ".json")}  # fmt: skip


class FileRefused(Exception):
    """A file that is not taken; the text is the sentence for the sender."""


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

    __table_args__ = (UniqueConstraint("kind", "thing", "sha256", "name", "at"),)

    @validates("name")
    def _fold_name(self, _column: str, name: str) -> str:
        self.folded = folded_line(name)
        return name


@dataclass(frozen=True)
class FileShelf:
    """A folder in which contents lie under their own hash, written whole or not at all."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep the content; returns its SHA-256 (hex). Already there: nothing is written."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._place(digest)
        if not target.exists():
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


def safe_name(name: str) -> str:
    r"""The bare file name, without folders or signs that deceive.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\temp\\plan.pdf"), safe_name("")
    ('passwd', 'plan.pdf', 'bestand')
    """
    bare = DANGEROUS_NAME.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    return bare[-150:] or "bestand"


def recognise(content: bytes, name: str) -> str:
    """The media type by content. Raises ``FileRefused`` with the sentence for the sender (ux §16, 9 and 10)."""
    if not content:
        raise FileRefused("Dit bestand is leeg (0 bytes). Kies het bestand opnieuw.")
    if len(content) > LARGEST:
        size, most = megabytes(len(content)), megabytes(LARGEST)
        raise FileRefused(f"Dit bestand is {size} en mag {most} zijn. Splits het of maak het kleiner.")
    found = _type_of(content)
    ending = Path(safe_name(name)).suffix.lower()
    if found is None or ending not in ENDINGS[found]:
        raise FileRefused(_wrong_type(ending))
    return found


def _type_of(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    if content.lstrip()[:1] == b"{" and b'"Feature' in content[:4000]:
        return GEOJSON
    return None


def _office_type(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise FileRefused("Dit bestand wordt te groot als wij het uitpakken. Maak er een pdf van en stuur die.")
    except zipfile.BadZipFile:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _wrong_type(ending: str) -> str:
    named = {
        ".pdf": "pdf",
        ".png": "png",
        ".jpg": "jpg",
        ".jpeg": "jpg",
        ".docx": "Word-bestand",
        ".xlsx": "Excel-bestand",
    }
    if ending in named:
        what = named[ending]
        return f"Dit is geen {what}, ook al eindigt de naam op {ending}. Maak opnieuw een {what} en stuur die."
    return "Dit soort bestand kunnen wij niet openen. Stuur een pdf, Word- of Excel-bestand, of een foto (jpg of png)."


def keep(session: Session, shelf: FileShelf, upload: tuple[str, bytes], row: StoredFile) -> StoredFile:
    """Put the content on the shelf and its row in the session; the row then holds name, type, size and hash."""
    name, content = upload
    row.name, row.media_type, row.size = safe_name(name), recognise(content, name), len(content)
    row.sha256 = shelf.put(content)
    session.add(row)
    session.flush()
    return row
