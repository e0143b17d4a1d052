"""A deviation from finding to closing, under 4.0 and under 3.1. On both databases."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.models import entries_of
from auditbeheer.deviations import service, work
from auditbeheer.deviations.models import Severity, deviations_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.plumbing.work import StepState
from tests.documents.scenes import PDF, Scene, at, scene, there

DAY = date(2026, 12, 9)
DUE = date(2027, 2, 9)


@pytest.fixture
def here(session) -> Scene:
    return scene(session, day=DAY)


@pytest.fixture
def shelf(tmp_path) -> FileShelf:
    return FileShelf(tmp_path / "files")


def codes(refused):
    return [condition.code for condition in refused.value.objections]


def opened(session, here, seen="De lamp bij nummer 12 is stuk", **facts):
    return service.open_deviation(
        session, here.by(here.auditor), at(here.audit.day), here.audit, point="T13", seen=seen,
        requirement="Maatregelen (B4 §4.2.4)", **facts,
    )  # fmt: skip


def established(session, here, closed_on=None, **facts):
    deviation = opened(session, here, **facts)
    day = closed_on or here.audit.day
    service.establish_deviations(session, here.by(here.auditor), at(day), here.audit, closed_on=day)
    here.audit.held_on = day
    return deviation


def answered(session, here, deviation, shelf, day, *, complete=True, upload=None):
    return service.record_answer(
        session, here.by(here.planner), at(day), deviation, shelf, received_on=day, text="De lamp is vervangen",
        from_whom="Selin Yılmaz", complete=complete, upload=upload,
    )  # fmt: skip


def judged(session, here, deviation, day, *, good, verdict="", by=None, opened_on=None):
    return service.assess_answer(
        session, here.by(by or here.auditor), at(day), deviation, sufficient=good, verdict=verdict, opened_on=opened_on
    )


def test_terms_run_from_the_closing_and_are_stored(session, here):
    deviation = opened(session, here)
    assert (deviation.number, deviation.additions_due) == (1, None)
    established(session, here, date(2026, 12, 31), seen="Er is geen archief")
    rows = deviations_of(session, here.audit.id)
    assert [row.additions_due for row in rows] == [date(2027, 2, 28)] * 2
    assert [row.assessment_due for row in rows] == [date(2027, 3, 28)] * 2


def test_a_complete_addition_begins_the_month_to_assess(session, here, shelf):
    deviation = established(session, here)
    assert deviation.assessment_due == date(2027, 3, 9)
    answered(session, here, deviation, shelf, date(2027, 1, 12), complete=False)
    assert deviation.assessment_due == date(2027, 3, 9)
    answered(session, here, deviation, shelf, date(2027, 1, 20), upload=("lamp.pdf", PDF))
    assert deviation.assessment_due == date(2027, 2, 20)
    assert deviation.answers[-1].file.name == "lamp.pdf"
    assert service.facts_of(deviation).state == "Aanvulling ontvangen"


def test_a_return_does_not_begin_the_two_months_anew(session, here, shelf):
    deviation = established(session, here)
    answered(session, here, deviation, shelf, date(2027, 1, 12))
    judged(session, here, deviation, date(2027, 1, 15), good=False, verdict="Een foto mist")
    assert (deviation.additions_due, deviation.assessment_due) == (DUE, date(2027, 3, 9))
    assert service.facts_of(deviation).state == "Teruggestuurd"
    answered(session, here, deviation, shelf, date(2027, 2, 10))
    with pytest.raises(Refused) as refused:
        judged(session, here, deviation, date(2027, 2, 11), good=True)
    assert codes(refused) == ["aanvulling.op_tijd"]


def test_a_sufficient_addition_closes_the_deviation(session, here, shelf):
    deviation = established(session, here)
    answered(session, here, deviation, shelf, DUE)
    judged(session, here, deviation, date(2027, 2, 12), good=True, verdict="Gezien op de foto", by=here.manager)
    assert (deviation.closed_on, deviation.answers[0].sufficient) == (date(2027, 2, 12), True)
    with pytest.raises(Refused) as refused:
        answered(session, here, deviation, shelf, date(2027, 2, 13))
    assert codes(refused) == ["afwijking.open"]
    verbs = [entry.verb for entry in entries_of(session, here.trajectory.number)]
    assert verbs[:3] == ["aanvulling beoordeeld", "aanvulling ontvangen", "afwijking vastgesteld"]


def test_nobody_from_outside_records_or_judges(session, here, shelf):
    with pytest.raises(Refused) as refused:
        service.open_deviation(
            session, here.by(here.manager), at(DAY), here.audit, point="T1", seen="x", requirement="y"
        )  # fmt: skip
    assert codes(refused) == ["audit.team"]
    deviation = established(session, here)
    answered(session, here, deviation, shelf, date(2027, 1, 12))
    with pytest.raises(Refused) as refused:
        judged(session, here, deviation, date(2027, 1, 13), good=True, by=here.planner)
    assert codes(refused) == ["aanvulling.beoordelaar"]


def test_two_people_judge_one_addition_and_the_second_is_told(session, here, shelf):
    deviation = established(session, here)
    answered(session, here, deviation, shelf, date(2027, 1, 12))
    opened_on = deviation.version
    judged(session, here, deviation, date(2027, 1, 13), good=False, verdict="Een foto mist", opened_on=opened_on)
    with pytest.raises(Clash) as clash:
        judged(session, here, deviation, date(2027, 1, 13), good=True, opened_on=opened_on)
    assert clash.value.theirs == {"verdict": "Een foto mist"}


def test_a_withdrawn_deviation_stays_to_be_seen_and_gets_no_term(session, here):
    deviation = opened(session, here)
    service.withdraw_deviation(session, here.by(here.auditor), at(DAY), deviation, why="Verkeerde lamp")
    assert not service.establish_deviations(session, here.by(here.auditor), at(DAY), here.audit, closed_on=DAY)
    assert (deviation.additions_due, deviation.withdrawn_why) == (None, "Verkeerde lamp")
    assert opened(session, here).number == 2
    with pytest.raises(Refused) as refused:
        service.withdraw_deviation(session, here.by(here.auditor), at(DAY), deviation, why="Nog eens")
    assert codes(refused) == ["afwijking.open"]


def test_a_description_changes_with_what_it_said_in_the_journal(session, here):
    deviation = opened(session, here)
    by, now = here.by(here.auditor), at(DAY)
    same = {"requirement": deviation.requirement, "severity": Severity.NONE}
    before = len(entries_of(session, here.trajectory.number))
    service.describe_deviation(session, by, now, deviation, seen=deviation.seen, **same)
    assert len(entries_of(session, here.trajectory.number)) == before
    service.describe_deviation(session, by, now, deviation, seen="Twee lampen zijn stuk", **same)
    assert entries_of(session, here.trajectory.number)[0].why == "Eerder: De lamp bij nummer 12 is stuk"


def test_under_3_1_the_one_term_is_extended_once(session, shelf):
    here = scene(session, day=date(2024, 9, 30), scheme="kvo-3.1")
    deviation = established(session, here, severity=Severity.MAJOR)
    assert (deviation.additions_due, deviation.assessment_due) == (None, date(2024, 12, 30))
    by, now = here.by(here.auditor), at(date(2024, 12, 1))
    with pytest.raises(Refused) as refused:
        service.extend_term(session, by, now, deviation, why=" ")
    assert refused.value.field == "why"
    service.extend_term(session, by, now, deviation, why="De leverancier is ziek")
    assert deviation.assessment_due == date(2025, 2, 28)
    with pytest.raises(Refused) as refused:
        service.extend_term(session, by, now, deviation, why="Nog eens")
    assert codes(refused) == ["afwijking.een_keer"]


def test_under_4_0_nothing_is_extended(session, here):
    deviation = established(session, here)
    with pytest.raises(Refused) as refused:
        service.extend_term(session, here.by(here.auditor), at(DAY), deviation, why="Vakantie")
    assert codes(refused) == ["afwijking.verlenging"]


def test_an_interview_heals_a_deviation(session, here):
    deviation = established(session, here)
    day = date(2026, 12, 15)
    service.heal_deviation(
        session, here.by(here.auditor), at(day), deviation, on=day, how="Gesprek gevoerd", from_whom="Anna Smit"
    )
    assert (deviation.closed_on, service.facts_of(deviation).state) == (day, "Gesloten")


def test_the_work_follows_whose_turn_it_is(session, here, shelf):
    assert work.step(session, here.trajectory, DAY).state is StepState.NOT_BEGUN
    deviation = established(session, here)
    (task,) = work.tasks(session, DAY)
    assert (task.waits_on, task.last_day, task.permission) == ("werkgroep", DUE, "documents")
    assert work.step(session, here.trajectory, DAY).state is StepState.WAITING
    assert [term.last_day for term in work.terms(session, DAY)] == [DUE, date(2027, 3, 9)]
    answered(session, here, deviation, shelf, date(2027, 1, 12))
    (task,) = work.tasks(session, DAY, dossier=here.trajectory.number)
    assert (task.title, task.last_day) == ("Beoordeel de aanvulling op afwijking 1", date(2027, 2, 12))
    assert (task.person, there(task.source).label) == (here.auditor.id, "B4 §6.3")
    judged(session, here, deviation, date(2027, 1, 13), good=True)
    assert work.tasks(session, DAY) == []
    assert work.step(session, here.trajectory, DAY).fact == "1 gesloten"
    assert work.tasks(session, DAY, dossier="D-2026-9999") == []


def test_an_audit_without_deviations_says_so(session, here):
    here.audit.held_on = DAY
    step = work.step(session, here.trajectory, DAY)
    assert (step.state, step.fact) == (StepState.NOT_NEEDED, "geen afwijkingen")
