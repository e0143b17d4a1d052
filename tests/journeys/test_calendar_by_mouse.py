"""An audit is dragged in the calendar: objections come before the drop, and the drop moves nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser

from auditbeheer.app import create_app
from auditbeheer.config import Settings
from auditbeheer.planning.models import Audit, audits_from
from auditbeheer.plumbing.db import Database
from auditbeheer.scheme.wording import day_long
from tests.chromium import served
from tests.journeys.live import PUBLIC_ADDRESS
from tests.journeys.person import Person
from tests.office import DAY

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Database]]:
    """The demo office as a server: its address and its database."""
    folder = Path(copytree(filled, tmp_path_factory.mktemp("agenda") / "demo"))
    url = f"sqlite:///{folder / 'kantoor.sqlite'}"
    database = Database(url)
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=PUBLIC_ADDRESS, demo=True, testing=True,
        today=DAY, database_url=url, files_dir=folder / "files", archive_dir=folder / "issued",
    )  # fmt: skip
    with served(create_app(settings, database)) as address:
        yield address, database
    database.engine.dispose()


def to_move(database: Database) -> tuple[str, str, int]:
    """The first audit after today with a team: its dossier, its day, and its row."""
    with database.read() as session:
        audit = next(one for one in audits_from(session, DAY, None) if one.day > DAY and one.present_team)
        return audit.trajectory.number, audit.day.isoformat(), audit.id


def test_a_drag_tells_the_objections_and_opens_the_form_and_moves_nothing(office, chromium: Browser) -> None:
    address, database = office
    number, day, key = to_move(database)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    page = planner.page
    page.goto(f"{address}/planning/agenda?dag=2026-12-01")
    dragged = page.locator(f'[data-dossier="{number}"]').first
    if not dragged.count():
        page.goto(f"{address}/planning/agenda?dag={day}")
    christmas, free = page.locator('[data-dag="2026-12-25"]'), page.locator('[data-dag="2026-12-22"]')
    dragged.hover()
    page.mouse.down()
    christmas.hover()
    christmas.hover()
    told = page.locator("[data-bezwaren]")
    told.get_by_text("is een feestdag").first.wait_for()
    assert "kan-niet" in (christmas.get_attribute("class") or "")
    with page.expect_navigation():
        free.hover()
        free.hover()
        page.mouse.up()
    assert page.url.endswith(f"/dossiers/{number}/planning/verzetten?dag=2026-12-22")
    with database.read() as session:
        audit = session.get_one(Audit, key)
        assert (audit.day.isoformat(), audit.cancelled_on) == (day, None), "the drop itself moves nothing"
    planner.submit("Audit verzetten")
    planner.sees("Vul in waarom de dag verandert")
    with database.read() as session:
        assert session.get_one(Audit, key).cancelled_on is None, f"still on {day_long(audit.day)}"
    planner.leave()
