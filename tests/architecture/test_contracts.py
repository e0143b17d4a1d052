"""The import contracts hold, and each of them can break: tried on a stub of the house with one wrong import in it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import house

# Layers that are a file beside the areas.
FILES = ("__main__", "cli", "app", "demo", "demo_views", "timetable", "config")
INSIDE = ("models", "rules", "service", "work", "forms", "views")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(house.ROOT / "pyproject.toml"), "--no-cache", "--no-logo"]
    environment = {
        "PYTHONPATH": str(folder),
        "PATH": "",
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
        "XDG_RUNTIME_DIR": str(folder),
    }
    return subprocess.run(
        command, cwd=folder, env=environment, check=False, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_house_keeps_its_contracts():
    done = lint(house.ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """The tree of the house with every area and empty files."""
    package = tmp_path / "auditbeheer"
    for name in set().union(*house.layers("order")):
        if name in FILES:
            continue
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
        for part in INSIDE:
            (package / name / f"{part}.py").touch()
    for name in ("__init__", *FILES, "plumbing/web"):
        (package / f"{name}.py").touch()
    return tmp_path


def test_a_house_without_wrong_imports_keeps_them(stub):
    done = lint(stub)
    assert done.returncode == 0, done.stdout + done.stderr


WRONG = [
    ("order", "planning/service.py", "import auditbeheer.audits.models"),
    ("order", "accounts/models.py", "import auditbeheer.relations.models"),
    ("order", "scheme/terms.py", "import auditbeheer.plumbing.work"),
    ("order", "app.py", "import auditbeheer.demo"),
    ("order", "leftovers/__init__.py", ""),
    ("inside", "quotes/models.py", "import auditbeheer.quotes.service"),
    ("inside", "quotes/service.py", "import auditbeheer.quotes.forms"),
    ("inside", "accounts/journal.py", "import auditbeheer.accounts.service"),
    ("purity", "scheme/terms.py", "import sqlalchemy"),
    ("purity", "planning/rules.py", "import flask"),
    ("purity", "planning/rules.py", "import auditbeheer.plumbing.tables"),
    ("no-web-below", "decisions/service.py", "import flask"),
    ("no-web-below", "decisions/models.py", "import wtforms"),
    ("no-web-below", "decisions/work.py", "import auditbeheer.plumbing.web"),
    ("no-sql-above", "register/views.py", "import sqlalchemy"),
    ("no-sql-above", "register/forms.py", "import sqlalchemy"),
    ("no-sql-above", "register/api.py", "import sqlalchemy"),
    ("views", "audits/work.py", "import auditbeheer.planning.views"),
]


@pytest.mark.parametrize(("identifier", "file", "line"), WRONG, ids=[f"{c}: {f} {i}" for c, f, i in WRONG])
def test_a_wrong_import_breaks_its_contract(stub, identifier, file, line):
    wrong = stub / "auditbeheer" / file
    wrong.parent.mkdir(exist_ok=True)
    wrong.write_text(line + "\n", encoding="utf-8")
    assert_broken(stub, identifier)


def test_a_circle_breaks_its_contract(stub):
    # Two files of one layer may know each other, but not both ways round.
    for here, there in (("links", "grants"), ("grants", "links")):
        file = stub / "auditbeheer" / "accounts" / f"{here}.py"
        file.write_text(f"import auditbeheer.accounts.{there}\n", encoding="utf-8")
    assert_broken(stub, "no-circles")


def test_the_timetable_knows_no_web():
    if (house.PACKAGE / "timetable.py").exists():
        sources = house.contract("no-web-below")["source_modules"]
        assert isinstance(sources, list)
        assert "auditbeheer.timetable" in sources


def assert_broken(stub: Path, identifier: str) -> None:
    done = lint(stub)
    name = house.contract(identifier)["name"]
    assert done.returncode == 1, f"kept all the same:\n{done.stdout}{done.stderr}"
    assert f"{name} BROKEN" in done.stdout, done.stdout


def test_every_contract_is_tried():
    settings = tomllib.loads((house.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    every = {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert every == {identifier for identifier, _, _ in WRONG} | {"no-circles"}
