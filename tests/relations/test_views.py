"""The pages of relations: who gets in, what is refused in which words, and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.files import LARGEST
from auditbeheer.relations.models import Partnership, PartyKind, partnership_page
from tests.office import Office
from tests.relations import samples

DAY = {"counted_on-dag": "1", "counted_on-maand": "10", "counted_on-jaar": "2026"}
AREA = {
    "activities": "Logistiek", "boundary": "Tussen weg en spoor", "entrepreneurs": "61", "count_source": "ledenlijst",
    **DAY,
}  # fmt: skip


@pytest.fixture
def cluster(office: Office, tmp_path: Path) -> int:
    """Cluster Lelystad with three parks; a fourth is in the list."""
    with office.write() as session:
        row = samples.cluster(session, tmp_path / "files", 3)
        samples.known_area(session, "Larserpoort")
        return row.id


@pytest.fixture
def park(office: Office, cluster: int) -> int:
    """A park that belongs to nobody yet."""
    with office.write() as session:
        return samples.known_area(session, "Flevopoort").id


def test_an_empty_list_says_what_comes(office: Office) -> None:
    page = office.as_(Role.PLANNER).get("/relaties")
    assert "Nog geen samenwerkingsverbanden" in page
    assert "Nieuw samenwerkingsverband" in page


def test_the_list_is_searched_without_capitals_and_accents(office: Office, cluster: int) -> None:
    browser = office.as_(Role.DECIDER)
    page = browser.get("/relaties?zoek=CLUSTER")
    assert "Flevokust, Noordersluis, Oostervaart" in page
    assert "Nieuw samenwerkingsverband" not in page
    assert "Geen samenwerkingsverband gevonden voor ‘Lelistad’" in browser.get("/relaties?zoek=Lelistad")


def test_a_long_list_is_leafed_through(office: Office) -> None:
    with office.write() as session:
        for number in range(51):
            samples.bare(session, f"Verband {number:02}")
    browser = office.as_(Role.PLANNER)
    assert "1 tot en met 50 van 51" in browser.get("/relaties")
    assert "51 tot en met 51 van 51" in browser.get("/relaties?pagina=2")
    browser.get("/relaties?pagina=99999999999999999999")
    browser.get("/relaties?pagina=x")


def test_a_partnership_is_made_and_shown(office: Office) -> None:
    page = office.as_(Role.PLANNER).post(
        "/relaties/nieuw",
        {"name": "KVO Urk", "street": "Wijk 1 2", "postcode": "8321ab", "town": "Urk", "founding_is_convenant": "ja"},
    )
    assert page.first("h1").text() == "KVO Urk"
    assert "8321 AB Urk" in page
    assert "Wat een aanvraag nodig heeft" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Vul de naam in"),
        ({"name": "x" * 201}, "Deze tekst heeft 201 tekens en mag er 200 hebben. Maak hem korter"),
        ({"postcode": "0123 AB"}, "Vul een postcode in, bijvoorbeeld 8232 AB"),
        ({"kvk": "123"}, "Een KvK-nummer heeft 8 cijfers, bijvoorbeeld 12345678"),
        ({"street": "Alleen straat"}, "Vul ook de plaats in, of laat het hele adres leeg"),
        ({"founding_title": "Convenant"}, "Vul titel en dag allebei in, of geen van beide"),
        (
            {"founding_title": "C", "founding_on-dag": "31", "founding_on-maand": "2", "founding_on-jaar": "2026"},
            "De datum 31 februari 2026 bestaat niet",
        ),
        (
            {"founding_title": "C", "founding_on-dag": "24", "founding_on-maand": "11", "founding_on-jaar": "2026"},
            "De dag van dit stuk ligt in de toekomst: 24 november 2026. Vul een dag in tot en met vandaag.",
        ),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(
    office: Office, typed: dict[str, str], sentence: str
) -> None:
    values = {"name": "KVO Urk", "founding_is_convenant": "ja", "coordinator": "Parkmanagement", **typed}
    page = office.as_(Role.PLANNER).post("/relaties/nieuw", values, status=422)
    assert sentence in [error.replace("\u00a0", " ") for error in page.errors]
    assert page.value("coordinator") == "Parkmanagement"
    with office.write() as session:
        assert partnership_page(session, "", 0, 50)[1] == 0


def test_ten_megabytes_of_text_get_a_sentence(office: Office) -> None:
    page = office.as_(Role.PLANNER).post("/relaties/nieuw", {"name": "a" * 10_000_000}, status=422)
    assert "mag er 200 hebben" in page.errors[0]


def test_a_form_that_is_sent_twice_makes_one_partnership(office: Office) -> None:
    browser = office.as_(Role.PLANNER)
    hidden = browser.get("/relaties/nieuw").hidden_fields("/relaties/nieuw")
    values = {**hidden, "name": "KVO Urk", "founding_is_convenant": "ja"}
    first = browser.post("/relaties/nieuw", values, fresh=False)
    second = browser.post("/relaties/nieuw", values, fresh=False)
    assert first.path == second.path
    with office.write() as session:
        assert partnership_page(session, "", 0, 50)[1] == 1


def test_the_second_of_two_editors_sees_both_texts(office: Office, cluster: int) -> None:
    url = f"/relaties/{cluster}/wijzigen"
    one, two = office.as_(Role.PLANNER), office.as_(Role.SCHEME_MANAGER)
    opened = two.get(url).hidden_fields(url)
    one.post(url, {"name": "Naam van Annelies", "founding_is_convenant": "ja", "coordinator_mandate": "ja"})
    values = {**opened, "name": "Naam van Joris", "founding_is_convenant": "ja", "coordinator_mandate": "ja"}
    page = two.post(url, values, status=422, fresh=False)
    assert "Annelies Vos wijzigde dit om" in page
    assert "Naam van Annelies" in page
    assert "Naam van Joris" in page
    page = two.post(url, {**values, **page.hidden_fields(url)}, fresh=False)
    assert "Naam van Joris" in page


def test_an_area_is_found_and_added_with_its_map(office: Office, cluster: int) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{cluster}/gebieden/zoeken?zoek=larserpoort+lelystad")
    link = page.tree.css_first("main tbody a")
    assert link is not None
    page = browser.post(str(link.attributes["href"]), {**AREA, "plan": ("kaart.pdf", samples.PDF)})
    assert "Larserpoort hoort er nu bij." in page
    file = browser.raw(str(page.tree.css('a[href$="/kaart"]')[-1].attributes["href"]))
    assert file.data == samples.PDF
    assert "kaart.pdf" in file.headers["Content-Disposition"]


def test_nothing_found_gives_the_way_to_a_new_area(office: Office, cluster: int) -> None:
    page = office.as_(Role.PLANNER).get(f"/relaties/{cluster}/gebieden/zoeken?zoek=Onbekend")
    assert "Geen gebied gevonden voor ‘Onbekend’" in page
    assert f"/relaties/{cluster}/gebieden/nieuw?naam=Onbekend" in page.html


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"entrepreneurs": "0"}, "Vul een getal in van 1 tot en met 100.000"),
        ({"entrepreneurs": "drie"}, "Het aantal moet een heel getal zijn, bijvoorbeeld 51"),
        ({"entrepreneurs": ""}, "Vul het aantal ondernemers in"),
        ({"counted_on-jaar": "2027"}, "De telling ligt in de toekomst"),
        ({"also_in": "Atlantis"}, "De gemeente ‘Atlantis’ kennen wij niet. Vul de naam van nu in"),
        ({"entrepreneurs": "270"}, "Samen hebben de terreinen 601 ondernemers. Het maximum is 600 (B4 §3.1.1)."),
        ({"plan": ("kaart.pdf", b"")}, "Dit bestand is leeg (0 bytes). Kies het bestand opnieuw"),
        ({"plan": ("kaart.pdf", b"MZ")}, "Dit is geen pdf, ook al eindigt de naam op .pdf"),
        ({"plan": ("kaart.pdf", b"%PDF-" + b"0" * LARGEST)}, "Dit bestand is 50 MB en mag 50 MB zijn"),
    ],
    ids=["0", "words", "empty", "future", "municipality", "601", "empty file", "wrong file", "50 MB and more"],
)
def test_an_area_that_does_not_fit_is_refused_and_keeps_what_was_typed(
    office: Office, cluster: int, park: int, typed: dict[str, object], sentence: str
) -> None:
    page = office.as_(Role.PLANNER).post(
        f"/relaties/{cluster}/gebieden/{park}/toevoegen", {**AREA, **typed}, status=422
    )
    assert any(sentence in error.replace("\u00a0", " ") for error in page.errors), page.errors
    assert page.value("boundary") == "Tussen weg en spoor"


def test_a_chosen_file_stays_chosen_when_the_form_comes_back(office: Office, cluster: int, park: int) -> None:
    browser, url = office.as_(Role.PLANNER), f"/relaties/{cluster}/gebieden/{park}/toevoegen"
    page = browser.post(url, {**AREA, "entrepreneurs": "", "plan": ("kaart.pdf", samples.PDF)}, status=422)
    page = browser.post(url, {**AREA, **page.hidden_fields(url)}, fresh=False)
    assert "kaart.pdf" in page


def test_a_fifth_area_is_refused_on_the_page(office: Office, cluster: int, park: int, tmp_path: Path) -> None:
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        samples.add(session, row, samples.known_area(session, "Hendrik"), 10, tmp_path / "files")
    page = office.as_(Role.PLANNER).post(f"/relaties/{cluster}/gebieden/{park}/toevoegen", AREA, status=422)
    (sentence,) = page.errors
    assert sentence.startswith("Een vijfde terrein past niet: een cluster heeft 2 tot en met 4 bedrijventerreinen")
    assert page.value("boundary") == AREA["boundary"]


def test_a_new_area_is_laid_down(office: Office, cluster: int) -> None:
    url = f"/relaties/{cluster}/gebieden/nieuw"
    values = {**AREA, "name": "Airport Garden City", "type": "bedrijventerrein", "municipality_code": "0995"}
    assert "Airport Garden City hoort er nu bij." in office.as_(Role.PLANNER).post(url, values)
    again = office.as_(Role.PLANNER).post(url, {**values, "name": "Flevokust", "anyway": "y"}, status=422)
    assert again.errors == ["Flevokust in Lelystad staat al in de lijst. Zoek het op en kies het daar."]


def test_an_area_changes_and_leaves(office: Office, cluster: int) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{cluster}")
    change = f"{page.link('#gebieden tbody th a')}/wijzigen"
    assert "Flevokust is gewijzigd." in browser.post(change, {**AREA, "entrepreneurs": "70", "also_in": ""})
    leave = change.replace("wijzigen", "weghalen")
    late = office.today + timedelta(days=1)
    day = {"last_day-dag": late.day, "last_day-maand": late.month, "last_day-jaar": late.year}
    browser.post(leave, {**day, "why": "anders"}, status=422)
    day["last_day-dag"] = office.today.day
    # It joined today, on the office's clock.
    assert "Flevokust hoort er niet meer bij." in browser.post(leave, {**day, "why": "anders"})
    browser.get(leave, status=404)


def test_parties_and_people_are_added_changed_and_stop(office: Office, cluster: int) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.post(
        f"/relaties/{cluster}/partijen/toevoegen", {"kind": "procesbegeleider", "organisation": "Bureau Veilig"}
    )
    assert page.path.endswith("/mensen/toevoegen")
    refused = browser.post(page.path, {"name": "G. Gids", "function": "adviseur", "may_contract": "y"}, status=422)
    assert "G. Gids kan niet tekenen" in refused.errors[0]
    assert refused.value("function") == "adviseur"
    page = browser.post(
        page.path, {"name": "G. Gids", "function": "adviseur", "is_contact": "y", "email": "g@voorbeeld.nl"}
    )
    assert "contactpersoon: G. Gids" in page
    stop = str(page.tree.css('#partijen a[href$="/stoppen"]')[-1].attributes["href"])
    page = browser.post(stop, {"last_day-dag": "23", "last_day-maand": "11", "last_day-jaar": "2026"})
    assert "G. Gids staat er niet meer bij." in page
    browser.get(stop, status=404)


def test_a_party_stops_after_a_page_that_names_what_follows(office: Office, cluster: int) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{cluster}")
    assert "Wie en wat er eerder bij hoorde" not in page
    links = page.tree.css('#partijen a[href*="/partijen/"][href$="/stoppen"]')
    stop = str(next(a for a in links if "Politie" in a.text()).attributes["href"])
    asked = browser.get(stop)
    assert "Deze mensen stoppen op dezelfde dag: Anna Smit." in asked
    assert "Dit ontbreekt daarna voor een aanvraag of audit" in asked
    assert "politie" in asked.first(".voorw").text()
    day = {"last_day-dag": "23", "last_day-maand": "11", "last_day-jaar": "2026"}
    lacking = browser.post(stop, {**day, "why": ""}, status=422)
    assert lacking.errors == ["Vul de reden in"]
    assert lacking.value("last_day-dag") == "23"
    page = browser.post(stop, {**day, "why": "De politie doet niet meer mee"})
    assert "Politie Midden-Nederland hoort er niet meer bij." in page
    assert "Anna Smit" not in page.first("#partijen").text()
    past = page.first("#eerder").text()
    assert "De politie doet niet meer mee" in past
    assert "Anna Smit" in past
    assert page.tree.css(".voorw .nee")
    browser.get(stop, status=404)
    browser.get(stop.replace("stoppen", "wijzigen"), status=404)
    browser.get(stop.replace("stoppen", "mensen/toevoegen"), status=404)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "ondernemers", "organisation": "Vereniging"}, "Kies hoe de ondernemers verbonden zijn"),
        (
            {"kind": "ondernemers", "organisation": "Groep", "basis": "startfase"},
            "Vul in wanneer de startfase begon",
        ),
        ({"organisation": "Zonder soort"}, "Kies welke partij het is"),
        ({"kind": "iets anders", "organisation": "X"}, "Kies een van de mogelijkheden"),
    ],
)
def test_a_party_that_does_not_fit_is_told(office: Office, cluster: int, typed: dict[str, str], sentence: str) -> None:
    page = office.as_(Role.PLANNER).post(f"/relaties/{cluster}/partijen/toevoegen", typed, status=422)
    assert sentence in page.errors


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "geen adres"}, "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"),
        ({"phone": "bel maar"}, "Vul een telefoonnummer in, bijvoorbeeld 0320 123 456"),
        ({"is_contact": "y"}, "Vul het e-mailadres van de contactpersoon in"),
        ({"function": ""}, "Vul de functie in"),
    ],
)
def test_a_person_that_does_not_fit_is_told(office: Office, cluster: int, typed: dict[str, str], sentence: str) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{cluster}")
    url = page.link('#partijen a[href$="/mensen/toevoegen"]')
    page = browser.post(url, {"name": "Eva Bos", "function": "wijkagent", **typed}, status=422)
    assert sentence in page.errors
    assert page.value("name") == "Eva Bos"


@pytest.mark.parametrize(
    "path",
    [
        "", "/wijzigen", "/gebieden/zoeken", "/gebieden/nieuw", "/partijen/toevoegen", "/partijen/1/wijzigen",
        "/partijen/1/stoppen", "/mensen/1/wijzigen", "/mensen/1/stoppen", "/gebieden/1/toevoegen", "/gebieden/1/kaart",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", ["77", "99999999999999999999"])
def test_a_partnership_that_does_not_exist_is_not_found(office: Office, number: str, path: str) -> None:
    assert "Niet gevonden" in office.as_(Role.PLANNER).get(f"/relaties/{number}{path}", status=404)


def test_another_partnerships_people_and_areas_are_not_found_under_this_one(office: Office, cluster: int) -> None:
    with office.write() as session:
        other = samples.bare(session, "KVO Urk")
        party = samples.party(session, other, PartyKind.POLICE, "Politie Urk")
        person = samples.person(session, party, "Jan Urk")
        ids = (party.id, person.id)
    browser = office.as_(Role.PLANNER)
    browser.get(f"/relaties/{cluster}/partijen/{ids[0]}/wijzigen", status=404)
    browser.get(f"/relaties/{cluster}/mensen/{ids[1]}/wijzigen", status=404)
    browser.get(f"/relaties/{cluster}/mensen/{ids[1]}/stoppen", status=404)


def test_a_party_and_a_person_are_mended(office: Office, cluster: int) -> None:
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{cluster}")
    party = page.link('#partijen a[href*="/partijen/"][href$="/wijzigen"]')
    assert browser.get(party).value("organisation") == "Ondernemers Lelystad"
    typed = {"kind": "ondernemers", "organisation": "Bedrijvenkring", "basis": "vereniging"}
    assert "Bedrijvenkring is gewijzigd." in browser.post(party, typed)
    guide = {"kind": "procesbegeleider", "organisation": "Bedrijvenkring"}
    assert "kan niet tekenen" in browser.post(party, guide, status=422).errors[0]
    person = page.link('#partijen a[href*="/mensen/"][href$="/wijzigen"]')
    assert browser.get(person).value("name") == "Selin Yılmaz"
    typed = {"name": "Selin Yılmaz", "function": "secretaris", "email": "s@voorbeeld.nl", "is_contact": "y"}
    assert "secretaris" in browser.post(person, typed)


@pytest.mark.parametrize("role", [Role.DECIDER, Role.MANAGEMENT])
def test_who_only_reads_sees_no_way_to_change_and_finds_none(office: Office, cluster: int, role: Role) -> None:
    browser = office.as_(role)
    page = browser.get(f"/relaties/{cluster}")
    assert "wijzigen" not in page.text.lower()
    browser.get(f"/relaties/{cluster}/wijzigen", status=403)
    browser.get("/relaties/nieuw", status=403)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_works_on_single_dossiers_has_no_list_of_relations(office: Office, cluster: int, role: Role) -> None:
    browser = office.as_(role)
    for path in ("", f"/{cluster}", f"/{cluster}/gebieden/1/kaart"):
        browser.get(f"/relaties{path}", status=403)
