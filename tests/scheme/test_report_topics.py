"""The topics of every report (AUD-7)."""

import pytest

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.report_topics import report_topics, topic_conditions
from tests.scheme.cases import KVO31, KVO_B, KVO_W


def test_a_later_report_also_treats_the_renewed_documents():
    first, later = (report_topics(KVO_B, first=first) for first in (True, False))
    assert [topic.code for topic in later][:-1] == [topic.code for topic in first]
    assert later[-1].code == "vernieuwde_set"
    assert {topic.source.label for topic in later} == {"B4 §6.4"}
    assert [topic.source.label for topic in report_topics(KVO31, first=True)] == ["S31 §4.4.2"] * 6


def test_a_topic_that_is_not_treated_is_an_objection():
    treated = [topic.code for topic in report_topics(KVO_B, first=True)]
    assert not unmet(topic_conditions(KVO_B, treated, first=True))
    assert [item.code for item in unmet(topic_conditions(KVO_B, treated[1:], first=True))] == ["rapport.opzet"]
    assert [item.fact for item in unmet(topic_conditions(KVO_B, treated, first=False))] == ["nog leeg"]


def test_a_concept_has_no_topics():
    with pytest.raises(Refusal):
        report_topics(KVO_W, first=True)
