"""Files: whether a scanner looked at them, that their content was removed and why, and versions of several files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("scan", sa.String(40), server_default="niet gevraagd", nullable=False),
        sa.Column("scanned_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("virus", sa.String(200), server_default=sa.text("''"), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("removed_by", sa.String(200), server_default=sa.text("''"), nullable=False),
        sa.Column("removed_why", sa.Text(), server_default=sa.text("''"), nullable=False),
    ):
        op.add_column("stored_file", column)
    op.create_index("ix_stored_file_scan", "stored_file", ["scan"], unique=False)
    op.create_table(
        "document_part",
        sa.Column("id", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("file_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_part_document_id_document"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_document_part_file_id_stored_file"),
        sa.PrimaryKeyConstraint("id", name="pk_document_part"),
        sa.UniqueConstraint("document_id", "file_id", name="uq_document_part_document_id_file_id"),
    )
    op.create_index("ix_document_part_document_id", "document_part", ["document_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_document_part_document_id", table_name="document_part")
    op.drop_table("document_part")
    op.drop_index("ix_stored_file_scan", table_name="stored_file")
    for name in ("removed_why", "removed_by", "removed_on", "virus", "scanned_at", "scan"):
        op.drop_column("stored_file", name)
