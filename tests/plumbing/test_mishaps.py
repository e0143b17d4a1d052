"""Whatever goes wrong, a page says what happened, to whom to turn and where to go on; nobody sees what broke."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.permissions import Role
from tests.office import BASE, Office


def buttons(page):
    return {node.text().strip(): node.attributes.get("href") for node in page.tree.css("main .knop")}


def test_a_page_that_is_not_there_keeps_the_menu_for_staff(office: Office) -> None:
    page = office.as_(Role.PLANNER).get("/zomaar-iets", status=404)
    assert "kies hierboven een pagina" in page
    assert page.tree.css(".kop nav a")
    assert buttons(page) == {"Naar het begin": "/"}


def test_a_dossier_that_is_not_there_names_whom_to_ask(office: Office) -> None:
    page = office.as_(Role.PLANNER).get("/dossiers/D-1999-0001", status=404)
    assert "Dit dossier bestaat niet, of u hebt er geen toegang toe. Vraag de dossierhouder om hulp." in page


def test_the_public_is_led_to_the_register_and_meets_no_staff_words(office: Office) -> None:
    page = office.as_(None).get("/zomaar-iets", status=404)
    assert "Deze pagina bestaat niet. Kijk het adres na, of zoek in het openbare register." in page
    assert "dossierhouder" not in page
    assert "Werkvoorraad" not in page
    (way,) = buttons(page).values()
    assert way is not None
    office.as_(None).get(way)


@pytest.mark.parametrize(
    ("role", "path", "sentence"),
    [
        (
            Role.AUDITOR, "/relaties",
            "Dit hoort bij de rol planner, schemamanager, beslisser of directie. Uw rol is auditor.",
        ),
        (Role.PLANNER, "/accounts", "Dit hoort bij de rol beheerder. Uw rol is planner."),
    ],
)  # fmt: skip
def test_what_one_may_not_see_says_whose_work_it_is(office: Office, role: Role, path: str, sentence: str) -> None:
    assert sentence in office.as_(role).get(path, status=403)


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/api/v1/rekenhulp/zomaar-iets", 404, "Dit adres is er niet. Alle adressen staan in"),
        ("DELETE", "/api/v1/certificaten", 405, "Dit adres beantwoordt alleen GET."),
    ],
)
def test_a_program_gets_its_mistakes_as_problem_json(office, method, path, status, detail) -> None:
    answer = office.as_(None).client.open(path, method=method, base_url=BASE, headers={"Referer": BASE})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.get_json()["type"], answer.get_json()["status"]) == ("about:blank", status)
    assert answer.get_json()["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{BASE}/relaties?zoek=urk", "/relaties?zoek=urk"),
        (f"{BASE}/zomaar-iets", None),
        ("https://elders.voorbeeld.nl/relaties", None),
        (f"{BASE}//elders.voorbeeld.nl", None),
        ("", None),
    ],
)
def test_the_way_back_leads_to_another_page_of_ours_and_nowhere_else(office: Office, referer: str, back) -> None:
    page = office.as_(Role.PLANNER).get("/zomaar-iets", status=404, headers={"Referer": referer})
    assert buttons(page).get("Terug naar de vorige pagina") == back


def test_too_much_at_once_says_how_much_fits_and_leads_back_to_the_form(office: Office, monkeypatch) -> None:
    monkeypatch.setitem(office.app.config, "MAX_CONTENT_LENGTH", 2_000_000)
    page = office.as_(Role.PLANNER).post("/relaties/nieuw", {"name": "a" * 2_100_000}, status=413)
    assert "Er is niets bewaard. Samen mogen de bestanden 2 MB zijn." in page
    assert buttons(page)["Terug naar de vorige pagina"] == "/relaties/nieuw"


def test_a_button_pressed_by_its_address_is_told(office: Office) -> None:
    page = office.as_(Role.ADMINISTRATOR).get("/accounts/1/sluiten", status=405)
    assert "gebruik de knop op de pagina" in page


def test_an_accident_shows_a_code_and_nothing_of_what_broke(office: Office, monkeypatch) -> None:
    def broken(**_arguments):
        raise ZeroDivisionError("geheim van binnen")

    monkeypatch.setitem(office.app.config, "PROPAGATE_ACCIDENTS", False)
    monkeypatch.setitem(office.app.view_functions, "relations.overview", broken)
    # The guard before every page reads it there.
    vars(broken)["permission"] = "read-all"
    page = office.as_(Role.PLANNER).get("/relaties", status=500)
    assert "Er is niets bewaard of verstuurd." in page
    assert "noem code" in page
    assert "geheim" not in page.html
    assert not page.tree.css(".kop nav")
