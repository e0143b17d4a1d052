"""The audit plan: proposed, sent, sent anew; and the client who objects to a team member (PLA-2)."""

from __future__ import annotations

import itertools
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import service
from auditbeheer.planning.audit_plans import plan_view, programme_for
from auditbeheer.planning.choices import choices_for
from auditbeheer.planning.day_table import table_of
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.models import Cause, TeamRole, audit_of, plans_of
from auditbeheer.planning.rules import Item, may_object, may_send_plan, no_honoured_objection, proposed_programme
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.work import tasks
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.own_rules import defaults
from tests.planning.scene import DAY, NOW, TODAY, Scene, with_lead
from tests.planning.table import with_group
from tests.portal.scene import entered
from tests.qualifications.people import actor

NUMBER = "D-2026-0001"
ROWS = [Item(time(9, 30), time(10), "Opening"), Item(time(10), time(12), "Rondgang", "iedereen")]


@pytest.mark.parametrize("parties", [["Politie"], ["Gemeente", "Politie", "Brandweer", "Ondernemers"], []])
@pytest.mark.parametrize("hours", [Decimal(4), Decimal("5.5"), Decimal(8)])
def test_a_programme_takes_the_hours_on_location_and_every_party_has_its_turn(parties, hours):
    rows = proposed_programme(time(9, 30), hours, parties)
    end = 9 * 60 + 30 + int(hours * 60)
    assert (rows[0].begins, rows[-1].ends) == (time(9, 30), time(end // 60, end % 60))
    assert all(later.begins >= earlier.ends > earlier.begins for earlier, later in itertools.pairwise(rows))
    assert [row.who for row in rows if row.what == "Gesprek over de samenwerking"] == parties


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, []),
        ({"leader": None}, ["auditplan.team"]),
        ({"room": " "}, ["auditplan.ruimte"]),
        ({"held": True}, ["audit.niet_gehouden"]),
        ({"today": date(2026, 12, 10)}, ["dag.niet_voorbij"]),
    ],
)
def test_a_plan_is_sent_when_day_team_room_and_times_are_known(change, refused):
    facts: dict[str, Any] = {
        "day": DAY, "leader": "M. Bakker", "room": "Zaal 1", "held": False, "today": TODAY, **change
    }  # fmt: skip
    assert [one.code for one in unmet(may_send_plan(ROWS, **facts))] == refused


@pytest.mark.parametrize("rows", [[ROWS[1], ROWS[0]], [Item(time(10), time(10), "Niets")]], ids=["order", "no time"])
def test_times_of_a_programme_follow_on(rows):
    conditions = may_send_plan(rows, day=DAY, leader="M. Bakker", room="Zaal 1", held=False, today=TODAY)
    assert [one.code for one in unmet(conditions)] == ["auditplan.tijden"]


@pytest.mark.parametrize(
    ("days", "change", "refused"),
    [(0, {}, []), (5, {}, []), (6, {}, ["bezwaar.termijn"]), (0, {"in_team": False}, ["bezwaar.team"]),
     (0, {"already": True}, ["bezwaar.eenmaal"]), (0, {"sent_on": None}, ["bezwaar.termijn"])],
)  # fmt: skip
def test_the_client_may_object_for_some_days_and_once(days, change, refused):
    facts: dict[str, Any] = {"sent_on": TODAY, "in_team": True, "already": False, **change}
    conditions = may_object(today=TODAY + timedelta(days=days), rules=defaults(), **facts)
    assert [one.code for one in unmet(conditions)] == refused
    assert conditions[0].source.label == "eigen regel 55"


@pytest.fixture
def here(session):
    return with_group(session)


def sent(session, here, audit):
    items = programme_for(session, audit, TODAY)
    return service.send_plan(session, actor(here.planner), NOW, audit, items=items, room="Zaal 1")


def codes(session):
    ours = ("auditplan", "bezwaar", "auditor-vervangen")
    return [task.code for task in tasks(session, TODAY, dossier=NUMBER) if task.code.startswith(ours)]


def test_a_plan_that_was_sent_never_changes_and_a_new_one_takes_its_place(session, here):
    audit = with_lead(session, here)
    first = sent(session, here, audit)
    second = sent(session, here, audit)
    assert [plan.edition for plan in plans_of(session, [audit.id])] == [2, 1]
    assert first.team == [["Marloes Bakker", "auditor"]]
    assert "Gemeente Lelystad: Piet de Boer en Mia Vos" in second.present
    assert [row.name for row in session.query(Notice).filter(Notice.topic == "auditplan")] == ["Selin Yılmaz"] * 2
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text("UPDATE audit_plan SET room = 'x'"))


def test_a_confirmed_audit_asks_for_its_plan_and_another_team_for_a_new_one(session, here):
    audit = with_lead(session, here)
    assert codes(session) == []
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    assert codes(session) == ["auditplan"]
    sent(session, here, audit)
    assert codes(session) == []
    service.assign(session, actor(here.planner), NOW, audit, here.second, role=TeamRole.SECOND)
    service.confirm_impartiality(session, actor(here.second), NOW, audit.present_team[1])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    assert plan_view(session, audit, TODAY).changed
    assert codes(session) == ["auditplan-team"]


def objected(session, here, audit):
    from auditbeheer.quotes.letters import contact_of
    from tests.portal.scene import seat_in

    seat, by, _ = seat_in(session, NUMBER)
    assert contact_of(audit.trajectory.partnership).person == seat.recipient.person
    return service.object_to_member(
        session, by, NOW, audit.present_team[0], sender=seat.recipient, why="Wij kennen elkaar"
    )


def test_an_objection_is_decided_on_and_told_and_leads_to_another_member(session, here):
    audit = with_lead(session, here)
    sent(session, here, audit)
    row = objected(session, here, audit)
    assert codes(session) == [f"bezwaar.{row.id}"]
    with pytest.raises(Refused, match="bezwaar"):
        objected(session, here, audit)
    service.decide_objection(session, actor(here.planner), NOW, row, honoured=True, why="Terecht")
    told = session.query(Notice).filter(Notice.topic == "bezwaar_besluit").one()
    assert (told.name, told.facts["ander"], told.facts["reden"]) == ("Selin Yılmaz", True, "Terecht")
    assert codes(session) == ["auditor-vervangen"]
    service.replace_auditor(
        session, actor(here.planner), NOW, audit.present_team[0], employee=here.second, why="bezwaar", cause=Cause.US
    )  # fmt: skip
    assert codes(session) == []
    with pytest.raises(Refused):
        service.decide_objection(session, actor(here.planner), NOW, row, honoured=False, why="nee")


def test_a_rejected_objection_changes_nothing_in_the_team(session, here):
    audit = with_lead(session, here)
    sent(session, here, audit)
    row = objected(session, here, audit)
    service.decide_objection(session, actor(here.planner), NOW, row, honoured=False, why="Geen belang")
    assert codes(session) == []
    assert audit.present_team[0].employee is here.auditor


def test_the_plan_is_made_read_and_objected_to_on_the_pages(office):
    with office.write() as session:
        here: Scene = with_group(session)
        with_lead(session, here)
        planner = here.planner.id
    browser, url = office.as_(Role.PLANNER, planner), f"/dossiers/{NUMBER}/planning/auditplan"
    assert "Er is nog geen auditplan" in browser.get(url)
    form = browser.get(f"{url}/maken")
    assert form.value("wat0") == "Opening"
    fields = {
        node.attributes["name"]: node.attributes.get("value") or "" for node in form.tree.css("main input[type=text]")
    }
    assert browser.post(f"{url}/maken", {**fields, "room": ""}, status=422).errors
    wrong = browser.post(f"{url}/maken", {**fields, "room": "Zaal 1", "tot0": "9:00"}, status=422)
    assert "De tijden van ‘Opening’ kloppen niet" in wrong
    assert "Auditplan versie 1 is verstuurd aan Selin Yılmaz" in browser.post(
        f"{url}/maken", {**fields, "room": "Zaal 1"}
    )
    assert browser.raw(f"{url}/1.pdf").data.startswith(b"%PDF-")
    client = entered(office, "selin@voorbeeld.nl")
    page = client.get(f"/mijn/{NUMBER}/auditplan")
    assert "Marloes Bakker , auditor" in page
    assert "eigen regel 55" in page
    assert client.raw(f"/mijn/{NUMBER}/auditplan.pdf").data.startswith(b"%PDF-")
    with office.database.read() as session:
        audit = audit_of(session, here.trajectory.id)
        assert audit is not None
        member = audit.present_team[0].id
    after = client.post(f"/mijn/{NUMBER}/auditplan/bezwaar/{member}", {"why": "Wij kennen elkaar"})
    assert "Wij beoordelen het bezwaar" in after
    decided = browser.post(f"/dossiers/{NUMBER}/planning/bezwaar/1", {"honoured": "nee", "why": "Geen belang"})
    assert "Het bezwaar is afgewezen" in decided
    assert "Het bezwaar is afgewezen: Geen belang" in client.get(f"/mijn/{NUMBER}/auditplan")


def test_who_was_objected_to_with_reason_is_not_in_the_team():
    day = date(2026, 12, 3)
    free, objected_to = (no_honoured_objection("M. Bakker", on, defaults()) for on in (None, day))
    assert free.met
    assert (objected_to.met, objected_to.fact) == (False, "toegewezen op 3\u00a0december 2026")


def honoured(session, here, audit) -> None:
    sent(session, here, audit)
    service.decide_objection(
        session, actor(here.planner), NOW, objected(session, here, audit), honoured=True, why="Terecht"
    )


def test_a_day_is_not_confirmed_with_somebody_in_the_team_to_whom_the_client_objected(session, here):
    audit = with_lead(session, here)
    honoured(session, here, audit)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    with pytest.raises(Refused) as told:
        service.confirm_day(session, actor(here.planner), NOW, audit)
    assert [one.code for one in told.value.objections] == ["team.bezwaar"]
    assert unmet(service.conditions_to_confirm(session, NOW, audit)) == list(told.value.objections)
    row = service.replace_auditor(
        session, actor(here.planner), NOW, audit.present_team[0], employee=here.second, why="bezwaar", cause=Cause.US
    )  # fmt: skip
    service.confirm_impartiality(session, actor(here.second), NOW, row)
    assert service.confirm_day(session, actor(here.planner), NOW, audit).confirmed_on == TODAY


def test_who_was_objected_to_comes_back_by_no_way_also_on_another_day(session, here):
    audit, by = with_lead(session, here), actor(here.planner)
    honoured(session, here, audit)
    service.withdraw(session, by, NOW, audit.present_team[0], why="bezwaar", cause=Cause.US)
    for role in (TeamRole.LEAD, TeamRole.OBSERVER):
        with pytest.raises(Refused, match="toegewezen"):
            service.assign(session, by, NOW, audit, here.auditor, role=role)
    moved, _ = service.move_audit(
        session, by, NOW, audit, day=DAY + timedelta(days=7), starts_at=time(9, 30), place="Stadhuis",
        document_review_on=DAY, why="zaal bezet", cause=Cause.GROUP,
    )  # fmt: skip
    with pytest.raises(Refused, match="toegewezen"):
        service.assign(session, by, NOW, moved, here.auditor, role=TeamRole.LEAD)
    mine = next(
        one for one in choices_for(session, moved, Part.LEAD, defaults()) if one.employee is here.auditor
    )  # fmt: skip
    assert [one.code for one in unmet(mine.conditions)] == ["team.bezwaar"]
    office = office_for(session, [here.trajectory.id], TODAY, Wishes())
    seats = [one for one in office.audits[0].seats if one.auditor == str(here.auditor.id)]
    assert [(one.periods, [bar.code for bar in one.objections]) for one in seats] == [((), ["team.bezwaar"])] * 3
    question = service.ask_for_days(
        session, by, NOW, here.trajectory, days=[DAY + timedelta(days=14)], answer_by=DAY, lead=here.second
    )
    assert here.auditor not in table_of(session, question, TODAY).columns[0].leaders


def test_the_page_says_why_the_day_waits_and_leads_to_who_must_go(office):
    with office.write() as session:
        here = with_group(session)
        audit = with_lead(session, here)
        honoured(session, here, audit)
        planner, key = here.planner.id, audit.present_team[0].id
    page = office.as_(Role.PLANNER, planner).get(f"/dossiers/{NUMBER}/planning")
    assert "Geen bezwaar van de werkgroep dat is toegewezen" in page
    confirming = page.tree.css_first("section:has(h2#bevestigen-kop)")
    assert confirming is not None
    links = [link.attributes["href"] for link in confirming.css("a")]
    assert f"/dossiers/{NUMBER}/planning/vervangen/{key}" in links
