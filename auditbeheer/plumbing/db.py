"""The database: one engine, sessions that read and sessions that write, SQLite or PostgreSQL behind the same promise.

SQLite by default reads first and locks later, and then loses an update without a word; so a writing session takes the
lock at its first statement (``BEGIN IMMEDIATE``). PostgreSQL needs no such help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from inspect import BoundArguments, signature
from operator import attrgetter
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from auditbeheer.plumbing.together import read_together

PATIENCE_SECONDS = 15
# Compiling a statement takes longer than asking it. The house asks some thousand different ones; each is kept.
STATEMENTS = 3000
HELD, ANSWERS = "held", "answers"
P = ParamSpec("P")
Answer = TypeVar("Answer")
Row = TypeVar("Row")
Read = Callable[Concatenate[Session, P], Sequence[Row]]


def asked_once(read: Callable[Concatenate[Session, P], Answer]) -> Callable[Concatenate[Session, P], Answer]:
    """A read that several parts of one page ask: a reading session asks the database once, a writing one each time.

    Whoever gets the answer leaves it as it is.
    """
    asking = signature(read)

    @wraps(read)
    def answered(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        answers: dict[Any, Answer] | None = session.info.get(ANSWERS)
        if answers is None:
            return read(session, *args, **kwargs)
        question = _question(read, asking.bind(session, *args, **kwargs))
        if question not in answers:
            answers[question] = read(session, *args, **kwargs)
        return answers[question]

    return answered


def _question(read: Any, asked: BoundArguments, **instead: Any) -> Any:
    """What is asked, apart from the session; said or left out, a default is the same question."""
    asked.apply_defaults()
    return (read, *list({**asked.arguments, **instead}.items())[1:])


def asked_whole(dossier: Callable[[Any], str | None]) -> Callable[[Read[P, Row]], Read[P, Row]]:
    """As ``asked_once``, for a read of the whole office, or of one dossier by the number that is its last argument.

    When the whole was asked already, what is of one dossier is a part of that. ``dossier``: the number of a row's.
    """

    def mark(read: Read[P, Row]) -> Read[P, Row]:
        once, asking = asked_once(read), signature(read)
        last = list(asking.parameters)[-1]

        @wraps(read)
        def answered(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> Sequence[Row]:
            answers: dict[Any, Sequence[Row]] = session.info.get(ANSWERS) or {}
            asked = asking.bind(session, *args, **kwargs)
            whole, number = _question(read, asked, **{last: None}), asked.arguments[last]
            if number is not None and whole in answers:
                return [row for row in answers[whole] if dossier(row) == number]
            return once(session, *args, **kwargs)

        return answered

    return mark


def asked_of_each(
    key: str, *by: str, newest_first: bool = False
) -> Callable[[Callable[[Session, list[int]], Sequence[Row]]], Callable[[Session, Iterable[int]], Sequence[Row]]]:
    """A read of the rows of several things, of which the parts of one page each name their own.

    A reading session asks only for those of which it has no answer yet; for no things nothing is asked. ``key``: the
    column that says of which thing a row is; ``by``: the columns by which the rows are in order.
    """

    def mark(
        read: Callable[[Session, list[int]], Sequence[Row]],
    ) -> Callable[[Session, Iterable[int]], Sequence[Row]]:
        @wraps(read)
        def answered(session: Session, things: Iterable[int], /) -> Sequence[Row]:
            wanted = list(dict.fromkeys(things))
            answers: dict[Any, Any] | None = session.info.get(ANSWERS)
            if not wanted or answers is None:
                return read(session, wanted) if wanted else []
            piles: dict[int, list[Row]] = answers.setdefault(read, {})
            fresh = [thing for thing in wanted if thing not in piles]
            if fresh:
                piles.update((thing, []) for thing in fresh)
                for row in read(session, fresh):
                    piles[getattr(row, key)].append(row)
            return sorted((row for thing in wanted for row in piles[thing]), key=attrgetter(*by), reverse=newest_first)

        return answered

    return mark


class Database:
    """Where everything is kept. ``url`` is a SQLAlchemy address: ``sqlite:///file`` or ``postgresql+psycopg://…``."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writer = sessionmaker(self.engine, expire_on_commit=False)
        self._reader = sessionmaker(self.engine.execution_options(read_only=True), expire_on_commit=False)
        event.listen(self._reader, "loaded_as_persistent", _hold)
        for sessions in (self._reader, self._writer):
            event.listen(sessions, "do_orm_execute", read_together, retval=True)

    def reader(self) -> Session:
        """A session for looking only: what it has read it keeps, and what it was told it does not ask again."""
        session = self._reader()
        session.info.update({HELD: [], ANSWERS: {}})
        return session

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
    """SQLAlchemy itself forgets what nobody refers to, and then reads it again."""
    session.info[HELD].append(thing)


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, query_cache_size=STATEMENTS)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": PATIENCE_SECONDS, "check_same_thread": False}, query_cache_size=STATEMENTS
    )
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
