"""Changes that a holder reports during the three years, with what came of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reported_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "een partij vertrekt",
                "een gebied groeit",
                "een cluster verliest een gebied",
                "een cluster krijgt een gebied",
                "de coördinerende organisatie stopt",
                "iets anders",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reporter", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("assessed_by_id", KEY, nullable=True),
        sa.Column(
            "effect",
            sa.Enum(
                "geen gevolg",
                "extra beoordeling nodig",
                "certificaat aanpassen",
                "naar besluit",
                name="changeeffect",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_what", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["employee.id"], name=op.f("fk_reported_change_assessed_by_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_reported_change_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_change")),
    )
    op.create_index("ix_reported_change_trajectory_id", "reported_change", ["trajectory_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_reported_change_trajectory_id", table_name="reported_change")
    op.drop_table("reported_change")
