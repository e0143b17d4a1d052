"""The body's logo, mark and signatures: sent in or from the house style folder, each from a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KIND = sa.Enum(
    "logo", "beeldmerk", "handtekening", name="picturekind", native_enum=False, create_constraint=True, length=40
)
picture = sa.table(
    "body_picture",
    sa.column("kind", sa.String),
    sa.column("from_day", sa.Date),
    sa.column("signatory_id", sa.Integer),
    sa.column("file_name", sa.String),
)
identity = sa.table(
    "identity",
    sa.column("from_day", sa.Date),
    sa.column("logo_file", sa.String),
    sa.column("mark_file", sa.String),
)
signatory = sa.table(
    "signatory", sa.column("id", sa.Integer), sa.column("from_day", sa.Date), sa.column("signature_file", sa.String)
)
COLUMNS = {"logo": "logo_file", "beeldmerk": "mark_file"}


def upgrade() -> None:
    op.create_table(
        "body_picture",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("signatory_id", KEY, nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("stored_id", KEY, nullable=True),
        sa.CheckConstraint(
            "(kind = 'handtekening') = (signatory_id IS NOT NULL)", name=op.f("ck_body_picture_somebodys_signature")
        ),
        sa.CheckConstraint("file_name IS NULL OR stored_id IS NULL", name=op.f("ck_body_picture_from_one_place")),
        sa.ForeignKeyConstraint(
            ["signatory_id"], ["signatory.id"], name=op.f("fk_body_picture_signatory_id_signatory")
        ),
        sa.ForeignKeyConstraint(["stored_id"], ["stored_file.id"], name=op.f("fk_body_picture_stored_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_picture")),
    )
    op.create_index(
        "uq_body_picture_body", "body_picture", ["kind", "from_day"], unique=True,
        sqlite_where=sa.text("signatory_id IS NULL"), postgresql_where=sa.text("signatory_id IS NULL"),
    )  # fmt: skip
    op.create_index(
        "uq_body_picture_signatory", "body_picture", ["signatory_id", "from_day"], unique=True,
        sqlite_where=sa.text("signatory_id IS NOT NULL"), postgresql_where=sa.text("signatory_id IS NOT NULL"),
    )  # fmt: skip
    _take_over()
    op.drop_column("identity", "logo_file")
    op.drop_column("identity", "mark_file")
    op.drop_column("signatory", "signature_file")


def _take_over() -> None:
    """What was chosen from the folder holds on, from the day on which it was another file than before."""
    bind = op.get_bind()
    rows = []
    for kind, column in COLUMNS.items():
        held = None
        for from_day, name in bind.execute(
            sa.select(identity.c.from_day, identity.c[column]).order_by(identity.c.from_day)
        ):
            if (name or None) != held:
                held = name or None
                rows.append({"kind": kind, "from_day": from_day, "signatory_id": None, "file_name": held})
    signing = sa.select(signatory).where(signatory.c.signature_file.is_not(None), signatory.c.signature_file != "")
    rows += [
        {"kind": "handtekening", "from_day": row.from_day, "signatory_id": row.id, "file_name": row.signature_file}
        for row in bind.execute(signing)
    ]
    if rows:
        op.bulk_insert(picture, rows)


def downgrade() -> None:
    """Back to one name a row; a picture that was sent in has no name in the folder, and is left behind."""
    bind = op.get_bind()
    op.add_column("signatory", sa.Column("signature_file", sa.String(length=200), nullable=True))
    op.add_column("identity", sa.Column("mark_file", sa.String(length=200), nullable=True))
    op.add_column("identity", sa.Column("logo_file", sa.String(length=200), nullable=True))
    for row in bind.execute(sa.select(picture).order_by(picture.c.from_day)).all():
        if row.signatory_id is not None:
            mine = signatory.update().where(signatory.c.id == row.signatory_id)
            bind.execute(mine.values(signature_file=row.file_name))
        else:
            later = identity.update().where(identity.c.from_day >= row.from_day)
            bind.execute(later.values({COLUMNS[row.kind]: row.file_name}))
    op.drop_table("body_picture")
