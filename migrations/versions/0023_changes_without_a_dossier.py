"""Changes of a partnership without a dossier, corrected certified periods, the paper of a supplement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite copies the table to alter it, and a copy keeps no CHECK that is not named here.
CHECKS = (
    sa.CheckConstraint(
        "kind IN ('een partij vertrekt', 'een gebied groeit', 'een cluster verliest een gebied',"
        " 'een cluster krijgt een gebied', 'de coördinerende organisatie stopt', 'iets anders')",
        name="ck_reported_change_changekind",
    ),
    sa.CheckConstraint(
        "effect IN ('geen gevolg', 'extra beoordeling nodig', 'certificaat aanpassen', 'naar besluit')",
        name="ck_reported_change_changeeffect",
    ),
)
PAPER = "OLD.pdf_sha256 IS NOT NULL AND OLD.pdf_sha256 IS DISTINCT FROM NEW.pdf_sha256"
GUARDS = (
    ("supplement_keeps_paper", "supplement", "UPDATE", PAPER, "supplement: the paper stays as sent"),
    ("period_correction_no_update", "period_correction", "UPDATE", "1 = 1", "period_correction is written once"),
    ("period_correction_no_delete", "period_correction", "DELETE", "1 = 1", "period_correction is written once"),
)


def upgrade() -> None:
    with op.batch_alter_table("reported_change", table_args=CHECKS) as batch:
        batch.add_column(sa.Column("partnership_id", KEY, nullable=True))
    op.execute(
        "UPDATE reported_change SET partnership_id ="
        " (SELECT partnership_id FROM trajectory WHERE trajectory.id = reported_change.trajectory_id)"
    )
    with op.batch_alter_table("reported_change", table_args=CHECKS) as batch:
        batch.alter_column("partnership_id", existing_type=KEY, nullable=False)
        batch.alter_column("trajectory_id", existing_type=KEY, nullable=True)
        batch.create_foreign_key(
            op.f("fk_reported_change_partnership_id_partnership"), "partnership", ["partnership_id"], ["id"]
        )
        batch.create_index(op.f("ix_reported_change_partnership_id"), ["partnership_id"])
    op.create_table(
        "period_correction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("wrong_id", KEY, nullable=False),
        sa.Column("right_id", KEY, nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["employee.id"], name=op.f("fk_period_correction_by_id_employee")),
        sa.ForeignKeyConstraint(
            ["right_id"], ["certified_period.id"], name=op.f("fk_period_correction_right_id_certified_period")
        ),
        sa.ForeignKeyConstraint(
            ["wrong_id"], ["certified_period.id"], name=op.f("fk_period_correction_wrong_id_certified_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_correction")),
        sa.UniqueConstraint("wrong_id", name=op.f("uq_period_correction_wrong_id")),
    )
    op.add_column("supplement", sa.Column("pdf_sha256", sa.String(length=64), nullable=True))
    for guard in GUARDS:
        _guard(*guard)


def _guard(name: str, table: str, act: str, when: str, says: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN"
            f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END IF;"
            f" RETURN {'OLD' if act == 'DELETE' else 'NEW'}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        return
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when.replace('IS DISTINCT FROM', 'IS NOT')}"
        f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def downgrade() -> None:
    """A change without a dossier has no place in the older form, and goes."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in GUARDS:
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
        if postgresql:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_column("supplement", "pdf_sha256")
    op.drop_table("period_correction")
    op.execute("DELETE FROM reported_change WHERE trajectory_id IS NULL")
    with op.batch_alter_table("reported_change", table_args=CHECKS) as batch:
        batch.drop_index(op.f("ix_reported_change_partnership_id"))
        batch.drop_constraint(op.f("fk_reported_change_partnership_id_partnership"), type_="foreignkey")
        batch.drop_column("partnership_id")
        batch.alter_column("trajectory_id", existing_type=KEY, nullable=False)
