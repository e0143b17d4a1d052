"""The client’s door: favours asked of a colleague, papers kept between audits, messages, who accepted a quote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("partnership_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duty", sa.String(length=60), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_kept_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_kept_paper_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_paper")),
    )
    op.create_index("ix_kept_paper_partnership_id", "kept_paper", ["partnership_id"], unique=False)
    op.create_table(
        "client_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bericht",
                "vraag over de offerte",
                "dit klopt niet",
                "dit ben ik niet",
                name="messagekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["employee.id"], name=op.f("fk_client_message_answered_by_id_employee")
        ),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_client_message_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_message")),
    )
    op.create_index("ix_client_message_answered_at", "client_message", ["answered_at"], unique=False)
    op.create_index("ix_client_message_trajectory_id", "client_message", ["trajectory_id"], unique=False)
    op.create_table(
        "document_favour",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("asked_by_email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("asked_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("reminded_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("answered_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("declined_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("declined_why", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_favour_document_id_document")),
        sa.ForeignKeyConstraint(
            ["trajectory_id"], ["trajectory.id"], name=op.f("fk_document_favour_trajectory_id_trajectory")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_favour")),
    )
    op.create_index("ix_document_favour_trajectory_id", "document_favour", ["trajectory_id"], unique=False)
    op.add_column("quote", sa.Column("accepted_at", tables.Moment(timezone=True), nullable=True))
    op.add_column("quote", sa.Column("accepted_name", sa.String(length=200), nullable=True))
    op.add_column("quote", sa.Column("conditions_from", sa.Date(), nullable=True))
    op.add_column("quote", sa.Column("conditions_sha256", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("quote", "conditions_sha256")
    op.drop_column("quote", "conditions_from")
    op.drop_column("quote", "accepted_name")
    op.drop_column("quote", "accepted_at")
    op.drop_index("ix_document_favour_trajectory_id", table_name="document_favour")
    op.drop_table("document_favour")
    op.drop_index("ix_client_message_trajectory_id", table_name="client_message")
    op.drop_index("ix_client_message_answered_at", table_name="client_message")
    op.drop_table("client_message")
    op.drop_index("ix_kept_paper_partnership_id", table_name="kept_paper")
    op.drop_table("kept_paper")
