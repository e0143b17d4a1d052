"""Two offices: a living one without dossiers for a real browser, and the demo with a dossier at every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, EmployeeRole
from auditbeheer.config import Settings
from auditbeheer.demo.filling import fill_when_empty
from auditbeheer.demo.people import at
from auditbeheer.plumbing.db import Database
from auditbeheer.relations.reference import load_reference
from tests import databases
from tests.journeys.live import LiveOffice, opened
from tests.journeys.person import Person
from tests.office import BASE, DAY, Office, open_office
from tests.post.people import Server, mail_server

Someone = Callable[..., Person]


@pytest.fixture(scope="module")
def live(sqlite_as_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveOffice]:
    """The office with its people and the real business parks, served; its day starts at 23 November 2026."""
    with opened(sqlite_as_migrated, tmp_path_factory.mktemp("kantoor")) as office:
        yield office


@pytest.fixture
def someone(live: LiveOffice, chromium: Browser) -> Iterator[Someone]:
    """``someone("Annelies Vos", phone=True)``: her own browser; without a name the public."""
    seen: dict[str, int] = {}
    everybody: list[Person] = []

    def arrive(name: str | None = None, **options: Any) -> Person:
        person = Person(chromium, live.address, seen, **options)
        everybody.append(person)
        return person.become(name) if name else person

    yield arrive
    for person in everybody:
        person.leave()


@pytest.fixture
def post() -> Iterator[Server]:
    """A mail server of our own."""
    with mail_server() as server:
        yield server


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo office's database and files, to copy."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'kantoor.sqlite'}"
    databases.migrate(url)
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=BASE, testing=True, today=DAY, database_url=url,
        files_dir=folder / "files", archive_dir=folder / "issued",
    )  # fmt: skip
    database = Database(url)
    with database.write() as session:
        load_reference(session, SYSTEM, at(DAY))
    assert fill_when_empty(settings, say=lambda _line: None)
    with database.engine.connect() as connection:
        # All of it into the one file: a copy takes no write-ahead log along.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def demo(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demo office on SQLite, a copy for each file of tests."""
    folder = Path(copytree(filled, tmp_path_factory.mktemp("kantoor") / "demo"))
    database = Database(f"sqlite:///{folder / 'kantoor.sqlite'}")
    office = open_office(database, folder)
    with database.read() as session:
        for employee in session.scalars(select(Employee).join(EmployeeRole).order_by(Employee.id.desc())):
            for role in employee.role_names:
                office.people[role] = employee.id
    yield office
    database.engine.dispose()
