"""Two audits on one day: when they fit, and that nobody is ever in two places at once, whoever writes."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import service
from auditbeheer.planning.choices import choices_for
from auditbeheer.planning.day_table import table_of
from auditbeheer.planning.models import Assignment, Audit, Cause, TeamRole
from auditbeheer.planning.rules import Visit, fits_the_day
from auditbeheer.planning.seats import put_in_team
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.rules import Part
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.own_rules import defaults
from tests import databases
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, Scene, dossier, plan, scene, with_lead
from tests.planning.table import seat_everybody
from tests.qualifications.people import actor
from tests.relations.samples import municipality

RULES = defaults()
ALL = "audit_id, employee_id, day, assigned_on, withdrawn_why, starts_at, ends_at"


def visit(begins: str, hours: float = 4, km: int | None = 42, name: str = "De Brand") -> Visit:
    starts_at = datetime.combine(DAY, time.fromisoformat(begins))
    return Visit(name, starts_at, starts_at + timedelta(hours=hours), None if km is None else Decimal(km))


MORNING = visit("08:30")


@pytest.mark.parametrize(
    ("asked", "others", "objections"),
    [
        (visit("13:36"), [], set()),
        (visit("13:36"), [MORNING], set()),
        (visit("13:35"), [MORNING], {"agenda.reistijd"}),
        (visit("07:00", 1), [MORNING], {"agenda.reistijd"}),
        (visit("12:30"), [visit("08:30", km=0)], {"agenda.reistijd"}),
        (visit("13:00"), [visit("08:30", km=0)], set()),
        (visit("12:29"), [MORNING], {"agenda.vrij"}),
        (visit("09:00", 1), [MORNING], {"agenda.vrij"}),
        (visit("14:00", 4.5), [MORNING], {"agenda.uren_op_locatie"}),
        (visit("14:00", 4), [visit("08:30", km=None)], {"agenda.reistijd"}),
        (visit("11:00", 2), [visit("08:00", 1), visit("13:30", 1)], {"agenda.reistijd"}),
        (visit("11:00", 1), [visit("08:00", 1), visit("14:00", 1)], set()),
        (visit("08:00", 12), [], set()),
    ],
    ids=[
        "nothing else", "to the minute", "a minute short", "on the way there", "no way but the margin", "side by side",
        "a minute at once", "inside the other", "half an hour too much", "no place known", "too close to the next",
        "three that fit", "one long audit",
    ],
)  # fmt: skip
def test_two_audits_fit_on_one_day_when_the_way_and_the_hours_do(asked, others, objections):
    found = unmet(fits_the_day("M. Bakker", asked, others, RULES))
    assert {condition.code for condition in found} == objections


def test_the_way_is_told_in_kilometres_and_minutes_with_its_own_rule():
    [_, way, _] = fits_the_day("M. Bakker", visit("13:00"), [MORNING], RULES)
    assert way.fact == "42 km, 36 minuten rijden"
    assert way.source == RULES["between_audits"].source
    assert "er zijn 30 minuten, nodig zijn er 66" in way.objection


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


def plan_at(session, here: Scene, trajectory: Trajectory, begins: time, day: date = DAY) -> Audit:
    return service.plan_audit(
        session, actor(here.planner), NOW, trajectory, day=day, starts_at=begins, place="Stadhuis", hours=Decimal(8),
        document_review_on=REVIEW,
    )  # fmt: skip


def put(session, here: Scene, audit: Audit) -> Assignment:
    return service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)


def test_somebody_does_two_audits_on_one_day(session, here):
    with_lead(session, here)  # from half past nine, four hours on location
    afternoon = plan_at(session, here, dossier(session, here.planner, "De Brand"), time(14))
    row = put(session, here, afternoon)
    assert (row.starts_at, row.ends_at) == (datetime.combine(DAY, time(14)), datetime.combine(DAY, time(18)))


@pytest.mark.parametrize(
    ("begins", "code"), [(time(13, 45), "agenda.reistijd"), (time(12), "agenda.vrij"), (time(5), "agenda.reistijd")]
)
def test_the_rule_refuses_and_shows_at_the_choice(session, here, begins, code):
    with_lead(session, here)
    audit = plan_at(session, here, dossier(session, here.planner, "De Brand"), begins)
    if begins == time(5):
        audit.trajectory.areas[0].area.municipality = municipality(
            session, "’s-Hertogenbosch", "0796", lat=Decimal("51.6978"), lon=Decimal("5.3037")
        )  # fmt: skip
        session.flush()
    with pytest.raises(Refused) as refused:
        put(session, here, audit)
    assert [condition.code for condition in refused.value.objections] == [code]
    found = choices_for(session, audit, Part.LEAD, own_rules_on(session, TODAY))
    mine = next(choice for choice in found if choice.employee == here.auditor)
    assert [condition.code for condition in unmet(mine.conditions)] == [code]


def test_who_does_not_get_there_in_time_stays_behind_at_a_move(session, here):
    with_lead(session, here)
    other = plan_at(session, here, dossier(session, here.planner, "De Brand"), time(9), date(2026, 12, 16))
    put(session, here, other)
    moved, left = service.move_audit(
        session, actor(here.planner), NOW, other, day=DAY, starts_at=time(13, 45), place="Stadhuis",
        document_review_on=REVIEW, why="verzoek", cause=Cause.US,
    )  # fmt: skip
    assert (left, moved.lead) == (["Marloes Bakker"], None)


def test_an_audit_that_runs_past_midnight_takes_of_the_next_day(session, here):
    night = plan_at(session, here, here.trajectory, time(22))
    put(session, here, night)
    early = plan_at(session, here, dossier(session, here.planner, "De Brand"), time(1), DAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        put(session, here, early)
    assert [condition.code for condition in refused.value.objections] == ["agenda.vrij"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE assignment SET starts_at = '2026-12-09 12:00:00.000000' WHERE id = (SELECT max(id) FROM assignment)",
        "UPDATE assignment SET withdrawn_on = NULL",
        f"INSERT INTO assignment (role, {ALL}) SELECT 'waarnemer', {ALL} FROM assignment WHERE withdrawn_on IS NULL",
    ],
)
def test_the_database_itself_refuses_two_places_at_once(session, here, change):
    with_lead(session, here)
    put(session, here, plan_at(session, here, dossier(session, here.planner, "De Brand"), time(14)))
    if "NULL" in change:  # somebody left, another audit came in that place
        first = here.trajectory
        audit = session.query(Audit).filter_by(trajectory_id=first.id).one()
        service.cancel_audit(session, actor(here.planner), NOW, audit, why="vervallen", cause=Cause.US)
        put(session, here, plan(session, here))
    with pytest.raises(IntegrityError, match="assignment_one_place"), session.begin_nested():
        session.execute(text(change))


def test_of_two_who_write_past_the_rules_at_once_the_database_refuses_one(database):
    with database.write() as session:
        here = scene(session)
        audits = [
            plan(session, here).id,
            plan_at(session, here, dossier(session, here.planner, "De Brand"), time(12)).id,
        ]
        key = here.auditor.id
    barrier, told = threading.Barrier(2), []

    def write(audit_id: int) -> None:
        barrier.wait()
        try:
            with database.write() as session:
                audit, who = session.get_one(Audit, audit_id), session.get_one(Employee, key)
                # Straight to the place in the team, so that no rule looks first.
                put_in_team(session, NOW, audit, who, TeamRole.LEAD)
            told.append("toegewezen")
        except Refused as refused:
            told.append(refused.objections[0].objection.replace("\xa0", " "))

    threads = [threading.Thread(target=write, args=[audit_id]) for audit_id in audits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["M. Bakker is op 9 december 2026 al bezet: audit bij een ander dossier.", "toegewezen"]


@pytest.mark.postgres
def test_the_migration_says_what_to_ask_when_it_may_not_make_the_extension(postgres_server):
    url = postgres_server.create("kaal")
    postgres_server.execute("CREATE ROLE kaal LOGIN")
    grants = postgres_server.url("kaal").replace("postgresql+psycopg", "postgresql")
    import psycopg

    with psycopg.connect(grants) as connection:
        connection.execute("GRANT ALL ON SCHEMA public TO kaal")
    with pytest.raises(Exception, match="CREATE EXTENSION btree_gist"):
        databases.migrate(url.replace("postgres@", "kaal@"))
    with psycopg.connect(grants) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
    databases.migrate(url.replace("postgres@", "kaal@"))
    postgres_server.drop("kaal")
    postgres_server.execute("DROP ROLE kaal")


@pytest.mark.parametrize(
    ("begins", "able"),
    [
        pytest.param(time(13, 45), False, id="no time between the two"),
        pytest.param(time(14), True, id="after the other audit"),
    ],
)
def test_who_has_an_audit_that_day_can_lead_another_by_the_same_rule_as_for_assigning(session, here, begins, able):
    with_lead(session, here)  # from half past nine, four hours on location
    other = dossier(session, here.planner, "De Brand")
    seat_everybody(session, other.partnership)
    question = service.ask_for_days(
        session, actor(here.planner), NOW, other, days=[DAY], answer_by=TODAY + timedelta(days=7), starts_at=begins,
        lead=here.auditor,
    )  # fmt: skip
    (column,) = table_of(session, question, TODAY).columns
    assert (here.auditor in column.leaders) is able
    audit = plan_at(session, here, other, begins)
    assert unmet(service.conditions_to_assign(session, NOW, audit, here.auditor, TeamRole.LEAD)) is not able
