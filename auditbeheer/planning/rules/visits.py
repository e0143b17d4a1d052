"""Whether two audits fit on one day of one person: the way between them, and the hours on location together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain, hours, number


@dataclass(frozen=True, slots=True)
class Visit:
    """An audit that somebody is in: where, and when on location. ``kilometres``: by road to the audit asked for.

    None for the kilometres: the place of one of the two is not known.
    """

    name: str
    starts_at: datetime
    ends_at: datetime
    kilometres: Decimal | None = None

    @property
    def hours(self) -> Decimal:
        """How long on location."""
        return Decimal((self.ends_at - self.starts_at).total_seconds()) / 3600

    def touches(self, other: Visit) -> bool:
        """Whether the two are at the same time, if only for a minute."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def elsewhere(day: date, person: str, busy_with: str | None) -> Condition:
    """Nobody is in two places at once. ``busy_with``: at whose audit somebody is at that time."""
    return Condition("agenda.vrij", "Geen andere audit op deze tijd", busy_with is None,
                     "vrij" if busy_with is None else f"audit bij {busy_with}", SETTING,
                     f"{person} is op {day_plain(day)} al bezet: audit bij {busy_with}.")  # fmt: skip


def no_longer_day(day: date) -> Condition:
    """More hours may not run into the next audit of somebody in the team."""
    return Condition("agenda.langer", "De audit mag langer duren", False, "een teamlid heeft daarna een audit", SETTING,
                     f"De audit van {day_plain(day)} kan niet langer duren: een teamlid heeft daarna een andere audit."
                     " Vervang eerst dat teamlid of verzet een van beide audits.")  # fmt: skip


@traced("QUA-7", test="tests/planning/test_visits.py::test_two_audits_fit_on_one_day_when_the_way_and_the_hours_do")
def fits_the_day(person: str, asked: Visit, others: Sequence[Visit], rules: OwnRules) -> list[Condition]:
    """Whether somebody can do this audit beside the others of that day: not at once, time to get there, not too long.

    Of audits at the same time nothing more is said: the way between them plays no part.
    """
    day = asked.starts_at.date()
    at_once = [other for other in others if other.touches(asked)]
    answer = [elsewhere(day, person, _told(at_once[0]) if at_once else None)]
    if at_once or not others:
        return answer
    before = max((one for one in others if one.ends_at <= asked.starts_at), key=lambda one: one.ends_at, default=None)
    after = min((one for one in others if one.starts_at >= asked.ends_at), key=lambda one: one.starts_at, default=None)
    ways = [_way(person, one, asked, rules) for one in (before, after) if one is not None]
    return [*answer, *ways, _long(person, asked, others, rules)]


def minutes_on_the_way(kilometres: Decimal, rules: OwnRules) -> int:
    """How long the road takes at the own rule's speed, in whole minutes, rounded up.

    >>> from auditbeheer.scheme.own_rules import defaults
    >>> minutes_on_the_way(Decimal(42), defaults()), minutes_on_the_way(Decimal(0), defaults())
    (36, 0)
    """
    return math.ceil(kilometres * 60 / rules["travel_speed"].integer)


def _told(visit: Visit) -> str:
    return f"{visit.name}, {visit.starts_at:%H:%M} tot {visit.ends_at:%H:%M}"


def _way(person: str, other: Visit, asked: Visit, rules: OwnRules) -> Condition:
    margin = rules["between_audits"]
    first, second = (other, asked) if other.ends_at <= asked.starts_at else (asked, other)
    there = int((second.starts_at - first.ends_at).total_seconds() // 60)
    text = f"Op tijd van en naar {other.name}"
    if other.kilometres is None:
        return Condition("agenda.reistijd", text, False, "afstand niet bekend", margin.source,
                         f"De afstand tot {other.name} is niet bekend. Twee audits op één dag kan dan niet"
                         f" ({margin.source.label}).")  # fmt: skip
    way = minutes_on_the_way(other.kilometres, rules)
    needed = way + margin.integer
    fact = f"{number(other.kilometres)} km, {way} minuten rijden"
    return Condition("agenda.reistijd", text, there >= needed, fact, margin.source,
                     f"{person} haalt het niet tussen {other.name} en deze audit: er zijn {there} minuten, nodig zijn"
                     f" er {needed} ({fact} en {margin.integer} minuten ruimte, {margin.source.label}).")  # fmt: skip


def _long(person: str, asked: Visit, others: Sequence[Visit], rules: OwnRules) -> Condition:
    most = rules["hours_on_location_a_day"]
    total = sum((one.hours for one in others), asked.hours)
    return Condition("agenda.uren_op_locatie", f"Ten hoogste {hours(most.decimal)} uur op locatie op één dag",
                     total <= most.decimal, f"{hours(total)} uur", most.source,
                     f"{person} is dan {hours(total)} uur op locatie op {day_plain(asked.starts_at.date())}."
                     f" Ten hoogste {hours(most.decimal)} uur kan ({most.source.label}).")  # fmt: skip
