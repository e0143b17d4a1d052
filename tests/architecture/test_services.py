"""One verb, one function, one journal line (C8); services never commit (C9); only edges read the clock (C6).

The convention, by which this file reads the code: **a public function of a ``service.py`` that takes ``session`` and
``by`` does something and leaves a line in the journal**, by ``journal.record`` or by a function that does. One without
``by`` only looks, and so does one called ``conditions_…``, ``may_…`` or ``can_…``, which asks what ``by`` may do: it
neither adds, deletes nor changes a row, unless it too leaves a line (a log-in, which nobody does yet).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.architecture import house

RECORD = "auditbeheer.accounts.journal.record"
LOOKING = ("conditions_", "may_", "can_")
WRITING = frozenset({"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"})
STATEMENTS = frozenset({"insert", "update", "delete"})
CLOCK = frozenset({"now", "utcnow", "today"})


@dataclass(frozen=True)
class Function:
    """A function of a service or a craft: what it is called, what it calls, whether it writes by itself."""

    name: str
    public: bool
    takes_by: bool
    calls: frozenset[str]
    writes: bool


def imports(module: ast.Module) -> dict[str, str]:
    """Local name -> full dotted name, of all that a module imports."""
    found: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def spelled(node: ast.expr) -> str:
    """``a.b.c`` of an expression that is only names and dots, else ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (front := spelled(node.value)):
        return f"{front}.{node.attr}"
    return ""


def called(body: ast.AST, known: dict[str, str], module: str) -> Iterator[str]:
    """Full names of the functions that ``body`` mentions; a name without import is the module's own."""
    for node in ast.walk(body):
        if isinstance(node, ast.Name | ast.Attribute) and (name := spelled(node)):
            first, _, rest = name.partition(".")
            full = known.get(first, f"{module}.{first}")
            yield f"{full}.{rest}" if rest else full


def writes(body: ast.AST, known: dict[str, str]) -> bool:
    """Whether a function changes rows by itself: adds, deletes, runs a writing statement."""
    for node in ast.walk(body):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            found = node.func.attr in WRITING and spelled(node.func.value) in {"session", "db"}
        else:
            name = spelled(node.func)
            found = name in STATEMENTS and known.get(name, "").startswith("sqlalchemy")
        if found:
            return True
    return False


@cache
def passed_on() -> dict[str, str]:
    """Name by which a package offers a function -> its full name where it is written."""
    return {
        f"{house.dotted(file)}.{name}": full
        for file in house.modules("*/__init__.py")
        for name, full in imports(house.tree(file)).items()
    }


@cache
def functions() -> dict[str, Function]:
    """All top-level functions of areas, by full name."""
    found: dict[str, Function] = {}
    for file in house.modules("*/*.py"):
        if file.parent.name in house.FOUNDATIONS:
            continue
        module, code = house.dotted(file), house.tree(file)
        known = imports(code)
        for node in code.body:
            if isinstance(node, ast.FunctionDef):
                arguments = {argument.arg for argument in node.args.args + node.args.kwonlyargs}
                found[f"{module}.{node.name}"] = Function(
                    name=f"{module}.{node.name}",
                    public=not node.name.startswith("_"),
                    takes_by={"session", "by"} <= arguments,
                    calls=frozenset(passed_on().get(name, name) for name in called(node, known, module)),
                    writes=writes(node, known),
                )
    return found


@cache
def reaching(goal: str) -> frozenset[str]:
    """Names of all functions that call ``goal``, directly or through another."""
    reached = {goal}
    while True:
        more = {f.name for f in functions().values() if f.name not in reached and f.calls & reached}
        if not more:
            return frozenset(reached)
        reached |= more


@cache
def writing() -> frozenset[str]:
    """Names of all functions that change rows, by themselves or through another."""
    return frozenset().union(*(reaching(f.name) for f in functions().values() if f.writes))


SERVICES = [f for f in functions().values() if f.public and f.name.split(".")[2] == "service"]


@pytest.mark.parametrize("function", SERVICES, ids=lambda function: function.name.removeprefix("auditbeheer."))
def test_a_verb_leaves_a_line_in_the_journal(function):
    asks = function.name.rpartition(".")[2].startswith(LOOKING)
    if (function.takes_by and not asks) or function.name in writing():
        assert function.name in reaching(RECORD), "does something and records nothing (C8)"


def test_the_reading_above_finds_verbs_at_all():
    if SERVICES:
        assert RECORD in functions()
        assert any(f.takes_by for f in SERVICES)


EDGES = frozenset({"auditbeheer/plumbing/db.py", "auditbeheer/plumbing/web.py", "auditbeheer/plumbing/mishaps.py"})
BELOW = [
    file
    for file in house.modules("*/*.py")
    if file.stem != "views" and not {"views", "commands"} & set(file.parts) and house.name_of(file) not in EDGES
]


@pytest.mark.parametrize("file", BELOW, ids=house.name_of)
def test_nobody_below_the_edges_ends_a_transaction(file):
    ends = [
        node.lineno
        for node in ast.walk(house.tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
        and spelled(node.func.value) in {"session", "db"}
    ]
    assert not ends, f"{house.name_of(file)} lines {ends}: the edge opens and ends the transaction (C9)"


INNER = [f for f in house.modules("*/*.py") if f.stem in {"rules", "models", "service", "work"} or "scheme" in f.parts]


@pytest.mark.parametrize("file", INNER, ids=house.name_of)
def test_time_is_an_argument(file):
    reads = [
        node.lineno
        for node in ast.walk(house.tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCK
        and spelled(node.func.value) in {"date", "datetime", "datetime.datetime", "datetime.date"}
    ]
    assert not reads, f"{house.name_of(file)} lines {reads} read the clock; take today or now as an argument (C6)"
