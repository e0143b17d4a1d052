"""The figures that stand in the papers, as we or the working group typed them over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "typed_figures",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("part", sa.String(30), nullable=False),
        sa.Column("from_group", sa.Boolean(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("typed_by", sa.String(200), nullable=False),
        sa.Column("typed_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name="fk_typed_figures_trajectory_id_trajectory"),
        sa.PrimaryKeyConstraint("id", name="pk_typed_figures"),
        sa.UniqueConstraint(
            "trajectory_id", "part", "from_group", name="uq_typed_figures_trajectory_id_part_from_group"
        ),
    )
    op.create_index("ix_typed_figures_trajectory_id", "typed_figures", ["trajectory_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_typed_figures_trajectory_id", table_name="typed_figures")
    op.drop_table("typed_figures")
