"""The schemes that this installation works with: those that ship, and the files of its own folder (SCH-6)."""

from __future__ import annotations

from pathlib import Path

from auditbeheer.scheme.library import Library, load, packaged

_IN_USE: dict[str, Library] = {}


def use_schemes(folder: Path | None) -> Library:
    """Read the installation's folder at the start (None: only what ships). Raises ``SchemeFileError``."""
    _IN_USE["library"] = load(folder)
    return _IN_USE["library"]


def schemes() -> Library:
    """Every scheme that this installation knows, concepts included."""
    return _IN_USE.get("library") or packaged()
