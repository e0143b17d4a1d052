"""Who stands in for whom in which days; own choices as put to the CCV for harmonisation, and its answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "harmonisation_topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on >= sent_on", name=op.f("ck_harmonisation_topic_answered_after_sending")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harmonisation_topic")),
    )
    op.create_index("ix_harmonisation_topic_code", "harmonisation_topic", ["code"], unique=False)
    op.create_table(
        "stand_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("absent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("absent_id <> by_id", name=op.f("ck_stand_in_somebody_else")),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_stand_in_ends_after_start")),
        sa.ForeignKeyConstraint(["absent_id"], ["employee.id"], name=op.f("fk_stand_in_absent_id_employee")),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_stand_in_by_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_absent_id", "stand_in", ["absent_id"], unique=False)
    op.create_index("ix_stand_in_by_id", "stand_in", ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_stand_in_by_id", table_name="stand_in")
    op.drop_index("ix_stand_in_absent_id", table_name="stand_in")
    op.drop_table("stand_in")
    op.drop_index("ix_harmonisation_topic_code", table_name="harmonisation_topic")
    op.drop_table("harmonisation_topic")
