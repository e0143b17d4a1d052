"""The archive on disk: every edition once, as it was issued, never rendered again and never overwritten.

Number, facts and bytes stand in the database in one transaction; the file is made from them afterwards, by whoever
comes first (whoever issued, who looks at it, the server when it starts). So a kill at any moment heals. A file takes
its name when it is whole; what a killed process left half written is cleared away by the next one that writes there.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

UNFINISHED = ".wordt-"


@dataclass(frozen=True)
class Archive:
    """A folder with a file per edition. A file stands there whole, or not at all."""

    folder: Path

    def place(self, number: str, edition: int) -> Path:
        """Where this edition lies: ``2026/KVO-B-2026-00042-uitgave-1.pdf``; any number makes a safe name."""
        safe = re.sub(r"[^A-Za-z0-9-]+", "_", number)
        year = next((part for part in re.findall(r"\d{4}", safe) if part.startswith(("19", "20"))), "overig")
        return self.folder / year / f"{safe}-uitgave-{edition}.pdf"

    def keep(self, number: str, edition: int, content: bytes) -> bool:
        """Write the file unless it is there already. Returns whether it was written now."""
        target = self.place(number, edition)
        if target.exists():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        self._clear(target.parent)
        with _writing(target.parent) as folder:
            with NamedTemporaryFile(dir=target.parent, prefix=UNFINISHED, suffix=".pdf", delete=False) as draft:
                draft.write(content)
                draft.flush()
                os.fsync(draft.fileno())
            Path(draft.name).chmod(0o444)
            # Two at once write the same bytes, so it does not matter which of the two stays.
            Path(draft.name).replace(target)
            os.fsync(folder)  # the disk keeps the new name too, not only the content
        return True

    def clear(self) -> list[str]:
        """Remove what killed processes left half written, in every folder; returns which."""
        return [left for folder in self._folders() for left in self._clear(folder)]

    def unfinished(self) -> list[str]:
        """What killed processes left half written; a file that is being written now is not among them."""
        found: list[str] = []
        for folder in self._folders():
            with _alone(folder) as alone:
                found += [self._name(path) for path in _drafts(folder)] if alone else []
        return found

    def _clear(self, folder: Path) -> list[str]:
        with _alone(folder) as alone:
            left = _drafts(folder) if alone else []
            for path in left:
                path.unlink()
        return [self._name(path) for path in left]

    def _folders(self) -> list[Path]:
        return sorted({path.parent for path in self.folder.glob(f"*/{UNFINISHED}*")})

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def holds(self, number: str, edition: int) -> bool:
        """Whether the file is there; what it contains is not looked at."""
        return self.place(number, edition).exists()

    def digest(self, number: str, edition: int) -> str | None:
        """SHA-256 (hex) of the file; None when it is not there."""
        try:
            return hashlib.sha256(self.place(number, edition).read_bytes()).hexdigest()
        except FileNotFoundError:
            return None


def _drafts(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{UNFINISHED}*"))


@contextmanager
def _writing(folder: Path) -> Iterator[int]:
    """While somebody writes in the folder nobody clears there; the system itself ends this for a killed process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody writes in the folder; nobody starts to while this lasts."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
