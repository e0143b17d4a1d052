"""What the survey asks, and which themes get a goal (DOC-5, DOC-8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.survey_themes import goal_conditions, topic_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_W

LEAST = {4, 5, 10, 11, 12, 17, 18, 19, 24, 25, 28, 29, 30, 34, 35, 38, 40, 41, 42, 43}
OPEN = {16, 23, 33}
MANDATORY = [theme.code for theme in known(KVO_B, KVO_B.survey, "").themes if theme.mandatory]


def codes(conditions):
    return [item.code for item in unmet(conditions)]


def test_twenty_topics_and_three_open_questions_are_enough():
    assert len(LEAST) == 20
    assert codes(topic_conditions(KVO_B, LEAST | OPEN)) == []


@pytest.mark.parametrize(
    ("chosen", "unmet_codes"),
    [
        (LEAST, ["enquete.open_vragen"]),
        ((LEAST | OPEN) - {12}, ["enquete.fysieke_veiligheid", "enquete.onderwerpen"]),
        ((LEAST | OPEN | {1}) - {12}, ["enquete.fysieke_veiligheid"]),
        ((LEAST | OPEN) - {23}, ["enquete.open_vragen"]),
    ],
)
def test_an_open_question_never_fills_the_minimum_of_a_theme(chosen, unmet_codes):
    assert codes(topic_conditions(KVO_B, chosen)) == unmet_codes


@given(st.sets(st.integers(1, 44)), st.integers(1, 44))
def test_a_topic_more_never_hurts(chosen, more):
    assert set(codes(topic_conditions(KVO_B, chosen | {more}))) <= set(codes(topic_conditions(KVO_B, chosen)))


@pytest.mark.parametrize(
    ("with_goal", "optional", "added", "unmet_count"),
    [
        (MANDATORY[:7], [], [], 0),
        (MANDATORY[:6], [], [], 1),
        ([*MANDATORY[:6], "duurzaamheid"], ["duurzaamheid"], [], 1),
        (MANDATORY[:7], ["duurzaamheid"], ["Drugsafval"], 2),
        ([*MANDATORY[:7], "duurzaamheid", "Drugsafval"], ["duurzaamheid"], ["Drugsafval"], 0),
    ],
)
def test_seven_of_ten_themes_and_every_chosen_one_get_a_goal(with_goal, optional, added, unmet_count):
    assert len(MANDATORY) == 10
    found = goal_conditions(KVO_B, with_goal, optional, added)
    assert len(unmet(found)) == unmet_count
    assert found[0].text == "Doelen voor ten minste 7 van de 10 vaste thema’s"


def test_a_theme_is_named_as_the_document_or_the_group_does():
    found = goal_conditions(KVO_B, [], ["duurzaamheid"], ["Drugsafval"])
    assert [item.text for item in found[1:]] == [
        "Een doel voor het gekozen thema Duurzaamheid",
        "Een doel voor het gekozen thema Drugsafval",
    ]


def test_3_1_names_themes_without_numbering_topics():
    themes = known(KVO31, KVO31.survey, "").themes
    assert len(themes) == 5
    assert all(theme.topics == () for theme in themes)


def test_3_1_sets_no_minimum_and_a_concept_knows_no_themes():
    assert topic_conditions(KVO31, set()) == []
    assert goal_conditions(KVO31, [], [], []) == []
    for ask in (lambda: topic_conditions(KVO_W, set()), lambda: goal_conditions(KVO_W, [], [], [])):
        with pytest.raises(Refusal):
            ask()
