"""A report keeps what it told of the audit when it was handed in for review, and how many deviations were open then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("handed_in", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("report", sa.Column("open_told", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("report", "open_told")
    op.drop_column("report", "handed_in")
