"""A party of a working group may end: its last day in it, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("party", sa.Column("until_day", sa.Date(), nullable=True))
    op.add_column("party", sa.Column("ended_why", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "ended_why")
    op.drop_column("party", "until_day")
