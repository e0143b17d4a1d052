"""Enough assessments a year (QUA-4): done, planned, short by when; and the decision that a shortfall asks for."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import holding, schemes
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import service, work
from auditbeheer.qualifications.models import (
    Experience,
    ExperienceKind,
    ExperienceState,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
    ShortfallVerdict,
    acts_of,
)
from auditbeheer.qualifications.rules import Year, asks_decision, forecast
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.library import Library, packaged
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.qualification_criteria import Role as Capacity
from tests.qualifications import people
from tests.qualifications.people import KVO_B, NOW, ZONE, actor

B4, RULES = schemes()[KVO_B], defaults()
KEPT, SUSPENDED = ShortfallVerdict.KEPT, ShortfallVerdict.SUSPENDED
QUALIFIED_ON = date(2024, 6, 1)


def days(year: int, count: int, month: int = 3) -> list[date]:
    return [date(year, month, 1 + place) for place in range(count)]


def test_the_forecast_counts_what_is_done_and_what_is_planned():
    found = forecast(date(2026, 11, 23), B4, QUALIFIED_ON, days(2025, 6) + days(2026, 2), days(2026, 1, 12))
    assert found == [Year(2025, 6, 0, 5), Year(2026, 2, 1, 5), Year(2027, 0, 0, 5)]
    assert [(year.expected, year.short, year.last_day) for year in found[1:2]] == [(3, 2, date(2026, 12, 31))]


@pytest.mark.parametrize(
    ("day", "done", "planned"),
    [(date(2026, 3, 1), 1, 1), (date(2026, 3, 2), 2, 0), (date(2026, 2, 28), 0, 2)],
)
def test_on_an_earlier_day_what_came_later_was_still_planned(day, done, planned):
    year = forecast(day, B4, QUALIFIED_ON, days(2026, 2), [])[1]
    assert (year.year, year.done, year.planned) == (2026, done, planned)


def test_what_was_planned_in_a_year_that_ended_is_not_done():
    assert forecast(date(2027, 1, 1), B4, QUALIFIED_ON, [], days(2026, 5))[1] == Year(2026, 0, 0, 5)


def test_a_scheme_without_continuity_counts_no_years():
    assert forecast(date(2026, 1, 1), packaged()["kvo-3.1"], QUALIFIED_ON, [], []) == []


SHORT = Year(2026, 2, 1, 5)


@pytest.mark.parametrize(
    ("year", "day", "decided", "asks"),
    [
        pytest.param(SHORT, date(2026, 11, 4), None, False, id="eight weeks and a day before the end"),
        pytest.param(SHORT, date(2026, 11, 5), None, True, id="eight weeks before the end"),
        pytest.param(Year(2026, 2, 3, 5), date(2026, 12, 31), None, False, id="enough with what is planned"),
        pytest.param(Year(2026, 3, 0, 5), date(2027, 1, 1), None, True, id="the year ended short"),
        pytest.param(Year(2026, 3, 0, 5), date(2027, 12, 31), None, True, id="the whole next year"),
        pytest.param(Year(2026, 3, 0, 5), date(2028, 1, 1), None, False, id="after that nobody decides any more"),
        pytest.param(Year(2027, 0, 0, 5), date(2026, 12, 31), None, False, id="next year has not begun"),
        pytest.param(SHORT, date(2026, 12, 1), 3, False, id="decided about just this"),
        pytest.param(SHORT, date(2026, 12, 1), 4, True, id="it became fewer than was decided about"),
    ],
)
def test_a_shortfall_asks_for_a_decision_late_in_the_year(year, day, decided, asks):
    assert asks_decision(year, day, RULES, decided) is asks


def test_the_body_chooses_how_long_before_the_end_it_asks():
    early = RULES.with_values({"continuity_weeks": ("20", date(2026, 1, 1))})
    assert asks_decision(SHORT, date(2026, 9, 1), early, None)


def led(session, person, *when: date, state=ExperienceState.HELD) -> None:
    session.add_all(
        Experience(employee_id=person.id, audit_ref=f"geleid {day}", scheme=KVO_B, area_type="winkelgebied",
                   kind=ExperienceKind.LED, state=state, on_day=day, source="rapport")
        for day in when
    )  # fmt: skip
    session.flush()


def qualified(session):
    """A scheme manager, and an auditor who is qualified since January: 2027 is the first year that counts."""
    manager = people.scheme_manager(session)
    person = people.in_training(session, manager, "Marloes Bakker", audits=10, independent=5)
    on_day = datetime(2026, 1, 5, 9, tzinfo=ZONE)
    service.qualify(session, actor(manager), on_day, person, scheme=B4, capacity=QualifiedAs.AUDITOR, why="voldoet")
    return manager, person


LATE = datetime(2027, 11, 23, 10, tzinfo=ZONE)


def asked(session, now) -> list[tuple[str, str]]:
    found = [task for task in work.tasks(session, now.date()) if task.code == "tekort-besluiten"]
    return [(task.title.replace("\xa0", " "), task.name) for task in found]


def decide(session, by, person, verdict=KEPT, *, now=LATE, measure="twee audits in januari", year=2027):
    return service.decide_on_shortfall(
        session, actor(by), now, person, scheme=B4, year=year, verdict=verdict, measure=measure, why="ouderschapsverlof"
    )  # fmt: skip


def test_the_first_full_year_after_qualification_is_the_first_that_is_asked_about(session):
    qualified(session)
    assert asked(session, datetime(2026, 12, 31, 9, tzinfo=ZONE)) == []
    assert asked(session, datetime(2027, 11, 4, 9, tzinfo=ZONE)) == []
    assert asked(session, LATE) == [
        ("Beslis over de beoordelingen van M. Bakker", "0 van 5 in 2027, KVO Bedrijventerreinen 4.0")
    ]


def test_enough_done_and_planned_asks_nothing(session):
    _, person = qualified(session)
    led(session, person, *days(2027, 3))
    led(session, person, *days(2027, 2, 12), state=ExperienceState.EXPECTED)
    assert asked(session, LATE) == []


def test_keeping_somebody_settles_it_until_it_becomes_fewer(session):
    manager, person = qualified(session)
    led(session, person, *days(2027, 3))
    led(session, person, date(2027, 12, 20), state=ExperienceState.EXPECTED)
    row = decide(session, manager, person)
    assert (row.expected, row.needed, row.on_day) == (4, 5, LATE.date())
    assert asked(session, LATE) == []
    assert files_of(session, [person]).qualification(person, B4, Capacity.AUDITOR, LATE.date()).holds
    # The one that was planned never came: the year ends with three, fewer than was decided about.
    assert asked(session, datetime(2028, 1, 3, 9, tzinfo=ZONE)) == [
        ("Beslis over de beoordelingen van M. Bakker", "3 van 5 in 2027, KVO Bedrijventerreinen 4.0")
    ]


def test_suspending_is_the_act_that_it_always_is(session):
    manager, person = qualified(session)
    decide(session, manager, person, SUSPENDED, measure="")
    acts = acts_of(session, [person.id])
    assert [act.kind.value for act in acts] == ["gekwalificeerd", "geschorst"]
    assert asked(session, LATE) == []


def test_each_scheme_for_which_somebody_is_qualified_asks_for_itself(session):
    named = B4.identity.model_copy(update={"key": "kvo-w-4.0", "name": "KVO Winkelgebieden 4.0"})
    shops = B4.model_copy(update={"identity": named})
    with holding(Library([*(scheme for scheme in packaged() if scheme.key != shops.key), shops])):
        manager, person = qualified(session)
        other = people.in_training(session, manager, "Frits de Groot", audits=10, independent=5)
        for scheme, who in ((shops, person), (shops, other)):
            session.add(
                QualificationAct(
                    employee_id=who.id, scheme=scheme.key, capacity=QualifiedAs.AUDITOR, why="voldoet",
                    kind=QualificationActKind.QUALIFIED, on_day=date(2026, 1, 5), by_id=manager.id, at=LATE,
                )
            )  # fmt: skip
        session.flush()
        found = asked(session, LATE)
    title = "Beslis over de beoordelingen van {}"
    assert sorted(found) == [
        (title.format("F. de Groot"), "0 van 5 in 2027, KVO Winkelgebieden 4.0"),
        (title.format("M. Bakker"), "0 van 5 in 2027, KVO Bedrijventerreinen 4.0"),
        (title.format("M. Bakker"), "0 van 5 in 2027, KVO Winkelgebieden 4.0"),
    ]


def test_about_somebody_who_is_suspended_nobody_decides_again(session):
    manager, person = qualified(session)
    on_day = datetime(2027, 10, 1, 9, tzinfo=ZONE)
    service.suspend(session, actor(manager), on_day, person, scheme=B4, capacity=QualifiedAs.AUDITOR, why="klacht")
    assert asked(session, LATE) == []
    with pytest.raises(Refused) as refused:
        decide(session, manager, person)
    assert [condition.code for condition in refused.value.objections] == ["kwalificatie.stand"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"measure": " "}, "continuiteit.maatregel"),
        ({"year": 2026}, "continuiteit.jaar"),
        ({"year": 2028}, "continuiteit.jaar"),
    ],
)
def test_a_decision_needs_a_shortfall_and_a_measure(session, facts, code):
    manager, person = qualified(session)
    with pytest.raises(Refused) as refused:
        decide(session, manager, person, **facts)
    assert [condition.code for condition in refused.value.objections] == [code]


def test_nobody_decides_about_enough_twice_or_about_themselves(session):
    manager, person = qualified(session)
    decide(session, manager, person)
    with pytest.raises(Refused) as twice:
        decide(session, manager, person)
    assert [condition.code for condition in twice.value.objections] == ["continuiteit.besloten"]
    with pytest.raises(Refused) as own:
        decide(session, person, person)
    assert "kwalificatie.door_ander" in [condition.code for condition in own.value.objections]
    led(session, person, *days(2027, 5, 10))
    with pytest.raises(Refused) as enough:
        decide(session, manager, person)
    assert "continuiteit.tekort" in [condition.code for condition in enough.value.objections]


@pytest.mark.parametrize("statement", ["UPDATE shortfall_decision SET why = 'x'", "DELETE FROM shortfall_decision"])
def test_the_database_keeps_what_was_decided(session, statement):
    manager, person = qualified(session)
    decide(session, manager, person)
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(statement))


def test_the_tasks_cost_the_same_for_many_auditors(database, statements):
    def questions() -> int:
        with database.read() as session, statements() as seen:
            work.tasks(session, LATE.date())
        return len(seen)

    with database.write() as session:
        manager, _ = qualified(session)
        key = manager.id
    few = questions()
    with database.write() as session:
        for number in range(5):
            people.auditor(session, session.get_one(Employee, key), f"Auditor {number}")
    assert questions() <= few


def test_the_page_shows_the_forecast_and_takes_the_decision(office):
    with office.write() as session:
        manager, person = qualified(session)
        led(session, person, *days(2026, 2))
        keys = manager.id, person.id
    browser = office.as_(Role.SCHEME_MANAGER, keys[0])
    page = browser.get(f"/auditors/{keys[1]}?op=23-11-2027")
    assert "2027: 0 gedaan en 0 gepland van 5" in page
    assert "Besluit gevraagd over 2027" in page
    assert NOW.year == 2026, "today nothing can be decided yet"
    page = browser.post(
        f"/auditors/{keys[1]}/{KVO_B}/tekort/2027", {"verdict": KEPT.value, "measure": "x", "why": "y"}, status=422
    )
    assert "Beslissen kan nu niet" in page
    assert "Dit jaar telt mee" in page
