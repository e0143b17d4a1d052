"""Commands about the schemes: list, check, trace."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from auditbeheer.commands.speaking import CommandFailed, say


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
    say(rows, options.json, "\n".join(lines))
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
