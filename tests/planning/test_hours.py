"""The hours of an audit by activity, as they are planned, changed, moved along, and as they fall short."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import agenda, overview, service, work
from auditbeheer.planning.audit_plans import programme_for
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.hours import hours_view, short_of_hours
from auditbeheer.planning.models import Audit, Cause, TeamRole
from auditbeheer.planning.rules import HourPlan
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.visits import hours_of
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import Supplement, Trajectory
from tests import databases
from tests.databases import heard
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, Scene, dossier, plan, scene, with_lead
from tests.qualifications.people import actor

MORE = HourPlan(Decimal("2.5"), Decimal("4.75"), Decimal("2.75"))
SHORT_THERE = HourPlan(Decimal(4), Decimal(3), Decimal(3))
NIGHT = HourPlan(Decimal(2), Decimal(6), Decimal(2))


@pytest.fixture
def here(session: Session) -> Scene:
    return scene(session)


def extra_hours(session: Session, trajectory: Trajectory, hours: int = 2) -> Supplement:
    """Hours agreed on later, because the documents were not complete (QUO-7)."""
    row = Supplement(
        trajectory=trajectory, edition=1, hours=Decimal(hours), why="het schouwrapport mist", agreed_with="S. Yılmaz",
        on_day=TODAY, receipt=[], total_hours=Decimal(8 + hours), price=None, vat_percent=None, net=None, vat=None,
        sent_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def change(session: Session, here: Scene, audit: Audit, planned: HourPlan) -> Audit:
    return service.plan_hours(session, actor(here.planner), NOW, audit, planned=planned, why="meer interviews")


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [condition.code for condition in refused.value.objections]


def test_without_saying_so_the_hours_are_shared_out_as_the_scheme_does(session, here):
    audit = plan(session, here)
    assert (audit.hours, audit.planned) == (Decimal(8), HourPlan(Decimal(2), Decimal(4), Decimal(2)))


def test_hours_are_planned_with_the_day_and_the_team_stays_as_long(session, here):
    audit = service.plan_audit(
        session, actor(here.planner), NOW, here.trajectory, day=DAY, starts_at=time(9, 30), place="Stadhuis",
        document_review_on=REVIEW, planned=MORE,
    )  # fmt: skip
    row = service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert (audit.hours, audit.planned) == (Decimal(10), MORE)
    assert row.ends_at == datetime.combine(DAY, time(14, 15))
    line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "audit gepland")).one()
    assert "10 uur: 2,5 documentbeoordeling, 4,75 op locatie en 2,75 rapport" in line.what


@pytest.mark.parametrize(
    ("planned", "code"),
    [(HourPlan(Decimal(2), Decimal(3), Decimal(2)), "uren.afgesproken"),
     (HourPlan(Decimal(4), Decimal(4), Decimal(0)), "uren.elke_activiteit")],
)  # fmt: skip
def test_less_than_agreed_or_an_activity_without_hours_is_refused(session, here, planned, code):
    with pytest.raises(Refused) as refused:
        service.plan_audit(
            session, actor(here.planner), NOW, here.trajectory, day=DAY, starts_at=time(9, 30), place="Stadhuis",
            document_review_on=REVIEW, planned=planned,
        )  # fmt: skip
    assert codes(refused) == [code]
    audit = plan(session, here)
    with pytest.raises(Refused) as refused:
        change(session, here, audit, planned)
    assert codes(refused) == [code]
    assert audit.hours == 8


def test_other_hours_are_told_in_the_time_line_and_the_team_stays_longer(session, here):
    audit = with_lead(session, here)
    change(session, here, audit, MORE)
    assert audit.present_team[0].ends_at == datetime.combine(DAY, time(14, 15))
    line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "uren van de audit gepland")).one()
    assert (line.dossier, line.why) == (here.trajectory.number, "meer interviews")
    assert line.what == (
        "10 uur: 2,5 documentbeoordeling, 4,75 op locatie en 2,75 rapport"
        " (was 8 uur: 2 documentbeoordeling, 4 op locatie en 2 rapport)"
    )
    with pytest.raises(Refused) as refused:
        change(session, here, audit, MORE)
    assert codes(refused) == ["uren.anders"]


def test_more_hours_on_location_do_not_run_into_the_next_audit(session, here):
    audit = with_lead(session, here)
    other = service.plan_audit(
        session, actor(here.planner), NOW, dossier(session, here.planner, "De Brand"), day=DAY, starts_at=time(14),
        place="Stadhuis", document_review_on=REVIEW,
    )  # fmt: skip
    service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.LEAD)
    with pytest.raises(Refused) as refused:
        change(session, here, audit, NIGHT)
    assert codes(refused) == ["agenda.vrij"]
    with pytest.raises(Refused) as refused:
        change(session, here, audit, HourPlan(Decimal(2), Decimal("4.25"), Decimal(2)))
    assert codes(refused) == ["agenda.reistijd", "agenda.uren_op_locatie"]


def test_who_is_first_to_the_next_audit_keeps_it_whatever_the_rules_saw(session, here, monkeypatch):
    audit = with_lead(session, here)
    other = service.plan_audit(
        session, actor(here.planner), NOW, dossier(session, here.planner, "De Brand"), day=DAY, starts_at=time(14),
        place="Stadhuis", document_review_on=REVIEW,
    )  # fmt: skip
    service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.LEAD)
    monkeypatch.setattr("auditbeheer.planning.service.hours.OF_HOURS", ("niets",))
    with pytest.raises(Refused) as refused:
        change(session, here, audit, NIGHT)
    assert codes(refused) == ["agenda.langer"]


def test_a_held_audit_keeps_its_hours(session, here):
    audit = with_lead(session, here)
    audit.held_on = DAY
    extra_hours(session, here.trajectory, 4)
    session.flush()
    view = hours_view(session, here.trajectory, audit, own_rules_on(session, TODAY))
    assert view.remarks == [], "what is agreed on after it is for what is done after it"
    assert [one.agreed.hours for one in view.activities if one.agreed] == [2, 4, 2, 12]
    assert short_of_hours(session, [audit]) == []


def test_hours_agreed_on_later_wait_as_a_task_and_stop_nothing(session, here):
    audit = with_lead(session, here)
    assert [task.code for task in work.tasks(session, TODAY) if task.code == "uren-plannen"] == []
    extra_hours(session, here.trajectory)
    [task] = [task for task in work.tasks(session, TODAY) if task.code == "uren-plannen"]
    assert (task.title, task.why) == ("Plan 2 uur meer", "Afgesproken is 10 uur, gepland 8 uur.")
    assert task.url == f"/dossiers/{here.trajectory.number}/planning/uren"
    view = hours_view(session, here.trajectory, audit, own_rules_on(session, TODAY))
    assert [one.code for one in view.remarks] == ["uren.afgesproken"]
    told = view.activities[-1].agreed
    assert told is not None
    assert told.explanation == "8 uur in de overeenkomst en 2 uur die er later bij kwam."
    moved, left = service.move_audit(
        session, actor(here.planner), NOW, audit, day=DAY + timedelta(days=7), starts_at=time(9, 30), place="Stadhuis",
        document_review_on=REVIEW, why="verzoek", cause=Cause.US,
    )  # fmt: skip
    assert (moved.hours, left) == (Decimal(8), list[str]()), "another day does not wait for the hours"
    lists = overview.lists_of(session, TODAY, overview.ALL)
    [short] = lists.short_shown
    assert (short.audit, short.agreed, short.missing) == (moved, Decimal(10), Decimal(2))
    change(session, here, moved, MORE)
    assert not [task for task in work.tasks(session, TODAY) if task.code == "uren-plannen"]


def test_a_move_takes_the_hours_along_or_plans_others(session, here):
    audit = with_lead(session, here)
    change(session, here, audit, MORE)
    days: dict[str, Any] = {"starts_at": time(9, 30), "place": "Stadhuis", "why": "verzoek", "cause": Cause.US}
    moved, _ = service.move_audit(
        session, actor(here.planner), NOW, audit, day=DAY + timedelta(days=1), document_review_on=REVIEW, **days
    )
    assert moved.planned == MORE
    again, _ = service.move_audit(
        session, actor(here.planner), NOW, moved, day=DAY, document_review_on=REVIEW, planned=SHORT_THERE, **days
    )
    assert (again.planned, again.present_team[0].ends_at) == (SHORT_THERE, datetime.combine(DAY, time(12, 30)))
    with pytest.raises(Refused) as refused:
        service.move_audit(
            session, actor(here.planner), NOW, again, day=DAY + timedelta(days=1), document_review_on=REVIEW,
            planned=HourPlan(Decimal(1), Decimal(3), Decimal(1)), **days,
        )  # fmt: skip
    assert codes(refused) == ["uren.afgesproken"]


def test_calendar_plan_proposal_and_lists_follow_the_planned_hours(session, here):
    audit = with_lead(session, here)
    change(session, here, audit, SHORT_THERE)
    found = agenda.agenda_of(session, DAY, TODAY, agenda.MONTH)
    shown = {entry.kind: entry.hours for day in found.days for entry in day.entries if entry.hours is not None}
    assert shown == {"audit": 3, "beoordeling": 4}
    assert programme_for(session, audit, TODAY)[-1].ends == time(12, 30)
    [asked] = office_for(session, [here.trajectory.id], TODAY, Wishes()).audits
    assert (asked.hours, asked.on_location) == (Decimal(10), Decimal(3))
    lists = overview.lists_of(session, TODAY, overview.PLANNED)
    assert (lists.agreed, lists.short_shown) == ({audit.id: Decimal(8)}, [])


def test_the_week_of_the_documents_counts_too(session, here):
    """Somebody works five hours a week: the documents of two audits, weeks apart, do not fit in one week."""
    service.record_week(
        session, actor(here.planner), NOW, here.auditor, from_day=TODAY, days={1, 2, 3, 4, 5}, week_hours=Decimal(5)
    )  # fmt: skip
    change(session, here, with_lead(session, here, DAY + timedelta(days=35)), SHORT_THERE)
    other = plan(session, here, DAY, dossier(session, here.planner, "De Brand"))
    with pytest.raises(Refused) as refused:
        service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.LEAD)
    assert codes(refused) == ["agenda.weekuren_documenten"]
    assert "in de week van de documenten (4\xa0december 2026) 6 uur" in refused.value.objections[0].objection
    service.assign(session, actor(here.planner), NOW, other, here.auditor, role=TeamRole.SECOND)


def test_documents_in_the_week_of_the_audit_count_with_it(session, here):
    service.record_week(
        session, actor(here.planner), NOW, here.auditor, from_day=TODAY, days={1, 2, 3, 4, 5}, week_hours=Decimal(5)
    )  # fmt: skip
    audit = service.plan_audit(
        session, actor(here.planner), NOW, here.trajectory, day=DAY, starts_at=time(9, 30), place="Stadhuis",
        document_review_on=DAY - timedelta(days=2),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert codes(refused) == ["agenda.weekuren"], "four hours on location and two of documents"
    service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.SECOND)


def test_hours_of_before_they_were_kept_apart_follow_from_the_scheme(session, here):
    audit = with_lead(session, here)
    session.execute(text("UPDATE audit SET review_hours = NULL, location_hours = NULL, report_hours = NULL"))
    session.refresh(audit)
    assert audit.planned is None
    view = hours_view(session, here.trajectory, audit, own_rules_on(session, TODAY))
    assert [one.planned for one in view.activities] == [2, 4, 2, 8]
    change(session, here, audit, HourPlan(Decimal(2), Decimal(4), Decimal(2)))
    assert audit.planned is not None


@pytest.mark.parametrize(
    "wrong",
    [
        "hours = hours + hours",
        "location_hours = 0, report_hours = report_hours + location_hours",
        "report_hours = -report_hours, review_hours = review_hours + report_hours + report_hours",
        "report_hours = NULL",
    ],
    ids=["not together", "nothing on location", "less than nothing", "one is missing"],
)
def test_the_database_itself_keeps_the_hours_together(session, here, wrong):
    plan(session, here)
    with pytest.raises(IntegrityError, match="ck_audit_hours"), session.begin_nested():
        session.execute(text(f"UPDATE audit SET {wrong}"))


def test_lists_cost_the_same_for_many_audits_with_extra_hours(session, here):
    def asked() -> int:
        session.expire_all()
        with heard(session.get_bind()) as found:
            overview.lists_of(session, TODAY, overview.ALL)
            overview.lists_of(session, TODAY, overview.PLANNED)
            work.tasks(session, TODAY)
        return len(found)

    def another(number: int) -> None:
        one = dossier(session, here.planner, f"Park {number}")
        plan(session, here, date(2027, 1, 4) + timedelta(weeks=number), one)
        extra_hours(session, one)

    another(0)
    first = asked()
    for number in range(1, 4):
        another(number)
    assert asked() == first


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_audit_of_before_keeps_its_hours_through_the_migration_and_back(kind, tmp_path, postgres_server):
    url = f"sqlite:///{tmp_path / 'uren.sqlite'}" if kind == "sqlite" else postgres_server.create("uren")
    config = databases.alembic_config(url)
    databases.migrate(url)
    with databases.opened(url) as database:
        with database.write() as session:
            here = scene(session)
            key, number = change(session, here, with_lead(session, here), MORE).id, here.trajectory.number
        database.engine.dispose()
        command.downgrade(config, "0033")
        with database.engine.connect() as connection:
            [[hours]] = connection.execute(text("SELECT hours FROM audit")).all()
        assert float(hours) == (1000 if kind == "sqlite" else 10), "on SQLite decimals are whole numbers"
        database.engine.dispose()
        command.upgrade(config, "head")
        with database.write() as session:
            audit = session.get_one(Audit, key)
            assert (audit.hours, audit.planned, audit.trajectory.number) == (Decimal(10), None, number)
            assert hours_of(audit, own_rules_on(session, TODAY)) == HourPlan(Decimal("2.5"), Decimal(5), Decimal("2.5"))
            with pytest.raises(IntegrityError, match="ck_audit_hours"), session.begin_nested():
                session.execute(text("UPDATE audit SET report_hours = hours"))
            left = audit.present_team[0]
            assert left.ends_at == datetime.combine(DAY, time(14, 15)), "who was told to stay until then still does"
        database.engine.dispose()
    if kind == "postgresql":
        postgres_server.drop("uren")
