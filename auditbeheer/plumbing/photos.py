"""Photos as they may be kept: without the place where they were taken, and with every pixel as it was.

A photo is not decoded (but for HEIC, see ``plumbing.heic``): the parts of the file that hold words (EXIF, XMP, IPTC,
remarks) are left out, and so is whatever lies behind the picture (a second picture, a film). What stays is the
picture, its colours, which side is up, and the time at which it was taken. So a photo stays as sharp as it came, and a
bomb of pixels is refused before it goes off.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from auditbeheer.plumbing import heic
from auditbeheer.plumbing.dutch import number
from auditbeheer.plumbing.file_types import JPEG, PNG, FileRefused

MOST_PIXELS = 120_000_000
"""A phone of today makes 108 million at most; what reads the photo needs 4 bytes for each of them."""
DAMAGED = "Deze foto is beschadigd of niet helemaal aangekomen. Kies haar opnieuw, of maak een nieuwe foto."
ORIENTATION, CHANGED, TAKEN, EXIF_PART = 0x0112, 0x0132, 0x9003, 0x8769
_EXIF = b"Exif\x00\x00"
# Kept: JFIF, the colour profile, Adobe's word on the colours. Not: EXIF, XMP, IPTC, remarks, a table of more pictures.
_COLOURS = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
                       b"pHYs", b"bKGD"})  # fmt: skip


def without_place(content: bytes, media_type: str) -> bytes:
    """The photo without place and words; anything that is no photo as it is. Raises ``FileRefused``."""
    write = {JPEG: _jpeg, PNG: _png}.get(media_type)
    if write is None:
        return content
    try:
        return write(content)
    except (struct.error, IndexError, ValueError) as error:
        raise FileRefused(DAMAGED) from error


def as_jpeg(content: bytes) -> bytes:
    """A photo of an iPhone as JPEG. Raises ``FileRefused``."""
    try:
        return heic.as_jpeg(content)
    except heic.TooManyPixels as photo:
        _measured(photo.width, photo.height, heic.MOST_PIXELS)
        raise
    except ValueError as error:
        raise FileRefused(DAMAGED) from error


def _measured(width: int, height: int, most: int = MOST_PIXELS) -> None:
    if width * height > most:
        size = f"{number(width)}\u00a0×\u00a0{number(height)}\u00a0pixels"
        raise FileRefused(
            f"Deze foto is {size}. Dat is te groot om te openen. Maak haar kleiner en stuur haar opnieuw."
        )
    if not width or not height:
        raise ValueError("no pixels")


def _jpeg(content: bytes) -> bytes:
    out, words = [b"\xff\xd8"], b""
    for mark, part in _parts(content):
        if mark in _SIZES:
            height, width = struct.unpack(">HH", part[5:9])
            _measured(width, height)
        if mark == 0xE1 and part[4 : 4 + len(_EXIF)] == _EXIF and not words:
            words = _words_kept(part[4:])
        elif mark < 0xE0 or (mark in _COLOURS and part[4:].startswith(_COLOURS[mark])):
            out.append(part)
    return b"".join([out[0], *_segment(words), *out[1:]])


def _segment(words: bytes) -> list[bytes]:
    return [b"\xff\xe1" + struct.pack(">H", len(words) + 2) + words] if words else []


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each part of the first picture in a JPEG with its mark, up to its end; a scan goes with the part before it."""
    at, seen = 2, set[int]()
    while True:
        if content[at] != 0xFF:
            raise ValueError("a part that begins nowhere")
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            if not seen & _SIZES:
                raise ValueError("a picture without a size")
            yield mark, b"\xff\xd9"
            return
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("a part without its end")
        if mark == 0xDA:
            end = _end_of_scan(content, end)
        seen.add(mark)
        yield mark, content[at:end]
        at = end


def _end_of_scan(content: bytes, start: int) -> int:
    found = _NEXT_MARK.search(content, start)
    if found is None:
        raise ValueError("a picture without an end")
    return found.start()


def _words_kept(exif: bytes) -> bytes:
    """New EXIF with only which side is up and when it was taken; empty when the photo told neither."""
    from PIL.Image import Exif

    told, kept = Exif(), Exif()
    try:
        told.load(exif)
        up, taken = told.get(ORIENTATION), told.get_ifd(EXIF_PART).get(TAKEN) or told.get(CHANGED)
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error, EOFError):
        return b""
    if isinstance(up, int) and 1 < up <= 8:
        kept[ORIENTATION] = up
    if isinstance(taken, str) and re.fullmatch(r"[\d: ]{19}", taken):
        kept[CHANGED] = taken
    return kept.tobytes() if len(kept) else b""


def _png(content: bytes) -> bytes:
    out, at, done = [content[:8]], 8, False
    while not done:
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a part without its end")
        if kind == b"IHDR":
            _measured(*struct.unpack(">II", content[at + 8 : at + 16]))
        elif at == 8:
            raise ValueError("a picture without a size")
        if kind in _PNG_KEPT:
            out.append(content[at:end])
        elif kind == b"eXIf" and (words := _words_kept(_EXIF + content[at + 8 : end - 4])):
            out.append(_chunk(kind, words.removeprefix(_EXIF)))
        at, done = end, kind == b"IEND"
    return b"".join(out)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
