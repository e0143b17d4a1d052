"""The pages of the documents: who gets in, bad input in clear words, nothing typed is lost, files that cannot harm."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.documents.models import documents_in, measures_of, surveys_of
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import AreaType, Partnership
from tests.documents.rooms import NUMBER, furnish, on, seen, send
from tests.documents.scenes import PDF
from tests.office import Office

HOME = f"/dossiers/{NUMBER}/documenten"
PLAN = f"{HOME}/stuk/plan_van_aanpak"
TODAY = on("received_on", date(2026, 11, 23))
SINCE = date(2026, 6, 1)
SENT = {"received_from": "Selin Yılmaz", **TODAY}


@pytest.fixture
def dossier(office: Office) -> str:
    return furnish(office)


def planner(office):
    return office.as_(Role.PLANNER)


def rows(office, read):
    with office.database.read() as session:
        return read(session, seen(office, session).trajectory.id)


def test_the_page_shows_the_set_the_survey_and_the_measures(office, dossier):
    page = planner(office).get(HOME)
    assert "0 van 6 binnen, 0 in orde" in page
    assert "Veiligheidsanalyse" in page
    assert "Evaluatie" not in page
    assert "Nog geen maatregelen. Neem ze over uit de maatregelmatrix." in page
    assert "Larserpoort" in page


def test_documents_are_asked_for_and_the_question_stays_to_be_seen(office, dossier):
    browser = planner(office)
    page = browser.get(f"{HOME}/opvragen")
    assert page.value("asked_of") == "Selin Yılmaz (ondernemers)"
    data = {"codes": ["plan_van_aanpak", "verslagen"], "asked_of": "Selin Yılmaz", "remark": "Graag als pdf"}
    answer = browser.post(f"{HOME}/opvragen", {**data, **on("until", date(2026, 11, 25))})
    assert "Opgevraagd bij Selin Yılmaz." in answer
    assert "Plan van aanpak, Verslagen van de werkgroep Graag als pdf" in answer


def test_nothing_chosen_is_told_and_what_was_typed_stays(office, dossier):
    page = planner(office).post(
        f"{HOME}/opvragen", {"asked_of": "Selin Yılmaz", "remark": "Snel", "until-dag": "31", "until-maand": "2",
                             "until-jaar": "2027"}, status=422,
    )  # fmt: skip
    assert page.errors == ["Kies ten minste 1 document", "De datum 31\u00a0februari\u00a02027 bestaat niet"]
    assert page.value("remark") == "Snel"


def test_a_document_comes_in_is_judged_and_is_replaced(office, dossier):
    browser = planner(office)
    page = send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("plan.pdf", PDF), **SENT})
    assert "Het document is binnen: plan.pdf." in page
    page = send(browser, PLAN, f"{PLAN}/beoordelen", {"verdict": "aanvullen", "remark": ""}, status=422)
    assert page.errors == ["Schrijf op wat er nog bij moet, zodat de werkgroep weet wat te doen"]
    page = send(browser, PLAN, f"{PLAN}/beoordelen", {"verdict": "aanvullen", "remark": "Doelen voor 6 thema’s"})
    assert "Doelen voor 6 thema’s" in page
    assert "Plan van aanpak, versie 1: Doelen voor 6 thema’s" in page
    page = send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("plan2.pdf", PDF + b"%"), **SENT})
    assert "versie 2" in page
    assert "Vervangen" in page


def test_judging_goes_on_to_the_next_document_and_after_the_last_to_the_list(office, dossier):
    browser, auditor = planner(office), office.as_(Role.AUDITOR)
    codes = ("plan_van_aanpak", "deelnemers", "veiligheidsanalyse")
    for code in codes:
        url = f"{HOME}/stuk/{code}"
        send(browser, url, f"{url}/ontvangen", {"upload": (f"{code}.pdf", PDF), **SENT})
    task = next(link for link in auditor.get("/werk").tree.css("a") if link.text() == "Beoordeel 3 documenten")
    assert task.attributes["href"] == f"{HOME}/stuk/deelnemers", "the first of the set, not the first that came"
    page = auditor.get(f"{HOME}/stuk/veiligheidsanalyse")
    assert "Volgende document: Plan van aanpak" in page
    page = send(auditor, page.path, f"{page.path}/beoordelen", {"verdict": "in orde"})
    assert (page.path, "Nog 2 documenten te beoordelen." in page) == (PLAN, True)
    assert "Volgende document: Partijen en deelnemers" in page, "around to the one before"
    page = send(auditor, page.path, f"{page.path}/beoordelen", {"verdict": "aanvullen", "remark": "De doelen missen"})
    assert (page.path, "Nog 1 document te beoordelen." in page) == (f"{HOME}/stuk/deelnemers", True)
    assert "Volgende document: Veiligheidsanalyse" in page, "nothing else waits: the one that follows in the set"
    page = send(auditor, page.path, f"{page.path}/beoordelen", {"verdict": "in orde"})
    assert (page.path, "Er wacht geen document meer op uw oordeel." in page) == (HOME, True)


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (("plan.pdf", b""), "Dit bestand is leeg (0\u00a0bytes). Kies het bestand opnieuw"),
        (("plan.pdf", b"<html><script>alert(1)</script>"), "Dit is geen pdf, ook al eindigt de naam op .pdf"),
        (("virus.exe", b"MZ" + PDF), "Dit soort bestand kunnen wij niet openen"),
        (("plan.pdf", PDF + b"0" * 60_000_000), "Dit bestand is 60\u00a0MB en mag 50\u00a0MB zijn"),
    ],
    ids=["empty", "html as pdf", "wrong ending", "60 MB"],
)
def test_a_hostile_upload_is_told_and_what_was_typed_stays(office, dossier, upload, words):
    page = send(planner(office), PLAN, f"{PLAN}/ontvangen", {"upload": upload, **SENT}, status=422)
    assert words.replace("\u00a0", " ") in page.errors[0].replace("\u00a0", " ")
    assert page.value("received_from") == "Selin Yılmaz"
    assert not rows(office, lambda session, key: documents_in(session, [key]))


def test_no_file_at_all_is_told(office, dossier):
    page = send(planner(office), PLAN, f"{PLAN}/ontvangen", SENT, status=422)
    assert page.errors == ["Kies het bestand dat is ontvangen"]


def test_a_chosen_file_stays_chosen_when_something_else_is_wrong(office, dossier):
    browser = planner(office)
    data = {"upload": ("plan.pdf", PDF), "received_from": "", **TODAY}
    page = send(browser, PLAN, f"{PLAN}/ontvangen", data, status=422)
    assert page.errors == ["Vul in van wie dit document komt"]
    hidden = page.hidden_fields(f"{PLAN}/ontvangen")
    again = browser.post(f"{PLAN}/ontvangen", {**hidden, **SENT}, fresh=False)
    assert "Het document is binnen: plan.pdf." in again


def test_a_form_sent_twice_counts_once(office, dossier):
    browser = planner(office)
    hidden = browser.get(PLAN).hidden_fields(f"{PLAN}/ontvangen")
    for _ in range(2):
        browser.post(f"{PLAN}/ontvangen", {**hidden, "upload": ("plan.pdf", PDF), **SENT}, fresh=False)
    assert len(rows(office, lambda session, key: documents_in(session, [key]))) == 1
    assert "versie 2" not in browser.get(PLAN)


def test_two_people_judge_one_version_and_choose_per_part(office, dossier):
    browser, colleague = planner(office), office.as_(Role.AUDITOR)
    send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("plan.pdf", PDF), **SENT})
    opened = browser.get(PLAN).hidden_fields(f"{PLAN}/beoordelen")
    send(colleague, PLAN, f"{PLAN}/beoordelen", {"verdict": "aanvullen", "remark": "Bladzijde 3 mist"})
    page = browser.post(
        f"{PLAN}/beoordelen", {**opened, "verdict": "aanvullen", "remark": "De doelen missen"}, status=422, fresh=False
    )
    assert "Dit is nog niet bewaard" in page
    assert "Bladzijde 3 mist" in page
    assert "De doelen missen" in page


def test_a_file_is_shown_only_within_its_dossier_and_can_do_nothing(office, dossier):
    browser = planner(office)
    other = furnish(office, number=148, name="Ander", day=date(2026, 12, 10))
    send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("pl\u0131n.pdf", PDF), **SENT})
    (document,) = rows(office, lambda session, key: documents_in(session, [key]))
    answer = browser.raw(f"{HOME}/bestand/{document.id}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline; filename=\"pl_n.pdf\"; filename*=UTF-8''pl%C4%B1n.pdf"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert browser.raw(f"/dossiers/{other}/documenten/bestand/{document.id}").status_code == 404
    assert office.as_(None).raw(f"{HOME}/bestand/{document.id}").status_code == 302


def test_a_word_file_is_saved_and_not_shown(office, dossier, tmp_path):
    import zipfile

    docx = tmp_path / "plan.docx"
    with zipfile.ZipFile(docx, "w") as parts:
        parts.writestr("word/document.xml", "<x/>")
    browser = planner(office)
    send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("plan.docx", docx.read_bytes()), **SENT})
    (document,) = rows(office, lambda session, key: documents_in(session, [key]))
    answer = browser.raw(f"{HOME}/bestand/{document.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_parts_of_one_area_count_together_where_their_response_is_typed(office, dossier):
    with office.write() as session:
        first, second = seen(office, session).trajectory.areas[:2]
        first.one_area = second.one_area = "Larserpoort Noord en Zuid"
        key, counts = second.area_id, [one.entrepreneurs or 0 for one in (first, second)]
    browser, url = planner(office), f"{HOME}/respons/{key}"
    page = browser.get(url)
    assert "Dit is een deel van Larserpoort Noord en Zuid." in page
    assert f"van {sum(counts)} ondernemers" in page
    page = browser.post(url, {**on("sent_on", date(2026, 9, 1)), "entrepreneurs": str(counts[1]), "answers": "15"})
    assert "voor Larserpoort Noord en Zuid als geheel." in page


def test_the_needed_response_stands_there_at_once(office, dossier):
    browser = planner(office)
    with office.database.read() as session:
        area = seen(office, session).trajectory.areas[1].area_id
    url = f"{HOME}/respons/{area}"
    assert "16 antwoorden: 30 % van 51 ondernemers" in browser.get(url)
    data = {**on("sent_on", date(2026, 9, 1)), "entrepreneurs": "51", "answers": "15"}
    page = browser.post(url, data)
    assert "Larserpoort: 15 antwoorden van 51, nodig 16." in page
    assert "Larserpoort haalt de respons niet" in page
    assert page.tree.css_first(".grafiek .laag") is not None
    page = browser.post(url, {**data, "answers": "60"}, status=422)
    assert page.errors == ["60 antwoorden van 51 ondernemers kan niet. Kijk beide aantallen na"]
    page = browser.post(url, {**data, "answers": "half", "entrepreneurs": ""}, status=422)
    assert page.errors == ["Vul het aantal ondernemers in", "Het aantal moet een heel getal zijn, bijvoorbeeld 16"]
    assert page.value("answers") == "half"
    assert [row.answers for row in rows(office, surveys_of)] == [15]


def test_a_measure_is_added_carried_out_and_dropped(office, dossier):
    browser = planner(office)
    url = f"{HOME}/maatregelen/nieuw"
    page = browser.post(url, {"title": "", "area": ""}, status=422)
    assert page.errors == ["Vul in wat de maatregel is", "Kies waar de maatregel vandaan komt"]
    page = browser.post(url, {"title": "Hek", "origin": "schouw", "area": "", **on("carried_out_on", date(2026, 9, 1))})
    assert "Bewaard: Hek. Voeg de volgende toe." in page
    (row,) = rows(office, measures_of)
    url = f"{HOME}/maatregelen/{row.id}"
    assert browser.get(url).value("title") == "Hek"
    page = browser.post(url, {"title": "Hek", "origin": "schouw", "area": "", "dropped_why": "Niet meer nodig"})
    assert "Niet meer nodig" in page


def test_a_set_is_not_called_complete_while_it_is_not(office, dossier):
    browser = planner(office)
    page = browser.post(f"{HOME}/compleetheid", {"outcome": "compleet"}, status=422)
    assert page.errors == ["Schrijf op waarom. De set kwam te laat of is niet compleet"]
    assert "Plan van aanpak is in orde" in page
    page = browser.post(f"{HOME}/compleetheid", {"outcome": "doorgaan met extra uren", "why": "Plan later"}, status=422)
    assert page.errors == [
        "Vul in hoeveel uren erbij komen, bijvoorbeeld 2", "Vul in met wie u de extra uren hebt afgesproken",
    ]  # fmt: skip
    data = {"outcome": "doorgaan met extra uren", "why": "Plan later", "extra_hours": "2,5", "agreed_with": "S. Yılmaz"}
    assert "2,5 uur extra, afgesproken met S. Yılmaz." in browser.post(f"{HOME}/compleetheid", data)


@pytest.mark.parametrize("role", [Role.DECIDER, Role.MANAGEMENT])
def test_who_only_reads_sees_no_way_to_change(office, dossier, role):
    browser = office.as_(role)
    page = browser.get(HOME)
    assert not page.tree.css(".stap form, .stap .knop")
    send(browser, PLAN, f"{PLAN}/ontvangen", {"upload": ("p.pdf", PDF), **SENT, **browser.token()}, status=422)
    assert browser.raw(f"{HOME}/compleetheid").status_code == 403


def test_what_does_not_exist_is_not_found(office, dossier):
    browser = planner(office)
    for url in (
        f"{HOME}/stuk/iets", f"{HOME}/bestand/999", f"{HOME}/respons/999", f"{HOME}/maatregelen/999",
        "/dossiers/D-2026-9999/documenten", f"{HOME}/bestand/99999999999999",
    ):  # fmt: skip
        assert browser.raw(url).status_code == 404, url


def test_a_dossier_without_a_scheme_has_no_documents_yet(office, dossier):
    with office.write() as session:
        owner = session.get_one(Employee, office.person(Role.PLANNER))
        session.add(Trajectory(
            number="D-2026-0999", year=2026, sequence=999, area_type=AreaType.BUSINESS_PARK, applied_on=SINCE,
            started_on=SINCE, start_document="brief", assessment_expected_on=SINCE, owner=owner,
            partnership=Partnership(name="De Brand", folded="de brand", sort_key="brand"),
        ))  # fmt: skip
    assert planner(office).raw("/dossiers/D-2026-0999/documenten").status_code == 404
