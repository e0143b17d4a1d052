"""The schemes that this installation works with (SCH-5, SCH-6).

Those that ship and the files of its own folder are the base. On top lie the files that the scheme manager adopted, each
from its day on; they are in the database, so that every process knows them at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from importlib import resources
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.organisation.models import AdoptedScheme, adopted_on
from auditbeheer.scheme.adoption import as_adopted
from auditbeheer.scheme.library import PACKAGED, Library, load, packaged
from auditbeheer.scheme.model import Scheme

_IN_USE: dict[str, Library] = {}
_FOLDER: dict[str, Path] = {}
_ASK: dict[str, Callable[[], Library | None]] = {}
_HELD: ContextVar[Library | None] = ContextVar("held", default=None)
# What was read once, by what it is: the same text of the same day is the same scheme in every process.
_READ: dict[tuple[str, date, str], Scheme] = {}
_MOST_READ = 100


def use_schemes(folder: Path | None) -> Library:
    """Read the installation's folder at the start (None: only what ships). Raises ``SchemeFileError``."""
    _FOLDER.clear()
    if folder is not None:
        _FOLDER["folder"] = folder
    _IN_USE["library"] = load(folder)
    return _IN_USE["library"]


def ask_schemes_with(ask: Callable[[], Library | None]) -> None:
    """Who knows the schemes of a request, by its database and its day; None when there is no request."""
    _ASK["ask"] = ask


def base_schemes() -> Library:
    """The schemes that ship and those of the folder, without what was adopted by hand."""
    return _IN_USE.get("library") or packaged()


def schemes() -> Library:
    """Every scheme that this installation knows today, concepts included."""
    held = _HELD.get()
    if held is not None:
        return held
    asked = _ASK["ask"]() if "ask" in _ASK else None
    return asked or base_schemes()


@contextmanager
def holding(library: Library) -> Iterator[None]:
    """Within the block ``schemes()`` is this: for a job or a command, which has no request."""
    token = _HELD.set(library)
    try:
        yield
    finally:
        _HELD.reset(token)


def library_on(session: Session, day: date) -> Library:
    """The schemes as they hold on a day."""
    base, adopted = base_schemes(), adopted_on(session, day)
    if not adopted:
        return base
    own = {row.key: _read(session, row.id, row.sha256, row.from_day, row.document) for row in adopted.values()}
    return Library({**{scheme.key: scheme for scheme in base}, **own}.values())


def _read(session: Session, adopted_id: int, sha256: str, from_day: date, document: str) -> Scheme:
    known = (sha256, from_day, document)
    if known not in _READ:
        text = session.scalars(select(AdoptedScheme.text).where(AdoptedScheme.id == adopted_id)).one()
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[known] = as_adopted(text, f"schema {adopted_id}", from_day, document)
    return _READ[known]


def base_text(key: str) -> str | None:
    """The file of a scheme of the base, as it was written; the folder's goes before the one that ships."""
    return next((text for text in _base_texts() if _key_of(text) == key), None)


def _base_texts() -> Iterator[str]:
    if "folder" in _FOLDER:
        for path in sorted(_FOLDER["folder"].glob("*.toml")):
            yield path.read_text(encoding="utf-8")
    folder = resources.files("auditbeheer.scheme").joinpath("data")
    for name in PACKAGED:
        yield folder.joinpath(name).read_text(encoding="utf-8")


def _key_of(text: str) -> str:
    return str(tomllib.loads(text)["schema"]["sleutel"])
