"""What a file is by its content, what is refused in which words, and photos without their place."""

from __future__ import annotations

import random
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image

from auditbeheer.plumbing.file_types import (
    DOC,
    DOCX,
    HEIC,
    JPEG,
    ODS,
    ODT,
    PDF,
    PNG,
    PPTX,
    XLS,
    XLSX,
    FileRefused,
    recognise,
    safe_name,
)
from auditbeheer.plumbing.files import admitted
from auditbeheer.plumbing.photos import without_place

PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def packed(*names: str, **contents: bytes) -> bytes:
    """A ZIP file with these parts; a part of zeros packs very well."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in names:
            parts.writestr(name, contents.get(name.rpartition("/")[2].partition(".")[0], b"<x/>"))
    return out.getvalue()


def old_office(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"".join(name.encode("utf-16-le") for name in names)


def photo(kind: str = "JPEG", *, place: bool = True, size: tuple[int, int] = (40, 30), up: int = 6, **options) -> bytes:
    """A photo as a phone makes it: with a place, a time, a maker, and which side is up."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = up, "Telefoon van Selin"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:20 14:03:00"
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 30.0, 0.0), 3: "E", 4: (5.0, 28.0, 0.0)})
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    out = BytesIO()
    picture.save(out, kind, exif=exif, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PAPER, PDF),
        ("plan.DOCX", packed("[Content_Types].xml", "word/document.xml"), DOCX),
        ("matrix.xlsx", packed("xl/workbook.xml"), XLSX),
        ("verhaal.pptx", packed("ppt/presentation.xml"), PPTX),
        ("plan.odt", packed("mimetype", "content.xml", mimetype=ODT.encode()), ODT),
        ("matrix.ods", packed("mimetype", "content.xml", mimetype=ODS.encode()), ODS),
        ("plan.doc", old_office("WordDocument"), DOC),
        ("matrix.xls", old_office("Workbook"), XLS),
        ("foto.jpeg", photo(), JPEG),
        ("foto.png", photo("PNG"), PNG),
        ("IMG_0042.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 40, HEIC),
    ],
)
def test_papers_and_photos_are_known_by_their_content(name: str, content: bytes, kind: str) -> None:
    assert recognise(content, name) == kind


def bomb() -> bytes:
    """Some 30 kB that unpack to 30 MB."""
    return packed("word/document.xml", "word/media/image1.png", image1=b"\0" * 30_000_000)


def lying_over_one_another() -> bytes:
    """A ZIP whose table of contents names the same bytes many times: little holds much."""
    content = packed("word/document.xml", document=random.Random(1).randbytes(5_000))
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    row, tail = content[start:end], bytearray(content[end:])
    many = b"".join(row.replace(b"word/document.xml", b"word/docume%02d.xml" % at) for at in range(50)) + row
    tail[8:12], tail[12:16] = struct.pack("<HH", 51, 51), struct.pack("<I", len(many))
    return content[:start] + many + bytes(tail)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.pdf", b"", "Dit bestand is leeg (0 bytes)"),
        ("plan.pdf", PAPER + b"0" * 60_000_000, "Dit bestand is 60 MB en mag 50 MB zijn"),
        ("plan.pdf", b"<html><script>alert(1)</script>", "Dit is geen pdf, ook al eindigt de naam op .pdf"),
        ("plan.docx", PAPER, "Dit is geen Word-bestand, ook al eindigt de naam op .docx"),
        ("foto.png", photo(), "Dit is geen png, ook al eindigt de naam op .png"),
        ("virus.exe", b"MZ" + PAPER, "Dit soort bestand kunnen wij niet openen"),
        ("plan.docx", packed("word/document.xml", "word/vbaProject.bin"), "In dit bestand zitten macro’s"),
        ("plan.docm", packed("word/document.xml"), "In dit bestand zitten macro’s"),
        ("plan.odt", packed("mimetype", "Basic/Standard/Module1.xml", mimetype=ODT.encode()), "zitten macro’s"),
        ("matrix.xls", old_office("Workbook", "_VBA_PROJECT_CUR"), "In dit bestand zitten macro’s"),
        ("plan.doc", old_office("EncryptedPackage"), "Dit bestand heeft een wachtwoord"),
        ("plan.docx", bomb(), "Dit bestand wordt te groot als wij het uitpakken"),
        ("plan.docx", lying_over_one_another(), "Dit bestand wordt te groot als wij het uitpakken"),
        ("plan.docx", packed("word/document.xml")[:-10], "Dit is geen Word-bestand"),
        ("foto.heic", photo(), "Dit is geen foto van een iPhone, ook al eindigt de naam op .heic"),
        ("plan.pdf", b"\0\0\0\x18ftypheic" + b"\0" * 40, "Dit is geen pdf, ook al eindigt de naam op .pdf"),
        (
            "foto.heic",
            b"\0\0\0\x18ftyphevc" + b"\0" * 40,
            "Dit is een film, of een soort foto die wij niet",
        ),
        (
            "film.mov",
            b"\0\0\0\x14ftypqt  " + b"\0" * 40,
            "Dit is een film, of een soort foto die wij niet",
        ),
    ],
)
def test_each_file_that_is_not_taken_has_its_own_sentence(name: str, content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        recognise(content, name)
    assert says in str(refused.value).replace("\u00a0", " ")


def test_the_largest_size_is_a_setting() -> None:
    assert recognise(PAPER + b"0" * 900_000, "a.pdf", 1_000_000) == PDF
    with pytest.raises(FileRefused, match=r"mag 1.MB zijn"):
        recognise(PAPER + b"0" * 1_000_000, "a.pdf", 1_000_000)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\selin\\plan.pdf", "plan.pdf"),
        ("fdp.nalp\u202e.pdf", "fdp.nalp.pdf"),
        ("a" * 4_000 + ".pdf", "a" * 146 + ".pdf"),
        ("..", "bestand"),
    ],
)
def test_of_a_name_only_the_bare_name_is_kept(name: str, kept: str) -> None:
    assert safe_name(name) == kept


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", JPEG), ("PNG", PNG)])
def test_a_photo_loses_its_place_and_keeps_every_pixel_its_side_up_and_its_time(kind: str, media_type: str) -> None:
    sent = photo(kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825), "the phone did write a place"
    kept = without_place(sent, media_type)
    before, after = Image.open(BytesIO(sent)), Image.open(BytesIO(kept))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif().get_ifd(0x8825)) == {}
    assert after.getexif().get(0x0112) == 6
    assert after.getexif().get(0x0132) == "2026:11:20 14:03:00"
    assert b"Selin" not in kept
    assert without_place(kept, media_type) == kept, "twice does nothing more"


def test_what_lies_behind_the_picture_goes_too() -> None:
    sent = photo(progressive=True)
    kept = without_place(sent + photo(), JPEG)
    assert kept == without_place(sent, JPEG)
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(BytesIO(sent)).tobytes()


def test_words_in_other_places_of_a_photo_go_too() -> None:
    sent = photo()
    xmp = b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>52,30N</exif:GPSLatitude>"
    part = b"\xff\xe1" + struct.pack(">H", len(xmp) + 2) + xmp
    remark = b"\xff\xfe" + struct.pack(">H", 14) + b"Lelystad, 52"
    kept = without_place(sent[:2] + part + remark + sent[2:], JPEG)
    assert kept == without_place(sent, JPEG)
    assert b"GPSLatitude" not in kept
    assert b"Lelystad" not in kept


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def jpeg_that_claims(width: int, height: int) -> bytes:
    sent = photo()
    at = next(sent.index(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in sent)
    return sent[: at + 5] + struct.pack(">HH", height, width) + sent[at + 9 :]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("foto.png", png_that_claims(60_000, 60_000), "Deze foto is 60.000 × 60.000 pixels. Dat is te groot"),
        ("foto.jpg", jpeg_that_claims(60_000, 60_000), "Deze foto is 60.000 × 60.000 pixels. Dat is te groot"),
        ("foto.png", png_that_claims(0, 5), "Deze foto is beschadigd"),
        ("foto.jpg", photo()[:-40], "Deze foto is beschadigd"),
        ("foto.png", photo("PNG")[:60], "Deze foto is beschadigd"),
        ("foto.jpg", b"\xff\xd8\xff\xe0", "Deze foto is beschadigd"),
        ("foto.png", b"\x89PNG\r\n\x1a\n" + b"?" * 60, "Deze foto is beschadigd"),
    ],
)
def test_a_bomb_of_pixels_and_a_broken_photo_are_refused_before_they_are_drawn(
    name: str, content: bytes, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        admitted(content, name)
    assert says in str(refused.value).replace("\u00a0", " ")
