"""``./dev migration "what it does"``: the next numbered migration, with what the models have and the database lacks.

Run with the words; a second argument names another folder of migrations (for a test).
"""

from __future__ import annotations

import re
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

MARKS = re.compile(r"^ *# ###.*\n", re.MULTILINE)  # what Alembic writes around its own lines
ROOT = Path(__file__).resolve().parents[1]


def next_number(newest: str | None) -> str:
    """The number after the newest; four digits.

    >>> next_number("0031"), next_number(None)
    ('0032', '0001')
    """
    return f"{int(newest or 0) + 1:04}"


def write_migration(words: str, folder: Path) -> Path:
    """Compare the models with a fresh database of ``folder``'s migrations, and write the step between the two."""
    with TemporaryDirectory() as place, redirect_stdout(StringIO()):  # Alembic tells what it does
        config = Config(toml_file=str(ROOT / "pyproject.toml"))
        config.set_main_option("script_location", str(folder))
        config.set_main_option("sqlalchemy.url", f"sqlite:///{place}/leeg.sqlite")
        command.upgrade(config, "head")
        number = next_number(ScriptDirectory.from_config(config).get_current_head())
        made = command.revision(config, words, autogenerate=True, rev_id=number)
    if made is None or isinstance(made, list):
        raise RuntimeError("alembic made no migration, or more than one")
    file = Path(made.path)
    file.write_text(MARKS.sub("", file.read_text("utf-8")), "utf-8")
    return file


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3} or not re.search(r"[a-z]", sys.argv[1]):
        sys.exit('Zeg in het Engels wat de migratie doet: ./dev migration "what it does"')
    made = write_migration(sys.argv[1].rstrip("."), Path(sys.argv[2]) if sys.argv[2:] else ROOT / "migrations")
    sys.stdout.write(f"{made}\n")
