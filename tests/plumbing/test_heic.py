"""Photos of an iPhone become JPEG: upright, without their place, whatever strangers put in them."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image

from auditbeheer.plumbing import heic
from auditbeheer.plumbing.files import JPEG, FileRefused, admitted
from tests.plumbing.test_file_types import photo


def iphone(size: tuple[int, int] = (160, 90)) -> bytes:
    """A photo as an iPhone makes it: red above, blue below, with the place and the name of the phone in its words."""
    picture = Image.new("RGB", size, (200, 20, 20))
    picture.paste((20, 20, 200), (0, size[1] // 2, *size))
    out = BytesIO()
    words = Image.open(BytesIO(photo(up=1))).getexif().tobytes()
    pillow_heif.from_pillow(picture).save(out, exif=words, quality=90)
    return out.getvalue()


def colour(picture: Image.Image, x: int, y: int) -> str:
    at = 3 * (y * picture.width + x)
    red, _, blue = picture.convert("RGB").tobytes()[at : at + 3]
    return "red" if red > 150 > blue else "blue" if blue > 150 > red else "neither"


@pytest.mark.parametrize("name", ["IMG_0042.HEIC", "IMG_0042.heif", "IMG_0042.jpg", "../IMG_0042.heic"])
def test_a_photo_of_an_iphone_is_kept_as_a_jpeg_without_its_place(name: str) -> None:
    sent = iphone()
    assert Image.open(BytesIO(photo())).getexif().get_ifd(0x8825), "the phone did write a place"
    assert b"Telefoon van Selin" in sent
    kept_name, kept, kind = admitted(sent, name)
    assert (kept_name, kind) == ("IMG_0042.jpg", JPEG)
    picture = Image.open(BytesIO(kept))
    assert (picture.format, picture.size) == ("JPEG", (160, 90))
    assert [colour(picture, 80, height) for height in (10, 80)] == ["red", "blue"]
    exif = picture.getexif()
    assert dict(exif.get_ifd(0x8825)) == {}
    assert exif.get(0x0132) == "2026:11:20 14:03:00"
    assert b"Selin" not in kept
    assert admitted(kept, kept_name) == (kept_name, kept, JPEG), "twice does nothing more"


def test_a_photo_lies_as_the_phone_was_held() -> None:
    standing = Image.new("RGB", (60, 120), (200, 20, 20))
    standing.paste((20, 20, 200), (0, 60, 60, 120))
    out, words = BytesIO(), Image.Exif()
    words[0x0112] = 6
    pillow_heif.from_pillow(standing.rotate(90, expand=True)).save(out, exif=words.tobytes(), quality=90)
    _, kept, _ = admitted(out.getvalue(), "foto.heic")
    picture = Image.open(BytesIO(kept))
    assert (picture.size, picture.getexif().get(0x0112, 1)) == ((60, 120), 1)
    assert [colour(picture, 30, height) for height in (10, 110)] == ["red", "blue"]


@pytest.mark.parametrize("cut", [12, 200, -30])
def test_a_broken_photo_is_refused_in_words_and_the_server_lives(cut: int) -> None:
    with pytest.raises(FileRefused, match="Deze foto is beschadigd"):
        admitted(iphone()[:cut], "foto.heic")


def test_a_bomb_of_pixels_is_refused_before_it_is_drawn() -> None:
    sent = iphone()
    at = sent.index(b"ispe") + 8
    claims = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(FileRefused) as refused:
        admitted(sent[:at] + claims + sent[at + 8 :], "foto.heic")
    says = str(refused.value).replace("\u00a0", " ")
    assert says.startswith("Deze foto is 60.000 × 60.000 pixels. Dat is te groot")


def test_a_photo_with_more_pixels_than_a_phone_makes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heic.MOST_PIXELS >= 48_000_000, "what an iPhone makes fits"
    monkeypatch.setattr(heic, "MOST_PIXELS", 100)
    with pytest.raises(heic.TooManyPixels) as refused:
        heic._written_anew(iphone())
    assert (refused.value.width, refused.value.height) == (160, 90)


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heic, "SECONDS", 0.001)
    with pytest.raises(ValueError, match="too long"):
        heic.as_jpeg(iphone())


def test_the_decoder_is_never_loaded_where_the_pages_are_served() -> None:
    program = (
        "import sys; import auditbeheer.app, auditbeheer.plumbing.photos; "
        "sys.exit('pillow_heif' in sys.modules or '_pillow_heif' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
