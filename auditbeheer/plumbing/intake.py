"""Taking over rows from a CSV file: reading it as it is, and a report that says per row what became of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from io import StringIO
from pathlib import Path

LARGEST_FILE = 20_000_000


class ImportRefused(Exception):
    """The file as a whole cannot be read; the text says what is wrong with it and what to do."""


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "overgenomen"
    OTHERWISE = "anders overgenomen"
    THERE = "al aanwezig"
    REFUSED = "geweigerd"


@dataclass(frozen=True)
class RowReport:
    """One row of the file: its line number, its name, what became of it, and why when it was refused.

    Of a row that cannot be taken over one to one ``why`` says what was done instead.
    """

    line: int
    name: str
    outcome: Outcome
    why: str = ""


@dataclass
class Report:
    """What an import did, row by row."""

    file: str
    rows: list[RowReport] = field(default_factory=list)

    def add(self, line: int, name: str, outcome: Outcome, why: str = "") -> None:
        """Note one row."""
        self.rows.append(RowReport(line, name, outcome, why))

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return sum(row.outcome is outcome for row in self.rows)

    @property
    def taken(self) -> int:
        """How many rows were taken over, as they stand or otherwise."""
        return self.count(Outcome.TAKEN) + self.count(Outcome.OTHERWISE)

    @property
    def summary(self) -> str:
        """The figures in a sentence; rows taken over otherwise are named when there are any."""
        told = [one for one in Outcome if one is not Outcome.OTHERWISE or self.count(one)]
        return ", ".join(f"{self.count(outcome)} {outcome.value}" for outcome in told)

    def take(self, line: int, name: str, remarks: Sequence[str] = ()) -> None:
        """Note a row that was taken over; with remarks not one to one."""
        self.add(line, name, Outcome.OTHERWISE if remarks else Outcome.TAKEN, "; ".join(remarks))

    def as_rows(self) -> list[dict[str, object]]:
        """For a program: one object per row."""
        return [asdict(row) for row in self.rows]

    def as_text(self, *, dry_run: bool) -> str:
        """For a person: every row that was not simply taken, then the figures."""
        told = [
            f"regel {row.line}: {row.name}: {row.outcome.value}{': ' if row.why else ''}{row.why}" for row in self.rows
        ]
        end = f"{self.file}: {self.summary}." + (" Er is niets bewaard (--dry-run)." if dry_run else "")
        return "\n".join([*told, end])


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row as (line number, column → text), blanks at the ends taken off; comma or semicolon as the file has it.

    Raises ``ImportRefused`` when the file is no UTF-8 text, too large, or lacks one of the ``needed`` columns.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise ImportRefused(f"{path.name} is te groot: ten hoogste 20 MB. Splits het bestand.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name} is geen UTF-8. Bewaar het als CSV UTF-8 en probeer het opnieuw.") from error
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    if missing:
        raise ImportRefused(f"In {path.name} ontbreekt de kolom {missing[0]}. Nodig zijn: {', '.join(needed)}.")
    return _rows(reader)


def _rows(reader: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in reader:
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
