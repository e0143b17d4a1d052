"""What a working group sees of a day while it changes: what stands, what is looked for, and its calendar."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import service
from auditbeheer.planning.models import Audit, Cause, TeamRole
from auditbeheer.portal.rules import Appointed, what_changes
from tests.office import Office
from tests.planning.scene import DAY, NOW, REVIEW, Scene, with_lead
from tests.planning.table import asked, with_group
from tests.portal.scene import entered, told
from tests.qualifications.people import actor

NUMBER = "D-2026-0001"
LATER = DAY + timedelta(days=7)


def confirmed(session) -> tuple[Scene, Audit]:
    """An audit of which the working group knows the day."""
    here = with_group(session)
    audit = with_lead(session, here)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    return here, audit


def seen(office: Office) -> tuple[str, dict[str, tuple[date, str]]]:
    """The page of appointments as the contact person reads it, and the calendar behind the secret address."""
    browser = entered(office, "selin@voorbeeld.nl")
    page = browser.get(f"/mijn/{NUMBER}/afspraken")
    made = browser.post(f"/mijn/{NUMBER}/agenda", browser.token(), fresh=False)
    address = re.search(r"/mijn/agenda/[\w-]+\.ics", made.html)
    assert address is not None
    events = Calendar.from_ical(browser.raw(address[0]).data).walk("VEVENT")
    days = {
        str(one["summary"]): (one.decoded("dtstart").date(), str(one["status"])) for one in events if "status" in one
    }
    main = page.tree.css_first("main")
    assert main is not None
    return " ".join(main.text().replace("\u00a0", " ").split()), days


AUDIT = "KVO-audit Cluster Lelystad"


def test_who_is_replaced_leaves_the_day_where_it_is(office):
    with office.write() as session:
        here, audit = confirmed(session)
        service.replace_auditor(
            session, actor(here.planner), NOW, audit.present_team[0], employee=here.second, why="Ziek",
            cause=Cause.NOBODY,
        )  # fmt: skip
        assert audit.confirmed_on is None
    text, days = seen(office)
    assert "Uw audit van woensdag 9 december 2026 blijft staan. Het auditteam verandert." in text
    assert "vanaf 09:30" in text
    assert days == {AUDIT: (DAY, "CONFIRMED")}
    page = office.as_(Role.PLANNER, here.planner.id).get(f"/dossiers/{NUMBER}/planning")
    assert "De werkgroep weet deze dag sinds" in page, "the office sees what the group knows"


def test_without_an_auditor_the_day_stays_and_somebody_is_looked_for(office):
    with office.write() as session:
        here, audit = confirmed(session)
        service.withdraw(session, actor(here.planner), NOW, audit.present_team[0], why="Ziek", cause=Cause.NOBODY)
    text, days = seen(office)
    assert "Uw audit van woensdag 9 december 2026 blijft staan. Wij zoeken een andere auditor." in text
    assert days == {AUDIT: (DAY, "CONFIRMED")}


def move(session, here, audit) -> Audit:
    return service.move_audit(
        session, actor(here.planner), NOW, audit, day=LATER, starts_at=time(10), place="Stadhuis",
        document_review_on=REVIEW, why="zaal bezet", cause=Cause.GROUP,
    )[0]  # fmt: skip


def test_a_day_that_moved_is_told_as_moved_until_it_is_confirmed_anew(office):
    with office.write() as session:
        here, audit = confirmed(session)
        moved = move(session, here, audit)
    text, days = seen(office)
    assert "Uw audit is verzet van woensdag 9 december 2026 naar woensdag 16 december 2026." in text
    assert days == {AUDIT: (LATER, "CONFIRMED")}
    with office.write() as session:
        moved = session.get_one(Audit, moved.id)
        service.confirm_impartiality(session, actor(here.auditor), NOW, moved.present_team[0])
        service.confirm_day(session, actor(here.planner), NOW, moved)
    assert "verzet" not in seen(office)[0]


def test_a_day_that_is_called_off_is_told_and_leaves_the_calendar(office):
    with office.write() as session:
        here, audit = confirmed(session)
        service.cancel_audit(session, actor(here.planner), NOW, audit, why="ziek", cause=Cause.GROUP)
    text, days = seen(office)
    assert "De audit van woensdag 9 december 2026 gaat niet door. Wij zoeken met u een nieuwe dag." in text
    assert "vanaf 09:30" not in text
    assert days == {AUDIT: (DAY, "CANCELLED")}


def test_asked_for_another_day_the_one_that_stands_is_still_told(office):
    with office.write() as session:
        here, _ = confirmed(session)
        asked(session, here)
    assert "blijft staan. De partijen kiezen nu een andere dag." in seen(office)[0]


def test_a_day_that_nobody_was_told_of_stays_unknown(office):
    with office.write() as session:
        here = with_group(session)
        move(session, here, with_lead(session, here))
    text, days = seen(office)
    assert "Nog geen afspraken" in text
    assert not days


def test_whoever_knows_a_day_hears_of_its_move_and_end_also_while_the_team_changes(session):
    here, audit = confirmed(session)
    service.withdraw(session, actor(here.planner), NOW, audit.present_team[0], why="Ziek", cause=Cause.NOBODY)
    moved = move(session, here, audit)
    assert {one.facts["eerder"] for one in told(session, "audit_verzet")} == {DAY.isoformat()}
    row = service.assign(session, actor(here.planner), NOW, moved, here.second, role=TeamRole.LEAD)
    service.replace_auditor(
        session, actor(here.planner), NOW, row, employee=here.auditor, why="Ziek", cause=Cause.NOBODY
    )  # fmt: skip
    assert {one.facts["naam"] for one in told(session, "auditor_vervangen")} == {here.auditor.name}
    service.cancel_audit(session, actor(here.planner), NOW, moved, why="ziek", cause=Cause.GROUP)
    assert {one.facts["dag"] for one in told(session, "audit_afgezegd")} == {LATER.isoformat()}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({}, "", id="confirmed"),
        pytest.param({"held": True, "confirmed": False}, "", id="held"),
        pytest.param({"asked": True}, "De partijen kiezen nu een andere dag.", id="asked"),
        pytest.param(
            {"confirmed": False, "led": False, "moved_from": DAY}, "Wij zoeken een andere auditor.", id="both"
        ),
        pytest.param({"confirmed": False}, "blijft staan. Het auditteam verandert.", id="another team"),
        pytest.param({"called_off": True}, "Wij zoeken met u een nieuwe dag.", id="called off"),
        pytest.param({"called_off": True, "name": "extra beoordeling"}, "gaat niet door.", id="extra called off"),
    ],
)
def test_what_changes_is_said_as_it_is(facts, words):
    given = {"name": "audit", "day": LATER, **facts}
    said = what_changes(Appointed(**given), DAY)
    assert (said == "") if not words else words in said
    assert what_changes(Appointed(**given), LATER + timedelta(days=1)) == "", "a day that was is no news"
