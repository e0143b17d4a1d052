"""The page of a dossier: its areas with their maps, its parties, and who may open a map."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.documents import service as documents
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.quotes.models import ApplicationDocument, trajectory_numbered
from auditbeheer.scheme.document_set import document_set
from auditbeheer.scheme.sections import Moment
from tests.documents.rooms import NUMBER, furnish, seen
from tests.documents.scenes import NOW, PDF, TODAY, dossier, there
from tests.office import Office
from tests.planning.scene import dossier as unsigned
from tests.qualifications.people import actor

HOME, OTHER = f"/dossiers/{NUMBER}", "/dossiers/D-2026-0999"
AREA = f"{HOME}/gebied"


def stored(office: Office, session, name: str) -> StoredFile:
    """A file on the shelf of the office."""
    shelf: FileShelf = office.app.extensions["shelf"]
    blank = StoredFile(
        name="", media_type="", size=0, sha256="", at=office.now, sender="Selin", kind="kaart", thing="1"
    )
    return keep(session, shelf, (name, PDF + name.encode()), blank)


@pytest.fixture
def maps(office: Office) -> dict[str, int]:
    """Two dossiers, each with a map of its first park; the areas by name."""
    furnish(office)
    with office.write() as session:
        planner = session.get_one(Employee, office.person(Role.PLANNER))
        dossier(session, planner, name="De Brand", number=999, parks=(("De Brand Zuid", 60),))
        found: dict[str, int] = {}
        for number in (NUMBER, "D-2026-0999"):
            links = there(trajectory_numbered(session, number)).areas
            links[0].area.map_file_id = stored(office, session, f"kaart {number}.pdf").id
            found |= {link.area.name: link.area_id for link in links}
        return found


def test_the_page_tells_areas_with_what_they_need_and_parties_with_who_to_call(office, maps):
    with office.write() as session:
        people = there(trajectory_numbered(session, NUMBER)).partnership.representatives
        people[0].phone, people[0].function = "0320 000 100", "voorzitter"
        there(trajectory_numbered(session, NUMBER)).partnership.parties[-1].representatives.clear()
    for url in (HOME, AREA):
        page = office.as_(Role.AUDITOR).get(url)
        assert "Noordersluis Lelystad 120 24 (20 %) B4 §4.1.1" in page
        assert "24 antwoorden: 20 % van 120 ondernemers, naar boven afgerond" in page, "why, behind its mark"
        assert "Larserpoort Lelystad 51 16 (30 %) B4 §4.1.1" in page
        assert "Selin Yılmaz (ondernemers) contactpersoon Ondernemers Lelystad ondernemers voorzitter" in page
        assert page.tree.css_first('a[href="tel:0320000100"]').text() == "0320 000 100"
        assert "Nog niemand Bureau Veilig procesbegeleider, geen lid" in page


def test_what_is_to_be_done_now_names_who_is_to_do_it(office):
    furnish(office)

    def now(role: Role) -> str:
        return " ".join(office.as_(role).get(HOME).tree.css_first(".nu").text().split())

    assert "is aan zet" not in now(Role.PLANNER), "it is the planner's own work"
    assert "Een planner of schemamanager is aan zet." in now(Role.AUDITOR)
    with office.write() as session:
        scene = seen(office, session)
        for needed in document_set(schemes()["kvo-b-4.0"], first=True, moment=Moment.AUDIT):
            documents.receive_document(
                session, actor(scene.planner), NOW, scene.trajectory, office.app.extensions["shelf"], code=needed.code,
                upload=("stuk.pdf", PDF), received_on=TODAY, received_from="Selin",
            )  # fmt: skip
    assert now(Role.PLANNER).startswith("Beoordeel 6 documenten Marloes Bakker is aan zet.")
    assert "is aan zet" not in now(Role.AUDITOR)


def test_who_does_not_call_sees_no_telephone(office, maps):
    with office.write() as session:
        there(trajectory_numbered(session, NUMBER)).partnership.representatives[0].phone = "0320 000 100"
    for role in (Role.DECIDER, Role.MANAGEMENT):
        assert "0320" not in office.as_(role).get(AREA)


def test_the_team_opens_the_map_from_its_dossier_and_from_the_audit(office, maps):
    auditor = office.as_(Role.AUDITOR)
    for page in (HOME, AREA):
        link = next(one for one in auditor.get(page).tree.css("main a") if one.text().startswith("kaart"))
        answer = auditor.raw(link.attributes["href"])
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        assert answer.data.startswith(PDF)
    assert f'href="{AREA}#gebieden"' in auditor.get(f"{HOME}/audit").html
    assert f'href="{AREA}#gebieden"' in auditor.get(f"{HOME}/audit/toetspunten").html


def test_a_map_is_served_only_within_a_dossier_that_who_asks_may_see(office, maps):
    auditor, planner = office.as_(Role.AUDITOR), office.as_(Role.PLANNER)
    own, theirs = maps["Noordersluis"], maps["De Brand Zuid"]
    assert auditor.raw(f"{AREA}/{own}/kaart").status_code == 200
    assert auditor.raw(f"{AREA}/{theirs}/kaart").status_code == 404, "another dossier's area, by the own number"
    assert auditor.raw(f"{OTHER}/gebied/{theirs}/kaart").status_code == 404, "another dossier"
    assert auditor.raw(f"{OTHER}/gebied").status_code == 404
    assert auditor.raw(f"{AREA}/{maps['Larserpoort']}/kaart").status_code == 404, "without a map"
    assert planner.raw(f"{OTHER}/gebied/{theirs}/kaart").status_code == 200
    assert planner.raw(f"{AREA}/{theirs}/kaart").status_code == 404, "who sees all dossiers too, in the right one only"
    stranger = office.as_(Role.AUDITOR, office.person(Role.AUDITOR, "Frits de Groot"))
    assert stranger.raw(f"{AREA}/{own}/kaart").status_code == 404
    assert office.as_(Role.ADMINISTRATOR).raw(f"{AREA}/{own}/kaart").status_code == 403


def test_the_files_of_the_application_are_open_to_the_team(office, maps):
    with office.write() as session:
        file = stored(office, session, "afbakening.pdf")
        key = there(trajectory_numbered(session, NUMBER)).id
        session.add(
            ApplicationDocument(trajectory_id=key, code="afbakening", received_on=office.today, file=file)
        )  # fmt: skip
    auditor = office.as_(Role.AUDITOR)
    page = auditor.get(AREA)
    (link,) = [one for one in page.tree.css("main a") if "afbakening.pdf" in one.text()]
    assert link.text() == "Afbakening van het gebied: afbakening.pdf"
    assert auditor.raw(link.attributes["href"]).status_code == 200


@pytest.mark.parametrize("scheme", [None, "kvo-w-4.0"], ids=["not chosen yet", "a concept"])
def test_a_dossier_without_figures_of_a_scheme_needs_no_response_yet(office, scheme):
    with office.write() as session:
        planner = session.get_one(Employee, office.person(Role.PLANNER))
        early = unsigned(session, planner, "De Brand", signed=False)
        early.scheme = scheme
        number = early.number
    page = office.as_(Role.PLANNER).get(f"/dossiers/{number}/gebied")
    assert "De Brand Noord Lelystad 80" in page
    assert "§4.1.1" not in page
    assert "Nog geen partijen." in page
