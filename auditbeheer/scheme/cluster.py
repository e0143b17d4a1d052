"""Which areas may go together, and how large they may be (ARE-3, ARE-4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import ClusterRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import capital, counted, join_and, number, ordinal

# Words at the end of a name that tell parts of one area apart: "fase 2", "Noord", "III", "B".
PART = re.compile(
    r"(?:[\s-]+(?:fase\s+\w+|deel\s+\w+|noord|zuid|oost|west|noordoost|noordwest|zuidoost|zuidwest|noord-oost|"
    r"noord-west|zuid-oost|zuid-west|[ivx]+(?:[-/][ivx]+)*|[a-d]|\d{1,2}))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Park:
    """One area as registered. Adjoining parts that a person decided to be one area share a ``one_area`` name.

    ``municipalities``: all that it lies in; ``entrepreneurs`` is None as long as they were not counted.
    """

    name: str
    municipalities: tuple[str, ...]
    entrepreneurs: int | None
    one_area: str = ""


def areas_counted(parks: Sequence[Park]) -> int:
    """The number of areas, with adjoining parts counted as one.

    >>> places = ("Almelo",)
    >>> areas_counted([Park("De Rieze Noord", places, 9, "De Rieze"), Park("De Rieze Zuid", places, 8, "De Rieze")])
    1
    """
    return len({park.one_area or park.name for park in parks})


@traced(
    "ARE-3",
    "ARE-4",
    test="tests/scheme/test_cluster.py::test_a_cluster_is_refused_in_the_words_of_the_design_guide",
)
def area_conditions(scheme: Scheme, parks: Sequence[Park]) -> list[Condition]:
    """Whether these areas may be one KVO area: a single one, or a cluster. Source: B4 §3.1, §3.1.1.

    The last park is taken for the one that is being added. Empty where the scheme sets no limits (3.1, concepts).
    """
    if areas_counted(parks) > 1:
        return cluster_conditions(scheme, parks)
    return _size_of_one(scheme, parks)


def cluster_conditions(scheme: Scheme, parks: Sequence[Park]) -> list[Condition]:
    """Whether these areas may be a cluster; as :func:`area_conditions`, also for a cluster that is still too small."""
    rules = scheme.cluster
    if rules is None:
        return []
    return [_count(scheme, rules, parks), _one_municipality(scheme, rules, parks), _total(scheme, rules, parks)]


def criteria_conditions(scheme: Scheme, shown: dict[str, str]) -> list[Condition]:
    """The other criteria of a cluster: ``shown`` has, by code, the fact that shows it; empty or absent is not met.

    The codes are those of ``[cluster] criteria`` in the scheme: bestemming, vertegenwoordiger, regie, kaart.
    """
    criteria = scheme.cluster.criteria if scheme.cluster else ()
    return [
        Condition(
            f"cluster.{item.code}",
            item.text,
            bool(shown.get(item.code, "").strip()),
            shown.get(item.code, "").strip() or "niet aangetoond",
            scheme.source(item),
        )
        for item in criteria
    ]


def _count(scheme: Scheme, rules: ClusterRules, parks: Sequence[Park]) -> Condition:
    count, least, most = areas_counted(parks), rules.min_areas.value, rules.max_areas.value
    source = scheme.source(rules.max_areas)
    rule = f"een cluster heeft {least} tot en met {most} {_parks(scheme)} ({source.label})"
    refusal = f"Eén terrein is nog geen cluster: {rule}. Voeg een terrein toe."
    if count > most:
        refusal = f"Een {ordinal(count)} terrein past niet: {rule}. Maak voor dit terrein een eigen dossier."
    text = f"Een cluster heeft {least} tot en met {most} {_parks(scheme)}"
    fact = counted(count, "terrein", "terreinen")
    return Condition("cluster.aantal", text, least <= count <= most, fact, source, refusal)


def _one_municipality(scheme: Scheme, rules: ClusterRules, parks: Sequence[Park]) -> Condition:
    source = scheme.source(rules.one_municipality)
    home = parks[0].municipalities if parks else ()
    stranger = next((park for park in parks if park.municipalities != home or len(park.municipalities) != 1), None)
    found = list(dict.fromkeys(place for park in parks for place in park.municipalities))
    refusal = ""
    if stranger:
        rest = dict.fromkeys(place for park in parks if park is not stranger for place in park.municipalities)
        cluster = f", het cluster in {join_and(list(rest))}" if rest else ""
        refusal = (
            f"{capital(stranger.name)} ligt in {join_and(stranger.municipalities)}{cluster}."
            f" Een cluster ligt in één gemeente ({source.label})."
        )
    text = "Een cluster ligt in één gemeente"
    return Condition("cluster.gemeente", text, stranger is None, join_and(found), source, refusal)


def _total(scheme: Scheme, rules: ClusterRules, parks: Sequence[Park]) -> Condition:
    most = rules.max_entrepreneurs
    source = scheme.source(most)
    uncounted = [park.name for park in parks if park.entrepreneurs is None]
    total = sum(park.entrepreneurs or 0 for park in parks)
    refusal = f"Samen hebben de terreinen {number(total)} ondernemers. Het maximum is {most.value} ({source.label})."
    if uncounted and total <= most.value:
        refusal = f"Het aantal ondernemers van {join_and(uncounted)} is nog niet bekend. Vul het aantal in."
    met = total <= most.value and not uncounted
    text = f"Samen hoogstens {most.value} ondernemers"
    return Condition("cluster.ondernemers", text, met, f"{number(total)} ondernemers", source, refusal)


def _size_of_one(scheme: Scheme, parks: Sequence[Park]) -> list[Condition]:
    if scheme.area is None or not parks:
        return []
    most = scheme.area.max_entrepreneurs
    source = scheme.source(most)
    name = parks[0].one_area or parks[0].name
    total = (
        None if any(park.entrepreneurs is None for park in parks) else sum(park.entrepreneurs or 0 for park in parks)
    )
    refusal = f"Het aantal ondernemers van {name} is nog niet bekend. Vul het aantal in."
    if total is not None:
        refusal = (
            f"{capital(name)} heeft {counted(total, 'ondernemer', 'ondernemers')}."
            f" Het maximum is {most.value} ({source.label})."
        )
    fact = "nog niet geteld" if total is None else counted(total, "ondernemer", "ondernemers")
    met = total is not None and total <= most.value
    return [Condition("gebied.ondernemers", f"Hoogstens {most.value} ondernemers", met, fact, source, refusal)]


def _parks(scheme: Scheme) -> str:
    return join_and([kind.plural for kind in scheme.area_types], "of")


@traced("ARE-4", test="tests/scheme/test_cluster.py::test_parts_with_a_shared_name_are_proposed_as_one_area")
def proposed_areas(names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Names that look like parts of one area, by the name they share: a proposal, which a person decides.

    Whether they adjoin, grew over the years and act together does not show in a name. Source: B4 §3.1.1.

    >>> proposed_areas(["De Rieze fase A", "De Rieze fase B", "Noordersluis", "Westermaat Zuid-Oost"])
    {'De Rieze': ('De Rieze fase A', 'De Rieze fase B')}
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(PART.sub("", name.strip()) or name, []).append(name)
    return {shared: tuple(parts) for shared, parts in groups.items() if len(parts) > 1}
