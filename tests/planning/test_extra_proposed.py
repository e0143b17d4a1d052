"""Extra assessments in a proposal, ticked beside the audits of other dossiers."""

from __future__ import annotations

from threading import Thread
from types import SimpleNamespace

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import models, proposing, service
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.models import LineChoice, ProposalEnd
from auditbeheer.planning.proposing import reckon
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.service.proposals import placed
from auditbeheer.plumbing.refusal import Refused
from tests.planning.scene import dossier
from tests.planning.test_extra import AFTER, BY_THEN, ask, held, plan
from tests.qualifications.people import actor


def proposed(database) -> SimpleNamespace:
    """A proposal for an extra assessment and the audit of another dossier, reckoned."""
    with database.write() as session:
        here, _ = held(session)
        extra, other = ask(session, here), dossier(session, here.planner, "Terrein 2")
        row = service.request_proposal(session, actor(here.planner), AFTER, [other], extras=[extra])
        found = SimpleNamespace(here=here, key=row.id, extra=extra.id, number=here.trajectory.number)
    assert reckon(database, found.key, lambda: AFTER) is ProposalEnd.PROVEN
    return found


def test_an_extra_assessment_is_proposed_within_its_own_days_and_planned_as_one(database):
    found = proposed(database)
    with database.write() as session:
        row = models.proposal_by_id(session, found.key)
        assert row is not None
        line = next(one for one in row.lines if one.extra is not None)
        assert line.day is not None
        assert AFTER.date() <= line.day <= BY_THEN
        audits = service.take_over(session, actor(found.here.planner), AFTER, row, row.open_lines)
        visit = next(audit for audit in audits if audit.extra_id is not None)
        assert (visit.day, visit.lead, visit.hours) == (line.day, line.employee, line.extra.hours if line.extra else 0)
        assert (visit.document_review_on, visit.documents_due) == (None, None)
        assert {one.choice for one in row.lines} == {LineChoice.TAKEN}
    with database.read() as session:
        assert models.extras_to_plan(session) == []
        row = models.proposal_by_id(session, found.key)
        assert row is not None
        office = office_for(
            session, [], AFTER.date(), Wishes(), extras=[one.extra for one in row.lines if one.extra is not None]
        )
        mine = next(one for one in office.audits if one.fixed is None)
        assert mine.keep == placed(next(one for one in row.lines if one.extra is not None)), "a new proposal keeps it"


def test_two_extra_assessments_of_one_dossier_fit_in_one_proposal(session):
    here, _ = held(session)
    both = [ask(session, here), ask(session, here)]
    row = service.request_proposal(session, actor(here.planner), AFTER, [], extras=both)
    office = office_for(session, [], AFTER.date(), Wishes(), extras=both)
    assert [one.key for one in office.audits if one.fixed is None] == [one.key for one in both]
    assert [one.key for one in row.lines] == [one.key for one in both]


def test_what_stands_firm_or_is_needed_no_more_is_not_proposed(session):
    here, _ = held(session)
    first, second = ask(session, here), ask(session, here)
    plan(session, here, first).confirmed_on = AFTER.date()
    service.withdraw_extra(session, actor(here.auditor), AFTER, second, why="opgelost")
    with pytest.raises(Refused) as told:
        service.request_proposal(session, actor(here.planner), AFTER, [], extras=[first, second])
    assert [one.code for one in told.value.conditions if not one.met] == ["voorstel.nodig", "voorstel.vast"]


def test_a_tick_of_another_dossier_or_form_is_nobodys(session):
    here, _ = held(session)
    extra = ask(session, here)
    keys = [extra.key, f"D-2026-9999 extra {extra.id}", "D-2026-0001", "extra", f"{extra.key}0"]
    assert models.extras_keyed(session, keys) == [extra]


def test_it_is_ticked_on_the_list_and_planned_from_the_proposal(office, monkeypatch):
    def start(key: int, _settings: dict[str, str]) -> None:
        work = Thread(target=reckon, args=(office.database, key, lambda: office.now))
        work.start()
        work.join()

    monkeypatch.setattr(proposing, "start", start)
    with office.write() as session:
        here, _ = held(session)
        extra = ask(session, here)
        planner, key, number = here.planner.id, extra.key, here.trajectory.number
    browser = office.as_(Role.PLANNER, planner)
    page = browser.get("/planning?lijst=extra")
    assert page.tree.css_first(f'input[name="keuze"][value="{key}"]') is not None
    page = browser.post("/planning/voorstellen/vragen", {"keuze": key, **browser.token()}, fresh=False)
    assert page.tree.css_first("h1").text(strip=True) == "Voorstel voor 1 audit"
    assert f"{number} · extra beoordeling" in page
    page = browser.post(f"{page.path}/overnemen", browser.token(), fresh=False)
    assert "1 audit is ingepland." in page
    with office.database.read() as session:
        visit = models.extras_keyed(session, [key])[0].visit
        assert visit is not None
        assert visit.lead is not None
