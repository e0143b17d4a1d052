"""What persons must show (QUA-2 to QUA-5), and who keeps away from whom (QUA-7)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.qualification_criteria import (
    Evidence,
    Role,
    continuity,
    criteria,
    impartiality_conditions,
    qualification_conditions,
    separation_conditions,
)
from tests.scheme.cases import KVO31, KVO_B, KVO_W

AUDITOR = {
    "opleiding": Evidence(1, "hbo-diploma van 2009"),
    "lead_auditor": Evidence(1),
    "bijgewoond": Evidence(10),
    "zelfstandig": Evidence(5),
    "beoordelaar": Evidence(1, "sinds 2015"),
    "groepsgesprek": Evidence(1, "positief, 3 mei 2025"),
}


def objections(scheme, role, evidence):
    return [item.objection for item in unmet(qualification_conditions(scheme, role, "S. Peters", evidence))]


def test_who_shows_everything_is_qualified():
    found = qualification_conditions(KVO_B, Role.AUDITOR, "S. Peters", AUDITOR)
    assert not unmet(found)
    assert [item.fact for item in found] == [
        "hbo-diploma van 2009",
        "aanwezig",
        "10 audits bijgewoond",
        "5 audits zelfstandig en positief onder toezicht gedaan",
        "sinds 2015",
        "positief, 3 mei 2025",
    ]


def test_one_audit_too_few_is_refused_in_the_words_of_the_design_guide():
    assert objections(KVO_B, Role.AUDITOR, {**AUDITOR, "bijgewoond": Evidence(8)}) == [
        (
            "S. Peters kan deze audit niet doen: 8 audits bijgewoond, nodig zijn er 10 (B4 §6.2.2)."
            " Meegaan als auditor in opleiding kan wel."
        )
    ]


def test_a_proof_that_is_not_there_is_named():
    without = {code: item for code, item in AUDITOR.items() if code != "lead_auditor"}
    assert objections(KVO_B, Role.AUDITOR, without) == [
        (
            "S. Peters kan deze audit niet doen: Lead Auditor Course ISO 9001 ontbreekt (B4 §6.2.2)."
            " Meegaan als auditor in opleiding kan wel."
        )
    ]
    assert len(objections(KVO_B, Role.AUDITOR, {})) == 6


@pytest.mark.parametrize(
    ("years", "sentences"),
    [
        ("3", []),
        (
            "2.5",
            [
                (
                    "S. Peters kan geen schemamanager zijn: 2,5 jaar ervaring in publiek-privaat overleg,"
                    " nodig is 3 (B4 §6.2.1)."
                )
            ],
        ),
    ],
)
def test_a_scheme_manager_needs_years_of_experience(years, sentences):
    evidence = {
        "opleiding": Evidence(1),
        "lead_auditor": Evidence(1),
        "overleg": Evidence(Decimal(years), "adviesbureau"),
        "beoordelaar": Evidence(4),
    }
    assert objections(KVO_B, Role.SCHEME_MANAGER, evidence) == sentences
    facts = [item.fact for item in qualification_conditions(KVO_B, Role.SCHEME_MANAGER, "x", evidence)]
    assert facts[2].endswith("jaar ervaring in publiek-privaat overleg (adviesbureau)")


def test_3_1_knows_one_list_for_all_personnel():
    assert criteria(KVO31, Role.SCHEME_MANAGER) == criteria(KVO31, Role.AUDITOR)
    assert len(objections(KVO31, Role.AUDITOR, {})) == 5
    with pytest.raises(Refusal):
        criteria(KVO_W, Role.AUDITOR)


@given(st.integers(0, 30), st.integers(0, 30))
def test_more_experience_never_hurts(attended, more):
    less, rest = ({**AUDITOR, "bijgewoond": Evidence(count)} for count in (attended, attended + more))
    assert len(objections(KVO_B, Role.AUDITOR, rest)) <= len(objections(KVO_B, Role.AUDITOR, less))


def test_continuity_counts_from_the_first_full_year():
    done = [
        date(2024, 12, 1),
        *(date(2025, month, 1) for month in range(1, 5)),
        *(date(2026, 2, n) for n in range(1, 6)),
    ]
    years = continuity(KVO_B, date(2024, 6, 1), done, 2026)
    assert [(year.year, year.done, year.needed, year.enough) for year in years] == [
        (2025, 4, 5, False),
        (2026, 5, 5, True),
    ]
    assert continuity(KVO_B, date(2025, 1, 1), done, 2025)[0].year == 2025
    assert continuity(KVO_B, date(2026, 1, 2), done, 2026) == []
    assert continuity(KVO31, date(2020, 6, 1), done, 2026) == []


@pytest.mark.parametrize(
    ("advised_until", "audit_day", "sentences"),
    [
        (None, date(2026, 5, 1), []),
        (date(2024, 5, 1), date(2026, 5, 1), []),
        (
            date(2024, 5, 2),
            date(2026, 5, 1),
            [
                (
                    "M. Bakker kan deze audit niet doen: betrokken tot en met 2\u00a0mei 2024,"
                    " dit kan weer vanaf 2\u00a0mei 2026 (eigen regel 4)."
                )
            ],
        ),
    ],
)
def test_an_adviser_keeps_two_years_of_distance(advised_until, audit_day, sentences):
    found = unmet(impartiality_conditions("M. Bakker", advised_until, audit_day))
    assert [item.objection for item in found] == sentences
    longer = defaults().with_values({"impartiality_years": ("3", date(2020, 1, 1))})
    assert len(unmet(impartiality_conditions("M. Bakker", advised_until, audit_day, longer))) == bool(advised_until)


@pytest.mark.parametrize(
    ("scheme", "act", "label"),
    [
        (KVO_B, "review", "eigen regel 22"),
        (KVO_B, "besluit", "eigen regel 22"),
        (KVO31, "review", "ISO 17065 §7.5.1"),
        (KVO31, "besluit", "ISO 17065 §7.6.2"),
    ],
)
def test_nobody_reviews_or_decides_on_an_own_audit(scheme, act, label):
    refused = unmet(separation_conditions(scheme, "M. Bakker", in_team=True, act=act))
    verb = {"review": "de review doen", "besluit": "het besluit nemen"}[act]
    assert [item.objection for item in refused] == [
        f"M. Bakker kan niet {verb}: M. Bakker zat in het auditteam ({label})."
    ]
    assert not unmet(separation_conditions(scheme, "M. Bakker", in_team=False, act=act))


def test_no_body_sets_the_separation_aside():
    assert defaults()["separation_of_functions"].fixed
