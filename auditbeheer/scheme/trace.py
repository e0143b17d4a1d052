"""Which rule of the rulebook stands where: rule, source, function, test.

A function that carries a rule says so with :func:`traced`, which also names the test that would fail without it. The
rules themselves, with title and source, stand in ``data/regels.toml``.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])

_CLAIMS: dict[tuple[str, str], str] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rulebook: its key, what it is about, and where it stands ("" where only the body decides)."""

    key: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: this function carries this rule, and this test holds it there. Function and test may be empty."""

    rule: str
    title: str
    source: str
    function: str
    test: str


def traced(*rules: str, test: str) -> Callable[[F], F]:
    """Mark a function as the place of one or more rules; ``test`` is the pytest id of the test that holds it."""

    def mark(function: F) -> F:
        for rule in rules:
            _CLAIMS[rule, f"{function.__module__}.{function.__qualname__}"] = test
        return function

    return mark


@cache
def rulebook() -> dict[str, Rule]:
    """The rules by key, in the order of the rulebook."""
    text = resources.files("auditbeheer.scheme").joinpath("data/regels.toml").read_text(encoding="utf-8")
    rules = [Rule(row["sleutel"], row["titel"], row["bron"]) for row in tomllib.loads(text)["regel"]]
    return {rule.key: rule for rule in rules}


def rows() -> Iterator[Row]:
    """Every rule with the functions that carry it; one that only later steps carry comes once, without a function."""
    for name in _modules():
        import_module(name)
    for rule in rulebook().values():
        claims = {function: test for (key, function), test in _CLAIMS.items() if key == rule.key}
        for function, test in sorted(claims.items()) or [("", "")]:
            yield Row(rule.key, rule.title, rule.source, function, test)


def _modules() -> Iterator[str]:
    """The modules that carry rules: all of the scheme, and the rules of every step that has any."""
    scheme = import_module("auditbeheer.scheme")
    yield from (module.name for module in iter_modules(scheme.__path__, "auditbeheer.scheme."))
    house = import_module("auditbeheer")
    for area in iter_modules(house.__path__, "auditbeheer."):
        found = find_spec(f"{area.name}.rules") if area.ispkg else None
        if found:
            yield found.name
            # Where the rules of a step fill a folder, each module in it carries some.
            yield from (one.name for one in iter_modules(found.submodule_search_locations or (), f"{found.name}."))


def claims() -> dict[tuple[str, str], str]:
    """What functions claim: (rule, function) to test; also rules that the rulebook does not know."""
    return dict(_CLAIMS)
