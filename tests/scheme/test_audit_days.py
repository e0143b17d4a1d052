"""The days that hang on the audit day (DOC-1, AUD-6) and on the end of a certificate (PLA-1)."""

from datetime import date, timedelta

import pytest

from auditbeheer.scheme.audit_days import documents_due, latest_safe_audit_day, report_due, safe_day_conditions
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.own_rules import defaults
from tests.scheme.cases import KVO31, KVO_B, KVO_W, vectors


@pytest.mark.parametrize("case", vectors("audit_days"), ids=lambda case: str(case["audit"]))
def test_documents_and_report_are_due_on_the_days_of_the_vectors(case):
    documents, report = documents_due(KVO_B, case["audit"]), report_due(KVO_B, case["audit"])
    assert documents
    assert report
    assert {"documents_due": documents.day, "report_due": report.day} == case["expect"]
    assert (documents.source.label, report.source.label) == ("B4 §5.2.1", "B4 §6.4")


@pytest.mark.parametrize("case", vectors("latest_safe_audit_day"), ids=lambda case: str(case["last_day"]))
def test_the_latest_safe_audit_day_is_that_of_the_vectors(case):
    assert latest_safe_audit_day(KVO_B, case["last_day"]).value == case["expect"]


def test_3_1_has_no_term_for_documents_or_report():
    assert documents_due(KVO31, date(2023, 5, 1)) is None
    assert report_due(KVO31, date(2023, 5, 1)) is None


def test_documents_are_never_allowed_later_because_of_a_weekend():
    rules = defaults().with_values({"working_day_shift": ("ja", date(2020, 1, 1))})
    documents = documents_due(KVO_B, date(2026, 12, 26))
    assert documents
    assert documents.day == date(2026, 12, 12)
    report = report_due(KVO_B, date(2026, 12, 12), rules)
    assert report
    assert report.day == date(2026, 12, 28)


def test_the_latest_safe_day_is_the_body_s_own_rule_with_the_terms_of_the_scheme_behind_it():
    safe = latest_safe_audit_day(KVO_B, date(2026, 12, 31))
    assert safe.source.label == "eigen regel 1"
    assert [source.label for source in safe.sources] == ["B4 §6.3", "eigen regel 1"]
    assert safe.explanation == (
        "31\u00a0december 2026, min 3 maanden voor aanvullen en beoordelen (B4 §6.3), min 14 dagen voor het besluit"
        " (eigen regel 1): uiterlijk 16\u00a0september 2026."
    )
    assert latest_safe_audit_day(KVO31, date(2026, 12, 31)).value == safe.value
    fewer = defaults().with_values({"decision_days": ("7", date(2020, 1, 1))})
    assert latest_safe_audit_day(KVO_B, date(2026, 12, 31), fewer).value == safe.value + timedelta(days=7)


def test_later_planning_warns_of_a_gap():
    on_time, late = (safe_day_conditions(KVO_B, date(2026, 9, day), date(2026, 12, 31)) for day in (16, 17))
    assert not unmet(on_time)
    assert [item.objection for item in unmet(late)] == [
        (
            "Na 16\u00a0september 2026 kan een onderbreking ontstaan:"
            " het certificaat geldt tot en met 31\u00a0december 2026 (eigen regel 1)."
        )
    ]


def test_a_concept_knows_no_days():
    for ask in (documents_due, report_due, latest_safe_audit_day):
        with pytest.raises(Refusal):
            ask(KVO_W, date(2026, 5, 1))
