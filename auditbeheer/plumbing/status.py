"""The one table of status words: thing -> word -> icon and tone (ux §9). Every badge on every page comes from here.

A badge is always icon + word + tone, so that it can be read without colour. Words that are not in the table
do not exist: asking for one is an error, not a grey badge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

SOON_DAYS = 7  # from so many days before its last day a term turns amber (ux §9)


class Tone(StrEnum):
    """What a status means for who looks at it; the value is the name of the style class."""

    REST = "rust"  # nothing asked of anybody
    INFO = "info"  # we are busy
    CARE = "letop"  # someone else must act, or soon
    GOOD = "goed"
    WRONG = "fout"  # too late, or ended by us


class Icon(StrEnum):
    """The sign before the word; the value is its name in ``templates/_parts/iconen.html``."""

    CIRCLE = "cirkel"
    DOT = "stip"
    HOURGLASS = "zandloper"
    TICK = "vink"
    DASH = "streep"
    CARE = "let-op"
    CROSS = "kruis"
    CLOCK = "klok"
    PAUSE = "pauze"
    SWAP = "wissel"


class Edge(StrEnum):
    """The line around a verdict, so that verdicts differ without colour and icon too (ux §10)."""

    SOLID = "vol"
    DOUBLE = "dubbel"
    THICK = "dik"
    DASHED = "streepjes"
    THIN = "dun"


@dataclass(frozen=True)
class Status:
    """One word with its icon and tone."""

    word: str
    icon: Icon
    tone: Tone


@dataclass(frozen=True)
class Verdict(Status):
    """A status as the answer of the verification page: with the line around it."""

    edge: Edge


def _words(*rows: tuple[str, Icon, Tone]) -> Mapping[str, Status]:
    return MappingProxyType({word: Status(word, icon, tone) for word, icon, tone in rows})


_MAIL = _words(
    ("Klaargezet", Icon.CIRCLE, Tone.REST),
    ("Verstuurd", Icon.TICK, Tone.GOOD),
    ("Niet bezorgd", Icon.CROSS, Tone.WRONG),
    ("Mislukt", Icon.CROSS, Tone.WRONG),
)

STATUS: Mapping[str, Mapping[str, Status]] = MappingProxyType(
    {
        "stap": _words(
            ("Nog niet begonnen", Icon.CIRCLE, Tone.REST),
            ("Bezig", Icon.DOT, Tone.INFO),
            ("Wacht op werkgroep", Icon.HOURGLASS, Tone.CARE),
            ("Klaar", Icon.TICK, Tone.GOOD),
            ("Niet nodig", Icon.DASH, Tone.REST),
        ),
        "aanvraag": _words(
            ("Nieuw", Icon.DOT, Tone.INFO),
            ("Onvolledig", Icon.CARE, Tone.CARE),
            ("Compleet", Icon.TICK, Tone.GOOD),
            ("Afgewezen", Icon.CROSS, Tone.REST),
            ("Teruggetrokken", Icon.DASH, Tone.REST),
        ),
        "offerte": _words(
            ("Concept", Icon.CIRCLE, Tone.REST),
            ("Verstuurd", Icon.HOURGLASS, Tone.CARE),
            ("Akkoord", Icon.TICK, Tone.GOOD),
            ("Niet akkoord", Icon.CROSS, Tone.REST),
            ("Verlopen", Icon.CLOCK, Tone.REST),
            ("Vervangen", Icon.SWAP, Tone.REST),
        ),
        "audit": _words(
            ("Te plannen", Icon.CIRCLE, Tone.REST),
            ("Datum gevraagd", Icon.HOURGLASS, Tone.CARE),
            ("Gepland", Icon.DOT, Tone.INFO),
            ("Bevestigd", Icon.TICK, Tone.GOOD),
            ("Bezig", Icon.DOT, Tone.INFO),
            ("Gedaan", Icon.TICK, Tone.GOOD),
            ("Vervallen", Icon.CROSS, Tone.REST),
        ),
        "document": _words(
            ("Ontbreekt", Icon.CIRCLE, Tone.REST),
            ("Te beoordelen", Icon.DOT, Tone.INFO),
            ("Aanvullen", Icon.CARE, Tone.CARE),
            ("In orde", Icon.TICK, Tone.GOOD),
            ("Vervangen", Icon.SWAP, Tone.REST),
        ),
        "toetspunt": _words(
            ("Niet ingevuld", Icon.CIRCLE, Tone.REST),
            ("In orde", Icon.TICK, Tone.GOOD),
            ("Afwijking", Icon.CARE, Tone.CARE),
            ("N.v.t.", Icon.DASH, Tone.REST),
        ),
        "afwijking": _words(
            ("Open", Icon.HOURGLASS, Tone.CARE),
            ("Aanvulling ontvangen", Icon.DOT, Tone.INFO),
            ("Teruggestuurd", Icon.CARE, Tone.CARE),
            ("Gesloten", Icon.TICK, Tone.GOOD),
        ),
        "rapport": _words(
            ("Concept", Icon.CIRCLE, Tone.REST),
            ("Ter beoordeling", Icon.DOT, Tone.INFO),
            ("Teruggestuurd", Icon.CARE, Tone.CARE),
            ("Vastgesteld", Icon.TICK, Tone.GOOD),
            ("Verstuurd", Icon.TICK, Tone.GOOD),
        ),
        "besluit": _words(
            ("Nog niet mogelijk", Icon.CIRCLE, Tone.REST),
            ("Klaar om te besluiten", Icon.DOT, Tone.INFO),
            ("Verleend", Icon.TICK, Tone.GOOD),
            ("Geweigerd", Icon.CROSS, Tone.WRONG),
            ("Heropend", Icon.SWAP, Tone.CARE),
        ),
        "certificaat": _words(
            ("Geldig", Icon.TICK, Tone.GOOD),
            ("Geschorst", Icon.PAUSE, Tone.CARE),
            ("Ingetrokken", Icon.CROSS, Tone.WRONG),
            ("Verlopen", Icon.CLOCK, Tone.REST),
            ("Vervangen", Icon.SWAP, Tone.INFO),
            ("Nog niet geldig", Icon.CLOCK, Tone.INFO),
        ),
        "kwalificatie": _words(
            ("In opleiding", Icon.DOT, Tone.INFO),
            ("Gekwalificeerd", Icon.TICK, Tone.GOOD),
            ("Geschorst", Icon.PAUSE, Tone.CARE),
            ("Verlopen", Icon.CLOCK, Tone.WRONG),
        ),
        "mail": _MAIL,
        "taak": _MAIL,
    }
)

# The answers of the verification page and of comparing a file (ux §10). "Was geldig" is shown with its day behind it.
VERDICTS: Mapping[str, Verdict] = MappingProxyType(
    {
        row[0]: Verdict(*row)
        for row in (
            ("Geldig", Icon.TICK, Tone.GOOD, Edge.SOLID),
            ("Geschorst", Icon.PAUSE, Tone.CARE, Edge.DOUBLE),
            ("Ingetrokken", Icon.CROSS, Tone.WRONG, Edge.THICK),
            ("Verlopen", Icon.CLOCK, Tone.REST, Edge.DASHED),
            ("Vervangen", Icon.SWAP, Tone.INFO, Edge.THIN),
            ("Nog niet geldig", Icon.CLOCK, Tone.INFO, Edge.THIN),
            ("Was geldig", Icon.CLOCK, Tone.INFO, Edge.THIN),
            ("Voorbeeld", Icon.DASH, Tone.REST, Edge.DASHED),
            ("Onbekende code", Icon.CROSS, Tone.REST, Edge.THIN),
            ("Even niet te controleren", Icon.HOURGLASS, Tone.REST, Edge.THIN),
            ("Gelijk", Icon.TICK, Tone.GOOD, Edge.SOLID),
            ("Anders", Icon.CROSS, Tone.WRONG, Edge.THICK),
        )
    }
)


def status(thing: str, word: str) -> Status:
    """The icon and tone of ``word`` as said of ``thing``.

    Raises LookupError, naming the words there are, when the table of ux §9 does not have it.

    >>> status("certificaat", "Verlopen").tone, status("kwalificatie", "Verlopen").tone
    (<Tone.REST: 'rust'>, <Tone.WRONG: 'fout'>)
    """
    words = STATUS.get(thing)
    if words is None:
        raise LookupError(f"no status words for {thing!r}; there are words for {', '.join(STATUS)}")
    if word not in words:
        raise LookupError(f"{word!r} is no status of {thing}; its words are {', '.join(words)}")
    return words[word]


def verdict(word: str) -> Verdict:
    """The look of an answer of the verification page. Raises LookupError for a word that ux §10 does not have."""
    if word not in VERDICTS:
        raise LookupError(f"{word!r} is no verdict; there are {', '.join(VERDICTS)}")
    return VERDICTS[word]


def term(days_left: int) -> Status:
    r"""The chip of a term: how many days there are left, or how many it is late.

    >>> [term(days).word.replace("\u00a0", " ") for days in (12, 1, 0, -1)]
    ['nog 12 dagen', 'nog 1 dag', 'vandaag', '1 dag te laat']
    >>> [term(days).tone.value for days in (8, 7, 0, -1)]
    ['rust', 'letop', 'letop', 'fout']
    """
    days = f"{abs(days_left)}\u00a0{'dag' if abs(days_left) == 1 else 'dagen'}"
    if days_left < 0:
        return Status(f"{days} te laat", Icon.CARE, Tone.WRONG)
    if days_left == 0:
        return Status("vandaag", Icon.CLOCK, Tone.CARE)
    return Status(f"nog {days}", Icon.CLOCK, Tone.CARE if days_left <= SOON_DAYS else Tone.REST)
