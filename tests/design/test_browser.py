"""The style page in a real browser: axe finds nothing in each state, no sideways scroll, keys and fingers work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from auditbeheer.plumbing import style_page
from tests.chromium import nothing_found, nothing_sideways

pytestmark = pytest.mark.browser
STATES = ["", *(f"/{state}" for state in style_page.PAGES)]
WIDTHS = {"desk": 1280, "phone": 360}


def open_(page: Page, site: str, state: str) -> Page:
    page.goto(f"{site}/stijl{state}")
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("place", WIDTHS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(request, site, place, state):
    page = open_(request.getfixturevalue(place), site, state)
    nothing_sideways(page)
    nothing_found(page)


@pytest.mark.parametrize(
    "state", ["/dossier-lange-naam", "/lijst", "/formulier-fout", "/besluit", "/uitslag-was-geldig"]
)
def test_a_page_at_twice_the_size_needs_no_sideways_scroll(site, desk, state):
    desk.set_viewport_size({"width": 640, "height": 430})  # 1280 pixels at 200 %
    nothing_sideways(open_(desk, site, state))


@pytest.mark.parametrize(
    "state", ["/dossier", "/lijst", "/formulier", "/twee-teksten", "/toewijzen", "/uitslag-geldig"]
)
def test_what_a_finger_presses_on_a_phone_is_large_enough(site, phone, state):
    open_(phone, site, state)
    small = phone.evaluate(
        """() => [...document.querySelectorAll(".knop, select, .keuze, .versie, .kop summary, input[type=text]")]
             .filter(e => e.offsetParent).map(e => [e.getBoundingClientRect().height, e.outerHTML.slice(0, 80)])
             .filter(([height]) => height > 0 && height < 44)"""
    )
    assert [
        each for each in small if "versie" not in each[1] and 'class="keuze"><input type="radio"' not in each[1]
    ] == []


def test_targets_on_location_are_larger_still(site, phone):
    open_(phone, site, "/op-locatie")
    heights = phone.locator(".oord > :is(button, a), .balk a").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert len(heights) == 12
    assert min(heights) >= 56


def test_a_list_shows_at_least_eleven_rows_at_a_desk(site, desk):
    open_(desk, site, "/lijst")
    inside = desk.evaluate(
        "[...document.querySelectorAll('tbody tr')].filter(r => r.getBoundingClientRect().bottom <= innerHeight).length"
    )
    assert inside >= 11


def test_a_row_of_a_list_is_as_high_as_the_guide_says(site, desk):
    open_(desk, site, "/lijst")
    assert 44 <= desk.evaluate("document.querySelector('tbody tr').getBoundingClientRect().height") <= 48


@pytest.mark.parametrize("state", ["geldig", "geschorst", "ingetrokken", "verlopen", "nog-niet-geldig"])
def test_verdict_holder_area_and_last_day_are_on_the_first_screen_of_a_phone(site, phone, state):
    open_(phone, site, f"/uitslag-{state}")
    third = phone.locator(".feitenlijst div").nth(2).bounding_box()
    assert third is not None
    assert third["y"] + third["height"] <= 640


def test_the_letter_of_the_guide_is_really_used(site, desk):
    open_(desk, site, "/dossier")
    assert desk.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
    assert desk.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") >= 1


def test_a_source_opens_and_closes_with_the_keyboard(site, desk):
    open_(desk, site, "/dossier")
    mark = desk.locator(".nu button.par")
    mark.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("De auditor heeft alle documenten ten minste 14 dagen voor de audit.")).to_be_visible()
    nothing_found(desk)
    desk.keyboard.press("Escape")
    expect(desk.get_by_text("De auditor heeft alle documenten")).to_be_hidden()


def test_the_menu_of_a_phone_fills_the_screen_and_closes_with_escape(site, phone):
    open_(phone, site, "/dossier-lange-naam")
    phone.get_by_text("Menu", exact=True).click()
    entry = phone.get_by_role("link", name="Relaties")
    expect(entry).to_be_visible()
    box = entry.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    nothing_found(phone)
    nothing_sideways(phone)
    phone.keyboard.press("Escape")
    expect(entry).to_be_hidden()


def test_the_first_tab_leads_past_the_menu(site, desk):
    open_(desk, site, "/dossier")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.id") == "main"


def test_the_summary_of_mistakes_has_the_focus_and_leads_to_the_field(site, desk):
    open_(desk, site, "/formulier-fout")
    expect(desk.locator(".melding.fout")).to_be_focused()
    desk.get_by_role("link", name="De datum 31 februari 2026 bestaat niet").click()
    assert desk.evaluate("document.activeElement.id") == "day"


def test_a_whole_date_pasted_into_the_first_box_fills_all_three(site, desk):
    open_(desk, site, "/formulier")
    for text, parts in {
        "9-12-2026": ["9", "12", "2026"],
        "2027-03-05": ["5", "3", "2027"],
        "woensdag 9 december 2026": ["9", "12", "2026"],
    }.items():
        desk.locator("#day").focus()
        desk.evaluate(
            """text => {
                 const data = new DataTransfer();
                 data.setData("text", text);
                 const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
                 document.activeElement.dispatchEvent(paste);
               }""",
            text,
        )
        assert desk.locator(".datum input").evaluate_all("boxes => boxes.map(box => box.value)") == parts


def test_a_form_pressed_twice_is_sent_once_and_says_that_it_is_busy(site, desk):
    open_(desk, site, "/bevestigen")
    desk.evaluate(
        """() => {
             window.sent = 0;
             document.querySelector("main form").addEventListener("submit", (event) => {
               if (!event.defaultPrevented) window.sent += 1;
               event.preventDefault();  // stay here, as while a slow answer is on its way
             });
           }"""
    )
    button = desk.locator("main form button")
    button.click()
    button.click()
    expect(button).to_have_text("Bezig…", timeout=3000)
    assert desk.evaluate("window.sent") == 1


def test_a_chosen_file_is_named_in_our_own_words(site, desk):
    open_(desk, site, "/formulier")
    desk.locator("#plan").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"x" * 3_000_000}
    )
    expect(desk.locator(".bestand")).to_contain_text("plan.pdf")
    expect(desk.locator(".bestand")).to_contain_text("3\u00a0MB")
    expect(desk.get_by_text("Ander bestand kiezen")).to_be_visible()
    nothing_found(desk)


def test_a_long_list_of_choices_filters_while_typing(site, desk):
    open_(desk, site, "/formulier")
    desk.get_by_label("Typ om te zoeken in de lijst").fill("hertogen")
    assert desk.locator("#town option").all_inner_texts() == ["’s-Hertogenbosch"]
    assert desk.locator("#town").input_value() == "’s-Hertogenbosch"
    desk.get_by_label("Typ om te zoeken in de lijst").fill("")
    assert desk.locator("#town option").count() == 16


def test_everything_can_be_filled_in_without_scripts(site, chromium):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(f"{site}/stijl/formulier")
    for control in page.locator("main form :is(input:not([type=hidden]), select, textarea, button)").all():
        assert control.is_visible()
    context.close()


def test_on_paper_there_is_no_menu_and_no_button_and_details_are_open(site, desk):
    desk.emulate_media(media="print")
    open_(desk, site, "")
    expect(desk.locator(".kop")).to_be_hidden()
    assert desk.locator(".knop").evaluate_all("all => all.every(e => !e.offsetParent)")
    expect(desk.get_by_text("4 bedrijventerreinen in één cluster").first).to_be_visible()
