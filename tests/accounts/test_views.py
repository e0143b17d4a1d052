"""Logging in, roles, and what the logboek keeps."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from auditbeheer.accounts import journal, service
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from tests.office import Office

# Where somebody of an office that still has to be set up lands.
START = "/eerste-stappen"
PASSWORD = "een lange zin met paarden"


@pytest.fixture
def planner(office: Office) -> str:
    """The address of a planner with a password."""
    with office.write() as session:
        service.add_employee(
            session, SYSTEM, office.now, name="Annelies Vos", email="a.vos@voorbeeld.nl", roles=[Role.PLANNER],
            password=PASSWORD,
        )  # fmt: skip
    return "a.vos@voorbeeld.nl"


def test_who_knows_the_password_gets_in_and_to_the_page_asked_for(office: Office, planner: str) -> None:
    browser = office.as_(None)
    page = browser.get("/dossiers")
    assert "Inloggen" in page
    page = browser.post(
        "/inloggen?verder=/dossiers", {"email": planner.upper(), "password": PASSWORD, "verder": "/dossiers"}
    )
    assert page.path == "/dossiers"


@pytest.mark.parametrize(
    ("email", "password"), [("a.vos@voorbeeld.nl", "verkeerd"), ("niemand@voorbeeld.nl", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(
    office: Office, planner: str, email: str, password: str
) -> None:
    page = office.as_(None).post("/inloggen", {"email": email, "password": password}, status=422)
    assert page.errors == ["Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog een keer"]
    assert page.value("email") == email


def test_after_a_wrong_password_the_same_page_takes_the_right_one(office: Office, planner: str) -> None:
    browser = office.as_(None)
    hidden = browser.get("/inloggen").hidden_fields("/inloggen")
    browser.post("/inloggen", {"email": planner, "password": "gok", **hidden}, fresh=False, status=422)
    page = browser.post("/inloggen", {"email": planner, "password": PASSWORD, **hidden}, fresh=False)
    assert page.path == START


def test_guessing_is_slowed_down_even_with_the_right_password(office: Office, planner: str) -> None:
    browser = office.as_(None)
    for _ in range(8):
        browser.post("/inloggen", {"email": planner, "password": "gok"}, status=422)
    page = browser.post("/inloggen", {"email": planner, "password": PASSWORD}, status=422)
    assert "te vaak" in page


@pytest.mark.parametrize("elsewhere", ["https://elders.nl/", "//elders.nl", "/\\elders.nl", "javascript:alert(1)"])
def test_logging_in_never_leads_to_another_site(office: Office, planner: str, elsewhere: str) -> None:
    page = office.as_(None).post("/inloggen", {"email": planner, "password": PASSWORD, "verder": elsewhere})
    assert page.path == START


def test_a_form_without_a_token_is_not_carried_out_and_keeps_what_was_typed(office: Office, planner: str) -> None:
    page = office.as_(None).post("/inloggen", {"email": planner, "password": PASSWORD}, fresh=False, status=422)
    assert page.errors == ["Dit formulier stond te lang open. Verstuur het nog een keer"]
    assert page.value("email") == planner


def test_only_the_administrator_sees_the_people(office: Office) -> None:
    assert "Gebruikers" in office.as_(Role.ADMINISTRATOR).get("/accounts")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        office.as_(role).get("/accounts", status=403)


def test_a_new_employee_can_be_added_once(office: Office) -> None:
    browser = office.as_(Role.ADMINISTRATOR)
    typed = {"name": "Mo El Idrissi", "email": "mo@voorbeeld.nl", "roles": "auditor", "password": PASSWORD}
    assert "Mo El Idrissi" in browser.post("/accounts/nieuw", typed)
    again = browser.post("/accounts/nieuw", typed, status=422)
    assert again.errors == ["Dit e-mailadres heeft al een account"]
    assert again.value("name") == "Mo El Idrissi"


def test_the_same_form_sent_twice_counts_once(office: Office) -> None:
    browser = office.as_(Role.ADMINISTRATOR)
    hidden = browser.get("/accounts/nieuw").hidden_fields("/accounts/nieuw")
    typed = {"name": "Mo", "email": "mo@voorbeeld.nl", "roles": "auditor", "password": PASSWORD, **hidden}
    browser.post("/accounts/nieuw", typed, fresh=False)
    page = browser.post("/accounts/nieuw", typed, fresh=False)
    assert page.path == "/accounts"
    assert page.text.count("mo@voorbeeld.nl") == 1


def test_the_journal_finds_a_line_that_was_changed_behind_its_back(office: Office) -> None:
    with office.write() as session:
        for number in range(3):
            journal.record(session, SYSTEM, office.now, verb="iets gedaan", kind="ding", thing=number, what="x")
        assert journal.broken_at(session) is None
        entry = session.scalars(select(JournalEntry)).all()[1]
        entry.what = "y"
        with session.no_autoflush:
            assert journal.seal(entry) != entry.hash
        session.rollback()
