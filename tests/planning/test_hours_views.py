"""The pages on which the hours of an audit are planned by activity, and where they show."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import service
from auditbeheer.planning.audit_plans import programme_for
from auditbeheer.planning.models import Audit
from auditbeheer.planning.rules import HourPlan
from auditbeheer.qualifications.models import ExperienceState, experience_in
from tests.office import Office
from tests.pages import Page
from tests.planning.scene import NOW, TODAY, scene, with_lead
from tests.planning.table import with_group
from tests.planning.test_hours import extra_hours
from tests.planning.test_views import FILLED, NUMBER, PLAN, stand, the_dossier
from tests.qualifications.people import actor

HOURS = f"{PLAN}/uren"


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    with office.write() as session:
        here = scene(session)
        return {name: getattr(here, name).id for name in ("planner", "auditor")}


@pytest.fixture
def planned(office: Office, people: dict[str, int]) -> dict[str, int]:
    """The audit stands on 9 December 2026, with its leader."""
    stand(office, lead=True)
    return people


def typed(review: str, there: str, report: str, **more: str) -> dict[str, str]:
    return {"review_hours": review, "location_hours": there, "report_hours": report, "why": "meer te lezen"} | more


def rows(page: Page) -> list[str]:
    return [" ".join(row.text(separator=" ").split()) for row in page.tree.css("tbody tr")]


def test_the_form_holds_the_proposal_and_says_where_each_figure_comes_from(office, people):
    page = office.as_(Role.PLANNER, people["planner"]).get(f"{PLAN}/inplannen")
    assert [page.value(name) for name in ("review_hours", "location_hours", "report_hours")] == ["2", "4", "2"]
    assert "Afgesproken is 8 uur ISO 17065 §4.1.2" in page
    assert "Voorstel: 4 uur B4 §6.3.1" in page
    assert "Circa 50 % van 8 uur" in page
    assert "Voorstel: 2 uur eigen regel 59" in page


def test_hours_outside_the_band_are_planned_and_flagged(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    page = planner.post(f"{PLAN}/inplannen", FILLED | typed("4", "3", "3"))
    assert page.path == f"{PLAN}/toewijzen"
    assert "Op locatie is 3 van 10 uur: 30 %" in page
    page = planner.get(PLAN)
    assert "Niet circa de helft op locatie" in page
    assert "40 tot en met 60 % past daarbij (eigen regel 58)" in page
    assert rows(page)[1].startswith("Op locatie 9 dec 2026 circa 4 uur B4 §6.3.1")
    assert rows(page)[1].endswith("3 uur")
    assert rows(page)[3].endswith("10 uur")


def test_less_than_agreed_is_refused_and_what_was_typed_stays(office, people):
    page = office.as_(Role.PLANNER, people["planner"]).post(
        f"{PLAN}/inplannen", FILLED | typed("1", "3,5", "2"), status=422
    )
    assert page.errors == ["Afgesproken is 8 uur. Minder kan niet (ISO 17065 §4.1.2)."]
    assert [page.value(name) for name in ("review_hours", "location_hours", "report_hours")] == ["1", "3,5", "2"]
    with office.write() as session:
        assert session.query(Audit).count() == 0


def test_hours_are_changed_with_a_reason_and_the_audit_shows_both(office, planned):
    planner = office.as_(Role.PLANNER, planned["planner"])
    assert "Vul in waarom de uren veranderen" in planner.post(HOURS, typed("2", "5", "2", why=""), status=422).errors
    assert (
        "Dit zijn dezelfde uren. Er is niets veranderd." in planner.post(HOURS, typed("2", "4", "2"), status=422).errors
    )
    page = planner.post(HOURS, typed("3", "5", "2"))
    assert page.path == PLAN
    assert "Gepland: 10 uur: 3 documentbeoordeling, 5 op locatie en 2 rapport." in page
    assert "Niet circa de helft" not in page
    with office.write() as session:
        audit = session.query(Audit).one()
        assert audit.planned == HourPlan(Decimal(3), Decimal(5), Decimal(2))
        assert audit.present_team[0].ends_at.hour == 14


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (typed("2", "vier", "2"), "Vul een getal in, bijvoorbeeld 4"),
        (typed("", "4", "2"), "Vul de uren voor de documentbeoordeling in"),
        (typed("2", "25", "2"), "24"),
        (typed("2", "6", "0"), "Vul ook uren in voor: rapport"),
        (typed("-1", "8", "2"), "0"),
    ],
    ids=["no number", "empty", "more than a day", "no report", "less than nothing"],
)
def test_a_wrong_number_says_what_to_do(office, planned, wrong, told):
    page = office.as_(Role.PLANNER, planned["planner"]).post(HOURS, wrong, status=422)
    assert any(told in error for error in page.errors), page.errors
    assert page.value("location_hours") == wrong["location_hours"]


def test_extra_hours_are_asked_for_on_the_pages_and_a_move_does_not_wait_for_them(office, planned):
    with office.write() as session:
        extra_hours(session, the_dossier(session))
    planner = office.as_(Role.PLANNER, planned["planner"])
    page = planner.get("/planning")
    assert "Uren nog te plannen" in page
    assert rows(page)[-1] == f"Cluster Lelystad {NUMBER} 9 dec 2026 10 uur 8 uur 2 uur Uren plannen : Cluster Lelystad"
    assert "Plan 2 uur meer" in planner.get("/werk")
    assert "Nog 2 uur te plannen" in planner.get(PLAN)
    page = planner.get(HOURS)
    assert "Er is nu 8 uur gepland. Plan ook nog 2 uur." in page
    moved = FILLED | typed("2", "4", "2", why="De politie kon niet", cause="de werkgroep") | {"day-dag": "16"}
    assert "De audit staat nu op woensdag 16 december 2026" in planner.post(f"{PLAN}/verzetten", moved)
    planner.post(f"{PLAN}/verzetten", moved | {"day-dag": "17", "report_hours": "2,5"}, status=422)
    page = planner.post(HOURS, typed("4", "4", "2"))
    assert "Nog 2 uur te plannen" not in page
    assert "Uren nog te plannen" not in planner.get("/planning")


def test_who_does_not_plan_sees_the_hours_and_changes_nothing(office, planned):
    auditor = office.as_(Role.AUDITOR, planned["auditor"])
    page = auditor.get(PLAN)
    assert "circa 4 uur" in page
    assert not page.tree.css(f'a[href="{HOURS}"]')
    auditor.get(HOURS, status=403)
    auditor.post(HOURS, auditor.token() | typed("3", "5", "2"), fresh=False, status=403)


def test_a_held_audit_says_why_its_hours_stay(office, planned):
    with office.write() as session:
        for row in experience_in(session, NUMBER):
            row.state = ExperienceState.HELD
    page = office.as_(Role.PLANNER, planned["planner"]).get(HOURS)
    assert "De audit is nog niet gehouden" in page
    assert not page.tree.css("[name=location_hours]")


def test_without_an_audit_there_are_no_hours_to_plan(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    planner.get(HOURS, status=404)
    page = planner.get(PLAN)
    assert rows(page)[-1].startswith("Samen 8 uur")
    assert rows(page)[-1].endswith("nog niet")


def test_other_hours_on_location_point_to_the_audit_plan_that_was_sent(office):
    with office.write() as session:
        here = with_group(session)
        audit, by = with_lead(session, here), here.planner.id
        items = programme_for(session, audit, TODAY)
        service.send_plan(session, actor(here.planner), NOW, audit, items=items, room="Zaal 1")
    planner = office.as_(Role.PLANNER, by)
    assert "Kijk het auditplan na" not in planner.post(HOURS, typed("3", "4", "2"))
    assert "Kijk het auditplan na" in planner.post(HOURS, typed("3", "5", "2"))
