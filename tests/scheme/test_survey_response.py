"""The response that a survey needs (DOC-4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.survey_response import AreaResponse, needed_response, response_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_G, vectors


@pytest.mark.parametrize(
    "case",
    vectors("survey_response"),
    ids=lambda case: f"{case['scheme']} {case['entrepreneurs']} {'first' if case['first'] else 'later'}",
)
def test_the_needed_response_is_that_of_the_vectors(case):
    scheme = packaged()[case["scheme"]]
    if case["expect"] is None:
        with pytest.raises(Refusal) as refused:
            needed_response(scheme, case["entrepreneurs"], first=case["first"])
        assert refused.value.conditions[0].source.label == "B4 §4.1.1"
        return
    need = needed_response(scheme, case["entrepreneurs"], first=case["first"])
    assert {"percentage": need.percentage, "needed": need.needed} == case["expect"]


@given(st.sampled_from([KVO31, KVO_B]), st.integers(0, 600), st.booleans())
def test_never_more_answers_are_needed_than_there_are_entrepreneurs(scheme, entrepreneurs, first):
    need = needed_response(scheme, entrepreneurs, first=first)
    assert 0 <= need.needed <= entrepreneurs
    assert need.needed * 100 >= need.percentage * entrepreneurs > (need.needed - 1) * 100


@given(st.integers(0, 600))
def test_under_4_0_first_and_later_need_the_same(entrepreneurs):
    first, later = (needed_response(KVO_B, entrepreneurs, first=first) for first in (True, False))
    assert first == later


def test_the_figure_says_why():
    assert needed_response(KVO_B, 51, first=True).explanation == (
        "16 antwoorden: 30\u00a0% van 51 ondernemers, naar boven afgerond (B4 §4.1.1)."
    )


def test_a_number_below_nothing_is_refused_under_an_open_table_too():
    with pytest.raises(Refusal) as refused:
        needed_response(KVO31, -1, first=True)
    assert "S31 §2.3.1.1" in str(refused.value)
    assert needed_response(KVO31, 100_000, first=True).needed == 30_000


def test_more_than_600_are_refused_in_a_sentence():
    with pytest.raises(Refusal) as refused:
        needed_response(KVO_B, 601, first=True)
    assert (
        str(refused.value)
        == "Voor 601 ondernemers is er geen respons vastgesteld: die is er van 0 tot en met 600 (B4 §4.1.1)."
    )


def test_a_concept_has_no_response():
    with pytest.raises(Refusal, match=r"KVO Buitengebieden 4\.0 ontbreekt nog: de respons"):
        needed_response(KVO_G, 10, first=True)


def test_every_area_answers_for_itself():
    areas = [AreaResponse("Flevokust", 40, 40), AreaResponse("Larserpoort", 60, 17), AreaResponse("Te groot", 601, 600)]
    found = response_conditions(KVO_B, areas, first=True)
    assert [item.met for item in found] == [True, False, False]
    assert found[0].text == "Flevokust: ten minste 16 antwoorden (40\u00a0%)"
    assert found[1].objection == (
        "Larserpoort haalt de respons niet: 17 antwoorden, nodig zijn er 18 van 60 ondernemers (B4 §4.1.1)."
    )
    assert [item.code for item in unmet(found)] == ["respons.gehaald", "respons.ondernemers"]
