"""Planning's rules as tables: when a day may stand, who is free, when the day may be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.planning.rules import (
    Member,
    PlanFacts,
    Wish,
    days_of_absence,
    may_confirm,
    may_plan,
    may_state_impartiality,
    needs_review_day,
    none_planned,
    not_held,
    one_leads,
    promised,
    safe_until,
)
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.sections import AreaType
from tests.planning.scene import DAY, REVIEW, TODAY

RULES = defaults()
B4, S31, W4 = (packaged()[key] for key in ("kvo-b-4.0", "kvo-3.1", "kvo-w-4.0"))
FACTS = PlanFacts(
    scheme=B4, area_type=AreaType.BUSINESS_PARK, started_on=date(2025, 9, 1), signed_on=date(2026, 10, 20),
    agreed_hours=Decimal(12), ended=False, licences=(Licence(date(2024, 1, 1), date(2027, 12, 31)),),
)  # fmt: skip
WISH = Wish(day=DAY, review_on=REVIEW, hours=Decimal(12))


def codes(conditions) -> set[str]:
    return {condition.code for condition in unmet(conditions)}


@pytest.mark.parametrize(
    ("wish", "facts", "objections"),
    [
        pytest.param({}, {}, set(), id="all is well"),
        pytest.param({"day": TODAY, "review_on": None}, {}, {"documentbeoordeling.dag"}, id="B4 §5.4: no review day"),
        pytest.param({"review_on": DAY}, {}, {"documentbeoordeling.voor_audit"}, id="B4 §5.4: on the day itself"),
        pytest.param({"review_on": DAY - timedelta(days=1)}, {}, set(), id="B4 §5.4: the day before"),
        pytest.param({"day": TODAY - timedelta(days=1), "review_on": TODAY - timedelta(days=2)}, {},
                     {"dag.niet_voorbij", "documentbeoordeling.niet_voorbij"}, id="yesterday"),
        pytest.param({"hours": Decimal("11.5")}, {}, {"uren.afgesproken"}, id="fewer hours than agreed"),
        pytest.param({"hours": Decimal(14)}, {}, set(), id="more hours than agreed"),
        pytest.param({}, {"signed_on": None, "agreed_hours": None}, {"overeenkomst.getekend"}, id="no agreement"),
        pytest.param({}, {"ended": True}, {"dossier.loopt"}, id="withdrawn"),
        pytest.param({}, {"licences": ()}, {"licentie.geldig"}, id="B4 §6.1: no licence"),
        pytest.param({"day": date(2027, 12, 31)}, {}, set(), id="the licence's last day"),
        pytest.param({"day": date(2028, 1, 1)}, {}, {"licentie.geldig"}, id="the day after"),
        pytest.param({}, {"scheme": S31}, {"schema.gestart", "schema.tot_en_met"}, id="B4 §1.5: 3.1 is closed"),
        pytest.param({}, {"scheme": W4, "area_type": AreaType.SHOPPING_AREA}, {"schema.vastgesteld"}, id="SCH-5"),
        pytest.param({}, {"area_type": AreaType.SHOPPING_AREA}, {"schema.gebiedstype"}, id="another type of area"),
    ],
)  # fmt: skip
def test_a_day_is_held_against_every_rule(wish, facts, objections):
    assert codes(may_plan(replace(WISH, **wish), replace(FACTS, **facts), TODAY)) == objections


def test_under_3_1_no_review_day_of_its_own_is_asked():
    wish = Wish(day=date(2025, 2, 28), review_on=None, hours=Decimal(12))
    facts = replace(FACTS, scheme=S31, started_on=date(2024, 2, 29))
    assert codes(may_plan(wish, facts, date(2025, 1, 6))) == set()
    assert (needs_review_day(S31), needs_review_day(B4)) == (False, True)
    assert codes(may_plan(replace(wish, day=date(2025, 3, 1)), facts, date(2025, 1, 6))) == {"schema.tot_en_met"}


def test_last_days_follow_from_the_audit_day():
    found = promised(B4, date(2026, 12, 9), RULES)
    assert (found.documents_due, found.report_due, found.remarks) == (date(2026, 11, 25), date(2026, 12, 23), ())
    christmas = promised(B4, date(2026, 12, 25), RULES)
    assert [text.replace("\xa0", " ") for text in christmas.remarks] == [
        "25 december 2026 is een feestdag (Eerste kerstdag)."
    ]
    assert (promised(S31, DAY, RULES).documents_due, promised(S31, DAY, RULES).report_due) == (None, None)


def test_the_earliest_certificate_decides_the_latest_safe_day():
    found = safe_until(B4, [date(2027, 5, 31), date(2026, 12, 31)], RULES)
    assert found is not None
    day, source, why = found
    assert (day, source.label) == (date(2026, 9, 16), "eigen regel 1")
    assert "B4 §6.3" in why
    assert safe_until(B4, [], RULES) is None


@pytest.mark.parametrize(
    ("leader", "leads", "count"), [(None, True, 0), ("F. de Groot", False, 0), ("F. de Groot", True, 1)]
)
def test_an_audit_has_one_leader(leader, leads, count):
    assert len(unmet(one_leads("M. Bakker", leader=leader, leads=leads))) == count


PROBLEM = Condition("kwalificatie.besluit", "Gekwalificeerd", met=False, fact="geschorst", source=B4.cite("6.1"))
LEAD = Member("M. Bakker", leads=True, confirmed=True)


@pytest.mark.parametrize(
    ("team", "day", "objections"),
    [
        ([LEAD], DAY, set()),
        ([], DAY, {"team.leider"}),
        ([replace(LEAD, leads=False)], DAY, {"team.leider"}),
        ([replace(LEAD, confirmed=False)], DAY, {"team.onpartijdig"}),
        ([LEAD, Member("R. Aydin", leads=False, confirmed=False)], DAY, {"team.onpartijdig"}),
        ([replace(LEAD, problems=(PROBLEM,))], DAY, {"kwalificatie.besluit"}),
        ([LEAD], TODAY, set()),
        ([LEAD], TODAY - timedelta(days=1), {"dag.niet_voorbij"}),
    ],
)
def test_a_day_is_confirmed_when_everybody_is_impartial_and_able(team, day, objections):
    assert codes(may_confirm(day, team, TODAY, RULES)) == objections


@pytest.mark.parametrize(("own", "given", "met"), [(True, False, True), (False, False, False), (True, True, False)])
def test_each_member_confirms_in_person_and_once(own, given, met):
    assert (not unmet(may_state_impartiality(own=own, given=given))) is met


def test_an_audit_that_was_held_or_stands_is_named_with_its_day():
    assert "9\xa0december 2026" in not_held(DAY, held=True).objection
    assert "9\xa0december 2026" in none_planned(DAY).objection
    assert not_held(DAY, held=False).met
    assert none_planned(None).met


@pytest.mark.parametrize(
    ("first", "last", "objections"),
    [
        (TODAY, DAY - timedelta(days=1), set()),
        (TODAY, DAY, {"afwezig.audit"}),
        (DAY + timedelta(days=1), DAY + timedelta(days=2), set()),
        (DAY, TODAY, {"afwezig.periode"}),
    ],
)
def test_nobody_is_away_during_an_own_audit(first, last, objections):
    assert codes(days_of_absence(first, last, [(DAY, "De Brand")])) == objections


@given(days=st.integers(min_value=0, max_value=2000))
def test_documents_are_always_fourteen_days_before_and_the_report_fourteen_after(days):
    day = TODAY + timedelta(days=days)
    found = promised(B4, day, RULES)
    assert (found.documents_due, found.report_due) == (day - timedelta(days=14), day + timedelta(days=14))
