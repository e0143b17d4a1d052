"""A day that suits everybody: the question, its days, who is asked, and what they answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing import tables

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ONCE = ("asked_day", "day_reply", "day_answer")


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
        "day_question",
        sa.Column("id", KEY, nullable=False),
        sa.Column("trajectory_id", KEY, nullable=False),
        sa.Column("asked_at", tables.Moment(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("on_location", tables.Exact(7, 2), nullable=True),
        sa.Column("lead_id", KEY, nullable=True),
        sa.Column("closed_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=False),
        sa.Column("chosen_day", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["employee.id"], name="fk_day_question_lead_id_employee"),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name="fk_day_question_trajectory_id_trajectory"),
        sa.PrimaryKeyConstraint("id", name="pk_day_question"),
    )
    op.create_index("ix_day_question_trajectory_id", "day_question", ["trajectory_id"], unique=False)
    op.create_index(
        "uq_day_question_open",
        "day_question",
        ["trajectory_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )

    op.create_table(
        "asked_day",
        sa.Column("id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["day_question.id"], name="fk_asked_day_question_id_day_question"),
        sa.PrimaryKeyConstraint("id", name="pk_asked_day"),
        sa.UniqueConstraint("question_id", "day", name="uq_asked_day_question_id_day"),
    )
    op.create_table(
        "asked_person",
        sa.Column("id", KEY, nullable=False),
        sa.Column("question_id", KEY, nullable=False),
        sa.Column("party_id", KEY, nullable=False),
        sa.Column("representative_id", KEY, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("reminded_at", tables.Moment(timezone=True), nullable=True),
        sa.Column("handed_back_at", tables.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_asked_person_party_id_party"),
        sa.ForeignKeyConstraint(["question_id"], ["day_question.id"], name="fk_asked_person_question_id_day_question"),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name="fk_asked_person_representative_id_representative"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_asked_person"),
        sa.UniqueConstraint(
            "question_id",
            "party_id",
            "representative_id",
            name="uq_asked_person_question_id_party_id_representative_id",
        ),
    )
    op.create_index("ix_asked_person_question_id", "asked_person", ["question_id"], unique=False)

    op.create_table(
        "day_reply",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", tables.Moment(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["asked_person.id"], name="fk_day_reply_person_id_asked_person"),
        sa.PrimaryKeyConstraint("id", name="pk_day_reply"),
    )
    op.create_index("ix_day_reply_person_id", "day_reply", ["person_id"], unique=False)

    op.create_table(
        "day_answer",
        sa.Column("id", KEY, nullable=False),
        sa.Column("reply_id", KEY, nullable=False),
        sa.Column("asked_day_id", KEY, nullable=False),
        sa.Column(
            "suits",
            sa.Enum(
                "kan", "liever niet", "kan niet", name="suits", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["asked_day_id"], ["asked_day.id"], name="fk_day_answer_asked_day_id_asked_day"),
        sa.ForeignKeyConstraint(["reply_id"], ["day_reply.id"], name="fk_day_answer_reply_id_day_reply"),
        sa.PrimaryKeyConstraint("id", name="pk_day_answer"),
        sa.UniqueConstraint("reply_id", "asked_day_id", name="uq_day_answer_reply_id_asked_day_id"),
    )
    for table in ONCE:
        written_once(table)


def downgrade() -> None:
    op.drop_table("day_answer")
    op.drop_index("ix_day_reply_person_id", table_name="day_reply")

    op.drop_table("day_reply")
    op.drop_index("ix_asked_person_question_id", table_name="asked_person")

    op.drop_table("asked_person")
    op.drop_table("asked_day")
    op.drop_index("uq_day_question_open", table_name="day_question")
    op.drop_index("ix_day_question_trajectory_id", table_name="day_question")

    op.drop_table("day_question")
    for table in ONCE:
        forget(table)
