"""A mail saved as a file is read for what it says; what is made to hurt is refused in a sentence, and at once."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from auditbeheer.plumbing.eml import LONGEST_TEXT, NO_MAIL, TOO_ODD, read_mail, recognise_mail, without_markup
from auditbeheer.plumbing.files import FileRefused
from tests.post import mails


def test_a_mail_tells_who_when_what_and_its_files():
    letter = read_mail(mails.with_attachments(), "bericht.eml")
    assert (letter.sender_name, letter.sender, letter.subject) == (
        "Selin Yılmaz",
        "selin@voorbeeld.nl",
        "Schouw is klaar",
    )
    assert letter.sent_at == datetime(2026, 11, 24, 15, 20, tzinfo=UTC)
    assert letter.text == "Beste Annelies,\n\nDe schouw is klaar."
    assert [name for name, _ in letter.files] == ["schouw.pdf", "virus.pdf", "schouw.pdf"]
    assert len(letter.enclosed) == 1


def test_a_mail_of_html_alone_is_read_as_text():
    source = b"<html><head><title>x</title><style>p{}</style></head><body><p>Beste&nbsp;u,</p><p>5 &lt; 6 &eacute;</p>"
    letter = read_mail(mails.raw("From: a@b.nl\nContent-Type: text/html; charset=utf-8", source), "x.eml")
    assert letter.text.replace("\u00a0", " ") == "Beste u,\n5 < 6 é"


HOSTILE_HTML = [
    "<script>alert(1)</script>tekst",
    "<SCRIPT src=//kwaad.nl></SCRIPT>tekst",
    "<img src=x onerror=alert(1)>tekst",
    "<!-- <script> -->tekst",
    "<style>@import 'http://kwaad.nl'</style>tekst",
    "<a href='javascript:alert(1)'>tekst</a>",
]


@pytest.mark.parametrize("source", HOSTILE_HTML)
def test_no_markup_comes_through(source):
    assert without_markup(source) == "tekst"


@pytest.mark.parametrize("piece", ["<", "<style>", "<!--", "<p>", "&lt;", "<a href="])
def test_markup_made_to_be_slow_takes_as_much_longer_as_it_is_longer(piece):
    """Sixteen times as much may not cost 256 times the work; own time of the processor, so that a busy one can wait."""

    def work(times: int) -> float:
        begun = time.process_time()
        without_markup(piece * times)
        return time.process_time() - begun

    assert min(work(80_000) for _ in range(2)) < 80 * min(work(5_000) for _ in range(5))


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        pytest.param("Content-Type: text/plain; charset=bestaat-niet", "Café".encode(), "Café", id="no such charset"),
        pytest.param("Content-Type: text/plain; charset=utf-8", b"Caf\xe9", "Café", id="a charset that is not true"),
        pytest.param("Content-Type: text/plain; charset=iso-8859-1", b"Caf\xe9", "Café", id="latin"),
        pytest.param("Content-Type: tekst", b"Hallo", "Hallo", id="a type that is none"),
        pytest.param("Content-Type: text/plain\nContent-Transfer-Encoding: base64", b"SGE", "Ha", id="cut base64"),
        pytest.param("Content-Type: text/plain\nContent-Transfer-Encoding: wat", b"Ha", "Ha", id="no such encoding"),
        pytest.param("Content-Type: text/plain", b"A\x00B\x08C\xe2\x80\xae", "ABC", id="signs that no database keeps"),
        pytest.param("Content-Type: multipart/mixed", b"Hallo", "Hallo", id="parts without a boundary"),
    ],
)  # fmt: skip
def test_a_mail_that_is_wrong_is_still_read(head, body, text):
    assert read_mail(mails.raw(f"From: a@b.nl\n{head}", body), "x.eml").text == text


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        ("From: =?utf-8?q?Jos=C3=A9?= <jose@voorbeeld.nl>", "jose@voorbeeld.nl"),
        ("From: =?bestaat-niet?q?x?= <a@b.nl>", "a@b.nl"),
        ("From: " + "(" * 50_000, ""),
        ("From: niemand", "niemand"),
        ("From: \xff\xfe", None),
        ("Date: eergisteren", ""),
        ("Date: Mon, 99 Foo 99999 99:99:99 +9999", ""),
        ("Subject: =?utf-8?b?////?=", ""),
        ("Subject: " + "x" * 500_000, ""),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_header_that_is_wrong_stops_nothing(header, sender):
    begun = time.monotonic()
    letter = read_mail(mails.raw(f"{header}\nMessage-ID: <1@b.nl>", b"Hallo"), "x.eml")
    assert letter.text == "Hallo"
    assert sender is None or letter.sender == sender
    assert len(letter.subject) <= 300
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        pytest.param("x.eml", b"", "Dit bestand is leeg (0 bytes). Kies het bestand opnieuw.", id="empty"),
        pytest.param("x.eml", b"%PDF-1.7 geen mail", NO_MAIL, id="a PDF"),
        pytest.param("x.eml", b"zomaar tekst\nzonder kop", NO_MAIL, id="text"),
        pytest.param("x.msg", mails.plain(), NO_MAIL, id="another ending"),
        pytest.param("x.eml", b"From: a@b.nl\x00\n\nHallo", NO_MAIL, id="a null in its head"),
        pytest.param("x.eml", mails.nested(3000), TOO_ODD, id="3000 deep"),
        pytest.param("x.eml", b"From: a@b.nl\n\n" + b"boundary" * 1000, TOO_ODD, id="boundaries"),
    ],
)  # fmt: skip
def test_what_is_no_mail_is_refused_in_a_sentence(name, content, sentence):
    with pytest.raises(FileRefused) as refused:
        read_mail(content, name)
    assert str(refused.value) == sentence


def test_a_mail_of_ten_megabytes_is_read_and_its_text_cut_off():
    begun = time.monotonic()
    letter = read_mail(
        mails.raw("From: a@b.nl\nContent-Type: text/plain", b"regel van een mail\r\n" * 500_000), "x.eml"
    )
    assert len(letter.text) == LONGEST_TEXT
    assert time.monotonic() - begun < 15


def test_a_mail_of_sixty_megabytes_is_refused():
    with pytest.raises(FileRefused, match="groter dan 50"):
        recognise_mail(b"From: a@b.nl\n\n" + b"x" * 60_000_000, "x.eml")


def test_a_mail_some_levels_deep_is_read():
    assert read_mail(mails.nested(30), "x.eml").text == "onderin"
