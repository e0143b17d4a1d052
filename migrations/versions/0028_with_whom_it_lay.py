"""With whom it lay that an audit or its team changed."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = (("audit", "cancelled_cause"), ("assignment", "withdrawn_cause"))
WORDS = "'de werkgroep', 'wij', 'niemand'"


def upgrade() -> None:
    """Of earlier changes nobody recorded it. Written out: a copy of the table on SQLite would lose its triggers."""
    for table, column in COLUMNS:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40) CONSTRAINT ck_{table}_cause"
            f" CHECK ({column} IN ({WORDS}))"
        )


def downgrade() -> None:
    for table, column in COLUMNS:
        op.drop_column(table, column)
