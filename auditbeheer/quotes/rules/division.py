"""Dividing the areas of an old project over clusters that 4.0 allows: a proposal (ARE-3, ARE-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, join_and

Group = tuple["Piece", ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """An area to be divided. Pieces with the same ``one_area`` name count as one and stay together."""

    key: int
    name: str
    municipalities: tuple[str, ...]
    entrepreneurs: int | None
    one_area: str = ""

    @property
    def counts_as(self) -> str:
        """What it is counted by."""
        return self.one_area or f"#{self.key}"


Distances = Mapping[frozenset[int], float]
"""Kilometres between two areas, by their keys; a pair that is not in it is not known."""


def divide(
    pieces: Sequence[Piece], distances: Distances, *, most_areas: int, most_entrepreneurs: int
) -> list[tuple[int, ...]]:
    """Which areas may go together: one municipality, near ones first, no more areas and entrepreneurs than allowed.

    Each area is in exactly one group, in the order given; an area in several municipalities stays by itself. The
    nearest two groups that fit are put together, until no two fit.
    """
    groups: list[Group] = _as_counted(pieces)
    while True:
        pairs = [
            (_apart(one, other, distances), groups.index(one), groups.index(other))
            for one, other in combinations(groups, 2)
            if _fit(one + other, most_areas, most_entrepreneurs)
        ]
        if not pairs:
            break
        _, first, second = min(pairs)
        together = groups[first] + groups[second]
        groups = [together if index == first else group for index, group in enumerate(groups) if index != second]
    order = {piece.key: index for index, piece in enumerate(pieces)}
    return [tuple(sorted((piece.key for piece in group), key=order.__getitem__)) for group in groups]


def _as_counted(pieces: Sequence[Piece]) -> list[Group]:
    units: dict[tuple[str, tuple[str, ...]], list[Piece]] = {}
    for piece in pieces:
        units.setdefault((piece.counts_as, piece.municipalities), []).append(piece)
    return [tuple(unit) for unit in units.values()]


def _fit(group: Group, most_areas: int, most_entrepreneurs: int) -> bool:
    places = {piece.municipalities for piece in group}
    if len(places) > 1 or len(next(iter(places))) > 1:
        return False
    if len({piece.counts_as for piece in group}) > most_areas:
        return False
    return sum(piece.entrepreneurs or 0 for piece in group) <= most_entrepreneurs


def _apart(one: Group, other: Group, distances: Distances) -> float:
    """Between the nearest two; what is not known comes last."""
    pairs = [frozenset({a.key, b.key}) for a in one for b in other]
    return min((distances[pair] for pair in pairs if pair in distances), default=float("inf"))


def proposed_names(partnership: str, groups: Sequence[Sequence[Piece]]) -> list[str]:
    """A name for each cluster: that of its only area, else the municipality's, with a number where that is not one."""
    names = []
    for group in groups:
        areas = list(dict.fromkeys(piece.one_area or piece.name for piece in group))
        names.append(areas[0] if len(areas) == 1 else f"Cluster {join_and(group[0].municipalities)}")
    many = {name for name in names if names.count(name) > 1}
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in many:
            seen[name] = seen.get(name, 0) + 1
            names[index] = f"{name} {seen[name]}"
    return names if len(names) > 1 else [partnership]


def whole_division(areas: Sequence[str], placed: Sequence[str], clusters: int, why: str) -> list[Condition]:
    """Whether a division can be carried out: all areas placed, over two or more clusters, with a reason."""
    left = [name for name in areas if name not in placed]
    return [
        Condition(
            "splitsen.alles",
            "Elk terrein zit in een cluster",
            not left,
            counted(len(placed), "terrein", "terreinen"),
            SETTING,
            refusal=f"Kies ook een cluster voor {join_and(left)}.",
        ),
        Condition(
            "splitsen.twee",
            "Er zijn twee of meer clusters",
            clusters > 1,
            counted(clusters, "cluster", "clusters"),
            SETTING,
            refusal="Verdeel de terreinen over twee of meer clusters.",
        ),
        Condition(
            "splitsen.reden",
            "De splitsing heeft een reden",
            bool(why.strip()),
            why or "geen reden",
            SETTING,
            refusal="Vul in waarom u splitst.",
        ),
    ]


def no_open_application(numbers: Sequence[str]) -> Condition:
    """An application that nobody agreed on yet would lose its areas under its feet."""
    return Condition(
        "splitsen.aanvraag", "Er loopt geen aanvraag zonder overeenkomst", not numbers, join_and(numbers) or "geen",
        SETTING,
        refusal=f"{join_and(numbers)} loopt nog zonder overeenkomst. Trek die aanvraag eerst terug.",
    )  # fmt: skip
