"""The public register as somebody without an account meets it: found by everything, telling no more than it should."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate, Edition
from auditbeheer.register.models import DayQuality, HistoricRow
from auditbeheer.relations.models import AreaType
from tests.decisions.case import (
    CONTACT_MAIL,
    CONTACT_PHONE,
    case,
    found_again,
    grant,
    granted,
    merged_municipality,
    review,
)
from tests.office import BASE, Office

NUMBER = "KVO-B-2026-00001"


def historic(session, name="Het Ambacht/Nijverkamp", reference="import-00017", **facts):
    session.add(
        HistoricRow(
            reference=reference, name=name, municipality="Veenendaal", type=AreaType.BUSINESS_PARK,
            issued=facts.get("issued", "2010-10"), issued_quality=DayQuality.MONTH, expires="2012-10",
            expiry_basis="afgeleid", stars=None, body="", source="https://opennieuwsbank.nl/1", note="uitreiking",
            folded=name.lower().replace("/", " "), sort_key=name.lower(),
        )
    )  # fmt: skip


@pytest.fixture
def register(office: Office):
    """One certificate of today, one historic row."""
    with office.write() as session:
        at = case(session, areas=2)
        review(session, at)
        grant(session, at)
        historic(session)
        code = session.scalars(select(Edition.code)).one()
        office.people.update({Role.PLANNER: at.owner.id, Role.DECIDER: at.decider.id})
    return office, code


@pytest.fixture
def before(office: Office):
    """A dossier that waits for its decision and nothing else."""
    with office.write() as session:
        at = case(session)
        review(session, at)
        office.people.update({Role.DECIDER: at.decider.id})
        number = at.trajectory.number
    return office, number


ADDRESSES = (
    "/", "/register", "/register?zoek=lelystad", "/register/gemeente/Lelystad", "/register.csv", "/register.json",
    "/register.geojson", "/api/v1/certificaten", "/api/v1/certificaten?gemeente=Lelystad",
)  # fmt: skip


def test_before_the_decision_nothing_of_a_trajectory_is_visible_in_public(before):
    office, number = before
    public = office.as_(None)
    for address in ADDRESSES:
        answer = public.raw(address)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, address
        for secret in ("KVO Lelystad", number, "Stadhuisplein", "Marloes", "Yılmaz"):
            assert secret not in text, (address, secret)
    assert json.loads(public.raw("/api/v1/certificaten").data)["aantal"] == 0
    assert public.raw(f"/register/{NUMBER}").status_code == 404
    office.as_(Role.DECIDER).post(f"/dossiers/{number}/besluit/verlenen")
    assert "KVO Lelystad Noord" in public.get("/register")
    assert public.raw(f"/register/{NUMBER}").status_code == 200


def test_no_personal_data_and_no_staff_stand_in_public(register):
    office, code = register
    for address in (*ADDRESSES, f"/register/{NUMBER}", f"/v/{code}", f"/api/v1/certificaten/{NUMBER}"):
        text = office.as_(None).raw(address).get_data(as_text=True)
        for secret in (CONTACT_PHONE, CONTACT_MAIL, "Selin", "Annelies", "Karel Jansen", "Marloes", "inloggen"):
            assert secret not in text, (address, secret)


def test_without_an_account_the_first_page_checks_a_certificate(register):
    office, code = register
    public = office.as_(None)
    assert "Certificaat controleren" in public.get("/")
    spaced = f"{code[:4].lower()} {code[4:8]} {code[8:]}"
    assert public.get(f"/?code={spaced}").path == f"/v/{code}"
    assert public.get(f"/?code={NUMBER.lower()}").path == f"/register/{NUMBER}"
    assert public.get("/?code=Lelystad").path == "/register"


def test_the_code_opens_the_verdict(register):
    office, code = register
    page = office.as_(None).get(f"/v/{code.lower()}")
    assert "Dit KVO-certificaat geldt vandaag, 23 november 2026." in page
    for fact in ("KVO Lelystad", "KVO Lelystad Noord, KVO Lelystad 2", "22 november 2029", NUMBER, "uitgave 1",
                 "Gecontroleerd op 23 november 2026 om", "kantoor.voorbeeld.nl", "030 1234567"):  # fmt: skip
        assert fact in page, fact
    order = [page.text.index(word) for word in ("Voorbeeld B.V.", "Geldig", "Houder", "Gebieden", "Geldig tot en met",
                                                "Gemeente", "Keurmerk", "Datum van uitgifte", "Nummer")]  # fmt: skip
    assert order == sorted(order)
    assert "Meer" not in page.text
    assert page.tree.css_first("nav") is None


def test_the_page_and_its_style_sheet_stay_under_30_kilobytes(register):
    office, code = register
    public = office.as_(None)
    page = public.raw(f"/v/{code}")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.get_data(as_text=True))
    assert sheets
    size = len(page.data)
    for sheet in sheets:
        with public.raw(sheet) as answer:
            size += len(answer.data)
    assert size < 30_000


@pytest.mark.parametrize(
    ("day", "words"),
    [("2029-11-22", "Is geldig op 22 november 2029"), ("2029-11-23", "Verlopen op 23 november 2029"),
     ("1-1-2026", "Nog niet geldig op 1 januari 2026")],
)  # fmt: skip
def test_another_day_gets_its_own_verdict(register, day, words):
    office, code = register
    page = office.as_(None).get(f"/v/{code}?op={day}")
    assert words in page
    assert "Vandaag is de status: geldig." in page


@pytest.mark.parametrize(
    "code", ["ABCDEFGH2345", "abc", "ABCDEFGH2340", "x" * 300, "' OR 1=1", "%00", "KVO-B-2026-00001", "٢" * 12]
)
def test_a_forged_code_is_an_unknown_one(register, code):
    office, _ = register
    page = office.as_(None).get(f"/v/{code}", status=404)
    assert "Wij kennen deze code niet." in page


def test_the_specimen_says_it_is_one(register):
    office, _ = register
    assert "Dit is een voorbeeld en geen certificaat." in office.as_(None).get("/v/voorbeeld")


def test_a_register_that_cannot_be_read_says_nothing_about_the_certificate(register, monkeypatch):
    office, code = register

    def broken(*_arguments, **_options):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", broken)
    page = office.as_(None).get(f"/v/{code}", status=503)
    assert "Dit zegt niets over het certificaat." in page


BAD_DAYS = ["2026-13-45", "morgen", "2026-02-30", "0000-00-00", "1-1-1"]


@pytest.mark.parametrize("day", BAD_DAYS)
def test_a_day_that_does_not_exist_gets_a_clear_message_everywhere(register, day):
    office, code = register
    public = office.as_(None)
    for address in ("/register", f"/register/{NUMBER}", f"/v/{code}"):
        page = public.get(f"{address}?op={day}", status=400)
        assert "Er is 1 ding dat nog niet klopt" in page, address
        assert "9-12-2026" in page
        assert f'value="{day}"' in page.html
    for address in ("/register.csv", "/register.json", "/register.geojson", "/api/v1/certificaten",
                    f"/api/v1/certificaten/{NUMBER}"):  # fmt: skip
        answer = public.raw(f"{address}?op={day}")
        assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
        told = json.loads(answer.data)
        assert told["parameter"] == "op"
        assert told["detail"]


def test_found_by_name_municipality_number_type_and_status(register):
    office, _ = register
    public = office.as_(None)
    for question in ("zoek=noord", "zoek=kvo-b-2026", "gemeente=lelystad", "gemeente=lely", "type=bedrijventerrein",
                     "status=geldig", "zoek=KVO+Lelystad&gemeente=Lelystad&status=geldig"):  # fmt: skip
        assert NUMBER in public.get(f"/register?{question}"), question
    for question in ("zoek=urk", "type=winkelgebied", "status=verlopen", "gemeente=Atlantis", "zoek=%25", "zoek=_"):
        page = public.get(f"/register?{question}")
        assert NUMBER not in page, question
    assert "1 gevonden" in public.get("/register?op=2030-01-01&status=verlopen")


def test_a_municipality_that_merged_finds_its_certificates_by_both_names(register):
    office, _ = register
    with office.write() as session:
        merged_municipality(session)
        at = case(session, "De Vaandel", staff=found_again(session, "D-2026-0001"))
        at.trajectory.areas[0].area.municipality_code = "0398"
        session.flush()
        session.expire_all()
        review(session, at)
        number = grant(session, at).number
    public = office.as_(None)
    for name in ("Heerhugowaard", "Dijk en Waard"):
        assert number in public.get(f"/register?gemeente={name}")
        assert number in public.get(f"/register/gemeente/{name}")
    assert number not in public.get("/register?gemeente=Lelystad")
    public.get("/register/gemeente/Atlantis", status=404)


def test_a_historic_row_is_never_called_valid(register):
    office, _ = register
    public = office.as_(None)
    page = public.get("/register/import-00017")
    assert "Historisch, status onbekend" in page
    assert "oktober 2010" in page
    assert "Geldig" not in page
    assert "okt 2010 okt 2012 Historisch" in public.get("/register")
    for status in ("geldig", "verlopen", "vervangen", "nog niet geldig", "geschorst", "ingetrokken"):
        found = json.loads(public.raw(f"/api/v1/certificaten?status={status}").data)
        assert all(row["nummer"] != "import-00017" for row in found["certificaten"]), status
    (row,) = json.loads(public.raw("/api/v1/certificaten?status=historisch, status onbekend").data)["certificaten"]
    assert (row["status"], row["uitgegeven"], row["schema"], row["sha256"]) == (
        "historisch, status onbekend", "2010-10", None, None,
    )  # fmt: skip


def test_the_api_answers_as_is_agreed(register):
    office, _ = register
    public = office.as_(None)
    told = json.loads(public.raw(f"/api/v1/certificaten/{NUMBER}").data)
    assert {key: told[key] for key in told if key != "sha256"} == {
        "nummer": NUMBER, "status": "geldig", "houder": "KVO Lelystad",
        "gebieden": ["KVO Lelystad Noord", "KVO Lelystad 2"], "gemeente": "Lelystad", "type": "bedrijventerrein",
        "schema": "kvo-b-4.0", "naam_certificaat": None, "sterren": None, "uitgegeven": "2026-11-23",
        "geldig_tot_en_met": "2029-11-22", "uitgave": 1, "op": "2026-11-23",
    }  # fmt: skip
    assert re.fullmatch("[0-9a-f]{64}", told["sha256"])
    assert json.loads(public.raw(f"/api/v1/certificaten/{NUMBER}?op=2030-01-01").data)["status"] == "verlopen"
    listed = json.loads(public.raw("/api/v1/certificaten").data)
    assert (listed["aantal"], listed["pagina"], listed["per_pagina"]) == (2, 1, 50)
    missing = public.raw("/api/v1/certificaten/KVO-B-1999-00001")
    assert (missing.status_code, missing.mimetype) == (404, "application/problem+json")
    strange = public.raw("/api/v1/certificaten?sorteer=naam")
    assert (strange.status_code, json.loads(strange.data)["parameter"]) == (400, "sorteer")


def test_open_data_comes_in_three_forms_of_the_same_facts(register):
    office, _ = register
    public = office.as_(None)
    rows = list(csv.DictReader(io.StringIO(public.raw("/register.csv").get_data(as_text=True))))
    told = json.loads(public.raw("/register.json").data)
    map_ = json.loads(public.raw("/register.geojson").data)
    assert [row["nummer"] for row in rows] == [row["nummer"] for row in told["certificaten"]]
    assert {row["nummer"] for row in rows} == {NUMBER, "import-00017"}
    places = [f for f in map_["features"] if f["properties"]["nummer"] == NUMBER]
    assert [f["properties"]["gebied"] for f in places] == ["KVO Lelystad Noord", "KVO Lelystad 2"]
    assert places[0]["geometry"]["coordinates"] == [5.4714, 52.5185]


def test_open_data_is_not_sent_again_when_nothing_changed(register):
    office, _ = register
    public = office.as_(None)
    for address in ("/register.csv", "/register.json", "/register.geojson", "/api/v1/certificaten"):
        first = public.raw(address)
        assert first.headers["ETag"], address
        again = public.raw(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
    assert public.raw("/register.csv").last_modified is not None


def test_a_name_cannot_be_a_formula_in_a_spreadsheet(register):
    office, _ = register
    with office.write() as session:
        historic(session, name="=HYPERLINK(1)", reference="import-00018")
    text = office.as_(None).raw("/register.csv").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in text


def test_the_register_costs_the_same_queries_however_many_there_are(register, statements):
    office, _ = register
    public = office.as_(None)
    public.raw("/register")
    with statements() as few:
        public.raw("/register")
    with office.write() as session:
        for number in range(60):
            historic(session, name=f"Terrein {number:03}", reference=f"import-9{number:04}")
        staff = found_again(session, "D-2026-0001")
        for place in ("Dronten", "Urk", "Zeewolde"):
            granted(session, f"Ondernemers {place}", staff=staff)
    with statements() as many:
        page = public.raw("/register")
    assert len(many) == len(few)
    assert page.status_code == 200
    page = public.get("/register")
    assert "1 tot en met 50 van" in page
    assert "51 tot en met" in public.get("/register?pagina=2")


def test_whoever_is_logged_in_goes_to_their_own_work(register):
    office, _ = register
    assert office.as_(Role.PLANNER).get("/").path != "/"


def test_the_number_is_found_in_any_case_of_letters(register):
    office, _ = register
    assert office.as_(None).get(f"/register/{NUMBER.lower()}").path == f"/register/{NUMBER}"
    for strange in ("import-99999", "KVO-B-2026-00002", "..%2f..%2fetc", "D-2026-0001"):
        office.as_(None).get(f"/register/{strange}", status=404)


def test_the_qr_on_the_certificate_opens_this_page(register):
    office, code = register
    with office.database.read() as session:
        facts = session.scalars(select(Edition)).one().facts
        assert session.scalars(select(Certificate)).one().issued_on == date(2026, 11, 23)
    assert facts["controle"].endswith(f"/v/{code}")
    assert BASE.startswith("https://")
