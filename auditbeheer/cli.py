"""``auditbeheer <command>``: what an operator types.

Errors are one Dutch sentence on standard error, never a traceback.

Exit status 0 on success, 1 on a refused or failed job, 2 on wrong arguments.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from auditbeheer.commands.office import do_demo, do_migrate, do_propose, do_run, do_scheduler, do_user_add
from auditbeheer.commands.proofs import do_check, do_import, do_verify
from auditbeheer.commands.schemes import do_scheme_check, do_scheme_list, do_scheme_trace
from auditbeheer.commands.speaking import CommandFailed
from auditbeheer.config import SettingsError


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
    propose = _add(commands, "propose", "reken een gevraagd planningsvoorstel uit", do_propose)
    propose.add_argument("key", type=int, metavar="NUMMER")
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
        ("elders", "certificaten van andere instellingen uit een CSV"),
        ("ervaring", "eerdere audits van auditors, met bewijs, uit een CSV"),
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
