"""The body's own rules: stable numbers, values that fit, and none without effect or explanation."""

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.scheme.condition import SourceKind
from auditbeheer.scheme.own_rules import OwnRuleError, RuleKind, defaults
from auditbeheer.scheme.trace import rulebook

# Numbers never change: a quote of last year says "eigen regel 8" for ever.
NUMBERS = {
    1: "decision_days",
    2: "validity_reading",
    3: "recert_issue_default",
    4: "impartiality_years",
    5: "two_month_start",
    6: "assessment_month_start",
    7: "working_day_shift",
    8: "manday_hours",
    9: "quote_validity_days",
    10: "vat_percent",
    11: "payment_days",
    12: "certificate_number",
    13: "certificate_number_start",
    14: "supervision_audits",
    15: "supervision_terms",
    16: "supervision_hours",
    17: "supervision_qualifications",
    18: "assessed_reading",
    19: "start_reading",
    20: "later_reading",
    21: "all_deviations_closed",
    22: "separation_of_functions",
    23: "continuity_reading",
    24: "report_always",
    25: "retention_years",
    26: "hours_on_top",
    27: "quote_contents",
    28: "first_audit_inspections",
    29: "absent_party",
    30: "recommendation",
    31: "audit_plan",
    32: "manager_by_management",
    33: "changes_assessed",
    34: "term_counting",
    35: "concept_start_date",
    36: "one_certificate_per_day",
    37: "register_statuses",
    38: "road_factor",
    39: "travel_speed",
    40: "impartiality_statements",
    41: "renewal_months",
    42: "intake_confirm_days",
    43: "intake_answer_days",
    44: "one_area_gap",
    45: "one_area_centres",
    46: "start_phase_ahead",
    47: "year_of_duties",
    48: "continuity_weeks",
    49: "evidence_ahead",
    50: "impartiality_reach",
    51: "days_to_answer",
    52: "elsewhere_evidence",
    53: "between_audits",
    54: "hours_on_location_a_day",
    55: "objection_days",
    56: "week_hours",
    57: "self_planning_days",
    58: "location_margin",
    59: "report_share",
}


def test_every_rule_keeps_its_number():
    assert {rule.number: rule.code for rule in defaults()} == NUMBERS
    assert len(defaults()) == len(NUMBERS)


@pytest.mark.parametrize("rule", list(defaults()), ids=lambda rule: rule.code)
def test_every_rule_explains_itself_and_its_default_fits(rule):
    assert rule.explanation.endswith(".")
    assert rule.title
    assert rule.rulebook_key in rulebook()
    assert rule.parse(rule.written) == rule.default == rule.value
    assert rule.shown
    assert rule.since is None
    assert rule.source.kind is SourceKind.OWN_RULE
    assert rule.source.label == f"eigen regel {rule.number}"
    assert rule.source.explanation == rule.explanation
    assert (rule.kind is RuleKind.CHOICE) == bool(rule.choices)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("decision_days", 14),
        ("validity_reading", "day_before"),
        ("recert_issue_default", "day_after_previous"),
        ("impartiality_years", 2),
        ("two_month_start", "closing"),
        ("working_day_shift", False),
        ("manday_hours", Decimal(8)),
        ("quote_validity_days", 30),
        ("vat_percent", Decimal(21)),
        ("all_deviations_closed", "altijd"),
        ("separation_of_functions", "altijd"),
    ],
)
def test_the_defaults_are_those_of_the_rulebook(code, value):
    assert defaults()[code].value == value


@pytest.mark.parametrize(
    ("code", "typed", "value", "shown"),
    [
        ("decision_days", " 21 ", 21, "21 dagen"),
        ("manday_hours", "7,5", Decimal("7.5"), "7,5 uur"),
        ("manday_hours", "7.50", Decimal("7.50"), "7,5 uur"),
        ("working_day_shift", "ja", True, "ja"),
        ("validity_reading", "anniversary", "anniversary", "De derde verjaardag zelf"),
        ("certificate_number", "CI-{type}-{jaar}-{nummer}", "CI-{type}-{jaar}-{nummer}", "CI-{type}-{jaar}-{nummer}"),
    ],
)
def test_a_value_is_read_as_it_is_typed_and_read_back_as_it_is_stored(code, typed, value, shown):
    rules = defaults().with_values({code: (typed, date(2026, 1, 1))})
    assert rules[code].value == value
    assert rules[code].shown == shown
    assert rules[code].since == date(2026, 1, 1)
    assert rules[code].parse(rules[code].written) == value
    assert defaults()[code].since is None, "other installations keep the default"


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("decision_days", "veel", "Dagen voor het besluit: vul een heel getal in."),
        ("decision_days", "1,5", "Dagen voor het besluit: vul een heel getal in."),
        ("decision_days", "-1", "Dagen voor het besluit: 0 is het laagste."),
        ("decision_days", "91", "Dagen voor het besluit: 90 is het hoogste."),
        ("manday_hours", "NaN", "Uren in een mandag: vul een getal in."),
        ("manday_hours", "Infinity", "Uren in een mandag: vul een getal in."),
        ("working_day_shift", "aan", "Laatste dag verschuift naar een werkdag: kies ja of nee."),
        ("certificate_number", "  ", "Opbouw van het certificaatnummer: vul een tekst in."),
        (
            "validity_reading",
            "ooit",
            "Laatste dag van het certificaat: kies De dag voor de derde verjaardag of De derde verjaardag zelf.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_a_sentence(code, typed, sentence):
    with pytest.raises(OwnRuleError) as refused:
        defaults()[code].parse(typed)
    assert str(refused.value) == sentence


def test_a_rule_is_found_by_code_and_by_number():
    assert "manday_hours" in defaults()
    assert "nothing" not in defaults()
    assert defaults().numbered(8).code == "manday_hours"
    with pytest.raises(KeyError):
        defaults().numbered(99)
    with pytest.raises(KeyError):
        defaults().with_values({"nothing": ("1", date(2026, 1, 1))})


def test_a_rule_of_another_kind_is_a_programming_error():
    days, shift, hours, reading = (
        defaults()[code] for code in ("decision_days", "working_day_shift", "manday_hours", "validity_reading")
    )
    assert (days.integer, shift.boolean, hours.decimal, reading.text) == (14, False, Decimal(8), "day_before")
    for read in (lambda: shift.integer, lambda: days.boolean, lambda: days.decimal, lambda: days.text):
        with pytest.raises(TypeError):
            read()


def test_a_reading_that_the_program_knows_one_way_of_is_fixed():
    assert defaults()["two_month_start"].fixed
    assert not defaults()["validity_reading"].fixed
    assert not defaults()["decision_days"].fixed
