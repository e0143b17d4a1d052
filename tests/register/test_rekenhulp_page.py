"""The page /rekenhulp: open to everybody, one question a block, answered without a script too."""

from urllib.parse import urlencode

import pytest

from auditbeheer.register.questions import calculators
from auditbeheer.scheme.library import packaged


@pytest.fixture
def visitor(office):
    return office.as_(None)


def ask(visitor, status=200, **fields):
    return visitor.get(
        f"/rekenhulp?{urlencode({name.replace('_', '-'): text for name, text in fields.items()})}", status=status
    )


def test_everybody_sees_all_six_questions_and_no_answer_yet(visitor):
    page = visitor.get("/rekenhulp")
    for calculator in calculators(packaged()).values():
        assert calculator.question in page
    assert not page.tree.css("[data-antwoord] .melding")
    assert len(page.tree.css("form[data-som]")) == 6


def test_an_answer_stands_beside_its_question_with_its_receipt_source_and_link(visitor):
    page = ask(visitor, audittijd_schema="kvo-b-4.0", audittijd_gebieden="3")
    assert "Ten minste 11 uur" in page
    assert "11 uur: cluster van 3 bedrijventerreinen (B4 §6.3.1)." in page
    assert len(page.tree.css("[data-antwoord] .melding")) == 1
    assert [node.text().strip() for node in page.tree.css("#audittijd .herleid .getal")] == [
        "11\u00a0uur",
        "11\u00a0uur",
    ]
    link = page.tree.css_first("#audittijd a[data-link]")
    assert link.attributes["href"].endswith("/rekenhulp?audittijd-schema=kvo-b-4.0&audittijd-gebieden=3#audittijd")
    assert page.value("audittijd-gebieden") == "3"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"respons_schema": "kvo-b-4.0", "respons_ondernemers": "51"}, "16 antwoorden, 30 %"),
        ({"respons_schema": "kvo-3.1", "respons_ondernemers": "51", "respons_eerste": "ja"}, "21 antwoorden, 40 %"),
        (
            {"termijn_begin_dag": "31-12-2025", "termijn_maanden": "2"},
            "28 februari 2026 is een zaterdag. De termijn loopt tot en met die dag.",
        ),
        (
            {
                "schema_gebiedstype": "winkelgebied",
                "schema_gestart_dag": "1",
                "schema_gestart_maand": "6",
                "schema_gestart_jaar": "2023",
                "schema_beoordeeld_dag": "1",
                "schema_beoordeeld_maand": "6",
                "schema_beoordeeld_jaar": "2024",
            },
            "KVO 3.1 of KVO Winkelgebieden 4.0",
        ),
        (
            {"afwijking_schema": "kvo-b-4.0", "afwijking_afgesloten_dag": "31-1-2026"},
            "Aanvullingen uiterlijk dinsdag 31 maart 2026",
        ),
        ({"geldigheid_uitgegeven_dag": "9-12-2026"}, "Tot en met zaterdag 8 december 2029"),
    ],
)
def test_each_question_is_answered_on_the_page(visitor, fields, words):
    page = ask(visitor, **fields)
    assert words in page
    assert len(page.tree.css("[data-antwoord] .melding")) == 1


def test_what_the_scheme_refuses_is_told_in_the_place_of_the_answer(visitor):
    page = ask(visitor, respons_schema="kvo-b-4.0", respons_ondernemers="601")
    assert "Dit kan niet" in page
    assert "Voor 601 ondernemers is er geen respons vastgesteld" in page
    assert page.tree.css_first("#respons .par").text() == "B4 §4.1.1"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"audittijd_schema": "kvo-b-4.0", "audittijd_gebieden": ""}, "Vul het aantal terreinen in"),
        (
            {"audittijd_schema": "kvo-b-4.0", "audittijd_gebieden": "drie"},
            "Het aantal moet een heel getal zijn, bijvoorbeeld 3",
        ),
        ({"respons_schema": "kvo-3.1", "respons_ondernemers": "51"}, "Bij KVO 3.1 maakt “eerste” uit. Kies ja of nee"),
        ({"geldigheid_uitgegeven_dag": "30-2-2026"}, "De datum 30 februari 2026 bestaat niet"),
        ({"geldigheid_uitgegeven_dag": ""}, "Vul de datum in"),
        (
            {"audittijd_schema": "kvo-x", "audittijd_gebieden": "3"},
            "Vul bij “schema” in: kvo-b-4.0, kvo-w-4.0, kvo-g-4.0 of kvo-3.1",
        ),
    ],
)
def test_what_does_not_fit_comes_back_with_a_sentence_and_what_was_typed(visitor, fields, sentence):
    page = ask(visitor, status=422, **fields)
    assert [error.replace("\u00a0", " ") for error in page.errors] == [sentence]
    assert page.tree.css_first("title").text().startswith("Fout: ")
    for name, typed in fields.items():
        if name.endswith(("gebieden", "ondernemers")):
            assert page.value(name.replace("_", "-")) == typed


def test_words_in_the_address_are_shown_as_words(visitor):
    page = ask(visitor, status=422, audittijd_schema="kvo-b-4.0", audittijd_gebieden="<script>alert(1)</script>")
    assert "<script>alert" not in page.html
    assert page.value("audittijd-gebieden") == "<script>alert(1)</script>"
