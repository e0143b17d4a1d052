"""Working weeks, extra days, requests to be away, and absences that end or change."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f(f"fk_{table}_employee_id_employee"))


def upgrade() -> None:
    op.add_column("absence", sa.Column("cancelled_on", sa.Date(), nullable=True))
    op.add_column("absence", sa.Column("cancelled_why", sa.Text(), nullable=True))
    op.create_table(
        "working_week",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("hours", tables.Exact(7, 2), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint("days <> ''", name=op.f("ck_working_week_some_day")),
        _person("working_week"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_week")),
    )
    op.create_index("ix_working_week_employee_id", "working_week", ["employee_id"])
    op.create_table(
        "extra_day",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        _person("extra_day"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_day")),
    )
    op.create_index(
        "uq_extra_day_person",
        "extra_day",
        ["employee_id", "day"],
        unique=True,
        sqlite_where=sa.text("withdrawn_on IS NULL"),
        postgresql_where=sa.text("withdrawn_on IS NULL"),
    )
    op.create_table(
        "absence_request",
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_absence_request_ends_after_start")),
        _person("absence_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_request")),
    )
    op.create_index("ix_absence_request_employee_id", "absence_request", ["employee_id"])


def downgrade() -> None:
    for table in ("absence_request", "extra_day", "working_week"):
        op.drop_table(table)
    for name in ("cancelled_why", "cancelled_on"):
        op.drop_column("absence", name)
