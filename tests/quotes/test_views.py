"""The pages of quote and agreement, and the chain by clicking alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import TariffKind, tariffs_on
from auditbeheer.relations.models import Partnership, PartyKind
from tests.office import Browser, Office
from tests.quotes.clicking import YES, at, day, plain, radio, told
from tests.relations import samples as relations


def test_the_chain_from_application_to_agreement_by_clicking(office: Office, cluster: int, planner: Browser) -> None:
    page = planner.get("/dossiers/nieuw?zoek=lelystad")
    page = planner.get(page.link("main tbody a"))
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
    assert "De offerte is verstuurd naar Selin Yılmaz. Akkoord geven kan tot en met 23 december 2026." in page
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
def test_every_page_is_read_by_a_decider_at_every_step_and_changed_by_none(
    office: Office, cluster: int, tmp_path: Path, step: str
) -> None:
    number = at(office, tmp_path, cluster, step)
    browser = office.as_(Role.DECIDER)
    for path in ("aanvraag", "offerte", "overeenkomst"):
        page = browser.get(f"/dossiers/{number}/{path}")
        links = [node.attributes["href"] or "" for node in page.tree.css("main a")]
        assert not [link for link in links if link.rsplit("/", 1)[-1] in {path.rsplit("/")[-1] for path in ACTS}]
    for path in ACTS:
        browser.get(f"/dossiers/{number}/{path}", status=403)


ACTS = tuple(path for path in PATHS if "/" in path and not path.endswith(("/1", "pdf")))
