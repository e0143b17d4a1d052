"""Contents on the shelf that no row points at: a form was given up, or a process died halfway.

Whoever puts something on the shelf makes it young again (``FileShelf.put``), and only what is old is taken away. So
what a transaction is about to point at is never taken, whichever of the two comes first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.tables import Base

HASH = re.compile(r"[0-9a-f]{64}")
ASIDE, DRAFT = ".weg", "tmp"
MANY = 100
"""Fewer than this is believed, whatever else lies there."""


class NotOurs(Exception):
    """Most of what lies there belongs to no row: then it is rather the database that is another one."""


def contents_in_use(session: Session) -> set[str]:
    """The hash of every content that a row points at, whichever table that row is in (a test names the columns)."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith("sha256"):
                found.update(one for one in session.scalars(select(column).distinct()) if one)
    return found


def take_away(shelf: FileShelf, in_use: Collection[str], before: float) -> int:
    """Take away what nobody points at and was put there before this moment (seconds); returns how many contents.

    Can be stopped at any point and begun anew. Raises ``NotOurs``, with nothing taken.
    """
    _put_back(shelf)
    old = _old(shelf, before)
    left = [path for path in old if HASH.fullmatch(path.name) and path.name not in in_use]
    if len(left) > max(MANY, len(in_use)):
        raise NotOurs(
            f"{len(left)} bestanden horen bij geen dossier, {len(in_use)} wel. Hoort deze map bij deze database? "
            "Er is niets weggehaald."
        )
    for draft in [path for path in old if path.name.startswith(DRAFT)]:
        draft.unlink(missing_ok=True)  # of a process that died before the content had its name
    return sum(_took(path, before) for path in left)


def _files(shelf: FileShelf) -> Iterator[Path]:
    return (path for path in shelf.folder.glob("[0-9a-f][0-9a-f]/*") if path.is_file())


def _old(shelf: FileShelf, before: float) -> list[Path]:
    return sorted(path for path in _files(shelf) if _age(path, before))


def _age(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _took(path: Path, before: float) -> bool:
    """Set aside first: who puts the same content now either makes it young, or finds no file and writes a new one."""
    aside = path.with_name(path.name + ASIDE)
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if not _age(aside, before):
        aside.replace(path)
        return False
    aside.unlink()
    return True


def _put_back(shelf: FileShelf) -> None:
    """What an earlier run set aside and did not get to: back, so that it is looked at again."""
    for aside in [path for path in _files(shelf) if path.name.endswith(ASIDE)]:
        place = aside.with_name(aside.name.removesuffix(ASIDE))
        if place.exists():
            aside.unlink()
        else:
            aside.replace(place)
