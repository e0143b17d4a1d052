"""The auditor's checklist by scheme and kind of audit (AUD-2)."""

import pytest

from auditbeheer.scheme.checklist import points
from auditbeheer.scheme.condition import Refusal
from tests.scheme.cases import KVO31, KVO_B, KVO_G

ALL = {f"T{number}" for number in range(1, 25)}


@pytest.mark.parametrize(
    ("first", "cluster", "without"),
    [
        (True, True, {"T17", "T18", "T24"}),
        (True, False, {"T2", "T17", "T18", "T24"}),
        (False, True, {"T20"}),
        (False, False, {"T2", "T20"}),
    ],
)
def test_the_points_fit_the_scheme_and_the_kind_of_audit(first, cluster, without):
    assert {point.code for point in points(KVO_B, first=first, cluster=cluster)} == ALL - without


def test_3_1_adds_the_renewal_for_continu_only():
    first, later = (points(KVO31, first=first, cluster=False) for first in (True, False))
    assert [point.code for point in later][:-1] == [point.code for point in first]
    assert later[-1].code == "2.5.3"
    assert later[-1].source.label == "S31 §2.5.3"


def test_a_point_says_where_it_stands_and_which_figures_stand_beside_it():
    response = next(point for point in points(KVO_B, first=True, cluster=False) if point.code == "T9")
    assert response.source.label == "B4 §4.1.1"
    assert response.figures == ("onderwerpen", "respons")
    assert response.source.explanation


def test_a_concept_has_no_checklist():
    with pytest.raises(Refusal, match="de toetspunten"):
        points(KVO_G, first=True, cluster=False)
