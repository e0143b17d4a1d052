"""Type: what a line may hold, where it breaks, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.plumbing.paper import DoesNotFit, fit
from auditbeheer.plumbing.typesetting import MissingGlyph, Style, Weight, clean, width_of, wrap, wrap_even

LETTERS = "abcdefghijklmnopqrstuvwxyzÀéïŁšşABCDXYZ0123456789 -/.,’“”€§\u00a0"
texts = st.text(LETTERS, max_size=200)
styles = st.builds(Style, st.sampled_from([8.5, 10.5, 13, 22]), st.sampled_from(Weight))


@given(texts, styles, st.floats(20, 160))
def test_no_line_is_wider_than_its_box_and_no_letter_is_lost(text: str, style: Style, width: float):
    lines = wrap(text, style, width)

    assert all(width_of(line, style) <= width for line in lines if len(line.strip()) > 1)
    assert "".join(lines).replace(" ", "").replace("\u00a0", "") == text.replace(" ", "").replace("\u00a0", "")


@given(texts, styles, st.floats(40, 160))
def test_words_stay_apart_when_lines_are_joined(text: str, style: Style, width: float):
    words = [word for word in text.split(" ") if word]
    if all(width_of(word, style) <= width for word in words):
        assert "".join(wrap(text, style, width)).split() == text.split()


@given(texts, styles, st.floats(20, 160))
def test_even_lines_take_no_more_room(text: str, style: Style, width: float):
    assert len(wrap_even(text, style, width)) <= len(wrap(text, style, width))


def test_a_no_break_space_holds():
    lines = wrap("Uiterlijk op woensdag 9\u00a0december 2026", Style(10.5), 40)

    assert any("9\u00a0december" in line for line in lines)
    assert len(lines) > 1


def test_a_postcode_never_breaks():
    for width in range(15, 60):
        assert any("8243\u00a0AA" in line for line in wrap("Kadeweg 1, 8243 AA Lelystad", Style(10.5), width))


def test_figures_have_one_width():
    for weight in Weight:
        assert len({round(width_of(figure * 9, Style(10.5, weight)), 6) for figure in "0123456789"}) == 1


def test_a_word_of_two_hundred_thousand_letters_is_broken_and_keeps_them_all():
    lines = wrap("x" * 200_000, Style(10.5), 150)

    assert len("".join(lines)) == 200_000


def test_accents_that_come_apart_are_put_together():
    assert clean("Yilmaz\u0327 e\u0301e\u0301n") == "Yilmaz̧ één"


@pytest.mark.parametrize("sign", ["漢", "😀", "ה", "\u0001"])
def test_a_missing_character_is_named(sign: str):
    with pytest.raises(MissingGlyph) as refused:
        width_of(f"abc{sign}", Style(10))

    assert refused.value.character == sign
    assert f"U+{ord(sign):04X}" in str(refused.value)


def test_a_smaller_letter_comes_before_a_broken_word():
    word = "Bedrijventerreinenorganisatie"
    wide = width_of(word, Style(10))

    assert fit([word], (Style(20), Style(10)), wide + 1, 30).style.size == 10
    assert len(fit([word], (Style(20), Style(18)), wide, 40).lines) > 1


def test_what_does_not_fit_is_refused_with_its_text():
    with pytest.raises(DoesNotFit, match="veel te lang"):
        fit(["veel te lang " * 40], (Style(20), Style(10)), 40, 20)
