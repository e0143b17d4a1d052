"""What somebody typed in the one search field, read: words, a number, the digits of a telephone. Knows no database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditbeheer.plumbing.dutch import fold
from auditbeheer.scheme.sections import AreaType

LONGEST = 100
MOST_WORDS = 6
LEAST_DIGITS = 4
NATIONAL_DIGITS = 9
LONGEST_RUNNING = 6
DOSSIER = "D"
NUMBER = re.compile(r"(?:([A-Z][A-Z-]*?)-?)?((?:19|20)[0-9]{2})-?0*([0-9]{1,6})")


@dataclass(frozen=True)
class Series:
    """A number by its parts, however written. ``letter``: D, that of a type of area, or "" when not typed."""

    letter: str
    year: int
    running: int


@dataclass(frozen=True)
class Asked:
    """``words``: folded, each of which must be found. ``bare``: its letters and digits, for numbers of any pattern.

    ``digits``: the end of a telephone number, without zero or country in front. ``mail``: a part of an e-mail address.
    """

    text: str
    words: tuple[str, ...] = ()
    series: Series | None = None
    bare: str = ""
    digits: str = ""
    mail: str = ""

    @property
    def nothing(self) -> bool:
        """No letter and no digit in it."""
        return not self.words


def read(typed: str) -> Asked:
    """Read what was typed; what is longer than a name can be is cut off.

    >>> read("d2026-147").series
    Series(letter='D', year=2026, running=147)
    >>> read(" Kvo  Den Bosch ").words, read("06-1234 5678").digits, read("+31 6 12345678").digits
    (('kvo', 'den', 'bosch'), '612345678', '612345678')
    """
    shown = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", typed[: 4 * LONGEST]).split())[:LONGEST]
    return Asked(
        text=shown,
        words=tuple(dict.fromkeys(fold(shown).split()))[:MOST_WORDS],
        series=_series(shown),
        bare=_bare(shown),
        digits=_digits(shown),
        mail=shown.lower() if "@" in shown or ("." in shown and " " not in shown) else "",
    )


def _series(shown: str) -> Series | None:
    written = re.sub(r"[^A-Z0-9]+", "-", shown.upper()).strip("-")
    found = NUMBER.fullmatch(written)
    if found is None:
        return None
    letter = (found[1] or "").rpartition("-")[2][-1:]
    known = {DOSSIER, "", *(kind.letter for kind in AreaType)}
    if letter not in known or (letter == DOSSIER and found[1] != DOSSIER):
        return None
    return Series(letter, int(found[2]), int(found[3]))


def _bare(shown: str) -> str:
    bare = re.sub(r"[^A-Z0-9]+", "", shown.upper())
    return bare if len(bare) >= LEAST_DIGITS and re.search(r"[0-9]", bare) else ""


def _digits(shown: str) -> str:
    """Only for what is nothing but a telephone number, or the end of one."""
    if not re.fullmatch(r"\+?[0-9 ()./-]+", shown):
        return ""
    digits = re.sub(r"[^0-9]", "", shown)
    return digits[-NATIONAL_DIGITS:] if len(digits) >= LEAST_DIGITS else ""
