"""How much work somebody is meant to do in a year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.tables import Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BOUNDS = ("minimum", "target", "maximum")


def upgrade() -> None:
    op.create_table(
        "work_target",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        *(sa.Column(f"{of}_{bound}", sa.Integer(), nullable=True) for of in ("audits", "hours") for bound in BOUNDS),
        *(
            sa.CheckConstraint(
                f"{of}_minimum <= {of}_target AND {of}_target <= {of}_maximum",
                name=op.f(f"ck_work_target_{of}_in_order"),
            )
            for of in ("audits", "hours")
        ),
        *(
            sa.CheckConstraint(f"{of}_minimum <= {of}_maximum", name=op.f(f"ck_work_target_{of}_not_crossed"))
            for of in ("audits", "hours")
        ),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name="fk_work_target_employee_id_employee"),
        sa.PrimaryKeyConstraint("id", name="pk_work_target"),
    )
    op.create_index("ix_work_target_person", "work_target", ["employee_id", "year"])


def downgrade() -> None:
    op.drop_table("work_target")
