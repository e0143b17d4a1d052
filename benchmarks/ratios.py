"""How everything here is measured: ours and a floor in turn, in the same run, and only their ratio says something.

A floor is the least that any program would have to do for the same answer (one query, one empty page, plain inserts).
Seconds differ between machines and hours; a ratio does not, as long as both sides are measured in turn.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import event

from auditbeheer.plumbing.db import Database
from tests import databases
from tests.office import Office, open_office

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """How long the processor works on it once: neither other programs nor the garbage of what came before count.

    Everything measured here happens in this one process (SQLite is part of it), so nothing is waited for.
    """
    gc.collect()
    gc.disable()
    try:
        start = process_time()
        work()
        return process_time() - start
    finally:
        gc.enable()


def in_turn(ours: Work, floor: Work, rounds: int, before: Work = lambda: None) -> tuple[float, float, float]:
    """(seconds of ours, of the floor, the median of the ratios), measured in turn after one round to warm up.

    ``before``: done ahead of each, and not counted.
    """
    pairs = []
    for _ in range(rounds + 1):
        pair = []
        for work in (ours, floor):
            before()
            pair.append(seconds(work))
        pairs.append((pair[0], pair[1]))
    del pairs[0]
    return (
        median(mine for mine, _ in pairs),
        median(theirs for _, theirs in pairs),
        median(mine / theirs for mine, theirs in pairs),
    )


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a small table; the first column to the left, figures to the right."""
    texts = [[_shown(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[place]) for row in texts) for place in range(len(head))]
    for row in (texts[0], ["-" * width for width in widths], *texts[1:]):
        cells = [cell.rjust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join([row[0].ljust(widths[0]), *cells[1:]]))


def _shown(cell: object) -> str:
    return f"{cell:.1f}" if isinstance(cell, float) else str(cell)


def milliseconds(value: float) -> str:
    """As it stands in a table."""
    return f"{value * 1000:.2f} ms"


@contextmanager
def fresh_office() -> Iterator[tuple[Office, Path]]:
    """An empty office on a SQLite file of its own, and its folder; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="meting-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'kantoor.sqlite'}"
        databases.migrate(url)
        database = Database(url)
        try:
            yield open_office(database, folder), folder
        finally:
            database.engine.dispose()


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """The statements that the block asks of the database."""
    seen: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)
