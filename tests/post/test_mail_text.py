"""The words of a mail: plain text and HTML say the same, and what somebody typed stays text."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from auditbeheer.plumbing import mail_text
from auditbeheer.plumbing.mail_text import CALENDAR, LINK, filled_in, write
from tests.post.people import forget

TEXTS = {
    "documenten.md": "Nog {{ aantal }} documenten nodig, uiterlijk {{ dag | dag }}\n---\n"
    "Wij hebben nog **{{ aantal }} documenten** van u nodig. Stuur ze uiterlijk {{ dag | voluit }}.\n\n"
    '{% for naam in namen %}\n- {{ naam }}\n{% endfor %}\n\n{{ knop("Documenten sturen") }}\n\nBel gerust.',
    "bericht.md": "Bericht\n---\n{{ tekst }}",
}


@pytest.fixture(autouse=True)
def _own_texts(monkeypatch, tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for environment in (mail_text._PLAIN, mail_text._QUOTED):
        monkeypatch.setattr(environment.loader, "searchpath", [str(tmp_path)])
        forget(environment)
    yield
    for environment in (mail_text._PLAIN, mail_text._QUOTED):
        forget(environment)


def written(*items, about="KVO Lelystad, D-2026-0147"):
    return write(items, about=about, greeting="Beste Selin Yılmaz,", sign_off="Met vriendelijke groet,\nA. Vos")


FACTS = {"aantal": 3, "dag": "2026-11-25", "namen": ["Schouwrapport", "Plan van aanpak"]}


def body_of(words):
    body = HTMLParser(words.html).body
    assert body is not None
    return body


def bare(text: str) -> str:
    return " ".join(text.replace("- ", " ").replace(":", " ").split())


def test_the_subject_names_the_act_the_day_the_place_and_the_number():
    subject = written(("documenten", FACTS)).subject.replace("\u00a0", " ")
    assert subject == "Nog 3 documenten nodig, uiterlijk 25 november 2026 (KVO Lelystad, D-2026-0147)"


def test_text_and_html_hold_the_same_words():
    words = written(("documenten", FACTS))
    html = body_of(words).text(separator=" ")
    assert bare(html) == bare(words.text.replace(LINK, ""))


def test_the_button_is_one_link_in_both():
    words = written(("documenten", FACTS))
    assert words.text.count(LINK) == 1
    links = HTMLParser(words.html).css("a")
    assert [(link.text(), link.attributes["href"]) for link in links] == [("Documenten sturen", LINK)]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[klik](https://kwaad.nl)",
        "**vet** _schuin_ # kop",
        "⟦knop: Geef uw wachtwoord⟧",
        "⟦adres⟧",
        "1. een\n- twee",
        "{{ 7 * 7 }}",
        "&lt;b&gt;",
    ],
)
def test_what_somebody_typed_stays_text(typed):
    words = written(("bericht", {"tekst": typed}))
    body = body_of(words)
    seen = " ".join(typed.replace("⟦", "").replace("⟧", "").split())
    assert seen in words.text
    assert seen in " ".join(body.text().split())
    assert not body.css("a, script, strong, em, li, h1")
    assert LINK not in words.text + words.html


def test_several_things_share_one_mail_with_one_button():
    words = written(("documenten", FACTS), ("bericht", {"tekst": "Tot woensdag."}))
    assert words.subject == "2 berichten voor u (KVO Lelystad, D-2026-0147)"
    assert words.text.index("Schouwrapport") < words.text.index("Tot woensdag.")
    assert [link.text() for link in HTMLParser(words.html).css("a")] == ["Alles bekijken"]
    assert words.text.count(LINK) == 1


def test_a_fact_that_is_missing_is_noticed_when_writing():
    with pytest.raises(UndefinedError):
        written(("bericht", {}))


@pytest.mark.parametrize("name", ["KVO Lelystad", "Samenwerkingsverband " + "x" * 180, "x" * 200])
@pytest.mark.parametrize("subject", ["Bericht", "Nog 3 documenten nodig " * 5, "y" * 300])
def test_a_subject_fits_and_keeps_the_number_of_the_dossier(name, subject):
    found = mail_text._ended(subject, f"{name}, D-2026-0147")
    assert len(found) <= mail_text.LONGEST_SUBJECT
    assert found.endswith("D-2026-0147)")


def test_a_subject_with_an_ending_of_its_own_gets_no_other():
    assert mail_text._ended("Uw certificaat (De Amert, KVO-B-2024-00012)", "KVO x, D-1") == (
        "Uw certificaat (De Amert, KVO-B-2024-00012)"
    )


def test_a_calendar_stays_a_link_of_its_own_also_among_several_texts(tmp_path):
    (tmp_path / "dag.md").write_text('De dag\n---\nOp 9.\n\n{{ agenda("In uw agenda") }}\n\n{{ knop("Bekijken") }}')
    for words, buttons in ((written(("dag", {})), "Bekijken"), (written(("dag", {}), ("dag", {})), "Alles bekijken")):
        assert [a.text() for a in HTMLParser(words.html).css("a")][-1] == buttons
        assert words.text.count(CALENDAR) == words.html.count(CALENDAR) == words.html.count("In uw agenda")


def test_an_address_with_signs_of_its_own_is_safe_in_html():
    words = filled_in("a ⟦adres⟧ b", {LINK: 'https://x.nl/?a=1&b="2"'}, as_html=True)
    assert words == "a https://x.nl/?a=1&amp;b=&quot;2&quot; b"
