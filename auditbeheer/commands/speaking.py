"""What all commands share: the database, the clock, how an answer is printed and how a failure is told."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from auditbeheer.config import load_settings


class CommandFailed(Exception):
    """The command cannot do what was asked; the text is the sentence for the operator."""


def database() -> Any:
    """The database of the settings."""
    from auditbeheer.plumbing.db import Database

    return Database(load_settings().database_url)


def now() -> datetime:
    """The moment, as everywhere in the house."""
    from auditbeheer.plumbing.clock import Clock

    return Clock().now()


def say(rows: object, as_json: bool, text: str) -> None:
    """Print the answer: ``rows`` as JSON for a program, else ``text`` for a person."""
    print(json.dumps(rows, ensure_ascii=False, indent=2, default=str) if as_json else text)
