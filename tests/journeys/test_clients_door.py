"""The client's own door on a phone: a quote answered by who may contract, documents sent, one by a colleague."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.papers import paper
from auditbeheer.demo.stories import GUIDE, Place, Story, Until, mailbox_of
from auditbeheer.demo.telling import tell
from auditbeheer.documents.models import DocumentFavour, current_documents
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.portal.reading import people_at, recipient_of
from auditbeheer.quotes.models import Quote, trajectory_numbered
from tests.journeys.conftest import Someone
from tests.journeys.live import DAY, LiveOffice
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

OFFERED = Story("KVO Leuken", "Weert", (Place("Industrieterrein Leuken", 77),), "Tom Janssen", "Marij Gielen",
                Until.QUOTED, 110, guided=True)  # fmt: skip
PLANNED = Story("KVO De Vaart", "Almere", (Place("Bedrijventerrein De Vaart 1-3", 240),), "Sophie Jongbloed",
                "Ruud Meijer", Until.PLANNED, 33, guided=True)  # fmt: skip
NOW = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=ZONE)


@pytest.fixture
def dossiers(live: LiveOffice) -> None:
    """Two dossiers: one with a quote that waits, one with an audit on a day."""
    shelf = FileShelf(live.settings.files_dir)
    printing = Printing(live.settings.base_url, PictureFiles(live.settings.house_style_dir, shelf))
    with live.database.write() as session:
        kit = Kit(session, live.cast, shelf, printing, DAY)
        for story in (OFFERED, PLANNED):
            tell(kit, story)


def address_for(live: LiveOffice, name: str, target: str = "", **favour: str) -> str:
    """The address behind the button of a mail to this person."""
    with live.database.write() as session:
        if favour:
            to = Recipient(name=name, email="collega@politie.nl", person="favour:1")
        else:
            to = recipient_of(people_at(session, mailbox_of(name))[0])
        scope, thing = favour.get("scope", "mijn"), favour.get("thing", to.email)
        _, code = links.make(session, NOW, to, scope=scope, thing=thing)
    return f"/mijn/link/{code}" + (f"?verder={target}" if target else "")


def number_of(person: Person) -> str:
    return person.path.split("/")[2]


def test_a_quote_is_answered_by_who_may_and_documents_come_in_also_from_a_colleague(
    live: LiveOffice, someone: Someone, dossiers: None, tmp_path: Path
) -> None:
    _a_guide_reads_along(live, someone(phone=True))
    _who_may_contract_accepts(live, someone(phone=True))
    number = _a_document_is_sent(live, someone(phone=True))
    _a_colleague_sends_one(live, someone(phone=True), number)
    _the_contact_person_sees_it(live, someone(), number)


def _a_guide_reads_along(live: LiveOffice, guide: Person) -> None:
    guide.arrive(address_for(live, GUIDE))
    guide.press("Verder")
    guide.sees("Uw dossiers", "KVO Leuken", "KVO De Vaart")
    guide.press("KVO Leuken")
    guide.sees("U hoeft nu niets te doen", "Marij Gielen geeft akkoord")
    guide.press("onze offerte")
    guide.sees("een procesbegeleider is geen lid van de werkgroep (B4 §2)", "Akkoord geven kan: Marij Gielen.")
    assert guide.page.get_by_role("link", name="Akkoord geven").count() == 0


def _who_may_contract_accepts(live: LiveOffice, signer: Person) -> None:
    signer.arrive(address_for(live, "Marij Gielen"))
    signer.press("Verder")
    signer.sees("U moet nog 1 ding doen", "Geef antwoord op onze offerte")
    signer.press("Offerte bekijken")
    signer.sees("Hoe wij aan 8 uur komen", "B4 §6.3.1")
    assert signer.shown_file("Offerte met alle voorwaarden (pdf)").startswith(b"%PDF-")
    signer.press("Akkoord geven")
    signer.submit("Akkoord geven")
    assert signer.objections == ["Zet een vinkje als u namens het samenwerkingsverband mag tekenen"]
    signer.tick("Ik mag namens het samenwerkingsverband tekenen")
    signer.submit("Akkoord geven")
    signer.sees("Akkoord gegeven", "Marij Gielen (voorzitter) gaf akkoord op")
    with live.database.read() as session:
        quote = session.scalars(select(Quote).where(Quote.accepted_at.is_not(None))).one()
        assert (quote.accepted_name, quote.conditions_sha256 is not None) == ("Marij Gielen", True)


def _a_document_is_sent(live: LiveOffice, contact: Person) -> str:
    contact.arrive(address_for(live, "Sophie Jongbloed"))
    with contact.budget(3):  # Verder, and two for one document (ux §1); the choosing itself is the phone's
        contact.press("Verder")
        contact.sees("U moet nog 6 dingen doen")
        contact.attach("Bestand voor de maatregelmatrix", paper("Maatregelmatrix"))
        contact.press("Dit bestand sturen", within=contact.part("Stuur de maatregelmatrix"))
    contact.sees("Uw document is binnen: maatregelmatrix.pdf, 23 november 2026 om", "U moet nog 5 dingen doen")
    contact.press("Vraag een ander om dit document", within=contact.part("Stuur het rapport van de schouw"))
    contact.fill("Naam", "Dennis Mulder")
    contact.fill("E-mailadres", "collega@politie.nl")
    contact.press("Vraag versturen")
    contact.sees("Gevraagd aan Dennis Mulder", "Nog geen antwoord")
    return number_of(contact)


def _a_colleague_sends_one(live: LiveOffice, colleague: Person, number: str) -> None:
    with live.database.read() as session:
        favour = session.scalars(select(DocumentFavour)).one()
    colleague.arrive(address_for(live, "Dennis Mulder", scope="document", thing=str(favour.id)))
    colleague.press("Verder")
    colleague.sees("Sophie Jongbloed van KVO De Vaart vraagt u om het rapport van de schouw")
    colleague.attach("Bestanden", paper("Schouwrapport"))
    colleague.press("Document sturen")
    colleague.sees("Uw document is binnen", "schouwrapport.pdf")
    colleague.arrive(f"/mijn/{number}")
    colleague.sees("Naar uw dossier")
    with live.database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        there = {one.code: one.received_from for one in current_documents(session, trajectory.id)}
    assert there == {"maatregelmatrix": "Sophie Jongbloed", "schouwrapport": "Dennis Mulder"}


def _the_contact_person_sees_it(live: LiveOffice, contact: Person, number: str) -> None:
    contact.arrive(address_for(live, "Sophie Jongbloed", f"/mijn/{number}/documenten"))
    contact.press("Verder")
    contact.sees("schouwrapport.pdf", "van Dennis Mulder")
    for name in ("Afspraken", "Berichten", "Gegevens", "Te doen 4"):
        contact.press(name, within=contact.page.get_by_role("navigation", name="Uw dossier"))
    contact.sees("U moet nog 4 dingen doen", "Schouwrapport, gestuurd door Dennis Mulder")
