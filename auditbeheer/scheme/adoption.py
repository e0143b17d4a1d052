"""How a scheme file that somebody hands in becomes a scheme that holds: read with care, compared, adopted (SCH-5).

What comes in may be anything: too large, no text, nested without end. Each is refused with a sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme, unreadable
from auditbeheer.scheme.problems import Problem, SchemeFileError, problems_of
from auditbeheer.scheme.sections import Status
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import capital, day_plain, number

LARGEST = 500_000
DEEPEST = 12
MOST_DIGITS = 12
# What tells the rows of a list apart, so that a row that moved is not taken for another.
ROW_NAMES = ("code", "nummer", "sleutel", "gebieden", "van")
SECTIONS = {
    "schema": "Het schema zelf", "overgang": "Overgang", "gebied": "Gebied", "cluster": "Cluster",
    "partijen": "Partijen", "audittijd": "Audittijd", "respons": "Respons", "enquete": "Enquête",
    "documenten": "Documentenset", "maatregelen": "Maatregelen", "kwalificaties": "Kwalificaties",
    "afwijkingen": "Afwijkingen", "rapport": "Rapport", "besluit": "Besluit", "certificaat": "Certificaat",
    "toetspunten": "Toetspunten", "afspraken": "Afspraken", "bronnen": "Bronnen",
}  # fmt: skip
# These follow from adopting itself.
BY_ADOPTING = ("schema.status", "schema.vastgesteld_op", "schema.vastgesteld_volgens")


class ChangeKind(StrEnum):
    """What became of a field; the words of the screen."""

    ADDED = "nieuw"
    REMOVED = "weg"
    CHANGED = "anders"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of the file that differs; ``old`` or ``new`` is empty when it was not there."""

    section: str
    field: str
    old: str
    new: str

    @property
    def kind(self) -> ChangeKind:
        """What became of it."""
        if not self.old:
            return ChangeKind.ADDED
        return ChangeKind.CHANGED if self.new else ChangeKind.REMOVED


def as_text(content: bytes, name: str) -> str:
    """The text of a file that came in. Raises SchemeFileError for one that is too large, or no UTF-8."""
    if not content.strip():
        raise SchemeFileError([Problem(name, "", "een schemabestand", "een leeg bestand")])
    if len(content) > LARGEST:
        found = f"{number(len(content) // 1000)} kB"
        raise SchemeFileError([Problem(name, "", f"een bestand van hoogstens {LARGEST // 1000} kB", found)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemeFileError([Problem(name, "", "tekst in UTF-8", f"byte {error.start + 1}")]) from error


def read_handed_in(text: str, name: str) -> Scheme:
    """The file as it is, concept or not. Raises SchemeFileError with every problem."""
    return _validated(_content(text, name), name)


@traced("SCH-5", test="tests/scheme/test_adoption.py::test_an_incomplete_file_is_not_adopted_and_says_all_that_lacks")
def as_adopted(text: str, name: str, day: date, document: str) -> Scheme:
    """The file as the scheme that holds from ``day``, on the strength of ``document``.

    Raises SchemeFileError with every problem, among them each table that a complete file has.
    """
    content = _content(text, name)
    scheme = _validated(content, name)
    lacking = [
        Problem(name, key, f"de tabel [{key}]: {words}", "niets")
        for key, (words, there) in scheme.filled_in().items()
        if not there
    ]
    if lacking:
        raise SchemeFileError(lacking)
    named = {
        **content["schema"],
        "status": Status.ADOPTED.value,
        "vastgesteld_op": day,
        "vastgesteld_volgens": document,
    }
    return _validated({**content, "schema": named}, name)


def _validated(content: Mapping[str, Any], name: str) -> Scheme:
    try:
        return Scheme.model_validate(content)
    except ValidationError as error:
        raise SchemeFileError(problems_of(error, name)) from error


def _content(text: str, name: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text, parse_float=_sensible)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = "te veel tabellen in elkaar" if isinstance(error, RecursionError) else unreadable(error)
        raise SchemeFileError([Problem(name, "", "een leesbaar TOML-bestand", found)]) from error
    deep = next((key for key, value in content.items() if _deeper(value, DEEPEST)), None)
    if deep is not None:
        raise SchemeFileError([Problem(name, deep[:60], "een tabel", "te veel tabellen in elkaar")])
    return content


def _sensible(text: str) -> Decimal:
    """A number as a handbook has them: one with a thousand zeros would fill the screen, or the memory."""
    if not re.fullmatch(rf"[+-]?[0-9_]{{1,{MOST_DIGITS}}}(\.[0-9_]{{1,{MOST_DIGITS}}})?", text):
        raise ValueError(f"het getal {text[:30]} is niet te lezen")
    return Decimal(text)


def _deeper(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return left == 0 or any(_deeper(one, left - 1) for one in inner)


def previous_of(scheme: Scheme, library: Library) -> Scheme | None:
    """What the file takes the place of: the scheme with its key, or else the newest for the same areas."""
    if scheme.key in library:
        return library[scheme.key]
    alike = [one for one in library if set(one.area_types) & set(scheme.area_types)]
    return alike[-1] if alike else None


@traced("SCH-5", test="tests/scheme/test_adoption.py::test_two_versions_are_compared_field_by_field")
def compare(old: Scheme | None, new: Scheme) -> list[Change]:
    """Every field that differs, in the order of the handbook; adopting itself is left out."""
    before, after = _fields(old) if old else {}, _fields(new)
    order = list(after) + [key for key in before if key not in after]
    changes = [
        Change(SECTIONS[_table(key)], _place(key), before.get(key, ""), after.get(key, ""))
        for key in order
        if before.get(key) != after.get(key) and key not in BY_ADOPTING
    ]
    places = list(SECTIONS.values())
    return sorted(changes, key=lambda change: places.index(change.section))


def _table(key: str) -> str:
    return re.split(r"[.\[]", key, maxsplit=1)[0]


def _place(key: str) -> str:
    """A field within its section, as it is said.

    >>> _place("audittijd.staffel[2].uren"), _place("toetspunten[T1].tekst")
    ('staffel 2 › uren', 'T1 › tekst')
    """
    place = key.removeprefix(_table(key)).lstrip(".")
    return re.sub(r"\[([^\]]*)\]", r" \1", place).replace(".", " › ").replace("_", " ").strip()


def _fields(scheme: Scheme) -> dict[str, str]:
    content = scheme.model_dump(by_alias=True, exclude_none=True)
    return {key: words for name in SECTIONS if name in content for key, words in _flat(name, content[name])}


def _flat(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}", inner)
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        for place, inner in enumerate(value, 1):
            yield from _flat(f"{key}[{_row_name(inner, place)}]", inner)
    else:
        yield key, _words(value)


def _row_name(row: Any, place: int) -> str:
    named = next((row[name] for name in ROW_NAMES if isinstance(row, Mapping) and name in row), None)
    return str(named) if isinstance(named, str | int) else str(place)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, date):
        return day_plain(value)
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    return str(value)


def by_section(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """The changes under their sections, in order."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.section, []).append(change)
    return found


@traced("SCH-6", test="tests/scheme/test_adoption.py::test_an_adopted_scheme_that_ships_stays_as_it_is")
def may_be_adopted(key: str, base: Library, day: date, document: str, today: date) -> list[Condition]:
    """Whether this key can be adopted from this day. ``base``: the schemes without any that was adopted by hand."""
    fixed = key in base and base[key].adopted
    return [
        Condition(
            "schema.sleutel", "De sleutel is niet die van een vastgesteld schema dat met het programma meekomt",
            not fixed, key, SETTING,
            refusal=f"{capital(key)} ligt vast en kan niet vervangen worden. Geef een nieuwe versie een eigen sleutel.",
        ),
        Condition(
            "schema.vanaf_dag", "Het schema geldt vanaf vandaag of later", day >= today, day_plain(day), SETTING,
            refusal=f"Het schema kan niet gelden vanaf {day_plain(day)}: die dag is geweest. Kies vandaag of later.",
        ),
        Condition(
            "schema.stuk", "Het stuk waarop het schema rust, staat erbij", bool(document.strip()), document, SETTING,
            refusal="Vul in op welk stuk het schema rust, bijvoorbeeld het handboek met zijn datum.",
        ),
    ]  # fmt: skip
