"""Which parts may be one area: named alike and near one another (ARE-4). A proposal; a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from auditbeheer.scheme.cluster import proposed_areas
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRule, OwnRules
from auditbeheer.scheme.wording import join_and, number


@dataclass(frozen=True, slots=True)
class NamedPart:
    """An area as far as this asks: ``key`` tells two of one name apart; ``place`` is its municipality and kind."""

    key: int
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two parts lie apart, in whole metres: between their outlines, or else between their centres."""

    metres: int
    outlines: bool

    def near(self, rules: OwnRules) -> bool:
        """Whether that is near enough, by the own rule for outlines or for centres."""
        return self.metres <= self.rule(rules).integer

    def rule(self, rules: OwnRules) -> OwnRule:
        """The own rule that this is held against."""
        return rules["one_area_gap" if self.outlines else "one_area_centres"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Parts that look like one area; ``grounds``: how they lie, with ``sure`` False where that is not known."""

    name: str
    parts: tuple[int, ...]
    grounds: tuple[str, ...]
    sure: bool


Distances = Mapping[frozenset[int], Apart]


def proposals(parts: Sequence[NamedPart], distances: Distances, rules: OwnRules) -> list[Proposal]:
    """Parts that share a name and lie near one another, each in one proposal; far ones are left out.

    Two parts of which it is not known how far they lie apart stay together: a person sees that it is not known.
    """
    found = []
    for place in dict.fromkeys(part.place for part in parts):
        here = [part for part in parts if part.place == place]
        for name, names in proposed_areas([part.name for part in here]).items():
            alike = [part for part in here if part.name in names]
            found += [_proposal(name, group, distances, rules) for group in _near_groups(alike, distances, rules)]
    return found


def _near_groups(parts: list[NamedPart], distances: Distances, rules: OwnRules) -> Iterable[list[NamedPart]]:
    left = list(parts)
    while left:
        group = [left.pop(0)]
        for one in group:  # grows while it is walked: whoever is near one of the group belongs to it
            near = [other for other in left if _may_adjoin(one, other, distances, rules)]
            group += near
            left = [other for other in left if other not in near]
        if len(group) > 1:
            yield group


def _may_adjoin(one: NamedPart, other: NamedPart, distances: Distances, rules: OwnRules) -> bool:
    apart = distances.get(frozenset({one.key, other.key}))
    return apart is None or apart.near(rules)


def _proposal(name: str, parts: list[NamedPart], distances: Distances, rules: OwnRules) -> Proposal:
    """Of pairs that are not near only the chain that holds them together is told."""
    grounds, sure = [], True
    for one, other in combinations(parts, 2):
        apart = distances.get(frozenset({one.key, other.key}))
        both = join_and([one.name, other.name])
        if apart is None:
            grounds.append(f"{both}: niet bekend hoe ver ze uit elkaar liggen")
            sure = False
        elif apart.near(rules):
            grounds.append(f"{both}: {_told(apart)}")
    return Proposal(name, tuple(part.key for part in parts), tuple(grounds), sure)


def _told(apart: Apart) -> str:
    if apart.outlines:
        return (
            "de grenzen raken elkaar" if not apart.metres else f"de grenzen liggen {number(apart.metres)} meter uiteen"
        )
    return f"de middelpunten liggen {number(apart.metres)} meter uiteen"


def deciding(names: Sequence[str], why: str, *, alone: bool) -> list[Condition]:
    """Whether a person's decision about these parts can be recorded."""
    return [
        Condition(
            "delen.twee", "Een besluit gaat over twee of meer delen", len(names) > 1, join_and(names) or "geen delen",
            SETTING, refusal="Kies ten minste twee delen.",
        ),
        Condition(
            "delen.los", "Van deze delen is nog niets besloten", alone, join_and(names), SETTING,
            refusal=f"Over {join_and(names)} is al besloten. Trek dat besluit eerst in.",
        ),
        Condition(
            "delen.reden", "Het besluit heeft een reden", bool(why.strip()), why or "geen reden", SETTING,
            refusal="Vul in waarom.",
        ),
    ]  # fmt: skip
