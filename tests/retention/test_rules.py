"""How long papers are kept (DOC-11), by the body's own rule."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.retention.rules import Cycle, Kept, cleaning_conditions, kept_until
from auditbeheer.scheme.own_rules import OwnRules, defaults

RULES: OwnRules = defaults()
EARLIER, PREVIOUS, CURRENT, NONE = Cycle.EARLIER, Cycle.PREVIOUS, Cycle.CURRENT, Cycle.NONE


@pytest.mark.parametrize(
    ("last_day", "ended_on", "cycle", "today", "unmet"),
    [
        (date(2020, 3, 1), None, EARLIER, date(2026, 3, 2), []),
        (date(2020, 3, 1), None, EARLIER, date(2026, 3, 1), ["bewaren.termijn"]),
        (date(2020, 2, 29), None, EARLIER, date(2026, 3, 1), []),
        (date(2018, 3, 1), None, PREVIOUS, date(2026, 3, 2), ["bewaren.cyclus"]),
        (date(2027, 3, 1), None, CURRENT, date(2026, 3, 2), ["bewaren.cyclus", "bewaren.termijn"]),
        (None, date(2020, 1, 1), NONE, date(2026, 1, 2), []),
        (None, None, NONE, date(2040, 1, 1), ["bewaren.termijn"]),
    ],
)
def test_papers_are_kept_for_two_cycles_and_the_term(last_day, ended_on, cycle, today, unmet) -> None:
    conditions = cleaning_conditions(Kept(last_day, ended_on, cycle), today, RULES)
    assert [one.code for one in conditions if not one.met] == unmet
    assert {one.source.label for one in conditions} == {"eigen regel 25"}


def test_the_term_counts_from_the_last_day_of_the_certificate_when_there_is_one() -> None:
    assert kept_until(Kept(date(2020, 3, 1), date(2017, 1, 1), EARLIER), RULES) == date(2026, 3, 1)
