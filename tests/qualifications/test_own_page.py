"""Mijn kwalificatie, the matrix of competence and the personnel file: on the screen, as workbook, as PDF."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdfium2
import pytest

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.spreadsheet import as_xlsx
from auditbeheer.qualifications import service
from auditbeheer.qualifications.models import ImpartialityDeclaration, QualifiedAs
from auditbeheer.qualifications.pages import matrix_on, own_page
from auditbeheer.qualifications.service import Proven
from tests.qualifications import people
from tests.qualifications.people import KVO_B, NOW, actor

TODAY = NOW.date()
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def prove_until(session, manager: Employee, person: Employee, last_day: date, document="certificaat") -> None:
    service.add_evidence(
        session, actor(manager), NOW, person, scheme=schemes()[KVO_B], capacity=QualifiedAs.AUDITOR,
        proven=Proven("lead_auditor", True, document, valid_until=last_day),
    )  # fmt: skip


@pytest.fixture
def keys(office) -> dict[str, int]:
    with office.write() as session:
        manager = people.scheme_manager(session)
        able, trainee = people.auditor(session, manager), people.in_training(session, manager)
        prove_until(session, manager, able, TODAY + timedelta(days=40))
        return {"manager": manager.id, "auditor": able.id, "trainee": trainee.id}


# Mijn kwalificatie


@pytest.mark.parametrize(
    ("days", "title"),
    [(60, "Lever nieuw bewijs aan: certificaat"), (61, None), (0, "Lever nieuw bewijs aan: certificaat"),
     (-1, "Lever nieuw bewijs aan: certificaat")],
)  # fmt: skip
def test_the_next_step_is_the_proof_that_ends(session, days, title):
    manager = people.scheme_manager(session)
    person = people.auditor(session, manager)
    prove_until(session, manager, person, TODAY + timedelta(days=days))
    step = own_page(session, actor(person), NOW, person).now
    assert (step.title if step else None) == title


def test_what_comes_first_is_the_declaration(session):
    manager = people.scheme_manager(session)
    person = people.auditor(session, manager)
    prove_until(session, manager, person, TODAY)
    for row in session.query(ImpartialityDeclaration).filter_by(employee_id=person.id):
        session.delete(row)
    session.flush()
    page = own_page(session, actor(person), NOW, person)
    assert page.now is not None
    assert page.now.title == "Verklaar uw onpartijdigheid over 2026"
    assert page.owed[:2] == ["Verklaar uw onpartijdigheid over 2027", "Lever nieuw bewijs aan: certificaat"]


def test_renewed_proof_asks_nothing_any_more(session):
    manager = people.scheme_manager(session)
    person = people.auditor(session, manager)
    prove_until(session, manager, person, TODAY + timedelta(days=10))
    prove_until(session, manager, person, TODAY + timedelta(days=1000))
    assert own_page(session, actor(person), NOW, person).now is None


@pytest.mark.parametrize(
    ("audits", "independent", "title"),
    [(10, 5, "U voldoet aan alle eisen: vraag of u auditor voor KVO Bedrijventerreinen 4.0 kunt worden"),
     (10, 4, "Ga mee met audits, dan wordt u auditor voor KVO Bedrijventerreinen 4.0")],
)  # fmt: skip
def test_who_is_in_training_hears_what_brings_them_further(session, audits, independent, title):
    person = people.in_training(session, people.scheme_manager(session), audits=audits, independent=independent)
    step = own_page(session, actor(person), NOW, person).now
    assert step is not None
    assert step.title == title


def test_an_auditor_finds_what_is_and_what_is_owed(office, keys):
    page = office.as_(Role.AUDITOR, keys["auditor"]).get("/auditors/mijn-kwalificatie")
    assert "Lever nieuw bewijs aan: certificaat" in page
    assert "U voldoet aan alle 6 eisen" in page
    trainee = office.as_(Role.AUDITOR, keys["trainee"]).get("/auditors/mijn-kwalificatie")
    assert "Ga mee met audits, dan wordt u auditor voor KVO Bedrijventerreinen 4.0" in trainee
    assert "Tot nu toe: 8 audits bijgewoond en 3 audits zelfstandig en positief onder toezicht gedaan" in trainee
    assert "Ten minste 10 KVO-audits van bedrijventerreinen bijgewoond: 8 audits bijgewoond" in trainee
    assert "B4 §6.2.2" in trainee


def test_a_planner_has_no_own_qualification(office):
    office.as_(Role.PLANNER).get("/auditors/mijn-kwalificatie", status=403)


# Matrix


def test_the_matrix_is_of_the_day_that_is_asked_for(office, keys):
    planner = office.as_(Role.PLANNER)
    page = planner.get("/auditors/matrix")
    assert "Marloes Bakker Gekwalificeerd bewijs tot en met 2 jan 2027" in page
    assert "Rana Aydin In opleiding 2 eisen ontbreken" in page
    assert "Marloes Bakker Verlopen 1 eis ontbreekt" in planner.get("/auditors/matrix?op=2027-01-03")
    assert "Marloes Bakker In opleiding" in planner.get("/auditors/matrix?op=2026-01-04")


def test_the_matrix_costs_the_same_for_many(database, statements):
    def asked() -> int:
        with database.read() as session, statements() as seen:
            matrix_on(session, TODAY)
        return len(seen)

    with database.write() as session:
        manager = people.scheme_manager(session)
        people.auditor(session, manager)
        key = manager.id
    few = asked()
    with database.write() as session:
        for number in range(5):
            people.auditor(session, session.get_one(Employee, key), f"Auditor {number}")
    assert asked() <= few


def cells(content: bytes) -> list[list[str]]:
    """The texts of the first sheet, row by row; a number as it is stored."""
    with ZipFile(BytesIO(content)) as book:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{{{NAMESPACE['m']}}}t"))
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in sheet.iterfind(".//m:row", NAMESPACE):
        values = [(cell.get("t"), cell.findtext("m:v", "", NAMESPACE)) for cell in row]
        found.append([shared[int(value)] if kind == "s" else value for kind, value in values])
        assert not row.findall(".//m:f", NAMESPACE), "no cell is a formula"
    return found


def test_the_workbook_tells_each_gap_with_its_paragraph(office, keys):
    answer = office.as_(Role.PLANNER).raw("/auditors/matrix.xlsx?op=2026-11-23")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = {(row[0], row[1], row[2]): row for row in cells(answer.data)}
    trainee = next(row for key, row in rows.items() if key[0] == "Rana Aydin")
    assert trainee[3] == "In opleiding"
    assert "Ten minste 10 KVO-audits van bedrijventerreinen bijgewoond" in trainee[6]
    assert trainee[7].replace("\xa0", " ") == "B4 §6.2.2"
    able = next(row for key, row in rows.items() if key[0] == "Marloes Bakker")
    assert able[3] == "Gekwalificeerd"
    assert float(able[5]) == (date(2027, 1, 2) - date(1899, 12, 30)).days


def test_a_name_that_looks_like_a_formula_stays_a_name():
    rows = cells(as_xlsx("Blad", ["wat", "hoeveel"], [["=HYPERLINK(1)", 3], ["+31 6", None]]))
    assert rows == [["wat", "hoeveel"], ["'=HYPERLINK(1)", "3"], ["'+31 6", ""]]


# Personnel file


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as paper:
        pages = [page.get_textpage().get_text_range() for page in paper]
    return " ".join(" ".join(pages).replace("\xa0", " ").split())


def test_the_personnel_file_tells_all_that_the_page_tells(office, keys):
    answer = office.as_(Role.PLANNER).raw(f"/auditors/{keys['auditor']}/personeelsdossier.pdf")
    told = text_of(answer.data)
    for part in ("Personeelsdossier Marloes Bakker", "Gekwalificeerd sinds 5 januari 2026", "B4 §6.2.2",
                 "certificaat", "2 januari 2027", "stand op 23 november 2026"):  # fmt: skip
        assert part in told
    assert "beoordeeld door Joris de Wit op" in " ".join(told.split()), "beside the criterion"
    earlier = office.as_(Role.PLANNER).raw(f"/auditors/{keys['auditor']}/personeelsdossier.pdf?op=2026-01-04")
    assert "In opleiding" in text_of(earlier.data)
    assert "2 januari 2027" not in text_of(earlier.data), "what was judged later was not known then"


def test_an_auditor_gets_the_own_file_and_nobody_else_s(office, keys):
    browser = office.as_(Role.AUDITOR, keys["auditor"])
    assert browser.raw(f"/auditors/{keys['auditor']}/personeelsdossier.pdf").status_code == 200
    assert browser.raw(f"/auditors/{keys['trainee']}/personeelsdossier.pdf").status_code == 404
    browser.get("/auditors/matrix", status=403)


def test_the_page_of_an_earlier_day_changes_nothing(office, keys):
    page = office.as_(Role.SCHEME_MANAGER, keys["manager"]).get(f"/auditors/{keys['auditor']}?op=2026-01-04")
    assert "U ziet de stand op" in page
    assert "Schorsen" not in page
    assert "Bewijs beoordelen" not in page
