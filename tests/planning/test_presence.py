"""When people are there: the week they work, holidays, extra days, absence that changes, and what they ask for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.choices import team_problems
from auditbeheer.planning.models import TeamRole
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.rules import Presence, Week, WeekLoad, is_free
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.scheme.condition import SETTING, unmet
from tests.planning.scene import DAY, NOW, TODAY, Scene, dossier, plan, scene, with_lead
from tests.qualifications.people import actor

CHRISTMAS = date(2026, 12, 25)  # a Friday
FULL = Week(date.min, frozenset({1, 2, 3, 4, 5}), Decimal(40))
THREE_DAYS = Week(date(2026, 12, 1), frozenset({1, 2, 4}), Decimal(24))


@pytest.mark.parametrize(
    ("presence", "day", "objections"),
    [
        (Presence(FULL), DAY, set()),
        (Presence(FULL, away=((DAY, DAY),)), DAY, {"agenda.aanwezig"}),
        (Presence(FULL, weeks=(THREE_DAYS,)), DAY, {"agenda.werkdag"}),
        (Presence(FULL, weeks=(THREE_DAYS,)), date(2026, 11, 25), set()),
        (Presence(FULL, weeks=(THREE_DAYS, FULL)), DAY, set()),
        (Presence(FULL), date(2026, 12, 12), {"agenda.werkdag"}),
        (Presence(FULL, extra=frozenset({date(2026, 12, 12)})), date(2026, 12, 12), set()),
        (Presence(FULL), CHRISTMAS, {"agenda.feestdag"}),
        (Presence(FULL, extra=frozenset({CHRISTMAS})), CHRISTMAS, set()),
        (Presence(FULL, away=((DAY, DAY),), extra=frozenset({DAY})), DAY, {"agenda.aanwezig"}),
    ],
    ids=["there", "away", "no Wednesdays", "before that week", "all days again", "Saturday", "an extra Saturday",
         "Christmas", "an extra holiday", "away even so"],
)  # fmt: skip
def test_somebody_is_free_on_a_working_day_without_absence(presence, day, objections):
    found = unmet(is_free(day, "M. Bakker", presence, in_team=False))
    assert {condition.code for condition in found} == objections
    assert presence.there_on(day) is (not objections)


@pytest.mark.parametrize(("total", "met"), [("24", True), ("24.5", False)])
def test_a_week_has_no_more_hours_than_somebody_works(total, met):
    load = WeekLoad(Decimal(total), SETTING)
    found = unmet(is_free(date(2026, 12, 8), "M. Bakker", Presence(FULL, (THREE_DAYS,)), in_team=False, load=load))
    assert [condition.code for condition in found] == ([] if met else ["agenda.weekuren"])


def test_a_refusal_says_which_days_somebody_works_and_what_holiday_it_is():
    [_, works, *_] = is_free(DAY, "M. Bakker", Presence(FULL, (THREE_DAYS,)), in_team=False)
    assert works.fact == "werkt op maandag, dinsdag en donderdag"
    assert works.objection == "M. Bakker werkt niet op woensdag. Kan het toch, leg dan een extra werkdag vast."
    [_, _, feast, _] = is_free(CHRISTMAS, "M. Bakker", Presence(FULL), in_team=False)
    assert feast.fact == "Eerste kerstdag"


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


def week(session, here: Scene, days: set[int], from_day: date = TODAY, hours: int = 24):
    return service.record_week(
        session, actor(here.planner), NOW, here.auditor, from_day=from_day, days=days, week_hours=Decimal(hours)
    )


def refused_codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [condition.code for condition in refused.value.objections]


def test_who_does_not_work_that_day_is_not_assigned(session, here):
    week(session, here, {1, 2, 4})
    audit = plan(session, here)
    with pytest.raises(Refused) as refused:
        service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert refused_codes(refused) == ["agenda.werkdag"]
    service.add_extra_day(session, actor(here.planner), NOW, here.auditor, day=DAY, why="ruilt met vrijdag")
    service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert audit.lead == here.auditor


def test_a_week_with_too_few_hours_takes_no_second_audit(session, here):
    week(session, here, {1, 2, 3, 4, 5}, hours=6)
    with_lead(session, here)
    other = plan(session, here, DAY + timedelta(days=1), dossier(session, here.planner, "De Brand"))
    with pytest.raises(Refused) as refused:
        service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.LEAD)
    assert refused_codes(refused) == ["agenda.weekuren"]


def test_a_week_may_not_leave_an_audit_on_a_day_off(session, here):
    with_lead(session, here)
    with pytest.raises(Refused) as refused:
        week(session, here, {1, 2, 4})
    assert refused_codes(refused) == ["werkweek.audit"]
    week(session, here, {1, 2, 4}, DAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        week(session, here, set(), DAY + timedelta(days=1))
    assert refused_codes(refused) == ["werkweek.dagen"]


def test_an_extra_day_with_an_audit_on_it_stays(session, here):
    week(session, here, {1, 2, 4})
    row = service.add_extra_day(session, actor(here.planner), NOW, here.auditor, day=DAY, why="ruil")
    with_lead(session, here)
    with pytest.raises(Refused) as refused:
        service.withdraw_extra_day(session, actor(here.planner), NOW, row)
    assert refused_codes(refused) == ["extra.geen_audit"]
    with pytest.raises(Refused) as refused:
        service.add_extra_day(session, actor(here.planner), NOW, here.auditor, day=DAY, why="nog eens")
    assert refused_codes(refused) == ["extra.geen_werkdag"]


def away(session, here: Scene, first: date, last: date):
    return record_absence(
        session, actor(here.planner), NOW, here.auditor, from_day=first, until_day=last, why="verlof"
    )  # fmt: skip


def test_an_absence_ends_early_or_is_off_and_the_old_days_stay_to_be_seen(session, here):
    row = away(session, here, TODAY, DAY)
    shorter = service.change_absence(
        session, actor(here.planner), NOW, row, from_day=TODAY, until_day=DAY - timedelta(days=1), why="eerder terug"
    )  # fmt: skip
    assert (row.cancelled_on, row.cancelled_why, shorter.why) == (TODAY, "eerder terug", "verlof")
    audit = with_lead(session, here)
    assert not team_problems(session, [audit], own_rules_on(session, TODAY))
    with pytest.raises(Refused) as refused:
        service.change_absence(
            session, actor(here.planner), NOW, shorter, from_day=TODAY, until_day=DAY, why="toch langer"
        )  # fmt: skip
    assert refused_codes(refused) == ["afwezig.audit"]
    service.cancel_absence(session, actor(here.planner), NOW, shorter, why="blijft")
    assert models.absences_from(session, TODAY) == []
    with pytest.raises(Refused) as refused:
        service.cancel_absence(session, actor(here.planner), NOW, shorter, why="nog eens")
    assert refused_codes(refused) == ["afwezig.staat"]
    told = set(session.scalars(select(JournalEntry.verb).where(JournalEntry.kind == "medewerker")))
    assert {"afwezigheid vastgelegd", "afwezigheid gewijzigd", "afwezigheid vervallen"} <= told


def ask(session, here: Scene, by=None):
    return service.ask_absence(
        session, actor(by or here.auditor), NOW, here.auditor, from_day=DAY, until_day=DAY, why="verlof"
    )


def test_what_somebody_asks_holds_only_when_a_planner_agrees(session, here):
    request = ask(session, here)
    assert models.requests_waiting(session) == [request]
    assert presence_of(session, [here.auditor.id], DAY, DAY)[here.auditor.id].there_on(DAY)
    service.answer_absence(session, actor(here.planner), NOW, request, agreed=True, answer="")
    assert not presence_of(session, [here.auditor.id], DAY, DAY)[here.auditor.id].there_on(DAY)
    with pytest.raises(Refused) as refused:
        service.answer_absence(session, actor(here.planner), NOW, request, agreed=False, answer="toch niet")
    assert refused_codes(refused) == ["aanvraag.open"]


def test_nobody_asks_for_another_and_a_no_has_a_reason(session, here):
    with pytest.raises(Refused) as refused:
        ask(session, here, by=here.second)
    assert refused_codes(refused) == ["aanvraag.zelf"]
    request = ask(session, here)
    with pytest.raises(Refused) as refused:
        service.answer_absence(session, actor(here.planner), NOW, request, agreed=False, answer=" ")
    assert refused_codes(refused) == ["aanvraag.uitleg"]
    service.answer_absence(session, actor(here.planner), NOW, request, agreed=False, answer="dan is er een audit")
    assert models.absences_from(session, TODAY) == []


def test_a_request_over_an_own_audit_is_agreed_only_without_that_audit(session, here):
    with_lead(session, here)
    request = ask(session, here)
    with pytest.raises(Refused) as refused:
        service.answer_absence(session, actor(here.planner), NOW, request, agreed=True, answer="")
    assert refused_codes(refused) == ["afwezig.audit"]


def test_presence_costs_the_same_for_many_people_and_days(database, statements):
    with database.write() as session:
        here = scene(session)
        week(session, here, {1, 2, 4})
        away(session, here, TODAY, TODAY)
        keys = [here.auditor.id, here.second.id, here.trainee.id, here.manager.id]

    def asked(people: list[int], days: int) -> int:
        with database.read() as session, statements() as seen:
            found = presence_of(session, people, TODAY, TODAY + timedelta(days=days))
            assert set(found) == set(people)
        return len(seen)

    assert asked(keys, 400) == asked(keys[:1], 1) <= 5, "four reads, and the begin of a transaction"
    with database.read() as session:
        mine = presence_of(session, keys, TODAY, TODAY + timedelta(days=6))[keys[0]]
    assert mine.working_days(TODAY, TODAY + timedelta(days=6)) == [date(2026, 11, 24), date(2026, 11, 26)]
    assert mine.week_on(TODAY).hours == 24


def test_a_proposal_knows_on_which_days_and_how_many_hours_somebody_works(session, here):
    from auditbeheer.planning.gathering import office_for
    from auditbeheer.planning.rules.wishes import Wishes

    week(session, here, {1, 2, 4})
    away(session, here, DAY + timedelta(days=1), DAY + timedelta(days=1))
    office = office_for(session, [here.trajectory.id], TODAY, Wishes())
    mine = next(one for one in office.auditors if one.key == str(here.auditor.id))
    days_off = {first for first, last in mine.away if first <= date(2026, 12, 11) and first >= date(2026, 12, 7)}
    assert days_off == {DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)}
    assert mine.hours_a_week <= 24


@pytest.mark.parametrize(
    ("until", "hours"), [(date(2026, 12, 31), 40), (date(2027, 1, 4), 24), (date(2027, 6, 1), 24)],
    ids=["before the shorter week", "from its first day", "also when it becomes longer again"],
)  # fmt: skip
def test_a_period_has_the_hours_of_its_shortest_week(until, hours):
    days = frozenset({1, 2, 3})
    weeks = (Week(date(2027, 1, 4), days, Decimal(24)), Week(date(2027, 5, 3), days, Decimal(32)))
    presence = Presence(Week(date.min, days, Decimal(40)), weeks)
    assert presence.fewest_hours(date(2026, 12, 1), until) == hours
