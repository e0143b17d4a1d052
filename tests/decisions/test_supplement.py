"""A report that was handed in with a deviation open grants nothing: first the supplement that tells of its closing."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.audits import service as audits
from auditbeheer.audits import work as audit_work
from auditbeheer.audits.models import report_of
from auditbeheer.decisions import work
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.decisions.service import person_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.scheme.condition import unmet
from tests.decisions.case import NOW, TODAY, Case, case, deviation, grant, review
from tests.qualifications.people import actor


@pytest.fixture
def here(session) -> Case:
    """The report was handed in while a deviation was open, and reviewed after it was closed."""
    at = case(session)
    at.report.submitted_at, at.audit.held_on = None, at.audit.day
    row = deviation(session, at)
    audits.submit_report(session, actor(at.auditor), NOW, at.audit)
    row.closed_on = date(2026, 11, 20)
    session.flush()
    review(session, at)
    return at


def lacking(session, at):
    facts = facts_of(session, at.trajectory, person_of(actor(at.decider)), TODAY)
    return {condition.code: condition.fact for condition in unmet(conditions_for_granting(facts))}


def waits(session):
    return [task.code for area in (audit_work, work) for task in area.tasks(session, TODAY)]


def test_the_first_edition_is_sent_as_reviewed_and_the_supplement_carries_the_decision(session, here, tmp_path):
    assert lacking(session, here) == {"besluit.rapport_stand": "versie 1: 1 afwijking open"}
    with pytest.raises(Refused):
        grant(session, here)
    assert waits(session) == ["rapport.versturen"]
    by, shelf = actor(here.auditor), FileShelf(tmp_path)
    audits.send_report(session, by, NOW, here.report, shelf, sent_on=TODAY, sent_to="Selin Yılmaz")
    assert waits(session) == ["rapport.aanvullen"]
    audits.begin_supplement(session, by, NOW, here.audit)
    following = report_of(session, here.audit.id)
    assert following is not None
    audits.write_report(
        session, by, NOW, here.audit, summary="Nu klopt alles.", good="", findings="De notulen zijn er.",
        texts={row.code: row.text for row in following.topics},
    )  # fmt: skip
    audits.submit_report(session, by, NOW, here.audit)
    assert waits(session) == ["rapport-beoordelen"]
    review(session, here)
    assert lacking(session, here) == {}
    assert waits(session) == ["besluit-nemen"]
    assert grant(session, here).number == "KVO-B-2026-00001"
    assert following.decision == "verleend"
    assert here.report.decision == ""
