"""A day for an extra assessment that suits everybody: asked, answered, chosen, confirmed, and in every calendar."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from email.message import EmailMessage

import pytest
from icalendar import Calendar

from auditbeheer.accounts.permissions import Role
from auditbeheer.operations.letterhead import enclosed_for, heading_for, links_for
from auditbeheer.planning import models, overview, service, work
from auditbeheer.planning.asking import groups_to_ask
from auditbeheer.planning.day_table import table_of
from auditbeheer.planning.models import AskedPerson, DayQuestion, ExtraAssessment, TeamRole, question_of
from auditbeheer.planning.own_calendar import own_calendar
from auditbeheer.plumbing.outbox import GATHERING
from auditbeheer.plumbing.post_office import deliver, gather
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.scheme.condition import unmet
from tests.planning.scene import Scene, dossier
from tests.planning.table import KAN, KAN_NIET, actor_of, everybody_says, seat_everybody, with_group
from tests.planning.test_extra import AFTER, ask
from tests.portal.scene import entered
from tests.qualifications.people import actor

DAYS = (date(2027, 1, 12), date(2027, 1, 14), date(2027, 1, 21))  # the last one is later than was asked
ANSWER_BY = AFTER.date() + timedelta(days=10)


def asked_for(session) -> tuple[Scene, ExtraAssessment]:
    """A working group whose audit was held, and what is needed after it."""
    here = with_group(session)
    audit = service.plan_audit(
        session, actor(here.planner), AFTER - timedelta(days=17), here.trajectory, day=AFTER.date(),
        starts_at=time(9, 30), place="Lelystad", hours=Decimal(12), document_review_on=AFTER.date() - timedelta(days=5),
    )  # fmt: skip
    service.assign(session, actor(here.planner), AFTER - timedelta(days=17), audit, here.auditor, role=TeamRole.LEAD)
    audit.held_on = audit.day
    session.flush()
    return here, ask(session, here)


def question_about(session, here, extra, days=DAYS) -> DayQuestion:
    return service.ask_for_days(
        session, actor(here.planner), AFTER, here.trajectory, days=days, answer_by=ANSWER_BY, extra=extra
    )


def chosen(session, here, extra):
    """Everybody can on the second day, which is chosen, with its leader."""
    question = question_about(session, here, extra)
    everybody_says(session, question, KAN_NIET, KAN, KAN_NIET)
    return service.choose_day(session, actor(here.planner), AFTER, question.days[1], lead=here.auditor)


def test_the_question_is_about_the_extra_assessment_and_not_about_the_audit(session):
    here, extra = asked_for(session)
    question = question_about(session, here, extra)
    assert question_of(session, here.trajectory.id) is None
    assert question_of(session, here.trajectory.id, extra.id) is question
    assert (question.on_location, {day.review_on for day in question.days}) == (extra.hours, {None})
    with pytest.raises(Refused) as told:
        question_about(session, here, extra)
    assert [one.code for one in unmet(told.value.conditions)] == ["datum.een_vraag"]
    codes = {task.code: task for task in work.tasks(session, AFTER.date())}
    assert "extra-beoordeling-plannen" not in codes, "it waits for the answers"
    assert codes["datum-wacht"].url == f"/dossiers/{here.trajectory.number}/planning/extra/{extra.id}/datum"
    assert codes["datum-wacht"].title == "Antwoord over een dag voor de extra beoordeling"
    assert (here.trajectory.id, extra.id) in overview.lists_of(session, AFTER.date(), "extra").questions


def test_no_party_is_asked_for_by_the_scheme_and_a_late_day_is_told(session):
    here, extra = asked_for(session)
    question = question_about(session, here, extra)
    everybody_says(session, question, KAN, KAN_NIET, KAN)
    table = table_of(session, question, AFTER.date())
    assert [column.day for column in table.columns] == [DAYS[0], DAYS[2], DAYS[1]], "late is better than nobody there"
    found = {column.day: {one.code for one in unmet(column.risks)} for column in table.columns}
    assert found == {DAYS[0]: set(), DAYS[1]: {"datum.anderen"}, DAYS[2]: {"datum.gevraagd"}}
    assert not table.mandatory
    assert table.columns[0].why.endswith("auditors kunnen de extra beoordeling leiden.")


def test_the_chosen_day_is_its_visit_and_the_audit_stays_as_it_was(session):
    here, extra = asked_for(session)
    audit = models.audit_of(session, here.trajectory.id)
    visit = chosen(session, here, extra)
    assert (visit.extra, visit.day, visit.lead, visit.hours) == (extra, DAYS[1], here.auditor, extra.hours)
    assert question_of(session, here.trajectory.id, extra.id) is None
    assert models.audit_of(session, here.trajectory.id) is audit
    again = question_about(session, here, extra, (DAYS[0], DAYS[2]))
    moved = service.choose_day(session, actor(here.planner), AFTER, again.days[0])
    assert (moved.day, moved.lead, visit.cancelled_on) == (DAYS[0], here.auditor, AFTER.date())


def test_a_question_ends_with_what_it_was_for(session):
    here, extra = asked_for(session)
    question = question_about(session, here, extra)
    service.withdraw_extra(session, actor(here.auditor), AFTER, extra, why="opgelost")
    assert (question.closed_at is not None, question.closed_why) == (True, "opgelost")


def test_ticked_together_with_an_audit_both_are_asked(session):
    here, extra = asked_for(session)
    other = dossier(session, here.planner, "Terrein 2")
    seat_everybody(session, other.partnership)
    groups = groups_to_ask(session, [extra.key, other.number, "D-2026-9999"], AFTER)
    assert [(one.key, one.askable, one.extra) for one in groups] == [
        (extra.key, True, extra), (other.number, True, None)
    ]  # fmt: skip
    assert extra.hold_by is not None
    assert max(groups[0].days) <= extra.hold_by
    wishes = [
        service.DayWish(trajectory=one.trajectory, days=one.days, answer_by=ANSWER_BY, lead=one.lead, extra=one.extra)
        for one in groups
    ]
    first, second = service.ask_several(session, actor(here.planner), AFTER, wishes)
    assert (first.extra, second.extra) == (extra, None)
    assert [one.already for one in groups_to_ask(session, [extra.key, other.number], AFTER)] == [True, True]


class Post:
    """Whatever leaves, by the address that it goes to."""

    def __init__(self) -> None:
        self.found: dict[str, EmailMessage] = {}

    def carry(self, message: EmailMessage, to: str) -> None:
        self.found[to] = message


def test_the_confirmed_day_goes_as_a_file_to_everybody_and_stands_under_appointments(office):
    with office.write() as session:
        here, extra = asked_for(session)
        visit = chosen(session, here, extra)
        service.confirm_impartiality(session, actor(here.auditor), AFTER, visit.present_team[0])
        service.confirm_day(session, actor(here.planner), AFTER, visit)
        number, auditor = here.trajectory.number, here.auditor.email
        mine = Calendar.from_ical(own_calendar(session, here.auditor, AFTER, "https://kvo.example")).walk("VEVENT")
        assert DAYS[1] in {one.decoded("dtstart").date() for one in mine if f"-extra-{extra.id}@" in str(one["uid"])}
    later, post, base = AFTER + GATHERING, Post(), "https://kvo.example"
    with office.database.write() as session:
        gather(session, later, heading_for(lambda: later))
    deliver(
        office.database,
        lambda: later,
        post,
        heading_for(lambda: later),
        links_for(base),
        enclosed_in=enclosed_for(base),
    )
    assert set(post.found) == {
        "selin@voorbeeld.nl", "piet@lelystad.nl", "mia@lelystad.nl", "anna@politie.nl", "wil@woonstede.nl",
        "gids@bureau.nl", auditor,
    }  # fmt: skip
    for to, message in post.found.items():
        (file,) = [one for one in message.iter_attachments() if one.get_content_type() == "text/calendar"]
        assert file.get_filename() == f"extra-beoordeling-{number}.ics", to
        content = file.get_payload(decode=True)
        assert isinstance(content, bytes)
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert event.decoded("dtstart").date() == DAYS[1]
        assert str(event["uid"]) == f"{number.lower()}-extra-{extra.id}@kvo.example"
    browser = entered(office, "selin@voorbeeld.nl")
    page = browser.get(f"/mijn/{number}/afspraken")
    assert "Extra beoordeling" in page
    assert "donderdag 14 januari 2027" in page
    page = browser.post(f"/mijn/{number}/agenda", browser.token(), fresh=False)
    address = re.search(r"/mijn/agenda/[\w-]+\.ics", page.html)
    assert address is not None
    feed = Calendar.from_ical(browser.raw(address[0]).data)
    days = {str(event["uid"]): event.decoded("dtstart").date() for event in feed.walk("VEVENT")}
    assert days[next(uid for uid in days if f"-extra-{extra.id}@" in uid)] == DAYS[1]


def test_the_same_by_the_pages_of_the_office_and_the_link_in_the_mail(office):
    with office.write() as session:
        here, extra = asked_for(session)
        planner, number, key = here.planner.id, here.trajectory.number, extra.key
    one, browser = f"/dossiers/{number}/planning/extra/{extra.id}", office.as_(Role.PLANNER, planner)
    page = browser.get(f"/planning/datum-vragen?keuze={key.replace(' ', '+')}")
    assert f"{number} · extra beoordeling" in page
    page = browser.get(f"{one}/datum/vragen")
    assert "De extra beoordeling kan tussen" in page
    fields = {name: page.tree.css_first(f'[name="{name}"]').attributes["value"] for name in (
        "first-dag", "first-maand", "first-jaar", "answer_by-dag", "answer_by-maand", "answer_by-jaar", "starts_at",
        "place",
    )}  # fmt: skip
    page = browser.post(f"{one}/datum/vragen", fields)
    assert page.path == f"{one}/datum"
    assert "Datum afspreken voor de extra beoordeling" in page
    assert "De werkgroep kiest een dag" in browser.get(one)
    with office.write() as session:
        question = question_of(session, here.trajectory.id, extra.id)
        assert question is not None
        person: AskedPerson = question.people[0]
        service.answer_days(
            session, actor_of(person), AFTER, person, answers={day.id: KAN for day in question.days}
        )  # fmt: skip
        day = question.days[0].id
    client = entered(office, "selin@voorbeeld.nl")
    assert "Kies een dag voor de extra beoordeling" in client.get(f"/mijn/{number}/datum")
    page = browser.post(f"{one}/datum/herinneren", browser.token(), fresh=False)
    assert page.path == f"{one}/datum"
    page = browser.post(f"{one}/datum/kiezen/{day}", {"lead": str(here.auditor.id), "why": ""})
    assert page.path == one
    assert "leidt de extra beoordeling" in page
