"""A day that suits everybody: asked, answered, reminded of, weighed and chosen, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.operations.reminders import remind_of_days
from auditbeheer.planning import service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.answers import Said, refused_days, said_of_days
from auditbeheer.planning.day_table import days_to_ask, table_of
from auditbeheer.planning.models import audit_of, question_of, questions_of, to_plan
from auditbeheer.planning.service.days import DayWish
from auditbeheer.planning.work import step, tasks
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.plumbing.work import StepState
from auditbeheer.quotes.models import Trajectory
from tests.planning.scene import NOW, TODAY, dossier, plan
from tests.planning.table import (
    ANSWER_BY,
    DAYS,
    KAN,
    KAN_NIET,
    LIEVER_NIET,
    asked,
    everybody_says,
    says,
    seat_everybody,
    who,
    with_group,
)
from tests.qualifications.people import actor


@pytest.fixture
def here(session):
    return with_group(session)


def told(session, topic):
    rows = session.scalars(select(Notice).where(Notice.topic == topic, Notice.withdrawn_at.is_(None)))
    return sorted(row.name for row in rows)


def codes(here, session, day=TODAY):
    found = tasks(session, day, dossier=here.trajectory.number)
    return [task.code for task in found if not task.waits_on], [task.code for task in found if task.waits_on]


def test_every_party_is_asked_by_links_of_their_own(session, here):
    question = asked(session, here)
    rows = session.scalars(select(Notice).where(Notice.topic == "kies_dag")).all()
    assert sorted(row.name for row in rows) == ["Anna Smit", "Mia Vos", "Piet de Boer", "Selin Yılmaz", "Wil Kok"]
    assert {(row.scope, row.target) for row in rows} == {("datum", "/mijn/datum")}
    assert {row.thing for row in rows} == {str(person.id) for person in question.people if person.email}
    assert rows[0].facts["dagen"] == [day.isoformat() for day in DAYS]
    assert told(session, "dag_gevraagd") == ["Gijs Gids"], "a guide only hears of it"
    assert "Gijs Gids" not in {person.name for person in question.people}
    line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "datum gevraagd")).one()
    assert "Kees Mol" in line.what
    assert "30\u00a0november 2026" in line.what


def test_who_has_no_address_is_called_and_the_answer_is_marked(session, here):
    question = asked(session, here)
    own, waiting = codes(here, session)
    kees = who(question, "Kees")
    assert own == [f"datum-bellen.{kees.id}"]
    assert waiting == ["datum-wacht"]
    answers = {day.id: KAN for day in question.days}
    reply = service.record_answer(session, actor(here.planner), NOW, kees, answers=answers)
    assert (reply.by_name, reply.on_behalf) == ("Annelies Vos", True)
    assert codes(here, session) == ([], ["datum-wacht"])


def test_only_one_question_of_a_dossier_is_open(session, here):
    asked(session, here)
    with pytest.raises(Refused, match="antwoord uiterlijk"):
        asked(session, here)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO day_question (trajectory_id, asked_at, asked_by, answer_by, starts_at, place, closed_why,"
                " version) SELECT trajectory_id, asked_at, asked_by, answer_by, starts_at, place, '', 1"
                " FROM day_question"
            )
        )


def test_a_day_that_cannot_be_planned_is_not_asked_and_says_why(session, here):
    with pytest.raises(Refused) as refused:
        asked(session, here, (DAYS[0], date(2026, 11, 20)))
    assert any("vrijdag 20\u00a0november 2026 kan niet." in one.objection for one in refused.value.objections)
    assert not any("12\u00a0januari" in one.objection for one in refused.value.objections)
    assert question_of(session, here.trajectory.id) is None


def test_several_working_groups_are_asked_at_once_or_none(session, here):
    other = dossier(session, here.planner, "De Brand")
    seat_everybody(session, other.partnership)
    wishes = [DayWish(trajectory=one, days=DAYS[:2], answer_by=ANSWER_BY) for one in (here.trajectory, other)]
    assert len(service.ask_several(session, actor(here.planner), NOW, wishes)) == 2
    assert len(told(session, "kies_dag")) == 10


def test_the_newest_answer_counts_and_the_earlier_one_stays(session, here):
    question = asked(session, here)
    says(session, question, "Anna", KAN, KAN, KAN)
    says(session, question, "Anna", KAN_NIET, KAN, KAN, remark="toch dienst")
    person = who(question, "Anna")
    assert len(person.replies) == 2
    assert person.newest is not None
    assert person.newest.by_day[question.days[0].id] is KAN_NIET
    for statement in (
        "UPDATE day_reply SET remark = 'x'",
        "DELETE FROM day_answer",
        "UPDATE asked_day SET review_on = NULL",
    ):
        with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
            session.execute(text(statement))


def test_an_answer_has_a_word_for_every_day(session, here):
    question = asked(session, here)
    with pytest.raises(Refused, match="antwoord"):
        service.answer_days(
            session, actor(here.planner), NOW, who(question, "Anna"), answers={question.days[0].id: KAN}
        )  # fmt: skip


def test_the_table_puts_the_best_day_on_top_and_names_what_the_others_break(session, here):
    question = asked(session, here)
    everybody_says(session, question, KAN, LIEVER_NIET, KAN)
    says(session, question, "Anna", KAN_NIET, LIEVER_NIET, KAN)
    record_absence(
        session, actor(here.planner), NOW, here.auditor, from_day=DAYS[1], until_day=DAYS[1], why="cursus"
    )  # fmt: skip
    table = table_of(session, question, TODAY)
    assert [column.day for column in table.columns] == [DAYS[2], DAYS[1], DAYS[0]]
    best, second, third = table.columns
    assert table.best is best
    assert best.why.startswith("Alle partijen kunnen.")
    assert {one.name for one in best.leaders} == {"Marloes Bakker", "Frits de Groot"}
    assert [one.name for one in second.leaders] == ["Frits de Groot"], "who is away that day is left out"
    broken = {one.code: one for one in third.risks if not one.met}
    assert broken["datum.partijen"].fact == "kan niet: Politie Midden-Nederland"
    assert broken["datum.partijen"].source.label == "B4 §6.3"
    assert len(table.mandatory) == 4
    assert len(table.parties) == 5


def test_one_of_two_people_of_a_party_suffices(session, here):
    question = asked(session, here)
    everybody_says(session, question, KAN, KAN, KAN)
    says(session, question, "Piet", KAN_NIET, KAN, KAN)
    assert not any(
        one.code == "datum.partijen" and not one.met for one in table_of(session, question, TODAY).columns[0].risks
    )
    says(session, question, "Mia", KAN_NIET, KAN, KAN)
    last = table_of(session, question, TODAY).columns[-1]
    assert last.day == DAYS[0]
    assert last.weight.missing == 1


def test_the_table_costs_the_same_for_any_number_of_people_and_days(session, database, statements, here):
    one = asked(session, here, DAYS[:1])
    other = dossier(session, here.planner, "De Brand")
    seat_everybody(session, other.partnership)
    three = service.ask_for_days(session, actor(here.planner), NOW, other, days=DAYS, answer_by=ANSWER_BY)
    everybody_says(session, three, KAN, KAN, KAN)
    says(session, one, "Anna", KAN)

    def cost(question):
        session.expire_all()
        with statements() as seen:
            found = questions_of(session, [question.trajectory_id])
            table_of(session, found[0], TODAY)
        return len(seen)

    assert cost(one) == cost(three)


def test_what_the_parties_refused_can_be_read_for_many_dossiers_at_once(session, here, statements):
    question = asked(session, here)
    everybody_says(session, question, KAN, KAN_NIET, LIEVER_NIET)
    key = here.trajectory.id
    parties = len(question.parties)
    assert parties > 1
    assert refused_days(session, [key]) == {key: {DAYS[1]}}
    assert said_of_days(session, [key]) == {(key, None): Said({DAYS[0], DAYS[2]}, {DAYS[2]: parties})}
    service.withdraw_question(session, actor(here.planner), NOW, question, why="anders")
    assert refused_days(session, [key, 999]) == {key: {DAYS[1]}, 999: set()}, "a refusal stays after the question"


def test_choosing_a_day_plans_the_audit_with_its_leader_and_tells_everybody(session, here):
    question = asked(session, here)
    everybody_says(session, question, KAN, KAN, KAN)
    assert codes(here, session)[0] == ["dag-kiezen"]
    audit = service.choose_day(session, actor(here.planner), NOW, question.days[1], lead=here.auditor)
    assert (audit.day, audit.place, audit.lead) == (DAYS[1], "Lelystad", here.auditor)
    assert audit.document_review_on == date(2027, 1, 7)
    assert (question.chosen_day, question.closed_why) == (DAYS[1], "dag gekozen")
    assert len(told(session, "dag_gekozen")) == 5
    assert told(session, "kies_dag") == [], "what did not leave yet stays here"
    assert codes(here, session)[0] == ["onpartijdigheid-bevestigen"]


def test_choosing_another_day_moves_an_audit_that_stands(session, here):
    first = plan(session, here)
    question = asked(session, here)
    assert step(session, here.trajectory, TODAY).state is StepState.WAITING
    moved = service.choose_day(session, actor(here.planner), NOW, question.days[0], why="in overleg")
    assert first.cancelled_on == TODAY
    assert moved.day == DAYS[0]
    assert audit_of(session, here.trajectory.id) is moved


def test_planning_by_hand_closes_the_question(session, here):
    question = asked(session, here)
    plan(session, here)
    assert question.chosen_day == date(2026, 12, 9)
    assert question_of(session, here.trajectory.id) is None
    with pytest.raises(Refused, match="nog open"):
        says(session, question, "Anna", KAN, KAN, KAN)


def test_a_leader_who_cannot_leaves_the_question_open(session, here):
    question = asked(session, here)
    with pytest.raises(Refused), session.begin_nested():
        service.choose_day(session, actor(here.planner), NOW, question.days[1], lead=here.trainee)
    session.refresh(question)
    assert question.closed_at is None
    assert audit_of(session, here.trajectory.id) is None


def test_other_days_keep_the_history(session, here):
    question = asked(session, here)
    everybody_says(session, question, KAN_NIET, KAN_NIET, KAN_NIET)
    later = tuple(day + timedelta(days=14) for day in DAYS)
    again = service.ask_again(
        session, actor(here.planner), NOW, question, days=later, answer_by=ANSWER_BY, why="geen dag paste"
    )  # fmt: skip
    assert [one.id for one in questions_of(session, [here.trajectory.id])] == [again.id, question.id]
    assert question.closed_why == "andere dagen gevraagd: geen dag paste"
    assert len(told(session, "kies_dag")) == 5, "of two questions only the new one is told"
    assert refused_days(session, [here.trajectory.id])[here.trajectory.id] == set(DAYS)


def test_a_question_that_is_withdrawn_is_told_with_its_reason(session, here):
    question = asked(session, here)
    service.withdraw_question(session, actor(here.planner), NOW, question, why="De audit gaat nog niet door")
    assert len(told(session, "dag_ingetrokken")) == 5
    assert told(session, "kies_dag") == []
    assert [task.code for task in tasks(session, TODAY, dossier=here.trajectory.number)] == ["audit-plannen"]


def test_who_did_not_answer_is_reminded_once_by_itself_and_once_a_day_by_hand(session, here):
    question = asked(session, here)
    says(session, question, "Anna", KAN, KAN, KAN)
    assert remind_of_days(session, NOW + timedelta(days=4)) == 0
    assert remind_of_days(session, NOW + timedelta(days=5)) == 4
    assert remind_of_days(session, NOW + timedelta(days=6)) == 0, "once per person"
    later = NOW + timedelta(days=6)
    assert service.remind_now(session, actor(here.planner), later, question) == [
        "Selin Yılmaz", "Piet de Boer", "Mia Vos", "Wil Kok"
    ]  # fmt: skip
    assert service.remind_now(session, actor(here.planner), later, question) == []
    assert set(told(session, "kies_dag_herinnering")) == {"Selin Yılmaz", "Piet de Boer", "Mia Vos", "Wil Kok"}


def test_after_the_last_day_we_call(session, here):
    question = asked(session, here)
    says(session, question, "Anna", KAN, KAN, KAN)
    own, waiting = codes(here, session, ANSWER_BY + timedelta(days=1))
    assert "datum-nabellen" in own
    assert waiting == []


def test_who_hands_back_is_no_longer_waited_for(session, here):
    question = asked(session, here)
    service.hand_back_question(session, actor(here.planner), NOW, who(question, "Anna"))
    assert not who(question, "Anna").silent
    assert service.remind_now(session, actor(here.planner), NOW, question) == [
        "Selin Yılmaz", "Piet de Boer", "Mia Vos", "Wil Kok"
    ]  # fmt: skip


def test_days_that_are_proposed_fit_and_have_somebody_to_lead(session, here):
    rows = to_plan(session)
    proposed = days_to_ask(session, rows, TODAY)[here.trajectory.id]
    assert len(proposed) == 3
    assert all(day.weekday() < 5 for day in proposed)
    question = asked(session, here, proposed)
    everybody_says(session, question, KAN_NIET, KAN, KAN)
    service.withdraw_question(session, actor(here.planner), NOW, question, why="anders")
    assert proposed[0] not in days_to_ask(session, rows, TODAY)[here.trajectory.id], "refused before"


def test_a_dossier_that_ended_asks_nobody_for_anything(session, here):
    asked(session, here)
    session.get_one(Trajectory, here.trajectory.id).withdrawn_on = TODAY
    session.flush()
    assert codes(here, session) == ([], [])
