"""What may be asked of the register, and what the verification page says, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.certificates.rules import CertificateStatus, Period
from auditbeheer.plumbing.status import VERDICTS
from auditbeheer.register.rules import (
    CANNOT_TELL,
    SPECIMEN,
    UNKNOWN,
    NotAsked,
    day_in_words,
    older_edition,
    read_question,
    saying,
)

TODAY = date(2027, 1, 12)
PERIOD = Period(date(2026, 12, 9), date(2029, 12, 8))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("today", "asked", "heading", "sentence"),
    [
        (TODAY, None, "Geldig", "Dit KVO-certificaat geldt vandaag, 12 januari 2027."),
        (date(2029, 11, 1), None, "Geldig", "Dit KVO-certificaat geldt vandaag. De laatste dag is 8 december 2029."),
        (date(2030, 1, 12), None, "Verlopen", "Dit KVO-certificaat gold tot en met 8 december 2029."),
        (date(2026, 12, 1), None, "Nog niet geldig", "Dit KVO-certificaat geldt vanaf 9 december 2026."),
        (date(2030, 1, 12), date(2027, 3, 1), "Was geldig op 1 maart 2027", "Vandaag is de status: verlopen."),
        (TODAY, date(2028, 3, 1), "Is geldig op 1 maart 2028", "Vandaag is de status: geldig."),
        (TODAY, date(2026, 3, 1), "Nog niet geldig op 1 maart 2026", "Vandaag is de status: geldig."),
        (TODAY, TODAY, "Geldig", "Dit KVO-certificaat geldt vandaag, 12 januari 2027."),
    ],
)
def test_the_verdict_in_the_words_of_the_design_guide(today, asked, heading, sentence):
    said = saying(PERIOD, today, asked)
    assert (plain(said.heading), plain(said.sentence)) == (heading, sentence)
    assert said.word in VERDICTS


def test_an_older_edition_points_to_the_newest():
    said = older_edition(1, 2, CertificateStatus.VALID)
    assert said.sentence == "U bekijkt uitgave 1. Uitgave 2 is de nieuwste. Dat certificaat is geldig."


@pytest.mark.parametrize("said", [SPECIMEN, UNKNOWN, CANNOT_TELL], ids=lambda said: said.word)
def test_every_verdict_has_its_look(said):
    assert said.word in VERDICTS


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({"op": "2026-13-45"}, "op"),
        ({"op": "gisteren"}, "op"),
        ({"op": "2026-02-30"}, "op"),
        ({"op": "٢٠٢٦-01-01"}, "op"),
        ({"type": "camping"}, "type"),
        ({"status": "prima"}, "status"),
        ({"pagina": "0"}, "pagina"),
        ({"pagina": "-1"}, "pagina"),
        ({"pagina": "1.5"}, "pagina"),
        ({"pagina": "9" * 30}, "pagina"),
        ({"zoek": "x" * 101}, "zoek"),
        ({"gemeente": "x" * 101}, "gemeente"),
    ],
)
def test_what_cannot_be_asked_names_the_parameter(given, parameter):
    with pytest.raises(NotAsked) as wrong:
        read_question(given, TODAY)
    assert wrong.value.parameter == parameter
    assert wrong.value.sentence.endswith(".")


def test_a_question_is_read_whole():
    question = read_question(
        {"zoek": " brand ", "gemeente": "Lelystad", "type": "bedrijventerrein", "status": "geldig", "op": "9-12-2026",
         "pagina": "2"}, TODAY,
    )  # fmt: skip
    assert (question.text, question.municipality, question.type, question.status, question.day, question.page) == (
        "brand", "Lelystad", "bedrijventerrein", "geldig", date(2026, 12, 9), 2,
    )  # fmt: skip


def test_a_question_without_a_page_asks_for_the_first():
    assert read_question({"pagina": " "}, TODAY).page == 1


def test_a_day_known_to_the_month_is_never_made_into_the_first():
    assert plain(day_in_words("2010-10")) == "oktober 2010"
