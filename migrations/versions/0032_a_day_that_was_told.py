"""When the working group first heard of the day of an audit: it stays when the team changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit", sa.Column("told_on", sa.Date(), nullable=True))
    op.execute("UPDATE audit SET told_on = confirmed_on WHERE confirmed_on IS NOT NULL")


def downgrade() -> None:
    op.drop_column("audit", "told_on")
