"""Two people on one page, a double click, a file that is too large: in a real browser nothing is lost or done twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from auditbeheer.relations.models import Area, Partnership, Party
from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


def begun(planner: Person, name: str) -> None:
    """A new partnership of which only the name is known."""
    planner.menu("Relaties")
    planner.press("Nieuw samenwerkingsverband")
    planner.fill("Naam van het samenwerkingsverband", name)
    planner.press("Samenwerkingsverband bewaren")


def test_who_saves_last_sees_both_texts_and_chooses(live: LiveOffice, someone: Someone) -> None:
    planner, manager = someone("Annelies Vos"), someone("Joris de Wit")
    begun(planner, "KVO Twee Mensen")
    planner.press("Gegevens wijzigen")
    manager.menu("Relaties")
    manager.press("KVO Twee Mensen")
    manager.press("Gegevens wijzigen")
    planner.fill("Organisatie die de regie heeft", "Parkmanagement Oost")
    planner.press("Wijzigingen bewaren")
    manager.fill("Organisatie die de regie heeft", "Parkmanagement West")
    manager.press("Wijzigingen bewaren")
    manager.sees(
        "Dit is nog niet bewaard", "Annelies Vos wijzigde dit", "Kies per onderdeel welke tekst blijft.",
        "Parkmanagement Oost", "Parkmanagement West",
    )  # fmt: skip
    with live.database.read() as session:
        row = session.scalars(select(Partnership).where(Partnership.name == "KVO Twee Mensen")).one()
        assert row.coordinator == "Parkmanagement Oost", "nothing half done"
    manager.choose("Organisatie die de regie heeft", "Tekst van Annelies Vos")
    manager.press("Wijzigingen bewaren")
    manager.sees("Parkmanagement Oost")
    manager.sees_not("Parkmanagement West")


def test_a_double_click_makes_one_party(live: LiveOffice, someone: Someone) -> None:
    planner = someone("Annelies Vos")
    begun(planner, "KVO Dubbelklik")
    planner.press("Partij toevoegen")
    planner.choose("Welke partij is het?", "Politie")
    planner.fill("Naam van de organisatie", "Politie, dubbel")
    planner.page.get_by_role("button", name="Partij toevoegen").dblclick()
    planner.page.wait_for_url("**/mensen/toevoegen")
    with live.database.read() as session:
        assert (
            session.scalar(select(func.count()).select_from(Party).where(Party.organisation == "Politie, dubbel")) == 1
        )


def test_a_map_of_60_mb_is_told_and_the_rest_of_the_form_stays(
    live: LiveOffice, someone: Someone, tmp_path: Path
) -> None:
    planner, large = someone("Annelies Vos"), tmp_path / "kaart.pdf"
    large.write_bytes(b"%PDF-1.7\n" + b"0" * 60_000_000)
    begun(planner, "KVO Grote Kaart")
    planner.press("Gebied toevoegen")
    planner.page.get_by_label("Naam of gemeente").fill("Oostervaart")
    planner.press("Zoeken")
    planner.press("Oostervaart")
    planner.fill("Waar loopt de grens?", "Tot aan de haven")
    planner.page.locator("main input[type=file]").set_input_files(large)
    planner.is_held_back("Gebied toevoegen", "Dit bestand is 60 MB en mag 50 MB zijn")
    assert planner.value("Waar loopt de grens?") == "Tot aan de haven"
    with live.database.read() as session:
        assert session.scalars(select(Area).where(Area.boundary == "Tot aan de haven")).first() is None
