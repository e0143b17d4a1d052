"""Extra assessments after the audit: asked for, planned and staffed as an audit is, and never counted as one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from auditbeheer.accounts import grants
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, overview, service, work
from auditbeheer.planning.calendar_file import calendar_of
from auditbeheer.planning.models import Audit, Cause, ExtraAssessment, ExtraKind, TeamRole, extras_of
from auditbeheer.planning.rules import may_record_extra
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.models import experience_in
from auditbeheer.quotes.models import supplement_of
from auditbeheer.scheme.condition import unmet
from tests.planning.scene import DAY, NOW, TODAY, Scene, dossier, scene, with_lead
from tests.qualifications.people import actor
from tests.quotes import samples

AGAIN, BY_THEN = date(2027, 1, 12), date(2027, 1, 20)
AFTER = NOW + timedelta(days=17)


def held(session) -> tuple[Scene, Audit]:
    """A dossier whose audit was held."""
    here = scene(session)
    audit = with_lead(session, here)
    audit.held_on = DAY
    session.flush()
    return here, audit


def ask(session, here) -> ExtraAssessment:
    return service.ask_extra(
        session, actor(here.auditor), AFTER, here.trajectory, kind=ExtraKind.DEVIATION, why="De hekken",
        hours=Decimal(3), hold_by=BY_THEN, deviation=1,
    )  # fmt: skip


def plan(session, here, extra, day=AGAIN, hours=Decimal(3)) -> Audit:
    return service.plan_extra(
        session, actor(here.planner), AFTER, extra, day=day, starts_at=time(13, 0), place="Het park", hours=hours
    )


def test_it_can_be_asked_for_only_after_the_audit(session):
    here = scene(session)
    with_lead(session, here)
    with pytest.raises(Refused) as told:
        ask(session, here)
    assert [one.code for one in told.value.conditions if not one.met] == ["extra.audit_gehouden"]


def test_it_stands_beside_the_audit_and_promises_nothing(session):
    here, audit = held(session)
    visit = plan(session, here, ask(session, here))
    assert models.audit_of(session, here.trajectory.id) is audit
    assert visit not in models.audits_for(session, here.trajectory.id)
    assert (visit.documents_due, visit.report_due, visit.hours) == (None, None, Decimal(3))
    assert visit in models.audits_from(session, DAY), "who looks at the days sees it"
    with pytest.raises(Refused):
        plan(session, here, extras_of(session, here.trajectory.id)[0], AGAIN + timedelta(days=1))


def test_fewer_hours_than_asked_for_are_refused(session):
    here, _ = held(session)
    with pytest.raises(Refused) as told:
        plan(session, here, ask(session, here), hours=Decimal(2))
    assert [one.code for one in told.value.conditions if not one.met] == ["uren.afgesproken"]


def test_a_proposed_audit_of_the_same_day_begins_when_its_own_hours_are_over(session):
    here, _ = held(session)
    visit = plan(session, here, ask(session, here))
    service.assign(session, actor(here.planner), AFTER, visit, here.auditor, role=TeamRole.LEAD)
    other = dossier(session, here.planner, "De Brand", last_day=date(2027, 6, 30))
    proposal = service.request_proposal(session, actor(here.planner), AFTER, [other])
    session.refresh(proposal)
    (line,) = proposal.lines
    line.day, line.employee = AGAIN, here.auditor
    session.flush()
    (audit,) = service.take_over(session, actor(here.planner), AFTER, proposal, [line])
    margin = timedelta(minutes=own_rules_on(session, TODAY)["between_audits"].integer)
    assert audit.starts_at == (datetime.combine(AGAIN, time(16, 0)) + margin).time(), "three hours from one o'clock"


def test_who_may_not_do_an_audit_may_not_do_this_either(session):
    here, _ = held(session)
    visit = plan(session, here, ask(session, here))
    with pytest.raises(Refused):
        service.assign(session, actor(here.planner), AFTER, visit, here.trainee, role=TeamRole.LEAD)


def test_it_is_no_audit_for_the_ledger_and_its_hours_count_for_the_year(session):
    here, _ = held(session)
    before = [(row.employee_id, row.state, row.on_day) for row in experience_in(session, here.trajectory.number)]
    visit = plan(session, here, ask(session, here))
    member = service.assign(session, actor(here.planner), AFTER, visit, here.second, role=TeamRole.LEAD)
    after = [(row.employee_id, row.state, row.on_day) for row in experience_in(session, here.trajectory.number)]
    assert after == before
    load = models.loads_in(session, 2027)[here.second.id]
    assert (load.audits, load.hours) == (0, Decimal(3))
    assert member.ends_at - member.starts_at == timedelta(hours=3), "on location with all its hours"


def test_moved_and_called_off_it_waits_for_another_day(session):
    here, audit = held(session)
    extra = ask(session, here)
    visit = plan(session, here, extra)
    service.assign(session, actor(here.planner), AFTER, visit, here.auditor, role=TeamRole.LEAD)
    moved, left = service.move_audit(
        session, actor(here.planner), AFTER, visit, day=AGAIN + timedelta(days=1), starts_at=time(9, 0),
        place="Het park", document_review_on=None, why="regen", cause=Cause.US,
    )  # fmt: skip
    assert (left, extra.visit, moved.lead) == ([], moved, here.auditor)
    service.cancel_audit(session, actor(here.planner), AFTER, moved, why="niet nodig", cause=Cause.US)
    assert extra.visit is None
    assert models.extras_to_plan(session) == [extra]
    assert audit.lead == here.auditor, "the audit keeps its team"
    assert grants.may_see(
        session, actor(here.auditor), grants.DOSSIER, here.trajectory.number, AFTER.date() + timedelta(days=1)
    ), "who did the audit goes on reading the dossier"
    verbs = session.scalars(select(JournalEntry.verb)).all()
    assert {"extra beoordeling gevraagd", "extra beoordeling gepland", "extra beoordeling verzet",
            "extra beoordeling vervallen"} <= set(verbs)  # fmt: skip


def test_a_visit_that_stands_cannot_be_withdrawn_and_what_was_withdrawn_not_planned(session):
    here, _ = held(session)
    extra = ask(session, here)
    visit = plan(session, here, extra)
    with pytest.raises(Refused):
        service.withdraw_extra(session, actor(here.auditor), AFTER, extra, why="opgelost")
    service.cancel_audit(session, actor(here.planner), AFTER, visit, why="opgelost", cause=Cause.US)
    service.withdraw_extra(session, actor(here.auditor), AFTER, extra, why="opgelost")
    assert models.extras_to_plan(session) == []
    with pytest.raises(Refused):
        plan(session, here, extra)


def test_who_was_there_records_what_was_seen_once(session):
    here, _ = held(session)
    extra = ask(session, here)
    visit = plan(session, here, extra)
    service.assign(session, actor(here.planner), AFTER, visit, here.auditor, role=TeamRole.LEAD)
    later = AFTER.replace(year=2027, month=1, day=12)
    service.record_extra(session, actor(here.auditor), later, visit, seen="De hekken staan er")
    assert (extra.held_on, extra.seen, extra.recorded_by) == (AGAIN, "De hekken staan er", here.auditor.name)
    with pytest.raises(Refused):
        service.record_extra(session, actor(here.auditor), later, visit, seen="Toch niet")
    with pytest.raises(Refused):
        service.cancel_audit(session, actor(here.planner), later, visit, why="x", cause=Cause.US)


@pytest.mark.parametrize(
    ("day", "held_before", "in_team", "codes"),
    [
        pytest.param(TODAY, False, True, [], id="on the day"),
        pytest.param(TODAY + timedelta(days=1), False, True, ["extra.dag_geweest"], id="before it"),
        pytest.param(TODAY, True, True, ["extra.nog_niet_vastgelegd"], id="recorded"),
        pytest.param(TODAY, False, False, ["extra.in_team"], id="not there"),
    ],
)
def test_the_outcome_is_recorded_by_who_was_there(day, held_before, in_team, codes):
    answer = may_record_extra(day, held=held_before, in_team=in_team, today=TODAY)
    assert [one.code for one in unmet(answer)] == codes


def test_the_work_list_and_the_calendar_name_it(session):
    here, _ = held(session)
    extra = ask(session, here)
    page = f"/dossiers/{here.trajectory.number}/planning/extra/{extra.id}"
    (task,) = [one for one in work.tasks(session, AFTER.date()) if one.code == "extra-beoordeling-plannen"]
    assert (task.url, task.last_day) == (f"{page}/inplannen", BY_THEN)
    lists = overview.lists_of(session, AFTER.date(), "extra")
    assert (lists.extras_shown, lists.shown) == ([extra], [])
    visit = plan(session, here, extra)
    (task,) = work.tasks(session, AFTER.date())
    assert task.url == f"{page}/toewijzen"
    text = calendar_of(session, [visit], AFTER, base_url="https://kvo.example").decode()
    assert f"UID:{here.trajectory.number.lower()}-extra-{extra.id}@kvo.example" in text
    assert "Extra beoordeling KVO" in text


def test_from_asking_to_the_outcome_by_the_pages(office):
    with office.write() as session:
        here, _ = held(session)
        keys, number = {"auditor": here.auditor.id, "planner": here.planner.id}, here.trajectory.number
    base = f"/dossiers/{number}/planning"
    auditor, planner = office.as_(Role.AUDITOR, keys["auditor"]), office.as_(Role.PLANNER, keys["planner"])
    days = {"hold_by-dag": "20", "hold_by-maand": "1", "hold_by-jaar": "2027"}
    asked = days | {"kind": "afwijking", "hours": "3"}
    page = auditor.post(f"{base}/extra/aanvragen?afwijking=1", asked | {"why": ""}, status=422)
    assert "Vul in waarom de extra beoordeling nodig is" in page.errors
    page = auditor.post(f"{base}/extra/aanvragen?afwijking=1", asked | {"why": "De hekken"})
    one = page.path
    assert one.startswith(f"{base}/extra/")
    assert "Afwijking 1" in page
    tabs = planner.get("/planning?lijst=extra").tree.css_first(".tabs").text()
    assert "Extra beoordeling 1" in " ".join(tabs.split())
    day = {"day-dag": "12", "day-maand": "1", "day-jaar": "2027"}
    day |= {"starts_at": "13.00", "place": "Het park", "hours": "3"}
    page = planner.post(f"{one}/inplannen", day)
    assert page.path == f"{one}/toewijzen"
    page = planner.post(f"{one}/toewijzen", {"choice": f"{keys['auditor']}:auditor"})
    assert page.path == one
    page = planner.post(
        f"{one}/verzetten", day | {"day-dag": "13", "why": "De politie kon niet", "cause": "de werkgroep"}
    )
    assert "De extra beoordeling staat nu op woensdag 13 januari 2027" in page
    assert page.path == one
    auditor.post(f"{one}/onpartijdigheid")
    page = planner.post(f"{one}/bevestigen", planner.token(), fresh=False)
    assert "De extra beoordeling op woensdag 13 januari 2027 is bevestigd" in page
    auditor.get(f"{base}/extra/99", status=404)
    assert "De hekken" in planner.get(base), "the page of the audit tells them"
    planner.get(f"{one}/uitkomst", status=403)
    page = auditor.post(f"{one}/uitkomst", {"seen": "Alles staat er"}, status=422)
    assert any("Vastleggen kan vanaf die dag" in error for error in page.errors)
    page = planner.post(f"{one}/afzeggen", {"why": "Niet meer nodig", "cause": "niemand"})
    page = auditor.post(f"{one}/intrekken", {"why": "Opgelost"})
    assert "Ingetrokken" in page


def test_its_hours_come_on_top_of_what_was_agreed_on_extra_before(session, tmp_path):
    here, audit = held(session)
    for number, hours in ((1, 3), (2, 6)):
        extra = ask(session, here)
        service.put_hours_to_client(
            session, actor(here.auditor), AFTER, extra, agreed_with="Selin Yılmaz", shelf=FileShelf(tmp_path),
            style=samples.STYLE,
        )  # fmt: skip
        row = supplement_of(session, here.trajectory.id)
        assert row is not None
        assert (row.edition, row.hours) == (number, Decimal(hours))
        assert "Extra beoordeling op locatie (afwijking 1): De hekken" in row.why
    assert audit.hours == Decimal(8), "the audit that was held keeps its hours"
