"""Outlines, counts and papers of areas; parts decided to be one area; quotes on one paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WRITTEN_ONCE = ("area_shape", "area_count")
PAPERS = ("kaart, vastgesteld door de gemeente", "kaart", "bestemmingsplan", "lijst van ondernemers", "ander stuk")


def upgrade() -> None:
    _outlines_and_counts()
    _papers_and_parts()
    _quotes_on_one_paper()
    _counts_so_far()
    for table in WRITTEN_ONCE:
        _never_changes(table)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key_to(table: str, column: str, there: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{there}.{key}"], name=op.f(f"fk_{table}_{column}_{there}"))


def _outlines_and_counts() -> None:
    op.create_table(
        "area_shape",
        sa.Column("id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=False),
        sa.Column("hectares", tables.Exact(8, 2), nullable=False),
        sa.Column("lat", tables.Exact(9, 6), nullable=False),
        sa.Column("lon", tables.Exact(9, 6), nullable=False),
        sa.Column("origin", _words("shapeorigin", "bestand", "getekend"), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("neighbours", sa.JSON(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.CheckConstraint("hectares >= 0", name=op.f("ck_area_shape_no_negative_surface")),
        _key_to("area_shape", "area_id", "area"),
        _key_to("area_shape", "by_id", "employee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_shape")),
    )
    op.create_index("ix_area_shape_area_id", "area_shape", ["area_id"], unique=False)
    op.create_table(
        "area_count",
        sa.Column("id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("entrepreneurs", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.CheckConstraint("entrepreneurs >= 1", name=op.f("ck_area_count_at_least_one")),
        _key_to("area_count", "area_id", "area"),
        _key_to("area_count", "by_id", "employee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_count")),
    )
    op.create_index("ix_area_count_area_id", "area_count", ["area_id"], unique=False)


def _papers_and_parts() -> None:
    op.create_table(
        "area_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.Column("kind", _words("areapaper", *PAPERS), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        _key_to("area_file", "area_id", "area"),
        _key_to("area_file", "file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_file")),
    )
    op.create_index("ix_area_file_area_id", "area_file", ["area_id"], unique=False)
    op.create_table(
        "one_area",
        sa.Column("id", KEY, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("as_one", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_why", sa.Text(), nullable=False),
        _key_to("one_area", "by_id", "employee"),
        _key_to("one_area", "partnership_id", "partnership"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_area")),
    )
    op.create_index("ix_one_area_partnership_id", "one_area", ["partnership_id"], unique=False)


def _quotes_on_one_paper() -> None:
    op.create_table(
        "quote_bundle",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        _key_to("quote_bundle", "by_id", "employee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_bundle")),
    )
    op.create_table(
        "bundled_quote",
        sa.Column("quote_id", KEY, nullable=False),
        sa.Column("bundle_id", KEY, nullable=False),
        _key_to("bundled_quote", "bundle_id", "quote_bundle"),
        _key_to("bundled_quote", "quote_id", "quote"),
        sa.PrimaryKeyConstraint("quote_id", name=op.f("pk_bundled_quote")),
    )
    op.create_index("ix_bundled_quote_bundle_id", "bundled_quote", ["bundle_id"], unique=False)


def _counts_so_far() -> None:
    """What stands with an area now is the first count of its history."""
    op.execute(
        "INSERT INTO area_count (area_id, counted_on, entrepreneurs, source, at)"
        " SELECT id, counted_on, entrepreneurs, count_source, CURRENT_TIMESTAMP FROM area"
        " WHERE entrepreneurs IS NOT NULL AND counted_on IS NOT NULL"
    )


def _never_changes(table: str) -> None:
    """A fact of its day is corrected by a newer one."""
    says, name = f"{table} is written once", f"{table}_no_update"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for table in (
        "bundled_quote", "quote_bundle", "one_area", "area_file", "area_count", "area_shape",
    ):  # fmt: skip
        op.drop_table(table)  # its index and trigger go with it
    if op.get_bind().dialect.name == "postgresql":
        for table in WRITTEN_ONCE:
            op.execute(f"DROP FUNCTION {table}_no_update()")
