"""Where a colleague lives: four digits for the distance to an audit, seen by who needs them and by nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from auditbeheer.accounts import service
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from tests.office import Office

NEEDS_IT = (Role.PLANNER, Role.SCHEME_MANAGER, Role.ADMINISTRATOR)


@pytest.fixture
def auditor(office: Office) -> int:
    """Whose home it is about."""
    return office.person(Role.AUDITOR)


def kept(office: Office, person: int) -> str:
    with office.database.read() as session:
        return session.get_one(Employee, person).home_postcode


def journal_of(office: Office) -> list[tuple[str, str, str]]:
    with office.database.read() as session:
        rows = session.scalars(select(JournalEntry).where(JournalEntry.verb.contains("postcode"))).all()
        return [(row.verb, row.what, row.why) for row in rows]


@pytest.mark.parametrize("role", NEEDS_IT)
def test_who_plans_or_keeps_the_accounts_fills_it_in(office: Office, auditor: int, role: Role) -> None:
    browser, url = office.as_(role), f"/accounts/{auditor}/postcode"
    page = browser.post(url, {"postcode": "8232 vt"})
    assert "De postcode van huis is bewaard." in page
    assert "De postcode van huis is bekend." in page
    assert "8232" not in page
    assert kept(office, auditor) == "8232"
    assert browser.get(url).value("postcode") == "8232"
    assert "De postcode is gewist." in browser.post(url, {"postcode": ""})
    assert kept(office, auditor) == ""
    # Who reads the journal is told that it changed, not what it says.
    name = "Marloes Bakker"
    assert journal_of(office) == [("postcode van huis gewijzigd", name, ""), ("postcode van huis gewist", name, "")]


@pytest.mark.parametrize("typed", ["8", "0123", "823", "82322", "8232 A", "Lelystad", "8232 AB 1"])
def test_what_is_no_postcode_is_told_and_stays_typed(office: Office, auditor: int, typed: str) -> None:
    page = office.as_(Role.PLANNER).post(f"/accounts/{auditor}/postcode", {"postcode": typed}, status=422)
    assert page.errors == ["Vul de vier cijfers van de postcode in, bijvoorbeeld 8232"]
    assert page.value("postcode") == typed
    assert kept(office, auditor) == ""


@pytest.mark.parametrize("role", [role for role in Role if role not in NEEDS_IT])
def test_nobody_else_sees_it(office: Office, auditor: int, role: Role) -> None:
    with office.write() as session:
        employee = session.get_one(Employee, auditor)
        service.set_home_postcode(session, SYSTEM, office.now, employee, postcode="8232")
    browser = office.as_(role)
    browser.get(f"/accounts/{auditor}/postcode", status=403)
    if role in {Role.DECIDER, Role.MANAGEMENT}:
        assert "ostcode" not in browser.get(f"/auditors/{auditor}")


def test_one_sees_ones_own(office: Office, auditor: int) -> None:
    assert "Postcode" not in office.as_(Role.AUDITOR).get("/accounts/ik")
    office.as_(Role.PLANNER).post(f"/accounts/{auditor}/postcode", {"postcode": "8232"})
    assert "Postcode van huis 8232" in office.as_(Role.AUDITOR).get("/accounts/ik")


def test_who_leaves_takes_the_postcode_along(office: Office, auditor: int) -> None:
    browser = office.as_(Role.ADMINISTRATOR)
    browser.post(f"/accounts/{auditor}/postcode", {"postcode": "8232"})
    with office.write() as session:
        employee = session.get_one(Employee, auditor)
        service.end_employment(session, SYSTEM, office.now, employee, on=office.today, why="andere baan")
    assert kept(office, auditor) == ""
    browser.get(f"/accounts/{auditor}/postcode", status=404)
    browser.get("/accounts/99999/postcode", status=404)
