"""The register of impartiality: everybody's ties, what the rule makes of each, and who declared over this year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import Guidance
from auditbeheer.qualifications.pages.overview import staff_with_a_file
from auditbeheer.qualifications.rules import Involvement, impartial_from
from auditbeheer.qualifications.standing import reach
from auditbeheer.relations.models import Party
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.own_rules import OwnRules


@dataclass(frozen=True)
class Reached:
    """One partnership for which an entry counts: until when, and from which day somebody may go there again.

    ``free_from`` None: not as long as it goes on.
    """

    name: str
    until_day: date | None
    free_from: date | None


@dataclass(frozen=True)
class Entry:
    """One entry of the register with what the rule makes of it on a day."""

    row: Guidance
    person: str
    reached: Sequence[Reached]
    day: date

    @property
    def counting(self) -> list[Reached]:
        """Where somebody may not go on that day."""
        return [one for one in self.reached if one.free_from is None or one.free_from > self.day]


@dataclass(frozen=True)
class Register:
    """The register as it stands on a day; ``people``: of whom there is an entry, or a declaration is asked."""

    day: date
    entries: Sequence[Entry]
    people: Sequence[Employee]
    undeclared: Sequence[Employee]
    rule: Source
    declared: int


def register_on(session: Session, day: date, person: int | None = None) -> Register:
    """All entries, newest first, or those of one person; a constant number of queries."""
    rules = own_rules_on(session, day)
    rows = models.guidance_of(session, None if person is None else [person])
    groups: dict[int, list[Party]] = defaultdict(list)
    for party in models.groups_of(session, {row.bureau_id for row in rows if row.bureau_id is not None}):
        groups[party.bureau_id or 0].append(party)
    names = {one.id: one.name for one in models.people_by_id(session, sorted({row.employee_id for row in rows}))}
    people = staff_with_a_file(session, day)
    declared = models.declared_for(session, day.year)
    return Register(
        day=day,
        entries=[
            Entry(row, names.get(row.employee_id, ""), _reached(row, groups[row.bureau_id or 0], rules), day)
            for row in rows
        ],
        people=people,
        undeclared=[one for one in people if one.id not in declared],
        rule=rules["impartiality_years"].source,
        declared=sum(one.id in declared for one in people),
    )


def _reached(row: Guidance, parties: Sequence[Party], rules: OwnRules) -> list[Reached]:
    names = {party.partnership_id: party.partnership.name for party in parties}
    if row.partnership is not None:
        names[row.partnership.id] = row.partnership.name
    return [_as_reached(names[key], counts, rules) for key, counts in reach(row, parties)]


def _as_reached(name: str, counts: Involvement, rules: OwnRules) -> Reached:
    return Reached(name, counts.until_day, impartial_from(counts.until_day, rules))
