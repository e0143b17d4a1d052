"""The living office, for each file of tests that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.live import LiveOffice, opened
from tests.journeys.person import Person

Someone = Callable[..., Person]


@pytest.fixture(scope="module")
def live(sqlite_as_migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveOffice]:
    """The office with its people and the real business parks, served; its day starts at 23 November 2026."""
    with opened(sqlite_as_migrated, tmp_path_factory.mktemp("kantoor")) as office:
        yield office


@pytest.fixture
def someone(live: LiveOffice, chromium: Browser) -> Iterator[Someone]:
    """``someone("Annelies Vos", phone=True)``: her own browser; without a name the public."""
    seen: dict[str, int] = {}
    everybody: list[Person] = []

    def arrive(name: str | None = None, **options: Any) -> Person:
        person = Person(chromium, live.address, seen, **options)
        everybody.append(person)
        return person.become(name) if name else person

    yield arrive
    for person in everybody:
        person.leave()
