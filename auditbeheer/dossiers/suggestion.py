"""What was probably meant when nothing was found: the nearest names that are known.

With at most ``k`` mistakes in a word, at least one of ``k + 1`` pieces of it is whole: so the database hands over only
the names that hold such a piece, and only those are compared letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.dossiers.search_terms import Asked
from auditbeheer.plumbing.dutch import fold
from auditbeheer.relations.models import Area, Municipality, MunicipalityAlias, Partnership, Representative

MOST_NAMES = 2_000
SHORT = 5
SOURCES = (Municipality, MunicipalityAlias, Area, Partnership, Representative, Employee)


def mistakes_allowed(word: str) -> int:
    """One in a short word, two in a longer one, none where a word is hardly one."""
    if len(word) < 3:
        return 0
    return 1 if len(word) <= SHORT else 2


def pieces(word: str) -> list[str]:
    """The word in as many parts as there may be mistakes, and one.

    >>> pieces("lelistad"), pieces("urk"), pieces("de")
    (['le', 'lis', 'tad'], ['u', 'rk'], [])
    """
    allowed = mistakes_allowed(word)
    if not allowed:
        return []
    cuts = [len(word) * place // (allowed + 1) for place in range(allowed + 2)]
    return [word[start:end] for start, end in pairwise(cuts)]


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or swap with their neighbour; ``most + 1`` when it takes more.

    >>> distance("lelistad", "lelystad", 2), distance("lelysatd", "lelystad", 2), distance("urk", "ede", 1)
    (1, 1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def suggestions(session: Session, asked: Asked, limit: int = 3) -> list[str]:
    """What was probably meant, the nearest first: a whole name, or what was typed with its words put right."""
    names = _names_near(session, asked.words)
    wanted = " ".join(asked.words)
    found = _nearest(wanted, ((fold(name), name) for name in names), limit) if len(asked.words) > 1 else []
    righted = _words_righted(asked, names, limit)
    return list(dict.fromkeys([*found, *righted]))[:limit]


def _names_near(session: Session, words: Iterable[str]) -> list[str]:
    parts = [piece for word in words for piece in pieces(word)]
    names: dict[str, None] = {}
    for source in SOURCES if parts else ():
        near = or_(*(source.folded.contains(piece) for piece in parts))
        names |= dict.fromkeys(session.scalars(select(source.name).where(near).distinct().limit(MOST_NAMES)))
    return list(names)


def _words_righted(asked: Asked, names: Iterable[str], limit: int) -> list[str]:
    known = dict(_words_of(names))
    choices = []
    for word in asked.words:
        if word in known:
            choices.append([word])
        else:
            choices.append(_nearest(word, known.items(), limit) or [word])
    if all(choice == [word] for choice, word in zip(choices, asked.words, strict=True)):
        return []
    best = [choice[0] for choice in choices]
    others = [[*best[:place], other, *best[place + 1 :]] for place, one in enumerate(choices) for other in one[1:]]
    return [" ".join(words) for words in [best, *others]]


def _words_of(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(as searched, as written) of every word, and of names of several words whole where they are written as one."""
    for name in names:
        for word in re.split(r"[\s/()-]+", name):
            if fold(word):
                yield fold(word), word
        yield fold(name), name


def _nearest(wanted: str, known: Iterable[tuple[str, str]], limit: int) -> list[str]:
    allowed = mistakes_allowed(wanted)
    near = [(distance(wanted, folded, allowed), name) for folded, name in known if folded != wanted]
    return [name for far, name in sorted(near) if far <= allowed][:limit]
