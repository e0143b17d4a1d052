"""What somebody's year may hold, and what is said when an audit moves: as tables, without a database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.planning.rules.proposals import day_moved
from auditbeheer.planning.rules.targets import Bounds, may_aim, within_the_year
from auditbeheer.scheme.condition import unmet


def codes(conditions):
    return [condition.code for condition in unmet(conditions)]


@pytest.mark.parametrize(
    ("audits", "in_hours", "refused"),
    [
        (Bounds(5, 8, 12), Bounds(40, 80, 120), []),
        (Bounds(), Bounds(), []),
        (Bounds(9, 8, 12), Bounds(), ["doel.audits"]),
        (Bounds(5, None, 4), Bounds(None, 80, 60), ["doel.audits", "doel.uren"]),
    ],
)
def test_numbers_for_a_year_go_from_low_to_high(audits, in_hours, refused):
    assert codes(may_aim(audits, in_hours)) == refused


@pytest.mark.parametrize(
    ("audits", "worked", "most_audits", "most_hours", "refused"),
    [
        (11, Decimal(92), 12, 100, []),
        (12, Decimal(92), 12, 100, ["jaar.audits"]),
        (11, Decimal("92.5"), 12, 100, ["jaar.uren"]),
        (12, Decimal(93), 12, 100, ["jaar.audits", "jaar.uren"]),
        (99, Decimal(999), None, None, []),
    ],
    ids=["just within", "one audit too many", "half an hour too many", "both", "no most"],
)
def test_one_more_audit_stays_within_the_year(audits, worked, most_audits, most_hours, refused):
    found = within_the_year(
        "Marloes Bakker", 2027, audits=audits, worked=worked, more=Decimal(8), most_audits=most_audits,
        most_hours=most_hours,
    )  # fmt: skip
    assert codes(found) == refused
    assert all("Marloes Bakker" in one.objection for one in unmet(found))


def test_an_audit_that_moves_is_told_with_both_days():
    told = day_moved("Cluster Lelystad", date(2027, 1, 12), date(2027, 1, 19))
    assert told.replace("\u00a0", " ") == "Cluster Lelystad: van 12 januari 2027 naar 19 januari 2027"
