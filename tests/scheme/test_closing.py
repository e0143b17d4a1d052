"""All deviations closed before a positive decision (AUD-8)."""

import pytest

from auditbeheer.scheme.closing import closed_conditions
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.own_rules import defaults
from tests.scheme.cases import KVO31, KVO_B, KVO_W


@pytest.mark.parametrize(
    ("open_ones", "found", "fact"),
    [
        ([], 0, "geen afwijkingen"),
        ([], 1, "gesloten"),
        ([], 3, "alle 3 gesloten"),
        (["afwijking 1"], 3, "1 afwijking is nog open: afwijking 1"),
        (["afwijking 1", "afwijking 3"], 3, "2 afwijkingen zijn nog open: afwijking 1 en afwijking 3"),
    ],
)
def test_an_open_deviation_holds_up_a_positive_decision(open_ones, found, fact):
    [condition] = closed_conditions(KVO31, open_ones, found)
    assert condition.fact == fact
    assert condition.met is not bool(open_ones)
    assert condition.source.label == "S31 §4.4.4"


def test_for_4_0_it_is_the_body_s_own_rule():
    assert [item.source.label for item in unmet(closed_conditions(KVO_B, ["1"], 1))] == ["eigen regel 21"]
    assert defaults()["all_deviations_closed"].fixed
    with pytest.raises(Refusal):
        closed_conditions(KVO_W, [], 0)
