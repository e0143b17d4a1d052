"""Who judged an addition evaluated too, also from outside the team: no review and no decision by them (QUA-7)."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.decisions import service
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.models import Decision
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.deviations import service as deviations
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from tests.decisions.case import AUDIT_DAY, NOW, Case, case, deviation, grant, review
from tests.qualifications.people import actor

JUDGED = "beoordeelde de aanvulling op afwijking 1 op 23\u00a0november 2026"


@pytest.fixture
def here(session: Session, tmp_path) -> Case:
    """A deviation was closed on an addition that the scheme manager judged, who was not in the team."""
    at = case(session)
    row = deviation(session, at)
    deviations.record_answer(
        session, actor(at.owner), NOW, row, FileShelf(tmp_path), received_on=AUDIT_DAY, text="De notulen.",
        from_whom="Selin Yılmaz", complete=True,
    )  # fmt: skip
    deviations.assess_answer(session, actor(at.manager), NOW, row, sufficient=True, verdict="In orde.")
    return at


def objections(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str, str]]:
    return [(one.code, one.fact, one.source.label) for one in refused.value.objections]


def also(session: Session, person: Employee, role: Role) -> Employee:
    from auditbeheer.accounts.models import EmployeeRole

    person.roles.append(EmployeeRole(role=role))
    session.flush()
    return person


def test_who_judged_an_addition_does_not_review_the_report(session, here):
    with pytest.raises(Refused) as refused:
        review(session, here, by=here.manager)
    assert objections(refused) == [("review.beoordelaar.aanvulling", f"Joris de Wit {JUDGED}", "eigen regel 22")]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda session, at, by: grant(session, at, by=by), id="grant"),
        pytest.param(
            lambda session, at, by: service.refuse(session, actor(by), NOW, at.trajectory, why="nee"), id="no"
        ),
    ],
)
def test_who_judged_an_addition_does_not_decide(session, here, act):
    review(session, here)
    manager = also(session, here.manager, Role.DECIDER)
    with pytest.raises(Refused) as refused:
        act(session, here, manager)
    assert objections(refused) == [("besluit.beslisser.aanvulling", f"Joris de Wit {JUDGED}", "eigen regel 22")]
    assert session.query(Decision).count() == 0


def test_a_review_by_who_judged_an_addition_afterwards_no_longer_counts(session, tmp_path):
    """The review came first: then the decision sees what happened since."""
    at = case(session)
    row = deviation(session, at)
    review(session, at, by=at.manager)
    deviations.record_answer(
        session, actor(at.owner), NOW, row, FileShelf(tmp_path), received_on=AUDIT_DAY, text="De notulen.",
        from_whom="Selin Yılmaz", complete=True,
    )  # fmt: skip
    deviations.assess_answer(session, actor(at.manager), NOW, row, sufficient=True, verdict="In orde.")
    with pytest.raises(Refused) as refused:
        grant(session, at)
    assert [code for code, *_ in objections(refused)] == ["besluit.beoordelaar.aanvulling"]


def test_who_had_no_part_in_it_reviews_and_decides_and_the_decision_keeps_who_judged(session, here):
    review(session, here)
    grant(session, here)
    (kept,) = session.query(Decision).all()
    told = {one["code"]: one["fact"] for one in kept.conditions}
    assert told["besluit.beslisser.aanvulling"] == "Beoordeeld door Joris de Wit"
    assert told["besluit.beoordelaar.aanvulling"] == "Beoordeeld door Joris de Wit"


def test_without_an_addition_nothing_is_asked_about_it(session):
    at = case(session)
    facts = facts_of(session, at.trajectory, service.person_of(actor(at.decider)), NOW.date())
    assert not [one.code for one in conditions_for_granting(facts) if one.code.endswith("aanvulling")]
