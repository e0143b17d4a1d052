"""Comparing a PDF on the verification page, in a real browser: told at once, and the file never leaves the machine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from auditbeheer.certificates.models import Edition
from auditbeheer.plumbing.db import Database
from tests.chromium import DESK, DUTCH, PHONE, complaints_of, nothing_found, nothing_sideways, served
from tests.decisions.case import case, grant, review
from tests.office import open_office

pytestmark = pytest.mark.browser
WIDTHS = {"desk": DESK, "phone": PHONE}
EQUAL, OTHER, NOTHING = "Gelijk", "Anders", "Nog niets vergeleken"


@dataclass
class Site:
    """The address of the verification page, and files that somebody may choose there."""

    page: str
    own: Path
    other: Path
    empty: Path
    text: Path
    large: Path


@pytest.fixture(scope="module")
def site(sqlite_as_migrated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vergelijken")
    shutil.copy(sqlite_as_migrated, folder / "office.sqlite")
    database = Database(f"sqlite:///{folder}/office.sqlite")
    office = open_office(database, folder)
    with office.write() as session:
        at = case(session)
        review(session, at)
        grant(session, at)
        edition = session.scalars(select(Edition)).one()
        code, pdf = edition.code, edition.pdf
    own = _file(folder / "certificaat.pdf", pdf)
    other = _file(folder / "opnieuw-bewaard.pdf", pdf + b"\n")
    text = _file(folder / "brief.pdf", b"Beste lezer, dit heet wel pdf. " * 99)
    with (folder / "film.pdf").open("wb") as large:
        large.truncate(60_000_000)
    with served(office.app) as address:
        yield Site(
            f"{address}/v/{code}", own, other, _file(folder / "leeg.pdf", b""), text, folder / "film.pdf",
        )  # fmt: skip
    database.engine.dispose()


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture(params=WIDTHS)
def page(request, chromium, site):
    context = chromium.new_context(viewport=WIDTHS[request.param], **DUTCH)
    opened = context.new_page()
    complaints = complaints_of(opened)
    opened.goto(site.page)
    yield opened
    context.close()
    assert complaints == []


def choose(page: Page, file: Path) -> None:
    """As somebody does: by the button, which opens the browser's own chooser."""
    with page.expect_file_chooser() as chooser:
        page.locator("label[for=pdf]").click()
    chooser.value.set_files(file)


def told(page: Page, word: str, part: str) -> None:
    """One outcome stands there and no other."""
    shown = page.locator("[data-uitkomst]:visible")
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("heading")).to_have_text(word)
    expect(shown).to_contain_text(part)


def test_the_certificate_that_was_issued_is_equal(page, site):
    choose(page, site.own)
    told(page, EQUAL, "gelijk aan het certificaat dat wij uitgaven")
    expect(page.locator("[data-naam]")).to_have_text("certificaat.pdf")
    nothing_sideways(page)
    nothing_found(page)


def test_the_same_certificate_saved_again_is_another_file(page, site):
    choose(page, site.other)
    told(page, OTHER, "Ook opnieuw opslaan verandert een pdf")
    nothing_found(page)


def test_an_empty_file_and_one_that_is_no_pdf_say_so_instead_of_accusing(page, site):
    choose(page, site.empty)
    told(page, NOTHING, "Dit bestand is leeg (0 bytes).")
    choose(page, site.text)
    told(page, NOTHING, "Dit is geen pdf.")
    nothing_sideways(page)
    nothing_found(page)


def test_after_each_choice_the_next_file_gets_its_own_answer(page, site):
    for file, word in (
        (site.other, OTHER), (site.own, EQUAL), (site.empty, NOTHING), (site.own, EQUAL), (site.text, NOTHING),
        (site.own, EQUAL), (site.other, OTHER),
    ):  # fmt: skip
        choose(page, file)
        told(page, word, "")


def test_choosing_nothing_takes_the_answer_away(page, site):
    choose(page, site.own)
    told(page, EQUAL, "")
    page.locator("#pdf").set_input_files([])
    expect(page.locator("[data-uitkomst]:visible")).to_have_count(0)
    expect(page.locator("label[for=pdf]")).to_have_text("Bestand kiezen")


def test_a_file_that_cannot_be_our_certificate_is_not_read_to_know_that(page, site):
    page.evaluate("() => { Blob.prototype.arrayBuffer = () => { throw new Error('read all the same') } }")
    choose(page, site.large)
    told(page, OTHER, "")


def test_a_file_that_went_away_can_be_chosen_again(page, site):
    page.evaluate(
        """() => { window.heel = Blob.prototype.arrayBuffer;
                   Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError')) }"""
    )
    choose(page, site.own)
    told(page, NOTHING, "niet te lezen")
    page.evaluate("() => { Blob.prototype.arrayBuffer = window.heel }")
    choose(page, site.own)
    told(page, EQUAL, "")


DROP = """([name, numbers]) => {
  const taken = new DataTransfer();
  taken.items.add(new File([new Uint8Array(numbers)], name, { type: "application/pdf" }));
  for (const kind of ["dragover", "drop"])
    document.querySelector("h1").dispatchEvent(
      new DragEvent(kind, { dataTransfer: taken, bubbles: true, cancelable: true }));
}"""


def test_a_file_may_be_dropped_anywhere_on_the_page(page, site):
    page.evaluate(DROP, [site.own.name, list(site.own.read_bytes())])
    told(page, EQUAL, "")
    page.evaluate(DROP, [site.text.name, list(site.text.read_bytes())])
    told(page, NOTHING, "Dit is geen pdf.")
    assert page.url == site.page


def test_the_file_does_not_leave_the_machine(page, site):
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in (site.own, site.other, site.text):
        choose(page, file)
        expect(page.locator("[data-uitkomst]:visible")).to_have_count(1)
    page.wait_for_timeout(300)
    assert asked == []


def test_without_a_script_nothing_promises_a_comparison(chromium, site):
    context = chromium.new_context(java_script_enabled=False, viewport=DESK, **DUTCH)
    bare = context.new_page()
    bare.goto(site.page)
    expect(bare.get_by_role("heading", name="Geldig")).to_be_visible()
    for hidden in ("[data-vergelijk]", "#pdf", "[data-uitkomst]", "label[for=pdf]"):
        assert not bare.locator(hidden).first.is_visible(), hidden
    expect(bare.get_by_text("Bewijs van controle bewaren (pdf)")).to_be_visible()
    context.close()


def test_where_the_browser_cannot_compare_it_is_not_offered(chromium, site):
    """Over plain http a browser has no SubtleCrypto."""
    context = chromium.new_context(viewport=DESK, **DUTCH)
    context.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    old = context.new_page()
    old.goto(site.page)
    expect(old.get_by_role("heading", name="Geldig")).to_be_visible()
    old.wait_for_timeout(200)
    assert not old.locator("[data-vergelijk]").is_visible()
    context.close()


def test_the_button_can_be_reached_and_pressed_by_keyboard(page):
    button = page.locator("label[for=pdf]")
    expect(button).to_be_visible()
    page.get_by_role("link", name="Bewijs van controle").focus()
    page.keyboard.press("Tab")
    assert button.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    with page.expect_file_chooser():
        page.keyboard.press("Space")
