"""What the database itself refuses, whoever asks: facts that were recorded stay as they are (decision 0013).

A rule is one trigger on either database: before an act on a table, a condition on the row as it was (OLD) and as it
would be (NEW), and what it says. The conditions are standard SQL; SQLite gets its own word for "differs". A later
migration that copies a table on SQLite (``batch_alter_table``) must make its triggers again: there they go with it.
"""

from __future__ import annotations

from typing import NamedTuple

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# No word of what is put together below comes from outside this file, hence nosec below.
ALWAYS = "1 = 1"


class Rule(NamedTuple):
    """Before ``act`` on ``table``: refused, saying ``says``, where ``when`` holds.

    ``first``: what PostgreSQL does before it looks, so that nobody else changes meanwhile what it looks at; SQLite
    has one writer at a time.
    """

    name: str
    table: str
    act: str
    when: str
    says: str
    first: str = ""


def differs(*columns: str) -> str:
    """One of these columns would change. As text, since PostgreSQL cannot compare JSON."""
    return " OR ".join(f"CAST(OLD.{name} AS TEXT) IS DISTINCT FROM CAST(NEW.{name} AS TEXT)" for name in columns)


def once_filled(*columns: str) -> str:
    """One of these columns holds something that would change."""
    return " OR ".join(f"(OLD.{name} IS NOT NULL AND ({differs(name)}))" for name in columns)


def stays(table: str, when: str = ALWAYS) -> Rule:
    """Such a row is never removed."""
    return Rule(f"{table}_no_delete", table, "DELETE", when, f"{table} is never removed")


def keeps(table: str, columns: tuple[str, ...], since: str = ALWAYS, says: str = "never changes") -> Rule:
    """Such a row keeps these columns."""
    when = f"({since}) AND ({differs(*columns)})"
    return Rule(f"{table}_keeps", table, "UPDATE", when, f"{table}: {columns[0]} and the like {says}")


def written_once(table: str) -> tuple[Rule, Rule]:
    """A row is never changed and never removed."""
    says = f"{table} is written once"
    return (
        Rule(f"{table}_no_update", table, "UPDATE", ALWAYS, says),
        Rule(f"{table}_no_delete", table, "DELETE", ALWAYS, says),
    )


WRITTEN_ONCE = (
    "journal_entry", "edition", "application_review", "agreement", "closing", "review", "certificate_area",
    "certified_period",
)  # fmt: skip

SENT = "OLD.sent_at IS NOT NULL"
QUOTE = keeps(
    "quote",
    (
        "number", "year", "sequence", "edition", "trajectory_id", "made_on", "minimum_hours", "extra_hours",
        "extra_why", "distance_km", "travel_hours", "receipt", "valid_until", "sent_at", "sent_to",
    ),
    SENT,
    "stay as they were sent",
)  # fmt: skip
QUOTE_PAPER = Rule("quote_keeps_paper", "quote", "UPDATE", once_filled("pdf_sha256"), "quote: the paper stays as sent")


def line_of(row: str, act: str) -> Rule:
    """The lines of a quote that was sent: none is added, changed or taken away."""
    sent = f"EXISTS (SELECT 1 FROM quote WHERE quote.id = {row}.quote_id AND quote.sent_at IS NOT NULL)"  # nosec B608
    name = f"quote_line_no_{act.lower()}_{row.lower()}"
    return Rule(name, "quote_line", act, sent, "quote_line: the quote was sent")


DECISION = Rule(
    "decision_keeps", "decision", "UPDATE",
    differs("trajectory_id", "decider_id", "verdict", "why", "on_day", "at", "conditions")
    + f" OR {once_filled('reopened_on')}",
    "decision is written once; it can only be reopened, once",
)  # fmt: skip

CERTIFICATE = keeps(
    "certificate",
    (
        "number", "type", "year", "sequence", "issued_on", "last_day", "holder", "scheme", "scheme_title",
        "trajectory_id",
    ),
)  # fmt: skip

SERIES = Rule(
    "number_series_only_up", "number_series", "UPDATE",
    f"NEW.last < OLD.last OR {differs('type', 'year', 'first')}", "number_series only counts up",
)  # fmt: skip

# In force together is: in force on the later of both days of issue. The last day counts, the day of replacement not.
TOGETHER = """
    {later} <= mine.last_day AND {later} <= theirs.last_day
    AND (mine.replaced_from IS NULL OR {later} < mine.replaced_from)
    AND (theirs.replaced_from IS NULL OR {later} < theirs.replaced_from)
""".replace("{later}", "CASE WHEN mine.issued_on > theirs.issued_on THEN mine.issued_on ELSE theirs.issued_on END")

ONE_PER_AREA = Rule(
    "certificate_area_one_at_a_time", "certificate_area", "INSERT",
    f"""EXISTS (
        SELECT 1 FROM certificate AS mine, certificate_area AS other
        JOIN certificate AS theirs ON theirs.id = other.certificate_id
        WHERE mine.id = NEW.certificate_id AND other.area_id = NEW.area_id AND theirs.id <> mine.id
        AND {TOGETHER})""",  # nosec B608
    "certificate_area: another certificate of this area is in force on one of these days",
    "PERFORM 1 FROM area WHERE id = NEW.area_id FOR UPDATE;",
)  # fmt: skip

# Asked of the row as it would be, where it is in force longer than before.
STILL_ONE = Rule(
    "certificate_one_at_a_time", "certificate", "UPDATE",
    f"""OLD.replaced_from IS NOT NULL AND (NEW.replaced_from IS NULL OR NEW.replaced_from > OLD.replaced_from)
        AND EXISTS (
        SELECT 1 FROM certificate_area AS own
        JOIN certificate_area AS other ON other.area_id = own.area_id AND other.certificate_id <> own.certificate_id
        JOIN certificate AS theirs ON theirs.id = other.certificate_id
        WHERE own.certificate_id = NEW.id AND {TOGETHER.replace("mine.", "NEW.")})""",  # nosec B608
    "certificate: another certificate of its area is in force on one of these days",
    "PERFORM 1 FROM area WHERE id IN (SELECT area_id FROM certificate_area WHERE certificate_id = NEW.id)"
    " ORDER BY id FOR UPDATE;",
)  # fmt: skip

DEVIATION = Rule(
    "deviation_keeps", "deviation", "UPDATE",
    f"{once_filled('found_on', 'established_on', 'extended_on')}"
    f" OR (({once_filled('additions_due')}) AND NOT ({differs('extended_on')}))",
    "deviation: the days stay as found and promised",
)  # fmt: skip
# The month to assess begins when the additions are in (AUD-4): with an addition its end moves, and with nothing else.
DEVIATION_TERM = Rule(
    "deviation_keeps_term", "deviation", "UPDATE",
    f"({once_filled('assessment_due')}) AND NOT ({differs('extended_on')})"
    " AND NOT EXISTS (SELECT 1 FROM answer WHERE answer.deviation_id = OLD.id)",  # nosec B608
    "deviation: the term moves only with an extension or an addition",
)  # fmt: skip

ASSESSED = "OLD.assessed_on IS NOT NULL"
ANSWER = keeps(
    "answer",
    (
        "verdict", "sufficient", "assessed_on", "assessed_by_id", "deviation_id", "received_on", "at", "text",
        "from_whom", "complete", "file_id",
    ),
    ASSESSED,
    "stay as they were assessed",
)  # fmt: skip

HELD = "OLD.state = 'gehouden'"
EXPERIENCE = keeps(
    "experience", ("state", "employee_id", "audit_ref", "scheme", "area_type", "kind", "on_day"), HELD,
    "stay as they were held",
)  # fmt: skip

RULES = (
    *(rule for table in WRITTEN_ONCE for rule in written_once(table)),
    QUOTE, QUOTE_PAPER, stays("quote", SENT),
    line_of("NEW", "INSERT"), line_of("OLD", "UPDATE"), line_of("NEW", "UPDATE"), line_of("OLD", "DELETE"),
    DECISION, stays("decision"),
    CERTIFICATE, stays("certificate"), ONE_PER_AREA, STILL_ONE,
    SERIES, stays("number_series"),
    DEVIATION, DEVIATION_TERM, stays("deviation", "OLD.established_on IS NOT NULL"),
    ANSWER, stays("answer", ASSESSED),
    EXPERIENCE, stays("experience", HELD),
    keeps("stored_file", ("sha256", "size", "media_type", "name", "at")),
)  # fmt: skip
NEVER_EMPTIED = (*WRITTEN_ONCE, "decision", "certificate", "number_series")


def upgrade() -> None:
    make = _make_on_postgresql if op.get_bind().dialect.name == "postgresql" else _make_on_sqlite
    for rule in RULES:
        make(rule)
    if op.get_bind().dialect.name == "postgresql":
        # TRUNCATE asks no trigger for a row.
        _function("refuse_emptying", ALWAYS, "never emptied")
        for table in NEVER_EMPTIED:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION refuse_emptying()"
            )


def _make_on_sqlite(rule: Rule) -> None:
    when = rule.when.replace("IS DISTINCT FROM", "IS NOT")
    op.execute(
        f"CREATE TRIGGER {rule.name} BEFORE {rule.act} ON {rule.table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{rule.says}'); END"
    )


def _make_on_postgresql(rule: Rule) -> None:
    _function(rule.name, rule.when, rule.says, rule.first)
    op.execute(
        f"CREATE TRIGGER {rule.name} BEFORE {rule.act} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )


def _function(name: str, when: str, says: str, first: str = "") -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {first}"
        f" IF {when} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for rule in RULES:
        op.execute(f"DROP TRIGGER {rule.name} ON {rule.table}" if on_postgresql else f"DROP TRIGGER {rule.name}")
        if on_postgresql:
            op.execute(f"DROP FUNCTION {rule.name}()")
    if on_postgresql:
        for table in NEVER_EMPTIED:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        op.execute("DROP FUNCTION refuse_emptying()")
