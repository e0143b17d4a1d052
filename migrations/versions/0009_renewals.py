"""The recertification that is foreseen for every certificate: by when must be decided, and the dossier it became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Certificates that run and that no other one follows; from here on each issue and each import foresees its own.
RUNNING = """
    INSERT INTO renewal (certificate, holder, area_type, decide_by, foreseen_on, partnership_id, previous_id, end_why,
                         version)
    SELECT c.number, c.holder, c.type, c.last_day, c.issued_on, t.partnership_id, c.trajectory_id, '', 1
    FROM certificate AS c LEFT JOIN trajectory AS t ON t.id = c.trajectory_id
    WHERE c.replaced_from IS NULL AND c.last_day >= CURRENT_DATE AND NOT EXISTS (
        SELECT 1 FROM certificate_area AS own JOIN certificate_area AS other ON other.area_id = own.area_id
        JOIN certificate AS later ON later.id = other.certificate_id
        WHERE own.certificate_id = c.id AND later.issued_on > c.issued_on)
    ORDER BY c.id
"""
THEIR_AREAS = """
    INSERT INTO renewal_area (renewal_id, area_id)
    SELECT DISTINCT r.id, a.area_id FROM renewal AS r JOIN certificate AS c ON c.number = r.certificate
    JOIN certificate_area AS a ON a.certificate_id = c.id WHERE a.area_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "renewal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("certificate", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
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
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("foreseen_on", sa.Date(), nullable=False),
        sa.Column("partnership_id", KEY, nullable=True),
        sa.Column("previous_id", KEY, nullable=True),
        sa.Column("trajectory_id", KEY, nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_renewal_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["previous_id"], ["trajectory.id"], name=op.f("fk_renewal_previous_id_trajectory")),
        sa.ForeignKeyConstraint(["trajectory_id"], ["trajectory.id"], name=op.f("fk_renewal_trajectory_id_trajectory")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("certificate", name=op.f("uq_renewal_certificate")),
    )
    op.create_index("ix_renewal_decide_by", "renewal", ["decide_by"], unique=False)
    op.create_index("ix_renewal_trajectory_id", "renewal", ["trajectory_id"], unique=False)
    op.create_table(
        "renewal_area",
        sa.Column("renewal_id", KEY, nullable=False),
        sa.Column("area_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_renewal_area_area_id_area")),
        sa.ForeignKeyConstraint(["renewal_id"], ["renewal.id"], name=op.f("fk_renewal_area_renewal_id_renewal")),
        sa.PrimaryKeyConstraint("renewal_id", "area_id", name=op.f("pk_renewal_area")),
    )
    op.execute(RUNNING)
    op.execute(THEIR_AREAS)


def downgrade() -> None:
    op.drop_table("renewal_area")
    op.drop_index("ix_renewal_trajectory_id", table_name="renewal")
    op.drop_index("ix_renewal_decide_by", table_name="renewal")
    op.drop_table("renewal")
