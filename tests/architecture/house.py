"""What the tests in this folder know of the house: its files, its areas in their order, its code as a tree."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "auditbeheer"
TEMPLATES = ROOT / "templates"
# They hold no step of certification, so the layers inside an area do not apply to them.
FOUNDATIONS = frozenset({"plumbing", "scheme", "commands"})


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository: in git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(ROOT / name for name in names if (ROOT / name).is_file())


@cache
def contract(identifier: str) -> dict[str, object]:
    """One import contract as it stands in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, object]] = {c["id"]: c for c in settings["tool"]["importlinter"]["contracts"]}
    return found[identifier]


def layers(identifier: str) -> list[set[str]]:
    """The layers of a contract, the highest first; each a set of names."""
    lines = contract(identifier)["layers"]
    assert isinstance(lines, list)
    return [{name.strip(" ()") for name in line.replace(":", "|").split("|")} for line in lines]


def height() -> dict[str, int]:
    """How high each area stands: an area may know the lower ones."""
    order = layers("order")
    return {name: len(order) - place for place, names in enumerate(order) for name in names}


def areas() -> list[Path]:
    """The folders of the package, foundations included."""
    return sorted({PACKAGE / file.relative_to(PACKAGE).parts[0] for file in tracked("auditbeheer/*/*.py")})


def modules(pattern: str) -> list[Path]:
    """Modules of the package, by a pattern within it (``*/service.py``; a * goes through folders too)."""
    return tracked(f"auditbeheer/{pattern}")


@cache
def tree(file: Path) -> ast.Module:
    """A module's code."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name_of(file: Path) -> str:
    """A file as one would call it: from the top of the repository."""
    return file.relative_to(ROOT).as_posix()


def dotted(file: Path) -> str:
    """A module's name as Python imports it."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
