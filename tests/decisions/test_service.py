"""Review and decision as a whole; and what stays refused however it is tried."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.audits.models import Attendance, Report, ReportTopic, report_of
from auditbeheer.certificates.models import Certificate
from auditbeheer.decisions import service, work
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.models import Advice, Decision, Verdict, decision_of, review_of
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.documents.models import Measure, SurveyResult
from auditbeheer.organisation.models import Licence, Signatory
from auditbeheer.planning.models import Assignment, TeamRole
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.plumbing.work import StepState
from auditbeheer.relations.models import Party
from auditbeheer.scheme.condition import unmet
from tests.decisions.case import AUDIT_DAY, NOW, TODAY, Case, case, deviation, grant, review, write
from tests.qualifications import people
from tests.qualifications.people import actor


@pytest.fixture
def here(session: Session) -> Case:
    return case(session)


def objections(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [condition.code for condition in refused.value.objections]


def lacking(session: Session, here: Case) -> list[str]:
    facts = facts_of(session, here.trajectory, service.person_of(actor(here.decider)), TODAY)
    return [condition.code for condition in unmet(conditions_for_granting(facts))]


def test_before_the_review_only_the_review_is_lacking(session, here):
    assert lacking(session, here) == ["besluit.vastgesteld", "besluit.review"]


def test_a_review_establishes_the_report_and_is_journaled(session, here):
    review(session, here)
    assert here.report.established_at is not None
    found = review_of(session, here.trajectory.id)
    assert found is not None
    assert (found.advice, found.reviewer.name) == (Advice.GRANT, "Petra Smit")
    verbs = [entry.verb for entry in entries_of(session, here.trajectory.number)]
    assert "rapport beoordeeld" in verbs
    assert lacking(session, here) == []


def test_advising_to_grant_needs_three_times_yes(session, here):
    with pytest.raises(Refused) as refused:
        service.review_report(
            session, actor(here.reviewer), NOW, here.trajectory, complete=True, qualified=False, correct=True,
            advice=Advice.GRANT, text="toch maar",
        )  # fmt: skip
    assert objections(refused) == ["review.antwoorden"]


@pytest.mark.parametrize("role", [TeamRole.LEAD, TeamRole.SUPERVISOR, TeamRole.TRAINEE, TeamRole.OBSERVER])
def test_who_was_in_the_team_neither_reviews_nor_decides_in_whatever_role(session, here, role):
    inside = here.auditor
    if role is not TeamRole.LEAD:
        inside = people.hire(session, f"Iemand {role.name}", Role.DECIDER)
        session.add(
            Assignment(audit=here.audit, employee=inside, role=role, day=AUDIT_DAY, assigned_on=date(2026, 10, 1))
        )
        session.flush()
        session.refresh(here.audit)
    with pytest.raises(Refused) as refused:
        review(session, here, by=inside)
    assert "review.beoordelaar" in objections(refused)
    review(session, here)
    with pytest.raises(Refused) as refused:
        grant(session, here, by=inside)
    assert objections(refused) == ["besluit.beslisser"]
    assert decision_of(session, here.trajectory.id) is None


def test_who_left_the_team_after_taking_part_stays_outside(session, here):
    gone = people.hire(session, "Vroeger Begeleider", Role.DECIDER)
    session.add(
        Assignment(
            audit=here.audit, employee=gone, role=TeamRole.SUPERVISOR, day=AUDIT_DAY, assigned_on=date(2026, 10, 1),
            withdrawn_on=AUDIT_DAY + timedelta(days=1), withdrawn_why="ander werk",
        )
    )  # fmt: skip
    session.flush()
    session.refresh(here.audit)
    review(session, here)
    with pytest.raises(Refused) as refused:
        grant(session, here, by=gone)
    assert objections(refused) == ["besluit.beslisser"]


def test_a_review_by_somebody_who_joined_the_team_later_no_longer_counts(session, here):
    review(session, here)
    session.add(
        Assignment(audit=here.audit, employee=here.reviewer, role=TeamRole.SECOND, day=AUDIT_DAY, assigned_on=AUDIT_DAY)
    )
    session.flush()
    session.refresh(here.audit)
    assert lacking(session, here) == ["besluit.beoordelaar"]


def test_reviewer_and_decider_may_be_one_person(session, here):
    review(session, here)
    assert grant(session, here, by=here.reviewer).number == "KVO-B-2026-00001"


def close_licence(session, here):
    session.query(Licence).update({"until_day": TODAY - timedelta(days=1)})


def empty_topic(session, here):
    session.query(ReportTopic).filter(ReportTopic.code == "conclusie").update({"text": " "})


def open_deviation(session, here):
    deviation(session, here)


def party_absent(session, here):
    session.query(Attendance).filter(Attendance.party_id == here.trajectory.partnership.parties[2].id).update(
        {"present": False}
    )


def party_left(session, here):
    party = here.trajectory.partnership.parties[2]
    session.query(Party).filter(Party.id == party.id).update({"until_day": AUDIT_DAY - timedelta(days=1)})


def low_response(session, here):
    session.query(SurveyResult).update({"answers": 23})


def measure_undone(session, here):
    session.query(Measure).filter(Measure.title == "Hekwerk").update({"carried_out_on": None})


def no_address(session, here):
    here.trajectory.partnership.street = ""


def no_signatory(session, here):
    session.query(Signatory).update({"until_day": TODAY - timedelta(days=1)})


def withdrawn(session, here):
    here.trajectory.withdrawn_on = TODAY


def advised_against(session, here):
    review(session, here, advice=Advice.REFUSE)


def new_edition(session, here):
    write(session, here.audit, here.auditor, edition=2)


OBSTACLES = [
    (close_licence, {"besluit.licentie"}),
    (empty_topic, {"besluit.rapport"}),
    (open_deviation, {"besluit.afwijkingen"}),
    (party_absent, {"besluit.partijen"}),
    (party_left, {"besluit.partijen"}),
    (low_response, {"besluit.respons"}),
    (measure_undone, {"besluit.maatregelen"}),
    (no_address, {"besluit.gegevens"}),
    (no_signatory, {"besluit.gegevens"}),
    (withdrawn, {"besluit.loopt"}),
    (advised_against, {"besluit.advies"}),
    (new_edition, {"besluit.vastgesteld", "besluit.review"}),
]


@pytest.mark.parametrize(("obstacle", "codes"), OBSTACLES, ids=[obstacle.__name__ for obstacle, _ in OBSTACLES])
def test_one_unmet_condition_and_nothing_is_granted(session, here, obstacle, codes):
    review(session, here)
    obstacle(session, here)
    session.flush()
    session.expire_all()
    with pytest.raises(Refused) as refused:
        grant(session, here)
    assert set(objections(refused)) == codes
    assert session.scalar(select(func.count()).select_from(Certificate)) == 0
    assert session.scalar(select(func.count()).select_from(Decision)) == 0


def test_an_audit_that_was_too_short_leads_to_no_certificate(session):
    at = case(session, hours=Decimal("7.5"))
    review(session, at)
    assert lacking(session, at) == ["besluit.audittijd"]


def test_the_hours_of_the_report_are_audit_time_too(session):
    at = case(session, hours=Decimal("7.5"))
    report = session.scalars(select(Report)).one()
    report.hours = Decimal("0.5")
    review(session, at)
    assert lacking(session, at) == []


def test_without_an_agreement_there_is_no_certificate(session):
    at = case(session, signed=False)
    review(session, at)
    # The signatory of the body comes along with the agreement in these tests.
    assert lacking(session, at) == ["besluit.overeenkomst", "besluit.gegevens"]


def test_an_absent_party_is_healed_by_an_interview(session, here):
    review(session, here)
    party_absent(session, here)
    session.query(Attendance).filter(Attendance.present.is_(False)).update({"interviewed_on": date(2026, 11, 18)})
    session.expire_all()
    assert lacking(session, here) == []


def test_a_suspended_auditor_was_not_qualified_on_the_day(session, here):
    from auditbeheer.qualifications.models import QualificationAct, QualificationActKind, QualifiedAs

    session.add(
        QualificationAct(
            employee_id=here.auditor.id, scheme="kvo-b-4.0", capacity=QualifiedAs.AUDITOR,
            kind=QualificationActKind.SUSPENDED, on_day=AUDIT_DAY, why="klacht", by_id=here.manager.id, at=NOW,
        )
    )  # fmt: skip
    session.flush()
    review(session, here)
    assert lacking(session, here) == ["besluit.auditor"]


def test_a_closed_deviation_stands_in_nobodys_way(session, here):
    deviation(session, here, closed_on=date(2026, 11, 20))
    review(session, here)
    assert grant(session, here).number == "KVO-B-2026-00001"


def test_the_decision_keeps_its_conditions_as_they_stood(session, here):
    review(session, here)
    grant(session, here, why="De werkgroep voldoet.")
    decision = decision_of(session, here.trajectory.id)
    assert decision is not None
    assert (decision.verdict, decision.why, decision.decider.name) == (
        Verdict.GRANTED, "De werkgroep voldoet.", "Karel Jansen",
    )  # fmt: skip
    kept = {row["code"]: row for row in decision.conditions}
    assert kept["besluit.licentie"]["fact"].replace("\u00a0", " ") == "Tot en met 31 december 2028"
    assert {row["met"] for row in decision.conditions} == {"ja"}
    assert kept["besluit.licentie"]["source"] == "B4 §6.1"
    report = report_of(session, here.audit.id)
    assert report is not None
    assert report.decision == "verleend"


def test_nobody_decides_twice(session, here):
    review(session, here)
    grant(session, here)
    with pytest.raises(Refused) as refused:
        grant(session, here)
    assert "besluit.eerder" in objections(refused)
    with pytest.raises(Refused):
        service.refuse(session, actor(here.decider), NOW, here.trajectory, why="toch niet")


def test_refusing_needs_no_closed_deviations_and_can_be_reopened(session, here):
    deviation(session, here)
    decision = service.refuse(session, actor(here.decider), NOW, here.trajectory, why="De termijn liep af.")
    assert session.scalar(select(func.count()).select_from(Certificate)) == 0
    service.reopen(session, actor(here.decider), NOW, decision, why="Bezwaar gegrond")
    assert decision_of(session, here.trajectory.id) is None
    assert decision.reopened_on == TODAY


def test_a_granted_certificate_cannot_be_reopened_away(session, here):
    review(session, here)
    grant(session, here)
    decision = decision_of(session, here.trajectory.id)
    assert decision is not None
    with pytest.raises(Refused) as refused:
        service.reopen(session, actor(here.decider), NOW, decision, why="vergissing")
    assert objections(refused) == ["besluit.heropenen"]


def test_a_report_that_is_sent_back_waits_for_the_auditor(session, here):
    service.return_report(session, actor(here.reviewer), NOW, here.trajectory, question="Waar is de respons?")
    assert here.report.returned_why == "Waar is de respons?"
    assert work.tasks(session, TODAY) == []
    with pytest.raises(Refused) as refused:
        review(session, here)
    assert objections(refused) == ["review.ingediend"]


def test_the_work_follows_the_dossier(session, here):
    (task,) = work.tasks(session, TODAY)
    assert (task.code, task.title, task.last_day) == (
        "rapport-beoordelen", "Beoordeel het rapport", date(2026, 11, 26),
    )  # fmt: skip
    assert work.step(session, here.trajectory, TODAY).fact == "rapport ligt ter beoordeling"
    review(session, here)
    (task,) = work.tasks(session, TODAY, dossier=here.trajectory.number)
    assert (task.code, task.why) == ("besluit-nemen", "Het advies is verlenen.")
    (term,) = work.terms(session, TODAY)
    assert (term.what, term.source.label) == ("Besluit", "B4 §6.4")
    grant(session, here)
    assert work.tasks(session, TODAY) == []
    step = work.step(session, here.trajectory, TODAY)
    assert step.state is StepState.DONE
    assert step.fact.startswith("verleend op")


def test_while_a_deviation_is_open_nothing_waits_for_the_decider(session, here):
    review(session, here)
    row = deviation(session, here)
    assert work.tasks(session, TODAY) == []
    assert work.terms(session, TODAY) == []
    row.closed_on = date(2026, 11, 20)
    session.flush()
    (term,) = work.terms(session, TODAY)
    assert term.last_day == date(2026, 12, 4)
    assert term.source.label == "eigen regel 1"


def test_the_system_itself_decides_nothing(session, here):
    from auditbeheer.accounts.journal import SYSTEM

    with pytest.raises(ValueError, match="only a person"):
        service.refuse(session, SYSTEM, NOW, here.trajectory, why="automatisch")
