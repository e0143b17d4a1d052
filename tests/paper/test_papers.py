"""Quote, agreement and report: what must stand on them, and what may not (QUO-4, QUO-5, AUD-6, AUD-7, GEN-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from auditbeheer.audits.report_pdf import Outcome, Supplement, Verdict, render_report
from auditbeheer.certificates.pdf import render_certificate
from auditbeheer.plumbing.typesetting import MissingGlyph
from auditbeheer.quotes.pdf import render_agreement, render_quote
from tests.paper.samples import AGREEMENT, CERTIFICATE, DEVIATION, OLD, QUOTE, REPORT, plain, reader, words

PAPERS: dict[str, Callable[[], bytes]] = {
    "certificate": lambda: render_certificate(CERTIFICATE),
    "certificate 3.1": lambda: render_certificate(OLD, specimen=True),
    "quote": lambda: render_quote(QUOTE),
    "agreement": lambda: render_agreement(AGREEMENT),
    "report": lambda: render_report(REPORT),
}
papers = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS.keys())

CLOSED = replace(DEVIATION, closed_on=date(2027, 1, 28), follow_up="De werkgroep ging langs bij de ondernemers.")
GRANTED = replace(
    REPORT,
    edition=2,
    deviations=(CLOSED,),
    verdict=Verdict(Outcome.GRANTED, "Alle afwijkingen zijn gesloten.", date(2027, 2, 2), "E. Visser, beslisser"),
    supplement=Supplement(date(2027, 2, 3), "De werkgroep stuurde nieuwe cijfers."),
)


@papers
def test_no_paper_speaks_of_accreditation(paper: Callable[[], bytes]):
    assert "accredit" not in words(paper()).lower()


@papers
def test_a_paper_is_the_same_on_another_day(paper: Callable[[], bytes]):
    with time_machine.travel("2026-12-18 10:00:00Z"):
        first = paper()
    with time_machine.travel("2030-01-01 00:00:00Z"):
        assert paper() == first


@papers
def test_a_paper_speaks_dutch_and_tells_its_title(paper: Callable[[], bytes]):
    read = reader(paper())

    assert read.trailer["/Root"]["/Lang"] == "nl"  # type: ignore[index]  # pypdf types every object alike
    assert read.xmp_metadata is not None
    assert read.xmp_metadata.dc_title


@papers
def test_texts_for_people_use_typographic_quotes_and_no_forbidden_words(paper: Callable[[], bytes]):
    told = words(paper()).lower()

    for word in ("'", '"', " indien ", " dient te ", " middels ", "succesvol", "helaas", "ongeldig", " je ", " jouw "):
        assert word not in told


def test_a_quote_prints_the_receipt_of_its_time():
    told = words(render_quote(QUOTE))

    assert "Minimum voor een cluster van 4 bedrijventerreinen 12 uur B4 §6.3.1" in told
    assert "Audittijd 13 uur" in told
    assert "ongeveer 6 uur bij u op locatie" in told


def test_a_quote_prints_every_line_with_its_vat_and_the_sums():
    told = words(render_quote(QUOTE))

    assert "Reistijd 2,5 uur € 62,50 € 156,25 € 32,81" in told
    assert "Samen, zonder btw € 2.118,41" in told
    assert "Totaal met btw € 2.563,27" in told
    assert QUOTE.net + QUOTE.vat == Decimal("2563.27")


def test_a_quote_with_two_rates_tells_the_rate_of_each_line():
    line = replace(QUOTE.lines[0], vat_percent=Decimal(9))
    told = words(render_quote(replace(QUOTE, lines=(line, *QUOTE.lines[1:]))))

    assert "btw 9 %" in told
    assert "btw 21 %" in told


def test_a_quote_tells_requirements_own_conditions_and_how_long_it_stands():
    told = words(render_quote(QUOTE))

    for stated in (*QUOTE.requirements, *QUOTE.conditions):
        assert plain(stated.text) in told
        assert stated.source in told
    assert "Geldig tot en met 23 december 2026" in told
    assert "alleen H. van der Meer" in told


def test_an_agreement_binds_the_holder_to_the_mark_and_opens_the_locations():
    told = words(render_agreement(AGREEMENT))

    for stated in (*AGREEMENT.mark, *AGREEMENT.access, *AGREEMENT.requirements, *AGREEMENT.conditions):
        assert plain(stated.text) in told
        assert stated.source in told


def test_an_agreement_names_who_contracts_and_where_each_signs():
    told = words(render_agreement(AGREEMENT))

    assert "KvK 32162990" in told
    for contractor in AGREEMENT.contractors:
        assert f"Namens {contractor.organisation}" in told
        assert contractor.name in told
    assert "Documentbeoordeling na ontvangst van de documenten 6 uur" in told
    assert "Prijs met btw € 2.563,27" in told


def test_page_one_of_a_report_says_it_all():
    told = words(render_report(REPORT), 0)

    assert "Het besluit is aangehouden" in told
    assert REPORT.conclusion in told
    assert "De vier partijen komen trouw." in told
    assert "De respons in Larserpoort haalt het minimum dinsdag 9 februari 2027" in told
    assert "Larserpoort haalt de respons niet" in told
    assert "14 van 64, nodig 20" in told


def test_a_report_has_its_topics_attendance_points_and_deviations():
    told = words(render_report(REPORT))

    for topic in REPORT.topics:
        assert f"{topic.title} {topic.source}" in told
    assert told.count("Het archief staat bij de parkmanager.") == len(REPORT.topics)
    assert "Brandweer Gesproken op 10 december 2026 op locatie. ▲ nee" in told
    assert all(f"{point.code} " in told for point in REPORT.checklist)
    assert "Aanvulling uiterlijk dinsdag 9 februari 2027 (B4 §6.3)" in told
    assert "Onze beoordeling uiterlijk dinsdag 9 maart 2027 (B4 §6.3)" in told
    assert "M. Bakker, lead auditor" in told


def test_a_held_decision_warns_that_nobody_may_say_it_was_passed():
    assert "mag niemand zeggen dat de audit is gehaald" in words(render_report(REPORT))


def test_a_supplement_brings_the_follow_up_and_the_decision():
    told = words(render_report(GRANTED))

    assert "Het certificaat is op 2 februari 2027 verleend" in told
    assert "aangehouden" not in told
    assert "Aanvulling van 3 februari 2027 De werkgroep stuurde nieuwe cijfers." in told
    assert "gesloten op 28 januari 2027" in told
    assert "Besloten door E. Visser, beslisser." in told


def test_a_report_without_deviations_says_so():
    told = words(render_report(replace(GRANTED, deviations=(), supplement=None)))

    assert "Niets: er staan geen afwijkingen open." in told
    assert "Geen afwijkingen bij deze audit." in told


def test_no_report_says_granted_while_a_deviation_is_open():
    with pytest.raises(ValueError, match="open afwijking"):
        replace(REPORT, verdict=Verdict(Outcome.GRANTED, "", date(2027, 2, 2)))


def test_long_texts_of_an_auditor_are_printed_to_the_last_word():
    long = "Wij zagen veel. " * 3000 + "Slotwoord."
    topic = replace(REPORT.topics[0], text=long)
    point = replace(REPORT.checklist[0], found=long)
    told = words(render_report(replace(REPORT, topics=(topic,), checklist=(point,), conclusion=long)))

    assert told.count("Slotwoord.") == 3
    assert told.count("veel.") == 9000


def test_a_character_that_cannot_be_printed_is_refused_in_every_letter():
    with pytest.raises(MissingGlyph, match=r"U\+6F22"):
        render_report(replace(REPORT, conclusion="漢"))
    with pytest.raises(MissingGlyph, match=r"U\+6F22"):
        render_quote(replace(QUOTE, conditions_text="漢"))
    with pytest.raises(MissingGlyph, match=r"U\+6F22"):
        render_agreement(replace(AGREEMENT, licence="漢"))
