"""Between which days an audit fits, as a table; who can lead it there; both at a constant price."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.capacity import AHEAD, crews_of, windows_of
from auditbeheer.planning.models import TeamRole
from auditbeheer.planning.rules import MONDAY_TO_FRIDAY, PlanFacts, Presence, Week, Wish, may_plan
from auditbeheer.planning.window import Edge, Window, extra_window, free_day, window
from auditbeheer.scheme.condition import SETTING, Refusal, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.sections import AreaType
from tests.planning.scene import NOW, TODAY, dossier, plan, scene
from tests.qualifications.people import actor

B4, S31, W4 = (packaged()[key] for key in ("kvo-b-4.0", "kvo-3.1", "kvo-w-4.0"))
LICENCE = Licence(date(2024, 1, 1), None)
FACTS = PlanFacts(
    scheme=B4, area_type=AreaType.BUSINESS_PARK, started_on=date(2025, 9, 1), signed_on=date(2026, 10, 20),
    agreed_hours=Decimal(12), ended=False, licences=(LICENCE,),
)  # fmt: skip
SAFE = Edge(date(2027, 2, 14), SETTING, "")
OLD: dict[str, Any] = {"scheme": S31, "started_on": date(2024, 2, 1)}


def until(*ends: date | None, starts: date = date(2024, 1, 1)) -> tuple[Licence, ...]:
    """Licences in a row: each begins on the day after the one before."""
    found = []
    for end in ends:
        found.append(Licence(starts, end))
        starts = (end or starts) + timedelta(days=1)
    return tuple(found)


@pytest.mark.parametrize(
    ("today", "facts", "safe", "first", "last", "slack"),
    [
        pytest.param(TODAY, {}, None, (date(2026, 12, 7), "B4 §5.2.1"), None, None, id="B4 §5.2.1: a first audit"),
        pytest.param(TODAY, {}, SAFE, (date(2026, 12, 7), "B4 §5.2.1"), (date(2027, 2, 14), "instelling"), 69,
                     id="PLA-1: a certificate runs"),
        pytest.param(date(2027, 1, 31), {}, SAFE, (date(2027, 2, 14), "B4 §5.2.1"), (date(2027, 2, 14), "instelling"),
                     0, id="the last day on which planning can begin"),
        pytest.param(date(2027, 2, 1), {}, SAFE, (date(2027, 2, 15), "B4 §5.2.1"), (date(2027, 2, 14), "instelling"),
                     -1, id="a day too late"),
        pytest.param(TODAY, {"licences": until(date(2026, 12, 31))}, SAFE, (date(2026, 12, 7), "B4 §5.2.1"),
                     (date(2026, 12, 31), "B4 §6.1"), 24, id="B4 §6.1: the licence ends first"),
        pytest.param(TODAY, {"licences": until(date(2026, 12, 31), date(2028, 12, 31))}, SAFE,
                     (date(2026, 12, 7), "B4 §5.2.1"), (date(2027, 2, 14), "instelling"), 69, id="a licence follows"),
        pytest.param(TODAY, {"licences": until(date(2026, 12, 31), None)}, None, (date(2026, 12, 7), "B4 §5.2.1"),
                     None, None, id="a licence without an end follows"),
        pytest.param(TODAY, {"licences": (*until(date(2026, 12, 31)), *until(None, starts=date(2027, 2, 1)))}, SAFE,
                     (date(2026, 12, 7), "B4 §5.2.1"), (date(2026, 12, 31), "B4 §6.1"), 24, id="a gap in the licence"),
        pytest.param(TODAY, {"licences": until(None, starts=date(2027, 1, 1))}, SAFE, (date(2027, 1, 1), "B4 §6.1"),
                     (date(2027, 2, 14), "instelling"), 44, id="the licence begins later"),
        pytest.param(TODAY, {"licences": until(date(2026, 12, 6))}, SAFE, (date(2026, 12, 7), "B4 §5.2.1"),
                     (date(2026, 12, 6), "B4 §6.1"), -1, id="the licence is gone by then"),
        pytest.param(TODAY, {"licences": ()}, None, (date(2026, 12, 7), "B4 §5.2.1"), (date(2026, 12, 6), "B4 §6.1"),
                     -1, id="no licence at all"),
        pytest.param(date(2025, 1, 6), OLD, None, (date(2025, 1, 6), "instelling"), (date(2025, 2, 28), "B4 §1.5"), 53,
                     id="S31: no term for documents, and 3.1 ends"),
        pytest.param(date(2024, 1, 15), {}, None, (date(2024, 3, 1), "B4 §1.5"), None, None, id="4.0 has not begun"),
    ],
)  # fmt: skip
def test_an_audit_fits_between_these_days(today, facts, safe, first, last, slack):
    found = window(replace(FACTS, **facts), safe, today)
    assert (found.first.day, found.first.source.label) == first
    assert (found.last and (found.last.day, found.last.source.label)) == last
    assert found.slack == slack
    assert found.first.explanation.endswith(".")


@pytest.mark.parametrize("hold_by", [None, date(2026, 12, 18)])
def test_an_extra_assessment_waits_for_no_documents_and_ends_on_the_day_that_was_asked(hold_by):
    found = extra_window(FACTS, hold_by, TODAY)
    assert (found.first.day, found.last and found.last.day) == (TODAY, hold_by)
    licensed = extra_window(replace(FACTS, licences=until(date(2026, 12, 10))), hold_by, TODAY)
    assert licensed.last is not None
    assert licensed.last.day == date(2026, 12, 10)


def test_a_concept_has_no_window_and_says_what_is_missing():
    with pytest.raises(Refusal, match="ontbreekt nog"):
        window(replace(FACTS, scheme=W4), None, TODAY)


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 900)), max_size=3),
    st.booleans(),
)
def test_the_first_and_last_day_of_a_window_can_be_planned_and_the_day_after_cannot(today, runs, old):
    licences = tuple(Licence(begin, begin + timedelta(days=days)) for begin, days in runs)
    facts = replace(FACTS, licences=licences, **(OLD if old else {}))
    found = window(facts, None, today)
    last, slack = found.last, found.slack
    assert last is not None, "each of these licences ends"
    assert slack is not None
    if slack < 0:
        return

    def objections(day: date) -> set[str]:
        wish = Wish(day, None, Decimal(12))
        return {one.code for one in unmet(may_plan(wish, facts, today))} - {"documentbeoordeling.dag"}

    assert objections(found.first.day) == objections(last.day) == set()
    assert objections(last.day + timedelta(days=1)) & {"licentie.geldig", "schema.tot_en_met"}


FRIDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 7)


@pytest.mark.parametrize(
    ("first", "last", "busy", "away", "found"),
    [
        pytest.param(FRIDAY, MONDAY, set(), [], FRIDAY, id="free at once"),
        pytest.param(FRIDAY + timedelta(days=1), MONDAY, set(), [], MONDAY, id="a weekend is no working day"),
        pytest.param(date(2026, 12, 25), date(2026, 12, 28), set(), [], date(2026, 12, 28), id="nor is Christmas"),
        pytest.param(FRIDAY, MONDAY, {FRIDAY}, [], MONDAY, id="another audit"),
        pytest.param(FRIDAY, MONDAY, {MONDAY}, [(FRIDAY, FRIDAY)], None, id="an audit and a day off"),
        pytest.param(FRIDAY, MONDAY, set(), [(date(2026, 11, 1), date(2026, 12, 31))], None, id="away all the time"),
        pytest.param(FRIDAY, MONDAY, set(), [(MONDAY, MONDAY)], FRIDAY, id="away later"),
        pytest.param(MONDAY, FRIDAY, set(), [], None, id="no day fits at all"),
    ],
)
def test_somebody_is_free_on_a_working_day_without_audit_or_absence(first, last, busy, away, found):
    there = Presence(Week(date.min, MONDAY_TO_FRIDAY, Decimal(40)), away=tuple(away)).there_on
    assert free_day(first, last, busy, there) == found


# Who can lead


def able(session, here, *, trajectory=None, window=None):
    """The names of who can lead, and how many there are."""
    rules, rows = own_rules_on(session, TODAY), models.to_plan(session)
    windows = {key: window or value for key, value in windows_of(session, rows, rules, TODAY).items()}
    wanted = trajectory or here.trajectory
    crew = crews_of(session, [one for one, _ in rows], windows, rules)[wanted.id]
    return [who.name for who in crew.able], crew.everybody


def test_who_is_qualified_and_has_a_free_day_can_lead(session):
    here = scene(session, last_day=date(2027, 5, 31))
    assert able(session, here) == (["Frits de Groot", "Marloes Bakker"], 4), "not the manager, nor who is in training"


def test_who_is_away_or_busy_all_the_time_cannot(session):
    here = scene(session)
    begin, end = date(2026, 12, 7), date(2026, 12, 7) + AHEAD
    record_absence(session, actor(here.planner), NOW, here.second, from_day=begin, until_day=end, why="verlof")
    assert able(session, here) == (["Marloes Bakker"], 4)
    day = Edge(begin, SETTING, "")
    assert able(session, here, window=Window(day, day)) == (["Marloes Bakker"], 4)
    other = plan(session, here, begin, trajectory=dossier(session, here.planner, "De Brand"))
    service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.LEAD)
    assert able(session, here, window=Window(day, day)) == ([], 4)
    assert able(session, here)[0] == ["Marloes Bakker"], "a day later she is free"


def test_who_guided_the_partnership_or_leaves_cannot(session):
    here = scene(session)
    other = dossier(session, here.planner, "De Brand")
    from auditbeheer.qualifications.models import Guidance

    session.add(
        Guidance(
            employee_id=here.auditor.id, partnership_id=here.trajectory.partnership_id, what="begeleid",
            from_day=date(2025, 1, 1), until_day=None,
        )
    )  # fmt: skip
    session.flush()
    assert able(session, here)[0] == ["Frits de Groot"]
    assert able(session, here, trajectory=other)[0] == ["Frits de Groot", "Marloes Bakker"]
    here.second.left_on = date(2026, 12, 7)
    session.flush()
    assert able(session, here) == ([], 3)


def test_the_list_costs_the_same_for_many_dossiers_and_people(database, statements):
    with database.write() as session:
        here = scene(session, last_day=date(2027, 5, 31))
        planner, manager = here.planner.id, here.manager.id

    def asked() -> int:
        with database.read() as session:
            rules, rows = own_rules_on(session, TODAY), models.to_plan(session)
            with statements() as seen:
                windows = windows_of(session, rows, rules, TODAY)
                crews_of(session, [one for one, _ in rows], windows, rules)
        return len(seen)

    few = asked()
    with database.write() as session:
        from tests.qualifications import people

        for number in range(4):
            people.auditor(session, session.get_one(Employee, manager), f"Auditor {number}")
            dossier(session, session.get_one(Employee, planner), f"Park {number}", last_day=date(2027, 6, 1))
    assert asked() <= few
