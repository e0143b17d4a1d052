"""How Alembic reaches the tables: every area's models on one metadata, the address given by the caller or the settings.

Callers: ``./dev check``, the command ``auditbeheer migrate`` and the tests; each may hand over a connection as
``config.attributes["connection"]`` or an address as the option ``sqlalchemy.url``.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from alembic import context
from sqlalchemy import Connection

import auditbeheer
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.tables import Base


def load_models() -> None:
    """Import whatever holds tables, so that the metadata knows them all."""
    for name in ("files", "jobs", "outbox"):
        importlib.import_module(f"auditbeheer.plumbing.{name}")
    package = Path(auditbeheer.__file__).parent
    for place in sorted([*package.glob("*/models.py"), *package.glob("*/models/")]):
        importlib.import_module(f"auditbeheer.{place.parent.name}.models")


def address() -> str:
    """Where to migrate: what the caller says, else the settings of the environment."""
    given = context.config.get_main_option("sqlalchemy.url")
    if given:
        return given
    from auditbeheer.config import load_settings

    return load_settings().database_url


def migrate(connection: Connection) -> None:
    """All steps in one transaction: a migration that fails leaves the database as it was."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        user_module_prefix="tables.",
    )
    with context.begin_transaction():
        context.run_migrations()


load_models()
given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(address())
    try:
        with database.engine.begin() as connection:
            migrate(connection)
    finally:
        database.engine.dispose()
