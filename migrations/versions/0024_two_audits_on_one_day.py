"""An assignment is a period on location; of one person no two periods touch (decision 0013).

PostgreSQL holds it with an exclusion constraint, which needs the extension btree_gist; SQLite with triggers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAME = "assignment_one_place"
COLUMNS = "id, audit_id, employee_id, role, day, assigned_on, impartial_on, withdrawn_on, withdrawn_why"
LEADS = sa.text("withdrawn_on IS NULL AND role IN ('auditor', 'auditor in opleiding, leidt')")
STANDS = sa.text("withdrawn_on IS NULL")
ASK_FOR_IT = (
    "Deze stand van de database heeft de uitbreiding btree_gist van PostgreSQL nodig, en de gebruiker van het programma"
    " mag die niet maken. Laat de beheerder van PostgreSQL dit één keer uitvoeren in deze database:"
    " CREATE EXTENSION btree_gist; Voer daarna auditbeheer migrate opnieuw uit."
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def _on_postgresql() -> None:
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    except DBAPIError as error:
        raise CommandError(f"{ASK_FOR_IT} ({str(error.orig).strip()})") from error
    for name in ("starts_at", "ends_at"):
        op.add_column("assignment", sa.Column(name, sa.DateTime(), nullable=True))
    # Until now nobody had two audits on one day: all hours of it, at the longest until midnight, clash with none.
    op.execute(
        "UPDATE assignment SET starts_at = assignment.day + audit.starts_at,"
        " ends_at = least(assignment.day + audit.starts_at + audit.hours * interval '1 hour',"
        " assignment.day + interval '1 day') FROM audit WHERE audit.id = assignment.audit_id"
    )
    for name in ("starts_at", "ends_at"):
        op.alter_column("assignment", name, nullable=False)
    op.create_check_constraint(op.f("ck_assignment_ends_after_start"), "assignment", "ends_at > starts_at")
    op.drop_index("uq_assignment_day", table_name="assignment")
    op.create_index("ix_assignment_employee_day", "assignment", ["employee_id", "day"])
    op.execute(
        f"ALTER TABLE assignment ADD CONSTRAINT {NAME} EXCLUDE USING gist"
        " (employee_id WITH =, tsrange(starts_at, ends_at) WITH &&) WHERE (withdrawn_on IS NULL)"
    )


def _table(name: str, *extra: sa.Column[object] | sa.CheckConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", KEY, nullable=False),
        sa.Column("audit_id", KEY, nullable=False),
        sa.Column("employee_id", KEY, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("impartial_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=False),
        *extra,
        sa.CheckConstraint(
            "role IN ('auditor', 'tweede auditor', 'auditor in opleiding', 'auditor in opleiding, leidt',"
            " 'begeleidend schemamanager', 'waarnemer')",
            name=op.f("ck_assignment_teamrole"),
        ),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_assignment_audit_id_audit")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_assignment_employee_id_employee")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )


def _on_sqlite() -> None:
    """SQLite adds no column that must be filled: the table is made anew."""
    _table(
        "assignment_anew",
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_assignment_ends_after_start")),
    )
    kept = ", ".join(f"assignment.{name}" for name in COLUMNS.split(", "))
    begins = "assignment.day || ' ' || substr(audit.starts_at, 1, 8)"
    ends = f"strftime('%Y-%m-%d %H:%M:%S', {begins}, '+' || (audit.hours * 60 / 100) || ' minutes')"
    op.execute(
        f"INSERT INTO assignment_anew ({COLUMNS}, starts_at, ends_at)"  # nosec B608
        f" SELECT {kept}, {begins} || '.000000',"
        f" min({ends}, strftime('%Y-%m-%d %H:%M:%S', assignment.day, '+1 day')) || '.000000'"
        " FROM assignment JOIN audit ON audit.id = assignment.audit_id"
    )
    op.drop_table("assignment")
    op.rename_table("assignment_anew", "assignment")
    op.create_index("ix_assignment_employee_day", "assignment", ["employee_id", "day"])
    op.create_index("uq_assignment_lead", "assignment", ["audit_id"], unique=True, sqlite_where=LEADS)
    other = (
        "EXISTS (SELECT 1 FROM assignment AS other WHERE other.employee_id = NEW.employee_id"
        " AND other.id IS NOT NEW.id AND other.withdrawn_on IS NULL"
        " AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)"
    )
    for act in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER {NAME}_{act.lower()} BEFORE {act} ON assignment WHEN NEW.withdrawn_on IS NULL AND {other}"
            f" BEGIN SELECT RAISE(ABORT, '{NAME}: this person is in another audit at that time'); END"
        )


def downgrade() -> None:
    """Refused while somebody has two audits on one day: there is no place for that then. The extension stays."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE assignment DROP CONSTRAINT {NAME}")
        op.drop_index("ix_assignment_employee_day", table_name="assignment")
        op.drop_constraint(op.f("ck_assignment_ends_after_start"), "assignment")
        for name in ("starts_at", "ends_at"):
            op.drop_column("assignment", name)
        op.create_index("uq_assignment_day", "assignment", ["employee_id", "day"], unique=True, postgresql_where=STANDS)
        return
    _table("assignment_before")
    op.execute(f"INSERT INTO assignment_before ({COLUMNS}) SELECT {COLUMNS} FROM assignment")  # nosec B608
    op.drop_table("assignment")
    op.rename_table("assignment_before", "assignment")
    op.create_index("uq_assignment_day", "assignment", ["employee_id", "day"], unique=True, sqlite_where=STANDS)
    op.create_index("uq_assignment_lead", "assignment", ["audit_id"], unique=True, sqlite_where=LEADS)
