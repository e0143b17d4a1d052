"""What each person sees first (ux §1) looks as before, at a desk and on a phone: first screens of the demo office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from auditbeheer.certificates.models import Edition
from auditbeheer.demo.stories import STORIES
from auditbeheer.plumbing.db import Database
from auditbeheer.quotes.models import Trajectory
from tests.journeys.live import demo_opened
from tests.journeys.person import Person
from tests.likeness import PICTURES, looks_as_before, screenshot

pytestmark = pytest.mark.browser
WIDTHS = {False: 1280, True: 360}
# What it is -> whose screen (None: the public), and its address; what stands in braces is looked up.
SCREENS: dict[str, tuple[str | None, str]] = {
    "werkvoorraad": ("Annelies Vos", "/werk"),
    "planning": ("Annelies Vos", "/planning"),
    "dossier": ("Annelies Vos", "/dossiers/{dossier}"),
    "auditor": ("Marloes Bakker", "/begin"),
    "te-besluiten": ("Karel Jansen", "/besluiten"),
    "controle": (None, "/v/{code}"),
    "register": (None, "/register"),
}
# Another each time: the moment of checking.
CHANGING = ("p:has-text('Gecontroleerd op')",)


@pytest.fixture(scope="module")
def office(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The demo office as a server: its address, and what the addresses of pages need."""
    with demo_opened(filled, tmp_path_factory.mktemp("kantoor") / "demo") as (address, database):
        yield address, found_in(database)


def found_in(database: Database) -> dict[str, str]:
    """The dossier of the cluster, and the code of the first certificate."""
    cluster = next(story.name for story in STORIES if story.name.startswith("Cluster"))
    with database.read() as session:
        trajectories = session.scalars(select(Trajectory)).unique()
        number = next(one.number for one in trajectories if one.partnership.name == cluster)
        code = session.scalars(select(Edition.code).order_by(Edition.id)).first()
    assert code is not None
    return {"dossier": number, "code": code}


@pytest.mark.parametrize("phone", WIDTHS, ids=["desk", "phone"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_first_screen_looks_as_before(
    chromium: Browser, office: Any, tmp_path: Path, screen: str, phone: bool
) -> None:
    address, known = office
    who, path = SCREENS[screen]
    person = Person(chromium, address, {}, phone=phone)
    if who:
        person.become(who)
    person.arrive(path.format(**known))
    picture = screenshot(person.page, whole=False, hidden=[person.page.locator(one) for one in CHANGING])
    person.leave()
    looks_as_before(f"scherm-{screen}-{WIDTHS[phone]}", picture, tmp_path)


def test_there_is_no_picture_of_a_screen_that_is_gone() -> None:
    names = {f"scherm-{screen}-{width}" for screen in SCREENS for width in WIDTHS.values()}
    assert {file.stem for file in PICTURES.glob("scherm-*.png")} <= names
