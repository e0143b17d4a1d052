"""Applications of the public form, and scheme files as the scheme manager adopted them (those are written once)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "intake",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column(
            "party",
            sa.Enum(
                "ondernemers",
                "gemeente",
                "politie",
                "brandweer",
                "overig",
                name="partykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("may_contract", sa.Boolean(), nullable=False),
        sa.Column("partnership_name", sa.String(length=200), nullable=False),
        sa.Column(
            "area_type",
            sa.Enum(
                "bedrijventerrein",
                "winkelgebied",
                "buitengebied",
                name="areatype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("start_document", sa.String(length=200), nullable=False),
        sa.Column("wished_month", sa.Date(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("confirmed_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("trajectory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("end_why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confirmed_at IS NOT NULL OR (trajectory_id IS NULL AND declined_on IS NULL)",
            name=op.f("ck_intake_confirmed_before_end"),
        ),
        sa.CheckConstraint("trajectory_id IS NULL OR declined_on IS NULL", name=op.f("ck_intake_one_end")),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name=op.f("fk_intake_trajectory_id_trajectory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
    )
    op.create_index("ix_intake_confirmed_at", "intake", ["confirmed_at"], unique=False)
    op.create_index("ix_intake_email", "intake", ["email"], unique=False)

    op.create_table(
        "intake_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("intake_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_intake_document_file_id_stored_file")),
        sa.ForeignKeyConstraint(["intake_id"], ["intake.id"], name=op.f("fk_intake_document_intake_id_intake")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_document")),
    )
    op.create_index("ix_intake_document_intake_id", "intake_document", ["intake_id"], unique=False)

    op.create_table(
        "adopted_scheme",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_adopted_scheme_by_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopted_scheme")),
    )
    op.create_index("ix_adopted_scheme_key", "adopted_scheme", ["key"], unique=False)

    for act in ACTS:
        _refuse(act)


def _refuse(act: str) -> None:
    """An adopted file is what dossiers were decided by: it stays as it was."""
    says, name = "adopted_scheme is written once", f"adopted_scheme_no_{act.lower()}"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON adopted_scheme BEGIN SELECT RAISE(ABORT, '{says}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON adopted_scheme FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    op.drop_table("adopted_scheme")
    if op.get_bind().dialect.name == "postgresql":
        for act in ACTS:
            op.execute(f"DROP FUNCTION adopted_scheme_no_{act.lower()}()")
    op.drop_table("intake_document")
    op.drop_table("intake")
