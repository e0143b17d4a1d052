"""Extra assessments on location after the audit (AUD-5, ARE-11), planned as an audit is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.tables import Exact, Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDS = sa.text("cancelled_on IS NULL")
THE_AUDIT = sa.text("cancelled_on IS NULL AND extra_id IS NULL")
FK = "fk_audit_extra_id_extra_assessment"


def upgrade() -> None:
    op.create_table(
        "extra_assessment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("hours", Exact(7, 2), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("deviation", sa.Integer(), nullable=True),
        sa.Column("hold_by", sa.Date(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('afwijking', 'nieuw gebied', 'anders')", name=op.f("ck_extra_assessment_extrakind")
        ),
        sa.CheckConstraint(
            "deviation IS NULL OR kind = 'afwijking'", name=op.f("ck_extra_assessment_deviation_of_its_kind")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_extra_assessment_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_assessment")),
    )
    op.create_index("ix_extra_assessment_trajectory_id", "extra_assessment", ["trajectory_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("audit", sa.Column("extra_id", KEY, nullable=True))
        op.create_foreign_key(FK, "audit", "extra_assessment", ["extra_id"], ["id"])
    else:  # SQLite adds a key only together with its column
        op.execute(f"ALTER TABLE audit ADD COLUMN extra_id INTEGER CONSTRAINT {FK} REFERENCES extra_assessment (id)")
    op.drop_index("uq_audit_open", table_name="audit")
    _unique("uq_audit_open", "trajectory_id", THE_AUDIT)
    _unique("uq_audit_extra_open", "extra_id", STANDS)


def _unique(name: str, column: str, where: sa.TextClause) -> None:
    op.create_index(name, "audit", [column], unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Refused while a dossier has an extra assessment beside its audit: there is no place for that then."""
    op.drop_index("uq_audit_extra_open", table_name="audit")
    op.drop_index("uq_audit_open", table_name="audit")
    _unique("uq_audit_open", "trajectory_id", STANDS)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(FK, "audit", type_="foreignkey")
    op.drop_column("audit", "extra_id")
    op.drop_table("extra_assessment")
