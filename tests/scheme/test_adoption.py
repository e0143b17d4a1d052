"""A scheme file that is handed in: read with care, compared with what it replaces, adopted when it is complete."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.scheme.adoption import (
    LARGEST,
    ChangeKind,
    as_adopted,
    as_text,
    by_section,
    compare,
    may_be_adopted,
    previous_of,
    read_handed_in,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.problems import SchemeFileError
from tests.scheme.files import complete_w, text_of

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "een schemabestand"),
        (b"#" * (LARGEST + 1), "een bestand van hoogstens 500 kB"),
        (b"naam = \"\xff\"", "tekst in UTF-8"),
    ],
    ids=["empty", "huge", "not UTF-8"],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_a_sentence(content, expected):
    with pytest.raises(SchemeFileError) as refused:
        as_text(content, "schema.toml")
    assert [problem.expected for problem in refused.value.problems] == [expected]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = " + "[" * 5000, ""),
        ("a = " + "{b = " * 30 + "1" + "}" * 30, "te veel tabellen in elkaar"),
        ("a = " + "{b = " * 400 + "1" + "}" * 400, "te veel tabellen in elkaar"),
        ("a = " + "9" * 5000, ""),
        ("a = 1e999999999", "is niet te lezen"),
        ("[schema", ""),
        ("<html></html>", ""),
    ],
    ids=["unclosed", "deep", "deeper", "a long number", "an enormous number", "half", "a web page"],
)
def test_a_hostile_file_is_refused_and_not_carried_out(text, found):
    with pytest.raises(SchemeFileError) as refused:
        read_handed_in(text, "schema.toml")
    assert found in str(refused.value)


def test_every_problem_is_told_with_its_key_and_what_was_expected():
    text = text_of("kvo-w-4.0").replace("waarde = 3", "waarde = -3") + "\n[onbekend]\nx = 1\n"
    with pytest.raises(SchemeFileError) as refused:
        read_handed_in(text, "schema.toml")
    told = {problem.key: problem.expected for problem in refused.value.problems}
    assert told == {"certificaat.jaren.waarde": "een getal groter dan 0", "onbekend": "een sleutel die het schema kent"}


def test_an_incomplete_file_is_not_adopted_and_says_all_that_lacks():
    with pytest.raises(SchemeFileError) as refused:
        as_adopted(text_of("kvo-w-4.0"), "schema.toml", DAY, "Handboek")
    assert [problem.key for problem in refused.value.problems][:3] == ["partijen", "audittijd", "respons"]
    assert len(refused.value.problems) == len(packaged()["kvo-w-4.0"].missing())


def test_a_complete_file_holds_from_the_day_and_document_that_were_given():
    scheme = as_adopted(complete_w(), "schema.toml", DAY, "Handboek Winkelgebieden 4.0")
    assert (scheme.key, scheme.adopted, scheme.identity.adopted_on) == ("kvo-w-4.0", True, DAY)
    assert scheme.identity.adopted_by == "Handboek Winkelgebieden 4.0"


def test_two_versions_are_compared_field_by_field():
    old = read_handed_in(complete_w(), "oud.toml")
    longer = complete_w().replace("bewaartermijn_jaren = { waarde = 6", "bewaartermijn_jaren = { waarde = 7")
    new = read_handed_in(longer, "nieuw.toml")
    change = compare(old, new)
    assert [(one.section, one.field, one.kind, one.old, one.new) for one in change] == [
        ("Documentenset", "bewaartermijn jaren › waarde", ChangeKind.CHANGED, "6", "7")
    ]
    assert compare(old, old) == []
    assert by_section(change) == {"Documentenset": change}
    assert by_section([]) == {}


def test_a_row_that_moved_is_the_same_row_and_a_new_one_is_new():
    text = complete_w()
    row = 'code = "gemeente", naam = "gemeente"'
    assert row in text
    changes = compare(
        read_handed_in(text, "oud"), read_handed_in(text.replace(row, 'code = "stad", naam = "gemeente"'), "n")
    )
    assert {one.kind for one in changes} == {ChangeKind.ADDED, ChangeKind.REMOVED}
    assert all("stad" in one.field or "gemeente" in one.field for one in changes)


def test_a_file_is_compared_with_its_own_key_or_else_with_the_newest_for_the_same_areas():
    library = packaged()
    new = read_handed_in(complete_w(), "x")
    assert previous_of(new, library) is library["kvo-w-4.0"]
    later = read_handed_in(complete_w().replace('"kvo-w-4.0"', '"kvo-w-5.0"'), "x")
    assert previous_of(later, library) is library["kvo-w-4.0"]


@pytest.mark.parametrize(
    ("key", "day", "document", "objections"),
    [
        ("kvo-w-4.0", DAY, "Handboek", []),
        ("kvo-w-5.0", DAY, "Handboek", []),
        ("kvo-b-4.0", DAY, "Handboek", ["schema.sleutel"]),
        ("kvo-w-4.0", date(2026, 11, 22), "Handboek", ["schema.vanaf_dag"]),
        ("kvo-w-4.0", date(2026, 11, 23), " ", ["schema.stuk"]),
    ],
    ids=["a concept", "a new key", "adopted", "yesterday", "no document"],
)
def test_an_adopted_scheme_that_ships_stays_as_it_is(key, day, document, objections):
    conditions = may_be_adopted(key, packaged(), day, document, date(2026, 11, 23))
    assert [one.code for one in unmet(conditions)] == objections
