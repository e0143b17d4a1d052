"""Commands that take data over and that check what is kept: import, check, verify."""

from __future__ import annotations

import argparse
import os

from auditbeheer.commands.speaking import CommandFailed, database, now, say
from auditbeheer.config import load_settings


def do_import(options: argparse.Namespace) -> int:
    """Take over rows from a CSV, with a report per row; importing twice changes nothing."""
    from auditbeheer.accounts.journal import SYSTEM
    from auditbeheer.operations.imports import READERS, ImportRefused

    if not options.file.is_file():
        raise CommandFailed(f"Het bestand {options.file} bestaat niet.")
    session = database().writer()
    with session:
        try:
            report = READERS[options.kind](session, SYSTEM, now(), options.file)
        except ImportRefused as error:
            raise CommandFailed(str(error)) from error
        if options.dry_run:
            session.rollback()
        else:
            session.commit()
    say(report.as_rows(), options.json, report.as_text(dry_run=options.dry_run))
    return 0


def do_check(options: argparse.Namespace) -> int:
    """Whether the journal's chain, the archive and the numbering are whole. Status 1 when something is not."""
    from auditbeheer.operations import checks

    settings = load_settings()
    findings = checks.everything(database(), settings.archive_dir)
    rows = [{"onderdeel": finding.part, "in_orde": finding.whole, "bevinding": finding.text} for finding in findings]
    text = "\n".join(f"{'in orde ' if f.whole else 'NIET    '}{f.part}: {f.text}" for f in findings)
    say(rows, options.json, text)
    return 0 if all(finding.whole for finding in findings) else 1


def do_verify(options: argparse.Namespace) -> int:
    """Whether a signed statement is true; needs no database, no network and, with ``--keys``, no settings."""
    from auditbeheer.register import statement

    try:
        facts = statement.check_files(options.file, options.keys, os.environ.get("AUDITBEHEER_STATEMENT_KEYS", ""))
    except statement.NotTrue as error:
        raise CommandFailed(str(error)) from error
    say(facts, options.json, statement.in_words(facts))
    return 0
