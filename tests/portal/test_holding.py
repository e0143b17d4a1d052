"""A certificate without a dossier behind the client's door: who gets a link, what it opens, what it does not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry, PersonalLink
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.imports import COLUMNS, import_certificates
from auditbeheer.documents.models import KeptPaper
from auditbeheer.organisation.schemes import schemes
from auditbeheer.portal.rules import link_conditions
from auditbeheer.quotes.models import ReportedChange, periods_held
from auditbeheer.quotes.rules.changes import ChangeEffect
from auditbeheer.quotes.service import assess_change, record_certified_period, withdraw_application
from auditbeheer.relations.models import Partnership, PartyKind, Representative
from auditbeheer.scheme.condition import unmet
from tests.documents.rooms import on
from tests.office import Office
from tests.portal.scene import NUMBER, PDF, SELIN, entered, numbered, told, with_documents
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ISSUED, LAST = date(2025, 3, 5), date(2028, 3, 4)


def elsewhere(session, partnership: Partnership, *, last_day: date = LAST, number: str = "AC-1", named: bool = True):
    """Another body's certificate for the first area; ``named``: recorded with the partnership."""
    return record_certified_period(
        session, SYSTEM, NOW, area=partnership.current_areas[0], partnership=partnership if named else None,
        scheme="kvo-b-4.0", certificate=number, body="Ander Certificatie", issued_on=ISSUED, last_day=last_day,
    )  # fmt: skip


@pytest.fixture
def holder(office: Office, tmp_path: Path) -> int:
    """A partnership with a certificate of another body and no dossier; Selin is its contact person."""
    with office.write() as session:
        row = relations.cluster(session, tmp_path / "files", 2)
        elsewhere(session, row)
        return row.id


@pytest.mark.parametrize(
    ("email", "opens", "lacking"),
    [("a@b.nl", True, []), (" ", True, ["link.adres"]), ("a@b.nl", False, ["link.opent"])],
)
def test_a_link_is_given_to_who_can_be_mailed_and_has_something_to_open(email, opens, lacking):
    assert [one.code for one in unmet(link_conditions(email=email, opens=opens))] == lacking


def test_who_holds_a_certificate_is_read_with_the_area_where_no_partnership_is_named(session, tmp_path):
    row = relations.cluster(session, tmp_path, 2)
    other = relations.bare(session, "Cluster Oost")
    for number, named, last in (("A", True, LAST), ("B", False, LAST + timedelta(days=1)), ("C", True, NOW.date())):
        elsewhere(session, row, number=number, named=named, last_day=last)
    elsewhere(session, row, number="D", last_day=NOW.date() - timedelta(days=1))
    held = periods_held(session, [row.id, other.id], NOW.date())
    assert {key: [one.certificate for one in rows] for key, rows in held.items()} == {row.id: ["B", "A", "C"]}
    assert periods_held(session, [], NOW.date()) == {}


def test_staff_send_a_link_and_it_opens_the_certificate(office: Office, holder: int) -> None:
    browser = office.as_(Role.PLANNER)
    home = browser.get(f"/relaties/{holder}")
    with office.database.read() as session:
        person = session.scalars(select(Representative).where(Representative.email == SELIN)).one().id
    url = f"/relaties/{holder}/mensen/{person}/link"
    home.first(f'a[href="{url}"]')
    assert "is onderweg naar Selin Yılmaz" in browser.post(url)
    with office.database.read() as session:
        (notice,) = told(session, "uitnodiging")
        assert (notice.email, notice.scope, notice.target) == (SELIN, "mijn", "/mijn")
        line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "persoonlijke link gestuurd")).one()
        assert line.what == "Selin Yılmaz (Ondernemers Lelystad), Cluster Lelystad"
    page = entered(office).get("/mijn")
    assert page.path == f"/mijn/certificaat/{holder}"
    assert "van woensdag 5 maart 2025 tot en met zaterdag 4 maart 2028" in page
    assert "Ander Certificatie" in page
    assert office.as_(Role.AUDITOR).raw(url).status_code == 403


@SQLITE
def test_no_link_is_sent_to_who_would_find_nothing(office: Office, tmp_path: Path) -> None:
    with office.write() as session:
        row = relations.cluster(session, tmp_path / "files", 2)
        key, contact = row.id, row.contact
        assert contact is not None
        person = contact.id
    browser, url = office.as_(Role.PLANNER), f"/relaties/{key}/mensen/{person}/link"
    page = browser.get(url)
    assert "Er is een dossier of een certificaat dat geldt" in page
    assert "Link sturen" not in [one.text(strip=True) for one in page.tree.css("main button")]
    with office.database.read() as session:
        assert told(session, "uitnodiging") == []
    assert browser.raw(f"/relaties/{key + 1}/mensen/{person}/link").status_code == 404


def test_somebody_of_the_group_tells_a_change_and_reads_what_came_of_it(office: Office, holder: int) -> None:
    browser, base = entered(office), f"/mijn/certificaat/{holder}/wijzigingen"
    assert "Vul in vanaf welke dag" in browser.post(f"{base}/doorgeven", {}, status=422).errors
    sent = {"kind": "een partij vertrekt", "what": "De brandweer stopt", **on("happened_on", date(2027, 1, 1))}
    assert "Wij bekijken dit nog" in browser.post(f"{base}/doorgeven", sent)
    assert "Beoordeel de wijziging" in office.as_(Role.PLANNER).get("/werk?lijst=team")
    by = office.actor(Role.SCHEME_MANAGER)
    with office.write() as session:
        row = session.scalars(select(ReportedChange)).one()
        assert (row.trajectory, row.by_client, row.person[:15]) == (None, True, "representative:")
        assess_change(session, by, office.now, row, effect=ChangeEffect.DECISION, why="Een vaste partij ontbreekt")
        targets = [(notice.scope, notice.target) for topic in ("wijziging_ontvangen", "wijziging_beoordeeld")
                   for notice in told(session, topic)]  # fmt: skip
        assert targets == [("mijn", base)] * 2
    assert "Ons oordeel: naar besluit." in browser.get(base)
    assert "Wat u eerder doorgaf" in browser.get("/mijn")


@SQLITE
def test_the_duties_of_the_year_are_counted_and_papers_put_by(office: Office, holder: int) -> None:
    browser, home = entered(office), f"/mijn/certificaat/{holder}"
    page = browser.get(home)
    measures = schemes()["kvo-b-4.0"].measures
    assert measures is not None
    first = measures.yearly[0]
    assert "donderdag 5 maart 2026 tot en met donderdag 4 maart 2027" in page
    assert f"0 van {first.minimum}" in page
    sent = {"duty": first.code, "what": "Avondschouw", "upload": ("schouw.pdf", PDF), **on("on_day", office.today)}
    after = browser.post(f"{home}/bewaren", sent)
    assert f"1 van {first.minimum}" in after
    with office.database.read() as session:
        key = session.scalars(select(KeptPaper)).one().id
    assert browser.raw(f"{home}/bewaard/{key}").data == PDF
    assert f"0 van {first.minimum}" in browser.post(f"{home}/bewaard/{key}/weghalen")


def test_nobody_of_another_group_opens_it(office: Office, holder: int, tmp_path: Path) -> None:
    with office.write() as session:
        other = relations.bare(session, "Cluster Oost")
        owners = relations.party(session, other, PartyKind.ENTREPRENEURS, "Ondernemers Oost")
        relations.person(session, owners, "Olaf Oost", email="olaf@voorbeeld.nl", is_contact=True)
        elsewhere(session, session.get_one(Partnership, holder), number="AC-2", last_day=LAST)
        paper = KeptPaper(
            partnership_id=holder, duty="", on_day=office.today, what="Notulen", at=office.now, by_name="S"
        )
        session.add(paper)
        session.flush()
        kept, other_key = paper.id, other.id
    olaf, base = entered(office, "olaf@voorbeeld.nl"), f"/mijn/certificaat/{holder}"
    assert "geen dossier of certificaat op uw naam" in olaf.get("/mijn")
    pages = ("", "/wijzigingen", "/wijzigingen/doorgeven", "/bewaren", f"/bewaard/{kept}", "/niet-ik")
    for page in pages:
        assert olaf.raw(f"{base}{page}").status_code == 404, page
        assert office.as_(None).raw(f"{base}{page}").status_code == 302, page
    olaf.post(
        f"{base}/bewaard/{kept}/weghalen", olaf.get("/mijn").hidden_fields("/mijn/uitloggen"), status=404, fresh=False
    )
    with office.database.read() as session:
        assert session.get_one(KeptPaper, kept).removed_on is None
    selin = entered(office)
    assert selin.raw(f"/mijn/certificaat/{other_key}").status_code == 404, "a group without a certificate"
    assert selin.raw(base).status_code == 200


def test_a_dossier_takes_its_place_and_one_that_was_withdrawn_gives_it_back(office: Office, holder: int) -> None:
    with office.write() as session:
        number = samples.applied(session, session.get_one(Partnership, holder)).number
    browser = entered(office)
    assert browser.get("/mijn").path == f"/mijn/{number}"
    assert browser.raw(f"/mijn/certificaat/{holder}").status_code == 404
    with office.write() as session:
        withdraw_application(
            session, office.actor(Role.PLANNER), office.now, numbered(session, number), why="Toch niet"
        )
    assert browser.get("/mijn").path == f"/mijn/certificaat/{holder}"


@SQLITE
def test_who_has_a_dossier_and_a_certificate_without_one_sees_both(office: Office, holder: int) -> None:
    with_documents(office, name="Ander")
    page = entered(office).get("/mijn")
    assert page.path == "/mijn"
    assert {str(one.attributes["href"]) for one in page.tree.css(".mijnlijst a")} == {
        f"/mijn/{NUMBER}", f"/mijn/certificaat/{holder}",
    }  # fmt: skip


@SQLITE
def test_an_imported_certificate_of_our_own_shows_its_status(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "certificaten.csv"
    with office.write() as session:
        row = relations.cluster(session, tmp_path / "files", 1)
        key, area = row.id, row.current_areas[0]
        line = ("KVO-B-2025-7", "Cluster Lelystad", "Selin", area.name, area.municipality.name, "B", "kvo-b-4.0",
                "2025-03-05", "2028-03-04")  # fmt: skip
        file.write_text(f"{';'.join(COLUMNS)}\n{';'.join(line)}\n", encoding="utf-8")
        report = import_certificates(session, SYSTEM, NOW, file, schemes={"kvo-b-4.0": "KVO-B 4.0"})
        assert report.taken == 1, report
    page = entered(office).get("/mijn")
    assert page.path == f"/mijn/certificaat/{key}"
    assert page.first(".st.goed").text(strip=True) == "Geldig"
    page.first('a[href="/register/KVO-B-2025-7"]')


def test_who_says_not_me_is_let_go_and_the_office_looks_for_another(office: Office, holder: int) -> None:
    browser = entered(office)
    assert "Cluster Lelystad" in browser.get(f"/mijn/certificaat/{holder}/niet-ik")
    browser.post(f"/mijn/certificaat/{holder}/niet-ik")
    with office.database.read() as session:
        change = session.scalars(select(ReportedChange)).one()
        assert (change.what, change.email) == ("Dit ben ik niet. Ik ben geen contactpersoon van Cluster Lelystad.", "")
        assert session.scalars(select(Representative).where(Representative.email == SELIN)).first() is None
        assert all(link.revoked_at for link in session.scalars(select(PersonalLink)))
        assert told(session, "wijziging_ontvangen") == []
    assert "Naar uw dossier" in browser.get("/mijn")
