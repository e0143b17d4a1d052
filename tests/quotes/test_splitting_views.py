"""The page on which a project is split: what it proposes, what a person changes, what it refuses (ARE-4)."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.permissions import Role
from tests.quotes.test_splitting import old_project

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def day(name, text):
    return dict(zip((f"{name}-dag", f"{name}-maand", f"{name}-jaar"), text.split("-"), strict=True))


REST = {
    **day("day", "23-11-2026"),
    "why": "4.0 kent kleinere clusters",
    "applications": "ja",
    **day("applied_on", "23-11-2026"),
    **day("started_on", "10-2-2025"),
    "start_document": "intentieverklaring",
    **day("assessment_expected_on", "9-12-2026"),
}


@pytest.fixture
def project(office, tmp_path):
    with office.write() as session:
        partnership = old_project(session, tmp_path / "files")
        return partnership.id, [link.area_id for link in partnership.current_links]


def choices(page):
    """The cluster of each area and the names, as the page proposes them."""
    names = {node.attributes["name"]: node.attributes["value"] for node in page.tree.css("input[name^=naam_]")}
    return names | {
        node.attributes["name"]: node.css_first("option[selected]").attributes["value"]
        for node in page.tree.css("select")
    }


def test_the_proposal_can_be_carried_out_as_it_stands(office, project):
    id, areas = project
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{id}/splitsen")
    chosen = choices(page)
    assert len(chosen) == len(areas) + 3
    assert "12 uur" in page
    assert "Cluster Nederweert" in page
    page = browser.post(f"/relaties/{id}/splitsen", {**chosen, **REST})
    assert "Gesplitst in 4 clusters. Nieuwe dossiers: D-2026-0001, D-2026-0002, D-2026-0003 en D-2026-0004." in page
    assert "Cluster Nederweert" in browser.get("/relaties")


def test_a_look_at_another_division_changes_nothing_and_shows_what_is_wrong(office, project):
    id, _ = project
    browser = office.as_(Role.PLANNER)
    there = f"/relaties/{id}/splitsen"
    chosen = {name: "1" for name in choices(browser.get(there)) if name.startswith("gebied")}
    page = browser.post(there, {**chosen, "bekijken": "1"})
    assert "Een cluster ligt in één gemeente" in page
    page = browser.post(there, {**chosen, **REST}, status=422)
    assert "Een tiende terrein past niet" in page or "Verdeel de terreinen over twee of meer clusters" in page
    assert "Cluster Nederweert" not in browser.get("/relaties")


def test_days_are_asked_for_only_when_applications_are_made(office, project):
    id, _ = project
    browser = office.as_(Role.PLANNER)
    there = f"/relaties/{id}/splitsen"
    chosen = choices(browser.get(there))
    told = {**chosen, **day("day", "23-11-2026"), "why": "kleiner"}
    page = browser.post(there, {**told, "applications": "ja"}, status=422)
    assert "Vul in wanneer het traject begon" in page
    page = browser.post(there, {**told, "applications": "nee"})
    assert "Gesplitst in 4 clusters." in page
    office.as_(Role.DECIDER).get(there, status=403)
