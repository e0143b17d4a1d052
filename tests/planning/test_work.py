"""What waits in planning, whose it is, and that many dossiers cost no more than a few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import overview, service, work
from auditbeheer.planning.models import TeamRole
from auditbeheer.plumbing.work import StepState
from auditbeheer.qualifications import service as qualifications
from auditbeheer.qualifications.models import QualifiedAs
from tests.planning.scene import DAY, NOW, TODAY, Scene, dossier, plan, scene, with_lead
from tests.qualifications.people import actor


@pytest.fixture
def here(session: Session) -> Scene:
    return scene(session, last_day=date(2027, 5, 31))


def codes(session: Session) -> list[str]:
    return [task.code for task in work.tasks(session, TODAY)]


def test_each_step_of_planning_waits_in_turn(session, here):
    (task,) = work.tasks(session, TODAY)
    assert (task.code, task.last_day, task.permission) == ("audit-plannen", date(2027, 2, 14), "plan")
    audit = plan(session, here)
    assert codes(session) == ["auditor-toewijzen"]
    service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    (task,) = work.tasks(session, TODAY, dossier=here.trajectory.number)
    assert (task.code, task.person, task.last_day) == ("onpartijdigheid-bevestigen", here.auditor.id, DAY)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    assert codes(session) == ["auditdag-bevestigen"]
    service.confirm_day(session, actor(here.planner), NOW, audit)
    assert codes(session) == ["auditplan"], "the day is told, its programme is not"
    assert work.tasks(session, TODAY, dossier="D-2026-0099") == []


def test_who_no_longer_may_is_to_be_replaced(session, here):
    audit = with_lead(session, here)
    qualifications.suspend(
        session, actor(here.manager), NOW, here.auditor, scheme=schemes()["kvo-b-4.0"], capacity=QualifiedAs.AUDITOR,
        why="klacht",
    )  # fmt: skip
    task = work.tasks(session, TODAY)[0]
    assert task.code == "auditor-vervangen"
    assert task.url.endswith(f"/planning/vervangen/{audit.present_team[0].id}")
    assert "geschorst op 23\xa0november 2026" in task.why


def test_a_day_that_has_passed_waits_for_nothing_here(session, here):
    with_lead(session, here)
    assert work.tasks(session, DAY + timedelta(days=1)) == []


def test_the_terms_tell_what_runs(session, here):
    (term,) = work.terms(session, TODAY)
    assert (term.what, term.last_day, term.source.label) == ("de audit is gehouden", date(2027, 2, 14), "eigen regel 1")
    plan(session, here)
    found = [(term.what, term.last_day) for term in work.terms(session, TODAY)]
    assert found == [("de audit", DAY), ("het rapport is verstuurd", date(2026, 12, 23))]


def test_the_step_says_how_far_it_is(session, here):
    def step(trajectory=here.trajectory):
        found = work.step(session, trajectory, TODAY)
        return found.state, found.open, found.fact.replace("\xa0", " ")

    loose = dossier(session, here.planner, "De Brand", signed=False)
    assert step(loose) == (StepState.NOT_BEGUN, False, "")
    assert step() == (StepState.NOT_BEGUN, True, "nog geen dag")
    audit = plan(session, here)
    assert step() == (StepState.BUSY, True, "9 dec 2026, nog geen auditor")
    service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert step() == (StepState.BUSY, True, "9 dec 2026, M. Bakker, nog niet bevestigd")
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    assert step() == (StepState.DONE, True, "9 dec 2026, M. Bakker")


def test_many_dossiers_cost_no_more_than_one(database, statements):
    def asked() -> int:
        with database.read() as session, statements() as seen:
            work.tasks(session, TODAY)
            work.terms(session, TODAY)
            overview.lists_of(session, TODAY, "gepland")
        return len(seen)

    with database.write() as session:
        here = scene(session, last_day=date(2027, 5, 31))
        with_lead(session, here)
        dossier(session, here.planner, "Park nul", last_day=date(2027, 6, 1))
    few = asked()
    with database.write() as session:
        planner, auditor = (session.get_one(Employee, who.id) for who in (here.planner, here.auditor))
        for number in range(4):
            planned = dossier(session, planner, f"Park {number}", last_day=date(2027, 6, 1))
            audit = plan(session, replace(here, planner=planner), date(2027, 1, 5 + number), trajectory=planned)
            service.assign(session, actor(planner), NOW, audit, auditor, role=TeamRole.LEAD)
            dossier(session, planner, f"Wachtend {number}", last_day=date(2027, 6, 1))
    assert asked() <= few
