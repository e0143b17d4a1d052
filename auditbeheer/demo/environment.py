"""The settings of a demo: made at the first start and kept in ``instance/``, so that the next finds the same office."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe

from auditbeheer.config import ROOT

INSTANCE = ROOT / "instance"


def prepare(port: int) -> None:
    """Set what the operator did not: a secret, a key to sign statements with, address, archive; and demo itself."""
    os.environ.setdefault("AUDITBEHEER_SECRET_KEY", _kept(INSTANCE / "secret", token_urlsafe(48)).read_text().strip())
    os.environ.setdefault("AUDITBEHEER_STATEMENT_KEYS", str(_kept(INSTANCE / "verklaring.pem", _new_key())))
    os.environ.setdefault("AUDITBEHEER_BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault("AUDITBEHEER_ARCHIVE_DIR", str(INSTANCE / "issued"))
    os.environ["AUDITBEHEER_DEMO"] = "true"


def _kept(file: Path, fresh: str) -> Path:
    """The file, made with ``fresh`` when it is not there yet."""
    if not file.exists():
        # Written aside and put in place whole, so that a crash half-way leaves no empty secret behind.
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".nieuw")
        draft.touch(mode=0o600)
        draft.write_text(fresh)
        draft.replace(file)
    return file


def _new_key() -> str:
    from joserfc.jwk import OKPKey

    return OKPKey.generate_key("Ed25519").as_pem(private=True).decode()
