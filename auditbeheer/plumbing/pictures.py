"""Pictures for paper (logo, mark, signature): looked through whole, and written anew as a plain PNG or JPEG.

What comes out holds pixels in sRGB and nothing else: no hidden place or name from a phone, no second file behind the
first, no instructions. No SVG: it is a program to draw with, and the press knows only a part of it.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from auditbeheer.plumbing.dutch import megabytes, number
from auditbeheer.plumbing.files import JPEG, PNG, FileRefused, safe_name

if TYPE_CHECKING:
    from PIL.Image import Image

ACCEPT = ".png,.jpg,.jpeg"
LARGEST = 15_000_000
"""In bytes: a photo from a phone fits."""
MOST_PIXELS = 25_000_000
"""Unpacked this takes 100 MB for a moment."""
SHORTEST, LONGEST = 100, 2_000
"""The long side in pixels: less prints as a mosaic, more is never seen (62 mm on paper, 800 dots an inch)."""
STARTS = {PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}
ENDINGS = {PNG: (".png",), JPEG: (".jpg", ".jpeg")}
MODES = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA"})
GREY = frozenset({"1", "L"})
SEE_THROUGH = frozenset({"LA", "PA", "RGBA"})


def media_type_of(content: bytes) -> str | None:
    """``image/png`` or ``image/jpeg`` by how the content begins; None for all else."""
    return next((kind for kind, start in STARTS.items() if content.startswith(start)), None)


def plain_picture(content: bytes, name: str) -> tuple[str, bytes]:
    """Name and content of the picture as it may be kept: upright, at most ``LONGEST`` pixels, in sRGB.

    Raises ``FileRefused`` with the sentence for the sender.
    """
    kind = _kind(name, content)
    try:
        return safe_name(name), _written(_drawn(content, kind), kind)
    except FileRefused:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise FileRefused("Deze afbeelding is beschadigd. Bewaar haar opnieuw als png of jpg en kies die.") from error


def _kind(name: str, content: bytes) -> str:
    if not content:
        raise FileRefused("Dit bestand is leeg (0 bytes). Kies het bestand opnieuw.")
    if len(content) > LARGEST:
        size, most = megabytes(len(content)), megabytes(LARGEST)
        raise FileRefused(f"Deze afbeelding is {size} en mag {most} zijn. Maak haar kleiner.")
    kind, ending = media_type_of(content), safe_name(name).lower()
    if kind is not None and ending.endswith(ENDINGS[kind]):
        return kind
    if ending.endswith(".svg"):
        raise FileRefused("Een svg kunnen wij hier niet gebruiken. Bewaar de afbeelding als png en kies die.")
    for other in ENDINGS.values():
        if ending.endswith(other):
            what = other[0].removeprefix(".")
            raise FileRefused(f"Dit is geen {what}, ook al eindigt de naam op .{what}. Bewaar hem opnieuw als {what}.")
    raise FileRefused("Dit is geen afbeelding die wij kunnen drukken. Kies een png of een jpg.")


def _drawn(content: bytes, kind: str) -> Image:
    """The pixels; a picture that would unpack beyond measure is refused before a pixel is read."""
    from PIL import Image, ImageOps

    try:
        picture = Image.open(BytesIO(content), formats=("PNG", "JPEG", "MPO") if kind == JPEG else ("PNG",))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused(
            f"Deze afbeelding heeft te veel pixels: er mogen er {number(MOST_PIXELS)} zijn. Maak haar kleiner."
        ) from error
    _measured(*picture.size)
    if picture.mode == "CMYK":
        raise FileRefused(
            "Deze jpg is gemaakt voor een drukpers (CMYK). Bewaar hem als rgb: dan blijven de kleuren zoals u ze ziet."
        )
    if picture.mode not in MODES:
        raise FileRefused("De kleuren van deze afbeelding kunnen wij niet drukken. Bewaar haar als gewone png (rgb).")
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    return _in_srgb(upright)


def _measured(width: int, height: int) -> None:
    size = f"{number(width)}\u00a0×\u00a0{number(height)}\u00a0pixels"
    if width * height > MOST_PIXELS:
        raise FileRefused(f"Deze afbeelding is {size}. Maak haar kleiner: {number(LONGEST)} pixels breed is genoeg.")
    if max(width, height) < SHORTEST:
        raise FileRefused(
            f"Deze afbeelding is {size}. Dat is te klein om te drukken: kies er een van ten minste 750 pixels breed."
        )


def _in_srgb(picture: Image) -> Image:
    """Grey, RGB or RGBA in the colours of the web; another profile is counted over, an unreadable one left aside."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    see_through = picture.mode in SEE_THROUGH or "transparency" in picture.info
    plain = picture.convert("L" if picture.mode in GREY and not see_through else "RGBA" if see_through else "RGB")
    if not profile or plain.mode == "L":
        return plain
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        counted = ImageCms.profileToProfile(plain, own, ImageCms.createProfile("sRGB"), outputMode=plain.mode)
    except (ImageCms.PyCMSError, OSError):
        return plain
    return counted or plain


def _written(picture: Image, kind: str) -> bytes:
    """The bytes, without anything but pixels; a picture that one can see through stays a PNG."""
    picture.thumbnail((LONGEST, LONGEST))
    picture.info = {}
    out = BytesIO()
    if kind == JPEG:
        picture.save(out, "JPEG", quality=92, subsampling=0, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()
