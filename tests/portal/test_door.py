"""The door: a link behind a button, a new one for the known address, and what a link does not open."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.accounts.models import JournalEntry, PersonalLink
from auditbeheer.documents.models import ClientMessage, MessageKind
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.relations.models import Representative
from tests.office import BASE, Office
from tests.portal.scene import GUIDE, NUMBER, SELIN, entered, link_for, numbered, told, with_documents

NEXT = date(2026, 12, 10)


@pytest.fixture
def dossier(office: Office) -> str:
    return with_documents(office)


def code_of(office: Office, email: str = SELIN, **facts) -> str:
    with office.write() as session:
        return link_for(session, email, **facts)


def test_looking_at_a_link_does_not_use_it_up(office: Office, dossier: str) -> None:
    code = code_of(office)
    visitor = office.as_(None)
    assert "Welkom, Selin Yılmaz" in visitor.get(f"/mijn/link/{code}")
    assert "Naar uw dossier" in visitor.get("/mijn")
    with office.database.read() as session:
        link = links.find(session, code)
        assert link is not None
        assert link.opened_at is None


def test_the_button_lets_in_and_is_kept_under_the_persons_name(office: Office, dossier: str) -> None:
    page = entered(office).get("/mijn")
    assert page.path == f"/mijn/{NUMBER}"
    with office.database.read() as session:
        line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "link geopend")).one()
        assert line.who == "Selin Yılmaz (werkgroep)"
        assert session.scalars(select(PersonalLink)).one().opened_at is not None


def test_pressing_twice_lets_in_as_well(office: Office, dossier: str) -> None:
    code, visitor, same = code_of(office), office.as_(None), office.as_(None)
    hidden = visitor.get(f"/mijn/link/{code}").hidden_fields(f"/mijn/link/{code}")
    with (
        visitor.client.session_transaction(base_url=BASE) as before,
        same.client.session_transaction(base_url=BASE) as copy,
    ):
        copy.update(before)  # both presses leave the browser before the first answer is there
    for browser in (visitor, same):
        assert browser.post(f"/mijn/link/{code}", hidden, fresh=False).path == f"/mijn/{NUMBER}"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        (f"/mijn/{NUMBER}/afspraken", f"/mijn/{NUMBER}/afspraken"),
        ("https://kwaad.nl/mijn", f"/mijn/{NUMBER}"),
        ("//kwaad.nl/mijn/", f"/mijn/{NUMBER}"),
        ("/mijnheer", f"/mijn/{NUMBER}"),
        ("/dossiers/D-2026-0147", f"/mijn/{NUMBER}"),
        ("/mijn//kwaad.nl", f"/mijn/{NUMBER}"),
    ],
)
def test_the_button_leads_to_pages_behind_this_door_only(office: Office, dossier: str, wanted: str, path: str) -> None:
    code = code_of(office)
    assert office.as_(None).post(f"/mijn/link/{code}?verder={wanted}").path == path


def test_an_expired_link_says_so_and_offers_a_new_one_to_the_known_address(office: Office, dossier: str) -> None:
    code = code_of(office, last_day=office.today - timedelta(days=3))
    visitor = office.as_(None)
    page = visitor.get(f"/mijn/link/{code}")
    assert "Hij gold tot en met vrijdag 20 november 2026. Wij sturen graag een nieuwe naar s…n@voorbeeld.nl." in page
    assert SELIN not in page.html
    assert "is onderweg naar s…n@voorbeeld.nl" in visitor.post(f"/mijn/link/{code}/nieuw")
    with office.database.read() as session:
        notice = told(session, "nieuwe_link")[0]
        assert (notice.email, notice.by_itself, notice.facts) == (SELIN, True, {"dag": "2026-12-23"})


def test_a_revoked_link_lets_nobody_in_and_ends_the_visit(office: Office, dossier: str) -> None:
    browser = entered(office)
    with office.write() as session:
        links.revoke(session, office.now, scope="mijn", thing=SELIN)
    assert "Naar uw dossier" in browser.get(f"/mijn/{NUMBER}")


def test_a_visit_lasts_twelve_hours(office: Office, dossier: str) -> None:
    browser = entered(office)
    with browser.client.session_transaction(base_url=BASE) as cookie:
        cookie["link-sinds"] = (office.now - timedelta(hours=40)).isoformat()
    assert "Naar uw dossier" in browser.get(f"/mijn/{NUMBER}")


def test_an_unknown_code_is_told_in_plain_words(office: Office) -> None:
    assert "Deze link kennen wij niet" in office.as_(None).get("/mijn/link/bestaat-niet", status=404)


def without_what_differs(html: str) -> str:
    return re.sub(r'value="[^"]*"', "", html)


def test_the_answer_at_the_door_is_the_same_for_every_address(office: Office, dossier: str) -> None:
    answers = [
        office.as_(None).post("/mijn/toegang", {"email": email}) for email in (SELIN.upper(), "onbekend@voorbeeld.nl")
    ]
    assert "Als wij dit adres kennen" in answers[0]
    assert without_what_differs(answers[0].html) == without_what_differs(answers[1].html)
    with office.database.read() as session:
        assert [(one.email, one.topic) for one in session.scalars(select(Notice))] == [(SELIN, "nieuwe_link")]


def test_asking_again_at_once_sends_no_second_mail(office: Office, dossier: str, monkeypatch) -> None:
    monkeypatch.setattr("auditbeheer.portal.views.door.now", lambda: office.now)
    for _ in range(3):
        office.as_(None).post("/mijn/toegang", {"email": SELIN})
    with office.database.read() as session:
        assert len(told(session, "nieuwe_link")) == 1


def test_another_working_groups_dossier_does_not_exist(office: Office, dossier: str) -> None:
    with_documents(office, number=148, name="De Brand", day=NEXT)
    with office.write() as session:
        contact = numbered(session, "D-2026-0148").partnership.contact
        assert contact is not None
        contact.email = "ander@voorbeeld.nl"
    browser = entered(office)
    browser.get(f"/mijn/{NUMBER}")
    for page in (
        "",
        "/documenten",
        "/afspraken",
        "/berichten",
        "/gegevens",
        "/offerte",
        "/stuk/verslagen",
        "/dit-jaar",
    ):
        browser.get(f"/mijn/D-2026-0148{page}", status=404)


def test_who_helps_several_groups_sees_them_all_and_who_owes_on_top(office: Office, dossier: str) -> None:
    with_documents(office, number=148, name="De Brand", day=NEXT)
    with office.write() as session:
        trajectory = numbered(session, "D-2026-0148")
        trajectory.declined_on = office.today
    page = entered(office, GUIDE).get("/mijn")
    assert page.path == "/mijn"
    names = [node.text() for node in page.tree.css(".mijnlijst .wat")]
    assert names == ["Cluster Lelystad", "De Brand"]
    assert "dingen te doen" in page


def test_logging_out_closes_the_door(office: Office, dossier: str) -> None:
    browser = entered(office)
    browser.post("/mijn/uitloggen")
    assert "Naar uw dossier" in browser.get(f"/mijn/{NUMBER}")


@pytest.mark.parametrize("inside", [True, False], ids=["in the details", "at the door"])
def test_who_is_not_the_one_hands_the_dossier_back(office: Office, dossier: str, inside: bool) -> None:
    code = code_of(office)
    browser = entered(office) if inside else office.as_(None)
    page = browser.post(f"/mijn/{NUMBER}/niet-ik" if inside else f"/mijn/link/{code}/niet-ik")
    assert "zoeken iemand anders" in page
    with office.database.read() as session:
        message = session.scalars(select(ClientMessage)).one()
        assert (message.kind, message.name) == (MessageKind.HANDED_BACK, "Selin Yılmaz")
        assert numbered(session, dossier).partnership.contact is None
        assert not session.scalars(select(Representative).where(Representative.email == SELIN)).all()
        assert all(link.revoked_at for link in session.scalars(select(PersonalLink)))
    assert "Naar uw dossier" in browser.get(f"/mijn/{NUMBER}")
    assert "Deze link werkt niet meer" in browser.get(f"/mijn/link/{code}")
    with office.database.read() as session:
        assert "Zoek een nieuwe contactpersoon" in [task.title for task in work(session, office)]


def work(session, office: Office):
    from auditbeheer.documents.work import tasks

    return tasks(session, office.today)


def test_who_guides_another_group_too_keeps_that_one(office: Office, dossier: str) -> None:
    with_documents(office, number=148, name="De Brand", day=NEXT)
    browser = entered(office, GUIDE)
    browser.post(f"/mijn/{NUMBER}/niet-ik")
    again = entered(office, GUIDE)
    again.get("/mijn/D-2026-0148")
    again.get(f"/mijn/{NUMBER}", status=404)
