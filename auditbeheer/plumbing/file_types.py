"""What a file is, read from its content and never from its name: each that is not taken has its own sentence.

Taken are papers (PDF, Office with and without X, OpenDocument), photos (JPEG, PNG, and HEIC, which becomes a JPEG) and
maps (GeoJSON). Not taken are macros (a program in a paper), passwords, films, and what would unpack beyond measure.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from auditbeheer.plumbing.dutch import megabytes

LARGEST = 50_000_000
"""In bytes, unless AUDITBEHEER_UPLOAD_MB says otherwise."""
MOST_UNPACKED = 400_000_000
MOST_RATIO = 150
"""Text in a spreadsheet packs some 20 times, hardly ever beyond 100; below ``SMALL`` any ratio is harmless."""
SMALL = 20_000_000
MOST_PARTS = 20_000
DANGEROUS_NAME = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b-\u200f]")
LONGEST_NAME = 150

PDF, PNG, JPEG, HEIC = "application/pdf", "image/png", "image/jpeg", "image/heic"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OPEN_XML}wordprocessingml.document"
XLSX = f"{_OPEN_XML}spreadsheetml.sheet"
PPTX = f"{_OPEN_XML}presentationml.presentation"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
DOC, XLS = "application/msword", "application/vnd.ms-excel"
GEOJSON = "application/geo+json"
ENDINGS = {PDF: (".pdf",), PNG: (".png",), JPEG: (".jpg", ".jpeg"), DOCX: (".docx",), XLSX: (".xlsx",),
           PPTX: (".pptx",), ODT: (".odt",), ODS: (".ods",), DOC: (".doc",), XLS: (".xls",),
           GEOJSON: (".geojson", ".json"),
           HEIC: (".heic", ".heif", ".jpg", ".jpeg")}  # fmt: skip
"""An app that hands over an iPhone's photo often calls it .jpg; it becomes one all the same."""
PAPERS = ".pdf,.docx,.xlsx,.pptx,.doc,.xls,.odt,.ods,.jpg,.jpeg,.png,.heic,.heif"
"""For the file chooser of a field that takes papers and photos of paper."""

_NAMED = {".pdf": "pdf", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".docx": "Word-bestand", ".doc": "Word-bestand",
          ".xlsx": "Excel-bestand", ".xls": "Excel-bestand", ".pptx": "PowerPoint-bestand",
          ".odt": "OpenDocument-bestand", ".ods": "OpenDocument-bestand", ".heic": "foto van een iPhone",
          ".heif": "foto van een iPhone"}  # fmt: skip
_STARTS = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
_MACRO_ENDINGS = frozenset({".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlsb"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_MOVING = frozenset({b"hevc", b"hevx", b"msf1", b"avif", b"avis", b"qt  ", b"isom", b"mp41", b"mp42"})
MACROS = (
    "In dit bestand zitten macro’s. Die openen wij niet, omdat ze op onze computers programma’s kunnen starten. "
    "Bewaar het als gewoon Word- of Excel-bestand, of maak er een pdf van."
)
PASSWORD = "Dit bestand heeft een wachtwoord. Haal het wachtwoord eraf en stuur het opnieuw."  # nosec B105 - a sentence
BOMB = "Dit bestand wordt te groot als wij het uitpakken. Maak er een pdf van en stuur die."
MOVING = (
    "Dit is een film, of een soort foto die wij niet kunnen openen. Stuur een gewone foto (jpg), of een schermafdruk."
)


class FileRefused(Exception):
    """A file that is not taken; the text is the sentence for the sender."""


def safe_name(name: str) -> str:
    r"""The bare file name, without folders or signs that deceive; a long one keeps its end.

    >>> safe_name("../../etc/passwd"), safe_name("C:\\temp\\plan.pdf"), safe_name("")
    ('passwd', 'plan.pdf', 'bestand')
    """
    bare = DANGEROUS_NAME.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    return bare[-LONGEST_NAME:] or "bestand"


def recognise(content: bytes, name: str, largest: int = LARGEST) -> str:
    """The media type by content. Raises ``FileRefused`` with the sentence for the sender (ux §16, 9 and 10)."""
    if not content:
        raise FileRefused("Dit bestand is leeg (0 bytes). Kies het bestand opnieuw.")
    if len(content) > largest:
        size, most = megabytes(len(content)), megabytes(largest)
        raise FileRefused(f"Dit bestand is {size} en mag {most} zijn. Splits het of maak het kleiner.")
    found = _type_of(content)
    ending = Path(safe_name(name)).suffix.lower()
    if found is None or ending not in ENDINGS[found]:
        raise FileRefused(_wrong_type(ending, content))
    return found


def _type_of(content: bytes) -> str | None:
    plain = next((kind for kind, start in _STARTS.items() if content.startswith(start)), None)
    if plain:
        return plain
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return HEIC
    if content.startswith(b"PK\x03\x04"):
        return _packed_type(content)
    if content.startswith(_OLE):
        return _old_office_type(content)
    if content.lstrip()[:1] == b"{" and b'"Feature' in content[:4000]:
        return GEOJSON
    return None


def _packed_type(content: bytes) -> str | None:
    """Office and OpenDocument are ZIP files. What they hold is told from the table of contents: nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            _unpacks_well(parts, len(content))
            names = {part.filename for part in parts.infolist()}
            kind = _open_document(parts) if "mimetype" in names else _open_xml(names)
            secret = "META-INF/manifest.xml" in names and b"encryption-data" in _peek(parts, "META-INF/manifest.xml")
    # What zipfile raises on a table of contents that was made to break it: no ZIP, cut off, a password.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return None
    if any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise FileRefused(MACROS)
    if secret:
        raise FileRefused(PASSWORD)
    return kind


def _unpacks_well(parts: zipfile.ZipFile, size: int) -> None:
    """Refuse what would unpack beyond measure, or whose parts lie over one another (so that little holds much)."""
    rows = parts.infolist()
    packed, unpacked = sum(row.compress_size for row in rows), sum(row.file_size for row in rows)
    dense = unpacked > SMALL and unpacked > MOST_RATIO * max(packed, 1)
    if len(rows) > MOST_PARTS or unpacked > MOST_UNPACKED or dense or packed > size:
        raise FileRefused(BOMB)


def _peek(parts: zipfile.ZipFile, name: str, most: int = 200_000) -> bytes:
    with parts.open(name) as part:
        return part.read(most)


def _open_document(parts: zipfile.ZipFile) -> str | None:
    said = _peek(parts, "mimetype", 200).decode("ascii", "replace").strip()
    return said if said in {ODT, ODS} else None


def _open_xml(names: set[str]) -> str | None:
    main = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
    return next((kind for part, kind in main.items() if part in names), None)


def _old_office_type(content: bytes) -> str | None:
    """Word and Excel before 2007, by the names in their table of contents (UTF-16)."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise FileRefused(PASSWORD)
    if holds("_VBA_PROJECT"):
        raise FileRefused(MACROS)
    if holds("WordDocument"):
        return DOC
    return XLS if holds("Workbook") else None


def _wrong_type(ending: str, content: bytes) -> str:
    if content[4:8] == b"ftyp" and content[8:12] in _MOVING:
        return MOVING
    if ending in _MACRO_ENDINGS:
        return MACROS
    if ending in _NAMED:
        what = _NAMED[ending]
        return f"Dit is geen {what}, ook al eindigt de naam op {ending}. Maak opnieuw een {what} en stuur die."
    return "Dit soort bestand kunnen wij niet openen. Stuur een pdf, Word- of Excel-bestand, of een foto (jpg of png)."
