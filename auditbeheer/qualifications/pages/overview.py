"""Everybody who can be in a team, as they stand on a day: the list, and the matrix of competence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role as OfficeRole
from auditbeheer.organisation.schemes import schemes
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import QualifiedAs
from auditbeheer.qualifications.rules import Qualification, State, Year, ends_on, wanted_only
from auditbeheer.qualifications.standing import Files, files_of
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role


def schemes_with_criteria() -> list[Scheme]:
    """The adopted schemes, the newest first: those that say what a person must show."""
    known = [scheme for scheme in schemes() if scheme.qualifications is not None]
    return sorted(known, key=lambda scheme: scheme.transition.assessed_from.value, reverse=True)


def schemes_without_criteria() -> list[Scheme]:
    """The schemes of which nobody said yet what a person must show: nobody can be qualified for them."""
    return [scheme for scheme in schemes() if scheme.qualifications is None]


def staff_with_a_file(session: Session, day: date) -> list[Employee]:
    """Everybody who can be in a team and works here on ``day``, by name."""
    return [one for one in models.people_with_a_file(session) if one.left_on is None or one.left_on > day]


def capacities(person: Employee, files: Files, scheme: Scheme) -> list[QualifiedAs]:
    """In which capacities somebody has a file: by role, and by what was done before."""
    done = {act.capacity for act in files.acts.get(person.id, []) if act.scheme == scheme.key}
    roles = {QualifiedAs.AUDITOR: OfficeRole.AUDITOR, QualifiedAs.SCHEME_MANAGER: OfficeRole.SCHEME_MANAGER}
    return [capacity for capacity, role in roles.items() if role in person.role_names or capacity in done]


@dataclass(frozen=True)
class Row:
    """One person in the list: a qualification per capacity under the newest scheme, and the year so far."""

    employee: Employee
    qualifications: tuple[tuple[str, Qualification], ...]
    audits_this_year: int
    year: Year | None
    declared: bool

    @property
    def gaps(self) -> list[Condition]:
        """What is missing for the newest scheme."""
        return unmet(wanted_only(self.qualifications[0][1].conditions)) if self.qualifications else []


def rows_on(session: Session, day: date) -> list[Row]:
    """Everybody who can be in a team, as they stand on ``day``; a constant number of queries."""
    people = staff_with_a_file(session, day)
    files, declared = files_of(session, people), models.declared_for(session, day.year)
    return [_row(person, files, schemes_with_criteria()[0], day, person.id in declared) for person in people]


def _row(person: Employee, files: Files, newest: Scheme, day: date, declared: bool) -> Row:
    return Row(
        employee=person,
        qualifications=tuple(
            (capacity.value, files.qualification(person, newest, Role(capacity.value), day))
            for capacity in capacities(person, files, newest)
        ),
        audits_this_year=files.led_in(person, day.year),
        year=_year(person, files, day),
        declared=declared,
    )


def _year(person: Employee, files: Files, day: date) -> Year | None:
    """The assessments of this year, under the newest scheme for which somebody is qualified that asks for some."""
    for scheme in schemes_with_criteria():
        if files.qualification(person, scheme, Role.AUDITOR, day).stands:
            for one in files.years(person, scheme, day):
                if one.year == day.year:
                    return one
    return None


@dataclass(frozen=True)
class Cell:
    """One person under one scheme in one role: what it is on the day, how much is missing, the first end of a proof."""

    qualification: Qualification
    ends: date | None

    @property
    def gaps(self) -> list[Condition]:
        """What is missing, the act itself apart."""
        return unmet(wanted_only(self.qualification.conditions))

    @property
    def word(self) -> str:
        """The state, as the screen and the sheet say it."""
        return self.qualification.state.value


@dataclass(frozen=True)
class Matrix:
    """Persons by schemes and roles on a day. ``rows``: a cell per head, None where somebody has no such file."""

    day: date
    heads: tuple[tuple[Scheme, QualifiedAs], ...]
    rows: tuple[tuple[Employee, tuple[Cell | None, ...]], ...]

    def qualified(self, place: int) -> int:
        """How many are qualified under one head."""
        cells = [cells[place] for _, cells in self.rows]
        return sum(cell is not None and cell.qualification.holds for cell in cells)


def matrix_on(session: Session, day: date) -> Matrix:
    """The matrix of competence on ``day``; a constant number of queries."""
    people = staff_with_a_file(session, day)
    files = files_of(session, people)
    heads = tuple((scheme, capacity) for scheme in schemes_with_criteria() for capacity in QualifiedAs)
    return Matrix(day, heads, tuple((one, tuple(_cell(one, files, *head, day) for head in heads)) for one in people))


def _cell(person: Employee, files: Files, scheme: Scheme, capacity: QualifiedAs, day: date) -> Cell | None:
    if capacity not in capacities(person, files, scheme):
        return None
    role = Role(capacity.value)
    held = files.qualification(person, scheme, role, day)
    ends = ends_on(day, scheme, role, files.record(person, scheme)) if held.state is State.QUALIFIED else None
    return Cell(held, ends)


SHEET_HEAD = ("Naam", "Schema", "Rol", "Stand", "Sinds", "Bewijs geldig tot en met", "Wat ontbreekt", "Bron")


def sheet_of(matrix: Matrix) -> list[Sequence[object]]:
    """The matrix as rows of a sheet: one per person, scheme and role, with every gap and its §."""
    return [
        (person.name, scheme.name, capacity.value, cell.word, cell.qualification.since, cell.ends,
         "; ".join(gap.text for gap in cell.gaps), "; ".join(dict.fromkeys(gap.source.label for gap in cell.gaps)))
        for person, cells in matrix.rows
        for (scheme, capacity), cell in zip(matrix.heads, cells, strict=True)
        if cell is not None
    ]  # fmt: skip


def years_of(session: Session, person: Employee, scheme: Scheme, day: date) -> list[Year]:
    """The assessments of one person per year that counts, as they stand on ``day``."""
    return files_of(session, [person]).years(person, scheme, day)
