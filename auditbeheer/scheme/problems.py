"""What is wrong with a scheme file, in words for the scheme manager who wrote it: file, key, expected, found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit. ``key`` is empty when the file as a whole is meant.

    >>> print(Problem("kvo.toml", "audittijd.staffel[2].uren", "een getal groter dan 0", "-1"))
    kvo.toml: audittijd.staffel[2].uren: verwacht een getal groter dan 0, gevonden: -1
    """

    file: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}: " if self.key else f"{self.file}: "
        found = f", gevonden: {self.found}" if self.found else ""
        return f"{place}verwacht {self.expected}{found}"


class SchemeFileError(ValueError):
    """A scheme file cannot be used; ``problems`` says why, one by one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def problems_of(error: ValidationError, file: str) -> list[Problem]:
    """The faults that pydantic found, in our words."""
    return [
        Problem(file, _key(detail["loc"]), _expected(detail), _found(detail))
        for detail in error.errors(include_url=False)
    ]


def _key(location: tuple[int | str, ...]) -> str:
    """The key as a person finds it in the file: tables by name, rows counted from 1."""
    key = ""
    for part in location:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return key.lstrip(".")


def _found(detail: ErrorDetails) -> str:
    if detail["type"] in NOTHING_TO_SHOW:
        return NOTHING_TO_SHOW[detail["type"]]
    found = detail["input"]
    if isinstance(found, dict):
        return "een tabel"
    if isinstance(found, list | tuple):
        return "een lijst" if found else "een lege lijst"
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, date):
        return day_plain(found)
    return f"“{found}”" if isinstance(found, str) else str(found)


NOTHING_TO_SHOW = {"missing": "niets", "value_error": ""}
Context = Mapping[str, Any]

EXPECTED: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda _: "deze sleutel",
    "extra_forbidden": lambda _: "een sleutel die het schema kent",
    "int_type": lambda _: "een geheel getal",
    "decimal_type": lambda _: "een getal",
    "decimal_parsing": lambda _: "een getal",
    "date_type": lambda _: "een datum zonder aanhalingstekens, zoals 2024-03-01",
    "bool_type": lambda _: "true of false",
    "string_type": lambda _: "een tekst tussen aanhalingstekens",
    "string_too_short": lambda _: "een tekst die niet leeg is",
    "string_pattern_mismatch": lambda _: "kleine letters, cijfers, punten en streepjes",
    "tuple_type": lambda _: "een lijst",
    "dict_type": lambda _: "een tabel",
    "model_type": lambda _: "een tabel",
    "too_short": lambda context: f"een lijst met ten minste {context['min_length']}",
    "enum": lambda context: str(context["expected"]).replace(" or ", " of "),
    "greater_than": lambda context: f"een getal groter dan {context['gt']}",
    "greater_than_equal": lambda context: f"een getal van {context['ge']} of meer",
    "less_than_equal": lambda context: f"een getal van {context['le']} of minder",
    "value_error": lambda context: str(context["error"]),
}


def _expected(detail: ErrorDetails) -> str:
    """What should have stood there; a kind of fault without words of its own gets pydantic's."""
    words = EXPECTED.get(detail["type"])
    return words(detail.get("ctx", {})) if words else detail["msg"]
