"""A process that is killed after the certificate was granted and before its file was written: told, and healed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from auditbeheer.certificates.archive import Archive
from auditbeheer.plumbing.db import Database
from tests.databases import ROOT
from tests.decisions.case import case, review
from tests.office import open_office

# Somebody presses the button on the page; the process dies where the file would be written.
GRANT_AND_DIE = """
import os, signal, sys
from pathlib import Path
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.archive import Archive
from auditbeheer.plumbing.db import Database
from tests.office import open_office

url, folder, number, decider = sys.argv[1:]
Archive.keep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
office = open_office(Database(url), Path(folder))
office.as_(Role.DECIDER, int(decider)).post(f"/dossiers/{number}/besluit/verlenen")
"""
NAME = "KVO-B-2026-00001"


@pytest.fixture
def killed(database: Database, tmp_path: Path) -> dict[str, str]:
    """The environment of an office in which somebody was killed at that moment."""
    with database.write() as session:
        here = case(session)
        review(session, here)
        number, decider = here.trajectory.number, str(here.decider.id)
    words = [sys.executable, "-c", GRANT_AND_DIE, database.url, str(tmp_path), number, decider]
    child = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    assert child.returncode == -signal.SIGKILL, child.stderr
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "AUDITBEHEER_SECRET_KEY": "een-geheim-dat-alleen-voor-tests-bestaat",
        "AUDITBEHEER_DATABASE_URL": database.url,
        "AUDITBEHEER_ARCHIVE_DIR": str(tmp_path / "issued"),
        "AUDITBEHEER_FILES_DIR": str(tmp_path / "files"),
    }


def checked(environment: dict[str, str]) -> tuple[int, dict[str, str]]:
    words = [sys.executable, "-m", "auditbeheer", "check", "--json"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, {row["onderdeel"]: row["bevinding"] for row in json.loads(done.stdout)}


def started(environment: dict[str, str], until: str) -> str:
    """What the server says when it starts, until a line that holds ``until``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [sys.executable, "-m", "auditbeheer", "run", "--port", port]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        patience = threading.Timer(120, server.kill)
        patience.start()
        assert server.stdout is not None
        said = next((line for line in server.stdout if until in line), "")
        patience.cancel()
        server.terminate()
    return said


def test_a_file_lost_by_a_kill_is_told_by_the_check_and_written_at_the_next_start(killed):
    archive = Archive(Path(killed["AUDITBEHEER_ARCHIVE_DIR"]))
    assert not archive.holds(NAME, 1)
    status, found = checked(killed)
    assert (status, found["archief"]) == (1, f"{NAME}, uitgave 1: de pdf ontbreekt in het archief")
    assert found["nummering"] == "alle reeksen zijn zonder gaten", "the certificate itself was not lost"
    assert NAME in started(killed, until="Archief hersteld")
    status, found = checked(killed)
    assert (status, found["archief"]) == (0, "alle certificaten zijn gelijk aan wat is uitgegeven")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_certificate_stands_in_the_register_before_its_file_does(killed, database, tmp_path):
    assert NAME in open_office(database, tmp_path).as_(None).get(f"/register/{NAME}")
