"""The first steps of the chain, at the planner's desk: partnership, application, quote, agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pypdfium2 import PdfDocument

from auditbeheer.demo.papers import plan
from tests.journeys.person import Person

NAME = "Cluster Lelystad"
# Name as in the list of business parks, and how many entrepreneurs were counted.
PARKS = (
    ("Flevokust (kadegebonden)", 12),
    ("Noordersluis", 148),
    ("Oostervaart", 131),
    ("Bedrijvenpark Larserpoort", 51),
)
AUDIT_DAY = date(2026, 12, 23)
COUNTED = date(2026, 11, 2)
FIFTH_REFUSED = (
    "Een vijfde terrein past niet: een cluster heeft 2 tot en met 4 bedrijventerreinen (B4 §3.1.1). "
    "Maak voor dit terrein een eigen dossier."
)
ELSEWHERE_REFUSED = (
    "De Zuidoostpolder ligt in Dronten, het cluster in Lelystad. Een cluster ligt in één gemeente (B4 §3.1.1)."
)
RECEIPT = ("Minimale audittijd, cluster van 4 bedrijventerreinen", "B4 §6.3.1")
TOO_MANY_REFUSED = "Samen hebben de terreinen 601 ondernemers. Het maximum is 600 (B4 §3.1.1)."


@dataclass(frozen=True)
class Member:
    """A party with the person who speaks for it."""

    kind: str
    organisation: str
    name: str
    function: str
    ticks: tuple[str, ...] = ()


MEMBERS = (
    Member(
        "Ondernemers", "Bedrijvenkring Lelystad", "Selin Yılmaz", "voorzitter",
        ("Contactpersoon voor ons", "Mag namens het samenwerkingsverband tekenen", "Voorzitter",
         "Communicatie naar buiten"),
    ),
    Member("Gemeente", "Gemeente Lelystad", "Peter de Groot", "adviseur veiligheid",
           ("Secretaris", "Woordvoerder", "Communicatie binnen de groep")),
    Member("Politie", "Politie, basisteam Lelystad", "Dennis Mulder", "wijkagent"),
    Member("Brandweer", "Veiligheidsregio Flevoland", "Carla de Boer", "adviseur brandveiligheid"),
    Member("Procesbegeleider", "Bureau Veilig", "Piet Procesman", "procesbegeleider"),
)  # fmt: skip


def found_the_partnership(planner: Person) -> None:
    """Partnership with address and founding document, four parks with their maps, five parties."""
    planner.menu("Relaties")
    planner.press("Nieuw samenwerkingsverband")
    planner.fill("Naam van het samenwerkingsverband", NAME)
    planner.press("Samenwerkingsverband bewaren")
    planner.sees("Nog geen gebieden", "Nog geen partijen", "Nog niet:")
    _tell_the_rest(planner)
    for name, counted in PARKS[:3]:
        add_park(planner, name, counted)
    _too_many_are_refused(planner)
    _elsewhere_is_refused(planner)
    add_park(planner, *PARKS[3])
    _a_fifth_is_refused(planner)
    for member in MEMBERS:
        if member.kind != "Brandweer":  # asked for when the application shows that it is missing
            planner.press("Partij toevoegen")
            _add_member(planner, member)


def _tell_the_rest(planner: Person) -> None:
    planner.press("Gegevens wijzigen")
    for label, text in {
        "Straat en huisnummer": "Postbus 91", "Postcode": "8200ab", "Plaats": "Lelystad",
        "Titel van dit stuk": "Convenant KVO Lelystad", "Organisatie die de regie heeft": "Parkmanagement Lelystad",
        "Waarmee stelde de gemeente de kaart vast?": "Collegebesluit 2026-114",
    }.items():  # fmt: skip
        planner.fill(label, text)
    planner.day("Dag van dit stuk", date(2026, 9, 15))
    planner.choose("Heeft zij een mandaat van de anderen?", "Ja")
    planner.press("Wijzigingen bewaren")
    planner.sees("Postbus 91, 8200 AB Lelystad", "dinsdag 15 september 2026", "Parkmanagement Lelystad, met mandaat")


def _look_up(planner: Person, name: str) -> None:
    planner.press("Gebied toevoegen")
    planner.page.get_by_label("Naam of gemeente").fill(name)
    planner.press("Zoeken")


def _describe(planner: Person, counted: int, name: str) -> None:
    planner.fill("Welke activiteiten zijn er?", "Productie, groothandel, opslag en dienstverlening")
    planner.fill("Waar loopt de grens?", "Zoals op de kaart")
    planner.fill("Aantal ondernemers", counted)
    planner.day("Dag van de telling", COUNTED)
    planner.fill("Waar komt dit aantal vandaan?", "Handelsregister")
    planner.attach("Kaart van het gebied", plan(name, Decimal("52.5"), Decimal("5.5")))
    planner.fill("Wie vertegenwoordigt dit terrein?", "Selin Yılmaz")
    planner.fill("Waaruit blijkt de bestemming?", "Bestemmingsplan Bedrijven 2019")


def add_park(planner: Person, name: str, counted: int) -> None:
    """A park from the list, with its count and map."""
    _look_up(planner, name)
    planner.press(name)
    _describe(planner, counted, name)
    planner.press("Gebied toevoegen")
    planner.sees("kaart.geojson")


def _too_many_are_refused(planner: Person) -> None:
    _look_up(planner, "Larserpoort")
    planner.press("Bedrijvenpark Larserpoort")
    _describe(planner, 601 - sum(counted for _, counted in PARKS[:3]), "Bedrijvenpark Larserpoort")
    planner.press("Gebied toevoegen")
    assert planner.objections == [TOO_MANY_REFUSED]
    assert planner.value("Waar komt dit aantal vandaan?") == "Handelsregister"
    planner.sees("Al gekozen: kaart.geojson")
    planner.press("Annuleren")
    planner.press("Terug")


def _elsewhere_is_refused(planner: Person) -> None:
    _look_up(planner, "De Zuidoostpolder")
    planner.sees("Geen gebied gevonden voor ‘De Zuidoostpolder’")
    planner.press("Nieuw gebied vastleggen")
    assert planner.value("Naam van het gebied") == "De Zuidoostpolder"
    planner.pick("Gemeente", "Dronten")
    _describe(planner, 20, "Zuidoostpolder")
    planner.press("Gebied toevoegen")
    assert planner.objections == [ELSEWHERE_REFUSED]
    planner.press("Annuleren")
    planner.press("Terug")


def _a_fifth_is_refused(planner: Person) -> None:
    _look_up(planner, "Oostervaart Oost")
    planner.press("Oostervaart Oost")
    _describe(planner, 9, "Oostervaart Oost")
    planner.press("Gebied toevoegen")
    assert FIFTH_REFUSED in planner.objections
    planner.press("Annuleren")
    planner.press("Terug")


def _add_member(planner: Person, member: Member) -> None:
    planner.choose("Welke partij is het?", member.kind)
    planner.fill("Naam van de organisatie", member.organisation)
    if member.kind == "Ondernemers":
        planner.choose("Hoe zijn de ondernemers verbonden?", "Via een vereniging")
    planner.press("Partij toevoegen")
    planner.sees(f"{member.organisation} staat erin. Voeg nu iemand toe.")
    planner.fill("Naam", member.name)
    planner.fill("Functie", member.function)
    planner.fill("E-mailadres", f"{member.name.split()[0].lower()}@voorbeeld.nl")
    planner.tick(*member.ticks)
    planner.press("Persoon toevoegen")
    planner.sees(member.name, member.function)
    if "Contactpersoon voor ons" in member.ticks:
        planner.sees(f"contactpersoon: {member.name}")


def apply(planner: Person) -> str:
    """The application, incomplete at first: what is missing leads to its place. Returns the dossier's number."""
    planner.press("Nieuwe aanvraag")
    for name, _counted in PARKS:
        planner.choose("Voor welke gebieden?", f"{name} (Lelystad)")
    planner.day("Dag van de aanvraag", date(2026, 11, 20))
    planner.fill("Vroegste stuk van de groep", "Intentieverklaring")
    planner.day("Dag van dat stuk", date(2026, 9, 1))
    planner.day("Verwachte dag van de audit", AUDIT_DAY)
    planner.press("Aanvraag vastleggen")
    number = planner.path.split("/")[2]
    planner.sees(
        f"Aanvraag {number} staat erin", "KVO Bedrijventerreinen 4.0 geldt voor een beoordeling vanaf 1 maart 2024",
        "eerste certificering (verwacht)", "Eerste certificering: er is geen eerder certificaat (eigen regel 20).",
        "Wat de aanvraag nog nodig heeft",
    )  # fmt: skip
    fire_service = planner.part("Nog niet:", "Brandweer in de werkgroep", "B4 §3.2", "ontbreekt")
    assert planner.page.get_by_role("button", name="Aanvraag bevestigen").count() == 0
    planner.press("Partij toevoegen", within=fire_service)
    _add_member(planner, next(member for member in MEMBERS if member.kind == "Brandweer"))
    return number


def confirm(planner: Person, number: str) -> None:
    """The four answers, one of them no at first; then the application is complete and confirmed."""
    to_dossier(planner, number)
    planner.press("Controleren")
    _answer(planner, last="Nee")
    planner.sees("Nog niet: Wij hebben de mensen die dit kunnen en mogen")
    assert planner.page.get_by_role("button", name="Aanvraag bevestigen").count() == 0
    _answer(planner, last="Ja")
    planner.sees("Alles is er")
    planner.press("Aanvraag bevestigen")
    planner.sees("De aanvraag is compleet en bevestigd.", "compleet op 23 november 2026")


def _answer(planner: Person, *, last: str) -> None:
    planner.press("Aanvraag beoordelen")
    questions = planner.page.locator("main form fieldset legend").all_inner_texts()
    assert len(questions) == 4
    for number, question in enumerate(questions, 1):
        planner.choose(question, last if number == 4 else "Ja")
    planner.press("Beoordeling bewaren")


def to_dossier(person: Person, number: str) -> None:
    """From the bar to a dossier."""
    person.menu("Dossiers")
    person.press(NAME, within=person.part(number))


def quote(planner: Person, number: str) -> None:
    """Twelve hours with their receipt, prices, and the quote sent to the contact person."""
    to_dossier(planner, number)
    planner.step("Offerte en overeenkomst")
    planner.press("Offerte maken")
    assert planner.value("Aantal uren") == "12"
    with planner.budget(1):  # why twelve hours: one click, on the same page
        planner.unfold("12 uur, hoe komen we hieraan?")
        planner.sees(*RECEIPT)
    _fewer_hours_are_refused(planner)
    planner.fill("Aantal uren", "12")
    planner.press("Offerte bewaren")
    planner.sees("Concept", "Wat het kost", *RECEIPT)
    planner.press("Offerte versturen")
    planner.sees("Versturen aan Selin Yılmaz?")
    planner.press("Offerte versturen")
    planner.sees("De offerte is verstuurd", "Selin Yılmaz", "tot en met 23 december 2026", "nog 30 dagen")
    printed = text_of(planner.shown_file("Pdf bekijken"))
    for line in RECEIPT:
        assert line in printed, f"{line!r} stands in the browser and not on paper"


def _fewer_hours_are_refused(planner: Person) -> None:
    planner.fill("Aantal uren", "11,5")
    planner.fill("Reden van een ander aantal uren", "Snel klaar")
    planner.press("Offerte bewaren")
    assert planner.objections == [
        "Minder dan 12 uur kan niet: dat is het minimum bij 4 terreinen (B4 §6.3.1). Meer uren mag, met een reden."
    ]
    assert planner.value("Aantal uren") == "11,5"
    planner.fill("Reden van een ander aantal uren", "")


def text_of(pdf: bytes) -> str:
    """What stands in a PDF, blanks folded."""
    document = PdfDocument(pdf)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(words.split())


def accept(planner: Person) -> None:
    """Only who may contract can say yes; then the agreement, signed and printed."""
    planner.press("Akkoord vastleggen")
    planner.choose("Wie gaf akkoord?", "Piet Procesman, procesbegeleider")
    planner.press("Akkoord vastleggen")
    (objection,) = planner.objections
    assert "Piet Procesman" in objection
    assert "tekenen" in objection
    planner.choose("Wie gaf akkoord?", "Selin Yılmaz, voorzitter")
    planner.press("Akkoord vastleggen")
    planner.sees("Akkoord", "Selin Yılmaz, voorzitter, op maandag 23 november 2026")
    planner.press("Naar de overeenkomst")
    planner.press("Overeenkomst tekenen")
    planner.choose("Wie tekent voor ons?", "Karel Jansen")
    planner.press("Overeenkomst tekenen")
    planner.sees("Getekend", "Karel Jansen, directeur certificatie", "Selin Yılmaz, voorzitter")
    printed = text_of(planner.shown_file("Pdf bekijken"))
    parks = [name for name, _counted in PARKS]
    for words in ("Overeenkomst", NAME, "€ 2.364,34", "6 uur", "B4 §5.2.1", "Selin Yılmaz", *parks):
        assert words in printed, f"{words!r} not in {printed}"
