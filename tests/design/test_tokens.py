"""Tokens and weight: everybody can read it, also on an old phone with a bad connection (ux §10, §14)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.design.conftest import ROOT

STATIC = ROOT / "auditbeheer" / "static"
BASIS = (STATIC / "basis.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", BASIS))
TEXT_ON = [
    ("inkt", "wit"), ("inkt", "vlak"), ("inkt", "merk-licht"), ("inkt-zacht", "wit"), ("inkt-zacht", "vlak"),
    ("inkt-zacht", "merk-licht"), ("link", "wit"), ("link", "vlak"), ("link", "merk-licht"), ("focus-inkt", "focus"),
    ("goed", "goed-vlak"), ("letop", "letop-vlak"), ("fout", "fout-vlak"), ("info", "info-vlak"), ("rust", "rust-vlak"),
    ("fout", "wit"), ("fout", "merk-licht"), ("wit", "fout-rand"), ("wit", "info-rand"), ("wit", "goed-rand"),
    ("merk", "wit"), ("merk", "merk-licht"),
]  # fmt: skip
EDGES_ON_WHITE = ("rand-sterk", "goed-rand", "letop-rand", "fout-rand", "info-rand", "rust-rand", "merk")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(sign * 2 for sign in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_computed_as_twenty_one():
    TOKENS.update(zwart="#000")
    assert contrast("zwart", "wit") == pytest.approx(21)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read_on_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", ["merk", "merk-donker"])
def test_white_on_the_mark_is_extra_clear(ground):
    assert contrast("wit", ground) >= 7


@pytest.mark.parametrize("edge", EDGES_ON_WHITE)
def test_borders_that_mean_something_can_be_seen(edge):
    assert contrast(edge, "wit") >= 3


def test_every_token_that_is_used_is_defined():
    sheets = "".join(file.read_text() for file in STATIC.glob("*.css"))
    defined = set(re.findall(r"--([a-z0-9-]+):", BASIS))
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", sheets)) <= defined


def test_colours_stand_only_among_the_tokens():
    rules = BASIS.split("/* 2 Ground */")[1] + (STATIC / "app.css").read_text()
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", rules)


def test_the_verification_page_with_its_stylesheet_weighs_less_than_thirty_kilobytes(app):
    page = app.test_client().get("/stijl/uitslag-geschorst").get_data(as_text=True)
    assert re.findall(r'rel="stylesheet" href="([^"?]+)', page) == ["/static/basis.css"]
    assert "<script" not in page
    assert len(page.encode()) + len(BASIS.encode()) < 30_000


def test_fonts_are_of_our_own_and_never_waited_for():
    faces = re.findall(r"@font-face \{[^}]+\}", BASIS)
    assert len(faces) == 2
    for face in faces:
        assert "font-display: swap" in face
        assert (STATIC / re.findall(r"url\(([^)?]+)", face)[0]).stat().st_size < 65_000
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "OFL.txt").read_text()


def test_nothing_is_fetched_from_elsewhere():
    for file in [*STATIC.glob("*.css"), *Path(STATIC / "js").glob("*.js")]:
        assert not re.search(r"https?://", file.read_text()), file.name
