"""From the public form to a complete set: every mail through a real mail server, every link as it stands in a mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.papers import paper
from auditbeheer.demo.people import PLANNER
from auditbeheer.demo.stories import Place, Story, Until
from auditbeheer.demo.telling import Telling
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import Outcome, completeness_of
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing import outbox
from auditbeheer.plumbing.clock import Clock
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.quotes import public_form
from auditbeheer.quotes.models import Quote, trajectory_numbered
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import EntrepreneursBasis, PartyKind
from auditbeheer.timetable import Works, send_post
from tests.journeys.conftest import Someone
from tests.journeys.live import DAY, PUBLIC_ADDRESS, LiveOffice
from tests.journeys.person import Person
from tests.post.people import mail_server, part

pytestmark = [pytest.mark.browser, pytest.mark.mail]

GUIDE, SIGNER, COLLEAGUE = "gijs@bureau.voorbeeld.nl", "selin@ondernemers.voorbeeld.nl", "dennis@politie.voorbeeld.nl"
PARK = "Noordersluis"
STORY = Story("KVO Noordersluis", "Lelystad", (Place(PARK, 152),), "Gijs de Ridder", "Selin Yılmaz", Until.PLANNED, 33)
Post = Callable[[str, str], str]


class ToldToday(Telling):
    """The office's own steps, all of them at the moment that the pages have too."""

    def _on(self, days_from_audit: int, hour: int = 10) -> datetime:
        return Clock(fixed_day=self.kit.today).now()


@pytest.fixture
def post(live: LiveOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """``post(to, subject)``: send what is due, and give the address behind the button of that person's mail."""
    monkeypatch.setattr(outbox, "GATHERING", timedelta(0))
    monkeypatch.setattr(public_form, "LEAST_SECONDS", 0)
    with mail_server() as server:
        works = Works(live.database, live.settings.model_copy(update={"smtp_url": server.url}))

        def delivered(to: str, subject: str) -> str:
            send_post(works, works.now())
            mails = [one for one in server.messages if to in str(one["To"]) and subject in str(one["Subject"])]
            assert mails, [str(one["Subject"]) for one in server.messages]
            found = re.search(rf"{re.escape(PUBLIC_ADDRESS)}\S+", part(mails[-1], "plain"))
            assert found
            return live.here(found[0])

        yield delivered


def test_a_case_goes_from_the_website_to_a_complete_set(live: LiveOffice, someone: Someone, post: Post) -> None:
    guide, planner = someone(phone=True), someone("Annelies Vos")
    _apply(guide)
    planner.sees_not("Bekijk de aanvraag van de website")
    _confirm(guide, post(GUIDE, "Bevestig uw aanvraag"))
    number = _take_over(planner)
    told = _office_makes_it_whole_and_quotes(live, number)
    _guide_is_refused(guide, post(GUIDE, f"Uw aanvraag heeft nummer {number}"))
    _signer_accepts(someone(phone=True), post(SIGNER, "Uw offerte"))
    _office_agrees_and_plans(live, told, number)
    auditor = someone("Marloes Bakker")
    _documents(guide, someone(phone=True), auditor, number, post)
    _complete(live, told, auditor, planner, number)


def _apply(guide: Person) -> None:
    guide.arrive("/")
    guide.press("Keurmerk aanvragen")
    guide.press("Aanvraag versturen")
    assert "Vul uw naam in" in guide.objections
    for label, text in {
        "Uw naam": STORY.contact, "Uw functie": "procesbegeleider", "Uw organisatie": "Bureau Samen Veilig",
        "Uw e-mailadres": GUIDE, "Uw telefoonnummer": "0320 000 200", "Naam van het samenwerkingsverband": STORY.name,
        "Ondernemers": "Ondernemers Noordersluis", "Waarmee begon de groep?": "Verslag van de eerste bijeenkomst",
    }.items():  # fmt: skip
        guide.fill(label, text)
    guide.type(area1_name=PARK, area1_place="lelystad", area1_count=152)
    guide.choose("Namens wie vraagt u aan?", "Ik ben procesbegeleider")
    guide.choose("Mag u namens het samenwerkingsverband tekenen?", "Nee")
    guide.choose("Wat voor gebied is het?", "Bedrijventerrein")
    guide.day("Wanneer was dat?", date(2026, 6, 1))
    guide.pick("In welke maand wilt u de audit?", "december 2026")
    guide.tick("Ik doe deze aanvraag namens het samenwerkingsverband")
    guide.press("Aanvraag versturen")
    guide.sees("Kijk in uw mail")


def _confirm(guide: Person, address: str) -> None:
    guide.arrive(address)
    guide.sees("Klopt uw aanvraag?", "Noordersluis", "december 2026")
    guide.press("Aanvraag bevestigen")
    guide.sees("Uw aanvraag is binnen", "donderdag 3 december 2026", "Afbakening van het gebied")
    guide.attach("Bestand", paper("Afbakening"))
    guide.press("Bestand sturen")
    guide.sees("afbakening.pdf is binnen")


def _take_over(planner: Person) -> str:
    planner.menu("Werkvoorraad")
    planner.press("Bekijk de aanvraag van de website")
    planner.sees("Noordersluis: staat in de lijst", GUIDE)
    planner.press("Overnemen als dossier")
    planner.press("Dossier maken")
    number = planner.path.split("/")[2]
    planner.sees(f"Dossier {number} is gemaakt", "Partij toevoegen")
    return number


def _office_makes_it_whole_and_quotes(live: LiveOffice, number: str) -> Telling:
    """What other journeys click: address and parties, four answers, and the quote by mail."""
    shelf = FileShelf(live.settings.files_dir)
    printing = Printing(live.settings.base_url, PictureFiles(live.settings.house_style_dir, shelf))
    with live.database.write() as session:
        telling = ToldToday(Kit(session, live.cast, shelf, printing, DAY), STORY)
        row = trajectory_numbered(session, number)
        assert row is not None
        telling.trajectory = row
        _make_whole(telling)
        telling._confirm()
        telling._quote()
    return telling


def _make_whole(telling: Telling) -> None:
    session, by, group = telling.session, telling.kit.cast.act(PLANNER), telling.trajectory.partnership
    now = telling._on(0)
    scheme = telling.library["kvo-b-4.0"]
    details = relations.PartnershipDetails(name=group.name, street="Postbus 91", postcode="8200 AB", town="Lelystad")
    relations.change_partnership(session, by, now, group, details=details, opened_on=group.version)
    first = next(party for party in group.current_parties if party.kind is PartyKind.ENTREPRENEURS)
    bound = relations.PartyDetails(kind=first.kind, organisation=first.organisation,
                                   basis=EntrepreneursBasis.ASSOCIATION)  # fmt: skip
    relations.change_party(session, by, now, first, details=bound, scheme=scheme, opened_on=first.version)
    people = [(first, "Selin Yılmaz", SIGNER)]
    for kind, name in ((PartyKind.MUNICIPALITY, "Peter de Groot"), (PartyKind.POLICE, "Dennis Mulder"),
                       (PartyKind.FIRE_SERVICE, "Carla de Boer")):  # fmt: skip
        own = relations.PartyDetails(kind=kind, organisation=kind.value.capitalize())
        people.append((relations.add_party(session, by, now, group, details=own), name, ""))
    for party, name, email in people:
        person = relations.PersonDetails(name=name, function="lid", email=email, may_contract=bool(email))
        relations.add_representative(session, by, now, party, details=person, scheme=scheme)


def _guide_is_refused(guide: Person, address: str) -> None:
    guide.arrive(address)
    guide.press("Verder")
    guide.sees("Selin Yılmaz geeft akkoord")
    guide.press("onze offerte")
    guide.sees("een procesbegeleider is geen lid van de werkgroep (B4 §2)")
    assert guide.page.get_by_role("link", name="Akkoord geven").count() == 0


def _signer_accepts(signer: Person, address: str) -> None:
    signer.arrive(address)
    signer.press("Verder")
    signer.sees("Hoe wij aan 8 uur komen")
    signer.press("Akkoord geven")
    signer.tick("Ik mag namens het samenwerkingsverband tekenen")
    signer.submit("Akkoord geven")
    signer.sees("Akkoord gegeven")


def _office_agrees_and_plans(live: LiveOffice, told: Telling, number: str) -> None:
    with live.database.write() as session:
        told.session = told.kit.session = session
        row = trajectory_numbered(session, number)
        assert row is not None
        told.trajectory, told.quote = row, session.get_one(Quote, told.quote.id)
        told._agree()
        told._plan()


def _documents(guide: Person, colleague: Person, auditor: Person, number: str, post: Post) -> None:
    guide.arrive(f"/mijn/{number}")
    guide.sees("U moet nog 6 dingen doen")
    guide.press("Vraag een ander om dit document", within=guide.part("Stuur het rapport van de schouw"))
    guide.fill("Naam", "Dennis Mulder")
    guide.fill("E-mailadres", COLLEAGUE)
    guide.press("Vraag versturen")
    colleague.arrive(post(COLLEAGUE, ""))
    colleague.press("Verder")
    colleague.attach("Bestanden", paper("Schouwrapport"))
    colleague.press("Document sturen")
    colleague.sees("Uw document is binnen")
    colleague.arrive(f"/mijn/{number}")
    colleague.sees("Naar uw dossier")  # a link for one document opens no dossier
    _send(guide, number, "maatregelmatrix")
    _judge(auditor, number, "maatregelmatrix", "Aanvullen", "De uitvoerders ontbreken")
    guide.arrive(f"/mijn/{number}")
    guide.sees("Vul de maatregelmatrix aan", "Wij vragen: De uitvoerders ontbreken")
    _send(guide, number, "maatregelmatrix")


def _send(guide: Person, number: str, code: str) -> None:
    guide.arrive(f"/mijn/{number}/stuk/{code}")
    guide.attach("Bestanden", paper(code.replace("_", " ")))
    guide.press("Document sturen")
    guide.sees("Uw document is binnen")


def _judge(auditor: Person, number: str, code: str, verdict: str, remark: str = "") -> None:
    auditor.arrive(f"/dossiers/{number}/documenten/stuk/{code}")
    auditor.choose("Oordeel", verdict)
    if remark:
        auditor.page.locator("main [name='remark']").fill(remark)
    auditor.press("Oordeel bewaren")


def _complete(live: LiveOffice, told: Telling, auditor: Person, planner: Person, number: str) -> None:
    guide_codes = ("deelnemers", "veiligheidsanalyse", "plan_van_aanpak", "verslagen")
    with live.database.write() as session:
        told.session = told.kit.session = session
        row = trajectory_numbered(session, number)
        assert row is not None
        told.trajectory = row
        for code in guide_codes:
            _received(told, code)
        told._count_answers(told._on(-1))
        for link in row.areas:
            told._carry_out_measures(link.area_id, told._on(-1))
    for code in ("schouwrapport", "maatregelmatrix", *guide_codes):
        _judge(auditor, number, code, "In orde")
    planner.arrive(f"/dossiers/{number}/documenten")
    planner.sees("6 van 6 binnen, 6 in orde", "Dennis Mulder")
    planner.press("Besluit over de set vastleggen")
    planner.choose("Besluit", "De set is compleet")
    planner.press("Besluit over de set bewaren")
    planner.sees("Compleet, maandag 23 november 2026")
    with live.database.read() as session:
        row = trajectory_numbered(session, number)
        assert row is not None
        assert completeness_of(session, row.id)[0].outcome is Outcome.COMPLETE


def _received(told: Telling, code: str) -> None:
    now = told._on(-1)
    documents.receive_document(
        told.session, told.planner, now, told.trajectory, told.kit.shelf, code=code, upload=paper(code),
        received_on=now.date(), received_from=STORY.contact,
    )  # fmt: skip
