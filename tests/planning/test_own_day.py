"""The lead auditor gives the own audit another day: within limits, and never past QUA-6 and QUA-7."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.models import Audit, TeamRole
from auditbeheer.planning.rules import OwnWish, may_move_self
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import service as qualifications
from auditbeheer.qualifications.models import QualifiedAs
from auditbeheer.scheme.condition import SETTING, unmet
from auditbeheer.scheme.own_rules import defaults
from tests.office import Office
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, Scene, scene, with_lead
from tests.qualifications.people import actor

LATER = date(2026, 12, 16)
FIRST = (date(2026, 12, 7), SETTING)
LAST = (date(2027, 2, 14), SETTING)


@pytest.mark.parametrize(
    ("was", "day", "facts", "objections"),
    [
        (DAY, LATER, {}, set()),
        (DAY, LATER, {"leads": False}, {"zelf.leiding"}),
        (DAY, LATER, {"confirmed": True}, {"zelf.niet_bevestigd"}),
        (DAY, LATER, {"asked": True}, {"zelf.geen_vraag"}),
        (date(2026, 12, 7), LATER, {}, set()),
        (date(2026, 12, 6), LATER, {}, {"zelf.oude_dag"}),
        (DAY, date(2026, 12, 6), {}, {"zelf.nieuwe_dag", "zelf.venster"}),
        (DAY, date(2027, 2, 14), {}, set()),
        (DAY, date(2027, 2, 15), {}, {"zelf.venster"}),
    ],
)
def test_the_lead_moves_a_day_within_limits(was, day, facts, objections):
    wish = OwnWish(was, day, FIRST, LAST)
    found = unmet(may_move_self(wish, TODAY, defaults(), **({"leads": True, "confirmed": False} | facts)))
    assert {condition.code for condition in found} == objections


@pytest.fixture
def here(session) -> Scene:
    return scene(session, last_day=date(2027, 5, 31))


def move(session, here: Scene, audit: Audit, day: date = LATER, by: Employee | None = None):
    return service.move_own_audit(
        session, actor(by or here.auditor), NOW, audit, day=day, starts_at=time(10), document_review_on=REVIEW,
        why="beter voor de rondgang",
    )  # fmt: skip


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {condition.code for condition in refused.value.objections}


def test_the_lead_moves_the_own_audit_and_it_is_written_down(session, here):
    moved = move(session, here, with_lead(session, here))
    assert (moved.day, moved.lead, moved.place) == (LATER, here.auditor, "Stadhuis, Lelystad")
    line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "audit verzet")).one()
    assert (line.who, line.why) == ("Marloes Bakker", "door de auditor: beter voor de rondgang (lag bij ons)")


def test_another_auditor_does_not(session, here):
    with pytest.raises(Refused) as refused:
        move(session, here, with_lead(session, here), by=here.second)
    assert "zelf.leiding" in codes(refused)


def test_not_once_the_working_group_knows_the_day(session, here):
    audit = with_lead(session, here)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    with pytest.raises(Refused) as refused:
        move(session, here, audit)
    assert codes(refused) == {"zelf.niet_bevestigd"}


def test_only_to_a_day_on_which_the_whole_team_can(session, here):
    audit = with_lead(session, here)
    service.assign(session, actor(here.planner), NOW, audit, here.second, role=TeamRole.SECOND)
    record_absence(session, actor(here.planner), NOW, here.second, from_day=LATER, until_day=LATER, why="verlof")
    with pytest.raises(Refused) as refused:
        move(session, here, audit)
    assert codes(refused) == {"agenda.aanwezig"}


def test_a_suspended_lead_moves_nothing(session, here):
    audit = with_lead(session, here)
    qualifications.suspend(
        session, actor(here.manager), NOW, here.auditor, scheme=schemes()["kvo-b-4.0"], capacity=QualifiedAs.AUDITOR,
        why="klacht",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        move(session, here, audit)
    assert "kwalificatie.besluit" in codes(refused)


def test_the_page_is_only_for_who_leads(office: Office):
    with office.write() as session:
        found = scene(session, last_day=date(2027, 5, 31))
        with_lead(session, found)
        lead, other = found.auditor.id, found.second.id
    url = "/dossiers/D-2026-0001/planning/eigen-dag"
    office.as_(Role.AUDITOR, other).get(url, status=404)
    mine = office.as_(Role.AUDITOR, lead)
    filled = {
        "day-dag": "16", "day-maand": "12", "day-jaar": "2026", "starts_at": "10", "why": "",
        "document_review_on-dag": "4", "document_review_on-maand": "12", "document_review_on-jaar": "2026",
    }  # fmt: skip
    assert "Vul in waarom de dag verandert" in mine.post(url, filled, status=422)
    assert "De audit staat nu op woensdag 16 december 2026." in mine.post(url, {**filled, "why": "rondgang"})
    page = mine.post(url, {**filled, "day-dag": "28", "day-maand": "11", "why": "eerder"}, status=422)
    assert "is te dichtbij" in page
