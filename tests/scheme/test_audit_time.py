"""The minimum audit time (QUO-6, QUO-8) and the hours of a quote (QUO-7)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.audit_time import area_conditions, audit_time, circa_on_location, hours_conditions
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.model import read_text
from auditbeheer.scheme.own_rules import defaults
from tests.scheme.cases import KVO31, KVO_B, KVO_W, vectors
from tests.scheme.files import complete_w


@pytest.mark.parametrize("case", vectors("audit_time"), ids=lambda case: f"{case['scheme']} {case['areas']}")
def test_the_minimum_is_that_of_the_vectors(case):
    scheme, expect = packaged()[case["scheme"]], case["expect"]
    if expect is None:
        with pytest.raises(Refusal) as refused:
            audit_time(scheme, case["areas"])
        assert refused.value.conditions[0].source.label == "B4 §6.3.1"
        return
    time = audit_time(scheme, case["areas"])
    assert time.minimum == Decimal(str(expect["minimum_hours"]))
    assert time.source.clause == expect["clause"]
    assert time.receipt.total == time.minimum
    assert sum(line.amount or 0 for line in time.receipt.lines) == time.minimum
    if "on_location_hours" in expect:
        assert time.on_location == Decimal(str(expect["on_location_hours"]))
        assert time.parts == {}
    else:
        assert time.on_location is None
        assert time.parts == {
            "documentbeoordeling": Decimal(str(expect["document_review_hours"])),
            "schouw_interviews_rapportage": Decimal(str(expect["on_location_and_report_hours"])),
        }


@given(st.integers(1, 3))
def test_more_areas_never_take_fewer_hours(areas):
    assert audit_time(KVO_B, areas).minimum <= audit_time(KVO_B, areas + 1).minimum


@given(st.integers(1, 500))
def test_under_3_1_the_number_of_areas_changes_nothing(areas):
    assert audit_time(KVO31, areas).minimum == 12


def test_the_figure_says_why():
    assert audit_time(KVO_B, 3).explanation == (
        "11 uur: cluster van 3 bedrijventerreinen (B4 §6.3.1). Daarvan is circa 5,5 uur op locatie."
    )
    assert audit_time(KVO_B, 1).explanation.startswith("8 uur: 1 bedrijventerrein (B4 §6.3.1).")
    assert audit_time(KVO31, 2).explanation == (
        "12 uur: 1,5 mandag, voor elk aantal terreinen (S31 §4.3), met 8 uur in een mandag (eigen regel 8)."
    )


def test_another_man_day_of_the_body_gives_other_hours_with_the_own_rule_on_the_receipt():
    rules = defaults().with_values({"manday_hours": ("7,5", date(2020, 1, 1))})
    time = audit_time(KVO31, 1, rules)
    assert time.minimum == Decimal("11.25")
    assert time.receipt.source_labels == "S31 §4.3 en eigen regel 8"


def test_no_area_has_no_audit_time_under_3_1_either():
    with pytest.raises(Refusal) as refused:
        audit_time(KVO31, 0)
    assert str(refused.value) == "Ten minste 1 terrein (S31 §4.3). Nu: 0 terreinen."
    assert not unmet(area_conditions(KVO31, 1))


def test_a_concept_has_no_audit_time():
    with pytest.raises(Refusal) as refused:
        audit_time(KVO_W, 1)
    assert str(refused.value) == (
        "Voor KVO Winkelgebieden 4.0 ontbreekt nog: de audittijd. De schemamanager moet dit eerst vaststellen."
    )


def test_a_scheme_that_gives_no_share_on_location_leaves_it_open():
    lines = [line for line in complete_w().splitlines() if not line.startswith("deel_op_locatie")]
    time = audit_time(read_text("\n".join(lines), "w.toml"), 2)
    assert time.on_location is None
    assert "op locatie" not in time.explanation


def test_fewer_hours_than_the_minimum_are_refused():
    refused = unmet(hours_conditions(KVO_B, 4, Decimal(11), "haast"))
    assert [item.objection for item in refused] == [
        "Minder dan 12 uur kan niet: dat is het minimum bij 4 terreinen (B4 §6.3.1). Meer uren mag, met een reden."
    ]


@pytest.mark.parametrize(
    ("scheme", "hours", "reason", "objections"),
    [
        (KVO_B, "12", "", []),
        (KVO_B, "13.5", "documenten niet compleet", []),
        (
            KVO_B,
            "13.5",
            " ",
            ["Voor een ander aantal uren dan 12 is een reden nodig (B4 §6.3.1)."],
        ),
        (KVO31, "12", "", []),
        (KVO31, "10", "klein verband", []),
        (KVO31, "10", "", ["Voor een ander aantal uren dan 12 is een onderbouwing nodig (S31 §4.3)."]),
        (KVO31, "16", "", ["Voor een ander aantal uren dan 12 is een onderbouwing nodig (S31 §4.3)."]),
    ],
)
def test_other_hours_than_the_minimum_need_a_reason(scheme, hours, reason, objections):
    found = unmet(hours_conditions(scheme, 4, Decimal(hours), reason))
    assert [item.objection for item in found] == objections


@pytest.mark.parametrize(
    ("scheme", "total", "there"), [(KVO_B, "8", "4"), (KVO_B, "13", "6.5"), (KVO_B, "9.1", "4.5"), (KVO31, "12", None)]
)
def test_circa_the_part_of_the_scheme_is_on_location(scheme, total, there):
    assert circa_on_location(scheme, Decimal(total)) == (Decimal(there) if there else None)
