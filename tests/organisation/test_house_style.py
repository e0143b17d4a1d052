"""The body's colour on the pages: readable whatever it chose, and fetched once."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from auditbeheer.accounts.permissions import Role
from auditbeheer.config import ROOT
from auditbeheer.organisation import house_style
from auditbeheer.organisation.house_style import contrast, shades, stylesheet
from auditbeheer.organisation.models import Identity
from auditbeheer.organisation.rules import LEAST_CONTRAST, colour_reads

BASIS = (ROOT / "auditbeheer" / "static" / "basis.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", BASIS))
WHITE = "#ffffff"
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours)
@example("#1d3f72")
@example("#000000")
@example("#595959")
@example("#7A0000")
def test_every_colour_that_is_taken_reads_in_each_of_its_uses(colour):
    assume(colour_reads(colour)[0].met)
    mark, dark, light = shades(colour)
    on_white = {"the bar and buttons": mark, "a button under the pointer": dark}
    on_tint = {"text": TOKENS["inkt"], "a link": TOKENS["link"], "a quiet button under the pointer": mark}
    assert all(contrast(WHITE, ground) >= LEAST_CONTRAST for ground in on_white.values()), on_white
    assert all(contrast(text, light) >= LEAST_CONTRAST for text in on_tint.values()), on_tint
    assert contrast(TOKENS["inkt-zacht"], light) >= 4.5


def test_the_colours_of_text_are_those_of_the_pages():
    assert set(house_style.TEXT_ON_TINT) == {TOKENS["inkt"], TOKENS["link"]}
    assert TOKENS["merk"] == house_style.USUAL


def test_the_stylesheet_sets_the_three_colours_and_nothing_else():
    names = re.findall(r"(--[a-z-]+): #[0-9a-f]{6}", stylesheet("#7A0000"))
    assert names == ["--merk", "--merk-donker", "--merk-licht"]
    assert {name.removeprefix("--") for name in names} <= set(TOKENS)


def coloured(office, colour: str, day: date = date(2020, 1, 1)) -> None:
    with office.write() as session:
        session.add(
            Identity(
                from_day=day, name="Zeker", street="Kade 1", postcode="8232 VT", town="Lelystad", kvk="87654321",
                vat_number="NL001234567B01", iban="NL00BANK0123456789", phone="0320 000 000", email="i@voorbeeld.nl",
                website="www.voorbeeld.nl", colour=colour,
            )
        )  # fmt: skip


def sheets(page) -> list[str]:
    return re.findall(r'rel="stylesheet" href="([^"]*huisstijl[^"]*)"', page.html)


def test_every_page_brings_the_bodys_colour_after_the_usual_ones(office):
    coloured(office, "#7a0000")
    pages = [office.as_(None).get("/"), office.as_(Role.PLANNER).get("/instelling")]
    (address,) = {address for page in pages for address in sheets(page)}
    assert all(page.html.index("basis.css") < page.html.index(address) for page in pages)
    answer = office.as_(None).raw(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    assert "--merk: #7a0000" in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


def test_another_colour_gets_another_address_from_its_day(office):
    coloured(office, "#7a0000")
    (old,) = sheets(office.as_(None).get("/"))
    coloured(office, "#005a2b", office.today)
    (new,) = sheets(office.as_(None).get("/"))
    assert new != old
    outdated = office.as_(None).raw(old)
    assert "--merk: #005a2b" in outdated.text
    assert outdated.headers["Cache-Control"] == "public, no-cache", "an old address may not keep the new colour"


def test_who_has_the_stylesheet_already_does_not_get_it_again(office):
    coloured(office, "#7a0000")
    first = office.as_(None).raw("/huisstijl.css")
    again = office.as_(None).raw("/huisstijl.css", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("colour", [None, "#1D3F72"], ids=["no body yet", "the usual colour"])
def test_without_a_colour_of_its_own_nothing_is_fetched(office, colour):
    if colour:
        coloured(office, colour)
    assert sheets(office.as_(None).get("/")) == []
    assert "--merk: #1d3f72" in office.as_(None).raw("/huisstijl.css").text
