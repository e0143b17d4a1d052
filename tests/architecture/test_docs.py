"""What the documents say is so: settings, commands, folders, links, names and numbers are held against the code."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from auditbeheer import cli
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates import imports as certificate_imports
from auditbeheer.config import Settings
from auditbeheer.plumbing.intake import LARGEST_FILE
from auditbeheer.plumbing.status import STATUS, VERDICTS
from auditbeheer.qualifications import imports as experience_imports
from auditbeheer.quotes import imports as elsewhere_imports
from auditbeheer.register import imports as register_imports
from auditbeheer.relations import imports as area_imports
from auditbeheer.scheme import own_rules
from auditbeheer.worklist import menu
from tests.architecture import house
from tests.architecture.test_words import objections

DOCUMENTS = house.tracked("*.md", "**/*.md")
FOR_OPERATORS = [file for file in DOCUMENTS if "beheer" in file.relative_to(house.ROOT).parts]
FOR_USERS = [file for file in DOCUMENTS if "gebruik" in file.relative_to(house.ROOT).parts]
DECISIONS = [file for file in DOCUMENTS if file.parent.name == "decisions" and file.name != "README.md"]
README = house.ROOT / "README.md"
LONGEST_README = 120
FENCE = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def text_of(files: list[Path]) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


# Settings and commands


def test_every_setting_stands_in_the_manual():
    named = set(re.findall(r"^\| `AUDITBEHEER_([A-Z_]+)`", text_of(FOR_OPERATORS), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("file", DOCUMENTS, ids=house.name_of)
def test_a_document_names_only_settings_that_exist(file):
    named = set(re.findall(r"AUDITBEHEER_([A-Z_]+)", file.read_text(encoding="utf-8")))
    assert named <= {name.upper() for name in Settings.model_fields}


def commands(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """(what is typed, its parser) of every command at the end of a branch."""
    branches = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not branches:
        yield path, parser
    for branch in branches:
        for name, below in branch.choices.items():
            yield from commands(below, f"{path} {name}".strip())


COMMANDS = dict(commands(cli._parser()))
# As a shell sees it: the name of the program with words of the command behind it.
TYPED = re.compile(r"(?:^|[`/ ])auditbeheer ((?:[a-z]+ ?)+)", re.MULTILINE)


def typed(text: str) -> set[str]:
    """The commands that a text tells people to type: in code spans and in blocks."""
    code = "\n".join(re.findall(r"`([^`\n]+)`", FENCE.sub("", text)) + FENCE.findall(text))
    return {command.strip() for command in TYPED.findall(code)}


def test_every_command_stands_in_the_manual_with_its_options():
    rows = {
        row[0]: row[1]
        for row in re.findall(r"^\| `auditbeheer ([^`A-Z]+?)(?: [A-Z -]+)?` \| (.*) \|$", text_of(FOR_OPERATORS), re.M)
    }
    assert set(rows) == set(COMMANDS)
    assert [f"import {kind}" for kind in ("register", "certificaten") if "Dezelfde" not in rows[f"import {kind}"]] == []
    lacking = [
        f"{command} {option}"
        for command, parser in COMMANDS.items()
        for option in options_of(parser)
        if option not in rows[command] and "Dezelfde opties" not in rows[command]
    ]
    assert not lacking


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    found = [option for action in parser._actions for option in action.option_strings if option.startswith("--")]
    return [option for option in found if option != "--help"]


@pytest.mark.parametrize("file", DOCUMENTS, ids=house.name_of)
def test_a_document_names_only_commands_that_exist(file):
    known = [*COMMANDS, *{command.split()[0] for command in COMMANDS}]
    strange = [
        words for words in typed(file.read_text(encoding="utf-8"))
        if not any(words == command or words.startswith(f"{command} ") for command in known)
    ]  # fmt: skip
    assert not strange, f"no such command: auditbeheer {strange}"


def test_a_command_that_does_not_exist_would_be_found():
    assert typed("Type `auditbeheer vlieg` or\n```bash\n.venv/bin/auditbeheer scheme dans x.toml\n```\n") == {
        "vlieg",
        "scheme dans x",
    }


def test_all_that_check_looks_at_stands_in_the_manual():
    code = (house.PACKAGE / "operations" / "checks.py").read_text(encoding="utf-8")
    parts = set(re.findall(r'Finding\(\s*"([^"]+)"', code))
    told = (house.ROOT / "docs/beheer/controleren.md").read_text(encoding="utf-8")
    assert parts == set(re.findall(r"^\| ([a-z]+) \| [A-Z]", told, re.MULTILINE))


IMPORTS = {"## Gebieden": area_imports, "## Oude": register_imports, "## Eigen": certificate_imports,
           "## Certificaten van een": elsewhere_imports, "## Ervaring": experience_imports}  # fmt: skip


@pytest.mark.parametrize("heading", IMPORTS)
def test_every_column_of_an_import_stands_in_the_manual(heading):
    module = IMPORTS[heading]
    manual = (house.ROOT / "docs/beheer/importeren.md").read_text(encoding="utf-8")
    part = manual.partition(heading)[2].partition("\n## ")[0]
    rows = {name: line for line in part.splitlines() if line.startswith("| `") for name in columns_in(line)}
    code = Path(module.__file__ or "").read_text(encoding="utf-8")
    read = {*module.COLUMNS, *re.findall(r'row(?:\.get\(|\[)"(\w+)"', code), *getattr(module, "NETHERLANDS", ())}
    assert set(rows) == read
    assert {name for name, line in rows.items() if "| ja |" in line} == set(module.COLUMNS)


def columns_in(line: str) -> list[str]:
    return re.findall(r"`(\w+)`", line.split("|")[1])


def test_the_manual_knows_how_large_an_import_may_be():
    assert f"{LARGEST_FILE // 1_000_000} MB" in (house.ROOT / "docs/beheer/importeren.md").read_text(encoding="utf-8")


# Links, README


def anchors(file: Path) -> set[str]:
    """The headings of a document as a link names them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def broken(file: Path) -> Iterator[str]:
    for target in LINK.findall(FENCE.sub("", file.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (file.parent / path).resolve() if path else file
        if not there.exists() or not there.is_relative_to(house.ROOT):
            yield target
        elif anchor and there.suffix == ".md" and anchor not in anchors(there):
            yield f"{target}: no such heading"


@pytest.mark.parametrize("file", DOCUMENTS, ids=house.name_of)
def test_a_link_leads_somewhere(file):
    assert not list(broken(file))


def test_every_document_is_led_to_from_the_readme():
    seen, waiting = set(), [README]
    while waiting:
        file = waiting.pop()
        seen.add(file)
        targets = [unquote(link).partition("#")[0] for link in LINK.findall(file.read_text(encoding="utf-8"))]
        found = {(file.parent / target).resolve() for target in targets if target.endswith(".md")}
        waiting += [target for target in found - seen if target.exists()]
    docs = {file for file in DOCUMENTS if file.is_relative_to(house.ROOT / "docs")}
    assert not sorted(house.name_of(file) for file in docs - seen)


def test_the_readme_fits_on_a_screen():
    assert README.read_text(encoding="utf-8").count("\n") <= LONGEST_README


def tree_of_the_readme() -> list[str]:
    """The folders that the tree draws, from the top of the repository."""
    block = next(block for block in FENCE.findall(README.read_text(encoding="utf-8")) if block.startswith("```text"))
    found: list[str] = []
    path: list[str] = []
    for line in block.splitlines()[1:-1]:
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        path = [*path[:depth], name.rstrip("/")]
        found.append("/".join(path))
        captions = re.findall(r"(?<!\S)([a-z_]+)/", line.replace(name, "", 1))
        found += ["/".join([*path, caption]) for caption in captions]
    return found


def test_the_readme_draws_only_folders_that_exist():
    drawn = tree_of_the_readme()
    assert len(drawn) > 20
    assert not [name for name in drawn if not (house.ROOT / name).is_dir()]


def test_the_readme_draws_every_area_in_its_order():
    drawn = [name.split("/")[1] for name in tree_of_the_readme() if re.fullmatch(r"auditbeheer/\w+", name)]
    assert set(drawn) == {area.name for area in house.areas()}
    heights = [house.height()[name] for name in drawn]
    assert heights == sorted(heights), "an earlier step stands above a later one"


def test_the_readme_names_the_two_commands():
    readme, workshop = README.read_text(encoding="utf-8"), (house.ROOT / "dev").read_text(encoding="utf-8")
    for command in ("run", "test"):
        assert f"./dev {command}" in readme
        assert f"./dev {command} " in workshop


# Words


@cache
def classes() -> dict[str, set[str]]:
    """Class -> the names of what it holds, of the whole package; classes of one name are taken together."""
    found: dict[str, set[str]] = {}
    for file in house.tracked("auditbeheer/*.py", "auditbeheer/**/*.py"):
        for node in ast.walk(house.tree(file)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(members(node))
    return found


def members(node: ast.ClassDef) -> Iterator[str]:
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            yield part.target.id
        elif isinstance(part, ast.Assign):
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))
        elif isinstance(part, ast.FunctionDef):
            yield part.name


def test_every_name_in_the_glossary_is_a_name_in_the_code():
    glossary = (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    named = re.findall(r"`([A-Z][A-Za-z]+)(?:\.(\w+))?`", glossary)
    assert len(named) > 60
    strange = [
        ".".join(filter(None, (name, member)))
        for name, member in named
        if name not in classes() or (member and member not in classes()[name])
    ]
    assert not strange


@pytest.mark.parametrize("thing", STATUS)
def test_the_glossary_has_each_status_word_at_its_thing(thing):
    glossary = (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8").partition("## Status words")[2]
    rows = re.findall(rf"^\| {thing} \| [^|]+ \| (.+) \|$", glossary, re.MULTILINE)
    assert [row.split(" · ") for row in rows] == [list(STATUS[thing])]


def test_the_glossary_has_the_verdicts_of_the_verification_page():
    glossary = (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert not [word for word in VERDICTS if word not in " ".join(glossary.split())]


@pytest.mark.parametrize("file", FOR_OPERATORS + FOR_USERS, ids=house.name_of)
def test_a_manual_speaks_plain_dutch(file):
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", file.read_text(encoding="utf-8")))
    assert not objections(prose)


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_page_with_its_menu(role):
    file = house.ROOT / "docs" / "gebruik" / f"{role.value}.md"
    told = re.search(r"^\*\*Uw menu\*\*: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    landing = menu.LANDING.get(role, menu.WORK)
    entries = menu.entries_for(landing, [role])
    assert told
    own = [menu.OWN_FILE] if menu.has_own_file([role]) else []
    assert told[1].split(" · ") == [entry.label for entry in entries] + own
    assert f"**U begint op**: {landing.label}. " in file.read_text(encoding="utf-8").replace("\n", " ")


# Decisions


def test_decisions_are_numbered_without_gaps_and_listed():
    numbers = [int(file.name[:4]) for file in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    listed = (house.ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(\d{4})\]", listed, re.MULTILINE) == [file.name[:4] for file in DECISIONS]
    for file in DECISIONS:
        title = file.read_text(encoding="utf-8").splitlines()[0].partition(". ")[2]
        assert f"({file.name}) | {title} |" in listed


@pytest.mark.parametrize("file", DECISIONS, ids=house.name_of)
def test_a_decision_tells_its_ground_and_what_it_costs(file):
    heads = re.findall(r"^## (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert heads == ["Context", "Decision", "Consequences"]


def test_the_readings_are_those_of_the_file():
    page = next(file for file in DECISIONS if file.stem.endswith("readings")).read_text(encoding="utf-8")
    told = [tuple(row.split(" | ")) for row in re.findall(r"^\| (\d+ \| .+) \|$", page, re.MULTILINE)]
    held = [
        (str(rule.number), rule.title, rule.rulebook_key, rule.shown, "vast" if rule.fixed else "te kiezen")
        for rule in own_rules.defaults()
    ]
    assert told == held


@pytest.mark.parametrize("file", DOCUMENTS, ids=house.name_of)
def test_a_document_names_only_files_that_exist(file):
    prose = FENCE.sub("", file.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:auditbeheer|templates|tests|migrations|certificates|docs)/[\w./-]+)`", prose)
    made = ("certificates/issued",)
    assert not [name for name in named if not (house.ROOT / name).exists() and not name.startswith(made)]
