"""What a proposal finds important, and how much: the body's own choices, each from a day. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Wishes:
    """Points for each wish (one point is one kilometre), and the bounds within which a proposal looks.

    ``near_km``: two audits so near by road may be one trip. ``most_cycles``: so many audits in a row by one person at
    one working group is fine. ``hours_a_day``: on location and on the way. ``hours_a_week``: on location and for
    documents, and never more than somebody's own week.
    """

    km: int = 1
    fairness: int = 10
    target: int = 1
    minimum: int = 4
    five: int = 150
    slack: int = 4
    rotation: int = 100
    keep: int = 60
    rather_not: int = 20
    near_km: int = 20
    most_cycles: int = 2
    hours_a_day: int = 10
    hours_a_week: int = 24

    @property
    def weights(self) -> dict[str, int]:
        """The points alone, by name."""
        return {name: getattr(self, name) for name in WEIGHTS}

    @property
    def values(self) -> dict[str, int]:
        """Everything by name, as it is kept."""
        return asdict(self)

    @staticmethod
    def of(kept: Mapping[str, Any]) -> Wishes:
        """From what was kept; a name that is not known any more is left out, one that came later has its default.

        >>> Wishes.of({"km": 2, "gone": 1}) == Wishes(km=2)
        True
        """
        return Wishes(**{name: int(value) for name, value in kept.items() if name in NAMES})


NAMES = tuple(one.name for one in fields(Wishes))
WEIGHTS = ("km", "fairness", "target", "minimum", "five", "slack", "rotation", "keep", "rather_not")


@dataclass(frozen=True, slots=True)
class WishText:
    """How a wish stands on the page: its title, what one unit is, and between what it lies."""

    name: str
    title: str
    unit: str
    least: int
    most: int


TEXTS = (
    WishText("km", "Reiskilometers", "punten per kilometer", 0, 100),
    WishText("fairness", "Werk eerlijk verdelen", "punten per uur dat iemand ver van een eerlijk deel zit", 0, 1000),
    WishText("target", "Streefuren en streefaantal per jaar", "punten per uur ernaast", 0, 1000),
    WishText("minimum", "Minimum per jaar", "punten per uur eronder", 0, 1000),
    WishText("five", "Vijf audits per jaar", "punten per audit die iemand nog mist", 0, 10_000),
    WishText("slack", "Niet tot het laatst wachten", "punten per week later", 0, 1000),
    WishText("rotation", "Wisselen van auditor", "punten per keer te vaak dezelfde", 0, 10_000),
    WishText("keep", "Laten staan wat al staat", "punten per wijziging", 0, 10_000),
    WishText("rather_not", "Een dag die een partij liever niet heeft", "punten per partij", 0, 1000),
    WishText("near_km", "Twee audits op één dag", "kilometer uit elkaar, hoogstens", 0, 200),
    WishText("most_cycles", "Dezelfde auditor bij een werkgroep", "keer achter elkaar, hoogstens", 1, 20),
    WishText("hours_a_day", "Werkdag, op locatie en onderweg samen", "uur, hoogstens", 4, 16),
    WishText("hours_a_week", "Uren per week, op locatie en voor documenten", "uur, hoogstens", 4, 60),
)
