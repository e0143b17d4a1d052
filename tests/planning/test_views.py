"""The pages of planning, by the people whose work they are."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.planning.models import audit_of
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from tests.office import Office
from tests.planning.scene import Scene, dossier, plan, scene, with_lead

NUMBER = "D-2026-0001"
PLAN = f"/dossiers/{NUMBER}/planning"
FILLED = {
    "day-dag": "9", "day-maand": "12", "day-jaar": "2026", "starts_at": "9.30", "place": "Stadhuis, Lelystad",
    "document_review_on-dag": "4", "document_review_on-maand": "12", "document_review_on-jaar": "2026",
    "review_hours": "2", "location_hours": "4", "report_hours": "2",
}  # fmt: skip


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    with office.write() as session:
        here = scene(session, last_day=date(2027, 5, 31))
        return {name: getattr(here, name).id for name in ("planner", "manager", "auditor", "second", "trainee")}


def the_dossier(session: Session) -> Trajectory:
    """The dossier of the scene."""
    found = trajectory_numbered(session, NUMBER)
    assert found is not None
    return found


def stand(office: Office, *, lead: bool = False) -> int:
    """An audit on 9 December 2026."""
    with office.write() as session:
        by = {name: session.query(Employee).filter(Employee.name == full).one() for name, full in (
            ("planner", "Annelies Vos"), ("manager", "Joris de Wit"), ("auditor", "Marloes Bakker"),
            ("second", "Frits de Groot"), ("trainee", "Rana Aydin"))}  # fmt: skip
        here = Scene(trajectory=the_dossier(session), **by)
        audit = with_lead(session, here) if lead else plan(session, here)
        return audit.present_team[0].id if lead else audit.id


def test_what_is_to_be_planned_says_when_it_fits_and_who_can(office, people):
    page = office.as_(Role.PLANNER, people["planner"]).get("/planning")
    assert "Cluster Lelystad" in page
    assert "7 dec 2026 B4 §5.2.1" in page
    assert "tot en met 14 feb 2027 eigen regel 1" in page
    assert "31 mei 2027, min 3 maanden" in page, "why that day, behind its mark"
    assert "nog 69 dagen" in page, "until 31 January the documents of 14 days before can still be asked for"
    assert "2 van 4" in page


def test_a_dossier_that_no_longer_fits_says_so_first(office, people):
    with office.write() as session:
        dossier(session, session.get_one(Employee, people["planner"]), "De Brand", last_day=date(2027, 3, 5))
    page = office.as_(Role.PLANNER, people["planner"]).get("/planning")
    assert "te laat: kan vanaf 7 dec 2026 B4 §5.2.1" in page
    assert "moest uiterlijk 21 nov 2026 eigen regel 1" in page
    assert "16 dagen te laat" in page
    assert [row.text(strip=True) for row in page.tree.css("tbody th a")] == ["De Brand", "Cluster Lelystad"]
    assert "0 van 4" not in page, "it must be held all the same, so who can is still told"


def test_a_first_audit_fits_as_long_as_the_licence_runs(office, people):
    with office.write() as session:
        dossier(session, session.get_one(Employee, people["planner"]), "De Amert")
    page = office.as_(Role.PLANNER, people["planner"]).get("/planning")
    assert "7 dec 2026 B4 §5.2.1" in page
    assert "tot en met 31 dec 2028 B4 §6.1" in page


def test_an_empty_list_says_what_will_come(office):
    assert "Er is niets te plannen" in office.as_(Role.PLANNER).get("/planning")


def test_a_planner_plans_and_assigns_in_two_pages(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.post(f"{PLAN}/inplannen", FILLED)
    assert page.path == f"{PLAN}/toewijzen"
    assert "De audit staat op woensdag 9 december 2026" in page
    assert "Kan deze audit doen 2" in page
    assert "8 audits bijgewoond" in page
    page = planner.post(f"{PLAN}/toewijzen", {"choice": f"{people['auditor']}:auditor"})
    assert "Marloes Bakker is auditor op woensdag 9 december 2026" in page
    assert "woensdag 25 november 2026" in page
    assert "woensdag 23 december 2026" in page


def test_what_was_typed_stays_when_a_day_does_not_fit(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.post(f"{PLAN}/inplannen", FILLED | {"day-jaar": "2025", "place": "Het oude raadhuis"}, status=422)
    assert any("9\xa0december 2025 is al geweest" in error for error in page.errors)
    assert page.value("place") == "Het oude raadhuis"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"day-dag": ""}, "Vul ook de dag in"),
        ({"day-dag": "31", "day-maand": "11"}, "De datum 31\xa0november\xa02026 bestaat niet"),
        ({"starts_at": "kwart voor tien"}, "Vul een tijd in, bijvoorbeeld 9:30"),
        ({"location_hours": "veel"}, "Vul een getal in, bijvoorbeeld 4"),
        ({"report_hours": ""}, "Vul de uren voor het rapport in"),
        ({"place": ""}, "Vul in waar de audit begint"),
    ],
)
def test_a_field_says_what_to_do(office, people, typed, told):
    page = office.as_(Role.PLANNER, people["planner"]).post(f"{PLAN}/inplannen", FILLED | typed, status=422)
    assert told in page.errors


def test_an_assignment_can_be_undone(office, people):
    stand(office)
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.post(f"{PLAN}/toewijzen", {"choice": f"{people['auditor']}:auditor"})
    undo = page.tree.css_first(".flits form").attributes["action"]
    page = planner.post(undo, planner.token(), fresh=False)
    assert "Marloes Bakker zit niet meer in het team" in page


def test_who_may_not_is_refused_by_the_page_too(office, people):
    stand(office)
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.post(f"{PLAN}/toewijzen", {"choice": f"{people['trainee']}:auditor"}, status=422)
    assert any("nodig zijn er 10" in error for error in page.errors)
    page = planner.post(f"{PLAN}/toewijzen", {"choice": "x:auditor"}, status=404)


def test_the_day_is_confirmed_after_the_team_confirmed(office, people):
    stand(office, lead=True)
    planner, auditor = office.as_(Role.PLANNER, people["planner"]), office.as_(Role.AUDITOR, people["auditor"])
    assert "wacht op M. Bakker" in planner.get(PLAN)
    page = planner.post(f"{PLAN}/bevestigen", planner.token(), fresh=False, status=422)
    assert any("Nog niet bevestigd: M.\xa0Bakker" in error for error in page.errors)
    auditor.post(f"{PLAN}/onpartijdigheid")
    page = planner.post(PLAN.replace("planning", "planning/bevestigen"), planner.token(), fresh=False)
    assert "is bevestigd aan de werkgroep" in page
    assert "Bevestigd" in page


def test_moving_cancelling_and_replacing_ask_why(office, people):
    member = stand(office, lead=True)
    planner = office.as_(Role.PLANNER, people["planner"])
    for url in (f"{PLAN}/verzetten", f"{PLAN}/afzeggen", f"{PLAN}/team/{member}/eruit"):
        page = planner.post(url, FILLED, status=422)
        assert any(error.startswith("Vul in waarom") for error in page.errors), url
        assert "Kies bij wie het lag" in page.errors, url
    chosen = {"choice": f"{people['second']}:auditor", "why": "ziek"}
    assert "Kies bij wie het lag" in planner.post(f"{PLAN}/vervangen/{member}", chosen, status=422).errors
    page = planner.post(f"{PLAN}/vervangen/{member}", chosen | {"cause": "niemand"})
    assert "Frits de Groot is auditor in plaats van Marloes Bakker" in page
    page = planner.post(
        f"{PLAN}/verzetten", FILLED | {"day-dag": "16", "why": "De politie kon niet", "cause": "de werkgroep"}
    )
    assert "De audit staat nu op woensdag 16 december 2026" in page
    assert "De documenten moeten nu uiterlijk 2 december 2026 binnen zijn. Dat was 25 november 2026." in page
    assert "Het rapport is er nu uiterlijk 30 december 2026. Dat was 23 december 2026." in page
    page = planner.post(f"{PLAN}/afzeggen", {"why": "Werkgroep stopt", "cause": "wij"})
    assert "Er staat nog geen audit" in page
    rows = [" ".join(row.text(separator=" ").split()) for row in page.tree.css("tbody tr")]
    assert rows[-2].endswith("Werkgroep stopt wij"), rows
    assert rows[-1].endswith("De politie kon niet de werkgroep"), rows


def test_an_audit_of_tomorrow_stands_first_and_its_replacement_is_filled_in(office, people):
    member = stand(office, lead=True)
    planner = office.as_(Role.PLANNER, people["planner"])
    assert "Vandaag en morgen" not in planner.get("/planning"), "it is more than two weeks ahead"
    later = planner.get(f"{PLAN}/vervangen/{member}?kies={people['second']}")
    assert "Frits de Groot als auditor in plaats van Marloes Bakker, op woensdag 9 december 2026?" in later
    assert later.value("why") == ""
    assert "Frits de Groot bevestigt eerst de eigen onpartijdigheid." in later
    with office.write() as session:
        audit = audit_of(session, the_dossier(session).id)
        assert audit is not None
        audit.day, audit.document_review_on = date(2026, 11, 24), None
        for row in audit.present_team:
            row.day = audit.day
    assert "Vandaag en morgen" in planner.get("/planning")
    page = planner.get(f"{PLAN}/vervangen/{member}?kies={people['second']}")
    assert page.value("why") == "Ziek"
    assert "De audit is morgen, daarom is ziekte al ingevuld" in page
    for wrong in ("999999", "x", "-1"):
        assert "Kan deze audit doen" in planner.get(f"{PLAN}/vervangen/{member}?kies={wrong}")


def test_somebody_away_stands_under_cannot(office, people):
    stand(office)
    planner = office.as_(Role.PLANNER, people["planner"])
    days = {f"{field}-{part}": value for field in ("from_day", "until_day")
            for part, value in (("dag", "9"), ("maand", "12"), ("jaar", "2026"))}  # fmt: skip
    page = planner.post("/planning/afwezig", {"employee": str(people["auditor"]), "why": "verlof", **days})
    assert "De afwezigheid van Marloes Bakker is vastgelegd" in page
    page = planner.get(f"{PLAN}/toewijzen")
    assert "afwezig van 9 december 2026 tot en met 9 december 2026" in page


@pytest.mark.parametrize("page", ["inplannen", "verzetten", "afzeggen", "toewijzen"])
def test_a_team_member_reads_the_planning_and_changes_nothing(office, people, page):
    stand(office, lead=True)
    auditor = office.as_(Role.AUDITOR, people["auditor"])
    assert "9 december 2026" in auditor.get(PLAN)
    auditor.get(f"{PLAN}/{page}", status=403)


def test_who_is_in_no_team_sees_nothing_of_the_dossier(office, people):
    stand(office, lead=True)
    office.as_(Role.AUDITOR, people["second"]).get(PLAN, status=404)


def test_the_audit_page_of_an_unplanned_dossier_gives_the_way(office, people):
    page = office.as_(Role.PLANNER, people["planner"]).get(PLAN)
    assert "Er staat nog geen audit" in page
    assert "14 februari 2027" in page
    with office.database.read() as session:
        assert audit_of(session, the_dossier(session).id) is None
