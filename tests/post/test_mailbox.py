"""The demo's mailbox: mails arrive there, their buttons work, and a step of a day brings what that day brings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import PersonalLink
from auditbeheer.accounts.permissions import Role
from auditbeheer.demo.mailbox import boxes, deliver_the_past, join_what_was_told
from auditbeheer.plumbing.jobs import JobRun
from auditbeheer.plumbing.outbox import GATHERING, Mail, MailState, Recipient, tell
from auditbeheer.plumbing.post_office import gather
from tests.post.people import NOON, PIET, SELIN, heading

FACTS = {"dag": "2026-12-09"}


@pytest.fixture
def posted(office):
    """A mail to somebody of a working group and one to a colleague."""
    employee = office.person(Role.AUDITOR)
    with office.write() as session:
        colleague = Recipient(name="Marloes Bakker", email="marloes@voorbeeld.nl", person=f"employee:{employee}")
        when = office.now - GATHERING
        tell(session, when, SELIN, topic="audit_afgezegd", facts=FACTS, scope="mijn", thing=SELIN.email)
        tell(
            session,
            when,
            colleague,
            topic="audit_voorbij",
            facts={**FACTS, "reden": "ziek", "wat": "audit", "extra": ""},
            target="/werk",
        )
        gather(session, office.now, heading)
    return office


def test_the_boxes_tell_whose_they_are_and_each_mail_reads_as_it_arrived(posted):
    browser = posted.as_(None)
    page = browser.get("/demo/post")
    assert "Selin Yılmaz" in page
    page = browser.get("/demo/post?van=selin@voorbeeld.nl")
    assert "gaat niet door" in page
    assert "Afspraken bekijken" in page
    assert "⟦" not in page.html
    assert "Dit postvak is leeg." in browser.get("/demo/post?van=niemand@voorbeeld.nl")


def mail_to(office, email):
    with office.database.read() as session:
        return session.scalars(select(Mail.id).where(Mail.email == email)).one()


def test_the_button_of_a_mail_leads_through_a_fresh_personal_link(posted):
    browser = posted.as_(None)
    browser.get("/demo/post")
    answer = browser.client.post(
        f"/demo/post/{mail_to(posted, SELIN.email)}", data={**browser.token(), "form_id": "a" * 32}, base_url="https://kantoor.voorbeeld.nl",
        headers={"Referer": "https://kantoor.voorbeeld.nl/demo/post"},
    )  # fmt: skip
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/mijn/link/")
    with posted.database.read() as session:
        assert [(link.scope, link.thing) for link in session.scalars(select(PersonalLink))] == [("mijn", SELIN.email)]


def test_looking_at_a_mail_makes_no_link(posted):
    posted.as_(None).get("/demo/post?van=selin@voorbeeld.nl")
    with posted.database.read() as session:
        assert session.scalars(select(PersonalLink)).all() == []


def test_the_button_of_a_colleagues_mail_makes_one_that_colleague(posted):
    browser = posted.as_(None)
    number = mail_to(posted, "marloes@voorbeeld.nl")
    page = browser.post(f"/demo/post/{number}", {**browser.token(), "form_id": "b" * 32}, fresh=False)
    assert page.path == "/werk"
    assert "Marloes Bakker" in page


def test_a_mail_that_does_not_exist_opens_nothing(posted):
    browser = posted.as_(None)
    browser.post("/demo/post/99", {**browser.token(), "form_id": "c" * 32}, fresh=False, status=404)


@pytest.mark.parametrize("address", ["/demo/dag/1", "/demo/post/bezorgen"])
def test_a_step_of_a_day_runs_what_is_due_and_delivers_at_once(office, address):
    with office.write() as session:
        tell(session, office.now - timedelta(days=1), PIET, topic="audit_afgezegd", facts=FACTS)
    browser = office.as_(Role.PLANNER)
    sent = {**browser.token(), "form_id": "d" * 32}
    headers = {"Referer": "https://kantoor.voorbeeld.nl/werk"}
    answer = browser.client.post(address, data=sent, base_url="https://kantoor.voorbeeld.nl", headers=headers)
    assert answer.status_code == 303
    with office.database.read() as session:
        assert session.scalars(select(Mail.name)).all() == ["Piet Bos"]
        assert {run.job for run in session.scalars(select(JobRun))} >= {"post", "offertes"}
        assert not session.scalars(select(JobRun).where(JobRun.failed)).all()


def test_the_past_of_a_story_arrives_on_its_own_days(database, office):
    for day in range(3):
        with database.write() as session:
            tell(session, NOON + timedelta(days=day), SELIN, topic="audit_afgezegd", facts=FACTS, dossier="D-2026-0001")
            tell(session, NOON + timedelta(days=day), SELIN, topic="audit_afgezegd", facts=FACTS, dossier="D-2026-0001")
            join_what_was_told(session)
    deliver_the_past(database, office.app.extensions["settings"])
    with database.read() as session:
        mails = session.scalars(select(Mail).order_by(Mail.id)).all()
        assert [mail.made_at for mail in mails] == [NOON + timedelta(days=day) + GATHERING for day in range(3)]
        assert all(mail.state is MailState.SENT and mail.sent_at == mail.made_at for mail in mails)
        assert [(box.name, box.mails) for box in boxes(session)] == [("Selin Yılmaz", 3)]
