"""Somebody of a group with an imported certificate and no dossier: staff send a link, and a change is told by phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.certificates.imports import COLUMNS, import_certificates
from auditbeheer.portal.reading import people_at, recipient_of
from auditbeheer.quotes.models import ReportedChange
from auditbeheer.relations.models import Area, PartnershipArea
from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice
from tests.plumbing.test_file_types import PAPER
from tests.relations import samples as relations
from tests.relations.samples import NOW

pytestmark = pytest.mark.browser


@pytest.fixture
def holder(live: LiveOffice, tmp_path: Path) -> int:
    """A partnership with two parks of Lelystad on one certificate of before."""
    file = tmp_path / "certificaten.csv"
    with live.database.write() as session:
        row = relations.with_people(session, relations.bare(session))
        parks = [area for area in session.scalars(select(Area)) if area.municipality.name == "Lelystad"][:2]
        for area in parks:
            session.add(PartnershipArea(area_id=area.id, joined_on=date(2025, 1, 1), partnership=row))
        lines = [f"KVO-B-2025-7;Cluster Lelystad;Selin;{area.name};Lelystad;B;kvo-b-4.0;2025-03-05;2028-03-04"
                 for area in parks]  # fmt: skip
        file.write_text("\n".join([";".join(COLUMNS), *lines, ""]), encoding="utf-8")
        assert import_certificates(session, SYSTEM, NOW, file, schemes={"kvo-b-4.0": "KVO-B 4.0"}).taken == 2
        return row.id


def test_a_holder_without_a_dossier_comes_in_and_tells_a_change(
    live: LiveOffice, someone: Someone, holder: int
) -> None:
    staff = someone("Annelies Vos")
    staff.arrive(f"/relaties/{holder}")
    staff.press("Link sturen naar Selin Yılmaz")
    staff.press("Link sturen")
    staff.sees("De link is onderweg naar Selin Yılmaz")

    contact = someone(phone=True)
    contact.arrive(address_for_selin(live))
    with contact.budget(5):
        contact.press("Verder")
        contact.sees(
            "Uw certificaat", "KVO-B-2025-7", "Geldig", "van woensdag 5 maart 2025 tot en met zaterdag 4 maart 2028"
        )
        contact.press("Geef een wijziging door")
        contact.choose("Wat verandert er?", "Een partij vertrekt")
        contact.type(what="De brandweer stopt")
        contact.day("Vanaf welke dag?", date(2027, 1, 1))
        contact.press("Wijziging doorgeven")
    contact.sees("Uw melding is binnen", "Wij bekijken dit nog")
    contact.press("Uw certificaat", within=contact.page.locator(".kruimel"))
    contact.press("Iets bewaren")
    contact.pick("Waar hoort het bij?", "Avondschouw")
    contact.day("Wanneer was het?", date(2026, 11, 20))
    contact.attach("Bestand", ("schouw.pdf", PAPER))
    contact.type(what="Avondschouw met de politie")
    contact.press("Bewaren")
    contact.sees("Bewaard: Avondschouw met de politie", "1 van 1", "bewaard door Selin Yılmaz")
    with live.database.read() as session:
        assert session.scalars(select(ReportedChange)).one().partnership_id == holder
    staff.arrive("/werk?lijst=team")
    staff.sees("Beoordeel de wijziging")


def address_for_selin(live: LiveOffice) -> str:
    """Behind the button of the mail."""
    with live.database.write() as session:
        to = recipient_of(people_at(session, "selin@voorbeeld.nl")[0])
        return f"/mijn/link/{links.make(session, NOW, to, scope='mijn', thing=to.email)[1]}"
