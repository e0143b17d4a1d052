"""The database: one engine, sessions that read and sessions that write, SQLite or PostgreSQL behind the same promise.

SQLite by default reads first and locks later, and then loses an update without a word; so a writing session takes the
lock at its first statement (``BEGIN IMMEDIATE``). PostgreSQL needs no such help.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

PATIENCE_SECONDS = 15


class Database:
    """Where everything is kept. ``url`` is a SQLAlchemy address: ``sqlite:///file`` or ``postgresql+psycopg://…``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writer = sessionmaker(self.engine, expire_on_commit=False)
        self._reader = sessionmaker(self.engine.execution_options(read_only=True), expire_on_commit=False)
        event.listen(self._reader, "loaded_as_persistent", _hold)

    def reader(self) -> Session:
        """A session for looking only."""
        return self._reader()

    def writer(self) -> Session:
        """A session that may change things; on SQLite it holds the write lock from its first statement."""
        return self._writer()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look, then let go."""
        with self.reader() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, otherwise undone."""
        with self.writer() as session, session.begin():
            yield session


def _hold(session: Session, thing: object) -> None:
    """What a reading session has read it keeps: SQLAlchemy itself forgets what nobody refers to, and reads it again."""
    session.info.setdefault("held", []).append(thing)


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:
    # The driver's own transactions are switched off: _begin_sqlite says when one starts, and of which kind.
    connection.isolation_level = None
    # recursive_triggers: without it a row that is REPLACEd is removed past the triggers that keep it.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    looking = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if looking else "BEGIN IMMEDIATE")
