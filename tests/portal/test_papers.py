"""Sending documents, asking a colleague for one, and putting papers by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry, PersonalLink
from auditbeheer.accounts.permissions import Role
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import Document, DocumentFavour, KeptPaper, current_documents
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.portal import service
from tests.documents.rooms import on
from tests.office import Browser, Office
from tests.portal.scene import (
    NUMBER,
    PDF,
    PIET,
    SELIN,
    entered,
    link_for,
    numbered,
    seat_in,
    told,
    with_documents,
)

TO_DO = f"/mijn/{NUMBER}"
REPORT = f"{TO_DO}/stuk/schouwrapport"


@pytest.fixture
def dossier(office: Office) -> str:
    return with_documents(office)


@pytest.fixture
def selin(office: Office, dossier: str) -> Browser:
    return entered(office)


def send(browser: Browser, page: str = REPORT, name: str = "schouw.pdf", content: bytes = PDF, *, status: int = 200):
    """Choose a file in the form of the page (its field is named after the document) and send it."""
    code = page.rpartition("/")[2]
    return browser.post(page, {f"{code}-upload": (name, content)}, status=status)


def current(office: Office) -> list[Document]:
    with office.database.read() as session:
        return list(current_documents(session, numbered(session, NUMBER).id))


def test_the_first_page_says_how_many_things_and_until_when(selin: Browser) -> None:
    page = selin.get(TO_DO)
    assert "U moet nog 6 dingen doen" in page
    assert "Uiterlijk woensdag 25 november 2026" in page
    assert "De audit is op woensdag 9 december 2026" in page
    assert "Stuur het rapport van de schouw" in page
    assert "Vraag een ander om dit document" in page
    assert "B4 §5.2.1" in page


def test_a_document_is_sent_from_the_first_page_and_answered_with_a_receipt(office: Office, selin: Browser) -> None:
    first = selin.get(TO_DO)
    form = first.hidden_fields(REPORT)
    page = selin.post(REPORT, {**form, "schouwrapport-upload": ("schouw.pdf", PDF)}, fresh=False)
    assert page.path == TO_DO
    assert "Uw document is binnen: schouw.pdf, 23 november 2026 om" in page
    assert "U moet nog 5 dingen doen" in page
    assert "Wij kijken ernaar Schouwrapport" in page
    assert [(one.code, one.received_from) for one in current(office)] == [("schouwrapport", "Selin Yılmaz")]
    with office.database.read() as session:
        receipt = told(session, "document_ontvangen")[0]
        assert (receipt.email, receipt.by_itself, receipt.facts["bestand"]) == (SELIN, True, "schouw.pdf")
        line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "document ontvangen")).one()
        assert line.who == "Selin Yılmaz (werkgroep)"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("schouw.pdf", b"", "Dit bestand is leeg (0 bytes)"),
        ("schouw.pdf", b"<html>geen pdf</html>", "Dit is geen pdf, ook al eindigt de naam op .pdf"),
        ("schouw.exe", b"MZ" + b"0" * 100, "Dit soort bestand kunnen wij niet openen"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_sentence(
    selin: Browser, name: str, content: bytes, words: str
) -> None:
    page = send(selin, name=name, content=content, status=422)
    assert words in page.errors[0].replace("\u00a0", " ")


def test_nothing_chosen_is_told(selin: Browser) -> None:
    assert selin.post(REPORT, {}, status=422).errors == ["Kies het bestand dat u wilt sturen"]


def test_what_must_be_added_stands_as_our_question(office: Office, selin: Browser) -> None:
    send(selin)
    with office.write() as session:
        row = session.scalars(select(Document)).one()
        actor = office.actor(Role.PLANNER)
        documents.assess_document(session, actor, office.now, row, in_order=False, remark="De datum ontbreekt.")
    page = selin.get(TO_DO)
    assert "Vul het rapport van de schouw aan" in page
    assert "Wij vragen: De datum ontbreekt." in page


def test_what_is_in_order_is_not_sent_again(office: Office, dossier: str) -> None:
    with office.write() as session:
        seat, actor, _ = seat_in(session, NUMBER)
        shelf = office.app.extensions["shelf"]
        row = service.send_document(
            session, actor, office.now, seat, shelf, code="schouwrapport", upload=("a.pdf", PDF)
        )  # fmt: skip
        row.in_order = True
        session.flush()
        with pytest.raises(Refused) as refused:
            service.send_document(
                session, actor, office.now, seat, shelf, code="schouwrapport", upload=("b.pdf", PDF)
            )  # fmt: skip
        assert [one.code for one in refused.value.objections] == ["portaal.nodig"]


def test_a_document_that_is_not_in_the_set_does_not_exist(selin: Browser) -> None:
    selin.get(f"{TO_DO}/stuk/recept", status=404)


def test_a_file_of_another_dossier_does_not_exist(office: Office, selin: Browser) -> None:
    send(selin)
    number = current(office)[0].id
    selin.raw(f"{TO_DO}/bestand/{number}")
    other = with_documents(office, number=148, name="De Brand", day=office.today + timedelta(days=30))
    with office.write() as session:
        contact = numbered(session, other).partnership.contact
        assert contact is not None
        contact.email = PIET
    stranger = entered(office, PIET)
    stranger.get(f"/mijn/{other}")
    assert stranger.raw(f"/mijn/{other}/bestand/{number}").status_code == 404
    assert stranger.raw(f"{TO_DO}/bestand/{number}").status_code == 404


# A colleague


def ask(selin: Browser, name: str = "Piet Smit", email: str = PIET, *, status: int = 200):
    return selin.post(f"{REPORT}/vragen", {"name": name, "email": email}, status=status)


def colleague(office: Office) -> Browser:
    with office.database.read() as session:
        favour = session.scalars(select(DocumentFavour)).one()
    return entered(office, PIET, scope="document", thing=str(favour.id), name="Piet Smit")


def test_a_colleague_is_asked_for_one_document_by_a_link_of_their_own(office: Office, selin: Browser) -> None:
    page = ask(selin)
    assert "Gevraagd aan Piet Smit op 23 nov 2026" in page
    assert "Nog geen antwoord" in page
    with office.database.read() as session:
        notice = told(session, "vraag_om_document")[0]
        assert (notice.email, notice.scope, notice.target) == (PIET, "document", "/mijn/document")
        assert notice.facts["dag"] == "2026-11-25"


def test_the_colleague_sees_that_one_question_and_nothing_else(office: Office, selin: Browser) -> None:
    ask(selin)
    browser = colleague(office)
    page = browser.get("/mijn/document")
    assert "Selin Yılmaz van Cluster Lelystad vraagt u om het rapport van de schouw" in page
    assert not page.tree.css(".mijnmenu")
    for path in ("/mijn", TO_DO, f"{TO_DO}/documenten", REPORT):
        assert "Naar uw dossier" in browser.get(path)


def test_the_colleague_sends_it_and_both_are_told(office: Office, selin: Browser) -> None:
    ask(selin)
    page = colleague(office).post("/mijn/document", {"upload": ("foto.pdf", PDF)})
    assert "Uw document is binnen" in page
    assert "Schouwrapport, gestuurd door Piet Smit" in selin.get(TO_DO)
    with office.database.read() as session:
        assert told(session, "document_ontvangen")[0].email == PIET
        assert told(session, "document_van_ander")[0].email == SELIN
        favour = session.scalars(select(DocumentFavour)).one()
        assert favour.answered_at is not None
        assert favour.document_id == current_documents(session, favour.trajectory_id)[0].id


def test_the_colleague_can_say_that_they_do_not_have_it(office: Office, selin: Browser) -> None:
    ask(selin)
    page = colleague(office).post("/mijn/document/niet", {"why": "Vraag het de politie."})
    assert "U hoeft niets te sturen" in page
    assert "Piet Smit kan dit niet sturen: Vraag het de politie." in selin.get(TO_DO)
    with office.database.read() as session:
        assert told(session, "document_niet")[0].email == SELIN


def test_the_contact_person_reminds_once_a_day_and_withdraws(office: Office, selin: Browser) -> None:
    ask(selin)
    with office.database.read() as session:
        number = session.scalars(select(DocumentFavour)).one().id
    browser = colleague(office)
    for _ in range(2):
        assert "krijgt een herinnering" in selin.post(f"{TO_DO}/verzoek/{number}/herinneren", selin_token(selin))
    with office.database.read() as session:
        assert len(told(session, "document_herinneren")) == 1
    page = selin.post(f"{TO_DO}/verzoek/{number}/intrekken", selin_token(selin))
    assert "ingetrokken" in page
    assert "Nog geen antwoord" not in page
    assert "Naar uw dossier" in browser.get("/mijn/document")
    with office.database.read() as session:
        links = session.scalars(select(PersonalLink).where(PersonalLink.scope == "document")).all()
        assert all(link.revoked_at for link in links)


def selin_token(browser: Browser) -> dict[str, str]:
    """The hidden fields of one of the small forms of a page, with a form id of its own."""
    from uuid import uuid4

    return {**browser.token(), "form_id": uuid4().hex}


def test_a_request_of_another_dossier_cannot_be_withdrawn(office: Office, selin: Browser) -> None:
    ask(selin)
    with office.database.read() as session:
        number = session.scalars(select(DocumentFavour)).one().id
    other = with_documents(office, number=148, name="De Brand", day=office.today + timedelta(days=30))
    with office.write() as session:
        contact = numbered(session, other).partnership.contact
        assert contact is not None
        contact.email = "ander@voorbeeld.nl"
    stranger = entered(office, "ander@voorbeeld.nl")
    stranger.post(f"/mijn/{other}/verzoek/{number}/intrekken", selin_token(stranger), status=404)


def test_a_new_link_for_a_colleague_is_mailed_while_the_request_is_open(office: Office, selin: Browser) -> None:
    ask(selin)
    with office.write() as session:
        favour = session.scalars(select(DocumentFavour)).one()
        code = link_for(
            session, PIET, scope="document", thing=str(favour.id), last_day=office.today - timedelta(days=1)
        )
    visitor = office.as_(None)
    assert "Deze link werkt niet meer" in visitor.get(f"/mijn/link/{code}")
    visitor.post(f"/mijn/link/{code}/nieuw")
    with office.write() as session:
        assert told(session, "nieuwe_link")[0].scope == "document"
        session.scalars(select(DocumentFavour)).one().withdrawn_at = office.now
    assert "sturen naar dit adres geen link meer" in office.as_(None).post(f"/mijn/link/{code}/nieuw")


# Between two audits


def test_papers_are_put_by_and_counted_and_offered_again(office: Office, selin: Browser) -> None:
    keep = f"{TO_DO}/dit-jaar/bewaren"
    page = selin.post(keep, {
        "duty": "avondschouw", "what": "Ronde met de politie", "upload": ("ronde.pdf", PDF),
        **on("on_day", office.today - timedelta(days=3)),
    })  # fmt: skip
    assert "Bewaard: Ronde met de politie." in page
    assert [node.text() for node in page.tree.css(".jaarlijst .ja p > b")] == ["Avondschouw"]
    assert "Ronde met de politie" in selin.get(REPORT)
    with office.database.read() as session:
        number = session.scalars(select(KeptPaper)).one().id
    sent = selin.post(f"{REPORT}/bewaard/{number}", selin_token(selin))
    assert "Uw document is binnen: ronde.pdf" in sent
    assert [one.file.name for one in current(office)] == ["ronde.pdf"]


def test_what_was_put_by_by_mistake_is_taken_away(office: Office, selin: Browser) -> None:
    keep = f"{TO_DO}/dit-jaar/bewaren"
    selin.post(keep, {"duty": "anders", "what": "Nieuwsbrief", **on("on_day", office.today)})
    with office.database.read() as session:
        number = session.scalars(select(KeptPaper)).one().id
    assert "Weggehaald: Nieuwsbrief." in selin.post(f"{TO_DO}/dit-jaar/{number}/weghalen", selin_token(selin))
    selin.post(f"{TO_DO}/dit-jaar/{number}/weghalen", selin_token(selin), status=404)


def test_a_day_that_is_to_come_is_refused(office: Office, selin: Browser) -> None:
    day = on("on_day", office.today + timedelta(days=1))
    page = selin.post(f"{TO_DO}/dit-jaar/bewaren", {"duty": "anders", "what": "Overleg", **day}, status=422)
    assert "24 november 2026 komt nog" in page.errors[0].replace("\u00a0", " ")
