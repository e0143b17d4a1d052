"""A letter's pages: nothing runs off the paper, rows hold together, every foot tells which page it is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from auditbeheer.plumbing.letter import BODY, BOTTOM, LEFT, MEASURE, RIGHT, TOP, Letter
from auditbeheer.plumbing.letter_parts import (
    Bar,
    Cell,
    Column,
    ReceiptRow,
    Row,
    Signing,
    bars,
    receipt,
    signatures,
    table,
)
from auditbeheer.plumbing.paper import Box, DoesNotFit, Line, Mark, Text
from auditbeheer.plumbing.typesetting import wrap
from tests.paper.samples import HEAD

LOREM = "De werkgroep vergadert vier keer per jaar en legt de besluiten vast. " * 12
COLUMNS = (Column("Punt", 12), Column("Wat"), Column("Bedrag", 25, right=True))


def letter() -> Letter:
    return Letter(HEAD, ("D-2026-0147", "Offerte, versie 2", "23\u00a0november 2026"))


def texts(marks: list[Mark]) -> list[Text]:
    return [mark for mark in marks if isinstance(mark, Text)]


def body(marks: list[Mark]) -> list[Text]:
    """The lines of a page without its foot."""
    return [mark for mark in texts(marks) if "bladzijde" not in mark.text]


def test_the_address_stands_where_a_window_envelope_shows_it():
    page = letter()
    page.address(("Werkgroep KVO", "Postbus 91", "8200 AB Lelystad"))
    first = next(mark for mark in texts(page.pages()[0]) if mark.text == "Werkgroep KVO")

    assert first.x == 25
    assert 52 < first.y < 57


def test_every_foot_tells_the_paper_and_the_page():
    page = letter()
    for _ in range(20):
        page.paragraph(LOREM)
    feet = [next(mark.text for mark in texts(marks) if "bladzijde" in mark.text) for marks in page.pages()]

    assert len(feet) > 2
    for n, foot in enumerate(feet, 1):
        assert foot.replace("\u00a0", " ") == (
            f"D-2026-0147 · Offerte, versie 2 · 23 november 2026 · bladzijde {n} van {len(feet)}"
        )


def test_text_stays_between_the_margins_on_every_page():
    page = letter()
    page.title("Een lange titel die over meer dan een regel loopt en dan nog steeds mooi moet zijn", LOREM[:120])
    for n in range(25):
        page.heading(f"Kop {n}")
        page.paragraph(LOREM * (1 + n % 3))
        page.bullets([LOREM, "kort"], notes=["B4 §3.2", "eigen regel 12"])
        page.facts([("Naam", LOREM[:300]), ("Nog een", "x")])
    for number, marks in enumerate(page.pages()):
        for mark in body(marks):
            assert mark.x >= LEFT - 0.01
            assert mark.right <= RIGHT + 0.01
            assert mark.y <= BOTTOM
            assert number == 0 or mark.y >= TOP


def test_a_heading_never_stands_alone_at_the_foot():
    for lines in range(30, 60):
        page = letter()
        page.paragraph("\n".join(["regel"] * lines))
        page.heading("De kop")
        page.paragraph("Wat eronder staat.")
        (at,) = [n for n, marks in enumerate(page.pages()) if any(mark.text == "De kop" for mark in texts(marks))]
        assert any(mark.text == "Wat eronder staat." for mark in texts(page.pages()[at]))


def test_no_single_line_of_a_paragraph_is_left_behind():
    for before in range(30, 60):
        page = letter()
        page.paragraph("\n".join(["x"] * before))
        page.paragraph(LOREM)
        kept = [[mark for mark in body(marks) if mark.style == BODY and len(mark.text) > 2] for marks in page.pages()]
        assert 1 not in [len(lines) for lines in kept]
        assert sum(map(len, kept)) == len(wrap(LOREM, BODY, MEASURE))


def test_a_row_never_breaks_over_two_pages_and_the_head_comes_back():
    page = letter()
    table(page, COLUMNS, [Row((f"T{n}", f"begin {LOREM[:400]} einde", f"{n},00")) for n in range(40)])
    pages = page.pages()

    assert len(pages) > 2
    for marks in pages:
        told = " ".join(mark.text.strip() for mark in body(marks))
        assert told.count("begin ") == told.count("einde")
        assert "Punt" in told


def test_figures_end_on_one_line():
    page = letter()
    table(page, COLUMNS, [Row(("a", "b", amount)) for amount in ("1,00", "12.345,67", "890,12")])
    ends = {round(mark.right, 3) for mark in texts(page.pages()[0]) if mark.text in {"1,00", "12.345,67", "890,12"}}

    assert ends == {RIGHT}


def test_a_sum_never_stands_alone_on_a_page():
    for rows in range(15, 40):
        page = letter()
        lines = [Row((f"{n}", "regel", "1,00")) for n in range(rows)]
        table(page, COLUMNS, [*lines, Row(("", "Samen", "9,00"), total=True), Row(("", "Totaal", "9,00"), total=True)])
        for marks in page.pages():
            told = [mark.text for mark in body(marks)]
            if "Totaal" in told:
                assert "Samen" in told
                assert "regel" in told


def test_a_cell_longer_than_a_page_goes_on_in_a_next_row():
    page = letter()
    table(page, COLUMNS, [Row(("T1", Cell(LOREM * 12, above="Wat wij toetsen"), ""))])
    pages = page.pages()
    told = "".join(mark.text for marks in pages for mark in body(marks) if "vergadert" in mark.text)

    assert len(pages) > 1
    assert told.count("vergadert") == 144
    assert all(mark.y <= BOTTOM for marks in pages for mark in body(marks))


def test_a_receipt_shows_lines_sources_and_the_sum_below_a_line():
    page = letter()
    receipt(page, "Herleiding", [ReceiptRow("Minimum", "12 uur", "B4 §6.3.1")], ReceiptRow("Audittijd", "12 uur"))
    marks = page.pages()[0]
    line = next(mark for mark in marks if isinstance(mark, Line) and mark.width == 0.5)
    above = {mark.text for mark in texts(marks) if line.y1 - 20 < mark.y < line.y1}
    below = {mark.text for mark in texts(marks) if line.y1 < mark.y < line.y1 + 10}

    assert {"Herleiding", "Minimum", "12 uur", "B4 §6.3.1"} <= above
    assert below == {"Audittijd", "12 uur"}


def test_a_bar_below_its_level_is_amber_and_the_level_is_a_line():
    page = letter()
    items = [Bar("Flevokust", 0.62, 0.4, "18 van 29"), Bar("Larserpoort", 0.2, 0.3, "14 van 64")]
    bars(page, "Larserpoort haalt de respons niet", items, level_text="nodig")
    marks = page.pages()[0]
    filled = [mark for mark in marks if isinstance(mark, Box) and mark.h == 5]
    levels = [mark for mark in marks if isinstance(mark, Line) and mark.width == 0.7 and mark.x1 == mark.x2]

    assert [box.fill for box in filled] == ["#2b62b0", "#b45f00"]
    scale = filled[0].w / 0.62
    assert [round((line.x1 - filled[0].x) / scale, 6) for line in levels] == [0.4, 0.3]
    assert all(mark.right <= RIGHT for mark in texts(marks))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
def test_a_bar_of_any_length_stays_on_the_paper(share: float):
    page = letter()
    bars(
        page,
        "Respons",
        [Bar("Een lang gebied met een heel lange naam", share, 0.5, "600 van 600, nodig 120")],
        level_text="x",
    )

    assert all(mark.right <= RIGHT + 0.01 for mark in texts(page.pages()[0]))


def test_places_to_sign_stay_whole():
    for lines in range(30, 60):
        page = letter()
        page.paragraph("\n".join(["x"] * lines))
        signatures(page, [Signing("Namens ons", "K. Jansen", "directeur"), Signing("Namens u")])
        on = [
            n
            for n, marks in enumerate(page.pages())
            if any(mark.text in {"Namens ons", "directeur"} for mark in texts(marks))
        ]
        assert len(set(on)) == 1


def test_a_long_text_of_a_notice_goes_on_below_it():
    page = letter()
    page.notice("Het besluit is aangehouden", LOREM * 8, "let op")

    assert sum(mark.text.count("vergadert") for marks in page.pages() for mark in texts(marks)) == 96


def test_what_is_higher_than_a_page_is_refused_and_never_cut_off():
    with pytest.raises(DoesNotFit):
        receipt(letter(), "Herleiding", [ReceiptRow("regel", "1")] * 80, ReceiptRow("som", "80"))


def test_lines_of_a_paragraph_are_fifteen_points_apart():
    page = letter()
    page.paragraph(LOREM)
    heights = [mark.y for mark in texts(page.pages()[0]) if len(mark.text) > 40 and mark.style.size == 10.5]

    assert {round(b - a, 3) for a, b in pairwise(heights)} == {round(15 * 25.4 / 72, 3)}
