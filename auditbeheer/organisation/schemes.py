"""The schemes of this installation: those that ship, and those of its own folder (``SCHEME_DIR``)."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from auditbeheer.scheme.library import Library, load


@cache
def schemes() -> Library:
    """Read once per process. Raises SchemeFileError when a file of the installation is broken."""
    folder = os.environ.get("AUDITBEHEER_SCHEME_DIR")
    return load(Path(folder) if folder else None)
