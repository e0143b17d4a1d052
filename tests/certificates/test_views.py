"""The certificate of a dossier, its file, and the list."""

from __future__ import annotations

import hashlib

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.models import Edition
from tests.decisions.case import case, found_again, grant, review
from tests.office import Office


@pytest.fixture
def there(office: Office):
    with office.write() as session:
        at = case(session, areas=2)
        office.people.update({Role.DECIDER: at.decider.id, Role.PLANNER: at.owner.id})
        review(session, at)
        number = at.trajectory.number
    return office, number


def test_deciding_writes_the_file_and_the_page_tells_its_hash(there):
    office, number = there
    page = office.as_(Role.DECIDER).post(f"/dossiers/{number}/besluit/verlenen")
    with office.database.read() as session:
        edition = session.query(Edition).one()
        content = edition.pdf
    archive = Archive(office.app.extensions["settings"].archive_dir)
    assert archive.digest("KVO-B-2026-00001", 1) == edition.sha256 == hashlib.sha256(content).hexdigest()
    assert edition.sha256 in page.html
    assert edition.facts["controle"].startswith("https://kantoor.voorbeeld.nl/v/")


def test_the_pdf_is_the_one_that_was_issued_and_heals_its_file(there):
    office, number = there
    with office.write() as session:
        grant(session, found_again(session, number))
    archive = Archive(office.app.extensions["settings"].archive_dir)
    assert archive.digest("KVO-B-2026-00001", 1) is None
    answer = office.as_(Role.PLANNER).raw(f"/dossiers/{number}/certificaat.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="KVO-B-2026-00001-uitgave-1.pdf"'
    assert archive.digest("KVO-B-2026-00001", 1) == hashlib.sha256(answer.data).hexdigest()


def test_the_pdf_is_not_for_the_public(there):
    office, number = there
    office.as_(Role.DECIDER).post(f"/dossiers/{number}/besluit/verlenen")
    assert office.as_(None).raw(f"/dossiers/{number}/certificaat.pdf").status_code == 302


def test_a_cluster_name_may_be_chosen(there):
    office, number = there
    office.as_(Role.DECIDER).post(f"/dossiers/{number}/besluit/verlenen", {"cluster_name": "Cluster Lelystad"})
    with office.database.read() as session:
        assert session.query(Edition).one().facts["gebieden"] == ["Cluster Lelystad"]


def test_before_the_decision_the_page_says_so(there):
    office, number = there
    page = office.as_(Role.PLANNER).get(f"/dossiers/{number}/certificaat")
    assert "Nog geen certificaat" in page
    office.as_(Role.PLANNER).get(f"/dossiers/{number}/certificaat.pdf", status=404)


def test_the_list_searches_and_filters(there):
    office, number = there
    browser = office.as_(Role.PLANNER)
    assert "Nog geen certificaten" in browser.get("/certificaten")
    office.as_(Role.DECIDER).post(f"/dossiers/{number}/besluit/verlenen")
    assert "KVO-B-2026-00001" in browser.get("/certificaten")
    assert "KVO-B-2026-00001" in browser.get("/certificaten?zoek=lelystad&status=geldig")
    assert "Geen certificaten gevonden" in browser.get("/certificaten?zoek=urk")
    assert "KVO-B-2026-00001" in browser.get("/certificaten?status=onzin&pagina=99")
