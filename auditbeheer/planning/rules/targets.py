"""How much somebody's year may hold: least, aim and most, in audits and in hours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, hours


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least, the aim and the most of something in a year; None where there is none."""

    minimum: int | None = None
    target: int | None = None
    maximum: int | None = None

    @property
    def in_order(self) -> bool:
        """Whether each is no more than the next that is there.

        >>> Bounds(5, 8, 12).in_order, Bounds(5, None, 4).in_order, Bounds().in_order
        (True, False, True)
        """
        there = [value for value in (self.minimum, self.target, self.maximum) if value is not None]
        return there == sorted(there)

    @property
    def told(self) -> str:
        """As it stands in a list.

        >>> Bounds(5, 8, 12).told, Bounds(None, 8, None).told, Bounds().told
        ('minimaal 5, streef 8, maximaal 12', 'streef 8', '')
        """
        words = (("minimaal", self.minimum), ("streef", self.target), ("maximaal", self.maximum))
        return ", ".join(f"{word} {value}" for word, value in words if value is not None)


def may_aim(audits: Bounds, in_hours: Bounds) -> list[Condition]:
    """Whether these numbers can be a year's: the least is not above the aim, nor the aim above the most."""
    return [
        Condition(f"doel.{code}", f"{title}: van laag naar hoog", bounds.in_order, bounds.told,
                  SETTING, f"{title}: het minimum is niet hoger dan het streefaantal, en dat is niet hoger dan het"
                  " maximum.")
        for code, title, bounds in (("audits", "Audits", audits), ("uren", "Uren", in_hours))
    ]  # fmt: skip


def within_the_year(
    person: str, year: int, *, audits: int, worked: Decimal, more: Decimal, most_audits: int | None,
    most_hours: int | None,
) -> list[Condition]:  # fmt: skip
    """Whether one more audit of ``more`` hours stays within somebody's year. ``audits`` and ``worked``: without it."""
    answer = []
    if most_audits is not None:
        fact = f"{counted(audits, 'audit', 'audits')} in {year}, maximaal {most_audits}"
        answer.append(
            Condition("jaar.audits", f"Niet meer dan {most_audits} audits in {year}", audits + 1 <= most_audits, fact,
                      SETTING, f"{person} leidt al {fact}.")
        )  # fmt: skip
    if most_hours is not None:
        fact = f"{hours(worked)} uur in {year}, maximaal {most_hours}"
        answer.append(
            Condition("jaar.uren", f"Niet meer dan {most_hours} uur in {year}", worked + more <= most_hours, fact,
                      SETTING, f"Met deze {hours(more)} uur komt {person} boven het maximum: {fact}.")
        )  # fmt: skip
    return answer


def often_here(person: str, cycles: int, most: int) -> str:
    """What to tell about somebody who led here several times in a row; empty while that is fine.

    >>> often_here("M. Bakker", 3, 2)
    'leidde hier 3 keer achter elkaar, wij wisselen na 2'
    >>> often_here("M. Bakker", 1, 2)
    ''
    """
    return f"leidde hier {cycles} keer achter elkaar, wij wisselen na {most}" if cycles >= most else ""
