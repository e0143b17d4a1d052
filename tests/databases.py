"""Fresh databases for tests: migrated once per test process, then copied (SQLite) or emptied (PostgreSQL) per test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event

from auditbeheer.plumbing.db import Database

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("sqlite", "postgresql")
# How long an emptying may wait for a test that left a transaction open, before it says so.
PATIENCE = "5s"


def alembic_config(url: str) -> Config:
    """Alembic's settings for the database at ``url``."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the newest migration."""
    command.upgrade(alembic_config(url), "head")


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A database of a test's own, let go of at the end: a connection that is only forgotten fails some later test."""
    database = Database(url)
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def heard(engine: Engine) -> Iterator[list[str]]:
    """The SQL that is asked of the database within the block, in order."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


class Fresh:
    """A database that is as new for each test, behind one engine.

    An engine keeps every statement that it compiled. With an engine for each test, two thirds of the time of a page
    went into compiling the same statements again.
    """

    def __init__(self, url: str, renew: Callable[[], None]) -> None:
        self._renew, self._database = renew, Database(url)

    @contextmanager
    def again(self) -> Iterator[Database]:
        """The database as the migrations left it; afterwards nobody is connected to it any more."""
        self._renew()
        try:
            yield self._database
        finally:
            self._database.engine.dispose()


def copy_over(source: Path, target: Path) -> None:
    """Put a SQLite file in the place of another, and of what that one had not yet written into itself."""
    for left in (target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        left.unlink(missing_ok=True)
    shutil.copy(source, target)


class Emptier:
    """Brings a PostgreSQL database back to what the migrations left, in some milliseconds.

    Copying a template takes a third of a second, TRUNCATE of all tables a tenth; deleting from small tables takes two
    milliseconds. Rows that the migrations themselves wrote are kept aside in the schema ``as_migrated`` and put back.
    """

    def __init__(self, url: str) -> None:
        self._address = url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(self._address) as connection:
            self._statement = "; ".join(self._plan(connection)).encode()

    def empty(self) -> None:
        """Remove what tests wrote. Raises ``psycopg.errors.LockNotAvailable`` when a test left a transaction open."""
        with psycopg.connect(self._address) as connection:
            connection.execute(self._statement)

    @staticmethod
    def _plan(connection: psycopg.Connection) -> list[str]:
        tables = _column(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        sequences = _column(connection, "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        # As "replica" neither foreign keys nor the triggers that guard what may never be changed stand in the way.
        steps = [f"SET LOCAL lock_timeout = '{PATIENCE}'", "SET LOCAL session_replication_role = replica"]
        connection.execute("CREATE SCHEMA as_migrated")
        for table in tables:
            if table == "alembic_version":
                continue
            steps.append(f'DELETE FROM public."{table}"')
            if _column(connection, f'SELECT count(*) FROM public."{table}"') != [0]:
                connection.execute(f'CREATE TABLE as_migrated."{table}" AS TABLE public."{table}"'.encode())
                steps.append(f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE as_migrated."{table}"')
        return steps + [_set_back(connection, sequence) for sequence in sequences]


def _set_back(connection: psycopg.Connection, sequence: object) -> str:
    last, called = connection.execute(f'SELECT last_value, is_called FROM public."{sequence}"'.encode()).fetchall()[0]
    return f"""SELECT setval('public."{sequence}"', {last}, {str(called).lower()})"""


def _column(connection: psycopg.Connection, query: str) -> list[object]:
    return [row[0] for row in connection.execute(query.encode())]
