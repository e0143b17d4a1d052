"""The parties of the working group and the start phase (ARE-5, ARE-6)."""

from datetime import date

import pytest

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.parties import association_conditions, association_due, party_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_W

PARTIES = ["ondernemers", "gemeente", "politie", "brandweer"]


@pytest.mark.parametrize(("scheme", "label"), [(KVO31, "S31 §2.2.2"), (KVO_B, "B4 §3.2")])
def test_each_missing_party_is_named(scheme, label):
    assert not unmet(party_conditions(scheme, PARTIES))
    assert [item.objection for item in unmet(party_conditions(scheme, PARTIES[:3]))] == [
        f"Brandweer in de werkgroep ({label}). Nu: ontbreekt."
    ]


@pytest.mark.parametrize(
    ("through", "day", "met"),
    [
        ("Ondernemersvereniging Lelystad", date(2030, 1, 1), True),
        ("", date(2025, 2, 28), True),
        ("", date(2025, 3, 1), False),
    ],
)
def test_in_the_start_phase_an_association_may_follow_within_a_year(through, day, met):
    [condition] = association_conditions(KVO_B, through, date(2024, 2, 29), day)
    assert condition.met is met
    assert condition.fact == (through or "startfase tot en met 28\u00a0februari 2025")
    last = association_due(KVO_B, date(2024, 2, 29))
    assert last
    assert last.explanation == "Binnen een jaar na de start op 29\u00a0februari 2024 (B4 §3.2)."


def test_3_1_asks_no_association_and_a_concept_cannot_say():
    assert association_conditions(KVO31, "", date(2020, 1, 1), date(2024, 1, 1)) == []
    with pytest.raises(Refusal):
        party_conditions(KVO_W, PARTIES)
