"""What every test may ask for, and what no test gets: the network, mail, the operator's own settings.

``database`` comes in two kinds, so a test that asks for it (or for ``session``) runs on SQLite and on PostgreSQL.
A test about one of the two says so: ``@pytest.mark.parametrize("database", ["postgresql"], indirect=True)``.
"""

from __future__ import annotations

import os
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session

from auditbeheer.plumbing.db import Database
from tests import databases, postgres
from tests.chromium import chromium, desk, phone  # noqa: F401 - fixtures for every test that asks for a browser
from tests.office import Office, open_office

# A busy machine is no failure: nothing here is held against a clock.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


class LeftTheMachineError(BaseException):
    """A test tried the network or mail. Not an ``Exception``: code that mends failures may not hide this one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys begin first, in one worker: the longest takes minutes, and begun last it would be waited for."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/journeys/"))


# A test with one of these is about pages.
PAGES = {"office", "chromium", "live", "demo"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Branches of rules count where a test of rules or services walks them, once: not on pages nor again on PostgreSQL.

    Counting makes a test half as long again.
    """
    coverage = Coverage.current()
    if coverage is None or _counts(item):
        return (yield)
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()


def _counts(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is None and PAGES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("AUDITBEHEER_")]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine answers, unless the test is marked ``network``; no mail unless it is marked ``mail``."""
    if request.node.get_closest_marker("network") is None:
        for name in ("connect", "connect_ex", "sendto"):
            monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        monkeypatch.setattr(socket, "getaddrinfo", _looked_up(socket.getaddrinfo))
    if request.node.get_closest_marker("mail") is None:
        monkeypatch.setattr(smtplib.SMTP, "connect", _refuse_mail)


def _guarded(original: Any) -> Any:
    def connect(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise LeftTheMachineError(f"this test goes to {address}; mark it network if it must")
        return original(self, *arguments)

    return connect


def _looked_up(original: Any) -> Any:
    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_here(name):
            raise LeftTheMachineError(f"this test looks up {name}; mark it network if it must")
        return original(host, *arguments, **options)

    return getaddrinfo


def _is_here(host: str) -> bool:
    return host in {"", "localhost", "::1", "0.0.0.0", "::"} or host.startswith("127.")


def _refuse_mail(*_arguments: Any, **_options: Any) -> Any:
    raise LeftTheMachineError("this test sends mail; mark it mail if it must")


@pytest.fixture(scope="session")
def sqlite_as_migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all migrations, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "auditbeheer.sqlite"
    databases.migrate(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}")
    with database.engine.connect() as connection:
        # All of it into the one file: a copy takes no write-ahead log along.
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of this test process."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_as_migrated(postgres_server: postgres.Server) -> tuple[str, databases.Emptier]:
    """The address of a database with all migrations, and who empties it."""
    url = postgres_server.create("auditbeheer")
    databases.migrate(url)
    return url, databases.Emptier(url)


@pytest.fixture(scope="session")
def sqlite_again(sqlite_as_migrated: Path) -> databases.Fresh:
    """The one SQLite database of this test process."""
    file = sqlite_as_migrated.with_name("again.sqlite")
    return databases.Fresh(f"sqlite:///{file}", lambda: databases.copy_over(sqlite_as_migrated, file))


@pytest.fixture(scope="session")
def postgresql_again(postgres_as_migrated: tuple[str, databases.Emptier]) -> databases.Fresh:
    """The one PostgreSQL database of this test process."""
    url, emptier = postgres_as_migrated
    return databases.Fresh(url, emptier.empty)


@pytest.fixture(params=[databases.KINDS[0], pytest.param(databases.KINDS[1], marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database without any rows, of each kind in turn."""
    fresh: databases.Fresh = request.getfixturevalue(f"{request.param}_again")
    with fresh.again() as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One open transaction that may write; what the test wrote is undone."""
    with database.writer() as open_session:
        yield open_session
        open_session.rollback()


@pytest.fixture
def statements(database: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as seen:`` lists the SQL that the block asks of the database (C12: a constant number)."""

    return lambda: databases.heard(database.engine)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    """The whole application on each kind of database, with a browser for each role."""
    return open_office(database, tmp_path)
