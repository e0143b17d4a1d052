"""The page of an area, and the outline that is drawn by mouse, by keyboard, by typing and from a file (ARE-2)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from auditbeheer.accounts.permissions import Role
from auditbeheer.relations.models.shapes import shapes_of
from tests.chromium import DESK, DUTCH, complaints_of, nothing_found, nothing_sideways
from tests.journeys.live import opened
from tests.relations import samples

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DAY = {"holds_from-dag": "1", "holds_from-maand": "10", "holds_from-jaar": "2026", "source": "kaart bij besluit"}
CORNERS = "52,5185 5,4714\n52,5185 5,4800\n52,5230 5,4800\n52,5230 5,4714"
BOX = {"type": "Polygon", "coordinates": [[[5.47, 52.51], [5.48, 52.51], [5.48, 52.52], [5.47, 52.52], [5.47, 52.51]]]}


@pytest.fixture
def place(office, tmp_path):
    with office.write() as session:
        link = samples.cluster(session, tmp_path / "files", 2).current_links[0]
        return f"/relaties/{link.partnership_id}/gebieden/{link.area_id}"


@sqlite
def test_typed_corners_become_a_map_with_its_surface(office, place):
    browser = office.as_(Role.PLANNER)
    assert "Nog geen grens op de kaart" in browser.get(place)
    page = browser.post(f"{place}/grens", {**DAY, "corners": CORNERS, "around": "Station: 52,5210 5,4690"})
    assert "De grens is bewaard: 29,23 hectare." in page
    assert page.tree.css_first("svg.gebiedskaart").attributes["aria-label"] == "Kaart van Flevokust; eromheen Station"
    again = browser.get(f"{place}/grens")
    assert "52,518500 5,471400" in again
    assert "Station: 52,521000 5,469000" in again


@sqlite
def test_a_file_is_read_kept_among_the_papers_and_told_when_it_was_in_metres(office, place):
    browser = office.as_(Role.PLANNER)
    ring = [[163000, 507000], [163400, 507000], [163400, 507400], [163000, 507400], [163000, 507000]]
    one = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    page = browser.post(f"{place}/grens", {**DAY, "plan": ("grens.geojson", json.dumps(one).encode())})
    assert "De grens is bewaard: 16 hectare, omgerekend uit RD." in page
    assert "Kaart: grens.geojson" in page


@sqlite
def test_a_surface_beside_it_stays_when_the_corners_are_mended_by_hand(office, place):
    browser = office.as_(Role.PLANNER)
    square = [[5.4714, 52.5185], [5.4774, 52.5185], [5.4774, 52.5221], [5.4714, 52.5221], [5.4714, 52.5185]]
    beside = [[east + 0.008, north] for east, north in square]
    features = [
        {
            "type": "Feature",
            "properties": {"naam": name, "rol": role},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, role, ring in (("Flevokust", "gebied", square), ("Spoor", "buur", beside))
    ]
    whole = {"type": "FeatureCollection", "features": features}
    page = browser.post(f"{place}/grens", {**DAY, "plan": ("grens.geojson", json.dumps(whole).encode())})
    assert "eromheen Spoor" in str(page.first("svg.gebiedskaart").attributes["aria-label"])
    assert "blijft eromheen staan: Spoor" in browser.get(f"{place}/grens")
    page = browser.post(f"{place}/grens", {**DAY, "corners": CORNERS, "around": "Station: 52,5210 5,4690"})
    assert "eromheen Spoor en Station" in str(page.first("svg.gebiedskaart").attributes["aria-label"])


@sqlite
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(office, place):
    browser = office.as_(Role.PLANNER)
    page = browser.post(f"{place}/grens", {"corners": CORNERS + "\nhier", "around": "Station"}, status=422)
    for sentence in (
        "‘hier’ is geen hoekpunt", "zet de naam voorop", "Vul de dag in waarop deze grens ingaat",
        "Vul in waar deze grens vandaan komt",
    ):  # fmt: skip
        assert sentence in page
    assert "\nhier" in page.tree.css_first("#corners").text()
    assert "Dit is geen GeoJSON" in browser.post(
        f"{place}/grens", {**DAY, "plan": ("grens.geojson", b'{"Feature": [')}, status=422
    )


@sqlite
def test_counts_and_papers_are_added_and_listed(office, place):
    browser = office.as_(Role.PLANNER)
    count = {"counted_on-dag": "2", "counted_on-maand": "11", "counted_on-jaar": "2026", "entrepreneurs": "70"}
    page = browser.post(f"{place}/telling", {**count, "count_source": "Handelsregister"})
    assert "De telling van 70 ondernemers staat erbij." in page
    page = browser.post(
        f"{place}/stukken/toevoegen", {"kind": "kaart, vastgesteld door de gemeente", "file": ("k.pdf", samples.PDF)}
    )
    assert "Kaart, vastgesteld door de gemeente: k.pdf" in page
    links = [str(link.attributes["href"]) for link in page.tree.css("#stukken a")]
    paper = next(link for link in links if link.rsplit("/", 1)[1].isdigit())
    assert browser.raw(paper).data == samples.PDF
    page = browser.post(f"{paper}/weghalen", {"why": "nieuwe kaart"})
    assert "k.pdf telt niet meer mee." in page
    assert "vastgesteld door de gemeente: k.pdf" not in page


@sqlite
def test_who_may_not_change_relations_reads_only(office, place):
    reader = office.as_(Role.DECIDER)
    assert "Grens vastleggen" not in reader.get(place)
    reader.get(f"{place}/grens", status=403)
    office.as_(Role.AUDITOR).get(place, status=403)


@sqlite
def test_only_the_page_of_the_outline_may_fetch_tiles_and_only_from_the_host_that_was_set(office, place):
    browser = office.as_(Role.PLANNER)
    settings = office.app.extensions["settings"]
    assert "img-src 'self' data:;" in browser.raw(f"{place}/grens").headers["Content-Security-Policy"]
    url = "https://kaart.voorbeeld.nl/laag/{z}/{x}/{y}.png"
    office.app.extensions["settings"] = settings.model_copy(update={"tile_url": url})
    policy = browser.raw(f"{place}/grens").headers["Content-Security-Policy"]
    assert "img-src https://kaart.voorbeeld.nl 'self' data:;" in policy
    assert "kaart.voorbeeld" not in browser.raw(place).headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def site(sqlite_as_migrated, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tekenen")
    with opened(sqlite_as_migrated, folder) as live:
        with live.database.write() as session:
            link = samples.cluster(session, folder / "files", 2).current_links[0]
            path = f"/relaties/{link.partnership_id}/gebieden/{link.area_id}/grens"
            area_id = link.area_id
        yield live, path, area_id


@pytest.fixture
def map_page(chromium, site):
    live, path, _ = site
    context = chromium.new_context(viewport=DESK, **DUTCH)
    page = context.new_page()
    complaints = complaints_of(page)
    page.goto(f"{live.address}/demo/accounts")
    page.get_by_role("button", name="Kies Annelies Vos").click()
    page.goto(live.address + path)
    yield page
    context.close()
    assert complaints == []


@pytest.mark.browser
def test_an_outline_is_drawn_by_mouse_and_mended_by_keyboard(map_page, site):
    page = map_page
    corners = page.locator("#corners")
    for x, y in ((300, 100), (500, 100), (500, 250), (300, 250)):
        page.locator(".tekenvlak").click(position={"x": x, "y": y})
    expect(page.get_by_role("status").filter(has_text="4 hoekpunten, ongeveer")).to_be_visible()
    assert len(corners.input_value().splitlines()) == 4
    before = corners.input_value().splitlines()
    spot = page.get_by_role("button", name="Hoekpunt 2").first
    spot.focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    after = corners.input_value().splitlines()
    assert after[1] != before[1]
    assert (after[0], after[2:]) == (before[0], before[2:])
    page.keyboard.press("Delete")
    assert len(corners.input_value().splitlines()) == 3
    page.get_by_text("Hoekpunten in een tabel").click()
    page.get_by_role("button", name="Erna toevoegen: Een punt na hoekpunt 1").press("Enter")
    north = page.get_by_label("Noord van hoekpunt 2")
    north.fill("52,6")
    north.press("Tab")
    assert corners.input_value().splitlines()[1].startswith("52,600000 ")
    nothing_found(page)
    nothing_sideways(page)


@pytest.mark.browser
def test_typing_draws_the_same_and_it_is_kept(map_page, site):
    page = map_page
    page.locator("#corners").fill(CORNERS)
    expect(page.get_by_role("status").filter(has_text="4 hoekpunten, ongeveer 29,")).to_be_visible()
    expect(page.locator(".leaflet-marker-icon.hoek")).to_have_count(4)
    for part, value in (("dag", "1"), ("maand", "10"), ("jaar", "2026")):
        page.locator(f"[name=holds_from-{part}]").fill(value)
    page.get_by_label("Waar komt deze grens vandaan?").fill("kaart bij besluit")
    page.get_by_role("button", name="Grens bewaren").click()
    expect(page.get_by_text("De grens is bewaard: 29,23 hectare.")).to_be_visible()
    expect(page.get_by_role("img", name="Kaart van Flevokust")).to_be_visible()
    nothing_found(page)
    live, _, area_id = site
    with live.database.read() as session:
        assert len(shapes_of(session, [area_id])[area_id]) == 1
