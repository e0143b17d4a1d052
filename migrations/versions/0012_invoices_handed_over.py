"""What went to the bookkeeping, as it was: written once, and never changed or removed (decision 0013)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

SAYS = "invoice_handover is written once"
ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "invoice_handover",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("net", tables.Exact(12, 2), nullable=False),
        sa.Column("vat", tables.Exact(12, 2), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_invoice_handover_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_invoice_handover_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_handover")),
        sa.UniqueConstraint("trajectory_id", name=op.f("uq_invoice_handover_trajectory_id")),
    )
    op.create_index("ix_invoice_handover_on_day", "invoice_handover", ["on_day"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
    else:
        for act in ACTS:
            op.execute(
                f"CREATE TRIGGER {_name(act)} BEFORE {act} ON invoice_handover BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )


def _name(act: str) -> str:
    return f"invoice_handover_no_{act.lower()}"


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION invoice_handover_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for act, reach in (*((act, "ROW") for act in ACTS), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {_name(act)} BEFORE {act} ON invoice_handover"
            f" FOR EACH {reach} EXECUTE FUNCTION invoice_handover_stays()"
        )


def downgrade() -> None:
    op.drop_index("ix_invoice_handover_on_day", table_name="invoice_handover")
    op.drop_table("invoice_handover")  # its triggers go with it
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION invoice_handover_stays()")
