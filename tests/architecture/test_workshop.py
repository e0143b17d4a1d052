"""What the tests rely on: fresh databases of both kinds, and no way out to the network or the post."""

from __future__ import annotations

import re
import shutil
import smtplib
import socket
import subprocess
from pathlib import Path

import alembic.command
import pytest
from sqlalchemy import text

from tests import databases
from tests.architecture import house
from tests.conftest import LeftTheMachineError


@pytest.mark.parametrize("turn", ["once", "again"])
def test_every_test_gets_a_database_without_what_another_wrote(database, turn):
    with database.write() as session:
        assert session.scalar(text("SELECT count(*) FROM journal_entry")) == 0
        session.execute(
            text(
                "INSERT INTO journal_entry (at, who, verb, kind, thing, what, why, previous_hash, hash)"
                " VALUES ('2026-11-23 12:00:00', 'iemand', 'getest', 'test', '1', :turn, '', 'a', 'b')"
            ),
            {"turn": turn},
        )
    with database.read() as session:
        assert session.scalar(text("SELECT min(id) FROM journal_entry")) == 1


def test_both_kinds_of_database_are_real(database, request):
    with database.read() as session:
        postgresql = request.node.callspec.params["database"] == "postgresql"
        version = session.scalar(text("SELECT version()" if postgresql else "SELECT sqlite_version()"))
    assert version.startswith("PostgreSQL" if postgresql else "3.")


def test_statements_are_counted(database, statements):
    with statements() as seen, database.read() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert [statement for statement in seen if statement.startswith("SELECT")] == ["SELECT 1", "SELECT 2"]


@pytest.mark.parametrize("host", ["93.184.216.34", "example.org"])
def test_the_network_is_closed(host):
    with pytest.raises(LeftTheMachineError):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_itself_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_the_post_is_closed():
    with pytest.raises(LeftTheMachineError):
        smtplib.SMTP("localhost", 25)


@pytest.mark.parametrize(("arguments", "status"), [(["help"], 0), ([], 0), (["iets-anders"], 2)])
def test_the_workshop_tells_what_there_is(arguments, status):
    done = subprocess.run([house.ROOT / "dev", *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == status
    for command in ("run", "test", "check", "bench", "soak", "pictures", "migration", "lock", "help"):
        assert re.search(rf"^\./dev {command}\s", done.stdout + done.stderr, re.M)


def test_a_migration_is_made_of_what_the_models_have_and_the_database_lacks(tmp_path: Path):
    kept = shutil.ignore_patterns("__pycache__", "003*", "004*", "005*")
    folder = shutil.copytree(house.ROOT / "migrations", tmp_path / "migrations", ignore=kept)
    made = subprocess.run(
        [house.ROOT / "dev", "migration", "extra assessments again", folder], check=True, capture_output=True, text=True
    )
    file = folder / "versions" / "0030_extra_assessments_again.py"
    text = file.read_text(encoding="utf-8")
    assert str(file) in made.stderr
    assert text.startswith('"""Extra assessments again."""')
    assert 'down_revision = "0029"' in text
    assert 'op.create_table(\n        "extra_assessment",' in text
    config = databases.alembic_config(f"sqlite:///{tmp_path / 'leeg.sqlite'}")
    config.set_main_option("script_location", str(folder))
    alembic.command.upgrade(config, "head")
    alembic.command.check(config)
    nothing = subprocess.run([house.ROOT / "dev", "migration"], check=False, capture_output=True, text=True)
    assert (nothing.returncode, "wat de migratie doet" in nothing.stderr) == (1, True)
