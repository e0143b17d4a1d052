"""Under which scheme an application goes, in the months in which 3.1 and 4.0 are both open (SCH-3, SCH-5).

Two schemes open: the planner chooses, and the choice is journaled. Only a concept open: parked, and not lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice, opened
from tests.journeys.person import Person, moved_a_month

pytestmark = pytest.mark.browser

TODAY = date(2025, 1, 6)
BEFORE, AFTER = date(2024, 2, 29), date(2024, 3, 1)  # 4.0 is in force from the second of these
LAST_OF_31 = date(2025, 2, 28)
OLD, NEW = "KVO 3.1", "KVO-B 4.0"
REASON = "De werkgroep schreef haar plan nog volgens 3.1."


@pytest.fixture(scope="module")
def live(sqlite_as_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveOffice]:
    """The office in the transition: its day starts at 6 January 2025."""
    with opened(sqlite_as_migrated, tmp_path_factory.mktemp("overgang"), TODAY) as office:
        yield office


def found(planner: Person, name: str) -> None:
    """A partnership with only its name."""
    planner.menu("Relaties")
    planner.press("Nieuw samenwerkingsverband")
    planner.fill("Naam van het samenwerkingsverband", name)
    planner.press("Samenwerkingsverband bewaren")


def look_up(planner: Person, name: str) -> None:
    """An area by its name, in the list of what is known."""
    planner.press("Gebied toevoegen")
    planner.page.get_by_label("Naam of gemeente").fill(name)
    planner.press("Zoeken")


def describe(planner: Person, activities: str) -> None:
    """What every area needs."""
    for label, text in {
        "Welke activiteiten zijn er?": activities, "Waar loopt de grens?": "Zoals op de kaart",
        "Aantal ondernemers": "148", "Waar komt dit aantal vandaan?": "Handelsregister",
    }.items():  # fmt: skip
        planner.fill(label, text)
    planner.day("Dag van de telling", TODAY)
    planner.press("Gebied toevoegen")


def apply(planner: Person, area: str, *, started: date, assessed: date) -> str:
    """The application for one area; returns the dossier's number."""
    planner.press("Nieuwe aanvraag")
    planner.choose("Voor welke gebieden?", area)
    planner.day("Dag van de aanvraag", TODAY)
    planner.fill("Vroegste stuk van de groep", "Intentieverklaring")
    planner.day("Dag van dat stuk", started)
    planner.day("Verwachte dag van de audit", assessed)
    planner.press("Aanvraag vastleggen")
    number = planner.path.split("/")[2]
    planner.sees(f"Aanvraag {number} staat erin")
    return number


def test_where_two_schemes_are_open_the_planner_chooses_and_the_choice_is_journaled(someone: Someone) -> None:
    planner = someone("Annelies Vos")
    found(planner, "KVO Noordersluis")
    look_up(planner, "Noordersluis")
    planner.press("Noordersluis")
    describe(planner, "Productie en opslag")
    number = apply(planner, "Noordersluis (Lelystad)", started=BEFORE, assessed=LAST_OF_31)
    planner.sees("Nog niet: Het schema is gekozen", "28 februari 2025", "B4 §1.5")
    assert planner.page.get_by_role("button", name="Aanvraag bevestigen").count() == 0
    planner.press("Schema kiezen", within=planner.page.locator("main .knoppen"))
    planner.press("Schema kiezen")
    assert planner.objections == ["Kies een schema", "Vul in waarom u dit schema kiest"]
    planner.choose("Volgens welk schema?", "KVO 3.1")
    planner.fill("Reden", REASON)
    planner.press("Schema kiezen")
    planner.sees("Het schema is gekozen.", OLD, REASON)
    planner.sees_not("Nog niet: Het schema is gekozen")
    planner.arrive(f"/dossiers/{number}")
    told = planner.part("Schema gekozen:", OLD, "Annelies Vos").inner_text()
    assert REASON in told, "the time line, which is the journal of this dossier, says why"

    # Another choice does not wipe out the first one.
    planner.arrive(f"/dossiers/{number}/aanvraag/schema")
    planner.choose("Volgens welk schema?", "KVO Bedrijventerreinen 4.0")
    planner.fill("Reden", "Toch het nieuwe handboek.")
    planner.press("Schema kiezen")
    planner.arrive(f"/dossiers/{number}")
    planner.sees(NEW, REASON, "Toch het nieuwe handboek.")
    administrator = someone("Bea Heer")
    administrator.arrive("/accounts/logboek")
    administrator.sees("Schema gekozen", REASON, "Toch het nieuwe handboek.", number)


def test_an_application_for_a_concept_scheme_is_parked_and_not_lost(someone: Someone) -> None:
    planner = someone("Annelies Vos")
    found(planner, "KVO Stadshart")
    look_up(planner, "Stadshart")
    planner.press("Nieuw gebied vastleggen")
    planner.choose("Soort gebied", "Winkelgebied")
    planner.pick("Gemeente", "Lelystad")
    describe(planner, "Winkels en horeca")
    number = apply(planner, "Stadshart (Lelystad)", started=AFTER, assessed=date(2025, 9, 15))
    planner.sees("KVO Winkelgebieden 4.0", "concept", "wacht op een vastgesteld schema")
    _nothing_goes_on(planner, number)

    # A month later, for whoever asks: it still stands there, and says for whom it waits.
    moved_a_month(planner)
    planner.menu("Werkvoorraad")
    planner.tab("Wacht op anderen")
    planner.press("Aanvraag wacht op een vastgesteld schema", within=planner.part("KVO Stadshart", number))
    planner.sees("KVO Winkelgebieden 4.0", "maandag 6 januari 2025")
    _nothing_goes_on(planner, number)
    manager = someone("Joris de Wit")
    manager.menu("Dossiers")
    manager.press("KVO Stadshart", within=manager.part(number))
    manager.sees("wacht op een vastgesteld schema", "Aanvraag wacht op een vastgesteld schema")


def _nothing_goes_on(planner: Person, number: str) -> None:
    """No quote, no confirmation, and why in the words of the guide."""
    planner.arrive(f"/dossiers/{number}/offerte/maken")
    planner.sees(
        "Voor KVO Winkelgebieden 4.0 ontbreken nog", "audittijd", "respons",
        "Een offerte kan pas als de schemamanager deze cijfers heeft vastgesteld.",
    )  # fmt: skip
    planner.arrive(f"/dossiers/{number}/aanvraag")
    assert planner.page.get_by_role("button", name="Aanvraag bevestigen").count() == 0
