"""Decisions about a year with too few assessments; the register of impartiality knows bureaus and kinds of ties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "shortfall_decision"
KINDS = ("advies", "begeleiding", "dienstverband", "familie of zakelijk belang", "anders")
# Until now every row was guidance of a partnership; a row in SQLite without a kind cannot be.
USUAL = "begeleiding"


def upgrade() -> None:
    op.add_column("evidence", sa.Column("covers_from", sa.Date(), nullable=True))
    op.add_column("evidence", sa.Column("covers_until", sa.Date(), nullable=True))
    _widen_guidance()
    _make_decisions()
    for act in ("UPDATE", "DELETE"):
        _refuse(act)


def _widen_guidance() -> None:
    kind = sa.Enum(*KINDS, name="guidancekind", native_enum=False, create_constraint=True, length=40)
    with op.batch_alter_table("guidance") as table:
        table.alter_column("partnership_id", existing_type=KEY, nullable=True)
        table.add_column(sa.Column("bureau_id", KEY, nullable=True))
        table.add_column(sa.Column("kind", kind, nullable=False, server_default=USUAL))
        table.create_foreign_key("fk_guidance_bureau_id_bureau", "bureau", ["bureau_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_guidance_a_partnership_or_a_bureau"), "(partnership_id IS NULL) <> (bureau_id IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_guidance_ends_after_begin"), "until_day IS NULL OR until_day >= from_day"
        )
    with op.batch_alter_table("guidance") as table:
        table.alter_column("kind", existing_type=kind, server_default=None)


def _make_decisions() -> None:
    verdicts = sa.Enum(
        "behouden met een maatregel", "geschorst", name="shortfallverdict", native_enum=False,
        create_constraint=True, length=40,
    )  # fmt: skip
    op.create_table(
        TABLE,
        sa.Column("id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("verdict", verdicts, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by_id <> employee_id", name=op.f("ck_shortfall_decision_nobody_decides_on_themselves")),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_shortfall_decision_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["employee_id"], ["employee.id"], name=op.f("fk_shortfall_decision_employee_id_employee")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortfall_decision")),
    )
    op.create_index("ix_shortfall_decision_person", TABLE, ["employee_id", "scheme", "year"], unique=False)


def _refuse(act: str) -> None:
    """What was decided stays as it was decided; no word here comes from outside this file."""
    name = f"{TABLE}_no_{act.lower()}"
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{TABLE} is written once'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{TABLE} is written once' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for act in ("UPDATE", "DELETE"):
        name = f"{TABLE}_no_{act.lower()}"
        op.execute(f"DROP TRIGGER {name} ON {TABLE}" if on_postgresql else f"DROP TRIGGER {name}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_shortfall_decision_person", table_name=TABLE)
    op.drop_table(TABLE)
    op.execute("DELETE FROM guidance WHERE partnership_id IS NULL")
    with op.batch_alter_table("guidance") as table:
        table.drop_constraint(op.f("ck_guidance_a_partnership_or_a_bureau"), type_="check")
        table.drop_constraint(op.f("ck_guidance_ends_after_begin"), type_="check")
        table.drop_constraint(op.f("ck_guidance_guidancekind"), type_="check")
        table.drop_constraint("fk_guidance_bureau_id_bureau", type_="foreignkey")
        table.drop_column("kind")
        table.drop_column("bureau_id")
        table.alter_column("partnership_id", existing_type=KEY, nullable=False)
    op.drop_column("evidence", "covers_until")
    op.drop_column("evidence", "covers_from")
