"""Supplements to an agreed quote: what was put to the client stays as it was sent (decision 0013)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SENT = ("trajectory_id", "edition", "hours", "why", "agreed_with", "on_day", "receipt", "total_hours", "price",
        "vat_percent", "net", "vat", "sent_at")  # fmt: skip
ANSWER = ("answered_on", "accepted", "answered_name", "answered_function", "declined_why")
SAYS = "supplement: what was sent and answered stays"
# No word of this comes from outside this file, hence nosec.
CHANGED = " OR ".join(f"CAST(OLD.{name} AS TEXT) IS DISTINCT FROM CAST(NEW.{name} AS TEXT)" for name in SENT)  # nosec B608
UNSAID = " OR ".join(f"CAST(OLD.{name} AS TEXT) IS DISTINCT FROM CAST(NEW.{name} AS TEXT)" for name in ANSWER)  # nosec B608
WHEN = f"({CHANGED}) OR (OLD.answered_on IS NOT NULL AND ({UNSAID}))"


def upgrade() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("hours", tables.Exact(7, 2), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("agreed_with", sa.String(200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=False),
        sa.Column("total_hours", tables.Exact(7, 2), nullable=False),
        sa.Column("price", tables.Exact(12, 2), nullable=True),
        sa.Column("vat_percent", tables.Exact(4, 1), nullable=True),
        sa.Column("net", tables.Exact(12, 2), nullable=True),
        sa.Column("vat", tables.Exact(12, 2), nullable=True),
        sa.Column("sent_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("answered_name", sa.String(200), nullable=False),
        sa.Column("answered_function", sa.String(200), nullable=False),
        sa.Column("declined_why", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name="fk_supplement_trajectory_id_trajectory"),
        sa.PrimaryKeyConstraint("id", name="pk_supplement"),
        sa.UniqueConstraint("trajectory_id", "edition", name="uq_supplement_trajectory_id_edition"),
    )
    op.create_index("ix_supplement_trajectory_id", "supplement", ["trajectory_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        for act, when in (("UPDATE", WHEN), ("DELETE", "TRUE")):
            name = f"supplement_no_{act.lower()}"
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN"
                f" RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'restrict_violation'; END IF; RETURN NEW; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON supplement FOR EACH ROW EXECUTE FUNCTION {name}()")
        return
    for act, when in (("UPDATE", WHEN.replace("IS DISTINCT FROM", "IS NOT")), ("DELETE", "1 = 1")):
        op.execute(
            f"CREATE TRIGGER supplement_no_{act.lower()} BEFORE {act} ON supplement WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )


def downgrade() -> None:
    op.drop_index("ix_supplement_trajectory_id", table_name="supplement")
    op.drop_table("supplement")  # its triggers go with it
    if op.get_bind().dialect.name == "postgresql":
        for act in ("update", "delete"):
            op.execute(f"DROP FUNCTION supplement_no_{act}()")
