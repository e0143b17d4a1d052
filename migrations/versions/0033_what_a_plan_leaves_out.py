"""What of a proposal's points is for audits without a day, while it is reckoned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan_proposal", sa.Column("missed", sa.Double(), nullable=True))


def downgrade() -> None:
    op.drop_column("plan_proposal", "missed")
