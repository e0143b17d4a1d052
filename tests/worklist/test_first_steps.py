"""Eerste stappen: an empty installation says what it needs, whose task that is, and stops when all is done."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import Identity, Licence, Tariff
from auditbeheer.plumbing.outbox import Mail, Notice
from auditbeheer.worklist.first_steps import NEEDED_ROLES, NEEDED_TARIFFS, first_steps
from tests.documents.scenes import dossier
from tests.office import DAY, Office


def done(office: Office) -> dict[str, bool]:
    """Which steps have their tick."""
    with office.database.read() as session:
        return {step.code: step.done for step in first_steps(session)}


def fill(office: Office) -> None:
    """All that a fresh installation needs."""
    for role in NEEDED_ROLES:
        office.person(role)
    with office.write() as session:
        session.add(
            Identity(
                from_day=DAY, name="Voorbeeld", street="Dam 1", postcode="1012 JS", town="Amsterdam", kvk="12345678",
                vat_number="NL001234567B01", iban="NL91ABNA0417164300", phone="020 000 0000", email="a@voorbeeld.nl",
                website="voorbeeld.nl",
            )
        )  # fmt: skip
        session.add(Licence(number="1", scope="KVO", from_day=DAY, until_day=DAY + timedelta(365)))
        session.add_all(Tariff(kind=kind, amount=Decimal(1), from_day=DAY) for kind in NEEDED_TARIFFS)
        session.add(
            Mail(
                made_at=office.now, email="a@voorbeeld.nl", name="A", person="employee:1", dossier=None, subject="x",
                text="x", html="x", message_id="<1@voorbeeld.nl>", scope="", thing="", target="", by_itself=True,
                sent_at=office.now,
            )
        )  # fmt: skip
        dossier(session, session.get_one(Employee, office.person(Role.PLANNER)))


def test_an_empty_installation_has_nothing_but_the_schemes_that_came_with_it(office):
    assert done(office) == {
        "gegevens": False, "licentie": False, "tarieven": False, "mensen": False, "schema": True, "mail": False,
        "dossier": False,
    }  # fmt: skip


def test_when_all_is_there_the_list_is_gone(office):
    fill(office)
    assert all(done(office).values())
    assert office.as_(Role.PLANNER).get("/begin").path == "/werk"
    assert office.as_(Role.MANAGEMENT).get("/eerste-stappen").path == "/instelling"


@pytest.mark.parametrize(
    ("role", "link", "other"),
    [
        (Role.MANAGEMENT, "/instelling/licentie-toevoegen", "/accounts/nieuw"),
        (Role.ADMINISTRATOR, "/accounts/nieuw", "/instelling/licentie-toevoegen"),
        (Role.PLANNER, "/dossiers/nieuw", "/accounts/nieuw"),
    ],
)
def test_everybody_starts_at_the_list_with_a_link_to_what_is_theirs(office, role, link, other):
    page = office.as_(role).get("/begin")
    assert page.path == "/eerste-stappen"
    links = {node.attributes["href"] for node in page.tree.css(".stappen a")}
    assert link in links
    assert other not in links
    assert "1 van 7 klaar" in page
    if role is not Role.ADMINISTRATOR:
        assert "Nog niemand heeft de rol" in page
        assert "Dit doet de beheerder." in page


def test_who_has_nothing_to_do_there_starts_at_the_own_work(office):
    assert office.as_(Role.AUDITOR).get("/begin").path == "/werk"


def test_a_tariff_or_role_that_is_missing_is_named(office):
    with office.write() as session:
        session.add_all(Tariff(kind=kind, amount=Decimal(1), from_day=DAY) for kind in NEEDED_TARIFFS[:-1])
    page = office.as_(Role.MANAGEMENT).get("/eerste-stappen")
    assert "Ontbreekt nog: certificaatkosten." in page
    assert "Nog niemand heeft de rol planner, auditor, schemamanager en beslisser." in page


def test_the_administrator_sends_a_mail_to_see_whether_it_arrives(office):
    browser = office.as_(Role.ADMINISTRATOR)
    page = browser.get("/eerste-stappen")
    assert "Er is nog geen mailserver ingesteld" in page
    page = browser.post("/eerste-stappen/proefmail", browser.token(), fresh=False)
    assert "De proefmail gaat naar bea.heer@voorbeeld.nl." in page
    with office.database.read() as session:
        notice = session.scalars(select(Notice)).one()
        assert (notice.topic, notice.email) == ("proefmail", "bea.heer@voorbeeld.nl")
        assert session.scalars(select(JournalEntry.verb)).all()[-1] == "proefmail verstuurd"
    assert not done(office)["mail"], "only when it has left"


def test_only_who_runs_the_system_sends_it(office):
    browser = office.as_(Role.PLANNER)
    assert "Stuur mij een proefmail" not in browser.get("/eerste-stappen")
    assert browser.post("/eerste-stappen/proefmail", browser.token(), fresh=False, status=403).status == 403


def test_a_demo_has_no_first_steps(office):
    office.app.config["DEMO"] = True
    try:
        assert office.as_(Role.MANAGEMENT).get("/begin").path == "/instelling"
    finally:
        office.app.config["DEMO"] = False
