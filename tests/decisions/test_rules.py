"""What the rules of a decision answer when something is not there at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from auditbeheer.decisions import service
from auditbeheer.decisions.basis import DecisionFacts
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from tests.decisions.case import TODAY, Case, case
from tests.qualifications.people import actor


@pytest.fixture
def here(session: Session) -> Case:
    """A dossier of which the report waits for its review."""
    return case(session)


def weighed(session: Session, here: Case) -> DecisionFacts:
    return facts_of(session, here.trajectory, service.person_of(actor(here.decider)), TODAY)


def test_a_scheme_that_is_not_adopted_is_the_answer_by_itself(session, here):
    facts = replace(weighed(session, here), scheme=packaged()["kvo-w-4.0"])
    assert [item.source.kind.value for item in unmet(conditions_for_granting(facts))] == ["instelling"]


def test_without_a_report_it_says_so(session, here):
    facts = replace(weighed(session, here), report=None)
    told = {item.code: item.fact for item in conditions_for_granting(facts)}
    assert told["besluit.rapport"] == "Er is nog geen rapport"


def test_without_a_day_of_issue_none_is_weighed(session, here):
    issued = {item.code for item in conditions_for_granting(weighed(session, here))}
    none = {item.code for item in conditions_for_granting(replace(weighed(session, here), issue=None))}
    assert none < issued
