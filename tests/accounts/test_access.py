"""Who may open which dossier and which personnel file: by role, or by a grant that the planning gave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditbeheer.accounts import grants
from auditbeheer.accounts.permissions import Role
from tests.office import Office

NUMBER = "D-2026-0147"


@pytest.fixture
def dossier(office: Office) -> str:
    """A dossier with an application, of a partnership without anything else."""
    from auditbeheer.accounts.models import Employee
    from auditbeheer.quotes.models import Trajectory
    from auditbeheer.relations.models import AreaType, Partnership

    with office.write() as session:
        session.add(
            Trajectory(
                number=NUMBER,
                year=2026,
                sequence=147,
                area_type=AreaType.BUSINESS_PARK,
                applied_on=office.today,
                started_on=office.today,
                start_document="verslag",
                assessment_expected_on=office.today,
                partnership=Partnership(name="De Amert", folded="de amert", sort_key="amert"),
                owner=session.get_one(Employee, _planner(office)),
            )
        )
    return NUMBER


def _planner(office: Office) -> int:
    return office.people[Role.PLANNER]


@pytest.fixture(autouse=True)
def _people(office: Office) -> None:
    for role in (Role.PLANNER, Role.AUDITOR, Role.DECIDER, Role.SUPERVISOR):
        office.person(role)


@pytest.mark.parametrize("role", [Role.PLANNER, Role.DECIDER])
def test_who_reads_everything_opens_any_dossier(office: Office, dossier: str, role: Role) -> None:
    assert "De Amert" in office.as_(role).get(f"/dossiers/{dossier}")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR])
def test_a_dossier_that_is_not_ones_own_does_not_exist(office: Office, dossier: str, role: Role) -> None:
    browser = office.as_(role)
    other = browser.get("/dossiers/D-2026-9999", status=404)
    own = browser.get(f"/dossiers/{dossier}", status=404)
    assert own.text == other.text
    assert "De Amert" not in browser.get("/dossiers")
    assert "De Amert" not in browser.get(f"/dossiers?zoek={dossier}")


@pytest.mark.parametrize("page", ["aanvraag", "offerte", "documenten", "planning", "besluit", "certificaat"])
def test_no_page_of_anothers_dossier_opens(office: Office, dossier: str, page: str) -> None:
    office.as_(Role.AUDITOR).get(f"/dossiers/{dossier}/{page}", status=404)


def test_a_grant_opens_a_dossier_until_it_ends(office: Office, dossier: str) -> None:
    auditor = office.people[Role.AUDITOR]
    with office.write() as session:
        grants.give(session, auditor, kind="dossier", thing=dossier, why="in het auditteam", from_day=office.today)
        grants.give(session, auditor, kind="dossier", thing=dossier, why="in het auditteam", from_day=office.today)
    browser = office.as_(Role.AUDITOR)
    assert "De Amert" in browser.get(f"/dossiers/{dossier}")
    assert "De Amert" in browser.get("/dossiers")
    with office.write() as session:
        yesterday = office.today - timedelta(days=1)
        grants.take_back(session, auditor, kind="dossier", thing=dossier, why="in het auditteam", until_day=yesterday)
    browser.get(f"/dossiers/{dossier}", status=404)


def test_an_auditor_reads_the_own_file_and_no_other(office: Office) -> None:
    other = office.person(Role.AUDITOR, "Femke de Groot")
    browser = office.as_(Role.AUDITOR)
    assert "Mijn kwalificatie" in browser.get(f"/auditors/{office.people[Role.AUDITOR]}")
    browser.get(f"/auditors/{other}", status=404)
    browser.get("/auditors", status=403)
    assert "Femke de Groot" in office.as_(Role.PLANNER).get(f"/auditors/{other}")
