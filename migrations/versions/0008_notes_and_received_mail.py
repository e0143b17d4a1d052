"""Notes about a dossier, and mails that came in: both are written once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("note", "received_mail")


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("notitie", "telefoon", name="notekind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.String(length=200), nullable=False),
        sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_note_by_id_employee")),
        sa.ForeignKeyConstraint(["corrects_id"], ["note.id"], name=op.f("fk_note_corrects_id_note")),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name=op.f("fk_note_trajectory_id_trajectory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_note_corrects_id")),
    )
    op.create_index("ix_note_trajectory_id", "note", ["trajectory_id"], unique=False)

    op.create_table(
        "received_mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("sender_name", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_received_mail_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["original_id"], ["stored_file.id"], name=op.f("fk_received_mail_original_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_received_mail_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
    )
    op.create_index("ix_received_mail_trajectory_id", "received_mail", ["trajectory_id"], unique=False)
    for table in WRITTEN_ONCE:
        _never_changes(table)


def _never_changes(table: str) -> None:
    """A note is corrected by another, a mail that came in says what it said; retention may remove them."""
    says, name = f"{table} is written once", f"{table}_no_update"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    for table in reversed(WRITTEN_ONCE):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {table}_no_update()")
