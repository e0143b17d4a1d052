"""Somebody else for a part: who hears of it, and whether a day that was confirmed stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts import grants
from auditbeheer.planning import service, work
from auditbeheer.planning.models import Cause, TeamRole
from auditbeheer.planning.replacing import consequences, filled_in
from auditbeheer.plumbing.outbox import Notice
from tests.planning.scene import DAY, NOW, TODAY, scene, with_lead
from tests.qualifications.people import actor


@pytest.fixture
def here(session):
    return scene(session)


def confirmed(session, here, day=DAY):
    audit = with_lead(session, here, day)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    return service.confirm_day(session, actor(here.planner), NOW, audit)


def replaced(session, here, row, by, now=NOW):
    return service.replace_auditor(
        session, actor(here.planner), now, row, employee=by, why="ziek", cause=Cause.NOBODY
    )  # fmt: skip


def told(session, topic):
    return session.scalars(select(Notice).where(Notice.topic == topic).order_by(Notice.id)).all()


def test_the_day_waits_for_the_statement_of_who_comes_instead(session, here):
    audit = confirmed(session, here)
    replaced(session, here, audit.present_team[0], here.second)
    assert audit.confirmed_on is None
    asked = [task for task in work.tasks(session, TODAY) if task.code == "onpartijdigheid-bevestigen"]
    assert [task.person for task in asked] == [here.second.id]


def test_the_day_stays_confirmed_when_who_comes_instead_stated_it_in_this_audit(session, here):
    audit = with_lead(session, here)
    second = service.assign(session, actor(here.planner), NOW, audit, here.second, role=TeamRole.SECOND)
    service.confirm_impartiality(session, actor(here.second), NOW, second)
    service.withdraw(session, actor(here.planner), NOW, second, why="niet nodig", cause=Cause.US)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    assert "De dag blijft bevestigd." in consequences(audit.present_team[0], here.second, TODAY)
    replaced(session, here, audit.present_team[0], here.second)
    assert audit.confirmed_on == TODAY


@pytest.mark.parametrize(("days_before", "at_once"), [(7, True), (8, False)], ids=["a week before", "earlier"])
def test_everybody_hears_who_comes_instead_and_at_once_within_seven_days(session, here, days_before, at_once):
    audit = confirmed(session, here)
    now = NOW + timedelta(days=(DAY - TODAY).days - days_before)
    old = audit.present_team[0]
    new = replaced(session, here, old, here.second, now)
    (group,) = told(session, "auditor_vervangen")
    assert (group.facts["naam"], group.facts["eerder"]) == (here.second.name, here.auditor.name)
    assert not {"reden", "waarom"} & set(group.facts), "why is nobody's business"
    (left,), (comes,) = told(session, "audit_voorbij"), told(session, "audit_toegewezen")
    assert (left.name, comes.name) == (here.auditor.name, here.second.name)
    assert comes.facts["bevestigen"]
    assert {left.by_itself, comes.by_itself} == {at_once}
    assert new.impartial_on is None


def test_a_working_group_that_heard_of_no_day_hears_of_no_auditor(session, here):
    audit = with_lead(session, here)
    replaced(session, here, audit.present_team[0], here.second)
    assert not told(session, "auditor_vervangen")


def test_the_dossier_opens_and_closes(session, here):
    audit = confirmed(session, here)
    replaced(session, here, audit.present_team[0], here.second)
    number = here.trajectory.number
    may = [grants.may_see(session, actor(one), grants.DOSSIER, number, TODAY) for one in (here.second, here.auditor)]
    assert may == [True, False]


def test_illness_is_filled_in_only_for_today_and_tomorrow(session, here):
    row = confirmed(session, here).present_team[0]
    assert filled_in(row, "", DAY) == {"why": "Ziek", "cause": "niemand"}
    assert filled_in(row, "7", DAY - timedelta(days=2)) == {"choice": "7:auditor"}
