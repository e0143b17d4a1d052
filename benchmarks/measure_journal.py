"""A thousand lines in the journal (sealed, chained) against plain inserts of the same rows, one by one."""

from __future__ import annotations

from sqlalchemy import insert

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from benchmarks.ratios import fresh_office, in_turn, milliseconds, table

LINES = 1000


def main() -> None:
    """Measure and print."""
    with fresh_office() as (office, _):
        plain = insert(JournalEntry.__table__)  # type: ignore[arg-type]  # a mapped class's table

        def ours() -> None:
            with office.database.writer() as session:
                for number in range(LINES):
                    journal.record(
                        session, SYSTEM, office.now, verb="gemeten", kind="meting", thing=number, what="Een regel"
                    )
                session.rollback()

        def floor() -> None:
            with office.database.writer() as session:
                for number in range(LINES):
                    row = {"at": office.now, "who": "auditbeheer", "verb": "gemeten", "kind": "meting",
                           "thing": str(number), "what": "Een regel", "why": "", "previous_hash": f"{number:064}",
                           "hash": f"{number + 1:064}"}  # fmt: skip
                    session.execute(plain, row)
                session.rollback()

        mean, least, ratio = in_turn(ours, floor, 7)
    table(
        ("journal", "ours", "floor", "ratio"),
        [(f"{LINES} lines", milliseconds(mean), milliseconds(least), ratio)],
    )


if __name__ == "__main__":
    main()
