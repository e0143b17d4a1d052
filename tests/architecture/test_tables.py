"""Models and migrations say the same, there is one way up and one way down, and keys point to an earlier step."""

from __future__ import annotations

import importlib
import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text

from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.tables import Base
from tests import databases
from tests.architecture import house

for models in house.tracked("auditbeheer/*/models.py", "auditbeheer/*/models/__init__.py"):
    importlib.import_module(house.dotted(models))


def area_of_tables() -> dict[str, str]:
    """Table name -> the area whose models hold it."""
    return {
        mapper.local_table.name: mapper.class_.__module__.split(".")[1]
        for mapper in Base.registry.mappers
        if hasattr(mapper.local_table, "name")
    }


AREAS = area_of_tables()
# By their columns: two keys to one table read alike, and the order of a set is another in each test process.
KEYS = [
    (table.name, key)
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
]


def test_every_table_belongs_to_an_area():
    assert AREAS, "no table at all: the walk below would pass without looking"
    heights = house.height()
    assert not {area for area in AREAS.values() if area not in heights}


@pytest.mark.parametrize(("table", "key"), KEYS, ids=[f"{table}.{key.parent.name}" for table, key in KEYS])
def test_a_foreign_key_points_to_its_own_or_an_earlier_step(table, key):
    here, there = AREAS[table], AREAS[key.column.table.name]
    heights = house.height()
    assert here == there or heights[there] < heights[here], f"{table} ({here}) points up to {there} (C13)"


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_constraint_has_a_name(table):
    # A constraint without a name cannot be altered by a later migration on both databases.
    nameless = [c for c in table.constraints if isinstance(c, CheckConstraint) and not c.name]
    assert not nameless, f"{table.name}: {nameless}"


def test_there_is_one_newest_migration():
    heads = ScriptDirectory.from_config(databases.alembic_config("sqlite://")).get_heads()
    assert len(heads) == 1, f"migrations have {len(heads)} heads: {heads}"


def test_migrations_are_numbered_in_one_row():
    script = ScriptDirectory.from_config(databases.alembic_config("sqlite://"))
    numbers = [revision.revision for revision in reversed(list(script.walk_revisions()))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for file in house.tracked("migrations/versions/*.py"):
        assert re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", file.name), f"{file.name}: name it 0001_what_it_does.py"


def test_models_and_migrations_say_the_same(database: Database):
    differences = drift(database)
    assert not differences, "migrations lack (or have too much):\n" + "\n".join(map(str, differences))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change",
    ["ALTER TABLE demo_clock ADD COLUMN extra INTEGER", "DROP TABLE demo_clock", "CREATE TABLE extra (a INTEGER)"],
)
def test_a_difference_would_be_found(database: Database, change):
    with database.write() as session:
        session.execute(text(change))
    assert drift(database)


def drift(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def test_models_and_migrations_hold_the_same_checks(database: Database):
    # Alembic does not compare CHECK constraints.
    inspector = inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        modelled = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        migrated = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert modelled <= migrated, f"{table.name}: the database lacks {sorted(modelled - migrated)}"


def test_every_migration_can_be_undone_and_done_again(tmp_path, postgres_server):
    for url in (f"sqlite:///{tmp_path / 'updown.sqlite'}", postgres_server.create("updown")):
        databases.migrate(url)
        command.downgrade(databases.alembic_config(url), "base")
        emptied = Database(url)
        assert set(inspect(emptied.engine).get_table_names()) <= {"alembic_version"}
        emptied.engine.dispose()
        databases.migrate(url)
    postgres_server.drop("updown")
