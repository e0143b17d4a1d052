"""Bewijs van controle over the web, in every state; and the verification page around it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from auditbeheer.certificates.models import Certificate, Edition
from auditbeheer.plumbing.clock import Clock
from auditbeheer.register import rules
from auditbeheer.register.rules import Saying
from auditbeheer.register.statement import KEYS_PATH, checked
from tests.decisions.case import CONTACT_MAIL, CONTACT_PHONE
from tests.office import BASE
from tests.register.test_views import NUMBER

SUSPENDED = Saying("Geschorst", "Geschorst", "Dit KVO-certificaat geldt nu niet.")
WITHDRAWN = Saying("Ingetrokken", "Ingetrokken", "Dit KVO-certificaat geldt niet meer.")


@dataclass
class Proof:
    """A proof as the public gets it."""

    answer: TestResponse

    @property
    def text(self) -> str:
        """What stands on it, on one line."""
        (page,) = PdfReader(io.BytesIO(self.answer.data)).pages
        return re.sub(r"\s+", " ", page.extract_text()).replace("\u00a0", " ")

    @property
    def signed(self) -> str:
        """The statement that is attached."""
        ((content,),) = PdfReader(io.BytesIO(self.answer.data)).attachments.values()
        return content.decode()


def proof_of(signing, code: str = "") -> Proof:
    answer = signing.public.raw(f"/v/{code or signing.code}/bewijs.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return Proof(answer)


def stated(signing, proof: Proof) -> dict[str, object]:
    return checked(proof.signed, signing.public.raw(KEYS_PATH).json)


def stand_on(signing, monkeypatch, day: date) -> None:
    monkeypatch.setitem(signing.office.app.extensions, "clock", Clock(fixed_day=day))


def second_edition(signing) -> str:
    with signing.office.write() as session:
        first = session.scalars(select(Edition)).one()
        edition = Edition(
            edition=2, made_on=date(2026, 11, 23), at=signing.office.now, code="ABCDEFGH2345",
            facts=dict(first.facts), sha256="cd" * 32, pdf=b"%PDF-2", certificate=first.certificate,
        )  # fmt: skip
        session.add(edition)
    return "ABCDEFGH2345"


def test_the_page_leads_to_its_proof_and_the_proof_says_the_same(signing):
    page = signing.public.get(f"/v/{signing.code.lower()}")
    (link,) = page.tree.css(f'a[href="/v/{signing.code}/bewijs.pdf"]')
    assert link.text() == "Bewijs van controle bewaren (pdf)"
    proof = proof_of(signing)
    for part in (
        "Geldig", "Dit KVO-certificaat geldt vandaag, 23 november 2026.", "KVO Lelystad Noord", "KVO Lelystad 2",
        f"{NUMBER}, uitgave 1", "22 november 2029", f"{BASE}/v/{signing.code}", "Gecontroleerd op 23 november 2026 om",
    ):  # fmt: skip
        assert part in proof.text, part


def test_it_is_saved_under_a_name_with_number_and_day_and_kept_nowhere(signing):
    answer = proof_of(signing).answer
    name = f"bewijs-van-controle-{NUMBER}-2026-11-23.pdf"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{name}"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in answer.headers


def test_it_is_signed_about_this_edition_with_the_address_of_its_page(signing):
    facts = stated(signing, proof_of(signing))
    with signing.office.database.read() as session:
        sha256 = session.scalars(select(Edition)).one().sha256
    assert (facts["status"], facts["uitgave"], facts["sha256"]) == ("geldig", 1, sha256)
    assert facts["adres"] == f"{BASE}/v/{signing.code}"
    assert "nieuwste_uitgave" not in facts


def test_without_a_key_there_is_a_proof_that_says_it_is_not_signed(signing):
    signing.use("")
    assert "niet digitaal ondertekend" in proof_of(signing).text


@pytest.mark.parametrize(
    ("day", "word", "sentence", "status"),
    [
        (date(2026, 11, 22), "Nog niet geldig", "Dit KVO-certificaat geldt vanaf 23 november 2026.", "nog niet geldig"),
        (date(2029, 11, 20), "Geldig", "De laatste dag is 22 november 2029.", "geldig"),
        (date(2029, 11, 23), "Verlopen", "Dit KVO-certificaat gold tot en met 22 november 2029.", "verlopen"),
    ],
    ids=["not yet", "ends soon", "expired"],
)
def test_on_other_days_it_says_how_it_is_then(signing, monkeypatch, day, word, sentence, status):
    stand_on(signing, monkeypatch, day)
    proof = proof_of(signing)
    assert word in proof.text
    assert sentence in proof.text
    facts = stated(signing, proof)
    assert facts["status"] == status
    assert facts["op"] == str(facts["ondertekend_op"])[:10] == day.isoformat()


def test_a_certificate_that_another_took_the_place_of_is_replaced(signing):
    with signing.office.write() as session:
        session.scalars(select(Certificate)).one().replaced_from = date(2026, 11, 23)
    proof = proof_of(signing)
    assert "Een ander certificaat kwam op 23 november 2026" in proof.text
    assert stated(signing, proof)["status"] == "vervangen"


def test_an_older_edition_is_never_signed_as_valid(signing):
    new = second_edition(signing)
    proof = proof_of(signing)
    assert "Uitgave 2 is de nieuwste" in proof.text
    facts = stated(signing, proof)
    assert (facts["status"], facts["uitgave"], facts["nieuwste_uitgave"]) == ("vervangen", 1, 2)
    facts = stated(signing, proof_of(signing, new))
    assert (facts["status"], facts["uitgave"], facts["sha256"]) == ("geldig", 2, "cd" * 32)


@pytest.mark.parametrize("said", [SUSPENDED, WITHDRAWN], ids=lambda said: said.word)
def test_page_proof_and_statement_say_the_same_of_what_is_ended_or_stopped(signing, monkeypatch, said):
    monkeypatch.setattr(rules, "saying", lambda *_: said)
    proof = proof_of(signing)
    for shown in (proof.text, signing.public.get(f"/v/{signing.code}")):
        assert said.word in shown
        assert "Oorspronkelijk geldig tot en met" in shown
    assert stated(signing, proof)["status"] == said.word.lower()


@pytest.mark.parametrize("code", ["ABCDEFGH2345", "voorbeeld", "VOORBEELD", "abc", NUMBER, "' OR 1=1"])
def test_there_is_no_proof_of_what_we_do_not_know(signing, code):
    assert "Wij kennen deze code niet." in signing.public.get(f"/v/{code}/bewijs.pdf", status=404)


def test_there_is_no_proof_while_the_register_cannot_be_read(signing, monkeypatch):
    def broken(*_arguments, **_options):
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.orm.Session.execute", broken)
    page = signing.public.get(f"/v/{signing.code}/bewijs.pdf", status=503)
    assert "Dit zegt niets over het certificaat." in page


def test_nothing_about_persons_stands_on_it(signing):
    proof = proof_of(signing)
    for secret in (CONTACT_PHONE, CONTACT_MAIL, "Selin", "Annelies", "Karel Jansen", "Marloes"):
        assert secret not in proof.text
        assert secret not in str(stated(signing, proof))
        assert secret.encode() not in proof.answer.data


# The page itself (ux §10)


def test_the_parts_of_the_page_stand_in_their_order(signing):
    page = signing.public.get(f"/v/{signing.code}")
    parts = ("Gecontroleerd op", "Bewijs van controle bewaren (pdf)", "Pdf vergelijken", "Is deze pagina echt?",
             "Op een andere dag", "Meld het ons")  # fmt: skip
    places = [page.text.index(part) for part in parts]
    assert places == sorted(places)
    headings = [heading.text() for heading in page.tree.css("main h2")]
    assert headings[-1] == "Meld het ons"


def test_the_page_names_the_address_that_is_printed_not_the_one_it_was_asked_by(signing):
    """A page that somebody else passes on under a name of their own gives itself away."""
    answer = signing.public.client.get(f"/v/{signing.code}", base_url="https://register-voorbeeld.example")
    assert f"begint met <b>{urlsplit(BASE).netloc}</b>" in answer.text
    assert "register-voorbeeld.example" not in answer.text


def mail_of(page) -> tuple[str, str]:
    """Whom a mail goes to, and its subject."""
    (link,) = page.tree.css('a[href^="mailto:"]')
    parts = urlsplit(link.attributes["href"])
    (subject,) = parse_qs(parts.query)["subject"]
    return unquote(parts.path), subject


@pytest.mark.parametrize(
    ("address", "status", "about"),
    [
        ("/v/{code}", 200, f"certificaat {NUMBER}"),
        ("/v/{code}?op=morgen", 400, f"certificaat {NUMBER}"),
        (f"/register/{NUMBER}", 200, f"certificaat {NUMBER}"),
        ("/register/import-00017", 200, "vermelding import-00017"),
        ("/v/ABCDEFGH2345", 404, "een onbekende code"),
    ],
)
def test_what_is_wrong_can_be_told_by_phone_and_mail(signing, address, status, about):
    page = signing.public.get(address.format(code=signing.code), status=status)
    (phone,) = page.tree.css('a[href^="tel:"]')
    assert phone.attributes["href"] == "tel:0301234567"
    assert phone.text() == "030\u00a01234567"
    assert mail_of(page) == ("info@voorbeeld.nl", f"Melding over {about}")
    assert page.tree.css("main h2")[-1].text() == "Meld het ons"


def test_the_specimen_asks_for_no_report(signing):
    assert "Meld het ons" not in signing.public.get("/v/voorbeeld")


@pytest.mark.parametrize("address", ["/v/{code}", "/v/{old}", "/v/{code}?op=2030-01-01", "/v/{code}?op=morgen",
                                     "/v/ZZZZZZZZ2345", "/v/voorbeeld"])  # fmt: skip
def test_page_and_stylesheets_stay_under_30_kilobytes_in_every_state(signing, address):
    new = second_edition(signing)
    page = signing.public.raw(address.format(code=new, old=signing.code))
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    assert sheets
    size = len(page.data)
    for sheet in sheets:
        with signing.public.raw(sheet) as answer:
            assert answer.status_code == 200
            size += len(answer.data)
    assert size < 30_000
