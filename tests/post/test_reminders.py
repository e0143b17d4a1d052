"""What is told because a day comes nearer: on its day, once, caught up after days without a run, never of the past."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import DemoClock
from auditbeheer.accounts.permissions import Role
from auditbeheer.config import Settings
from auditbeheer.deviations import service as deviations
from auditbeheer.documents.models import CompletenessDecision, Outcome
from auditbeheer.operations import reminders
from auditbeheer.operations.morning import write_morning_mails
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.jobs import JobRun
from auditbeheer.plumbing.outbox import Mail, Notice
from auditbeheer.plumbing.work import Task
from auditbeheer.quotes import service as quotes
from auditbeheer.quotes.models import Renewal, RenewalArea
from auditbeheer.timetable import Works, jobs, run_due
from tests.documents import scenes
from tests.qualifications import people
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


def at(day, hour=9):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)


def told_by(session, act, first, last):
    """Day -> topics that ``act`` tells, run on every day."""
    found: dict[date, list[str]] = {}
    day = first
    while day <= last:
        before = set(session.scalars(select(Notice.id)))
        act(session, at(day))
        rows = session.scalars(select(Notice).where(Notice.id.not_in(before)).order_by(Notice.id))
        if topics := [row.topic for row in rows]:
            found[day] = topics
        day += timedelta(days=1)
    return found


@pytest.fixture
def quote(session, tmp_path):
    """Sent today, valid for thirty days, told to one person."""
    samples.body(session)
    trajectory = samples.confirmed(session, tmp_path)
    sent = samples.sent(session, tmp_path, trajectory)
    for notice in session.scalars(select(Notice)):
        notice.withdrawn_at = NOW
    session.flush()
    return sent


def test_a_quote_is_reminded_of_half_way_and_three_days_before_its_end(session, quote):
    per_day = told_by(session, reminders.remind_of_quotes, TODAY, quote.valid_until + timedelta(days=5))
    half_way, near = TODAY + timedelta(days=15), quote.valid_until - timedelta(days=3)
    assert {day: set(topics) for day, topics in per_day.items()} == {
        half_way: {"offerte_herinnering"}, near: {"offerte_verloopt"}
    }  # fmt: skip


def test_after_weeks_without_a_run_only_what_still_holds_is_told(session, quote):
    near = quote.valid_until - timedelta(days=1)
    reminders.remind_of_quotes(session, at(near))
    topics = set(session.scalars(select(Notice.topic).where(Notice.withdrawn_at.is_(None))))
    assert topics == {"offerte_verloopt"}
    assert reminders.remind_of_quotes(session, at(near)) == 0, "once"
    assert reminders.remind_of_quotes(session, at(quote.valid_until + timedelta(days=1))) == 0, "past"


def test_an_answer_takes_back_a_reminder_that_did_not_leave_yet(session, quote):
    day = quote.valid_until - timedelta(days=2)
    assert reminders.remind_of_quotes(session, at(day)) == 1
    person = quote.trajectory.partnership.authorised[0]
    quotes.accept_quote(
        session, samples.actor(session), at(day, 10), quote, person=person, on_day=day, library=samples.LIBRARY
    )
    assert session.scalars(select(Notice).where(Notice.withdrawn_at.is_(None))).all() == []
    assert reminders.remind_of_quotes(session, at(day)) == 0


@pytest.fixture
def here(session):
    return scenes.scene(session, day=date(2026, 12, 9))


def test_documents_are_asked_for_again_a_week_and_a_day_before_their_last_day(session, here):
    due = here.audit.documents_due
    per_day = told_by(session, reminders.remind_of_documents, due - timedelta(days=20), due + timedelta(days=5))
    assert per_day == {due - timedelta(days=days): ["documenten_herinnering"] for days in (7, 1)}


def test_a_set_that_is_decided_on_is_not_asked_for_again(session, here):
    session.add(
        CompletenessDecision(
            trajectory_id=here.trajectory.id, outcome=Outcome.GO_ON, why="door", by_id=here.planner.id,
            on_day=scenes.TODAY, extra_hours=Decimal(2), agreed_with="Selin",
        )
    )  # fmt: skip
    session.flush()
    assert reminders.remind_of_documents(session, at(here.audit.documents_due)) == 0


def test_a_moved_audit_is_reminded_of_anew(session, here):
    due = here.audit.documents_due
    assert reminders.remind_of_documents(session, at(due)) == 1
    here.audit.cancelled_on = due
    session.flush()
    scenes.audit_on(session, here.trajectory, people.hire(session, "Sanne Peters", Role.AUDITOR), date(2026, 12, 16))
    assert reminders.remind_of_documents(session, at(date(2026, 12, 2))) == 1


def test_additions_are_asked_for_again_two_weeks_and_three_days_before_their_last_day(session, here, tmp_path):
    day = here.audit.day
    one = deviations.open_deviation(
        session, here.by(here.auditor), at(day), here.audit, point="T13", seen="Lamp stuk", requirement="Maatregelen"
    )
    deviations.establish_deviations(session, here.by(here.auditor), at(day), here.audit, closed_on=day)
    due = scenes.there(one.additions_due)
    per_day = told_by(session, reminders.remind_of_additions, due - timedelta(days=20), due - timedelta(days=4))
    assert per_day == {due - timedelta(days=14): ["aanvulling_herinnering"]}
    deviations.record_answer(
        session, here.by(here.planner), at(due - timedelta(days=4)), one, FileShelf(tmp_path),
        received_on=due - timedelta(days=4), text="Vervangen", from_whom="Selin Yılmaz", complete=True,
    )  # fmt: skip
    assert told_by(session, reminders.remind_of_additions, due - timedelta(days=3), due) == {}, "it came in"


LAST_DAY = date(2027, 8, 20)


@pytest.fixture
def renewal(session, tmp_path):
    samples.body(session)
    partnership = relations.cluster(session, tmp_path, 1)
    row = Renewal(
        certificate="KVO-B-2024-00012", holder=partnership.name, area_type=partnership.current_areas[0].type,
        decide_by=LAST_DAY, foreseen_on=TODAY, partnership=partnership,
    )  # fmt: skip
    session.add(row)
    session.add(RenewalArea(renewal=row, area=partnership.current_areas[0]))
    session.flush()
    return row


def test_a_certificate_that_ends_is_told_once_nine_months_ahead(session, renewal):
    per_day = told_by(session, reminders.tell_of_endings, date(2026, 11, 1), date(2026, 12, 24))
    assert per_day == {date(2026, 11, 20): ["certificaat_eindigt"]}
    facts = session.scalars(select(Notice)).one().facts
    assert (facts["maanden"], facts["nummer"], facts["tot"]) == (9, "KVO-B-2024-00012", str(LAST_DAY))


@pytest.mark.parametrize("how", ["ended", "past"])
def test_a_certificate_that_goes_no_further_is_not_told_of(session, renewal, how):
    if how == "ended":
        renewal.ended_on = TODAY
        session.flush()
    day = LAST_DAY + timedelta(days=1) if how == "past" else LAST_DAY - timedelta(days=30)
    assert reminders.tell_of_endings(session, at(day)) == 0


# The morning mail


def task(title, last_day=None):
    return Task(code=title, title=title, verb="Doen", dossier="D-2026-0147", url="/", permission="read",
                name="KVO Lelystad", last_day=last_day)  # fmt: skip


MONDAY = date(2026, 11, 23)


def test_the_morning_mail_counts_and_names_the_first_five(session):
    people.hire(session, "Annelies Vos", Role.PLANNER)
    tasks = [task("Te laat", MONDAY - timedelta(days=1)), task("Vandaag", MONDAY), *(task(f"Nr {n}") for n in range(5))]
    assert write_morning_mails(session, at(MONDAY, 7), lambda *_: tasks) == 1
    assert write_morning_mails(session, at(MONDAY, 8), lambda *_: tasks) == 0, "once a day"
    facts = session.scalars(select(Notice)).one().facts
    assert (facts["aantal"], facts["te_laat"], facts["vandaag"], facts["meer"]) == (7, 1, 1, 2)
    assert facts["regels"][0] == "Te laat – KVO Lelystad – D-2026-0147"


@pytest.mark.parametrize(
    ("day", "tasks"),
    [
        pytest.param(MONDAY, [], id="nothing waits"),
        pytest.param(date(2026, 11, 22), [task("Iets")], id="Sunday"),
        pytest.param(date(2026, 12, 25), [task("Iets")], id="a public holiday"),
    ],
)
def test_no_morning_mail_when_there_is_nothing_to_tell_or_nobody_works(session, day, tasks):
    people.hire(session, "Annelies Vos", Role.PLANNER)
    assert write_morning_mails(session, at(day, 8), lambda *_: tasks) == 0


def test_who_left_gets_no_morning_mail(session):
    person = people.hire(session, "Annelies Vos", Role.PLANNER)
    person.left_on = MONDAY - timedelta(days=1)
    session.flush()
    assert write_morning_mails(session, at(MONDAY, 8), lambda *_: [task("Iets")]) == 0


# The timetable as a whole


@pytest.fixture
def works(database, tmp_path):
    """An office with one quote out, in a demo whose day can be moved."""
    with database.write() as session:
        samples.body(session)
        samples.sent(session, tmp_path, samples.confirmed(session, tmp_path))
        session.add(DemoClock(days_ahead=0))
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", demo=True, today=TODAY, database_url=database.url
    )
    return Works(database, settings)


def move(works, days):
    with works.database.write() as session:
        session.get_one(DemoClock, 1).days_ahead += days


def keys(works):
    with works.database.read() as session:
        return [key for key in session.scalars(select(Notice.key).where(Notice.key.like("offerte%"))) if key]


def test_every_job_runs_in_an_office_at_work_and_none_fails(works):
    run_due(works)
    with works.database.read() as session:
        runs = session.scalars(select(JobRun)).all()
    assert {run.job for run in runs} == {job.name for job in jobs(works)}
    assert [run.outcome for run in runs if run.failed] == []


def test_a_month_at_once_tells_what_day_after_day_would_without_doubles(works):
    for _ in range(3):
        run_due(works)
        move(works, 28)
        run_due(works)
        run_due(works)
    found = keys(works)
    assert len(found) == len(set(found))
    assert sum(key.startswith("offerte-verloopt:") for key in found) >= 1
    assert not [key for key in found if key.startswith("offerte-herinnering:")], "passed by when the last days came"
    with works.database.read() as session:
        assert session.scalars(select(JobRun).where(JobRun.failed)).all() == []


def test_day_after_day_each_reminder_is_told_on_its_day(works):
    for _ in range(31):
        run_due(works)
        move(works, 1)
    found = keys(works)
    assert {key.partition(":")[0] for key in found} == {"offerte", "offerte-herinnering", "offerte-verloopt"}
    assert len(found) == len(set(found))
    with works.database.read() as session:
        subjects = session.scalars(select(Mail.subject).order_by(Mail.id)).all()
    assert any("vervalt na" in subject for subject in subjects)
