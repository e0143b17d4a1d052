"""Ctrl K brings the search under one's fingers, wherever one is."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_the_key_leads_to_the_search_and_enter_to_what_was_found(live: LiveOffice, someone: Someone, keys: str) -> None:
    planner = someone("Annelies Vos")
    planner.menu("Relaties")
    planner.page.keyboard.press(keys)
    focused = (
        "document.activeElement === document.querySelector('header [role=search] input, header input[type=search]')"
    )
    assert planner.page.evaluate(focused)
    with planner.page.expect_navigation():
        planner.page.keyboard.type("Noordersluis")
        planner.page.keyboard.press("Enter")
    planner.sees("Gebieden", "Noordersluis")


def test_the_key_alone_types_a_letter(live: LiveOffice, someone: Someone) -> None:
    planner = someone("Annelies Vos")
    planner.menu("Relaties")
    planner.page.keyboard.press("k")
    assert planner.page.evaluate("document.activeElement === document.body")
