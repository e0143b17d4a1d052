"""/instelling: everybody of the office looks, the management changes."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.scheme.own_rules import defaults

IDENTITY = {
    "name": "Certificerende Instelling Voorbeeld B.V.", "street": "Kade 1", "postcode": "3511aa", "town": "Utrecht",
    "kvk": "12 34 56 78", "vat_number": "NL123456782B90", "iban": "nl02abna0123456789", "phone": "030 123 4567",
    "email": "info@voorbeeld.nl", "website": "www.voorbeeld.nl", "colour": "#1d3f72",
    "own_conditions": "Onze voorwaarden", "why": "begin", "from_day-dag": "23", "from_day-maand": "11",
    "from_day-jaar": "2026",
}  # fmt: skip
DAY = {"from_day-dag": "1", "from_day-maand": "1", "from_day-jaar": "2027"}


def test_an_empty_body_shows_the_first_steps(office):
    page = office.as_(Role.MANAGEMENT).get("/instelling")
    assert "Eerste stappen 4" in page
    assert "Leg de licentie van het CCV vast" in page


def test_a_planner_looks_and_changes_nothing(office):
    planner = office.as_(Role.PLANNER)
    assert "Invullen" not in planner.get("/instelling")
    for page in ("gegevens", "licentie-toevoegen", "tarief-wijzigen", "eigen-regels/1/wijzigen"):
        planner.get(f"/instelling/{page}", status=403)


def test_management_finds_cleaning_up_on_the_page_of_the_body(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.get("/instelling")
    (link,) = [one for one in page.tree.css("main a") if one.attributes["href"] == "/opschonen"]
    assert link.text() == "Opschonen bekijken"
    there = boss.get("/opschonen")
    here = [one.text().strip() for one in there.tree.css("nav [aria-current=page]")]
    assert set(here) == {"Instelling"}, "the menu says where one is"
    planner = office.as_(Role.PLANNER)
    assert "Ze gaan pas weg als de directie dat besluit." in planner.get("/instelling")
    assert "Opschonen bekijken" not in planner.get("/instelling")


def test_management_fills_in_the_body(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.post("/instelling/gegevens", IDENTITY)
    assert "Kade 1, 3511 AA Utrecht" in page
    assert "NL02 ABNA 0123 4567 89" in page
    days = {"from_day-dag": "1", "from_day-maand": "1", "from_day-jaar": "2024", "until_day-dag": "31",
            "until_day-maand": "12", "until_day-jaar": "2027"}  # fmt: skip
    page = boss.post("/instelling/licentie-toevoegen", {"number": "CCV-12", "scope": "KVO", "why": "verleend", **days})
    assert "CCV-12 geldt vandaag" in page
    tariff = {"kind": "audituur", "amount": "1.045,50", "why": "begin", **DAY}
    assert "€ 1.045,50 vanaf 1 jan 2027" in boss.post("/instelling/tarief-wijzigen", tariff)
    signatory = {"employee": str(office.person(Role.MANAGEMENT)), "function": "directeur", "why": "benoemd",
                 **DAY}  # fmt: skip
    assert "directeur" in boss.post("/instelling/ondertekenaar-toevoegen", signatory)
    assert "Eerste stappen 1" in boss.get("/instelling")
    assert "Kade 1" in boss.get("/instelling/eerder")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"colour": "#88aadd"}, "Kies een donkerder kleur"),
        ({"colour": "blauw"}, "Vul een kleur in met zes tekens"),
        ({"iban": "NL02ABNA0123456788"}, "Dit IBAN klopt niet"),
        ({"kvk": "123"}, "Een KvK-nummer heeft 8 cijfers"),
        ({"vat_number": "NL1"}, "Vul een btw-nummer in"),
        ({"postcode": "12345"}, "Vul een postcode in"),
        ({"website": "onze site"}, "Vul een adres in"),
        ({"from_day-jaar": "2025"}, "Een wijziging kan niet met terugwerkende kracht"),
        ({"why": ""}, "Vul in waarom dit wijzigt"),
        ({"own_conditions": "x" * 20_001}, "mag er 20.000 hebben"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(office, typed, sentence):
    page = office.as_(Role.MANAGEMENT).post("/instelling/gegevens", IDENTITY | typed, status=422)
    assert any(sentence in error for error in page.errors), page.errors
    assert page.value("name") == IDENTITY["name"]


def test_an_own_rule_is_chosen_with_a_reason_and_shows_what_was(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.post("/instelling/eigen-regels/1/wijzigen", {"value": "21", "why": "drukte", **DAY})
    assert "Geldt vandaag 14 dagen" in page
    assert "1 jan 2027 21 dagen drukte" in page
    assert "vanaf 1 jan 2027" in boss.get("/instelling/eigen-regels")


def test_a_yes_or_no_rule_is_asked_by_two_radios(office):
    page = office.as_(Role.MANAGEMENT).get("/instelling/eigen-regels/7/wijzigen")
    assert [node.attributes["value"] for node in page.tree.css("input[type=radio]")] == ["ja", "nee"]


def test_a_wrong_value_is_refused_at_the_field(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.post("/instelling/eigen-regels/1/wijzigen", {"value": "91", "why": "lang", **DAY}, status=422)
    assert any("90 is het hoogste" in error for error in page.errors)


def test_a_fixed_reading_cannot_be_changed(office):
    boss = office.as_(Role.MANAGEMENT)
    assert "Dit ligt vast in het programma" in boss.get("/instelling/eigen-regels/5")
    boss.get("/instelling/eigen-regels/5/wijzigen", status=404)
    boss.get("/instelling/eigen-regels/99", status=404)


@pytest.mark.parametrize("number", [rule.number for rule in defaults()][::4])
def test_every_own_rule_has_its_page(office, number):
    assert f"Eigen regel {number}: " in office.as_(Role.PLANNER).get(f"/instelling/eigen-regels/{number}")
