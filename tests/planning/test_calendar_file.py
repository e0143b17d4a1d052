"""The file of a day that goes along in a mail, as a calendar reads it (RFC 5545, RFC 5546)."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar
from sqlalchemy import select

from auditbeheer.accounts.models import Employee
from auditbeheer.operations.letterhead import enclosed_for, heading_for, links_for
from auditbeheer.planning import service
from auditbeheer.planning.calendar_file import newest
from auditbeheer.planning.models import Audit, Cause, TeamRole
from auditbeheer.planning.rules import HourPlan
from auditbeheer.plumbing.outbox import GATHERING, Notice
from auditbeheer.plumbing.post_office import deliver, gather
from tests.planning.scene import DAY, NOW, REVIEW, Scene, with_lead
from tests.planning.table import with_group
from tests.planning.test_extra import AFTER, AGAIN, ask, held, plan
from tests.planning.test_extra_asked import Post
from tests.qualifications.people import actor

SELIN, CLIENT = "selin@voorbeeld.nl", "representative:1"


def confirm(session, here: Scene, audit: Audit, now=NOW) -> Audit:
    service.confirm_impartiality(session, actor(here.auditor), now, audit.present_team[0])
    return service.confirm_day(session, actor(here.planner), now, audit)


def cancel(session, here: Scene, audit: Audit, now=NOW) -> Audit:
    return service.cancel_audit(session, actor(here.planner), now, audit, why="ziek", cause=Cause.NOBODY)


def longer(session, here: Scene, audit: Audit, hours: str) -> Audit:
    """So many hours on location; those for documents and report stay as many as they are."""
    plan = HourPlan(Decimal(4), Decimal(hours), Decimal(4))
    return service.plan_hours(session, actor(here.planner), NOW, audit, planned=plan, why="meer te zien")


def mailed(database, days: int, to: str = SELIN) -> tuple[str, Calendar]:
    """What Selin, or ``to``, gets so many days on: the method in the mail, and what a calendar reads."""
    at, post, base = NOW + GATHERING + timedelta(days=days), Post(), "https://kvo.example"
    heads = heading_for(lambda: at)
    with database.write() as session:
        gather(session, at, heads)
    deliver(database, lambda: at, post, heads, links_for(base), enclosed_in=enclosed_for(base))
    (file,) = post.found[to].iter_attachments()
    content = file.get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    assert file.get_content_type() == "text/calendar"
    return str(file["Content-Type"].params["method"]), calendar


def test_a_day_that_is_called_off_takes_itself_out_of_every_calendar(database):
    with database.write() as session:
        here = with_group(session)
        key = confirm(session, here, with_lead(session, here)).id
    method, before = mailed(database, 0)
    assert (method, str(before["method"])) == ("PUBLISH", "PUBLISH")
    with database.write() as session:
        cancel(session, here, session.get_one(Audit, key))
    method, after = mailed(database, 1)
    assert (method, str(after["method"])) == ("CANCEL", "CANCEL")
    (was,), (now,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert (str(was["status"]), str(now["status"])) == ("CONFIRMED", "CANCELLED")
    assert now["uid"] == was["uid"]
    assert now.decoded("sequence") > was.decoded("sequence")
    assert now.decoded("dtstart") == was.decoded("dtstart")
    assert str(now["organizer"]) == str(was["organizer"]) == "mailto:info@voorbeeld.nl", "the body, and nobody by name"
    assert not now.get("attendee")


def test_a_day_that_moved_takes_the_place_of_the_one_before(database):
    with database.write() as session:
        here = with_group(session)
        key = confirm(session, here, with_lead(session, here)).id
    _, before = mailed(database, 0)
    with database.write() as session:
        service.move_audit(
            session, actor(here.planner), NOW, session.get_one(Audit, key), day=DAY + timedelta(days=7),
            starts_at=time(10), place="Stadhuis", document_review_on=REVIEW, why="zaal bezet", cause=Cause.GROUP,
        )  # fmt: skip
    method, after = mailed(database, 1)
    (was,), (now,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert (method, str(after["method"]), str(now["status"])) == ("PUBLISH", "PUBLISH", "CONFIRMED")
    assert (now["uid"], now.decoded("dtstart").date()) == (was["uid"], DAY + timedelta(days=7))
    assert now.decoded("sequence") > was.decoded("sequence")


def test_a_day_that_takes_longer_is_told_to_who_knows_it_with_its_new_end(database):
    with database.write() as session:
        here = with_group(session)
        audit = with_lead(session, here)
        longer(session, here, audit, "5")
        assert not session.scalars(select(Notice).where(Notice.topic == "audit_duur")).all(), "nobody knows the day yet"
        key, mail = confirm(session, here, audit).id, here.auditor.email
    _, before = mailed(database, 0)
    with database.write() as session:
        longer(session, here, session.get_one(Audit, key), "7")
        longer(session, here, session.get_one(Audit, key), "6.5")
        told = session.scalars(select(Notice).where(Notice.topic == "audit_duur", Notice.withdrawn_at.is_(None))).all()
        assert {(one.facts["uren"], one.email == mail) for one in told} == {("6,5", True), ("6,5", False)}, (
            "the last word"
        )
    _, after = mailed(database, 1)
    (was,), (now,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert now.decoded("dtend") - was.decoded("dtend") == timedelta(hours=1.5)
    assert (now["uid"], str(now["status"])) == (was["uid"], "CONFIRMED")
    assert now.decoded("sequence") > was.decoded("sequence")


def test_who_is_replaced_takes_the_day_out_of_their_own_calendar_and_back_in_on_return(database):
    with database.write() as session:
        here = with_group(session)
        key, mail = confirm(session, here, with_lead(session, here)).id, here.auditor.email
    seen = [mailed(database, 0, mail)]
    for days, (name, ends) in enumerate([("second", "CANCEL"), ("auditor", "PUBLISH")], start=1):
        with database.write() as session:
            audit = session.get_one(Audit, key)
            service.replace_auditor(
                session, actor(here.planner), NOW + timedelta(days=days), audit.present_team[0],
                employee=session.get_one(Employee, getattr(here, name).id), why="ziek", cause=Cause.US,
            )  # fmt: skip
        seen.append(mailed(database, days, mail))
        assert seen[-1][0] == str(seen[-1][1]["method"]) == ends
    events = [calendar.walk("VEVENT")[0] for _, calendar in seen]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({str(event["uid"]) for event in events}) == 1
    numbers = [event.decoded("sequence") for event in events]
    assert numbers == sorted(set(numbers)), "each takes the place of the one before"


def test_a_day_that_nobody_told_yet_goes_to_no_client(session):
    here = with_group(session)
    audit = cancel(session, here, confirm(session, here, with_lead(session, here)))
    anew = with_lead(session, here, DAY + timedelta(days=14))
    number = here.trajectory.number
    assert newest(session, number, CLIENT) is audit, "called off, whatever is planned since"
    assert newest(session, number, f"employee:{here.auditor.id}") is anew
    assert newest(session, "D-2026-9999", CLIENT) is None


@pytest.mark.parametrize("moves", [False, True], ids=["called off", "moved and called off"])
def test_an_extra_assessment_keeps_its_own_place_in_the_calendar(session, moves):
    here, audit = held(session)
    extra = ask(session, here)
    visit = plan(session, here, extra)
    service.assign(session, actor(here.planner), AFTER, visit, here.auditor, role=TeamRole.LEAD)
    confirm(session, here, visit, AFTER)
    if moves:
        visit, _ = service.move_audit(
            session, actor(here.planner), AFTER, visit, day=AGAIN + timedelta(days=1), starts_at=time(9),
            place="Het park", document_review_on=None, why="regen", cause=Cause.US,
        )  # fmt: skip
    cancel(session, here, visit, AFTER)
    assert newest(session, extra.key, CLIENT) is visit
    assert newest(session, here.trajectory.number, CLIENT) is audit
