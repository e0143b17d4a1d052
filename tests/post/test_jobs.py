"""Jobs run once for each of their times, catch up, and only one of several processes runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time as clock
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.config import ROOT
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.jobs import (
    AGAIN_AFTER,
    LEASE,
    Daily,
    Every,
    Job,
    JobRun,
    Lease,
    failures_since,
    forget_runs,
    hold_lease,
    last_runs,
    last_sign_of_life,
    let_go,
)
from tests.post.people import NOON


def at(day, hour, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("when", "now", "slot"),
    [
        pytest.param(Daily(time(7, 30)), at(23, 7, 29), at(22, 7, 30), id="a minute too early: yesterday's"),
        pytest.param(Daily(time(7, 30)), at(23, 7, 30), at(23, 7, 30), id="on the minute"),
        pytest.param(Daily(time(7, 30), working_days=True), at(23, 7), at(20, 7, 30), id="Monday early: Friday's"),
        pytest.param(Daily(time(7, 30), working_days=True), at(22, 12), at(20, 7, 30), id="Sunday: Friday's"),
        pytest.param(Daily(time(3)), at(25, 3, month=10), at(25, 3, month=10), id="the night the clock goes back"),
        pytest.param(Every(15), at(23, 12, 14), at(23, 12), id="within the quarter"),
        pytest.param(Every(15), at(23, 12, 15), at(23, 12, 15), id="at the quarter"),
    ],
)
def test_a_job_is_for_the_newest_time_that_is_not_ahead(when, now, slot):
    assert when.slot(now) == slot


def counting(runs, *, fails=False):
    def do(now):
        runs.append(now)
        if fails:
            raise ValueError("de schijf is vol")
        return "gedaan"

    return Job("tel", "Tellen", Daily(time(7, 30)), do)


def test_a_time_is_run_once_however_often_somebody_looks(database):
    runs: list[datetime] = []
    for minutes in range(3):
        counting(runs).run_if_due(database, NOON + timedelta(minutes=minutes))
    assert len(runs) == 1


def test_a_time_that_was_missed_is_caught_up(database):
    runs: list[datetime] = []
    counting(runs).run_if_due(database, NOON)
    counting(runs).run_if_due(database, NOON + timedelta(days=5))
    assert len(runs) == 2


def test_a_clock_that_is_set_back_runs_nothing_again(database):
    runs: list[datetime] = []
    counting(runs).run_if_due(database, NOON + timedelta(days=5))
    assert counting(runs).run_if_due(database, NOON) is None


def test_a_job_that_breaks_says_so_in_its_row_and_is_not_raised_on(database):
    run = counting([], fails=True).run_if_due(database, NOON)
    assert run.failed
    assert run.outcome == "ValueError: de schijf is vol"


def test_a_run_that_failed_is_tried_again_after_a_quarter_of_an_hour(database):
    runs: list[datetime] = []
    counting(runs, fails=True).run_if_due(database, NOON)
    assert counting(runs).run_if_due(database, NOON + AGAIN_AFTER - timedelta(seconds=1)) is None
    assert not counting(runs).run_if_due(database, NOON + AGAIN_AFTER).failed
    assert counting(runs).run_if_due(database, NOON + AGAIN_AFTER * 3) is None
    assert len(runs) == 2


def test_a_run_that_was_killed_is_tried_again(database):
    with database.write() as session:
        session.add(JobRun(job="tel", slot=at(23, 7, 30), started_at=at(23, 7, 30)))
    assert counting([]).run_if_due(database, at(23, 7, 40)) is None
    assert counting([]).run_if_due(database, at(23, 7, 45)) is not None


def test_somebody_may_run_a_job_at_any_moment_and_its_next_time_stays(database):
    runs: list[datetime] = []
    job = counting(runs)
    assert job.run_now(database, NOON) is not None
    assert job.run_if_due(database, NOON + timedelta(minutes=1)) is None, "just done"
    assert job.run_if_due(database, NOON + timedelta(days=1)) is not None
    with database.read() as session:
        assert last_runs(session)["tel"].started_at == NOON + timedelta(days=1)
        assert last_sign_of_life(session) == NOON + timedelta(days=1)
        assert failures_since(session, NOON) == []


def test_two_processes_at_once_run_a_time_once(database):
    runs: list[datetime] = []
    threads = [threading.Thread(target=counting(runs).run_if_due, args=(database, NOON)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(runs) == 1


def test_one_process_holds_the_lease_until_it_lets_go_or_is_gone(database):
    assert hold_lease(database, "x", "een", NOON)
    assert not hold_lease(database, "x", "twee", NOON + LEASE - timedelta(seconds=1))
    assert hold_lease(database, "x", "een", NOON + LEASE)
    assert hold_lease(database, "x", "twee", NOON + LEASE + LEASE + timedelta(seconds=1))
    let_go(database, "x", "een")
    assert not hold_lease(database, "x", "een", NOON + LEASE + LEASE)
    let_go(database, "x", "twee")
    assert hold_lease(database, "x", "een", NOON)


def test_rows_of_frequent_runs_go_but_failures_and_the_newest_stay(database):
    for day, failed in ((1, False), (2, True), (3, False)):
        with database.write() as session:
            session.add(JobRun(job="post", slot=at(day, 8), started_at=at(day, 8), failed=failed))
    with database.write() as session:
        assert forget_runs(session, NOON, ["post"]) == 1
    with database.read() as session:
        assert [run.slot.day for run in session.scalars(select(JobRun).order_by(JobRun.id))] == [2, 3]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_scheduler_works_and_stops_with_whoever_started_it(database, tmp_path):
    environment = {
        **os.environ, "AUDITBEHEER_DATABASE_URL": database.url, "AUDITBEHEER_SECRET_KEY": "x" * 40,
        "AUDITBEHEER_FILES_DIR": str(tmp_path),
    }  # fmt: skip
    command = [sys.executable, "-m", "auditbeheer", "scheduler", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, cwd=ROOT) as child:
        try:
            assert _becomes(lambda: _rows(database, JobRun) > 0), "no job ran"
            assert child.stdin is not None
            child.stdin.close()
            assert child.wait(timeout=20) == 0
        finally:
            if child.poll() is None:
                child.send_signal(signal.SIGKILL)
    assert _rows(database, Lease) == 0


def _rows(database, table):
    with database.read() as session:
        return len(session.scalars(select(table)).all())


def _becomes(true, seconds=30):
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        if true():
            return True
        clock.sleep(0.1)
    return False
