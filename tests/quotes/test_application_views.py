"""The pages of the application: with everything that people get wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.files import LARGEST
from auditbeheer.quotes import service
from auditbeheer.quotes.models import trajectories
from auditbeheer.relations.models import AreaType, Partnership
from tests.office import Browser, Office
from tests.quotes import samples
from tests.quotes.clicking import YES, at, day, of, plain, told
from tests.relations import samples as relations


def test_without_partnerships_or_areas_the_page_says_what_to_do_first(office: Office, planner: Browser) -> None:
    assert "Nog geen samenwerkingsverbanden" in planner.get("/dossiers/nieuw")
    assert "Geen samenwerkingsverband gevonden voor ‘Urk’" in planner.get("/dossiers/nieuw?zoek=Urk")
    with office.write() as session:
        key = relations.bare(session).id
    page = planner.get(f"/dossiers/nieuw?samenwerkingsverband={key}")
    assert "Dit samenwerkingsverband heeft nog geen gebieden" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"areas": []}, "Kies ten minste één gebied"),
        ({"areas": ["999"]}, "Kies een van de mogelijkheden"),
        ({"start_document": ""}, "Vul het vroegste stuk in"),
        ({"start_document": "x" * 201}, "Deze tekst heeft 201 tekens en mag er 200 hebben. Maak hem korter"),
        (day("applied_on", "24-11-2026"), "De dag van de aanvraag ligt in de toekomst: 24 november 2026."),
        (day("started_on", "24-11-2026"), "Het traject kan niet na de aanvraag begonnen zijn."),
        (day("assessment_expected_on", "22-11-2026"), "De audit kan niet voor de aanvraag zijn."),
        (day("assessment_expected_on", "31-11-2026"), "De datum 31 november 2026 bestaat niet"),
        (day("assessment_expected_on", "9--2026"), "Vul ook de maand in"),
    ],
)
def test_an_application_that_does_not_fit_is_told_and_nothing_is_lost(
    office: Office, cluster: int, planner: Browser, typed: dict[str, Any], sentence: str
) -> None:
    url = f"/dossiers/nieuw?samenwerkingsverband={cluster}"
    areas = [node.attributes["value"] for node in planner.get(url).tree.css('input[name="areas"]')]
    page = planner.post(url, {"areas": areas, **told(), **typed}, status=422)
    assert any(error.startswith(sentence) for error in plain(page.errors)), page.errors
    if "start_document" not in typed:
        assert page.value("start_document") == "intentieverklaring"
    with office.database.read() as session:
        assert not trajectories(session)


def test_an_application_sent_twice_is_one_dossier(office: Office, cluster: int, planner: Browser) -> None:
    url = f"/dossiers/nieuw?samenwerkingsverband={cluster}"
    page = planner.get(url)
    areas = [node.attributes["value"] for node in page.tree.css('input[name="areas"]')]
    values = {**page.hidden_fields(url), "areas": areas, **told()}
    paths = {planner.post(url, values, fresh=False).path for _ in range(2)}
    assert paths == {"/dossiers/D-2026-0001/aanvraag"}
    with office.database.read() as session:
        assert len(trajectories(session)) == 1


def test_what_is_missing_stands_with_the_way_to_solve_it(office: Office, planner: Browser, tmp_path: Path) -> None:
    with office.write() as session:
        samples.body(session)
        row = relations.bare(session)
        relations.add(session, row, relations.known_area(session, "Flevokust"), 20, tmp_path / "files")
        number = samples.applied(session, row).number
    page = planner.get(f"/dossiers/{number}/aanvraag")
    assert "Onvolledig" in page
    assert "Wat de aanvraag nog nodig heeft" in page
    hrefs = {node.attributes["href"] for node in page.tree.css(".voorw .hier a")}
    assert {f"/relaties/{row.id}/partijen/toevoegen", f"/dossiers/{number}/aanvraag/beoordelen"} <= hrefs
    page = planner.post(f"/dossiers/{number}/aanvraag/bevestigen", status=422)
    assert of(office, number).completed_on is None


def test_an_attachment_comes_in_and_can_be_opened(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    number = at(office, tmp_path, cluster, "applied")
    url = f"/dossiers/{number}/aanvraag/bijlagen/toevoegen"
    page = planner.post(url, {"code": "afbakening", "file": ("grens.pdf", relations.PDF)})
    assert "grens.pdf is binnen." in page
    link = page.link(".bestanden a")
    assert planner.raw(link).data == relations.PDF
    other = at(office, tmp_path, cluster, "applied")
    planner.get(link.replace(number, other), status=404)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("leeg.pdf", b""), "Dit bestand is leeg (0 bytes). Kies het bestand opnieuw"),
        (("plan.pdf", b"PK\x03\x04"), "Dit is geen pdf, ook al eindigt de naam op .pdf."),
        (("virus.exe", b"MZ\x90"), "Dit soort bestand kunnen wij niet openen."),
        (("groot.pdf", b"%PDF-" + b"0" * (LARGEST + 10_000_000)), "Dit bestand is 60 MB en mag 50 MB zijn."),
        (None, "Kies een bestand"),
    ],
    ids=["empty", "wrong", "program", "60 MB", "none"],
)
def test_a_file_that_cannot_be_taken_is_told_in_a_sentence(
    office: Office, cluster: int, planner: Browser, tmp_path: Path, file: tuple[str, bytes] | None, sentence: str
) -> None:
    number = at(office, tmp_path, cluster, "applied")
    values = {"code": "overig", **({"file": file} if file else {})}
    page = planner.post(f"/dossiers/{number}/aanvraag/bijlagen/toevoegen", values, status=422)
    assert plain(page.errors)[0].startswith(sentence)


def test_a_review_with_a_no_keeps_the_application_open(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    number = at(office, tmp_path, cluster, "applied")
    url = f"/dossiers/{number}/aanvraag/beoordelen"
    page = planner.post(url, {}, status=422)
    assert page.errors == ["Kies ja of nee"] * 4
    page = planner.post(url, {**YES, "competence_available": "nee", "remark": "geen auditor vrij"})
    assert "geen auditor vrij" in page
    assert "Aanvraag bevestigen" not in page


def test_two_open_schemes_are_chosen_between_on_a_page_of_its_own(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        days = {"applied_on": date(2024, 5, 1), "started_on": date(2024, 2, 1)}
        number = samples.applied(session, row, assessment_expected_on=date(2025, 2, 1), **days).number
    page = planner.get(f"/dossiers/{number}/aanvraag")
    assert "nog kiezen" in page
    url = f"/dossiers/{number}/aanvraag/schema"
    assert planner.post(url, {"scheme": "kvo-3.1"}, status=422).errors == ["Vul in waarom u dit schema kiest"]
    assert "KVO 3.1" in planner.post(url, {"scheme": "kvo-3.1", "why": "stukken zijn daarop gemaakt"})


def test_a_parked_application_shows_that_it_waits_and_gets_no_quote(
    office: Office, planner: Browser, tmp_path: Path
) -> None:
    with office.write() as session:
        samples.body(session)
        row = relations.with_people(session, relations.bare(session))
        shops = relations.known_area(session, "Centrum", type_=AreaType.SHOPPING_AREA)
        relations.add(session, row, shops, 20, tmp_path / "files")
        number = samples.applied(session, row).number
    page = planner.get(f"/dossiers/{number}/aanvraag")
    assert "Aanvraag wacht op een vastgesteld schema" in page
    page = planner.get(f"/dossiers/{number}/offerte/maken")
    assert "Voor KVO Winkelgebieden 4.0 ontbreken nog de audittijd en de respons." in page


def test_a_dossier_is_declined_or_withdrawn_with_a_reason(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    for act, said in (("afwijzen", "Afgewezen"), ("terugtrekken", "Teruggetrokken")):
        number = at(office, tmp_path, cluster, "applied")
        url = f"/dossiers/{number}/aanvraag/{act}"
        assert planner.post(url, {"why": ""}, status=422).errors == ["Vul de reden in"]
        page = planner.post(url, {"why": "geen tijd"})
        assert said in page
        assert "Aanvraag wijzigen" not in page
        assert planner.post(f"/dossiers/{number}/aanvraag/beoordelen", YES, status=422).errors


def test_the_second_of_two_planners_sees_what_the_first_one_changed(
    office: Office, cluster: int, tmp_path: Path
) -> None:
    number = at(office, tmp_path, cluster, "applied")
    url = f"/dossiers/{number}/aanvraag/wijzigen"
    one, two = office.as_(Role.PLANNER), office.as_(Role.SCHEME_MANAGER)
    opened = two.get(url)
    areas = [node.attributes["value"] for node in opened.tree.css('input[name="areas"]')]
    one.post(url, {"areas": areas, **told(), "start_document": "verslag van de eerste vergadering"})
    values = {**opened.hidden_fields(url), "areas": areas, **told(), "start_document": "convenant"}
    page = two.post(url, values, fresh=False, status=422)
    assert "Annelies Vos wijzigde dit om" in page
    assert "verslag van de eerste vergadering" in page
    assert "convenant" in page.html


def test_a_lapsed_certificate_may_count_as_later_on_a_page_of_its_own(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        service.record_certified_period(
            session, samples.actor(session), relations.NOW, area=row.current_areas[0], partnership=row,
            scheme="kvo-3.1", certificate="KVO-1", body="Een ander", issued_on=date(2020, 1, 1),
            last_day=date(2022, 12, 31),
        )  # fmt: skip
    number = at(office, tmp_path, cluster, "applied")
    assert "het certificaat gold tot en met 31 december 2022" in planner.get(f"/dossiers/{number}/aanvraag")
    url = f"/dossiers/{number}/aanvraag/soort"
    assert planner.post(url, {"why": ""}, status=422).errors == ["Vul de reden in"]
    page = planner.post(url, {"why": "de groep ging gewoon door"})
    assert "volgende certificering (verwacht)" in page
    assert "de groep ging gewoon door" in page
