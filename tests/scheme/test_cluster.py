"""Which areas may go together (ARE-3, ARE-4), in the words of the design guide."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.cluster import (
    Park,
    area_conditions,
    areas_counted,
    cluster_conditions,
    criteria_conditions,
    proposed_areas,
)
from auditbeheer.scheme.condition import unmet
from tests.scheme.cases import KVO31, KVO_B, KVO_W

LELYSTAD = [Park(name, ("Lelystad",), 100) for name in ("Flevokust", "Noordersluis", "Oostervaart", "Larserpoort")]


def objections(parks, scheme=KVO_B):
    return [item.objection for item in unmet(area_conditions(scheme, parks))]


def test_four_parks_in_one_municipality_are_a_cluster():
    assert objections(LELYSTAD) == []
    assert [item.fact for item in area_conditions(KVO_B, LELYSTAD)] == ["4 terreinen", "Lelystad", "400 ondernemers"]


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        (
            Park("Noord", ("Lelystad",), 10),
            (
                "Een vijfde terrein past niet: een cluster heeft 2 tot en met 4 bedrijventerreinen (B4 §3.1.1)."
                " Maak voor dit terrein een eigen dossier."
            ),
        ),
    ],
)
def test_a_fifth_park_is_refused(added, sentence):
    assert objections([*LELYSTAD, added]) == [sentence]


@pytest.mark.parametrize(
    ("parks", "sentence"),
    [
        (
            [*LELYSTAD[:3], Park("de Zuidoostpolder", ("Dronten",), 10)],
            "De Zuidoostpolder ligt in Dronten, het cluster in Lelystad. Een cluster ligt in één gemeente (B4 §3.1.1).",
        ),
        (
            [*LELYSTAD[:3], Park("Larserpoort", ("Lelystad",), 301)],
            "Samen hebben de terreinen 601 ondernemers. Het maximum is 600 (B4 §3.1.1).",
        ),
        (
            [*LELYSTAD[:3], Park("Larserpoort", ("Lelystad",), None)],
            "Het aantal ondernemers van Larserpoort is nog niet bekend. Vul het aantal in.",
        ),
        (
            [Park("Hattem", ("Hattem",), 10), Park("Grens", ("Heerde", "Oldebroek"), 10)],
            "Grens ligt in Heerde en Oldebroek, het cluster in Hattem. Een cluster ligt in één gemeente (B4 §3.1.1).",
        ),
    ],
    ids=["ARE-4 municipality", "ARE-4 601", "ARE-4 unknown", "ARE-4 two municipalities"],
)
def test_a_cluster_is_refused_in_the_words_of_the_design_guide(parks, sentence):
    assert objections(parks) == [sentence]


def test_six_hundred_together_is_allowed_and_each_reason_is_told():
    assert objections([*LELYSTAD[:3], Park("Larserpoort", ("Lelystad",), 300)]) == []
    assert len(objections([*LELYSTAD, Park("Ver", ("Dronten",), 500)])) == 3


def test_more_than_600_is_refused_before_the_last_is_counted():
    parks = [Park("A", ("Urk",), 601), Park("B", ("Urk",), None)]
    assert objections(parks) == ["Samen hebben de terreinen 601 ondernemers. Het maximum is 600 (B4 §3.1.1)."]


def test_one_park_is_no_cluster_yet():
    one = unmet(cluster_conditions(KVO_B, LELYSTAD[:1]))
    assert [item.objection for item in one] == [
        (
            "Eén terrein is nog geen cluster: een cluster heeft 2 tot en met 4 bedrijventerreinen (B4 §3.1.1)."
            " Voeg een terrein toe."
        )
    ]
    spread = unmet(cluster_conditions(KVO_B, [Park("Grens", ("Heerde", "Hattem"), 10)]))
    assert spread[1].objection == "Grens ligt in Heerde en Hattem. Een cluster ligt in één gemeente (B4 §3.1.1)."
    assert [item.code for item in unmet(cluster_conditions(KVO_B, []))] == ["cluster.aantal"]


@pytest.mark.parametrize(
    ("parks", "sentences"),
    [
        ([Park("Flevokust", ("Lelystad",), 600)], []),
        ([Park("de Brand", ("Urk",), 601)], ["De Brand heeft 601 ondernemers. Het maximum is 600 (B4 §3.1)."]),
        ([Park("Flevokust", ("Heerde", "Hattem"), 5)], []),
        (
            [Park("Flevokust", ("Lelystad",), None)],
            ["Het aantal ondernemers van Flevokust is nog niet bekend. Vul het aantal in."],
        ),
        ([], []),
    ],
    ids=["600", "601", "spans two municipalities", "not counted", "none yet"],
)
def test_a_single_area_has_its_own_limit(parks, sentences):
    assert objections(parks) == sentences


def test_adjoining_parts_count_as_one_area_with_all_their_entrepreneurs():
    parts = [Park(f"De Rieze {part}", ("Almelo",), 301, "De Rieze") for part in ("Noord", "Zuid")]
    assert areas_counted(parts) == 1
    assert objections(parts) == ["De Rieze heeft 602 ondernemers. Het maximum is 600 (B4 §3.1)."]
    assert areas_counted([*parts, *LELYSTAD]) == 5


def test_3_1_and_concepts_set_no_limits():
    many = [Park(str(number), (str(number),), 1000) for number in range(10)]
    for scheme in (KVO31, KVO_W):
        assert area_conditions(scheme, many) == []
        assert area_conditions(scheme, many[:1]) == []
        assert criteria_conditions(scheme, {}) == []


def test_the_other_criteria_are_shown_by_facts():
    found = criteria_conditions(KVO_B, {"regie": "Parkmanagement Lelystad, mandaat van 3 mei 2025", "kaart": " "})
    assert [(item.code, item.met, item.fact) for item in found] == [
        ("cluster.bestemming", False, "niet aangetoond"),
        ("cluster.vertegenwoordiger", False, "niet aangetoond"),
        ("cluster.regie", True, "Parkmanagement Lelystad, mandaat van 3 mei 2025"),
        ("cluster.kaart", False, "niet aangetoond"),
    ]


@given(st.lists(st.integers(0, 600), min_size=2, max_size=6))
def test_a_park_more_never_mends_a_cluster_that_is_too_large(counts):
    parks = [Park(f"Terrein {number}", ("Lelystad",), count) for number, count in enumerate(counts)]
    before = {item.code for item in unmet(area_conditions(KVO_B, parks))}
    after = {item.code for item in unmet(area_conditions(KVO_B, [*parks, Park("Nog een", ("Lelystad",), 1)]))}
    assert before <= after


@pytest.mark.parametrize(
    ("names", "proposed"),
    [
        (["De Rieze fase A", "De Rieze fase B"], {"De Rieze": ("De Rieze fase A", "De Rieze fase B")}),
        (
            ["Westermaat Zuid-Oost", "Westermaat Zuid-West"],
            {"Westermaat": ("Westermaat Zuid-Oost", "Westermaat Zuid-West")},
        ),
        (["De Rieze I", "De Rieze V/VI"], {"De Rieze": ("De Rieze I", "De Rieze V/VI")}),
        (["Noordersluis", "Oostervaart"], {}),
        (["Noord", "Zuid"], {}),
        (["Haven 1", "Haven", "Haven 2"], {"Haven": ("Haven 1", "Haven", "Haven 2")}),
    ],
)
def test_parts_with_a_shared_name_are_proposed_as_one_area(names, proposed):
    assert proposed_areas(names) == proposed
