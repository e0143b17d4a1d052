"""Bewijs van controle: one page for a tender file, for every state that a certificate can be in."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from auditbeheer.certificates.rules import CertificateStatus, Period
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.letter import LEFT, RIGHT
from auditbeheer.plumbing.paper import Text
from auditbeheer.plumbing.status import verdict
from auditbeheer.register.panel import COLOURS, SIGNS, outline_of
from auditbeheer.register.proof import ProofFacts, layout, render_proof
from auditbeheer.register.rules import Saying, last_day_label, older_edition, saying
from auditbeheer.register.statement import checked, read_keys
from auditbeheer.register.verification import Verified
from tests.paper.samples import HEAD
from tests.register import keys

PERIOD = Period(date(2026, 12, 9), date(2029, 12, 8))
NOW = datetime(2027, 1, 12, 14, 3, tzinfo=ZONE)
ADDRESS = "https://register.voorbeeld.nl/v/ABCDEFGHJKLM"
FACT = Verified(
    certificate_id=1, number="KVO-B-2026-00042", edition=1, newest=1, holder="Samenwerkingsverband KVO Lelystad",
    areas=("Flevokust", "Noordersluis", "Oostervaart", "Larserpoort"), municipality="Lelystad",
    scheme_title="KVO Bedrijventerreinen 4.0", certificate_name="", stars=None, period=PERIOD, sha256="9f86d081" * 8,
)  # fmt: skip
VALID = ProofFacts(
    head=HEAD, fact=FACT, saying=saying(PERIOD, NOW.date()), code="ABCDEFGHJKLM", address=ADDRESS, moment=NOW,
    signed=f"eyJhbGciOiJFZDI1NTE5In0.{'eyJudW1tZXIiOiJLVk8ifQ' * 40}.{'A_-9' * 21}",
    keys="https://register.voorbeeld.nl/.well-known/auditbeheer-keys.json",
)  # fmt: skip
SUSPENDED = Saying(
    "Geschorst", "Geschorst", "Dit KVO-certificaat geldt nu niet. De schorsing begon op 5\u00a0januari 2027."
)
WITHDRAWN = Saying("Ingetrokken", "Ingetrokken", "Dit KVO-certificaat geldt niet meer sinds 5\u00a0januari 2027.")
REPLACED = Period(PERIOD.issued_on, PERIOD.last_day, date(2027, 1, 5))
STATES = {
    "valid": VALID,
    "ends soon": replace(VALID, saying=saying(PERIOD, date(2029, 12, 1))),
    "suspended": replace(VALID, saying=SUSPENDED),
    "withdrawn": replace(VALID, saying=WITHDRAWN),
    "expired": replace(VALID, saying=saying(PERIOD, date(2030, 1, 1))),
    "replaced by another certificate": replace(VALID, saying=saying(REPLACED, NOW.date())),
    "an older edition": replace(
        VALID, saying=older_edition(1, 2, CertificateStatus.VALID), fact=replace(FACT, newest=2)
    ),
    "not yet valid": replace(VALID, saying=saying(PERIOD, date(2026, 12, 1))),
    "3.1 with name and stars": replace(VALID, fact=replace(FACT, certificate_name="Continu Samenwerken", stars=3)),
    "no key": replace(VALID, signed=""),
    "as long as names may be": replace(
        VALID,
        head=replace(HEAD, name="Certificerende Instelling voor Veiligheid en Samenwerking in Nederland U.A."),
        fact=replace(
            FACT,
            holder=("Samenwerkingsverband " * 10)[:200],
            areas=tuple((f"Bedrijventerrein Zuidoosterpolder {letter} " * 6)[:200] for letter in "ABCD"),
            municipality=("Eindhoven, Veldhoven, " * 10)[:200],
            scheme_title=("Keurmerk Veilig Ondernemen " * 8)[:200],
            certificate_name="Continu Samenwerken",
            stars=5,
        ),
        signed=VALID.signed * 3,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def pressed():
    """Each state as a PDF, made once."""
    return {name: render_proof(facts) for name, facts in STATES.items()}


def read(pdf: bytes) -> str:
    """What a person reads, on one line."""
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", page.extract_text()).replace("\u00a0", " ")


@pytest.mark.parametrize("name", STATES)
def test_one_page_says_verdict_facts_and_when_it_was_checked(pressed, name):
    facts, text = STATES[name], read(pressed[name])
    fact = facts.fact
    for part in (
        "Bewijs van controle", facts.saying.heading, facts.saying.sentence, fact.holder, *fact.areas,
        fact.municipality, fact.scheme_title, fact.issue_day, last_day_label(facts.saying), fact.last_day, fact.number,
        f"uitgave {fact.edition}", fact.sha256, "Gecontroleerd op 12 januari 2027 om 14:03", facts.address,
        "Code ABCD EFGH JKLM", facts.head.phone,
    ):  # fmt: skip
        assert re.sub(r"\s+", " ", part).strip() in text, part


@pytest.mark.parametrize("name", STATES)
def test_the_code_on_it_leads_to_the_same_page(pressed, name):
    document = pypdfium2.PdfDocument(pressed[name])
    picture = document[0].render(scale=2).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == ADDRESS


@pytest.mark.parametrize("name", STATES)
def test_nothing_stands_outside_the_margins(name):
    for mark in layout(STATES[name]):
        if isinstance(mark, Text):
            assert mark.x >= LEFT - 0.01, mark.text
            assert mark.right <= RIGHT + 0.01, mark.text
            assert mark.y < 277 or "bladzijde 1 van 1" in mark.text


def test_an_older_edition_names_the_newest(pressed):
    assert "uitgave 1 (nieuwste uitgave: 2)" in read(pressed["an older edition"])


def test_what_was_ended_or_stopped_had_another_last_day(pressed):
    for name in ("suspended", "withdrawn"):
        assert "Oorspronkelijk geldig tot en met" in read(pressed[name])
    assert "Oorspronkelijk" not in read(pressed["expired"])


def test_name_and_stars_stand_on_it_when_the_certificate_has_them(pressed):
    assert "Continu Samenwerken, 3 sterren" in read(pressed["3.1 with name and stars"])


def attached(pdf: bytes) -> dict[str, bytes]:
    return {name: content[0] for name, content in PdfReader(io.BytesIO(pdf)).attachments.items()}


def test_the_statement_is_printed_and_attached_whole(tmp_path):
    own = read_keys(str(keys.key_file(tmp_path)))
    facts = dict.fromkeys(("nummer", "status", "op", "instelling", "adres", "ondertekend_op"), "x")
    pdf = render_proof(replace(VALID, signed=own.sign(facts)))
    assert checked(attached(pdf)["verklaring-KVO-B-2026-00042.jws"].decode(), own.published()) == facts
    printed = re.search(r"eyJ[\w\s.-]+?(?=\s+Bewijs van controle)", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())
    assert printed
    assert checked(printed[0], own.published()) == facts


def test_without_a_key_one_sentence_says_that_it_is_not_signed(pressed):
    text = read(pressed["no key"])
    assert "Dit bewijs is niet digitaal ondertekend." in text
    assert "Ondertekende verklaring" not in text
    assert attached(pressed["no key"]) == {}


def test_a_statement_too_long_to_print_is_still_attached():
    long = replace(STATES["as long as names may be"], signed=VALID.signed * 12)
    pdf = render_proof(long)
    assert "als bijlage in deze pdf" in read(pdf)
    assert list(attached(pdf).values()) == [long.signed.encode()]


def test_the_same_facts_give_the_same_bytes(pressed):
    assert render_proof(VALID) == pressed["valid"]


@pytest.mark.parametrize("status", CertificateStatus, ids=lambda status: status.value)
def test_each_state_has_its_own_sign_colour_and_line(status):
    look = verdict(status.badge)
    assert look.icon in SIGNS
    assert look.tone in COLOURS


def test_the_five_kinds_of_line_differ():
    edges = {verdict(status.badge).edge for status in CertificateStatus}
    kinds = {edge: repr(outline_of(edge, 60, 30, "#dff3e5", "#1b6b35")) for edge in edges}
    assert len(set(kinds.values())) == len(edges) == 5
