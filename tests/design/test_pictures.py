"""The style page and every sample page look as they did, at a desk and on a phone (ux §17)."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Page

from auditbeheer.plumbing import style_page
from tests.likeness import PICTURES, RENEW, SPECKS, difference, looks_as_before, opened, reduced, screenshot

STATES = ["", *style_page.PAGES]
WIDTHS = {"desk": 1280, "phone": 360}


def pictured(page: Page, site: str, state: str) -> bytes:
    page.goto(f"{site}/stijl/{state}".rstrip("/"))
    return screenshot(page, whole=True)


@pytest.mark.browser
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("place", WIDTHS)
def test_a_sample_page_looks_as_before(request, site, tmp_path, place, state):
    picture = pictured(request.getfixturevalue(place), site, state)
    looks_as_before(f"stijl-{state or 'overzicht'}-{WIDTHS[place]}", picture, tmp_path)


def test_there_is_no_picture_of_a_page_that_is_gone():
    names = {f"stijl-{state or 'overzicht'}-{width}" for state in STATES for width in WIDTHS.values()}
    assert {file.stem for file in PICTURES.glob("stijl-*.png")} <= names


def test_the_pictures_stay_small():
    assert sum(file.stat().st_size for file in PICTURES.glob("*.png")) < 2_000_000


# That the comparison can fail, and does so for what a person would notice

CHANGES = {
    "a component 8 pixels to the right": ".nu { element.style.translate = '8px 0' }",
    "a component 6 pixels down": ".stappen { element.style.translate = '0 6px' }",
    "a step of the rail that is missing": ".stappen li:nth-child(4) { element.style.visibility = 'hidden' }",
    "a button without its words": ".nu .knop { element.textContent = '\\u00a0' }",
    "a word that is missing": ".kop nav a:nth-child(3) { element.style.visibility = 'hidden' }",
    "a line more": "h1 { element.after(Object.assign(document.createElement('p'), {textContent: 'Nog iets'})) }",
    "another colour of a panel": ".nu { element.style.background = '#555555' }",
}


def altered(page: Page, change: str) -> None:
    """``selector { what to do with the element }``: by script, since the page takes no style from elsewhere."""
    selector, _, act = change.partition("{")
    page.locator(selector.strip()).first.evaluate(f"element => {{ {act.rstrip('} ')} }}")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("place", "change"),
    [(place, change) for place in WIDTHS for change, act in CHANGES.items() if place == "desk" or "nav" not in act],
)
def test_what_moved_changed_or_went_missing_is_noticed(request, site, place, change):
    page = request.getfixturevalue(place)
    before = reduced(pictured(page, site, "dossier"))
    assert difference(before, reduced(screenshot(page, whole=True))) is None
    altered(page, CHANGES[change])
    found = difference(before, reduced(screenshot(page, whole=True)))
    assert found is not None
    assert found.count > SPECKS or "was" in found.said


def other_rendering(picture: bytes, how: str) -> bytes:
    """The screenshot as another machine would draw the same page."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    if how == "softer letters":
        image = image.filter(ImageFilter.GaussianBlur(0.7))
    elif how == "bolder letters":
        image = Image.blend(image, image.filter(ImageFilter.MinFilter(3)), 0.15)
    elif how == "thinner letters":
        image = ImageEnhance.Contrast(image).enhance(0.92)
    else:
        moved = Image.new("RGB", image.size, "white")
        moved.paste(image, (0, 1))
        image = moved
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.browser
@pytest.mark.parametrize("how", ["softer letters", "bolder letters", "thinner letters", "one pixel lower"])
@pytest.mark.parametrize("state", ["dossier", "lijst", "formulier-fout", "uitslag-geldig"])
def test_how_another_machine_draws_letters_is_not_noticed(site, phone, state, how):
    picture = pictured(phone, site, state)
    assert difference(reduced(picture), reduced(other_rendering(picture, how))) is None


@pytest.mark.browser
def test_a_failure_says_where_and_keeps_the_whole_picture(site, tmp_path, phone, monkeypatch):
    monkeypatch.setattr("tests.likeness.PICTURES", tmp_path / "kept")
    monkeypatch.delenv(RENEW, raising=False)
    picture = pictured(phone, site, "dossier")
    with pytest.raises(AssertionError, match="has no picture yet"):
        looks_as_before("dossier", picture, tmp_path)
    monkeypatch.setenv(RENEW, "1")
    looks_as_before("dossier", picture, tmp_path)
    monkeypatch.delenv(RENEW)
    looks_as_before("dossier", picture, tmp_path)
    altered(phone, CHANGES["a step of the rail that is missing"])
    with pytest.raises(AssertionError, match=r"dossier looks different: \d+ blocks between \d+, \d+ and"):
        looks_as_before("dossier", screenshot(phone, whole=True), tmp_path)
    assert opened(tmp_path / "dossier.png").width == 360
