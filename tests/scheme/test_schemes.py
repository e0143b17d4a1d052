"""The four files against the rulebook: every figure, and nothing without its place (C2)."""

import re
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel

from auditbeheer.scheme.condition import SourceKind
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.sections import AreaType, Cited, When
from tests.scheme.cases import KVO31, KVO_B, KVO_G, KVO_W

EVERY = [(scheme, key, item) for scheme in packaged() for key, item in scheme.cited()]


@pytest.mark.parametrize(("scheme", "key", "item"), EVERY, ids=lambda value: value if isinstance(value, str) else "")
def test_every_figure_has_its_place_and_an_explanation(scheme, key, item):
    source = scheme.source(item)
    assert re.search(r"§\d|^S31 bijlage \d|^B4 B\d|^eigen regel \d|^PVO$", source.label), key
    assert source.explanation.endswith("."), key


def bare_figures(key: str, value: object) -> list[str]:
    """Numbers, days and yes-or-no's that stand in a table without a place of its own."""
    if isinstance(value, tuple):
        return [found for element in value for found in bare_figures(key, element)]
    if not isinstance(value, BaseModel):
        return []
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    own = [] if isinstance(value, Cited) else [n for n, v in fields.items() if isinstance(v, int | date | Decimal)]
    deeper = [found for name, field in fields.items() for found in bare_figures(f"{key}.{name}", field)]
    return [f"{key}.{name}" for name in own] + deeper


@pytest.mark.parametrize("scheme", list(packaged()), ids=lambda scheme: scheme.key)
def test_no_figure_stands_without_a_place(scheme):
    assert bare_figures("", scheme) in ([], [".identity.adopted_on"])


@pytest.mark.parametrize("scheme", [KVO_B, KVO_W, KVO_G], ids=lambda scheme: scheme.key)
def test_a_4_0_scheme_never_cites_3_1(scheme):
    for key, item in scheme.cited():
        source = scheme.source(item)
        assert source.document not in {"S31", "H15"}, key
        assert "S31" not in source.explanation, key


@pytest.mark.parametrize("scheme", list(packaged()), ids=lambda scheme: scheme.key)
def test_every_explanation_is_cited_somewhere(scheme):
    cited = {part.strip() for _, item in scheme.cited() for part in item.reference.split(",")}
    assert set(scheme.explanations) <= cited


def test_a_choice_of_the_body_never_carries_a_paragraph():
    own = [scheme.source(item) for scheme, _, item in EVERY if item.reference.startswith("eigen regel")]
    assert own
    assert all(source.kind is SourceKind.OWN_RULE and not source.clause for source in own)
    assert [KVO_B.source(item).label for _, item in KVO_B.cited() if item.reference.startswith("eigen")] == [
        "eigen regel 21",
        "eigen regel 22",
    ]


def test_the_figures_of_4_0_are_those_of_the_rulebook():
    assert KVO_B.area
    assert KVO_B.cluster
    assert KVO_B.documents
    assert KVO_B.measures
    assert KVO_B.survey
    assert KVO_B.qualifications
    assert KVO_B.parties
    figures = {
        "ARE-3": KVO_B.area.max_entrepreneurs.value,
        "ARE-4 least": KVO_B.cluster.min_areas.value,
        "ARE-4 most": KVO_B.cluster.max_areas.value,
        "ARE-4 entrepreneurs": KVO_B.cluster.max_entrepreneurs.value,
        "ARE-6": KVO_B.parties.start_phase_months and KVO_B.parties.start_phase_months.value,
        "DOC-6": KVO_B.documents.figures_years and KVO_B.documents.figures_years.value,
        "DOC-7": KVO_B.documents.good_places and KVO_B.documents.good_places.value,
        "DOC-11": KVO_B.documents.retention_years and KVO_B.documents.retention_years.value,
        "DOC-5 topics": KVO_B.survey.min_topics and KVO_B.survey.min_topics.value,
        "DOC-5 open": KVO_B.survey.open_questions and KVO_B.survey.open_questions.value,
        "DOC-8": KVO_B.survey.min_goal_themes and KVO_B.survey.min_goal_themes.value,
        "DOC-9": [(item.code, item.minimum) for item in KVO_B.measures.yearly],
        "DOC-10": (KVO_B.measures.first_minimum.value, [item.minimum for item in KVO_B.measures.first_parts]),
        "QUA-4": KVO_B.qualifications.assessments_per_year and KVO_B.qualifications.assessments_per_year.value,
    }
    assert figures == {
        "ARE-3": 600,
        "ARE-4 least": 2,
        "ARE-4 most": 4,
        "ARE-4 entrepreneurs": 600,
        "ARE-6": 12,
        "DOC-6": 1,
        "DOC-7": 5,
        "DOC-11": 6,
        "DOC-5 topics": 20,
        "DOC-5 open": 3,
        "DOC-8": 7,
        "DOC-9": [
            ("dagschouw", 1),
            ("avondschouw", 1),
            ("evaluatie", 1),
            ("communicatie", 2),
            ("incidentcijfers", 2),
            ("bijeenkomsten", 3),
        ],
        "DOC-10": (4, [3, 1]),
        "QUA-4": 5,
    }


def test_the_survey_themes_are_those_of_the_table():
    assert KVO_B.survey
    assert [
        (theme.name, theme.topics[0], theme.topics[-1], theme.minimum, theme.mandatory, theme.open_question)
        for theme in KVO_B.survey.themes
    ] == [
        ("Gebiedsontwikkelingen", 1, 3, 0, False, None),
        ("Sociale veiligheid", 4, 9, 2, True, None),
        ("Fysieke veiligheid", 10, 16, 3, True, 16),
        ("Onderhoud en beheer", 17, 23, 3, True, 23),
        ("Overlast", 24, 27, 2, True, None),
        ("Verkeersveiligheid", 28, 33, 3, True, 33),
        ("Brandveiligheid", 34, 37, 2, True, None),
        ("Voorbereid zijn op calamiteit", 38, 38, 1, True, None),
        ("Duurzaamheid", 39, 39, 0, False, None),
        ("Ondermijning", 40, 40, 1, True, None),
        ("Cyberweerbaarheid", 41, 41, 1, True, None),
        ("Communicatie", 42, 44, 2, True, None),
    ]
    assert sum(theme.minimum for theme in KVO_B.survey.themes) == 20
    assert [topic for theme in KVO_B.survey.themes for topic in theme.topics] == list(range(1, 45))


def test_the_criteria_for_persons_are_those_of_the_documents():
    def counted(scheme, role):
        rules = scheme.qualifications
        return [(item.code, item.minimum) for item in (rules.auditor if role == "auditor" else rules.scheme_manager)]

    assert counted(KVO_B, "auditor") == [
        ("opleiding", None),
        ("lead_auditor", None),
        ("bijgewoond", 10),
        ("zelfstandig", 5),
        ("beoordelaar", None),
        ("groepsgesprek", None),
    ]
    assert counted(KVO_B, "manager") == [
        ("opleiding", None),
        ("lead_auditor", None),
        ("overleg", 3),
        ("beoordelaar", 3),
    ]
    assert counted(KVO31, "auditor") == [
        ("opleiding", None),
        ("lead_auditor", None),
        ("veiligheid", 2),
        ("overleg", 2),
        ("kwaliteit", 2),
    ]


def test_the_checklists_are_complete():
    assert [(point.code, point.reference) for point in KVO_B.checklist] == [
        ("T1", "3.1"),
        ("T2", "3.1.1"),
        ("T3", "3.2"),
        ("T4", "3.3"),
        ("T5", "3.4"),
        ("T6", "3.6"),
        ("T7", "3.7"),
        ("T8", "4.1, 4.1.4"),
        ("T9", "4.1.1"),
        ("T10", "4.1.2"),
        ("T11", "4.1.3"),
        ("T12", "4.2.1, 4.2.2"),
        ("T13", "4.2.4"),
        ("T14", "4.2.5"),
        ("T15", "4.3"),
        ("T16", "4.4.1"),
        ("T17", "4.4.2"),
        ("T18", "4.5"),
        ("T19", "5.2.2, 6.3"),
        ("T20", "6.3"),
        ("T21", "6.3"),
        ("T22", "6.3"),
        ("T23", "6.3.1"),
        ("T24", "B1.2.5"),
    ]
    assert {point.code for point in KVO_B.checklist if point.when is When.LATER} == {"T17", "T18", "T24"}
    assert {point.code for point in KVO_B.checklist if point.when is When.FIRST} == {"T20"}
    assert [point.code for point in KVO31.checklist] == [
        *(f"2.2.{number}" for number in range(1, 10)),
        "2.3.1.1",
        "2.3.1.2",
        *(f"2.3.2.{number}" for number in range(1, 7)),
        "2.4.1",
        "2.4.2",
        "2.5.1",
        "2.5.2.1",
        "2.5.2.2",
        "2.5.3",
    ]


def test_codes_are_unique_within_their_list():
    for scheme in packaged():
        for codes in (
            [point.code for point in scheme.checklist],
            [item.code for item in scheme.agreements],
            [item.code for item in (scheme.documents.kinds if scheme.documents else ())],
            [item.code for item in (scheme.report.topics if scheme.report else ())],
            [item.code for item in (scheme.certificate.parts if scheme.certificate else ())],
        ):
            assert len(codes) == len(set(codes))


def test_w_and_g_hold_only_what_is_known():
    for scheme, kind in ((KVO_W, AreaType.SHOPPING_AREA), (KVO_G, AreaType.RURAL_AREA)):
        assert [(key, scheme.source(item).label) for key, item in scheme.cited()] == [
            ("schema.gebiedstypen", "B4 §1.5"),
            ("overgang.beoordelen_vanaf", "eigen regel 35"),
            ("certificaat.jaren", "PVO"),
        ]
        assert scheme.area_types == (kind,)
        assert not scheme.adopted


@pytest.mark.parametrize(
    ("area_type", "letter", "plural"),
    [
        (AreaType.BUSINESS_PARK, "B", "bedrijventerreinen"),
        (AreaType.SHOPPING_AREA, "W", "winkelgebieden"),
        (AreaType.RURAL_AREA, "G", "buitengebieden"),
    ],
    ids=["ARE-1 B", "ARE-1 W", "ARE-1 G"],
)
def test_each_type_of_area_has_its_letter(area_type, letter, plural):
    assert (area_type.letter, area_type.plural) == (letter, plural)
