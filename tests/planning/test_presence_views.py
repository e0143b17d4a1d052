"""The pages about who is there: absence, requests, working weeks, extra days."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import models
from tests.office import Office
from tests.planning.scene import scene


def days(name: str, day: date) -> dict[str, str]:
    return {f"{name}-dag": str(day.day), f"{name}-maand": str(day.month), f"{name}-jaar": str(day.year)}


FIRST, LAST = date(2026, 12, 7), date(2026, 12, 11)


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    with office.write() as session:
        here = scene(session)
        return {name: getattr(here, name).id for name in ("planner", "manager", "auditor", "second", "trainee")}


def test_an_absence_is_shortened_and_cancelled_with_a_reason(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    asked = {"employee": str(people["auditor"]), "why": "verlof", **days("from_day", FIRST), **days("until_day", LAST)}
    page = planner.post("/planning/afwezig", asked)
    page = planner.get(page.link("tbody th a"))
    assert "Nu van maandag 7 december 2026 tot en met vrijdag 11 december 2026" in page
    url = page.path
    page = planner.post(url, {**days("from_day", FIRST), **days("until_day", FIRST), "why": ""}, status=422)
    assert "Vul in waarom de dagen veranderen" in page
    page = planner.post(url, {**days("from_day", FIRST), **days("until_day", FIRST), "why": "eerder terug"})
    assert "Marloes Bakker is afwezig van 7 december 2026 tot en met 7 december 2026." in page
    page = planner.get(page.link("tbody th a"))
    page = planner.post(f"{page.path}/vervalt", {"why": "gaat niet door"})
    assert "Niemand is afwezig." in page


def test_a_week_is_recorded_and_shows(office, people):
    planner = office.as_(Role.PLANNER, people["planner"])
    assert "maandag tot en met vrijdag" in planner.get("/planning/werkweken")
    url = f"/planning/werkweken/{people['auditor']}"
    page = planner.post(url, {**days("from_day", FIRST), "days": ["1", "2", "4"], "hours": "24"})
    assert "Marloes Bakker werkt vanaf 7 december 2026 op maandag, dinsdag en donderdag." in page
    page = planner.post(url, {**days("from_day", FIRST), "days": [], "hours": "99"}, status=422)
    assert "Kies ten minste één werkdag" in page
    page = planner.post(f"{url}/extra", {**days("day", date(2026, 12, 9)), "why": "ruil"})
    assert "Marloes Bakker werkt ook op woensdag 9 december 2026." in page
    page = planner.post(page.link("td a.knop"), {})
    assert "Marloes Bakker werkt niet op woensdag 9 december 2026." in page


def test_somebody_without_a_file_has_no_week(office, people):
    office.as_(Role.PLANNER, people["planner"]).get(f"/planning/werkweken/{people['planner']}", status=404)


@pytest.mark.parametrize("page", ["/planning/afwezig", "/planning/werkweken", "/planning/werkweken/1"])
def test_an_auditor_does_not_arrange_who_is_there(office, people, page):
    office.as_(Role.AUDITOR, people["auditor"]).get(page, status=403)
    with office.write() as session:
        assert models.absences_from(session, FIRST) == []
