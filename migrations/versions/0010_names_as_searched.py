"""Names of people and files as they are searched: no accents, no capitals. Filled for what is there already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.dutch import folded_line

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("employee", "representative", "stored_file")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("folded", sa.String(length=200), server_default=sa.text("''"), nullable=False))
        _fill(table)


def _fill(name: str) -> None:
    table = sa.table(name, sa.column("id"), sa.column("name"), sa.column("folded"))
    rows = op.get_bind().execute(sa.select(table.c.id, table.c.name)).all()
    change = sa.update(table).where(table.c.id == sa.bindparam("this")).values(folded=sa.bindparam("as_searched"))
    if rows:
        op.get_bind().execute(change, [{"this": row.id, "as_searched": folded_line(row.name)} for row in rows])


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "folded")
