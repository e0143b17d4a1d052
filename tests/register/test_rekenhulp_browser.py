"""The page /rekenhulp in a real browser: it answers while somebody types, and breaks nothing without a script."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect

from auditbeheer.plumbing.db import Database
from tests.chromium import DESK, DUTCH, PHONE, nothing_found, nothing_sideways, served
from tests.office import open_office

pytestmark = pytest.mark.browser
WIDTHS = {"desk": DESK, "phone": PHONE}


@pytest.fixture(scope="module")
def site(sqlite_as_migrated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rekenhulp")
    shutil.copy(sqlite_as_migrated, folder / "office.sqlite")
    database = Database(f"sqlite:///{folder}/office.sqlite")
    with served(open_office(database, folder).app) as address:
        yield address
    database.engine.dispose()


@pytest.fixture(params=WIDTHS)
def page(request, chromium, site):
    context = chromium.new_context(viewport=WIDTHS[request.param], **DUTCH)
    opened = context.new_page()
    opened.goto(f"{site}/rekenhulp")
    yield opened
    context.close()


def fill(page, **fields):
    for name, text in fields.items():
        page.fill(f"[name={name.replace('_', '-')}]", text)


def sound(page):
    nothing_sideways(page)
    nothing_found(page)


def test_the_answer_comes_beside_the_question_while_typing(page):
    fill(page, audittijd_gebieden="3")
    answer = page.locator("#audittijd [data-antwoord]")
    expect(answer.locator("h2")).to_have_text("Ten minste 11 uur")
    expect(answer.locator(".herleid .som .getal")).to_have_text("11\u00a0uur")
    expect(answer).to_contain_text("Bron: B4 §6.3.1")
    fill(page, audittijd_gebieden="5")
    expect(answer.locator("h2")).to_have_text("Dit kan niet")
    expect(answer).to_contain_text("die is er voor 1 tot en met 4 terreinen (B4 §6.3.1)")
    fill(page, audittijd_gebieden="x")
    expect(answer).to_have_text("Vul in wat u weet. Hier komt het antwoord.")
    sound(page)


def test_a_day_is_answered_when_all_three_boxes_are_there(page):
    fill(page, termijn_maanden="2", termijn_begin_dag="31", termijn_begin_maand="12")
    answer = page.locator("#termijn [data-antwoord]")
    page.wait_for_timeout(600)
    expect(answer.locator("h2")).to_have_count(0)
    fill(page, termijn_begin_jaar="2025")
    expect(answer.locator("h2")).to_have_text("Tot en met zaterdag 28\u00a0februari 2026")
    sound(page)


def test_the_link_that_is_copied_gives_the_same_answer(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(page, respons_ondernemers="1.51")
    fill(page, respons_ondernemers="51")
    answer = page.locator("#respons [data-antwoord]")
    answer.get_by_role("button", name="Link kopiëren").click()
    expect(answer.get_by_role("button", name="Link gekopieerd")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/rekenhulp?respons-schema=kvo-b-4.0&respons-ondernemers=51#respons")
    page.goto(copied)
    expect(page.locator("#respons [data-antwoord] h2")).to_have_text("16 antwoorden, 30\u00a0%")
    expect(page.locator("#respons [data-antwoord]").get_by_role("button", name="Afdrukken")).to_be_visible()


def test_printing_shows_the_question_and_the_answer_without_buttons(page):
    fill(page, audittijd_gebieden="3")
    expect(page.locator("#audittijd [data-antwoord] h2")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#audittijd [data-antwoord] h2")).to_be_visible()
    expect(page.get_by_role("button", name="Afdrukken")).to_be_hidden()


def test_without_a_script_the_button_gives_the_same_answer(chromium, site):
    context = chromium.new_context(java_script_enabled=False, **DUTCH)
    page = context.new_page()
    page.goto(f"{site}/rekenhulp")
    fill(page, audittijd_gebieden="3")
    page.locator("#audittijd").get_by_role("button", name="Uitrekenen").click()
    expect(page.locator("#audittijd [data-antwoord] h2")).to_have_text("Ten minste 11 uur")
    expect(page.get_by_role("link", name="Link naar dit antwoord")).to_be_visible()
    context.close()


def test_an_answer_that_comes_back_with_an_error_is_sound_too(page, site):
    page.goto(f"{site}/rekenhulp?audittijd-schema=kvo-b-4.0&audittijd-gebieden=drie")
    expect(page.get_by_role("heading", name="Er is 1 ding dat nog niet klopt")).to_be_visible()
    sound(page)
