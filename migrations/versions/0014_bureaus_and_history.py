"""Bureaus of procesbegeleiders, and who did what in a working group from which day on.

A bureau is made of each name that a guide-party bears. The first day of a party is that of the line in the journal
that recorded it; roles and regie as they stand now have no first day where none was kept.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from auditbeheer.plumbing.dutch import fold, sort_key

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = {
    "is_contact": "contactpersoon", "is_chair": "voorzitter", "is_secretary": "secretaris",
    "is_spokesperson": "woordvoerder", "tells_inside": "communicatie binnen de groep",
    "tells_outside": "communicatie naar buiten", "may_contract": "mag tekenen",
}  # fmt: skip
WRITTEN_ONCE = ("role_change", "coordinator_change")
ACTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    _make_bureaus()
    op.add_column("party", sa.Column("since", sa.Date(), nullable=True))
    bureau = sa.ForeignKey("bureau.id", name="fk_party_bureau_id_bureau")
    # In one statement: SQLite adds no key afterwards, and cannot copy a table to which rows of another one point.
    op.add_column("party", sa.Column("bureau_id", KEY, bureau, nullable=True), inline_references=True)
    op.create_index("ix_party_bureau_id", "party", ["bureau_id"], unique=False)
    _make_history()
    _fill_bureaus()
    _fill_first_days()
    _fill_roles()
    _fill_coordinators()
    for table in WRITTEN_ONCE:
        _guard(table)


def _make_bureaus() -> None:
    texts = (("street", 200), ("postcode", 7), ("town", 200), ("kvk", 8), ("email", 200), ("phone", 30))
    op.create_table(
        "bureau",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in texts),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bureau")),
    )
    op.create_index("ix_bureau_folded", "bureau", ["folded"], unique=False)


def _make_history() -> None:
    op.create_table(
        "role_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("representative_id", KEY, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.CheckConstraint(
            f"role IN ({', '.join(repr(role) for role in ROLES.values())})", name=op.f("ck_role_change_grouprole")
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_role_change_representative_id_representative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_change")),
    )
    op.create_index("ix_role_change_representative_id", "role_change", ["representative_id"], unique=False)
    op.create_table(
        "coordinator_change",
        sa.Column("id", KEY, nullable=False),
        sa.Column("partnership_id", KEY, nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_coordinator_change_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordinator_change")),
    )
    op.create_index("ix_coordinator_change_partnership_id", "coordinator_change", ["partnership_id"], unique=False)


def _rows(query: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(query)).all())


def _fill_bureaus() -> None:
    """One bureau for each name, however it is written."""
    texts = ("name", "folded", "sort_key", "street", "postcode", "town", "kvk", "email", "phone")
    bureau = sa.table("bureau", *(sa.column(name) for name in (*texts, "id", "version")))
    party = sa.table("party", sa.column("id"), sa.column("bureau_id"))
    known: dict[str, int] = {}
    for row in _rows("SELECT id, organisation FROM party WHERE is_guide ORDER BY id"):
        folded = fold(row.organisation)
        if folded not in known:
            told = dict.fromkeys(texts, "") | {"name": row.organisation, "folded": folded, "version": 1}
            made = sa.insert(bureau).values(**told | {"sort_key": sort_key(row.organisation)}).returning(bureau.c.id)
            known[folded] = op.get_bind().execute(made).scalar_one()
        op.execute(sa.update(party).where(party.c.id == row.id).values(bureau_id=known[folded]))


def _fill_first_days() -> None:
    party = sa.table("party", sa.column("id"), sa.column("since", sa.Date()))
    entry = sa.table("journal_entry", sa.column("kind"), sa.column("verb"), sa.column("thing"),
                     sa.column("at", sa.DateTime(timezone=True)))  # fmt: skip
    told = sa.select(entry.c.thing, entry.c.at).where(entry.c.kind == "partij", entry.c.verb == "partij toegevoegd")
    for row in op.get_bind().execute(told).all():
        op.execute(sa.update(party).where(party.c.id == int(row.thing)).values(since=row.at.date()))


def _fill_roles() -> None:
    """What somebody does now, they do since they came: that is how it was asked until here."""
    change = sa.table("role_change", *(sa.column(name) for name in ("representative_id", "role", "holds")),
                      sa.column("on_day", sa.Date()))  # fmt: skip
    person = sa.table("representative", sa.column("id"), sa.column("since", sa.Date()),
                      *(sa.column(field, sa.Boolean()) for field in ROLES))  # fmt: skip
    found = [
        {"representative_id": row.id, "role": role, "holds": True, "on_day": row.since}
        for row in op.get_bind().execute(sa.select(person).order_by(person.c.id)).all()
        for field, role in ROLES.items()
        if getattr(row, field)
    ]
    if found:
        op.get_bind().execute(sa.insert(change), found)


def _fill_coordinators() -> None:
    change = sa.table("coordinator_change", sa.column("partnership_id"), sa.column("organisation"))
    for row in _rows("SELECT id, coordinator FROM partnership WHERE coordinator <> '' ORDER BY id"):
        op.execute(sa.insert(change).values(partnership_id=row.id, organisation=row.coordinator))


def _guard(table: str) -> None:
    says = f"{table} is written once"
    if op.get_bind().dialect.name != "postgresql":
        for act in ACTS:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for act, reach in (*((act, "ROW") for act in ACTS), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
            f" FOR EACH {reach} EXECUTE FUNCTION {table}_stays()"
        )


def downgrade() -> None:
    op.drop_table("coordinator_change")  # indexes and triggers go with their tables
    op.drop_table("role_change")
    if op.get_bind().dialect.name == "postgresql":
        for table in WRITTEN_ONCE:
            op.execute(f"DROP FUNCTION {table}_stays()")
    op.drop_index("ix_party_bureau_id", table_name="party")
    op.drop_column("party", "bureau_id")
    op.drop_column("party", "since")
    op.drop_index("ix_bureau_folded", table_name="bureau")
    op.drop_table("bureau")
