"""What may be asked of a working group, and what a day would break: each with its §, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.planning.rules import (
    CAN,
    CANNOT,
    RATHER_NOT,
    Asking,
    Day,
    Seat,
    answer_of_party,
    audit_word,
    may_answer,
    may_ask,
    review_day,
    risks,
    weight,
)
from auditbeheer.scheme.condition import Source, SourceKind, unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults

TODAY = date(2026, 11, 23)
B4, S31 = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"]
SAFE = (date(2027, 2, 14), Source(SourceKind.OWN_RULE, number=1))
MUNICIPALITY, POLICE, HOUSING = Seat("Gemeente", True), Seat("Politie", True), Seat("Woonstede", False)


def days(*numbers):
    return [date(2027, 1, number) for number in numbers]


@pytest.mark.parametrize(
    ("asking", "refused"),
    [
        (Asking(days(12, 14, 19), date(2026, 11, 30)), []),
        (Asking(days(12), TODAY), []),
        (Asking([], date(2026, 11, 30)), ["datum.aantal"]),
        (Asking(days(12, 13, 14, 15), date(2026, 11, 30)), ["datum.aantal"]),
        (Asking(days(12, 12), date(2026, 11, 30)), ["datum.verschillend"]),
        (Asking(days(12), date(2026, 11, 22)), ["datum.antwoordtijd"]),
        (Asking(days(12), date(2027, 1, 12)), ["datum.antwoord_voor_audit"]),
        (Asking(days(12), date(2026, 11, 30), date(2026, 12, 1)), ["datum.een_vraag"]),
        (Asking(days(12), date(2026, 11, 30), None, 0), ["datum.werkgroep"]),
    ],
    ids=["three days", "one day, today", "no day", "four days", "twice", "yesterday", "too late", "open", "nobody"],
)
def test_a_question_has_one_to_three_days_ahead_and_time_to_answer(asking, refused):
    assert [condition.code for condition in unmet(may_ask(asking, TODAY))] == refused


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([CAN], CAN), ([CANNOT, CAN], CAN), ([CANNOT, RATHER_NOT], RATHER_NOT), ([CANNOT, CANNOT], CANNOT),
        ([CANNOT, None], None), ([None], None), ([], None), ([None, CAN], CAN),
    ],
)  # fmt: skip
def test_of_a_party_one_person_suffices(answers, said):
    assert answer_of_party(answers) == said


def test_a_day_is_not_held_against_terms_that_are_not_there():
    day = Day(date(2027, 1, 12), [(MUNICIPALITY, CAN)], leaders=["Marloes"])
    by_handbook, by_3_1 = ({one.code for one in risks(day, scheme, TODAY, defaults())} for scheme in (B4, S31))
    assert "datum.veilig" not in by_handbook
    assert by_handbook - by_3_1 == {"datum.documenten"}


def test_what_a_day_would_break_is_told_before_it_is_chosen():
    day = Day(
        date(2027, 2, 28), [(MUNICIPALITY, CANNOT), (POLICE, None), (HOUSING, CANNOT)], leaders=[], safe=SAFE,
    )  # fmt: skip
    found = {one.code: (one.source.label, one.fact) for one in unmet(risks(day, B4, TODAY, defaults()))}
    assert found["datum.partijen"] == ("B4 §6.3", "kan niet: Gemeente")
    assert found["datum.anderen"] == ("eigen regel 29", "kan niet: Woonstede")
    assert found["datum.antwoorden"][1] == "nog geen antwoord: Politie"
    assert found["datum.veilig"] == ("eigen regel 1", "laatste veilige dag: 14\u00a0februari 2027")
    assert "zondag" in found["datum.werkdag"][1]
    assert set(found) == {
        "datum.partijen", "datum.anderen", "datum.antwoorden", "datum.veilig", "datum.werkdag", "datum.auditor"
    }  # fmt: skip


def test_documents_that_can_no_longer_be_on_time_are_a_risk_with_its_paragraph():
    early = Day(date(2026, 12, 4), [(POLICE, CAN)], leaders=["M. Bakker"])
    assert [(one.code, one.source.label) for one in unmet(risks(early, B4, TODAY, defaults()))] == [
        ("datum.documenten", "B4 §5.2.1")
    ]
    assert not unmet(risks(Day(date(2026, 12, 8), [(POLICE, CAN)], ["M. Bakker"]), B4, TODAY, defaults()))


def test_a_missing_mandatory_party_weighs_more_than_anything_but_a_day_that_cannot_be():
    good = Day(date(2027, 1, 19), [(POLICE, CAN), (HOUSING, CAN)], ["M. Bakker"], SAFE)
    rather = Day(date(2027, 1, 12), [(POLICE, RATHER_NOT), (HOUSING, CAN)], ["M. Bakker"], SAFE)
    other = Day(date(2027, 1, 12), [(POLICE, CAN), (HOUSING, CANNOT)], ["M. Bakker"], SAFE)
    unsafe = Day(date(2027, 3, 1), [(POLICE, CAN), (HOUSING, CAN)], ["M. Bakker"], SAFE)
    missing = Day(date(2027, 1, 12), [(POLICE, CANNOT), (HOUSING, CAN)], ["M. Bakker"], SAFE)
    order = [weight(day, blocked=False).key for day in (good, rather, other, unsafe, missing)]
    assert order == sorted(order)
    assert weight(good, blocked=True).key > order[-1]


def test_the_documents_are_looked_at_on_a_working_day_before_the_audit():
    assert review_day(B4, date(2027, 1, 12), TODAY) == date(2027, 1, 5)
    assert review_day(B4, date(2027, 1, 8), TODAY) == date(2026, 12, 31), "new year’s day is none"
    assert review_day(B4, date(2026, 11, 25), TODAY) == TODAY
    assert review_day(B4, TODAY, TODAY) is None
    assert review_day(packaged()["kvo-3.1"], date(2027, 1, 12), TODAY) is None, "3.1 asks for no such day"


def test_an_answer_counts_while_the_question_is_open_and_each_day_has_one():
    def codes(**facts):
        return [one.code for one in unmet(may_answer(**facts))]

    assert codes(chosen=None, closed=False, complete=True) == []
    assert codes(chosen=None, closed=True, complete=True) == ["datum.open"]
    assert codes(chosen=None, closed=False, complete=False) == ["datum.volledig"]


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        ((False, False, False, False), "Te plannen"), ((True, False, False, False), "Datum gevraagd"),
        ((False, True, False, False), "Gepland"), ((False, True, True, False), "Bevestigd"),
        ((True, True, True, False), "Datum gevraagd"), ((False, True, True, True), "Gedaan"),
    ],
)  # fmt: skip
def test_the_status_of_an_audit_says_what_happened(facts, word):
    asked, planned, confirmed, held = facts
    assert audit_word(asked=asked, planned=planned, confirmed=confirmed, held=held) == word
