"""A living office: the demo's body and people on a database of its own, the real business parks, no dossiers yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.app import create_app
from auditbeheer.config import Settings
from auditbeheer.demo.filling import DATA
from auditbeheer.demo.people import Cast, at, open_the_office
from auditbeheer.plumbing.db import Database
from auditbeheer.relations.imports import import_areas
from auditbeheer.relations.reference import load_reference
from tests.chromium import served
from tests.office import DAY as OPENING_DAY

DAY = date(2026, 11, 23)
# What stands on the certificates and in their QR; not where the server of a test listens. Plain http: then cookies
# travel without a certificate for the server too.
PUBLIC_ADDRESS = "http://register.voorbeeld.nl"


@dataclass(frozen=True)
class LiveOffice:
    """The application, its database, its people, and the address at which a browser finds it."""

    app: Flask
    settings: Settings
    database: Database
    cast: Cast
    address: str

    def here(self, address: str) -> str:
        """The page behind an address that stands on a certificate, on the server of this test."""
        assert address.startswith(f"{PUBLIC_ADDRESS}/"), address
        return self.address + address.removeprefix(PUBLIC_ADDRESS)


@contextmanager
def opened(migrated: Path, folder: Path, day: date = DAY) -> Iterator[LiveOffice]:
    """The office in ``folder``, on a copy of the ``migrated`` database; its first day is ``day``."""
    file = folder / "kantoor.sqlite"
    shutil.copy(migrated, file)
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=PUBLIC_ADDRESS, demo=True, testing=True,
        today=day, database_url=f"sqlite:///{file}", files_dir=folder / "files", archive_dir=folder / "issued",
    )  # fmt: skip
    database = Database(settings.database_url)
    cast = _settle_in(database, day)
    app = create_app(settings, database)
    with served(app) as address:
        yield LiveOffice(app, settings, database, cast, address)
    database.engine.dispose()


@contextmanager
def demo_opened(filled: Path, folder: Path) -> Iterator[tuple[str, Database]]:
    """The demo office in ``folder``, on a copy of the ``filled`` one: its address and its database."""
    shutil.copytree(filled, folder)
    url = f"sqlite:///{folder / 'kantoor.sqlite'}"
    database = Database(url)
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=PUBLIC_ADDRESS, demo=True, testing=True,
        today=OPENING_DAY, database_url=url, files_dir=folder / "files", archive_dir=folder / "issued",
    )  # fmt: skip
    with served(create_app(settings, database)) as address:
        yield address, database
    database.engine.dispose()


def _settle_in(database: Database, day: date) -> Cast:
    with database.write() as session:
        load_reference(session, SYSTEM, at(day, 8))
        cast = open_the_office(session, day)
        import_areas(session, SYSTEM, at(day, 8), DATA / "bedrijventerreinen.csv")
        session.flush()
        session.expunge_all()
    return cast
