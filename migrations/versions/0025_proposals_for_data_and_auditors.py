"""Proposals for data and auditors, line by line, and what proposals find important."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.tables import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def words(name: str, *known: str) -> sa.Enum:
    return sa.Enum(*known, name=name, native_enum=False, create_constraint=True, length=40)


ENDS = words("proposalend", "bewezen de beste", "goed genoeg", "gestopt", "mislukt")
CHOICES = words("linechoice", "overgenomen", "overgeslagen")


def upgrade() -> None:
    op.create_table(
        "proposal_wishes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_wishes"),
    )
    op.create_table(
        "plan_proposal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("work", sa.Integer(), nullable=False),
        sa.Column("wishes", sa.JSON(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.Column("best", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("stop_asked_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_as", ENDS, nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name=op.f("ck_plan_proposal_ended_with_a_word")),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name="fk_plan_proposal_by_id_employee"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_proposal"),
    )
    op.create_index("ix_plan_proposal_by_id", "plan_proposal", ["by_id"])
    op.create_table(
        "proposed_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("employee_id", KEY, nullable=True),
        sa.Column("supervisor_id", KEY, nullable=True),
        sa.Column("km", sa.Integer(), nullable=True),
        sa.Column("slack_days", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("otherwise", sa.Text(), nullable=False),
        sa.Column("clash", sa.String(200), nullable=False),
        sa.Column("choice", CHOICES, nullable=True),
        sa.Column("chosen_at", Moment(), nullable=True),
        sa.Column("audit_id", KEY, nullable=True),
        sa.CheckConstraint("(choice IS NULL) = (chosen_at IS NULL)", name=op.f("ck_proposed_line_choice_with_moment")),
        sa.CheckConstraint("(day IS NULL) = (employee_id IS NULL)", name=op.f("ck_proposed_line_day_with_auditor")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_proposed_line_{column}_{table}")
            for column, table in (
                ("proposal_id", "plan_proposal"),
                ("trajectory_id", "trajectory"),
                ("employee_id", "employee"),
                ("supervisor_id", "employee"),
                ("audit_id", "audit"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name="pk_proposed_line"),
        sa.UniqueConstraint("proposal_id", "trajectory_id", name="uq_proposed_line_proposal_id_trajectory_id"),
    )
    op.create_index("ix_proposed_line_trajectory_id", "proposed_line", ["trajectory_id"])
    op.create_index("ix_proposed_line_audit", "proposed_line", ["audit_id"])


def downgrade() -> None:
    op.drop_table("proposed_line")
    op.drop_table("plan_proposal")
    op.drop_table("proposal_wishes")
