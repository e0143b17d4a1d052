"""An audit is dragged in the calendar: objections come before the drop, and the drop changes nothing by itself.

To another day, and by auditor to somebody else's row; QUA-6 and QUA-7 are told there as in the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import entries_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import choices_for
from auditbeheer.planning.models import Audit, TeamRole, audits_from
from auditbeheer.plumbing.db import Database
from auditbeheer.qualifications.models import (
    Guidance,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
    people_with_a_file,
)
from auditbeheer.qualifications.rules import Part
from tests.journeys.live import demo_opened
from tests.journeys.person import Person
from tests.office import DAY
from tests.planning.scene import NOW

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Database]]:
    """The demo office as a server: its address and its database."""
    with demo_opened(filled, tmp_path_factory.mktemp("agenda") / "demo") as opened:
        yield opened


def to_move(database: Database) -> tuple[str, str, int]:
    """The first audit after today with a team: its dossier, its day, and its row."""
    with database.read() as session:
        audit = next(one for one in audits_from(session, DAY, None) if one.day > DAY and one.present_team)
        return audit.trajectory.number, audit.day.isoformat(), audit.id


def to_replace(database: Database) -> tuple[str, str, int, tuple[int, str], tuple[int, str]]:
    """An audit after today that somebody else can lead too: its dossier, day and row, who leads, and who else can."""
    with database.read() as session:
        rules = own_rules_on(session, DAY)
        for audit in audits_from(session, DAY, None):
            lead = next((one for one in audit.present_team if one.role is TeamRole.LEAD), None)
            if lead is None or audit.day <= DAY or audit.extra_id is not None:
                continue
            for one in choices_for(session, audit, Part.LEAD, rules, leaving=lead):
                if one.able and one.employee.id != lead.employee_id:
                    found = (lead.employee_id, lead.employee.name), (one.employee.id, one.employee.name)
                    return audit.trajectory.number, audit.day.isoformat(), audit.id, *found
    raise LookupError("nobody can be replaced in the demo")


def standing(database: Database, key: int) -> tuple[str, list[tuple[str, str]], bool]:
    """How an audit stands: its day, its team, and whether it was moved or called off."""
    with database.read() as session:
        audit = session.get_one(Audit, key)
        team = sorted((one.employee.name, one.role.value) for one in audit.present_team)
        return audit.day.isoformat(), team, audit.cancelled_on is not None


def hold_above(page: Page, dragged: Locator, cell: Locator) -> None:
    """Take an audit and keep it above a cell, until what stands in the way is told."""
    page.set_viewport_size({"width": 1280, "height": 1600})  # the whole month: a page that scrolls away ends a drag
    dragged.hover()
    page.mouse.down()
    for aside in (20, 30, 40):
        cell.hover(position={"x": aside, "y": 20})
    page.locator(".kan, .kan-niet").first.wait_for()


def row_of(page: Page, key: int, day: str) -> Locator:
    """Somebody's cell of a day."""
    return page.locator(f'[data-dag="{day}"][data-wie="{key}"]')


def test_a_drag_tells_the_objections_and_opens_the_form_and_moves_nothing(office, chromium: Browser) -> None:
    address, database = office
    number, day, key = to_move(database)
    before = standing(database, key)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    page = planner.page
    page.goto(f"{address}/planning/agenda?dag=2026-12-01")
    dragged = page.locator(f'[data-dossier="{number}"]').first
    if not dragged.count():
        page.goto(f"{address}/planning/agenda?dag={day}")
    christmas, free = page.locator('[data-dag="2026-12-25"]'), page.locator('[data-dag="2026-12-22"]')
    hold_above(page, dragged, christmas)
    page.locator("[data-bezwaren]").get_by_text("is een feestdag").first.wait_for()
    assert "kan-niet" in (christmas.get_attribute("class") or "")
    with page.expect_navigation():
        free.hover()
        free.hover()
        page.mouse.up()
    assert page.url.endswith(f"/dossiers/{number}/planning/verzetten?dag=2026-12-22")
    assert standing(database, key) == before, "the drop itself moves nothing"
    planner.submit("Audit verzetten")
    planner.sees("Vul in waarom de dag verandert")
    assert standing(database, key) == before
    planner.leave()


def test_a_day_on_which_the_lead_is_not_qualified_is_told_before_the_drop(office, chromium: Browser) -> None:
    address, database = office
    number, day, key = to_move(database)
    until = date(2026, 12, 29)
    with database.write() as session:
        audit = session.get_one(Audit, key)
        assert audit.lead is not None
        name = audit.lead.short_name
        session.add(
            QualificationAct(
                employee_id=audit.lead.id, scheme=audit.trajectory.scheme or "", capacity=QualifiedAs.AUDITOR, at=NOW,
                why="klacht", kind=QualificationActKind.SUSPENDED, on_day=until, by_id=boss(session, audit.lead.id),
            )
        )  # fmt: skip
    before = standing(database, key)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    page = planner.page
    page.goto(f"{address}/planning/agenda?dag={day}")
    cell = page.locator(f'[data-dag="{until.isoformat()}"]')
    hold_above(page, page.locator(f'[data-dossier="{number}"]').first, cell)
    told = page.locator("[data-bezwaren]")
    told.get_by_text("kan niet").first.wait_for()
    assert "kan-niet" in (cell.get_attribute("class") or "")
    assert f"{name} " in told.inner_text()
    assert "geschorst" in told.inner_text()
    with page.expect_navigation():
        page.mouse.up()
    assert "/planning/verzetten" in page.url
    assert standing(database, key) == before
    planner.leave()


def test_another_auditor_who_is_not_impartial_is_told_before_the_drop(office, chromium: Browser) -> None:
    address, database = office
    number, day, key = to_move(database)
    with database.write() as session:
        audit = session.get_one(Audit, key)
        assert audit.lead is not None
        lead, other = audit.lead.id, boss(session, audit.lead.id)
        session.add(
            Guidance(
                employee_id=other, what="schreef het plan van aanpak", from_day=date(2026, 1, 5),
                until_day=date(2026, 6, 1), partnership_id=audit.trajectory.partnership_id, source="opgave",
            )
        )  # fmt: skip
    before = standing(database, key)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    page = planner.page
    page.goto(f"{address}/planning/agenda?wat=auditor&dag={day}")
    cell = row_of(page, other, day)
    hold_above(page, page.locator(f'[data-dossier="{number}"][data-van="{lead}"]').first, cell)
    told = page.locator("[data-bezwaren]")
    told.get_by_text("betrokken tot en met 1").first.wait_for()
    assert "kan-niet" in (cell.get_attribute("class") or "")
    with page.expect_navigation():
        page.mouse.up()
    assert page.url.endswith(f"/dossiers/{number}/planning/vervangen/{member_of(database, key)}")
    assert standing(database, key) == before
    planner.leave()


def test_another_auditor_takes_over_by_a_drag_and_the_form(office, chromium: Browser) -> None:
    address, database = office
    number, day, key, (old, old_name), (other, name) = to_replace(database)
    before = standing(database, key)
    planner = Person(chromium, address, {}).become("Annelies Vos")
    page = planner.page
    page.goto(f"{address}/planning/agenda?wat=auditor&dag={day}")
    hold_above(page, page.locator(f'[data-dossier="{number}"][data-van="{old}"]').first, row_of(page, other, day))
    page.locator("[data-bezwaren]").get_by_text(f"door {name} in plaats van {old_name}: kan").wait_for()
    with page.expect_navigation():
        page.mouse.up()
    assert standing(database, key) == before, "the drop itself replaces nobody"
    planner.fill("Waarom vervangt u deze auditor?", "op verzoek")
    planner.choose("Bij wie lag het?", "Bij ons")
    planner.submit("Bevestigen")
    assert (name, "auditor") in standing(database, key)[1]
    with database.read() as session:
        assert "auditor vervangen" in [entry.verb for entry in entries_of(session, number)]
    planner.leave()


def boss(session: Session, but: int) -> int:
    """Somebody of those who can be in a team, another than this one."""
    return next(one.id for one in people_with_a_file(session) if one.id != but and one.left_on is None)


def member_of(database: Database, key: int) -> int:
    """The place of who leads."""
    with database.read() as session:
        return next(one.id for one in session.get_one(Audit, key).present_team if one.role.value == "auditor")
