"""Technical settings, read once from the environment (prefix ``AUDITBEHEER_``) into one frozen object.

The body's own choices (tariffs, own rules, house style) are not here: they are dated rows on ``/instelling`` (C24).
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
WEAK_SECRETS = frozenset({"", "secret", "changeme", "dev", "development", "geheim"})
SHORTEST_SECRET = 32
TILE_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
CLAMAV = re.compile(r"/.+|(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}")


class SettingsError(Exception):
    """A setting that is missing or wrong; its text names the setting and what to do."""


class Settings(BaseSettings):
    """Everything an operator sets by environment. Refuses to exist when a value would be unsafe or unusable."""

    model_config = SettingsConfigDict(env_prefix="AUDITBEHEER_", frozen=True, extra="ignore")

    database_url: str = f"sqlite:///{ROOT / 'instance' / 'auditbeheer.sqlite'}"
    secret_key: str = ""
    base_url: str = "http://localhost:8000"
    archive_dir: Path = ROOT / "certificates" / "issued"
    files_dir: Path = ROOT / "instance" / "files"
    house_style_dir: Path = ROOT / "certificates" / "house_style"
    scheme_dir: Path | None = None
    statement_keys: str = ""
    smtp_url: str = ""
    upload_mb: int = Field(default=50, ge=1, le=500)
    keep_unsent_days: int = Field(default=7, ge=2, le=365)
    clamav: str = ""
    tile_url: str = ""
    tile_credit: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    demo: bool = False
    testing: bool = False
    today: date | None = None

    @model_validator(mode="after")
    def _safe_enough(self) -> Self:
        if len(self.secret_key) < SHORTEST_SECRET or self.secret_key.lower() in WEAK_SECRETS:
            raise ValueError(
                f"AUDITBEHEER_SECRET_KEY ontbreekt of is te kort: geef een eigen geheim van ten minste "
                f"{SHORTEST_SECRET} tekens"
            )
        if self.today is not None and not (self.demo or self.testing):
            raise ValueError("AUDITBEHEER_TODAY mag alleen in een demo of test: haal deze instelling weg")
        if not self.base_url.startswith(("http://", "https://")):
            raise ValueError("AUDITBEHEER_BASE_URL moet beginnen met https:// (of http:// op de eigen computer)")
        server = urlsplit(self.smtp_url)
        if self.smtp_url and (server.scheme not in {"smtp", "smtps"} or not server.hostname):
            raise ValueError(
                "AUDITBEHEER_SMTP_URL moet eruitzien als smtp://gebruiker:wachtwoord@mail.voorbeeld.nl:587 (of smtps://)"
            )
        if self.clamav and not CLAMAV.fullmatch(self.clamav):
            raise ValueError(
                "AUDITBEHEER_CLAMAV moet eruitzien als localhost:3310, of als het pad van een socket: /run/clamd.sock"
            )
        return self

    @model_validator(mode="after")
    def _sensible_tiles(self) -> Self:
        place = urlsplit(self.tile_url)
        holes = all(hole in self.tile_url for hole in ("{z}", "{x}", "{y}"))
        if self.tile_url and not (place.scheme == "https" and TILE_HOST.fullmatch(place.netloc) and holes):
            raise ValueError("AUDITBEHEER_TILE_URL moet eruitzien als https://kaart.voorbeeld.nl/laag/{z}/{x}/{y}.png")
        return self

    @property
    def tile_host(self) -> str:
        """Where the tiles of a map come from, as a source for the content policy; empty without tiles."""
        return f"https://{urlsplit(self.tile_url).netloc}" if self.tile_url else ""

    @property
    def environment(self) -> dict[str, str]:
        """The same settings for a process of ours that is started beside this one."""
        told = {name: value for name, value in self.model_dump(mode="json").items() if value not in (None, "")}
        return {f"AUDITBEHEER_{name.upper()}": str(value) for name, value in told.items()}

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over https only, unless the installation itself is reached over plain http."""
        return self.base_url.startswith("https://")


def load_settings() -> Settings:
    """Read the environment. Raises ``SettingsError`` with one Dutch sentence per wrong setting."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("; ".join(_sentence(problem) for problem in error.errors())) from error


def _sentence(problem: object) -> str:
    details = dict(problem)  # type: ignore[call-overload]  # pydantic's ErrorDetails is a TypedDict
    name = "_".join(str(part) for part in details["loc"]).upper()
    message = str(details["msg"]).removeprefix("Value error, ")
    return message if not name else f"AUDITBEHEER_{name} klopt niet: {message}"
