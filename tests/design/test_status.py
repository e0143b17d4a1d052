"""Status words: the table in code is the table of the design guide, word for word (ux §9, §10)."""

from __future__ import annotations

import re

import pytest

from auditbeheer.plumbing.status import STATUS, VERDICTS, Icon, status, term, verdict
from auditbeheer.plumbing.work import StepState

# Copied as it stands in the guide: words with (glyph, tone). Ours is "Gepland": the audit has a day of which
# the working group has not heard yet, for which the guide has no word.
GUIDE = {
    "stap": "Nog niet begonnen (○ rust) · Bezig (● info) · Wacht op werkgroep (⧗ let op) · Klaar (✓ goed) · "
    "Niet nodig (– rust)",
    "aanvraag": "Nieuw (● info) · Onvolledig (△ let op) · Compleet (✓ goed) · Afgewezen (✕ rust) · "
    "Teruggetrokken (– rust)",
    "offerte": "Concept (○ rust) · Verstuurd (⧗ let op) · Akkoord (✓ goed) · Niet akkoord (✕ rust) · "
    "Verlopen (◷ rust) · Vervangen (⇄ rust)",
    "audit": "Te plannen (○ rust) · Datum gevraagd (⧗ let op) · Gepland (● info) · Bevestigd (✓ goed) · "
    "Bezig (● info) · Gedaan (✓ goed) · Vervallen (✕ rust)",
    "document": "Ontbreekt (○ rust) · Te beoordelen (● info) · Aanvullen (△ let op) · In orde (✓ goed) · "
    "Vervangen (⇄ rust)",
    "toetspunt": "Niet ingevuld (○ rust) · In orde (✓ goed) · Afwijking (△ let op) · N.v.t. (– rust)",
    "afwijking": "Open (⧗ let op) · Aanvulling ontvangen (● info) · Teruggestuurd (△ let op) · Gesloten (✓ goed)",
    "rapport": "Concept (○ rust) · Ter beoordeling (● info) · Teruggestuurd (△ let op) · Vastgesteld (✓ goed) · "
    "Verstuurd (✓ goed)",
    "besluit": "Nog niet mogelijk (○ rust) · Klaar om te besluiten (● info) · Verleend (✓ goed) · "
    "Geweigerd (✕ fout) · Heropend (⇄ let op)",
    "certificaat": "Geldig (✓ goed) · Geschorst (‖ let op) · Ingetrokken (✕ fout) · Verlopen (◷ rust) · "
    "Vervangen (⇄ info) · Nog niet geldig (◷ info)",
    "kwalificatie": "In opleiding (● info) · Gekwalificeerd (✓ goed) · Geschorst (‖ let op) · Verlopen (◷ fout)",
    "mail": "Klaargezet (○ rust) · Verstuurd (✓ goed) · Niet bezorgd (✕ fout) · Mislukt (✕ fout)",
    "taak": "Klaargezet (○ rust) · Verstuurd (✓ goed) · Niet bezorgd (✕ fout) · Mislukt (✕ fout)",
}
GLYPHS = {
    "○": Icon.CIRCLE, "●": Icon.DOT, "⧗": Icon.HOURGLASS, "✓": Icon.TICK, "–": Icon.DASH, "△": Icon.CARE,
    "✕": Icon.CROSS, "◷": Icon.CLOCK, "‖": Icon.PAUSE, "⇄": Icon.SWAP,
}  # fmt: skip


@pytest.mark.parametrize("thing", GUIDE)
def test_every_word_has_the_icon_and_tone_of_the_guide(thing):
    wanted = re.findall(r"([^·(]+) \((\S) ([a-z ]+)\)", GUIDE[thing])
    assert [(s.word, s.icon, s.tone) for s in STATUS[thing].values()] == [
        (word.strip(), GLYPHS[glyph], tone.replace(" ", "")) for word, glyph, tone in wanted
    ]


def test_no_thing_has_words_that_the_guide_does_not_know():
    assert set(STATUS) == set(GUIDE)


def test_the_states_of_a_step_are_the_words_of_the_table():
    assert {state.value for state in StepState} == set(STATUS["stap"])


@pytest.mark.parametrize(("thing", "word"), [("certificaat", "Actief"), ("paard", "Geldig")])
def test_a_word_that_is_not_in_the_table_is_an_error_and_no_grey_badge(thing, word):
    with pytest.raises(LookupError, match="no status"):
        status(thing, word)


@pytest.mark.parametrize(
    ("days", "word", "icon", "tone"),
    [
        (12, "nog 12 dagen", Icon.CLOCK, "rust"),
        (8, "nog 8 dagen", Icon.CLOCK, "rust"),
        (7, "nog 7 dagen", Icon.CLOCK, "letop"),
        (1, "nog 1 dag", Icon.CLOCK, "letop"),
        (0, "vandaag", Icon.CLOCK, "letop"),
        (-1, "1 dag te laat", Icon.CARE, "fout"),
        (-3, "3 dagen te laat", Icon.CARE, "fout"),
    ],
)
def test_a_term_turns_amber_a_week_before_and_red_the_day_after(days, word, icon, tone):
    chip = term(days)
    assert (chip.word.replace("\u00a0", " "), chip.icon, chip.tone) == (word, icon, tone)


def test_verdicts_of_a_certificate_look_like_its_badge():
    for word, badge in STATUS["certificaat"].items():
        assert (verdict(word).icon, verdict(word).tone) == (badge.icon, badge.tone)


def test_verdicts_of_a_certificate_differ_without_colour():
    looks = [(VERDICTS[word].icon, VERDICTS[word].edge) for word in STATUS["certificaat"]]
    assert len(set(looks)) == len(looks)


def test_an_unknown_verdict_is_an_error():
    with pytest.raises(LookupError, match="no verdict"):
        verdict("Misschien")
