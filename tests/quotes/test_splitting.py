"""An old project of ten areas becomes clusters that 4.0 allows: the division, and carrying it out (ARE-3, ARE-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import CertifiedPeriod
from auditbeheer.quotes.rules.division import Piece, divide, proposed_names
from auditbeheer.quotes.service.splitting import Cluster, outlook, proposed_division, split_partnership
from auditbeheer.quotes.service.state import areas_of
from auditbeheer.relations.models import Partnership, PartnershipArea
from tests.quotes import samples as quotes
from tests.relations import samples
from tests.relations.samples import NOW, TODAY

LIMITS = {"most_areas": 4, "most_entrepreneurs": 600}


def pieces(*told):
    return [
        Piece(key, f"Park {key}", tuple(place.split("+")), count, one) for key, (place, count, one) in enumerate(told)
    ]


@pytest.mark.parametrize(
    ("told", "near", "groups"),
    [
        ([("Lelystad", 50, "")] * 4, {}, [(0, 1, 2, 3)]),
        ([("Lelystad", 50, "")] * 5, {(0, 4): 1, (1, 2): 1, (2, 3): 1}, [(0, 4), (1, 2, 3)]),
        ([("Hattem", 50, ""), ("Heerde", 50, ""), ("Oldebroek", 50, "")], {}, [(0,), (1,), (2,)]),
        ([("Hattem", 50, ""), ("Hattem+Heerde", 50, ""), ("Hattem", 9, "")], {}, [(0, 2), (1,)]),
        ([("Weert", 250, ""), ("Weert", 350, ""), ("Weert", 1, "")], {(0, 1): 9.0, (1, 2): 9.5}, [(0, 1), (2,)]),
        ([("Weert", 250, ""), ("Weert", 351, ""), ("Weert", 1, "")], {(0, 1): 1.0}, [(0, 2), (1,)]),
        ([("Almelo", 20, "De Rieze")] * 3 + [("Almelo", 20, "")] * 3, {}, [(0, 1, 2, 3, 4, 5)]),
        ([("Urk", 700, ""), ("Urk", 20, "")], {}, [(0,), (1,)]),
        ([("Urk", None, ""), ("Urk", None, "")], {}, [(0, 1)]),
    ],
    ids=[
        "four",
        "five by nearness",
        "three municipalities",
        "one in two",
        "600 fits",
        "601 does not",
        "parts",
        "too large",
        "not counted",
    ],
)
def test_areas_are_divided_by_municipality_nearness_and_the_limits(told, near, groups):
    distances = {frozenset(pair): km for pair, km in near.items()}
    assert sorted(divide(pieces(*told), distances, **LIMITS)) == groups


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "B", "A+B"]), st.one_of(st.none(), st.integers(1, 700)), st.sampled_from(["", "X"])
        ),
        max_size=10,
    ),
    st.data(),
)
def test_every_area_is_in_one_group_and_no_group_breaks_a_limit(told, data):
    many = pieces(*told)
    pairs = [frozenset({a.key, b.key}) for a in many for b in many if a.key < b.key]
    distances = {pair: data.draw(st.floats(0, 50)) for pair in pairs[:6]}
    groups = divide(many, distances, **LIMITS)
    assert sorted(key for group in groups for key in group) == list(range(len(many)))
    for group in groups:
        inside = [many[key] for key in group]
        assert len({one.municipalities for one in inside}) == 1
        assert len({one.counts_as for one in inside}) <= 4
        people = sum(one.entrepreneurs or 0 for one in inside)
        assert people <= 600 or len({one.counts_as for one in inside}) == 1
    assert (
        len(set(proposed_names("Verband", [[many[key] for key in group] for group in groups]))) == len(groups)
        or not groups
    )


def old_project(session, shelf, areas=10) -> Partnership:
    """Ten parks in three municipalities under one convenant, as 3.1 allowed."""
    partnership = samples.with_people(session, samples.bare(session, "KVO Weert en omgeving"))
    for index in range(areas):
        name, code = (("Weert", "0988"), ("Nederweert", "0946"), ("Leudal", "1640"))[index % 3 if index < 6 else 0]
        place = samples.municipality(session, name, code, lat=Decimal("51.25"), lon=Decimal("5.7"))
        area = samples.known_area(session, f"Terrein {index}", place)
        area.entrepreneurs, area.counted_on, area.count_source = 60, date(2026, 9, 1), "ledenlijst"
        area.lat, area.lon = Decimal("51.2") + index, Decimal("5.7")
        area.activities, area.boundary = "Productie", "Zoals op de kaart"
        session.add(PartnershipArea(partnership=partnership, area_id=area.id, joined_on=date(2020, 1, 1)))
        session.add(
            CertifiedPeriod(
                area_id=area.id, partnership_id=partnership.id, scheme="kvo-3.1", certificate="KVO-B-2024-00001",
                body="eigen", issued_on=date(2024, 6, 1), last_day=date(2027, 5, 31),
            )
        )  # fmt: skip
    session.flush()
    session.refresh(partnership)
    return partnership


def carry_out(session, partnership, clusters, **other):
    told = {
        "day": TODAY, "why": "4.0 kent clusters van ten hoogste vier terreinen in één gemeente",
        "details": quotes.details([]), "owner": quotes.planner(session), "library": schemes(),
    }  # fmt: skip
    return split_partnership(session, quotes.actor(session), NOW, partnership, clusters, **{**told, **other})


def test_ten_areas_in_three_municipalities_become_clusters_with_an_application_each(session, tmp_path):
    partnership = old_project(session, tmp_path)
    proposed = proposed_division(partnership, schemes(), TODAY)
    assert sorted(len(one.area_ids) for one in proposed) == [2, 2, 2, 4]
    looks = outlook(session, partnership, proposed, schemes(), TODAY)
    assert all(not [one for one in look.conditions if not one.met] for look in looks)
    assert sorted(look.time.minimum for look in looks if look.time) == [10, 10, 10, 12]
    rows = carry_out(session, partnership, proposed)
    assert [areas_of(row) for row in rows] == [len(one.area_ids) for one in proposed]
    assert {row.kind.value for row in rows} == {"later"}
    assert rows[0].partnership is partnership
    for row, cluster in zip(rows[1:], proposed[1:], strict=True):
        assert row.partnership.name == cluster.name
        assert [person.name for person in row.partnership.authorised] == ["Selin Yılmaz"]
        assert {party.kind for party in row.partnership.current_parties} == {
            party.kind for party in partnership.current_parties
        }
    left = [link for link in partnership.areas if link.left_on]
    assert {link.left_on for link in left} == {TODAY - timedelta(days=1)}
    assert len(left) + len(partnership.current_links) == 10
    verbs = [entry.verb for entry in session.query(JournalEntry)]
    assert verbs.count("gebied verplaatst") == len(left)
    assert verbs.count("samenwerkingsverband gesplitst") == 1


def test_a_division_that_breaks_a_rule_is_refused_as_a_whole(session, tmp_path):
    partnership = old_project(session, tmp_path)
    proposed = proposed_division(partnership, schemes(), TODAY)
    first, second = proposed[0], proposed[1]
    mixed = [
        replace(first, area_ids=(*first.area_ids, second.area_ids[0])),
        replace(second, area_ids=second.area_ids[1:]),
        *proposed[2:],
    ]
    missing = [replace(first, area_ids=first.area_ids[1:]), *proposed[1:]]
    one = [Cluster("Alles", tuple(link.area_id for link in partnership.current_links))]
    for wrong, other in (
        (mixed, {}),
        (missing, {}),
        (one, {}),
        (proposed, {"why": " "}),
        (proposed, {"day": TODAY + timedelta(days=1)}),
        (proposed, {"day": date(2020, 1, 1)}),
    ):
        with pytest.raises(Refused), session.begin_nested():
            carry_out(session, partnership, wrong, **other)
        session.expire_all()
        assert len(partnership.current_links) == 10


def test_an_open_application_stands_in_the_way_of_splitting(session, tmp_path):
    partnership = old_project(session, tmp_path, 5)
    row = quotes.applied(session, partnership)
    with pytest.raises(Refused) as refused:
        carry_out(session, partnership, proposed_division(partnership, schemes(), TODAY))
    assert row.number in refused.value.objections[0].objection


def test_without_an_application_only_the_partnerships_are_made(session, tmp_path):
    partnership = old_project(session, tmp_path)
    assert carry_out(session, partnership, proposed_division(partnership, schemes(), TODAY), details=None) == []
