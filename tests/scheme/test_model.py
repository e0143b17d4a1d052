"""A broken scheme file names the file, the key and what was expected."""

import pytest

from auditbeheer.scheme.model import check_file, read_file, read_text
from auditbeheer.scheme.problems import Problem, SchemeFileError
from tests.scheme.files import text_of

WHOLE = text_of("kvo-b-4.0")


@pytest.mark.parametrize(
    ("old", "new", "key", "expected", "found"),
    [
        (
            "terreinen = 2, uren = 10",
            "terreinen = 2, uren = -1",
            "audittijd.staffel[2].uren",
            "een getal groter dan 0",
            "-1",
        ),
        (
            "terreinen = 2, uren = 10",
            'terreinen = 2, uren = "tien"',
            "audittijd.staffel[2].uren",
            "een getal",
            "“tien”",
        ),
        ("terreinen = 2, uren", "terreinen = 2.5, uren", "audittijd.staffel[2].terreinen", "een geheel getal", "2.5"),
        ("terreinen = 2, uren", "terreinen = true, uren", "audittijd.staffel[2].terreinen", "een geheel getal", "true"),
        ("terreinen = 2, uren = 10, ", "terreinen = 2, ", "audittijd.staffel[2].uren", "deze sleutel", "niets"),
        (
            "terreinen = 2, uren = 10",
            "terreinen = 3, uren = 10",
            "audittijd",
            "een staffel die bij 1 terrein begint en geen terrein overslaat",
            "",
        ),
        ("[gebied]", "[gebiedje]", "gebiedje", "een sleutel die het schema kent", "een tabel"),
        (
            "waarde = 2024-03-01",
            'waarde = "2024-03-01"',
            "overgang.beoordelen_vanaf.waarde",
            "een datum zonder aanhalingstekens, zoals 2024-03-01",
            "“2024-03-01”",
        ),
        (
            "een_gemeente = { waarde = true",
            'een_gemeente = { waarde = "ja"',
            "cluster.een_gemeente.waarde",
            "true of false",
            "“ja”",
        ),
        ('status = "vastgesteld"', 'status = "klaar"', "schema.status", "'concept' of 'vastgesteld'", "“klaar”"),
        (
            'naam = "Afbakening van het gebied"',
            'naam = ""',
            "documenten.set[1].naam",
            "een tekst die niet leeg is",
            "“”",
        ),
        (
            'naam = "Afbakening van het gebied"',
            "naam = 5",
            "documenten.set[1].naam",
            "een tekst tussen aanhalingstekens",
            "5",
        ),
        (
            "eerste = 30, volgende = 30",
            "eerste = 130, volgende = 30",
            "respons.klassen[2].eerste",
            "een getal van 100 of minder",
            "130",
        ),
        (
            "van = 0, tot_en_met = 50",
            "van = -1, tot_en_met = 50",
            "respons.klassen[1].van",
            "een getal van 0 of meer",
            "-1",
        ),
        (
            "van = 51, tot_en_met = 100",
            "van = 52, tot_en_met = 100",
            "respons",
            "klassen die bij 0 beginnen en op elkaar aansluiten; alleen de laatste mag open zijn",
            "",
        ),
        (
            "{ van = 0, tot_en_met = 50, e",
            "{ van = 0, e",
            "respons",
            "klassen die bij 0 beginnen en op elkaar aansluiten; alleen de laatste mag open zijn",
            "",
        ),
        (
            'sleutel = "kvo-b-4.0"',
            'sleutel = "KVO B"',
            "schema.sleutel",
            "kleine letters, cijfers, punten en streepjes",
            "“KVO B”",
        ),
        (
            'soort = "aantal"\nminimum = 10\n',
            'soort = "aantal"\n',
            "kwalificaties.auditor[3]",
            "een minimum bij aantal en jaren, en alleen daar",
            "",
        ),
        (
            'bron = "6.3.1" },\n  { terreinen = 2',
            'bron = "" },\n  { terreinen = 2',
            "audittijd.staffel[1].bron",
            "een tekst die niet leeg is",
            "“”",
        ),
        (
            "terreinen = 2, uren = 10",
            "terreinen = 2024-03-01, uren = 10",
            "audittijd.staffel[2].terreinen",
            "een geheel getal",
            "1\u00a0maart 2024",
        ),
        ("verplicht = [\n", "onbekend = [\n", "partijen.verplicht", "deze sleutel", "niets"),
        ("klassen = { waarde = []", "klassen = { waarde = 5", "afwijkingen.klassen.waarde", "een lijst", "5"),
        (
            "een_gemeente = { waarde = true",
            "een_gemeente = { waarde = [1]",
            "cluster.een_gemeente.waarde",
            "true of false",
            "een lijst",
        ),
    ],
)
def test_a_broken_file_names_file_key_and_what_was_expected(old, new, key, expected, found):
    assert old in WHOLE
    with pytest.raises(SchemeFileError) as broken:
        read_text(WHOLE.replace(old, new, 1), "eigen.toml")
    assert Problem("eigen.toml", key, expected, found) in broken.value.problems
    assert f"eigen.toml: {key}: verwacht {expected}" in str(broken.value)


def test_a_list_that_must_hold_something_says_so():
    start, rest = WHOLE.split("verplicht = [\n", 1)
    text = f"{start}verplicht = []\n{rest.split(']' + chr(10), 1)[1]}"
    with pytest.raises(SchemeFileError) as broken:
        read_text(text, "eigen.toml")
    assert [str(problem) for problem in broken.value.problems] == [
        "eigen.toml: partijen.verplicht: verwacht een lijst met ten minste 1, gevonden: een lege lijst"
    ]


def test_a_table_that_is_no_table_says_so():
    with pytest.raises(SchemeFileError) as broken:
        read_text("schema = 3\noverging = 4\nbronnen = 5\n", "eigen.toml")
    told = {problem.key: problem.expected for problem in broken.value.problems}
    assert told["schema"] == "een tabel"
    assert told["bronnen"] == "een tabel"
    assert told["overgang"] == "deze sleutel"
    assert told["overging"] == "een sleutel die het schema kent"


def test_a_fault_that_pydantic_words_itself_is_still_told():
    with pytest.raises(SchemeFileError) as broken:
        read_text(WHOLE.replace("deel_op_locatie = { waarde = 0.5", "deel_op_locatie = { waarde = nan"), "eigen.toml")
    assert [problem.key for problem in broken.value.problems] == ["audittijd.deel_op_locatie.waarde"]
    assert broken.value.problems[0].expected


def test_an_adopted_file_must_be_complete():
    text = "[schema]".join(["", text_of("kvo-w-4.0").split("[schema]", 1)[1]]).replace('"concept"', '"vastgesteld"')
    with pytest.raises(SchemeFileError) as broken:
        read_text(text, "eigen.toml")
    assert str(broken.value) == "eigen.toml: verwacht de tabel [partijen], want de status is vastgesteld"


def test_an_adopted_file_says_since_when_and_by_what():
    with pytest.raises(SchemeFileError) as broken:
        read_text(WHOLE.replace("vastgesteld_op = 2024-03-01\n", ""), "eigen.toml")
    assert str(broken.value) == (
        "eigen.toml: verwacht vastgesteld_op en vastgesteld_volgens in [schema], want de status is vastgesteld"
    )


@pytest.mark.parametrize(
    ("reference", "named"), [("9.9", "“9.9”"), ("6.3, 9.9", "“9.9”"), ("eigen regel niets", "“eigen regel niets”")]
)
def test_a_paragraph_without_explanation_is_refused(reference, named):
    text = WHOLE.replace(
        'maximum_ondernemers = { waarde = 600, bron = "3.1" }',
        f'maximum_ondernemers = {{ waarde = 600, bron = "{reference}" }}',
    )
    with pytest.raises(SchemeFileError) as broken:
        read_text(text, "eigen.toml")
    assert str(broken.value) == (
        f"eigen.toml: verwacht een uitleg in [bronnen] bij {named} (genoemd bij gebied.maximum_ondernemers)"
    )


def test_audit_time_is_a_table_or_parts_and_not_both():
    both = WHOLE.replace(
        "deel_op_locatie", 'onderdelen = [{ code = "a", naam = "a", mandagen = 1, bron = "6.3.1" }]\ndeel_op_locatie'
    )
    with pytest.raises(SchemeFileError, match="audittijd: verwacht een staffel of onderdelen: een van de twee"):
        read_text(both, "eigen.toml")


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    broken = tmp_path / "kapot.toml"
    broken.write_text("[schema\n", encoding="utf-8")
    binary = tmp_path / "beeld.toml"
    binary.write_bytes(b"\xff\xfe")
    assert [problem.expected for problem in check_file(broken)] == ["een leesbaar TOML-bestand"]
    assert check_file(broken)[0].found == "regel 1, teken 8 is geen TOML"
    assert [str(problem) for problem in check_file(binary)] == ["beeld.toml: verwacht tekst in UTF-8, gevonden: byte 1"]
    assert [problem.expected for problem in check_file(tmp_path / "weg.toml")] == ["een bestand"]


def test_a_whole_file_has_no_problems(tmp_path):
    path = tmp_path / "heel.toml"
    path.write_text(WHOLE, encoding="utf-8")
    assert check_file(path) == []
    assert read_file(path).key == "kvo-b-4.0"
