"""The calendar, what stands in the way of another day, the address on a phone, and the year."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import icalendar
import pytest

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import agenda, models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.agenda import agenda_of
from auditbeheer.planning.models import TeamRole
from auditbeheer.planning.year import year_of
from auditbeheer.qualifications.models import QualificationAct, QualificationActKind, QualifiedAs
from tests.office import Office
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, Scene, dossier, scene, with_lead
from tests.qualifications import people as hired
from tests.qualifications.people import actor


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    with office.write() as session:
        here = scene(session, last_day=date(2027, 5, 31))
        with_lead(session, here)
        record_absence(
            session, actor(here.planner), NOW, here.second, from_day=date(2026, 12, 7), until_day=DAY, why="verlof"
        )  # fmt: skip
        service.record_week(
            session, actor(here.planner), NOW, here.trainee, from_day=TODAY, days=[1, 2, 4], week_hours=Decimal(24)
        )  # fmt: skip
        return {name: getattr(here, name).id for name in ("planner", "manager", "auditor", "second", "trainee")}


@pytest.mark.parametrize("view", agenda.VIEWS)
def test_everybody_s_days_stand_in_the_calendar(office, people, view):
    page = office.as_(Role.PLANNER, people["planner"]).get(f"/planning/agenda?wat={view}&dag=2026-12-09")
    for words in ("09:30 Cluster Lelystad", "Gepland", "Afwezig", "Werkt niet"):
        assert words in page, words
    assert page.tree.css('[data-dossier="D-2026-0001"]'), "may be dragged"


def test_a_month_shows_holidays_and_document_reviews(office, people):
    page = office.as_(Role.PLANNER, people["planner"]).get("/planning/agenda?dag=2026-12-01")
    assert "Agenda december 2026" in page
    assert "Eerste kerstdag" in page
    assert "Documenten Cluster Lelystad 2 uur" in page


def test_an_empty_or_strange_month_is_no_mistake(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    assert "Geen audits in deze maand." in planner.get("/planning/agenda?dag=2027-08-01")
    assert "Agenda november 2026" in planner.get("/planning/agenda?dag=31-12&wat=eeuw")


def test_an_auditor_sees_the_own_days_and_no_others(office, people):
    mine = office.as_(Role.AUDITOR, people["second"]).get("/agenda?dag=2026-12-09")
    assert "Afwezig" in mine
    assert "Cluster Lelystad" not in mine
    theirs = office.as_(Role.AUDITOR, people["auditor"]).get("/agenda?dag=2026-12-09")
    assert "09:30 Cluster Lelystad" in theirs
    assert not theirs.tree.css("[data-dossier]"), "a day is moved by a form, within limits"
    office.as_(Role.AUDITOR, people["auditor"]).get("/planning/agenda", status=403)


def test_what_an_auditor_asks_waits_for_the_planner(office, people):
    asked = {
        "from_day-dag": "14", "from_day-maand": "12", "from_day-jaar": "2026",
        "until_day-dag": "15", "until_day-maand": "12", "until_day-jaar": "2026", "why": "verhuizen",
    }  # fmt: skip
    page = office.as_(Role.AUDITOR, people["auditor"]).post("/agenda/afwezig", asked)
    assert "Nog geen antwoord" in page
    planner = office.as_(Role.PLANNER, people["planner"])
    assert "Antwoord M. Bakker over afwezigheid" in planner.get("/")
    url = planner.get("/planning/afwezig").link("tbody th a")
    planner.post(url, {"agreed": "nee", "answer": ""}, status=422)
    assert "De afwezigheid van Marloes Bakker is vastgelegd." in planner.post(url, {"agreed": "ja", "answer": ""})
    assert "Akkoord" in office.as_(Role.AUDITOR, people["auditor"]).get("/agenda")


def objections(browser, day: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(browser.raw(f"/planning/agenda/bezwaren?dossier=D-2026-0001&dag={day}").data)
    return found


def test_the_objections_to_a_day_are_told_before(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    free = objections(planner, "2026-12-16")
    assert free["bezwaren"] == []
    assert free["naar"].endswith("/dossiers/D-2026-0001/planning/verzetten?dag=2026-12-16")
    told = " ".join(objections(planner, "2026-12-25")["bezwaren"]).replace("\xa0", " ")
    assert "is een feestdag (Eerste kerstdag)" in told
    assert "is al geweest" in " ".join(objections(planner, "2026-11-20")["bezwaren"])
    form = planner.get("/dossiers/D-2026-0001/planning/verzetten?dag=2026-12-16")
    assert form.value("day-dag") == "16"


def held_above(browser, day: str, came_from: int | str = "", onto: int | str = "") -> dict[str, Any]:
    url = f"/planning/agenda/bezwaren?dossier=D-2026-0001&dag={day}&van={came_from}&wie={onto}"
    found: dict[str, Any] = json.loads(browser.raw(url).data)
    return found


def test_another_row_asks_what_replacing_asks(office, people):
    planner, here = office.as_(Role.PLANNER, people["planner"]), people["auditor"]
    away = held_above(planner, "2026-12-09", here, people["second"])
    assert "Cluster Lelystad op woensdag 9\u00a0december 2026 door Frits de Groot in plaats van" in away["titel"]
    assert "niet aanwezig" in " ".join(away["bezwaren"])
    assert away["naar"].endswith("/planning/vervangen/1"), "everybody, with what stands in the way"
    untrained = " ".join(held_above(planner, "2026-12-09", here, people["trainee"])["bezwaren"])
    assert "niet gekwalificeerd" in untrained or "bijgewoond" in untrained, untrained
    both = held_above(planner, "2026-12-16", here, people["second"])
    assert "Een andere dag en een andere auditor gaan niet in één keer" in both["bezwaren"][0]
    assert held_above(planner, "2026-12-16", here, here)["naar"].endswith("verzetten?dag=2026-12-16"), "the own row"
    planner.get(f"/planning/agenda/bezwaren?dossier=D-2026-0001&dag=2026-12-09&van={here}&wie=99999", status=404)


def test_who_is_free_and_able_is_chosen_ahead_in_the_form(office, people):
    with office.write() as session:
        able = hired.auditor(session, session.get_one(Employee, people["manager"]), "Petra Kok").id
    planner = office.as_(Role.PLANNER, people["planner"])
    answer = held_above(planner, "2026-12-09", people["auditor"], able)
    assert answer["bezwaren"] == []
    assert answer["naar"].endswith(f"/planning/vervangen/1?kies={able}")
    assert "Petra Kok als auditor in plaats van Marloes Bakker, op woensdag 9\u00a0december 2026?" in planner.get(
        answer["naar"]
    )


def test_an_audit_without_auditor_is_dropped_on_who_leads_it(office, people):
    with office.write() as session:
        audit = session.get_one(models.Audit, 1)
        by = actor(session.get_one(Employee, people["planner"]))
        service.withdraw(session, by, NOW, audit.present_team[0], why="ziek", cause=models.Cause.NOBODY)
    planner = office.as_(Role.PLANNER, people["planner"])
    answer = held_above(planner, "2026-12-09", "", people["auditor"])
    assert answer["bezwaren"] == []
    page = planner.get(answer["naar"])
    assert "Kies M. Bakker" in page
    assert "Frits de Groot" not in page, "the one who was chosen"
    assert "Toon iedereen" in page
    away = planner.get(held_above(planner, "2026-12-09", "", people["second"])["naar"])
    assert "afwezig van 7\u00a0december" in away
    assert "Kies M. Bakker" in away, "and who can instead"


def team_now(office) -> list[tuple[int, str, str]]:
    with office.database.read() as session:
        standing = [one for one in session.query(models.Audit) if one.cancelled_on is None]
        return [(row.employee_id, row.role.value, one.day.isoformat()) for one in standing for row in one.present_team]


def test_what_the_drag_would_do_is_refused_to_a_request_of_ones_own_making_too(office, people):
    planner, before = office.as_(Role.PLANNER, people["planner"]), team_now(office)
    forged = {"why": "zo gesleept", "cause": "wij"}
    place = "/dossiers/D-2026-0001/planning"
    for who in ("trainee", "second"):
        planner.post(f"{place}/vervangen/1", {**forged, "choice": f"{people[who]}:{TeamRole.LEAD.value}"}, status=422)
        planner.post(f"{place}/toewijzen", {"choice": f"{people[who]}:{TeamRole.LEAD.value}"}, status=422)
    assert team_now(office) == before
    day = {"day-dag": "20", "day-maand": "11", "day-jaar": "2026", "starts_at": "9:30", "place": "Stadhuis"}
    planner.post(f"{place}/verzetten", {**forged, **day}, status=422)
    assert team_now(office) == before


def test_whoever_is_not_qualified_on_the_new_day_does_not_go_along(office, people):
    with office.write() as session:
        session.add(
            QualificationAct(
                employee_id=people["auditor"], scheme="kvo-b-4.0", capacity=QualifiedAs.AUDITOR, why="test",
                kind=QualificationActKind.SUSPENDED, on_day=date(2026, 12, 14), by_id=people["manager"], at=NOW,
            )
        )  # fmt: skip
    planner = office.as_(Role.PLANNER, people["planner"])
    told = " ".join(objections(planner, "2026-12-16")["bezwaren"])
    assert "geschorst" in told
    moved = {
        "day-dag": "16", "day-maand": "12", "day-jaar": "2026", "starts_at": "9:30", "place": "Stadhuis",
        "document_review_on-dag": "4", "document_review_on-maand": "12", "document_review_on-jaar": "2026",
        "review_hours": "2", "location_hours": "4", "report_hours": "2", "why": "zo gesleept", "cause": "wij",
    }  # fmt: skip
    page = planner.post("/dossiers/D-2026-0001/planning/verzetten", moved)
    assert "Marloes Bakker" in page, "who does not go along is told"
    assert team_now(office) == []


def test_only_who_plans_may_ask_for_objections(office, people):
    asked = "/planning/agenda/bezwaren?dossier=D-2026-0001&dag=2026-12-16"
    office.as_(Role.AUDITOR, people["auditor"]).get(asked, status=403)
    planner = office.as_(Role.PLANNER, people["planner"])
    planner.get("/planning/agenda/bezwaren?dossier=D-2026-9999&dag=2026-12-16", status=404)
    planner.get("/planning/agenda/bezwaren?dossier=D-2026-0001&dag=morgen", status=404)


def test_the_calendar_costs_the_same_for_many_audits_and_people(database, statements):
    with database.write() as session:
        here = scene(session)
        with_lead(session, here)
        planner, manager = here.planner.id, here.manager.id

    def asked(view: str) -> int:
        with database.read() as session, statements() as seen:
            found = agenda_of(session, DAY, TODAY, view)
            assert not found.empty
        return len(seen)

    few = {view: asked(view) for view in agenda.VIEWS}
    with database.write() as session:
        for number in range(4):
            lead = hired.auditor(session, session.get_one(Employee, manager), f"Auditor {number}")
            plan_with(session, session.get_one(Employee, planner), lead, f"Park {number}", DAY - timedelta(days=1))
    assert {view: asked(view) for view in agenda.VIEWS} == few


def plan_with(session, planner: Employee, lead: Employee, name: str, day: date):
    audit = service.plan_audit(
        session, actor(planner), NOW, dossier(session, planner, name), day=day, starts_at=time(9), place="Stadhuis",
        hours=Decimal(8), document_review_on=REVIEW,
    )  # fmt: skip
    service.assign(session, actor(planner), NOW, audit, lead, role=TeamRole.LEAD)
    return audit


# The address on a phone


def test_the_address_is_told_once_renewed_and_ended(office, people):
    mine = office.as_(Role.AUDITOR, people["second"])
    page = mine.post("/agenda/adres/maken", {})
    address = page.first("code").text()
    assert mine.get("/agenda/adres").tree.css_first("code") is None, "told once"
    public = office.as_(None)
    read = icalendar.Calendar.from_ical(public.raw(address).data)
    assert [str(event["summary"]) for event in read.walk("VEVENT")] == ["Afwezig"]
    newer = mine.post("/agenda/adres/maken", {}).first("code").text()
    assert (public.raw(address).status_code, public.raw(newer).status_code) == (404, 200)
    mine.post("/agenda/adres/stoppen", {})
    assert public.raw(newer).status_code == 404


def test_the_address_shows_audits_and_reviews_and_no_people(office, people):
    mine = office.as_(Role.AUDITOR, people["auditor"])
    address = mine.post("/agenda/adres/maken", {}).first("code").text()
    content = office.as_(None).raw(address).data.decode()
    read = icalendar.Calendar.from_ical(content)
    titles = {str(event["summary"]) for event in read.walk("VEVENT")}
    assert titles == {"KVO-audit Cluster Lelystad", "Documenten Cluster Lelystad, 2 uur"}
    assert not any(word in content for word in ("Bakker", "Vos", "@voorbeeld.nl", "ATTENDEE", "ORGANIZER"))


def test_who_left_has_no_address_any_more(office, people):
    address = office.as_(Role.AUDITOR, people["auditor"]).post("/agenda/adres/maken", {}).first("code").text()
    with office.write() as session:
        session.get_one(Employee, people["auditor"]).left_on = TODAY
    assert office.as_(None).raw(address).status_code == 404


# The year


def test_the_year_adds_up_per_auditor_and_month(session):
    here: Scene = scene(session)
    with_lead(session, here)
    plan_with(session, here.planner, here.auditor, "De Brand", DAY + timedelta(days=1))
    year = year_of(session, 2026)
    december = year.load(here.auditor, 12)
    assert (december.audits, december.on_location, december.hours) == (2, Decimal(8), Decimal(16))
    assert (year.total(here.auditor), year.busiest) == (december, 12)
    assert year_of(session, 2027).busiest is None


def test_the_pages_of_a_year_full_and_empty(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.get("/planning/jaar")
    assert "December heeft de meeste uren op locatie" in page
    assert "Geen certificaat eindigt in 2026 zonder geplande audit." in page
    assert "Er is in dit jaar nog niemand ingedeeld." in planner.get("/planning/jaar?jaar=2031")
    office.as_(Role.AUDITOR, people["auditor"]).get("/planning/jaar", status=403)


def test_a_certificate_that_ends_without_an_audit_stands_in_its_month(session):
    from auditbeheer.quotes.models import Renewal
    from auditbeheer.relations.models import AreaType

    here = scene(session)
    facts: dict[str, Any] = {
        "area_type": AreaType.BUSINESS_PARK,
        "decide_by": date(2026, 12, 31),
        "foreseen_on": date(2024, 1, 1),
    }
    loose = Renewal(certificate="KVO-B-2024-00001", holder="De Brand", **facts)
    started = Renewal(certificate="KVO-B-2024-00002", holder="Lelystad", trajectory=here.trajectory, **facts)
    session.add_all([loose, started])
    session.flush()
    assert year_of(session, 2026).ending == {12: [loose, started]}
    with_lead(session, here)
    assert year_of(session, 2026).ending == {12: [loose]}
    assert models.dossiers_with_audit(session, []) == set()
