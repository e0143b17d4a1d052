"""Extra assessments in proposals and in questions for a day, beside the audits of their dossiers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("proposed_line", "day_question")
ONE_LINE = "uq_proposed_line_proposal_id_trajectory_id"
AN_AUDIT = sa.text("extra_id IS NULL")
IS_OPEN = sa.text("closed_at IS NULL")
OPEN_AUDIT = sa.text("closed_at IS NULL AND extra_id IS NULL")


def upgrade() -> None:
    for table in TABLES:
        key = f"fk_{table}_extra_id_extra_assessment"
        if op.get_bind().dialect.name == "postgresql":
            op.add_column(table, sa.Column("extra_id", KEY, nullable=True))
            op.create_foreign_key(key, table, "extra_assessment", ["extra_id"], ["id"])
        else:  # SQLite adds a key only together with its column
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN extra_id INTEGER CONSTRAINT {key} REFERENCES extra_assessment (id)"
            )
    with op.batch_alter_table("proposed_line") as lines:
        lines.drop_constraint(ONE_LINE, type_="unique")
    _unique("uq_proposed_line_audit", "proposed_line", ["proposal_id", "trajectory_id"], AN_AUDIT)
    _unique("uq_proposed_line_extra", "proposed_line", ["proposal_id", "extra_id"])
    op.drop_index("uq_day_question_open", table_name="day_question")
    _unique("uq_day_question_open", "day_question", ["trajectory_id"], OPEN_AUDIT)
    _unique("uq_day_question_extra_open", "day_question", ["extra_id"], IS_OPEN)


def _unique(name: str, table: str, columns: list[str], where: sa.TextClause | None = None) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Refused while an extra assessment is asked or proposed beside the audit of its dossier: no place for both."""
    for name in ("uq_day_question_extra_open", "uq_day_question_open"):
        op.drop_index(name, table_name="day_question")
    _unique("uq_day_question_open", "day_question", ["trajectory_id"], IS_OPEN)
    for name in ("uq_proposed_line_extra", "uq_proposed_line_audit"):
        op.drop_index(name, table_name="proposed_line")
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.drop_constraint(f"fk_{table}_extra_id_extra_assessment", table, type_="foreignkey")
    with op.batch_alter_table("proposed_line") as lines:
        lines.drop_column("extra_id")
        lines.create_unique_constraint(ONE_LINE, ["proposal_id", "trajectory_id"])
    op.drop_column("day_question", "extra_id")
