"""Which schemes there are and which are open (SCH-1 to SCH-6)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.scheme.condition import SourceKind, unmet
from auditbeheer.scheme.library import PACKAGED, adopted_conditions, load, packaged
from auditbeheer.scheme.model import read_text
from auditbeheer.scheme.problems import SchemeFileError
from auditbeheer.scheme.sections import AreaType
from tests.scheme.cases import KVO31, KVO_B, KVO_G, KVO_W, vectors
from tests.scheme.files import complete_w, text_of

TYPES = st.sampled_from(AreaType)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "case", vectors("scheme_choice"), ids=lambda case: f"{case['area_type']} {case['started']} {case['assessed']}"
)
def test_the_open_schemes_are_those_of_the_vectors(case):
    choice = packaged().schemes_open(AreaType(case["area_type"]), case["started"], case["assessed"])
    assert choice
    assert list(choice.keys) == case["expect"]


@given(TYPES, DAYS, DAYS)
def test_the_answer_is_explained_for_every_day_and_type_and_never_empty_from_2024_03_01(area_type, one, other):
    started, assessed = sorted((one, other))
    choice = packaged().schemes_open(area_type, started, assessed)
    assert choice
    assert choice.explanation.endswith(".")
    assert choice.sources
    assert all(source.label in choice.explanation for source in choice.sources)
    assert set(choice.conditions) == {scheme.key for scheme in packaged()}
    if assessed >= date(2024, 3, 1):
        assert choice.schemes
    if not choice.schemes:
        assert "geen schema" in choice.explanation


@given(TYPES, DAYS, DAYS)
def test_where_only_4_0_is_open_3_1_is_not_cited(area_type, one, other):
    started, assessed = sorted((one, other))
    choice = packaged().schemes_open(area_type, started, assessed)
    assert choice
    if choice.keys and "kvo-3.1" not in choice.keys:
        assert "S31" not in choice.explanation
        assert "3.1" not in choice.explanation


@given(DAYS, st.integers(1, 5000))
def test_nothing_is_assessed_before_it_started(started, days):
    assert (
        packaged().schemes_open(AreaType.BUSINESS_PARK, started, date.fromordinal(started.toordinal() - days)) is None
    )


@pytest.mark.parametrize(
    ("area_type", "started", "assessed", "explanation"),
    [
        (
            AreaType.BUSINESS_PARK,
            date(2024, 2, 29),
            date(2024, 6, 1),
            (
                "KVO 3.1 geldt voor een beoordeling van 1\u00a0januari 2015 tot en met 28\u00a0februari 2025,"
                " voor trajecten die voor 1\u00a0maart 2024 zijn gestart (B4 §1.5)."
                " KVO Bedrijventerreinen 4.0 geldt voor een beoordeling vanaf 1\u00a0maart 2024 (B4 §1.5)."
            ),
        ),
        (
            AreaType.SHOPPING_AREA,
            date(2025, 1, 1),
            date(2025, 6, 1),
            (
                "KVO Winkelgebieden 4.0 geldt voor een beoordeling vanaf 1\u00a0maart 2024 (eigen regel 35)."
                " KVO Winkelgebieden 4.0 is nog een concept."
            ),
        ),
        (
            AreaType.RURAL_AREA,
            date(2023, 1, 1),
            date(2023, 6, 1),
            (
                "Voor buitengebieden is er op 1\u00a0juni 2023 geen schema."
                " Beoordelen volgens KVO Buitengebieden 4.0 kan vanaf 1\u00a0maart 2024 (eigen regel 35)."
            ),
        ),
        (
            AreaType.BUSINESS_PARK,
            date(2014, 6, 1),
            date(2014, 12, 31),
            (
                "Voor bedrijventerreinen is er op 31\u00a0december 2014 geen schema."
                " Beoordelen volgens KVO 3.1 kan vanaf 1\u00a0januari 2015 (S31 §1.5)."
                " Beoordelen volgens KVO Bedrijventerreinen 4.0 kan vanaf 1\u00a0maart 2024 (B4 §1.5)."
            ),
        ),
    ],
    ids=["SCH-3", "SCH-2", "SCH-4", "SCH-1"],
)
def test_the_answer_says_why(area_type, started, assessed, explanation):
    choice = packaged().schemes_open(area_type, started, assessed)
    assert choice
    assert choice.explanation == explanation


def test_a_type_that_no_scheme_covers_names_what_the_schemes_do_cover():
    library = type(packaged())([KVO_B])
    choice = library.schemes_open(AreaType.RURAL_AREA, date(2026, 1, 1), date(2026, 1, 1))
    assert choice
    assert choice.explanation == (
        "Voor buitengebieden is er op 1\u00a0januari 2026 geen schema."
        " KVO Bedrijventerreinen 4.0 is voor bedrijventerreinen (B4 §1.4)."
    )


def test_the_schemes_stand_oldest_first_and_are_found_by_key():
    assert [scheme.key for scheme in packaged()] == ["kvo-3.1", "kvo-b-4.0", "kvo-w-4.0", "kvo-g-4.0"]
    assert {f"{scheme.key}.toml" for scheme in packaged()} == set(PACKAGED)
    assert "kvo-b-4.0" in packaged()
    assert "kvo-x" not in packaged()
    with pytest.raises(KeyError):
        packaged()["kvo-x"]


def test_without_a_folder_of_its_own_an_installation_has_the_schemes_that_ship():
    assert load() is packaged()


def test_an_own_file_takes_the_place_of_a_concept(tmp_path):
    (tmp_path / "winkel.toml").write_text(complete_w(), encoding="utf-8")
    library = load(tmp_path)
    assert [scheme.key for scheme in library] == ["kvo-3.1", "kvo-b-4.0", "kvo-w-4.0", "kvo-g-4.0"]
    assert library["kvo-w-4.0"].adopted
    assert not packaged()["kvo-w-4.0"].adopted


def test_an_own_file_with_a_new_key_adds_a_scheme(tmp_path):
    text = text_of("kvo-b-4.0").replace('sleutel = "kvo-b-4.0"', 'sleutel = "kvo-b-5.0"')
    (tmp_path / "vijf.toml").write_text(text, encoding="utf-8")
    assert "kvo-b-5.0" in load(tmp_path)


def test_all_problems_of_all_own_files_are_told_at_once(tmp_path):
    (tmp_path / "a.toml").write_text(text_of("kvo-b-4.0"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(text_of("kvo-g-4.0"), encoding="utf-8")
    (tmp_path / "c.toml").write_text(text_of("kvo-g-4.0"), encoding="utf-8")
    (tmp_path / "d.toml").write_text("[schema", encoding="utf-8")
    with pytest.raises(SchemeFileError) as broken:
        load(tmp_path)
    assert [(problem.file, problem.expected) for problem in broken.value.problems] == [
        ("a.toml", "een sleutel die geen vastgesteld schema vervangt"),
        ("c.toml", "een sleutel die nog niet in een ander bestand staat"),
        ("d.toml", "een leesbaar TOML-bestand"),
    ]


def test_a_folder_that_is_not_there_is_a_problem_with_its_name(tmp_path):
    with pytest.raises(SchemeFileError, match="nergens: verwacht een map met schemabestanden"):
        load(tmp_path / "nergens")


def test_a_concept_says_by_name_what_is_missing():
    assert KVO_W.missing() == (
        "de partijen",
        "de audittijd",
        "de respons",
        "de documentenset",
        "de maatregelen",
        "de kwalificaties",
        "de termijnen bij afwijkingen",
        "de onderwerpen van het rapport",
        "de voorwaarden voor het besluit",
        "de teksten op het certificaat",
        "de toetspunten",
    )
    assert KVO_B.missing() == KVO31.missing() == ()
    refused = unmet(adopted_conditions(KVO_W, "offerte", date(2026, 5, 1)))
    assert [item.objection for item in refused] == [
        (
            "Voor KVO Winkelgebieden 4.0 ontbreken nog de audittijd en de respons."
            " Een offerte kan pas als de schemamanager deze cijfers heeft vastgesteld."
        )
    ]
    assert refused[0].source.kind is SourceKind.SETTING
    assert refused[0].fact == "concept"


@pytest.mark.parametrize(
    ("purpose", "start", "end"),
    [
        ("planning", "Voor KVO Buitengebieden 4.0 ontbreken nog de audittijd,", "Plannen kan pas als de schemamanager"),
        ("certificaat", "Voor KVO Buitengebieden 4.0 ontbreken nog de partijen,", "Een certificaat kan pas als"),
    ],
)
def test_each_purpose_names_what_it_needs(purpose, start, end):
    objection = unmet(adopted_conditions(KVO_G, purpose, date(2026, 5, 1)))[0].objection
    assert objection.startswith(start)
    assert end in objection


def test_an_adopted_scheme_holds_from_the_day_of_its_adoption():
    adopted = read_text(complete_w(), "w.toml")
    assert not unmet(adopted_conditions(adopted, "offerte", date(2026, 3, 1)))
    assert unmet(adopted_conditions(adopted, "offerte", date(2026, 2, 28)))[0].objection == (
        "KVO Winkelgebieden 4.0 geldt vanaf 1\u00a0maart 2026. Een offerte kan pas vanaf die dag."
    )
    assert not unmet(adopted_conditions(KVO31, "certificaat", date(2020, 1, 1)))


def test_a_complete_file_that_nobody_adopted_is_still_a_concept():
    text = complete_w().replace('status = "vastgesteld"', 'status = "concept"')
    waiting = read_text(text, "w.toml")
    assert waiting.missing() == ()
    assert unmet(adopted_conditions(waiting, "offerte", date(2026, 5, 1)))[0].objection == (
        "KVO Winkelgebieden 4.0 is nog een concept."
        " Een offerte kan pas als de schemamanager het schema heeft vastgesteld."
    )


def test_one_missing_section_is_named_alone():
    text = complete_w().replace('status = "vastgesteld"', 'status = "concept"')
    start, rest = text.split("[respons]")
    without = read_text(start + "[afwijkingen]" + rest.split("[afwijkingen]", 1)[1], "w.toml")
    assert "de respons" in without.missing()
    assert unmet(adopted_conditions(without, "offerte", date(2026, 5, 1)))[0].objection.startswith(
        "Voor KVO Winkelgebieden 4.0 ontbreekt nog de respons."
    )
