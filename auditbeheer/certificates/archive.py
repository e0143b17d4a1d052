"""The archive on disk: every edition once, as it was issued, never rendered again and never overwritten.

Number, facts and bytes stand in the database in one transaction; the file is made from them afterwards, by whoever
comes first (whoever issued, who looks at it, the server when it starts). So a kill at any moment heals.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile


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
        with NamedTemporaryFile(dir=target.parent, prefix=".wordt-", suffix=".pdf", delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).chmod(0o444)
        # Two at once write the same bytes, so it does not matter which of the two stays.
        Path(draft.name).replace(target)
        _settle(target.parent)
        return True

    def holds(self, number: str, edition: int) -> bool:
        """Whether the file is there; what it contains is not looked at."""
        return self.place(number, edition).exists()

    def digest(self, number: str, edition: int) -> str | None:
        """SHA-256 (hex) of the file; None when it is not there."""
        try:
            return hashlib.sha256(self.place(number, edition).read_bytes()).hexdigest()
        except FileNotFoundError:
            return None


def _settle(folder: Path) -> None:
    """Have the disk keep the new name too, not only the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
