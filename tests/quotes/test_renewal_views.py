"""A foreseen recertification in the browser: where it shows, how it is started, and who sees nothing of it."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.quotes.models import Renewal, renewal_of
from auditbeheer.relations.models import Partnership
from tests.office import Browser, Office
from tests.quotes.clicking import day, plain, told
from tests.quotes.test_renewal import NUMBER, foresee


@pytest.fixture
def foreseen(office: Office, cluster: int) -> int:
    """The id of the recertification of Cluster Lelystad, which has begun."""
    with office.write() as session:
        holder = session.get_one(Partnership, cluster)
        return foresee(session, holder, holder.current_areas).id


def of(office: Office) -> Renewal:
    with office.database.read() as session:
        row = renewal_of(session, NUMBER)
        assert row
        assert row.started is None or row.started.number
        return row


def words(text: str) -> str:
    return " ".join(text.split())


def test_from_the_work_list_to_an_application_in_three_clicks(office: Office, planner: Browser, foreseen: int) -> None:
    page = planner.get("/werk?lijst=team")
    assert "Start de hercertificering" in page
    assert f'href="/dossiers/voorzien/{foreseen}"' in page.html  # 1: Starten
    page = planner.get(f"/dossiers/voorzien/{foreseen}")
    for fact in (NUMBER, "woensdag 3 maart 2027", "woensdag 3 juni 2026", "donderdag 19 november 2026", "Lelystad"):
        assert fact in words(page.text)
    assert "er is nog geen aanvraag en geen dossiernummer" in page
    assert f'href="/dossiers/voorzien/{foreseen}/starten"' in page.html  # 2: Start de hercertificering
    address = f"/dossiers/voorzien/{foreseen}/starten"
    page = planner.get(address)
    ticked = page.tree.css('input[name="areas"][checked]')
    assert len(ticked) == 4
    values = {**told(assessment_expected_on="20-1-2027"), "areas": [box.attributes["value"] for box in ticked]}
    page = planner.post(address, values)  # 3: Hercertificering starten
    assert page.path == "/dossiers/D-2026-0001/aanvraag"
    assert "De hercertificering is gestart. Dit is dossier D-2026-0001." in words(page.text)
    assert "volgende certificering (verwacht)" in page
    assert "Start de hercertificering" not in planner.get("/werk?lijst=team")
    page = planner.get(f"/dossiers/voorzien/{foreseen}")
    assert "Zij loopt verder in dossier D-2026-0001." in page
    assert "/starten" not in page.html


def test_what_does_not_fit_is_told_and_nothing_that_was_typed_is_lost(
    office: Office, planner: Browser, foreseen: int
) -> None:
    address = f"/dossiers/voorzien/{foreseen}/starten"
    page = planner.post(address, {**told(started_on="1-1-2030"), "areas": ["1"]}, status=422)
    assert any("Het traject kan niet na de aanvraag begonnen zijn" in error for error in plain(page.errors))
    assert 'value="intentieverklaring"' in page.html
    assert of(office).started is None


def test_the_expected_day_of_the_audit_is_proposed(planner: Browser, foreseen: int) -> None:
    """The latest safe day, or today when that has passed: 19 November was before this Monday."""
    page = planner.get(f"/dossiers/voorzien/{foreseen}/starten")
    shown = {box.attributes["name"]: box.attributes["value"] for box in page.tree.css("input[type=text]")}
    expected = day("assessment_expected_on", "23-11-2026")
    assert {key: shown.get(key) for key in expected} == expected
    assert "De laatste veilige auditdag is voorbij" in planner.get(f"/dossiers/voorzien/{foreseen}")


def test_the_list_of_dossiers_has_it_apart(office: Office, planner: Browser, foreseen: int) -> None:
    page = planner.get("/dossiers")
    assert f'href="/dossiers/voorzien/{foreseen}"' not in page.html
    assert 'href="/dossiers/voorzien"' in page.html
    page = planner.get("/dossiers/voorzien")
    assert "Cluster Lelystad" in page
    assert "Voorzien" in page
    assert "3 jun 2026" in words(page.text)
    assert "Cluster Lelystad" in planner.get("/dossiers/voorzien?zoek=lely")
    assert "Cluster Lelystad" in planner.get("/dossiers/voorzien?zoek=2024-00012")
    assert "Niets gevonden voor ‘urk’." in planner.get("/dossiers/voorzien?zoek=urk")


def test_not_going_on_asks_for_the_reason_and_keeps_the_way_back(
    office: Office, planner: Browser, foreseen: int
) -> None:
    address = f"/dossiers/voorzien/{foreseen}/niet-verder"
    assert "Vul de reden in" in planner.post(address, {"why": ""}, status=422)
    page = planner.post(address, {"why": "De vereniging is opgeheven."})
    assert page.path == f"/dossiers/voorzien/{foreseen}"
    assert "De vereniging is opgeheven." in page
    assert of(office).ended_on == office.today
    assert "Cluster Lelystad" not in planner.get("/dossiers/voorzien")
    assert f'href="/dossiers/voorzien/{foreseen}/starten"' in page.html
    assert "al vastgelegd" in planner.post(address, {"why": "nog eens"}, status=422)


def test_a_certificate_that_was_taken_over_first_asks_for_whom(office: Office, planner: Browser, cluster: int) -> None:
    with office.write() as session:
        holder = session.get_one(Partnership, cluster)
        areas = holder.current_areas
        row = foresee(session, None, areas)
        holder.current_links[0].left_on = date(2026, 1, 1)
        key = row.id
    page = planner.get(f"/dossiers/voorzien/{key}/starten")
    assert "Kies het samenwerkingsverband" in page
    chosen = f"/dossiers/voorzien/{key}/starten?samenwerkingsverband={cluster}"
    assert f'href="{chosen}"' in page.html
    values = {**told(assessment_expected_on="20-1-2027"), "areas": [str(area.id) for area in areas]}
    assert planner.post(chosen, values).path == "/dossiers/D-2026-0001/aanvraag"
    assert "Niets gevonden" not in planner.get(f"/dossiers/voorzien/{key}/starten?zoek=")


@pytest.mark.parametrize(
    ("role", "looks", "starts"),
    [
        (Role.PLANNER, 200, 200),
        (Role.SCHEME_MANAGER, 200, 200),
        (Role.DECIDER, 200, 403),
        (Role.MANAGEMENT, 200, 403),
        (Role.AUDITOR, 403, 403),
        (Role.SUPERVISOR, 403, 403),
        (Role.ADMINISTRATOR, 403, 403),
    ],
)
def test_who_may_see_it_and_who_may_start_it(
    office: Office, foreseen: int, role: Role, looks: int, starts: int
) -> None:
    browser = office.as_(role)
    assert browser.raw(f"/dossiers/voorzien/{foreseen}").status_code == looks
    assert browser.raw("/dossiers/voorzien").status_code == looks
    for page in ("starten", "niet-verder"):
        assert browser.raw(f"/dossiers/voorzien/{foreseen}/{page}").status_code == starts
    if looks == 200 and starts == 403:
        assert "/starten" not in browser.get(f"/dossiers/voorzien/{foreseen}").html


def test_the_public_sees_nothing_of_what_is_foreseen(office: Office, foreseen: int) -> None:
    public = office.as_(None)
    for address in (f"/dossiers/voorzien/{foreseen}", "/dossiers/voorzien"):
        answer = public.raw(address)
        assert (answer.status_code, "/inloggen" in answer.headers["Location"]) == (302, True)
    for address in ("/register", "/register?zoek=Lelystad", "/register.json", "/register.csv", "/register.geojson"):
        shown = public.raw(address).get_data(as_text=True)
        assert "Cluster Lelystad" not in shown
        assert NUMBER not in shown
    assert public.raw(f"/register/{NUMBER}").status_code == 404
