"""A planner plans the hours of an audit: fewer than agreed is refused, outside the band is flagged, for all to see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from auditbeheer.planning.models import audit_of, to_plan
from auditbeheer.planning.rules import HourPlan
from auditbeheer.plumbing.db import Database
from auditbeheer.quotes.models import trajectory_numbered
from tests.journeys.live import demo_opened
from tests.journeys.person import Person

pytestmark = pytest.mark.browser
GROUP = "KVO Papendorp"
AUDIT, REVIEW = date(2027, 1, 19), date(2027, 1, 12)
HOURS = ("Documentbeoordeling", "Op locatie", "Rapport")


@pytest.fixture
def office(filled: Path, tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """The demo office as a server: its address and its database."""
    with demo_opened(filled, tmp_path / "demo") as opened:
        yield opened


def number_of(database: Database) -> str:
    with database.read() as session:
        return next(one.number for one, _ in to_plan(session, None) if one.partnership.name == GROUP)


def planned(database: Database, number: str) -> HourPlan | None:
    with database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        audit = audit_of(session, trajectory.id)
        return audit.planned if audit is not None else None


def fill(planner: Person, *hours: str) -> None:
    for label, value in zip(HOURS, hours, strict=True):
        planner.fill(label, value)


def test_hours_are_refused_below_what_was_agreed_and_flagged_outside_the_band(office, chromium: Browser) -> None:
    address, database = office
    number = number_of(database)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    planner.arrive(f"/dossiers/{number}/planning/inplannen")
    assert [planner.value(label) for label in HOURS] == ["2", "4", "2"], "as the scheme and the own rule share it out"
    planner.sees("Samen 8 uur. Op locatie: 50 %.")
    planner.day("Dag van de audit", AUDIT)
    planner.day("Dag van de documentbeoordeling", REVIEW)
    fill(planner, "2,5", "2,5", "2,5")
    planner.sees("Dat is 0,5 uur minder dan is afgesproken. Bedoeld is 40 tot en met 60 %.")
    planner.submit("Audit plannen")
    assert planner.objections == ["Afgesproken is 8 uur. Minder kan niet (ISO 17065 §4.1.2)."]
    assert [planner.value(label) for label in HOURS] == ["2,5", "2,5", "2,5"]
    assert planned(database, number) is None

    fill(planner, "4", "3", "3")
    planner.submit("Audit plannen")
    planner.sees("De audit staat op dinsdag 19 januari 2027", "Op locatie is 3 van 10 uur: 30 %")
    assert planned(database, number) == HourPlan(Decimal(4), Decimal(3), Decimal(3))
    planner.arrive(f"/dossiers/{number}/planning")
    planner.sees("Niet circa de helft op locatie", "eigen regel 58")

    planner.press("Uren plannen")
    fill(planner, "3", "4", "3")
    planner.fill("Waarom andere uren?", "Meer gesprekken op locatie")
    planner.submit("Uren plannen")
    planner.sees("Gepland: 10 uur: 3 documentbeoordeling, 4 op locatie en 3 rapport.")
    planner.sees_not("Niet circa de helft op locatie")
    planner.arrive("/planning/agenda?dag=2027-01-01")
    planner.sees(f"Documenten {GROUP}", "3 uur", f"09:30 {GROUP}", "4 uur")
    planner.leave()
