"""The pages of an application by the website: what people get wrong, what machines send, what staff do with it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from auditbeheer.accounts import links
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.quotes import public_form
from auditbeheer.quotes.models import Intake, running_trajectories
from tests.office import Office
from tests.quotes import samples
from tests.quotes.clicking import day, plain
from tests.relations import samples as relations

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = "/aanvragen"
PDF = ("kaart.pdf", b"%PDF-1.7 kaart")


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    """A test types faster than a person."""
    monkeypatch.setattr(public_form, "LEAST_SECONDS", -1)
    with office.write() as session:
        samples.body(session)
        relations.municipality(session)


def typed(**changed: Any) -> dict[str, Any]:
    """What somebody typed."""
    told = {
        "name": "Selin <b>Yılmaz</b>", "function": "voorzitter", "organisation": "Vereniging Noorderpark",
        "email": "selin@voorbeeld.nl", "phone": "0320 123 456", "party": "ondernemers", "may_contract": "ja",
        "partnership_name": "KVO Noorderpark", "area_type": "bedrijventerrein", "area1_name": "Noorderpark",
        "area1_place": "lelystad", "area1_count": "40", "with_police": "Politie Flevoland", "agreed": "y",
        "start_document": "intentieverklaring", "wished_month": "2027-02-01", **day("started_on", "10-2-2025"),
    }  # fmt: skip
    return {**told, **changed}


def kept(office: Office) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(Intake)) or 0


def link_to(office: Office, intake_id: int = 1) -> str:
    """The address in the mail of the application."""
    with office.write() as session:
        to = Recipient(name="Selin", email="selin@voorbeeld.nl", person=f"intake:{intake_id}")
        _, code = links.make(session, office.now, to, scope="aanvraag", thing=str(intake_id))
    return f"/aanvragen/{code}"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Vul uw naam in"),
        ({"email": "selin"}, "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl"),
        ({"area1_place": "Lelistad"}, "Deze gemeente kennen wij niet. Kies een gemeente uit de lijst"),
        ({"area1_count": "veel"}, "Het aantal moet een heel getal zijn, bijvoorbeeld 51"),
        ({"area2_name": "Zuiderpark"}, "Vul de gemeente in"),
        ({"wished_month": "2020-01-01"}, "Kies een van de mogelijkheden"),
        (day("started_on", "1-12-2026"), "Deze dag komt nog. Vul een dag tot en met vandaag in"),
        ({"agreed": ""}, "Zet een vinkje als u namens het samenwerkingsverband aanvraagt"),
        ({"opened": "zelfgemaakt"}, "Dit formulier stond te lang open. Verstuur het nog een keer"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_lost(office, wrong, sentence):
    page = office.as_(None).post(FORM, typed(**wrong), status=422)
    assert sentence in plain(page.errors)
    if "partnership_name" not in wrong:
        assert page.value("partnership_name") == "KVO Noorderpark"
    assert kept(office) == 0


def test_a_page_that_is_filled_in_faster_than_a_person_can_is_asked_again(office, monkeypatch):
    monkeypatch.setattr(public_form, "LEAST_SECONDS", 60)
    page = office.as_(None).post(FORM, typed(), status=422)
    assert "Dat ging erg snel. Kijk of alles klopt en verstuur het nog een keer" in plain(page.errors)


def test_a_machine_gets_the_answer_of_everybody_and_nothing_is_kept(office):
    assert "Kijk in uw mail" in office.as_(None).post(FORM, typed(website="https://reclame.voorbeeld"))
    assert kept(office) == 0


def test_a_form_without_its_token_keeps_nothing(office):
    answer = office.as_(None).client.post(FORM, data=typed(), base_url="https://register.voorbeeld.nl")
    assert answer.status_code in {400, 422}
    assert kept(office) == 0


def test_the_answer_is_the_same_for_every_address_and_every_time(office):
    pages = [str(office.as_(None).post(FORM, typed()).tree.css_first("main").text()) for _ in range(5)]
    assert len(set(pages)) == 1
    assert kept(office) == 3


def test_looking_at_the_link_confirms_nothing_and_its_button_does(office):
    public = office.as_(None)
    public.post(FORM, typed())
    url = link_to(office)
    page = public.get(url)
    assert "Klopt uw aanvraag?" in page
    assert "Selin <b>Yılmaz</b>" in page.text
    assert "KVO Noorderpark" not in office.as_(Role.PLANNER).get("/werk")
    assert "Uw aanvraag is binnen" in public.post(url)
    assert "KVO Noorderpark" in office.as_(Role.PLANNER).get("/werk")


def test_a_link_opens_no_other_application_and_a_guess_opens_none(office):
    public = office.as_(None)
    public.post(FORM, typed())
    public.post(FORM, typed(partnership_name="KVO Zuiderpark", email="piet@voorbeeld.nl"))
    assert "KVO Zuiderpark" not in public.get(link_to(office, 1))
    assert "Deze link werkt niet meer" in public.get("/aanvragen/geraden", status=404)
    mine = link_to(office, 1).replace("/aanvragen/", "/mijn/link/")
    assert "KVO" not in public.get(mine, status=404)


def test_papers_go_with_a_confirmed_application_and_a_wrong_one_is_refused_in_words(office):
    public = office.as_(None)
    public.post(FORM, typed())
    url = link_to(office)
    public.post(f"{url}/bijlage", {"code": "afbakening", "file": PDF, **public.token()}, status=404, fresh=False)
    public.post(url)
    wrong = public.post(f"{url}/bijlage", {"code": "afbakening", "file": ("kaart.pdf", b"<html>"), **public.token()},
                        status=422, fresh=False)  # fmt: skip
    assert any("Dit is geen pdf" in error for error in wrong.errors)
    page = public.post(f"{url}/bijlage", {"code": "afbakening", "file": PDF, **public.token()}, fresh=False)
    assert "Afbakening van het gebied: kaart.pdf" in page


def test_a_planner_makes_a_dossier_of_it_in_one_act(office):
    public, planner = office.as_(None), office.as_(Role.PLANNER)
    public.post(FORM, typed())
    public.post(link_to(office))
    page = planner.get("/dossiers/website/1")
    assert "selin@voorbeeld.nl" in page
    assert "Noorderpark: staat niet in de lijst" in page
    form = planner.get("/dossiers/website/1/overnemen")
    assert form.value("name") == "KVO Noorderpark"
    done = planner.post("/dossiers/website/1/overnemen", {
        "partnership": "nieuw", "area0": "nieuw", "name": "KVO Noorderpark", "start_document": "intentieverklaring",
        **day("started_on", "10-2-2025"), **day("assessment_expected_on", "28-2-2027"),
    })  # fmt: skip
    assert "Dossier D-2026-0001 is gemaakt" in done
    assert "Deze aanvraag is overgenomen" in planner.get("/dossiers/website/1")
    assert "Het nummer is D-2026-0001" in public.get(link_to(office))
    with office.database.read() as session:
        assert len(running_trajectories(session)) == 1


def test_a_planner_ticks_who_is_added_to_a_partnership_that_we_know(office, tmp_path):
    with office.write() as session:
        cluster = relations.cluster(session, tmp_path / "files", 1)
        key, area = cluster.id, cluster.current_areas[0]
        name, park, area_id = cluster.name, area.name, area.id
    public, planner = office.as_(None), office.as_(Role.PLANNER)
    public.post(FORM, typed(
        name="Noor Vos", email="noor@voorbeeld.nl", partnership_name=name, area1_name=park,
        organisation="Ondernemers Lelystad", with_fire_service="Brandweer Flevoland",
    ))  # fmt: skip
    public.post(link_to(office))
    form = planner.get("/dossiers/website/1/overnemen")
    assert "Staat er al: Ondernemers Lelystad (ondernemers), Brandweer Flevoland (brandweer)." in form
    assert "Politie Flevoland, politie (er is al: Politie Midden-Nederland)" in form
    ticked = [one.attributes.get("value") for one in form.tree.css(f"[name=add{key}][checked]")]
    assert ticked == ["aanvrager"]  # another police unit may be another name for the same
    planner.post("/dossiers/website/1/overnemen", {
        "partnership": str(key), "area0": str(area_id), f"add{key}": ["aanvrager"], "name": name,
        "start_document": "intentieverklaring", **day("started_on", "10-2-2025"),
        **day("assessment_expected_on", "28-2-2027"),
    })  # fmt: skip
    page = planner.get(f"/relaties/{key}")
    assert "Noor Vos" in page
    assert "Politie Flevoland" not in page


def test_a_planner_declines_it_and_the_applicant_reads_why(office):
    public, planner = office.as_(None), office.as_(Role.PLANNER)
    public.post(FORM, typed())
    public.post(link_to(office))
    planner.post("/dossiers/website/1/afwijzen", {"why": "Dit gebied ligt in Duitsland"})
    assert "Dit gebied ligt in Duitsland" in public.get(link_to(office))
    page = planner.post("/dossiers/website/1/afwijzen", {"why": "Nog eens"}, status=422)
    assert any("al besloten" in error for error in page.errors)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DECIDER, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_only_who_handles_applications_reads_them_and_nobody_an_unconfirmed_one(office, role):
    office.as_(None).post(FORM, typed())
    office.as_(Role.PLANNER).get("/dossiers/website/1", status=404)
    office.as_(role).get("/dossiers/website/1", status=403)
