"""Who hears of a no, of what comes back, and of a dossier that is handed over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from auditbeheer.decisions import service as decisions
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.quotes import service as quotes
from tests.decisions import case
from tests.qualifications.people import actor
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW


def notice(session, topic):
    return session.scalars(select(Notice).where(Notice.topic == topic)).one()


@pytest.fixture
def here(session):
    return case.case(session)


def test_a_refusal_tells_the_group_why(session, here):
    decisions.refuse(session, actor(here.decider), NOW, here.trajectory, why="De termijn liep af.")
    told = notice(session, "besluit_geweigerd")
    assert told.facts["waarom"] == "De termijn liep af."
    assert (told.name, told.dossier) == (here.trajectory.partnership.contact.name, here.trajectory.number)


def test_a_decision_that_comes_back_is_told_to_the_group_and_at_once_to_the_auditor(session, here):
    decision = decisions.refuse(session, actor(here.decider), NOW, here.trajectory, why="De termijn liep af.")
    decisions.reopen(session, actor(here.decider), NOW, decision, why="Bezwaar gegrond")
    assert notice(session, "besluit_heropend").facts["waarom"] == "Bezwaar gegrond"
    told = notice(session, "besluit_terug_auditor")
    assert (told.name, told.by_itself, told.due_at) == (here.audit.lead.name, True, NOW)


def test_a_report_that_comes_back_is_told_at_once_to_who_wrote_it_and_to_nobody_else(session, here):
    before = set(session.scalars(select(Notice.id)))
    decisions.return_report(session, actor(here.reviewer), NOW, here.trajectory, question="Waar is de respons?")
    new = [one for one in session.scalars(select(Notice)) if one.id not in before]
    assert [(one.topic, one.name, one.facts["wat"]) for one in new] == [
        ("rapport_terug", here.audit.lead.name, "Waar is de respons?")
    ]


def test_a_declined_application_tells_the_group_why(session, tmp_path):
    samples.body(session)
    trajectory = samples.applied(session, relations.cluster(session, tmp_path))
    quotes.decline_application(session, samples.actor(session), NOW, trajectory, why="Buiten onze licentie")
    assert notice(session, "aanvraag_afgewezen").facts["waarom"] == "Buiten onze licentie"


@pytest.mark.parametrize("dossiers", [1, 2])
def test_whoever_takes_over_hears_it_in_one_mail(session, tmp_path, dossiers):
    samples.body(session)
    group = relations.cluster(session, tmp_path)
    rows = [samples.applied(session, group) for _ in range(dossiers)]
    taker = add_employee(
        session, SYSTEM, NOW, name="Piet Planner", email="piet@voorbeeld.nl", roles=[Role.PLANNER], password=None
    )
    quotes.hand_over(session, samples.actor(session), NOW, rows, taker, why="Verlof")
    told = notice(session, "overgedragen")
    assert (told.name, told.facts["aantal"], told.facts["waarom"]) == ("Piet Planner", dossiers, "Verlof")
    assert told.target == (f"/dossiers/{rows[0].number}" if dossiers == 1 else "/werk")


def test_who_takes_over_by_an_own_click_is_not_mailed_about_it(session, tmp_path):
    samples.body(session)
    row = samples.applied(session, relations.cluster(session, tmp_path))
    taker = add_employee(
        session, SYSTEM, NOW, name="Piet Planner", email="piet@voorbeeld.nl", roles=[Role.PLANNER], password=None
    )
    quotes.hand_over(session, actor(taker), NOW, [row], taker, why="")
    assert session.scalars(select(Notice).where(Notice.topic == "overgedragen")).all() == []
