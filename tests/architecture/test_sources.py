"""No figure without its source (C2), read from the scheme files as they stand, without the code that loads them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.architecture import house

FILES = [file for file in house.tracked("auditbeheer/scheme/data/*.toml") if file.name.startswith("kvo-")]
OWN_RULES = house.PACKAGE / "scheme" / "data" / "eigen-regels.toml"
# What the file says of itself; a day of adoption names its decision beside it.
IDENTITY = "schema"


def without_source(part: object, path: str) -> Iterator[str]:
    """Paths of the tables that hold a figure, a day or a yes or no, and not where it is written."""
    if isinstance(part, list):
        for number, each in enumerate(part, 1):
            yield from without_source(each, f"{path}[{number}]")
    elif isinstance(part, dict):
        figures = [key for key, value in part.items() if holds_a_figure(value)]
        if figures and not str(part.get("bron", "")).strip():
            yield f"{path}: {', '.join(figures)}"
        for key, value in part.items():
            yield from without_source(value, f"{path}.{key}".strip("."))


def holds_a_figure(value: object) -> bool:
    """Whether this is a figure by itself: a number, a day, a yes or no, or a row of them."""
    if isinstance(value, list):
        return any(holds_a_figure(each) for each in value)
    return isinstance(value, int | float | date)


def figures_of(file: Path) -> dict[str, object]:
    """The file without what it says of itself."""
    return {key: value for key, value in tomllib.loads(file.read_text(encoding="utf-8")).items() if key != IDENTITY}


def test_there_are_scheme_files_to_read():
    assert {file.stem for file in FILES} == {"kvo-3.1", "kvo-b-4.0", "kvo-w-4.0", "kvo-g-4.0"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_figure_of_a_scheme_says_where_it_is_written(file):
    assert not list(without_source(figures_of(file), ""))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_adopted_scheme_says_by_what_it_was_adopted(file):
    identity = tomllib.loads(file.read_text(encoding="utf-8"))[IDENTITY]
    assert identity["status"] in {"concept", "vastgesteld"}
    if identity["status"] == "vastgesteld":
        assert identity["vastgesteld_op"]
        assert identity["vastgesteld_volgens"].strip()


def test_every_own_rule_has_a_number_of_its_own_and_an_explanation():
    rules = tomllib.loads(OWN_RULES.read_text(encoding="utf-8"))["regel"]
    assert [rule["nummer"] for rule in rules] == list(range(1, len(rules) + 1))
    assert len({rule["code"] for rule in rules}) == len(rules)
    assert not [rule["code"] for rule in rules if not rule["uitleg"].strip()]


@pytest.mark.parametrize(
    "text", ["[a]\nb = 3", "[a]\nb = { waarde = 2024-03-01 }", "[[a.b]]\nc = [1, 2]", "[a]\nb = true\nbron = ' '"]
)
def test_a_figure_without_source_is_found(text):
    assert list(without_source(tomllib.loads(text), ""))


def test_a_figure_with_source_passes():
    assert not list(without_source(tomllib.loads("[a]\nb = { waarde = 3, bron = '6.3' }\nc = 'tekst'"), ""))
