"""The pages of application, quote and agreement: by clicking alone, and with everything that people get wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import TariffKind, tariffs_on
from auditbeheer.plumbing.files import LARGEST
from auditbeheer.quotes import service
from auditbeheer.quotes.models import Trajectory, trajectories, trajectory_numbered
from auditbeheer.relations.models import AreaType, Partnership, PartyKind
from tests.office import Browser, Office
from tests.pages import Page
from tests.quotes import samples
from tests.relations import samples as relations

YES = dict.fromkeys(("information_sufficient", "differences_resolved", "within_licence", "competence_available"), "ja")


def day(field: str, value: str) -> dict[str, str]:
    """The three boxes of a day, given as ``9-12-2026``."""
    return dict(zip((f"{field}-dag", f"{field}-maand", f"{field}-jaar"), value.split("-"), strict=True))


def told(**changed: Any) -> dict[str, Any]:
    """An application as typed."""
    days = {"applied_on": "23-11-2026", "started_on": "10-2-2025", "assessment_expected_on": "9-12-2026", **changed}
    boxes = {box: part for field, value in days.items() for box, part in day(field, value).items()}
    return {"start_document": "intentieverklaring", **boxes}


@pytest.fixture
def cluster(office: Office, tmp_path: Path) -> int:
    """Cluster Lelystad with four parks, on an office that may work."""
    with office.write() as session:
        samples.body(session)
        return relations.cluster(session, tmp_path / "files").id


@pytest.fixture
def planner(office: Office) -> Browser:
    """Annelies at her desk."""
    return office.as_(Role.PLANNER)


def at(office: Office, tmp_path: Path, cluster: int, step: str) -> str:
    """The number of a dossier that has come as far as ``step``."""
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        trajectory = samples.applied(session, row)
        if step != "applied":
            answers = service.ReviewAnswers(**dict.fromkeys(YES, True))  # type: ignore[arg-type]
            actor = samples.actor(session)
            service.review_application(session, actor, relations.NOW, trajectory, answers=answers)
            service.confirm_application(session, actor, relations.NOW, trajectory, library=samples.LIBRARY)
        match step:
            case "draft":
                samples.quoted(session, trajectory)
            case "sent":
                samples.sent(session, tmp_path / "files", trajectory)
            case "accepted":
                samples.accepted(session, tmp_path / "files", trajectory)
            case "signed":
                samples.signed(session, tmp_path / "files", trajectory)
        return trajectory.number


def plain(errors: list[str]) -> list[str]:
    """Sentences with no-break spaces as blanks."""
    return [error.replace("\u00a0", " ") for error in errors]


def of(office: Office, number: str) -> Trajectory:
    """The trajectory as it is kept."""
    with office.database.read() as session:
        found = trajectory_numbered(session, number)
        assert found is not None
        return found


def test_the_chain_from_application_to_agreement_by_clicking(office: Office, cluster: int, planner: Browser) -> None:
    page = planner.get("/dossiers/nieuw?zoek=lelystad")
    page = planner.get(str(page.tree.css_first("main tbody a").attributes["href"]))  # type: ignore[union-attr]
    chosen = [node.attributes["value"] for node in page.tree.css('input[name="areas"][checked]')]
    assert len(chosen) == 4
    url = f"/dossiers/nieuw?samenwerkingsverband={cluster}"
    page = planner.post(url, {"areas": chosen, **told()})
    assert page.path == "/dossiers/D-2026-0001/aanvraag"
    assert "KVO Bedrijventerreinen 4.0" in page
    base = "/dossiers/D-2026-0001"
    assert "Aanvraag bevestigen" not in page
    page = planner.post(f"{base}/aanvraag/beoordelen", YES)
    assert "Aanvraag bevestigen" in page
    page = planner.post(f"{base}/aanvraag/bevestigen")
    assert "De aanvraag is compleet en bevestigd." in page
    page = planner.get(f"{base}/offerte/maken")
    assert page.value("hours") == "12"
    page = planner.post(f"{base}/offerte/maken", {"hours": "12", "distance_km": "38", "travel_hours": "1,5"})
    assert "12 uur, hoe komen we hieraan?" in page
    assert "€ 1.380,00" in page
    page = planner.post(f"{base}/offerte/versturen")
    assert "De offerte is verstuurd aan Selin Yılmaz. Akkoord geven kan tot en met 23 december 2026." in page
    pdf = planner.raw(f"{base}/offerte/versie/1")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    page = planner.get(f"{base}/offerte/akkoord")
    page = planner.post(f"{base}/offerte/akkoord", {"person": radio(page, "Selin"), **day("on_day", "23-11-2026")})
    assert "Selin Yılmaz is akkoord met de offerte." in page
    page = planner.post(
        f"{base}/overeenkomst/tekenen",
        {
            "signatory": radio(planner.get(f"{base}/overeenkomst/tekenen"), "Dirk"),
            "client_name": "Selin Yılmaz",
            "client_function": "voorzitter",
        },
    )
    assert "De overeenkomst is getekend." in page
    assert planner.raw(f"{base}/overeenkomst/pdf").data.startswith(b"%PDF-")


def radio(page: Page, words: str) -> str:
    """The value of the option that says ``words``."""
    label = next(node for node in page.tree.css("label.keuze") if words in node.text())
    return str(label.css_first("input").attributes["value"])  # type: ignore[union-attr]


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
    link = str(page.tree.css_first(".bestanden a").attributes["href"])  # type: ignore[union-attr]
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


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"hours": "11,5"},
            "Minder dan 12 uur kan niet: dat is het minimum bij 4 terreinen (B4 §6.3.1). Meer uren mag, met een reden",
        ),
        ({"hours": "13"}, "Voor een ander aantal uren dan 12 is een reden nodig (B4 §6.3.1)"),
        ({"hours": "twaalf"}, "Vul een getal in, bijvoorbeeld 12"),
        ({"hours": ""}, "Vul het aantal uren in"),
        ({"hours": "12,333"}, "Vul ten hoogste 2 cijfers achter de komma in"),
        ({"distance_km": "-1"}, "Vul een getal in van 0 tot en met 1.000"),
        ({"free_text_1": "Zaalhuur"}, "Vul extra regel 1 helemaal in, of laat hem leeg"),
        ({"extra_why": "a" * 2001, "hours": "13"}, "Deze tekst heeft 2.001 tekens"),
        ({"distance_km": "38"}, "Er is nog geen tarief voor reisuur"),
    ],
)
def test_a_quote_that_does_not_fit_is_refused_and_keeps_what_was_typed(
    office: Office, cluster: int, planner: Browser, tmp_path: Path, typed: dict[str, str], sentence: str
) -> None:
    number = at(office, tmp_path, cluster, "confirmed")
    if "tarief" in sentence:
        with office.write() as session:
            session.delete(tariffs_on(session, office.today)[TariffKind.TRAVEL_HOUR])
    values = {"hours": "12", "distance_km": "0", "travel_hours": "0", "free_text_2": "Korting", "free_count_2": "1"}
    page = planner.post(f"/dossiers/{number}/offerte/maken", {**values, "free_price_2": "-50", **typed}, status=422)
    assert any(error.startswith(sentence) for error in plain(page.errors)), page.errors
    assert page.value("free_text_2") == "Korting"


def test_a_draft_changes_and_a_sent_one_gets_a_new_version(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    number = at(office, tmp_path, cluster, "draft")
    base = f"/dossiers/{number}/offerte"
    values = {"hours": "13", "extra_why": "twee talen", "distance_km": "0", "travel_hours": "0"}
    page = planner.post(
        f"{base}/wijzigen", {**values, "free_text_1": "Korting", "free_count_1": "1", "free_price_1": "-50"}
    )
    assert "Meer tijd: twee talen" in page
    assert "€ -50,00" in page
    planner.post(f"{base}/versturen")
    assert planner.post(f"{base}/wijzigen", values, status=422).errors
    page = planner.post(f"{base}/maken", {**values, "hours": "14"})
    assert "versie 2 is gemaakt." in page
    assert "Vervangen" in page
    assert planner.raw(f"{base}/versie/2").status_code == 404


def test_sending_twice_sends_once(office: Office, cluster: int, planner: Browser, tmp_path: Path) -> None:
    number = at(office, tmp_path, cluster, "draft")
    url = f"/dossiers/{number}/offerte/versturen"
    hidden = planner.get(url).hidden_fields(url)
    first, second = (planner.post(url, hidden, fresh=False) for _ in range(2))
    assert first.path == second.path == f"/dossiers/{number}/offerte"
    page = planner.get(url)
    assert "Versturen kan nog niet" in page


def test_an_answer_is_recorded_of_who_may_contract_only(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        relations.person(
            session, relations.party(session, row, PartyKind.OTHER, "Bureau Veilig", is_guide=True), "G. Gids"
        )
    number = at(office, tmp_path, cluster, "sent")
    url = f"/dossiers/{number}/offerte/akkoord"
    page = planner.get(url)
    assert "Selin Yılmaz, voorzitter" in page
    refused = planner.post(url, {"person": radio(page, "G. Gids"), **day("on_day", "23-11-2026")}, status=422)
    assert "G. Gids kan niet akkoord geven: een procesbegeleider is geen lid van de werkgroep" in refused.errors[0]
    refused = planner.post(url, {"person": radio(page, "Selin"), **day("on_day", "24-11-2026")}, status=422)
    assert plain(refused.errors)[0].startswith("Vul een dag in van 23 november 2026 tot en met 23 november 2026")
    assert planner.post(url, {"person": "999", **day("on_day", "23-11-2026")}, status=422).errors
    selin = radio(page, "Selin")
    page = planner.post(f"/dossiers/{number}/offerte/niet-akkoord", {"why": "te duur", **day("on_day", "23-11-2026")})
    assert "Niet akkoord" in page
    again = planner.post(url, {"person": selin, **day("on_day", "23-11-2026")}, status=422)
    assert "al een antwoord vastgelegd" in again.errors[0]


def test_the_agreement_page_says_what_is_lacking(
    office: Office, cluster: int, planner: Browser, tmp_path: Path
) -> None:
    number = at(office, tmp_path, cluster, "sent")
    page = planner.get(f"/dossiers/{number}/overeenkomst")
    assert "Tekenen kan nog niet" in page
    assert "nog geen akkoord" in page
    values = {"signatory": "1", "client_name": "S", "client_function": "f"}
    planner.post(f"/dossiers/{number}/overeenkomst/tekenen", values, status=422)
    planner.get(f"/dossiers/{number}/overeenkomst/pdf", status=404)


PATHS = (
    "aanvraag", "aanvraag/wijzigen", "aanvraag/schema", "aanvraag/soort", "aanvraag/bijlagen/toevoegen",
    "aanvraag/bijlagen/1", "aanvraag/beoordelen", "aanvraag/afwijzen", "aanvraag/terugtrekken", "offerte",
    "offerte/maken", "offerte/wijzigen", "offerte/versturen", "offerte/akkoord", "offerte/niet-akkoord",
    "offerte/versie/1", "overeenkomst", "overeenkomst/tekenen", "overeenkomst/pdf",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_number_that_does_not_exist_is_not_found(planner: Browser, path: str) -> None:
    for number in ("D-2026-9999", "geheim", "D-2026-0001'--"):
        assert "Niet gevonden" in planner.get(f"/dossiers/{number}/{path}", status=404)


@pytest.mark.parametrize("step", ["applied", "confirmed", "draft", "sent", "accepted", "signed"])
def test_every_page_can_be_read_by_an_auditor_at_every_step_and_changed_by_none(
    office: Office, cluster: int, tmp_path: Path, step: str
) -> None:
    number = at(office, tmp_path, cluster, step)
    browser = office.as_(Role.AUDITOR)
    for path in ("aanvraag", "offerte", "overeenkomst"):
        page = browser.get(f"/dossiers/{number}/{path}")
        links = [node.attributes["href"] or "" for node in page.tree.css("main a")]
        assert not [link for link in links if link.rsplit("/", 1)[-1] in {path.rsplit("/")[-1] for path in ACTS}]
    for path in ACTS:
        browser.get(f"/dossiers/{number}/{path}", status=403)


ACTS = tuple(path for path in PATHS if "/" in path and not path.endswith(("/1", "pdf")))
