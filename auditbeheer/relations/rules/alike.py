"""Which names are probably one thing: a park, a working group or a bureau that somebody is about to record twice.

All names come in folded (no capitals, accents or signs), as ``plumbing.dutch.fold`` gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Words that say what kind of thing it is, and no more: two names that differ in these alone are one.
GENERIC = frozenset(
    [
        "bedrijventerrein",
        "bedrijventerreinen",
        "bedrijvenpark",
        "bedrijvenparken",
        "industrieterrein",
        "industrieterreinen",
        "industriegebied",
        "industriepark",
        "businesspark",
        "bedrijvenkring",
        "terrein",
        "terreinen",
        "park",
        "bt",
        "bp",
        "it",
        "winkelgebied",
        "winkelcentrum",
        "buitengebied",
        "gebied",
        "cluster",
        "kvo",
        "keurmerk",
        "veilig",
        "ondernemen",
        "samenwerkingsverband",
        "werkgroep",
        "groep",
        "stichting",
        "vereniging",
        "bureau",
        "adviesbureau",
        "advies",
        "bv",
        "nv",
        "de",
        "het",
        "den",
        "der",
        "t",
        "en",
        "van",
    ]
)
# Words that tell parts of one park apart: never a slip of the pen.
COMPASS = frozenset({
    "noord", "zuid", "oost", "west", "noordoost", "noordwest", "zuidoost", "zuidwest", "midden", "nieuw", "oud", "fase",
    "deel",
})  # fmt: skip
# As alike as a slip of the pen or two in a name of some length; held by the examples in the test.
SLIPS = 0.86
LEAST_LETTERS = 5
MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is recorded already. ``places``: the (folded) names of where it lies."""

    key: int
    name: str
    folded: str
    places: frozenset[str] = frozenset()


def alike(folded: str, known: Iterable[Known], spoken: Mapping[str, str]) -> Sequence[Known]:
    """What of ``known`` is probably this one, the most alike first; at most five.

    ``spoken``: other names of municipalities with the official one (``den haag``: ``s gravenhage``). The name of
    where something lies tells no difference. Of a park in another municipality nobody asks: that is another one.
    """
    found = []
    for one in known:
        score = likeness(folded, one.folded, spoken, one.places)
        if score:
            found.append((-score, one.name, one.key, one))
    return [row[3] for row in sorted(found, key=lambda row: row[:3])[:MOST]]


def likeness(one: str, other: str, spoken: Mapping[str, str], places: frozenset[str] = frozenset()) -> float:
    """How alike two names are: 1 when they say the same, 0 when they are two, in between for a slip of the pen.

    >>> likeness("bedrijventerrein larserpoort", "bt larserpoort", {})
    1.0
    >>> likeness("larserpoort noord", "larserpoort zuid", {}), likeness("de poort 1", "de poort 2", {})
    (0.0, 0.0)
    """
    whole = _words(one, spoken), _words(other, spoken)
    core = _core(whole[0], spoken, places), _core(whole[1], spoken, places)
    return max(_compared(*core), _compared(*whole))


def _compared(left: Sequence[str], right: Sequence[str]) -> float:
    first, second = "".join(left), "".join(right)
    if first == second or sorted(left) == sorted(right):
        return 1.0 if first else 0.0
    if _marks(left) != _marks(right) or min(len(first), len(second)) < LEAST_LETTERS:
        return 0.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < SLIPS or matcher.quick_ratio() < SLIPS:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= SLIPS else 0.0


def _words(folded: str, spoken: Mapping[str, str]) -> list[str]:
    """The words of a name, with municipalities by their official name."""
    text = f" {folded} ".replace(" b v ", " bv ").replace(" n v ", " nv ")
    for name in sorted(spoken, key=len, reverse=True):
        text = text.replace(f" {name} ", f" {spoken[name]} ")
    return text.split()


def _core(words: list[str], spoken: Mapping[str, str], places: frozenset[str]) -> list[str]:
    """What is left of a name without what kind of thing it is and where it lies; all of it when nothing is left."""
    told = [word for word in words if word not in GENERIC] or words
    elsewhere = {word for place in places for word in spoken.get(place, place).split()}
    return [word for word in told if word not in elsewhere] or told


def _marks(words: Sequence[str]) -> list[str]:
    """What tells parts apart: figures, single letters, quarters of the compass."""
    return sorted(
        word for word in words if word in COMPASS or len(word) == 1 or any(sign.isdigit() for sign in word)
    )  # fmt: skip
