"""Messages, details, appointments with their calendar, and what comes later; the office's side of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from auditbeheer.accounts.permissions import Role
from auditbeheer.documents.models import ClientMessage
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.outbox import Mail
from auditbeheer.relations import service as relations
from tests.office import Browser, Office
from tests.portal.scene import NUMBER, PIET, SELIN, entered, numbered, told, with_documents

TO_DO = f"/mijn/{NUMBER}"


@pytest.fixture
def dossier(office: Office) -> str:
    return with_documents(office)


@pytest.fixture
def selin(office: Office, dossier: str) -> Browser:
    return entered(office)


def the_message(office: Office) -> ClientMessage:
    with office.database.read() as session:
        return session.scalars(select(ClientMessage)).one()


def test_a_message_is_answered_by_mail_and_stands_in_the_portal(office: Office, selin: Browser) -> None:
    page = selin.post(f"{TO_DO}/berichten/nieuw", {"text": "Mag het ook een foto zijn?"})
    assert "Uw bericht is verstuurd" in page
    assert "Mag het ook een foto zijn?" in page
    planner = office.as_(Role.PLANNER)
    assert "Beantwoord het bericht van Selin Yılmaz" in planner.get("/werk")
    address = f"/dossiers/{NUMBER}/vraag/{the_message(office).id}"
    assert "gaat per mail naar Selin Yılmaz" in planner.post(address, {"text": "Ja, dat mag."})
    assert "Beantwoord" in planner.get(address)
    with office.database.read() as session:
        notice = told(session, "bericht_antwoord")[0]
        assert (notice.email, notice.facts["antwoord"], notice.by_itself) == (SELIN, "Ja, dat mag.", True)
    assert "Beantwoord het bericht" not in planner.get("/werk")


def test_the_way_to_answer_is_shown_to_who_may_answer(office: Office, selin: Browser) -> None:
    selin.post(f"{TO_DO}/berichten/nieuw", {"text": "Mag het ook een foto zijn?"})
    address, said = f"/dossiers/{NUMBER}/vraag/{the_message(office).id}", f"/dossiers/{NUMBER}/berichten"
    for role, may in ((Role.PLANNER, True), (Role.AUDITOR, False)):
        page = office.as_(role).get(said)
        assert "Mag het ook een foto zijn?" in page
        assert bool(page.tree.css(f'a[href="{address}"]')) is may
        office.as_(role).get(address, status=200 if may else 403)


def test_a_message_is_answered_once(office: Office, selin: Browser) -> None:
    selin.post(f"{TO_DO}/berichten/nieuw", {"text": "Hallo"})
    address, planner = f"/dossiers/{NUMBER}/vraag/{the_message(office).id}", office.as_(Role.PLANNER)
    first, second = (planner.get(address).hidden_fields(address) for _ in range(2))
    planner.post(address, {**first, "text": "Dag."}, fresh=False)
    page = planner.post(address, {**second, "text": "Dag."}, status=422, fresh=False)
    assert page.status == 422


def test_somebody_sees_the_mails_to_themselves_only(office: Office, selin: Browser) -> None:
    with office.write() as session:
        for email, subject in ((SELIN, "Voor Selin"), (PIET, "Voor Piet")):
            session.add(Mail(
                made_at=office.now, email=email, name="", person="", dossier=NUMBER, subject=subject, html="",
                text="Dag.\n\nDossier bekijken:\n⟦adres⟧\n\nGroet", message_id=f"<{subject}@x>", scope="", thing="",
                target="", by_itself=True,
            ))  # fmt: skip
    page = selin.get(f"{TO_DO}/berichten")
    assert "Voor Selin" in page
    assert "Voor Piet" not in page
    assert "Dossier bekijken" not in page
    assert "⟦" not in page.html


def test_the_details_show_no_address_of_others(office: Office, selin: Browser) -> None:
    with office.write() as session:
        other = numbered(session, NUMBER).partnership.representatives[2]
        other.email, other.phone = "geheim@politie.nl", "06 12345678"
    page = selin.get(f"{TO_DO}/gegevens")
    assert SELIN in page.html
    assert "geheim@politie.nl" not in page.html
    assert "06 12345678" not in page.html


def test_only_the_contact_at_our_office_is_named(office: Office, selin: Browser) -> None:
    for path in ("", "documenten", "afspraken", "berichten", "gegevens"):
        page = selin.get(f"{TO_DO}/{path}".rstrip("/"))
        assert "Annelies Vos" in page
        assert "Marloes Bakker" not in page


def test_the_calendar_has_the_audit_and_no_names(office: Office, selin: Browser) -> None:
    page = selin.post(f"{TO_DO}/agenda", {})
    address = re.search(r"/mijn/agenda/[\w-]+\.ics", page.html)
    assert address
    assert "/mijn/agenda/" not in selin.get(f"{TO_DO}/afspraken").html.replace(f"{TO_DO}/agenda", "")
    answer = office.as_(None).raw(address[0])
    assert answer.mimetype == "text/calendar"
    events = {str(event["summary"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(events) == {"KVO-audit Cluster Lelystad", "Laatste dag documenten Cluster Lelystad"}
    audit = events["KVO-audit Cluster Lelystad"]
    assert audit.decoded("dtstart").isoformat() == "2026-12-09T09:30:00+01:00"
    assert audit.decoded("dtend") - audit.decoded("dtstart") == timedelta(hours=5)  # circa, of ten
    assert str(audit["status"]) == "CONFIRMED"
    assert not re.search("Selin|Annelies|Marloes|@voorbeeld.nl", answer.get_data(as_text=True))
    selin.post(f"{TO_DO}/agenda/stoppen", {})
    assert office.as_(None).raw(address[0]).status_code == 404


def test_a_day_that_is_not_confirmed_is_not_told(office: Office, selin: Browser) -> None:
    from auditbeheer.planning.models import audit_of

    with office.write() as session:
        audit = audit_of(session, numbered(session, NUMBER).id)
        assert audit is not None
        audit.confirmed_on = None
    assert "9 december" not in selin.get(TO_DO)
    assert "Nog geen afspraken" in selin.get(f"{TO_DO}/afspraken")


def test_a_successor_gets_a_link_and_the_door_of_the_one_before_closes(office: Office, selin: Browser) -> None:
    with office.write() as session:
        partnership = numbered(session, NUMBER).partnership
        party = partnership.current_parties[1]
        details = relations.PersonDetails(name="Piet Smit", function="adviseur", email=PIET, is_contact=True)
        actor = office.actor(Role.PLANNER)
        relations.add_representative(
            session, actor, office.now, party, details=details, scheme=schemes()["kvo-b-4.0"]
        )  # fmt: skip
        notice = told(session, "contactpersoon")[0]
        assert (notice.email, notice.target, notice.facts["groep"]) == (PIET, "/mijn", "Cluster Lelystad")
    assert "Naar uw dossier" in selin.get(TO_DO)


def test_who_left_the_working_group_comes_in_no_more(office: Office, selin: Browser) -> None:
    with office.write() as session:
        person = numbered(session, NUMBER).partnership.contact
        assert person is not None
        relations.end_representative(session, office.actor(Role.PLANNER), office.now, person, last_day=office.today)
    assert "Naar uw dossier" in selin.get(TO_DO)
