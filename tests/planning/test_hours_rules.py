"""The hours of an audit by activity: how they are shared out, what must hold, and what is only told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.planning.rules import HourPlan, may_plan_hours, near_the_share, proposed_hours, share_band
from auditbeheer.planning.rules.hours import other_hours
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import defaults

RULES = defaults()
B4, S31, W4 = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"], packaged()["kvo-w-4.0"]


def plan(review: str, there: str, report: str) -> HourPlan:
    return HourPlan(Decimal(review), Decimal(there), Decimal(report))


@pytest.mark.parametrize(
    ("scheme", "total", "shared_out"),
    [
        pytest.param(B4, "8", plan("2", "4", "2"), id="B4 §6.3.1: 1 area"),
        pytest.param(B4, "10", plan("2.5", "5", "2.5"), id="B4 §6.3.1: 2 areas"),
        pytest.param(B4, "11", plan("2.75", "5.5", "2.75"), id="B4 §6.3.1: 3 areas"),
        pytest.param(B4, "12", plan("3", "6", "3"), id="B4 §6.3.1: 4 areas"),
        pytest.param(B4, "9.25", plan("2.25", "4.75", "2.25"), id="in quarters, half of one goes up"),
        pytest.param(B4, "8.33", plan("2.08", "4.25", "2"), id="what is no quarter goes to the documents"),
        pytest.param(S31, "12", plan("4", "5", "3"), id="S31 §4.3: 0.5 of 1.5 man-days for the documents"),
        pytest.param(S31, "14", plan("4.75", "5.75", "3.5"), id="S31 §4.3: with more hours"),
    ],
)
def test_hours_are_shared_out_as_the_scheme_says(scheme: Scheme, total: str, shared_out: HourPlan) -> None:
    assert proposed_hours(scheme, Decimal(total), RULES).plan == shared_out


def test_each_activity_says_where_its_hours_come_from() -> None:
    told = proposed_hours(B4, Decimal(8), RULES)
    assert (told.on_location.source.label, told.on_location.explanation) == ("B4 §6.3.1", "Circa 50\xa0% van 8 uur.")
    assert (told.report.source.label, told.report.explanation) == ("eigen regel 59", "25\xa0% van 8 uur.")
    assert told.review.explanation == "Wat overblijft van 8 uur."
    old = proposed_hours(S31, Decimal(12), RULES)
    assert (old.review.source.label, old.review.explanation) == ("S31 §4.3", "0,5 van 1,5 mandag.")
    assert old.on_location.explanation == "Wat overblijft van 12 uur."


def test_a_scheme_that_says_nothing_of_documents_gives_them_as_much_as_the_report() -> None:
    """A scheme with hours per number of areas and no part on location, as the body may adopt one."""
    times = B4.audit_time
    assert times is not None
    bare = B4.model_copy(update={"audit_time": times.model_copy(update={"on_location_share": None})})
    told = proposed_hours(bare, Decimal(12), RULES)
    assert told.plan == plan("3", "6", "3")
    assert {told.review.source.label, told.on_location.source.label} == {"eigen regel 59"}
    assert (near_the_share(told.plan, bare, RULES), share_band(bare, RULES)) == ([], None)


def test_a_concept_has_no_hours_to_share_out() -> None:
    with pytest.raises(Refusal):
        proposed_hours(W4, Decimal(8), RULES)


@given(
    total=st.decimals(min_value=1, max_value=200, places=2), scheme=st.sampled_from([B4, S31]),
    share=st.integers(min_value=5, max_value=40),
)  # fmt: skip
def test_what_is_shared_out_is_all_there_is_and_never_less_than_nothing(total, scheme, share):
    rules = RULES.with_values({"report_share": (str(share), date(2026, 1, 1))})
    found = proposed_hours(scheme, total, rules).plan
    assert found.total == total
    assert found.review >= 0
    assert found.on_location > 0
    assert found.report >= 0


@given(total=st.integers(min_value=32, max_value=800).map(lambda quarters: Decimal(quarters) / 4))
def test_what_is_proposed_under_4_0_may_be_planned_and_is_circa_half_on_location(total):
    found = proposed_hours(B4, total, RULES).plan
    assert not unmet([*may_plan_hours(found, total, B4), *near_the_share(found, B4, RULES)])


@pytest.mark.parametrize(
    ("planned", "agreed", "scheme", "objections"),
    [
        pytest.param(plan("2", "4", "2"), "8", B4, [], id="as agreed"),
        pytest.param(plan("2", "5", "2"), "8", B4, [], id="more than agreed"),
        pytest.param(plan("2", "3.75", "2"), "8", B4, ["uren.afgesproken"], id="ISO 17065 §4.1.2: a quarter less"),
        pytest.param(plan("2", "4", "2"), "10", B4, ["uren.afgesproken"], id="B4 §6.3.1: extra hours agreed later"),
        pytest.param(plan("4", "4", "0"), "8", B4, ["uren.elke_activiteit"], id="B4 §6.3.1: no report"),
        pytest.param(plan("0", "8", "4"), "12", S31, ["uren.elke_activiteit"], id="S31 §4.3: no documents"),
        pytest.param(plan("0", "0", "0"), None, B4, ["uren.elke_activiteit"], id="no agreement yet"),
    ],
)
def test_planned_hours_are_held_against_both(planned, agreed, scheme, objections):
    found = unmet(may_plan_hours(planned, Decimal(agreed) if agreed else None, scheme))
    assert [condition.code for condition in found] == objections


def test_a_refusal_names_what_is_left_out_and_its_place() -> None:
    [refused] = unmet(may_plan_hours(plan("8", "4", "0"), Decimal(8), B4))
    assert refused.objection == (
        "Vul ook uren in voor: rapport. De audittijd is voor documenten, locatie en rapport samen (B4 §6.3.1)."
    )
    [short] = unmet(may_plan_hours(plan("2", "4", "1.5"), Decimal(8), B4))
    assert short.objection == "Afgesproken is 8 uur. Minder kan niet (ISO 17065 §4.1.2)."


@pytest.mark.parametrize(
    ("planned", "margin", "met"),
    [
        (plan("2.4", "3.2", "2.4"), 10, True),
        (plan("2.5", "3", "2.5"), 10, False),
        (plan("1.6", "4.8", "1.6"), 10, True),
        (plan("1.5", "5", "1.5"), 10, False),
        (plan("2", "4", "2"), 0, True),
        (plan("2", "4.25", "2"), 0, False),
        (plan("1", "6.75", "0.25"), 50, True),
    ],
    ids=["40 %", "37.5 %", "60 %", "62.5 %", "exactly half", "no margin", "all is well"],
)
def test_circa_half_on_location_is_flagged_outside_the_band(planned, margin, met):
    rules = RULES.with_values({"location_margin": (str(margin), date(2026, 1, 1))})
    [condition] = near_the_share(planned, B4, rules)
    assert condition.met is met
    assert condition.source.label == "eigen regel 58"


def test_the_flag_says_what_is_planned_and_what_is_usual() -> None:
    [condition] = near_the_share(plan("4", "3", "3"), B4, RULES)
    assert condition.objection.replace("\xa0", " ") == (
        "Op locatie is 3 van 10 uur: 30 %. Circa 50 % is de bedoeling (B4 §6.3.1), en 40 tot en met 60 % past daarbij"
        " (eigen regel 58)."
    )
    assert near_the_share(plan("0", "0", "0"), B4, RULES) == []
    assert near_the_share(plan("4", "1", "7"), S31, RULES) == [], "3.1 says nothing of a part on location"


def test_the_same_hours_again_say_nothing() -> None:
    assert not other_hours(plan("2", "4", "2"), plan("2.0", "4.00", "2")).met
    assert other_hours(plan("2", "4", "2"), plan("2", "5", "2")).met
    assert other_hours(None, plan("2", "4", "2")).met
