"""Where things stand and what they are called (C14, C17, C19, C20), and that the repository stands alone."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture import house

LONGEST_FILE = 350
VAGUE = re.compile(r"(^|_)(util|utils|helper|helpers|common|manager|managers|misc|stuff)(_|$)")
# Put together here, so that this file does not name what it forbids.
ELSEWHERE = re.compile(
    "|".join((r"\.\." + "/shared", r"(?<![\w.])/" + "work/", r"(?<!\w)\.lib" + "rary", "/" + r"root\b"))
)
TEXT = (
    "*.py",
    "*.toml",
    "*.html",
    "*.md",
    "*.css",
    "*.js",
    "*.in",
    "*.lock",
    "*.txt",
    "*.svg",
    "*.mako",
    "dev",
    ".ci/run",
)


@pytest.mark.parametrize("area", house.areas(), ids=lambda area: area.name)
def test_an_area_has_a_name_plate_and_nothing_else_in_it(area):
    plate = area / "__init__.py"
    assert plate.exists(), f"{house.name_of(area)} has no __init__.py that says what it is (C17)"
    body = house.tree(plate).body
    assert body, f"{house.name_of(plate)} is empty: say what the folder is (C17)"
    docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    assert docstring, f"{house.name_of(plate)} starts with code (C17)"
    assert len(body) == 1, f"{house.name_of(plate)} holds more than a docstring (C17)"


def test_the_package_itself_holds_its_docstring_and_version_only():
    body = house.tree(house.PACKAGE / "__init__.py").body
    assert [type(part) for part in body] == [ast.Expr, ast.Assign]


@pytest.mark.parametrize("area", house.areas(), ids=lambda area: area.name)
def test_every_file_of_an_area_has_its_place_in_the_order(area):
    if area.name in house.FOUNDATIONS:
        return
    known = set().union(*house.layers("inside"))
    found = {file.stem if file.parent == area else file.relative_to(area).parts[0] for file in area.rglob("*.py")}
    strangers = found - known - {"__init__"}
    assert not strangers, f"contract 2 in pyproject.toml does not name {sorted(strangers)} of {area.name}: a craft?"


def test_nothing_is_called_after_nothing():
    vague = [
        house.name_of(file)
        for file in house.tracked("*.py", "*.html", "*.js")
        if any(VAGUE.search(part) for part in file.relative_to(house.ROOT).with_suffix("").parts)
    ]
    assert not vague, f"which word is missing? (C19): {vague}"


def test_a_file_is_small_enough_to_read():
    long = {
        house.name_of(file): lines
        for file in house.tracked("*.py", "templates/*.html", "auditbeheer/static/*.css", "auditbeheer/static/*.js")
        if not {"versions", "leaflet"} & set(file.parts)
        and not file.name.endswith(".min.js")
        and (lines := file.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert not long, f"longer than {LONGEST_FILE} lines, is a word missing? (C20): {long}"


def test_whoever_silences_the_types_says_why():
    mute = []
    for file in house.tracked("auditbeheer/*.py", "tests/*.py"):
        lines = ["", *file.read_text(encoding="utf-8").splitlines()]
        for number, line in enumerate(lines):
            found = re.search(r"# type: [i]gnore(.*)", line)
            above = lines[number - 1].strip().startswith("#")
            if found and not above and not re.match(r"\[[a-z, -]+\]  # \w", found[1]):
                mute.append(f"{house.name_of(file)}:{number}")
    assert not mute, f"say why, behind it or on the line above: {mute}"


def test_the_repository_stands_alone():
    found = [
        f"{house.name_of(file)}:{number}: {line.strip()[:100]}"
        for file in house.tracked(*TEXT)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if ELSEWHERE.search(line)
    ]
    assert not found, "names a machine or a place outside the repository:\n" + "\n".join(found)


def test_a_lock_file_names_no_address():
    for file in house.tracked("*.lock"):
        assert "://" not in file.read_text(encoding="utf-8"), f"{file.name} names the address of an index"
    assert not house.tracked("uv.lock"), "uv.lock pins the address of an index"
