"""The commands as an operator types them: exit status, one Dutch sentence on standard error, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRET = "een-geheim-dat-alleen-voor-tests-bestaat"
AREAS = ROOT / "auditbeheer" / "demo" / "data" / "bedrijventerreinen.csv"


def command(folder: Path, *words: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "AUDITBEHEER_SECRET_KEY": SECRET,
        "AUDITBEHEER_DATABASE_URL": f"sqlite:///{folder / 'kantoor.sqlite'}",
        "AUDITBEHEER_ARCHIVE_DIR": str(folder / "issued"),
        "AUDITBEHEER_FILES_DIR": str(folder / "files"),
        **settings,
    }
    return subprocess.run(
        [sys.executable, "-m", "auditbeheer", *words],
        cwd=ROOT, env=environment, input=typed, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office that was migrated by the command."""
    folder = tmp_path_factory.mktemp("kantoor")
    done = command(folder, "migrate")
    assert (done.returncode, done.stdout) == (0, "De database is op de nieuwste stand.\n"), done.stderr
    return folder


def refused(done: subprocess.CompletedProcess[str], status: int = 1) -> str:
    assert done.returncode == status, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr


def test_migrating_twice_is_no_problem(migrated: Path) -> None:
    assert command(migrated, "migrate").returncode == 0


def test_a_missing_secret_is_refused_by_its_name(tmp_path: Path) -> None:
    assert "AUDITBEHEER_SECRET_KEY" in refused(command(tmp_path, "migrate", AUDITBEHEER_SECRET_KEY=""))


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    address = "postgresql+psycopg://niemand@127.0.0.1:1/niets"
    assert "AUDITBEHEER_DATABASE_URL" in refused(command(tmp_path, "migrate", AUDITBEHEER_DATABASE_URL=address))


def test_an_unknown_command_ends_with_two(tmp_path: Path) -> None:
    refused(command(tmp_path, "opruimen"), status=2)


def test_a_user_can_be_added_once_and_only_with_a_role_that_exists(migrated: Path) -> None:
    words = ("user", "add", "Annelies Vos", "a.vos@voorbeeld.nl", "--password-stdin")
    assert "bestaat niet" in refused(command(migrated, *words, "--role", "baas", typed="x\n"))
    assert "ten minste 12 tekens" in refused(command(migrated, *words, "--role", "planner", typed="kort\n"))
    assert command(migrated, *words, "--role", "planner", typed="een lange zin met paarden\n").returncode == 0
    again = command(migrated, *words, "--role", "planner", typed="een lange zin met paarden\n")
    assert "heeft al een account" in refused(again)


def test_an_import_can_be_tried_first_and_tells_each_row(migrated: Path) -> None:
    tried = command(migrated, "import", "gebieden", str(AREAS), "--dry-run", "--json")
    rows = json.loads(tried.stdout)
    assert {row["outcome"] for row in rows} == {"overgenomen"}
    taken = command(migrated, "import", "gebieden", str(AREAS))
    assert "669 overgenomen, 0 al aanwezig, 0 geweigerd" in taken.stdout
    again = command(migrated, "import", "gebieden", str(AREAS))
    assert "0 overgenomen, 669 al aanwezig, 0 geweigerd" in again.stdout


def test_an_import_of_a_file_that_is_not_there_says_so(migrated: Path) -> None:
    assert "bestaat niet" in refused(command(migrated, "import", "register", "nergens.csv"))


def test_a_sound_office_passes_the_check(migrated: Path) -> None:
    done = command(migrated, "check", "--json")
    assert done.returncode == 0, done.stderr
    assert {row["onderdeel"] for row in json.loads(done.stdout)} == {"logboek", "nummering", "archief"}


def test_the_schemes_are_listed_with_what_a_concept_lacks(tmp_path: Path) -> None:
    done = command(tmp_path, "scheme", "list", "--json")
    found = {row["sleutel"]: row for row in json.loads(done.stdout)}
    assert set(found) == {"kvo-3.1", "kvo-b-4.0", "kvo-w-4.0", "kvo-g-4.0"}
    assert found["kvo-b-4.0"]["ontbreekt"] == []
    assert "de audittijd" in found["kvo-w-4.0"]["ontbreekt"]


def test_a_broken_scheme_file_names_file_key_and_what_was_expected(tmp_path: Path) -> None:
    shipped = (ROOT / "auditbeheer" / "scheme" / "data" / "kvo-b-4.0.toml").read_text(encoding="utf-8")
    file = tmp_path / "eigen.toml"
    file.write_text(shipped.replace('sleutel = "kvo-b-4.0"', 'sleutel = "KVO!"', 1), encoding="utf-8")
    done = command(tmp_path, "scheme", "check", str(file))
    assert done.returncode == 1
    assert "eigen.toml: schema.sleutel: verwacht" in done.stdout


def test_every_rule_is_traced_to_its_function_and_test(tmp_path: Path) -> None:
    done = command(tmp_path, "scheme", "trace", "--json")
    rows = json.loads(done.stdout)
    audit_time = {row["function"]: row["test"] for row in rows if row["rule"] == "QUO-6"}
    assert audit_time["auditbeheer.scheme.audit_time.audit_time"].startswith("tests/scheme/")
