"""Audit plans as they were sent, and objections of the client to a team member."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ONCE = ("audit_plan",)


def written_once(table: str) -> None:
    """A row of ``table`` is never changed and never removed."""
    for act in ("UPDATE", "DELETE"):
        name, says = f"{table}_no_{act.lower()}", f"{table} is written once"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END")


def forget(table: str) -> None:
    """Its triggers went with the table; PostgreSQL keeps their functions."""
    if op.get_bind().dialect.name == "postgresql":
        for act in ("update", "delete"):
            op.execute(f"DROP FUNCTION {table}_no_{act}()")


def upgrade() -> None:
    op.create_table(
        "audit_plan",
        sa.Column("id", KEY, nullable=False),
        sa.Column("audit_id", KEY, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("sent_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=200), nullable=False),
        sa.Column("sent_to", sa.String(length=200), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("programme", sa.JSON(), nullable=False),
        sa.Column("team", sa.JSON(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name="fk_audit_plan_audit_id_audit"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_plan"),
        sa.UniqueConstraint("audit_id", "edition", name="uq_audit_plan_audit_id_edition"),
    )
    op.create_table(
        "team_objection",
        sa.Column("id", KEY, nullable=False),
        sa.Column("assignment_id", KEY, nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_why", sa.Text(), nullable=False),
        sa.Column("honoured", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name="fk_team_objection_assignment_id_assignment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_team_objection"),
    )
    op.create_index("ix_team_objection_assignment_id", "team_objection", ["assignment_id"], unique=False)
    op.create_index(
        "uq_team_objection_open",
        "team_objection",
        ["assignment_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    for table in ONCE:
        written_once(table)


def downgrade() -> None:
    op.drop_index("uq_team_objection_open", table_name="team_objection")
    op.drop_index("ix_team_objection_assignment_id", table_name="team_objection")

    op.drop_table("team_objection")
    op.drop_table("audit_plan")
    for table in ONCE:
        forget(table)
