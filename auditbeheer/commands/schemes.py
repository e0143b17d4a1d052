"""Commands about the schemes: list, check, trace."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditbeheer.commands.speaking import CommandFailed, say


def do_scheme_list(options: argparse.Namespace) -> int:
    """Which schemes there are today, which are still a concept, and which were adopted here."""
    rows = [
        {
            "sleutel": scheme.key,
            "naam": scheme.name,
            "status": scheme.identity.status.value,
            "vastgesteld_op": scheme.identity.adopted_on,
            "vastgesteld_volgens": scheme.identity.adopted_by,
            "beoordelen_vanaf": scheme.transition.assessed_from.value,
            "ontbreekt": list(scheme.missing()),
        }
        for scheme in _schemes()
    ]
    lines = [f"{row['sleutel']:<12} {row['status']:<12} vanaf {row['beoordelen_vanaf']}  {row['naam']}" for row in rows]
    say(rows, options.json, "\n".join(lines))
    return 0


def _schemes() -> Any:
    """The schemes that ship and those of the folder; with a database also what the scheme manager adopted."""
    from sqlalchemy.exc import DatabaseError

    from auditbeheer.organisation.schemes import library_on, use_schemes
    from auditbeheer.plumbing.clock import Clock
    from auditbeheer.plumbing.db import Database
    from auditbeheer.scheme.problems import SchemeFileError

    folder = os.environ.get("AUDITBEHEER_SCHEME_DIR")
    try:
        files = use_schemes(Path(folder) if folder else None)
    except SchemeFileError as error:
        raise CommandFailed(str(error)) from error
    url = os.environ.get("AUDITBEHEER_DATABASE_URL")
    if not url:
        return files
    database = Database(url)
    try:
        with database.read() as session:
            return library_on(session, Clock().today())
    except DatabaseError:
        return files  # not migrated yet: nothing was adopted here
    finally:
        database.engine.dispose()


def do_scheme_check(options: argparse.Namespace) -> int:
    """Whether a scheme file is complete and sound."""
    from auditbeheer.scheme import model

    if not options.file.is_file():
        raise CommandFailed(f"Het bestand {options.file} bestaat niet.")
    problems = [str(problem) for problem in model.check_file(options.file)]
    say({"bestand": str(options.file), "bezwaren": problems}, options.json, "\n".join(problems) or "Dit bestand klopt.")
    return 1 if problems else 0


def do_scheme_trace(options: argparse.Namespace) -> int:
    """Which rule rests on which source, stands in which function, and is held by which test."""
    from auditbeheer.scheme import trace

    rows = [asdict(row) for row in trace.rows()]
    text = "\n".join(
        f"{r['rule']:<7} {r['source'] or 'eigen regel'} → {r['function'] or '-'} → {r['test'] or '-'}" for r in rows
    )
    say(rows, options.json, text)
    return 0
