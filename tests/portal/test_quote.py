"""The quote behind a personal link: accepted by who may contract and nobody else, with what went with it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.documents.models import ClientMessage, MessageKind
from auditbeheer.organisation.models import Identity
from auditbeheer.quotes.models import Quote
from tests.office import Browser, Office
from tests.portal.scene import GUIDE, SELIN, entered, told, with_documents, with_quote

YES = {"name": "Selin Yılmaz", "function": "voorzitter", "ticked": "y"}


@pytest.fixture
def dossier(office: Office, tmp_path: Path) -> str:
    return with_quote(office, tmp_path)


@pytest.fixture
def selin(office: Office, dossier: str) -> Browser:
    return entered(office)


def the_quote(office: Office) -> Quote:
    with office.database.read() as session:
        return session.scalars(select(Quote)).one()


def test_who_may_contract_is_asked_for_an_answer(selin: Browser, dossier: str) -> None:
    page = selin.get(f"/mijn/{dossier}")
    assert "U moet nog 1 ding doen" in page
    assert "Geef antwoord op onze offerte" in page


def test_the_quote_shows_how_the_hours_came_about(selin: Browser, dossier: str) -> None:
    page = selin.get(f"/mijn/{dossier}/offerte")
    assert "Hoe wij aan 12 uur komen" in page
    assert "B4 §6.3.1" in page
    assert "Akkoord geven" in page
    answer = selin.raw(f"/mijn/{dossier}/offerte/1.pdf")
    assert answer.data.startswith(b"%PDF-")


def test_a_yes_keeps_name_function_moment_and_our_conditions(office: Office, selin: Browser, dossier: str) -> None:
    page = selin.post(f"/mijn/{dossier}/offerte/akkoord", {**YES, "name": "S. Yılmaz", "function": "bestuurder"})
    assert "U bent akkoord met onze offerte" in page
    assert "S. Yılmaz (bestuurder) gaf akkoord op" in page
    quote = the_quote(office)
    with office.database.read() as session:
        body = session.scalars(select(Identity)).one()
        line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "offerte akkoord")).one()
        receipt = told(session, "offerte_akkoord")[0]
    assert (quote.accepted_on, quote.accepted_name, quote.accepted_function) == (
        office.today,
        "S. Yılmaz",
        "bestuurder",
    )
    assert quote.accepted_at is not None
    assert quote.conditions_from == body.from_day
    assert quote.conditions_sha256 == sha256(body.conditions.encode()).hexdigest()
    assert line.who == "Selin Yılmaz (werkgroep)"
    assert (receipt.email, receipt.facts["functie"]) == (SELIN, "bestuurder")


def test_a_yes_needs_the_tick(office: Office, selin: Browser, dossier: str) -> None:
    page = selin.post(f"/mijn/{dossier}/offerte/akkoord", {**YES, "ticked": ""}, status=422)
    assert page.errors == ["Zet een vinkje als u namens het samenwerkingsverband mag tekenen"]
    assert page.value("function") == "voorzitter"
    assert the_quote(office).accepted_on is None


@pytest.mark.parametrize("answer", ["akkoord", "niet-akkoord"])
def test_a_guide_reads_along_and_answers_nothing(office: Office, dossier: str, answer: str) -> None:
    guide = entered(office, GUIDE)
    first = guide.get(f"/mijn/{dossier}")
    assert "U hoeft nu niets te doen" in first
    assert "Selin Yılmaz geeft akkoord" in first
    page = guide.get(f"/mijn/{dossier}/offerte")
    assert "een procesbegeleider is geen lid van de werkgroep (B4 §2)" in page
    assert "Akkoord geven kan: Selin Yılmaz." in page
    data = {**guide.token(), "form_id": "f" * 32, **YES, "why": "te duur"}
    refused = guide.post(f"/mijn/{dossier}/offerte/{answer}", data, status=422, fresh=False)
    assert "kan niet akkoord geven" in refused
    quote = the_quote(office)
    assert quote.accepted_on is None
    assert quote.declined_on is None


def test_a_no_comes_with_its_reason(office: Office, selin: Browser, dossier: str) -> None:
    page = selin.post(f"/mijn/{dossier}/offerte/niet-akkoord", {"why": "De reistijd klopt niet."})
    assert "Wij bellen u daarover" in page
    assert the_quote(office).declined_why == "De reistijd klopt niet."


def test_a_question_waits_in_the_work_list(office: Office, selin: Browser, dossier: str) -> None:
    from auditbeheer.documents.work import tasks

    selin.post(f"/mijn/{dossier}/berichten/nieuw?over=offerte", {"text": "Waarom 12 uur?"})
    with office.database.read() as session:
        assert session.scalars(select(ClientMessage)).one().kind is MessageKind.ABOUT_QUOTE
        assert [task.title for task in tasks(session, office.today)] == [
            "Beantwoord de vraag van Selin Yılmaz over de offerte"
        ]


def test_without_a_quote_that_was_sent_there_is_no_page_of_it(office: Office) -> None:
    number = with_documents(office)
    with office.write() as session:
        session.scalars(select(Quote)).one().sent_at = None
    selin = entered(office)
    selin.get(f"/mijn/{number}")
    selin.get(f"/mijn/{number}/offerte", status=404)
