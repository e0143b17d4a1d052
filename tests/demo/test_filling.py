"""The demo office tells its stories around today, so it must be possible to begin on any day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import func, select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.config import Settings
from auditbeheer.demo.filling import fill_when_empty
from auditbeheer.demo.people import at
from auditbeheer.demo.stories import STORIES
from auditbeheer.planning.models import Absence, Assignment, WorkingWeek
from auditbeheer.plumbing.db import Database
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.reference import load_reference
from tests.office import BASE


@pytest.mark.parametrize("today", [date(2026, 12, 31)], ids=["last day of a year"])
def test_the_whole_demo_can_be_told_on_another_day(sqlite_as_migrated: Path, tmp_path: Path, today: date) -> None:
    copy(sqlite_as_migrated, tmp_path / "kantoor.sqlite")
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=BASE, testing=True, today=today,
        database_url=f"sqlite:///{tmp_path / 'kantoor.sqlite'}", files_dir=tmp_path / "files",
        archive_dir=tmp_path / "issued",
    )  # fmt: skip
    database = Database(settings.database_url)
    with database.write() as session:
        load_reference(session, SYSTEM, at(today))
    assert fill_when_empty(settings, say=lambda _line: None)
    with database.read() as session:
        dossiers = session.scalar(select(func.count()).select_from(Trajectory)) or 0
        visits = Counter(
            (row.employee_id, row.day) for row in session.scalars(select(Assignment)) if not row.withdrawn_on
        )
        weeks, away = session.scalars(select(WorkingWeek)).all(), session.scalars(select(Absence)).all()
    database.engine.dispose()
    assert dossiers >= len(STORIES)
    assert 2 in visits.values(), "somebody has two visits on one day"
    assert [week.hours for week in weeks if len(week.days) < 5]
    assert [one for one in away if one.from_day > today]
