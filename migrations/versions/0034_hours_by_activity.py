"""The hours of an audit by activity: documents, on location, report. Of earlier audits nobody planned them so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.tables import Exact

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_audit_hours_of_each": "review_hours >= 0 AND location_hours > 0 AND report_hours >= 0",
    "ck_audit_hours_together": "review_hours + location_hours + report_hours = hours",
    "ck_audit_hours_all_or_none": "(review_hours IS NULL AND location_hours IS NULL AND report_hours IS NULL)"
    " OR (review_hours IS NOT NULL AND location_hours IS NOT NULL AND report_hours IS NOT NULL)",
}


def upgrade() -> None:
    op.add_column("audit", sa.Column("review_hours", Exact(7, 2), nullable=True))
    op.add_column("audit", sa.Column("location_hours", Exact(7, 2), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("audit", sa.Column("report_hours", Exact(7, 2), nullable=True))
        for name, what in CHECKS.items():
            op.create_check_constraint(op.f(name), "audit", what)
    else:  # written out with its column: a copy of the table would lose its triggers
        checks = " ".join(f"CONSTRAINT {name} CHECK ({what})" for name, what in CHECKS.items())
        op.execute(f"ALTER TABLE audit ADD COLUMN report_hours BIGINT {checks}")


def downgrade() -> None:
    """The total stays; how it was shared out goes."""
    if op.get_bind().dialect.name == "postgresql":
        for name in CHECKS:
            op.drop_constraint(op.f(name), "audit", type_="check")
    for column in ("report_hours", "location_hours", "review_hours"):
        op.drop_column("audit", column)
