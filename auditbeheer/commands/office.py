"""Commands that make the office run: migrate, run, scheduler, demo, user."""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from pathlib import Path

from auditbeheer.commands.speaking import CommandFailed, database, now
from auditbeheer.config import ROOT, Settings, load_settings


def do_migrate(_options: argparse.Namespace) -> int:
    """Bring the database up to date."""
    settings = load_settings()
    migrate(settings)
    _load_reference(settings)
    print("De database is op de nieuwste stand.")
    return 0


def migrate(settings: Settings) -> None:
    """Carry out every migration that the database has not had. Raises ``CommandFailed`` when it cannot be reached."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy.exc import OperationalError

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        command.upgrade(config, "head")
    except CommandError as error:  # a migration that needs something of the operator says what
        raise CommandFailed(str(error)) from error
    except OperationalError as error:
        raise CommandFailed(
            f"De database is niet te bereiken. Kijk AUDITBEHEER_DATABASE_URL na. ({error.orig})"
        ) from error


def _load_reference(settings: Settings) -> None:
    from auditbeheer.accounts.journal import SYSTEM
    from auditbeheer.plumbing.db import Database
    from auditbeheer.relations.reference import load_reference

    with Database(settings.database_url).write() as session:
        load_reference(session, SYSTEM, now())


def do_run(options: argparse.Namespace) -> int:
    """Migrate, fill the demo when asked, heal the archive, and serve. A demo is reached from this computer only."""
    from granian import Granian
    from granian.constants import Interfaces

    from auditbeheer import timetable
    from auditbeheer.demo.environment import prepare
    from auditbeheer.register.statement import read_keys

    if options.demo:
        prepare(options.port)
    settings = load_settings()
    read_keys(settings.statement_keys)  # a wrong key is told here, not by each of the workers
    migrate(settings)
    _load_reference(settings)
    if settings.demo:
        from auditbeheer.demo import filling as demo

        demo.fill_when_empty(settings, say=print)
        demo.introduce(settings, say=print)
    _heal_archive(settings)
    workers = 1 if settings.database_url.startswith("sqlite") else 2
    server = Granian(
        "wsgi:app", address="127.0.0.1", port=options.port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=4, log_enabled=False, working_dir=ROOT,
    )  # fmt: skip
    with timetable.beside():
        server.serve()
    return 0


def do_scheduler(options: argparse.Namespace) -> int:
    """Run the timetable until it is stopped; of several on one database one works and the others wait."""
    from auditbeheer import timetable

    settings = load_settings()
    works = timetable.Works(database(), settings)
    timetable.serve(works, lambda: timetable.wait_for_the_end(with_parent=options.with_parent))
    return 0


def do_propose(options: argparse.Namespace) -> int:
    """Reckon a proposal for data and auditors that was asked for; the office starts this itself."""
    from auditbeheer import timetable
    from auditbeheer.organisation.schemes import holding, library_on
    from auditbeheer.planning.proposing import reckon

    works = timetable.Works(database(), load_settings())
    with works.database.read() as session:
        library = library_on(session, works.now().date())
    with holding(library):
        end = reckon(works.database, options.key, works.now)
    if end is None:
        raise CommandFailed(f"Voorstel {options.key} is er niet, of is al klaar.")
    print(f"Voorstel {options.key}: {end}.")
    return 0


def _heal_archive(settings: Settings) -> None:
    """Write the files that a killed process left unwritten. A full disk stops nobody from working."""
    from auditbeheer.operations import checks

    try:
        healed = checks.heal_archive(database(), settings.archive_dir)
    except OSError as error:
        print(f"Het archief is niet te beschrijven. Kijk AUDITBEHEER_ARCHIVE_DIR na. ({error})", file=sys.stderr)
        return
    for name in healed:
        print(f"Archief hersteld: de pdf van {name} ontbrak en staat er nu.", flush=True)


def do_demo(_options: argparse.Namespace) -> int:
    """Fill an empty database with the demo office."""
    from auditbeheer.demo import filling as demo

    settings = load_settings()
    migrate(settings)
    _load_reference(settings)
    if not demo.fill_when_empty(settings, say=print):
        raise CommandFailed("Deze database is niet leeg. De demo vult alleen een lege database.")
    return 0


def do_user_add(options: argparse.Namespace) -> int:
    """Add an employee with roles."""
    from sqlalchemy.exc import IntegrityError

    from auditbeheer.accounts import service
    from auditbeheer.accounts.journal import SYSTEM
    from auditbeheer.accounts.permissions import Role
    from auditbeheer.accounts.rules import password_objection

    known = [role.value for role in Role]
    unknown = [word for word in options.role if word not in known]
    if unknown:
        raise CommandFailed(f"De rol {unknown[0]} bestaat niet. Kies uit: {', '.join(known)}.")
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass("Wachtwoord: ")
    if objection := password_objection(password, options.name, options.email):
        raise CommandFailed(f"{objection}.")
    try:
        with database().write() as session:
            service.add_employee(
                session, SYSTEM, now(), name=options.name, email=options.email,
                roles=[Role(word) for word in options.role], password=password,
            )  # fmt: skip
    except IntegrityError as error:
        raise CommandFailed(f"Het e-mailadres {options.email} heeft al een account.") from error
    print(f"{options.name} kan nu inloggen met {options.email}.")
    return 0
