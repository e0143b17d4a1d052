"""Yearly proposals to clean up, with the files that they name; a row of either is never removed (decision 0013)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("clean_up", "clean_up_file", "stored_file")
SAYS = "is the proof of what was removed, and stays"


def upgrade() -> None:
    op.create_table(
        "clean_up",
        sa.Column("id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(200), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clean_up"),
        sa.UniqueConstraint("year", name="uq_clean_up_year"),
    )
    op.create_table(
        "clean_up_file",
        sa.Column("id", KEY, nullable=False),
        sa.Column("clean_up_id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["clean_up_id"], ["clean_up.id"], name="fk_clean_up_file_clean_up_id_clean_up"),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name="fk_clean_up_file_trajectory_id_trajectory"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_clean_up_file_file_id_stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_clean_up_file"),
        sa.UniqueConstraint("clean_up_id", "file_id", name="uq_clean_up_file_clean_up_id_file_id"),
    )
    op.create_index("ix_clean_up_file_clean_up_id", "clean_up_file", ["clean_up_id"], unique=False)
    # Once removed a file stays removed, with who did it and why.
    differs = " OR ".join(
        f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ("removed_on", "removed_by", "removed_why")
    )
    _refuse("stored_file_stays_removed", "stored_file", "UPDATE", f"OLD.removed_on IS NOT NULL AND ({differs})")
    for table in TABLES[:2]:
        _refuse(f"{table}_no_delete", table, "DELETE", "1 = 1")


def _refuse(name: str, table: str, act: str, when: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        when = when.replace("IS DISTINCT FROM", "IS NOT")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} {SAYS}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN"
        f" RAISE EXCEPTION '{table} {SAYS}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    names = {"stored_file_stays_removed": "stored_file", **{f"{one}_no_delete": one for one in TABLES[:2]}}
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table in names.items():
        op.execute(f"DROP TRIGGER {name} ON {table}" if on_postgresql else f"DROP TRIGGER {name}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_clean_up_file_clean_up_id", table_name="clean_up_file")
    op.drop_table("clean_up_file")
    op.drop_table("clean_up")
