"""What a partnership was made of on a day, and what changed between two days (ARE-11, AUD-7).

A stay has a first and a last day, both included; an unknown first day means: from before it was kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from auditbeheer.scheme.wording import capital, join_and

NOBODY = "niemand"


class Topic(StrEnum):
    """What a change is about; the order in which changes are told."""

    PARTY = "partij"
    PERSON = "persoon"
    ROLE = "rol"
    AREA = "gebied"
    COORDINATOR = "regie"


@dataclass(frozen=True, slots=True)
class Stay:
    """A party, a person or an area in the partnership. ``key`` tells two of one name apart; ``beside``: whose, where.

    >>> Stay(1, "Politie", date(2024, 1, 1), date(2025, 1, 1)).there_on(date(2025, 1, 1))
    True
    >>> Stay(1, "Politie", None, date(2025, 1, 1)).there_on(date(2025, 1, 2))
    False
    """

    key: int
    name: str
    first: date | None
    last: date | None
    beside: str = ""

    def there_on(self, day: date) -> bool:
        """Whether it was part of the partnership on ``day``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """From ``on_day`` on the person with this key holds the role, or no longer; rows in the order of recording."""

    person: int
    role: str
    holds: bool
    on_day: date | None


@dataclass(frozen=True, slots=True)
class CoordinatorRow:
    """From ``on_day`` on this organisation coordinates; "" none."""

    organisation: str
    on_day: date | None


Row = TypeVar("Row", RoleRow, CoordinatorRow)


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that was ever recorded of what a partnership is made of."""

    parties: tuple[Stay, ...] = ()
    people: tuple[Stay, ...] = ()
    areas: tuple[Stay, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    coordinators: tuple[CoordinatorRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """What it was made of on one day; ``roles``: per role the names of who had it, in the order of the people."""

    parties: tuple[Stay, ...]
    people: tuple[Stay, ...]
    areas: tuple[Stay, ...]
    roles: dict[str, tuple[str, ...]]
    coordinator: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed. ``day``: since when it is so (in) or the last day that it was (out), where known."""

    topic: Topic
    what: str
    day: date | None = None


def composition_on(recorded: Recorded, day: date) -> Composition:
    """The parties, people, roles, areas and coordinating organisation of ``day``."""
    people = _there(recorded.people, day)
    return Composition(
        parties=_there(recorded.parties, day),
        people=people,
        areas=_there(recorded.areas, day),
        roles=_roles(recorded.roles, people, day),
        coordinator=_coordinator(recorded.coordinators, day),
    )


def _there(stays: Iterable[Stay], day: date) -> tuple[Stay, ...]:
    return tuple(stay for stay in stays if stay.there_on(day))


def _roles(rows: Sequence[RoleRow], people: Sequence[Stay], day: date) -> dict[str, tuple[str, ...]]:
    """The newest row of each person and role counts; whoever is not there has none."""
    newest: dict[tuple[int, str], bool] = {}
    for row in _until(rows, day):
        newest[row.person, row.role] = row.holds
    found: dict[str, tuple[str, ...]] = {}
    for role in dict.fromkeys(row.role for row in rows):
        found[role] = tuple(one.name for one in people if newest.get((one.key, role)))
    return found


def _coordinator(rows: Sequence[CoordinatorRow], day: date) -> str:
    return next((row.organisation for row in reversed(_until(rows, day))), "")


def _until(rows: Sequence[Row], day: date) -> list[Row]:
    known = [row for row in rows if row.on_day is None or row.on_day <= day]
    return sorted(known, key=lambda row: row.on_day or date.min)  # stable: of one day the last one recorded counts


def changes_between(recorded: Recorded, first: date, last: date) -> list[Difference]:
    """What is different on ``last`` from how it was on ``first``: in the order party, person, role, area, regie.

    What came and went between the two days leaves no difference. Of a party or person that left, who they were stays.
    """
    then, now = composition_on(recorded, first), composition_on(recorded, last)
    return [
        *_in_and_out(Topic.PARTY, then.parties, now.parties),
        *_in_and_out(Topic.PERSON, then.people, now.people),
        *_handed_over(then.roles, now.roles),
        *_in_and_out(Topic.AREA, then.areas, now.areas),
        *_coordinates(then.coordinator, now.coordinator),
    ]


def _in_and_out(topic: Topic, then: Sequence[Stay], now: Sequence[Stay]) -> Iterable[Difference]:
    before, after = {stay.key for stay in then}, {stay.key for stay in now}
    for stay in now:
        if stay.key not in before:
            yield Difference(topic, f"{_named(stay)} kwam erbij", stay.first)
    for stay in then:
        if stay.key not in after:
            yield Difference(topic, f"{_named(stay)} ging weg", stay.last)


def _named(stay: Stay) -> str:
    return f"{stay.name} ({stay.beside})" if stay.beside else stay.name


def _handed_over(then: dict[str, tuple[str, ...]], now: dict[str, tuple[str, ...]]) -> Iterable[Difference]:
    for role in dict.fromkeys([*then, *now]):
        before, after = then.get(role, ()), now.get(role, ())
        if set(before) != set(after):
            told = f"{capital(role)}: {join_and(after) or NOBODY} (was {join_and(before) or NOBODY})"
            yield Difference(Topic.ROLE, told)


def _coordinates(then: str, now: str) -> Iterable[Difference]:
    if then != now:
        yield Difference(Topic.COORDINATOR, f"De regie heeft {now or NOBODY} (was {then or NOBODY})")
