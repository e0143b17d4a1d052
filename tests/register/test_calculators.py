"""The public calculators by themselves: what is understood, what is answered, and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.register.asking import Answer, Asked, Given, Kind, NotUnderstood, Parameter, ask, read
from auditbeheer.register.questions import calculators
from auditbeheer.scheme.condition import Refusal
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults

GIVEN = Given(packaged(), defaults())
BY_KEY = calculators(packaged())


def answer(key: str, rules: Given = GIVEN, **texts: str) -> Answer:
    return ask(BY_KEY[key], {name: [text] for name, text in texts.items()}, rules)


@pytest.mark.parametrize(
    ("key", "texts", "facts"),
    [
        (
            "audittijd",
            {"schema": "kvo-b-4.0", "gebieden": "3"},
            {"schema": "kvo-b-4.0", "gebieden": 3, "minimum_uren": 11, "uren_op_locatie_circa": 5.5},
        ),
        (
            "audittijd",
            {"schema": "kvo-3.1", "gebieden": "3"},
            {
                "schema": "kvo-3.1",
                "gebieden": 3,
                "minimum_uren": 12,
                "uren_documentbeoordeling": 4,
                "uren_schouw_interviews_rapportage": 8,
            },
        ),
        (
            "respons",
            {"schema": "kvo-b-4.0", "ondernemers": "51", "eerste": "ja"},
            {"schema": "kvo-b-4.0", "ondernemers": 51, "percentage": 30, "nodig": 16},
        ),
        (
            "respons",
            {"schema": "kvo-3.1", "ondernemers": "51", "eerste": "nee"},
            {"schema": "kvo-3.1", "ondernemers": 51, "percentage": 30, "nodig": 16},
        ),
        (
            "termijn",
            {"begin": "2025-12-31", "maanden": "2"},
            {"begin": "2025-12-31", "maanden": 2, "einde": "2026-02-28", "valt_op": "zaterdag"},
        ),
        (
            "schema",
            {"gebiedstype": "bedrijventerrein", "gestart": "2024-02-29", "beoordeeld": "2024-06-01"},
            {
                "gebiedstype": "bedrijventerrein",
                "gestart": "2024-02-29",
                "beoordeeld": "2024-06-01",
                "schemas": ["kvo-3.1", "kvo-b-4.0"],
            },
        ),
        (
            "schema",
            {"gebiedstype": "buitengebied", "gestart": "2023-01-01", "beoordeeld": "2023-06-01"},
            {"gebiedstype": "buitengebied", "gestart": "2023-01-01", "beoordeeld": "2023-06-01", "schemas": []},
        ),
        (
            "afwijking",
            {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "ontvangen": "2026-03-10"},
            {
                "schema": "kvo-b-4.0",
                "afgesloten": "2026-01-31",
                "ontvangen": "2026-03-10",
                "aanvullingen_uiterlijk": "2026-03-31",
                "beoordeling_uiterlijk": "2026-04-10",
            },
        ),
        (
            "afwijking",
            {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31"},
            {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "aanvullingen_uiterlijk": "2026-03-31"},
        ),
        (
            "afwijking",
            {"schema": "kvo-3.1", "afgesloten": "2025-12-31", "verlengd": "ja"},
            {"schema": "kvo-3.1", "afgesloten": "2025-12-31", "beoordeling_uiterlijk": "2026-05-31"},
        ),
        ("geldigheid", {"uitgegeven": "2024-02-29"}, {"uitgegeven": "2024-02-29", "geldig_tot_en_met": "2027-02-28"}),
    ],
)
def test_the_answers_are_those_of_the_published_interface(key, texts, facts):
    assert answer(key, **texts).facts == facts


@pytest.mark.parametrize(
    ("key", "texts", "headline"),
    [
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": "3"}, "Ten minste 11 uur"),
        ("respons", {"schema": "kvo-b-4.0", "ondernemers": "2"}, "1 antwoord, 40 %"),
        ("termijn", {"begin": "2025-12-31", "maanden": "2"}, "Tot en met zaterdag 28 februari 2026"),
        (
            "schema",
            {"gebiedstype": "bedrijventerrein", "gestart": "2024-02-29", "beoordeeld": "2024-06-01"},
            "KVO 3.1 of KVO Bedrijventerreinen 4.0",
        ),
        (
            "schema",
            {"gebiedstype": "buitengebied", "gestart": "2023-01-01", "beoordeeld": "2023-06-01"},
            "Geen schema",
        ),
        (
            "afwijking",
            {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "ontvangen": "2026-03-10"},
            "Aanvullingen uiterlijk dinsdag 31 maart 2026; beoordeling uiterlijk vrijdag 10 april 2026",
        ),
        ("geldigheid", {"uitgegeven": "2026-12-09"}, "Tot en met zaterdag 8 december 2029"),
    ],
)
def test_an_answer_reads_as_a_sentence(key, texts, headline):
    assert answer(key, **texts).headline.replace("\u00a0", " ") == headline


@pytest.mark.parametrize(
    ("key", "texts", "parameter", "sentence"),
    [
        (
            "audittijd",
            {"schema": "kvo-b-4.0", "gebieden": "3", "gebied": "3"},
            "gebied",
            "Deze vraag kent “gebied” niet. Wel: schema en gebieden.",
        ),
        (
            "audittijd",
            {"schema": "kvo-b-4.0"},
            "gebieden",
            "“gebieden” ontbreekt. Vul bij “gebieden” in: een heel getal van 0 tot en met 999.999.999, bijvoorbeeld 3.",
        ),
        (
            "audittijd",
            {"schema": "kvo-b-9.9", "gebieden": "3"},
            "schema",
            "Vul bij “schema” in: kvo-b-4.0, kvo-w-4.0, kvo-g-4.0 of kvo-3.1.",
        ),
        (
            "termijn",
            {"begin": "2025-12-31", "maanden": "1201"},
            "maanden",
            "Vul bij “maanden” in: een heel getal van 0 tot en met 1.200, bijvoorbeeld 2.",
        ),
        (
            "termijn",
            {"begin": "31-12-2025", "maanden": "2"},
            "begin",
            (
                "Vul bij “begin” in: een dag die bestaat, als jaar-maand-dag, van 1900 tot en met 2199,"
                " bijvoorbeeld 2025-12-31."
            ),
        ),
        (
            "respons",
            {"schema": "kvo-b-4.0", "ondernemers": "51", "eerste": "true"},
            "eerste",
            "Vul bij “eerste” in: ja of nee.",
        ),
        (
            "respons",
            {"schema": "kvo-3.1", "ondernemers": "51"},
            "eerste",
            "Bij KVO 3.1 maakt “eerste” uit. Kies ja of nee.",
        ),
    ],
)
def test_what_is_not_understood_names_the_parameter_and_what_fits(key, texts, parameter, sentence):
    with pytest.raises(NotUnderstood) as wrong:
        answer(key, **texts)
    assert (wrong.value.parameter, str(wrong.value)) == (parameter, sentence)


def test_a_parameter_that_comes_twice_is_not_guessed_at():
    with pytest.raises(NotUnderstood, match="“gebieden” staat er 2 keer"):
        ask(BY_KEY["audittijd"], {"schema": ["kvo-b-4.0"], "gebieden": ["3", "4"]}, GIVEN)


@pytest.mark.parametrize("text", ["", " 3", "3 ", "-1", "+3", "3.0", "3,0", "1e3", "٣", "1234567890", "x", "0x3"])
def test_a_number_is_written_in_plain_figures(text):
    with pytest.raises(NotUnderstood):
        answer("audittijd", schema="kvo-b-4.0", gebieden=text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "20260228",
        "2026-W09-6",
        "2026-2-28",
        "1899-12-31",
        "2200-01-01",
        "2026-02-28T10:00",
        "٢٠٢٦-01-01",
    ],
)
def test_a_day_is_written_as_year_month_day_and_exists(text):
    with pytest.raises(NotUnderstood):
        answer("geldigheid", uitgegeven=text)


@pytest.mark.parametrize(
    ("key", "texts", "bron"),
    [
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": "0"}, "B4 §6.3.1"),
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": "5"}, "B4 §6.3.1"),
        ("audittijd", {"schema": "kvo-3.1", "gebieden": "0"}, "S31 §4.3"),
        ("audittijd", {"schema": "kvo-w-4.0", "gebieden": "1"}, "instelling"),
        ("respons", {"schema": "kvo-b-4.0", "ondernemers": "601"}, "B4 §4.1.1"),
        ("respons", {"schema": "kvo-g-4.0", "ondernemers": "10"}, "instelling"),
        (
            "schema",
            {"gebiedstype": "bedrijventerrein", "gestart": "2024-06-02", "beoordeeld": "2024-06-01"},
            "B4 §1.5",
        ),
        ("afwijking", {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "verlengd": "ja"}, "B4 §6.3"),
        ("afwijking", {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "ontvangen": "2026-01-30"}, "B4 §6.3"),
    ],
)
def test_what_the_scheme_refuses_says_where(key, texts, bron):
    with pytest.raises(Refusal) as refused:
        answer(key, **texts)
    assert refused.value.conditions[0].source.label == bron
    assert bron in str(refused.value) or bron == "instelling"


def test_the_answers_follow_the_own_rules_of_the_body_and_say_so():
    own = defaults().with_values(
        {
            "manday_hours": ("7", date(2020, 1, 1)),
            "validity_reading": ("anniversary", date(2020, 1, 1)),
            "working_day_shift": ("ja", date(2020, 1, 1)),
        }
    )
    theirs = Given(packaged(), own)
    assert answer("audittijd", theirs, schema="kvo-3.1", gebieden="1").facts["minimum_uren"] == 10.5
    validity = answer("geldigheid", theirs, uitgegeven="2026-12-09")
    assert validity.facts["geldig_tot_en_met"] == "2029-12-09"
    assert [source.label for source in validity.sources] == ["B4 §7.2", "eigen regel 2"]
    term = answer("termijn", theirs, begin="2025-12-31", maanden="2")
    assert (term.facts["einde"], term.facts["valt_op"]) == ("2026-03-02", "maandag")
    assert "eigen regel 7" in term.remarks[0]


def test_a_certificate_from_before_2015_gets_a_remark():
    old = answer("geldigheid", uitgegeven="2014-05-01")
    assert old.facts["geldig_tot_en_met"] == "2017-04-30"
    assert "tot en met 30\u00a0april 2016 (S31 §1.6)" in old.remarks[0]
    assert answer("geldigheid", uitgegeven="2015-01-01").remarks == ()


@pytest.mark.parametrize(
    ("texts", "bron"),
    [
        ({"uitgegeven": "2024-02-29"}, "S31 bijlage 2.1b"),
        ({"uitgegeven": "2024-03-01"}, "B4 §7.2"),
    ],
)
def test_validity_is_told_by_the_scheme_of_the_day(texts, bron):
    assert answer("geldigheid", **texts).sources[0].label == bron


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 1200))
def test_every_day_and_term_that_may_be_asked_is_answered(begin, months):
    found = answer("termijn", begin=begin.isoformat(), maanden=str(months))
    assert str(found.facts["einde"]) >= begin.isoformat()


@given(
    st.sampled_from(sorted(BY_KEY)), st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=3))
)
def test_no_question_makes_a_calculator_stumble(key, texts):
    with pytest.raises(NotUnderstood):
        ask(BY_KEY[key], texts, GIVEN)


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_the_examples_of_a_question_are_answered_with_the_facts_it_describes(key):
    calculator = BY_KEY[key]
    found = ask(calculator, {parameter.name: [parameter.example] for parameter in calculator.parameters}, GIVEN)
    assert set(found.facts) <= set(calculator.results)
    assert found.sources
    assert found.headline
    assert found.explanation.endswith(".")


def test_asking_for_a_value_of_another_kind_is_a_programming_error():
    asked = Asked({"begin": date(2026, 1, 1)})
    with pytest.raises(TypeError):
        asked.number("begin")
    with pytest.raises(KeyError):
        asked.text("schema")


def test_each_kind_of_value_is_read():
    assert read(Parameter("a", "A", Kind.NUMBER, "3"), "007") == 7
    assert read(Parameter("a", "A", Kind.CHOICE, "x", choices=(("x", "X"),)), "x") == "x"
    assert read(Parameter("a", "A", Kind.YES_NO, "ja"), "nee") is False
