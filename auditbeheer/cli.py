"""``auditbeheer <command>``: what an operator types.

Errors are one Dutch sentence on standard error, never a traceback.

Exit status 0 on success, 1 on a refused or failed job, 2 on wrong arguments.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Any

from auditbeheer.config import ROOT, Settings, SettingsError, load_settings


class CommandFailed(Exception):
    """The command cannot do what was asked; the text is the sentence for the operator."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.do(options)
    except (CommandFailed, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="auditbeheer", description="Het kantoor van een certificerende instelling.")
    commands = parser.add_subparsers(required=True, metavar="opdracht")
    run = _add(commands, "run", "start de server", do_run)
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")), help="de poort (8000)")
    run.add_argument("--demo", action="store_true", help="met demogegevens, alleen op deze computer te bereiken")
    scheduler = _add(commands, "scheduler", "voer uit wat zonder klik gebeurt", do_scheduler)
    scheduler.add_argument("--with-parent", action="store_true", help="stop samen met wie dit startte")
    _add(commands, "demo", "vul een lege database met het demokantoor", do_demo)
    _add(commands, "migrate", "breng de database op de nieuwste stand", do_migrate)
    check = _add(commands, "check", "controleer logboek, archief en nummering", do_check)
    check.add_argument("--json", action="store_true", help="voor een programma")
    verify = _add(commands, "verify", "controleer een ondertekende verklaring, zonder internet", do_verify)
    verify.add_argument("file", type=Path)
    verify.add_argument("--keys", type=Path, metavar="BESTAND", help="de sleutels die de instelling publiceert")
    verify.add_argument("--json", action="store_true", help="de gegevens voor een programma")
    _add_user(commands)
    _add_imports(commands)
    _add_scheme(commands)
    return parser


def _add(commands: Any, name: str, text: str, do: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(do=do)
    return parser


def _add_user(commands: Any) -> None:
    user = commands.add_parser("user", help="gebruikers").add_subparsers(required=True, metavar="opdracht")
    add = _add(user, "add", "voeg een gebruiker toe; het wachtwoord wordt gevraagd", do_user_add)
    add.add_argument("name", help="voor- en achternaam")
    add.add_argument("email")
    add.add_argument("--role", action="append", required=True, metavar="ROL", help="mag vaker")
    add.add_argument("--password-stdin", action="store_true", help="lees het wachtwoord van standaardinvoer")


def _add_imports(commands: Any) -> None:
    imports = commands.add_parser("import", help="gegevens overnemen").add_subparsers(required=True, metavar="wat")
    for name, text in (
        ("gebieden", "bedrijventerreinen uit een CSV"),
        ("register", "historische certificaten uit een CSV"),
        ("certificaten", "eigen lopende certificaten uit een CSV"),
    ):
        parser = _add(imports, name, text, do_import)
        parser.set_defaults(kind=name)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="alleen kijken, niets bewaren")
        parser.add_argument("--json", action="store_true", help="het verslag per regel voor een programma")


def _add_scheme(commands: Any) -> None:
    scheme = commands.add_parser("scheme", help="schema's").add_subparsers(required=True, metavar="opdracht")
    for name, text, do in (
        ("list", "welke schema's er zijn", do_scheme_list),
        ("check", "controleer een schemabestand", do_scheme_check),
        ("trace", "regel → bron → functie → test", do_scheme_trace),
    ):
        parser = _add(scheme, name, text, do)
        parser.add_argument("--json", action="store_true")
        if name == "check":
            parser.add_argument("file", type=Path)


def _database() -> Any:
    from auditbeheer.plumbing.db import Database

    return Database(load_settings().database_url)


def _now() -> datetime:
    from auditbeheer.plumbing.clock import Clock

    return Clock().now()


def _say(rows: object, as_json: bool, text: str) -> None:
    print(json.dumps(rows, ensure_ascii=False, indent=2, default=str) if as_json else text)


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
    from sqlalchemy.exc import OperationalError

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    try:
        command.upgrade(config, "head")
    except OperationalError as error:
        raise CommandFailed(
            f"De database is niet te bereiken. Kijk AUDITBEHEER_DATABASE_URL na. ({error.orig})"
        ) from error


def _load_reference(settings: Settings) -> None:
    from auditbeheer.accounts.journal import SYSTEM
    from auditbeheer.plumbing.db import Database
    from auditbeheer.relations.reference import load_reference

    with Database(settings.database_url).write() as session:
        load_reference(session, SYSTEM, _now())


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
    works = timetable.Works(_database(), settings)
    timetable.serve(works, lambda: timetable.wait_for_the_end(with_parent=options.with_parent))
    return 0


def _heal_archive(settings: Settings) -> None:
    """Write the files that a killed process left unwritten. A full disk stops nobody from working."""
    from auditbeheer.operations import checks

    try:
        healed = checks.heal_archive(_database(), settings.archive_dir)
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
        with _database().write() as session:
            service.add_employee(
                session, SYSTEM, _now(), name=options.name, email=options.email,
                roles=[Role(word) for word in options.role], password=password,
            )  # fmt: skip
    except IntegrityError as error:
        raise CommandFailed(f"Het e-mailadres {options.email} heeft al een account.") from error
    print(f"{options.name} kan nu inloggen met {options.email}.")
    return 0


def do_import(options: argparse.Namespace) -> int:
    """Take over rows from a CSV, with a report per row; importing twice changes nothing."""
    from auditbeheer.accounts.journal import SYSTEM
    from auditbeheer.operations.imports import READERS, ImportRefused

    if not options.file.is_file():
        raise CommandFailed(f"Het bestand {options.file} bestaat niet.")
    session = _database().writer()
    with session:
        try:
            report = READERS[options.kind](session, SYSTEM, _now(), options.file)
        except ImportRefused as error:
            raise CommandFailed(str(error)) from error
        if options.dry_run:
            session.rollback()
        else:
            session.commit()
    _say(report.as_rows(), options.json, report.as_text(dry_run=options.dry_run))
    return 0


def do_check(options: argparse.Namespace) -> int:
    """Whether the journal's chain, the archive and the numbering are whole. Status 1 when something is not."""
    from auditbeheer.operations import checks

    settings = load_settings()
    findings = checks.everything(_database(), settings.archive_dir)
    rows = [{"onderdeel": finding.part, "in_orde": finding.whole, "bevinding": finding.text} for finding in findings]
    text = "\n".join(f"{'in orde ' if f.whole else 'NIET    '}{f.part}: {f.text}" for f in findings)
    _say(rows, options.json, text)
    return 0 if all(finding.whole for finding in findings) else 1


def do_verify(options: argparse.Namespace) -> int:
    """Whether a signed statement is true; needs no database, no network and, with ``--keys``, no settings."""
    from auditbeheer.register import statement

    try:
        facts = statement.check_files(options.file, options.keys, os.environ.get("AUDITBEHEER_STATEMENT_KEYS", ""))
    except statement.NotTrue as error:
        raise CommandFailed(str(error)) from error
    _say(facts, options.json, statement.in_words(facts))
    return 0


def do_scheme_list(options: argparse.Namespace) -> int:
    """Which schemes there are, and which are still a concept."""
    rows = [
        {
            "sleutel": scheme.key,
            "naam": scheme.name,
            "status": scheme.identity.status.value,
            "beoordelen_vanaf": scheme.transition.assessed_from.value,
            "ontbreekt": list(scheme.missing()),
        }
        for scheme in _schemes()
    ]
    lines = [f"{row['sleutel']:<12} {row['status']:<12} vanaf {row['beoordelen_vanaf']}  {row['naam']}" for row in rows]
    _say(rows, options.json, "\n".join(lines))
    return 0


def _schemes() -> Any:
    from auditbeheer.scheme import library
    from auditbeheer.scheme.problems import SchemeFileError

    folder = os.environ.get("AUDITBEHEER_SCHEME_DIR")
    try:
        return library.load(Path(folder) if folder else None)
    except SchemeFileError as error:
        raise CommandFailed(str(error)) from error


def do_scheme_check(options: argparse.Namespace) -> int:
    """Whether a scheme file is complete and sound."""
    from auditbeheer.scheme import model

    if not options.file.is_file():
        raise CommandFailed(f"Het bestand {options.file} bestaat niet.")
    problems = [str(problem) for problem in model.check_file(options.file)]
    _say(
        {"bestand": str(options.file), "bezwaren": problems}, options.json, "\n".join(problems) or "Dit bestand klopt."
    )
    return 1 if problems else 0


def do_scheme_trace(options: argparse.Namespace) -> int:
    """Which rule rests on which source, stands in which function, and is held by which test."""
    from auditbeheer.scheme import trace

    rows = [asdict(row) for row in trace.rows()]
    text = "\n".join(
        f"{r['rule']:<7} {r['source'] or 'eigen regel'} → {r['function'] or '-'} → {r['test'] or '-'}" for r in rows
    )
    _say(rows, options.json, text)
    return 0
