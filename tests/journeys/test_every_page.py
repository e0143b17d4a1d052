"""Every page of the demo office that a link leads to opens, for each role, and holds what every page must (ux §17)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.permissions import Role
from auditbeheer.dossiers.frame import WORK, tasks_of
from auditbeheer.plumbing.web import db
from auditbeheer.plumbing.work import Task, Term
from auditbeheer.quotes.models import trajectories
from auditbeheer.worklist import gather
from tests.databases import heard
from tests.office import Browser, Office

# Of addresses that differ only in a number, so many are looked at per role.
EACH_KIND = 3


def kind_of(address: str) -> str:
    """The address with its numbers taken out: pages of one kind look alike."""
    path = address.partition("?")[0]
    return re.sub(r"(D-\d{4}-\d{4}|KVO-\w-\d{4}-\d+|import-\d+|\d+|/v/[A-Z0-9]{12})", "#", path)


def crawl(browser: Browser, start: str) -> dict[str, int]:
    """Open everything that can be reached by links from ``start``; returns how many pages of each kind were opened."""
    waiting, seen, kinds = deque([start]), {start}, dict[str, int]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kinds.get(kind, 0) >= EACH_KIND:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = browser.raw(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        if answer.mimetype != "text/html":
            continue
        page = browser.get(address)
        for link in page.tree.css("a[href]"):
            target = (link.attributes["href"] or "").partition("#")[0]
            if target.startswith("/") and not target.startswith(("/demo", "/static", "/stijl")) and target not in seen:
                seen.add(target)
                waiting.append(target)
    return kinds


@pytest.mark.parametrize("role", list(Role))
def test_every_page_opens_for_who_is_shown_a_link_to_it(demo: Office, role: Role) -> None:
    kinds = crawl(demo.as_(role), "/begin")
    # The supervisor sees the dossiers of a sample; the demo has none yet.
    assert "/dossiers/#" in kinds or role in {Role.ADMINISTRATOR, Role.SUPERVISOR}
    assert len(kinds) > 2


def test_the_public_reaches_every_public_page_and_no_staff_page(demo: Office) -> None:
    kinds = crawl(demo.as_(None), "/")
    assert {"/", "/register", "/register/#", "/rekenhulp"} <= set(kinds)
    assert not [kind for kind in kinds if kind.startswith(("/dossiers", "/werk", "/inloggen", "/relaties"))]


# Right after an act, with room for a few: the list itself, and the count of all that waits, which is then done anew.
LISTS = {
    "/werk": 68,
    "/dossiers": 75,
    "/relaties": 69,
    "/planning": 75,
    "/certificaten": 71,
    "/auditors": 68,
    "/besluiten": 56,
    "/register": 15,
}


@contextmanager
def right_after_an_act(demo: Office) -> Iterator[list[str]]:
    """What is asked of the database when the count in the menu is no longer true; nothing is asked row by row."""
    with demo.write() as session:
        journal.record(session, SYSTEM, demo.now, verb="iets gedaan", kind="test", thing="1", what="iets")
    with heard(demo.database.engine) as asked:
        yield asked
    repeated = {statement: asked.count(statement) for statement in asked if asked.count(statement) > 3}
    assert not repeated, f"{len(asked)} queries; again and again: {repeated}"


@pytest.mark.parametrize(("address", "most"), LISTS.items())
def test_a_list_costs_a_constant_number_of_queries(demo: Office, address: str, most: int) -> None:
    browser = demo.as_(Role.DECIDER if address == "/besluiten" else Role.SCHEME_MANAGER)
    browser.get(address)
    with right_after_an_act(demo) as asked:
        browser.get(address)
    assert len(asked) <= most


def test_a_planner_pays_for_what_a_planner_can_do(demo: Office) -> None:
    browser = demo.as_(Role.PLANNER)
    browser.get("/dossiers")
    with right_after_an_act(demo) as asked:
        browser.get("/dossiers")
    assert len(asked) <= 63


def test_a_dossier_costs_as_much_at_any_step(demo: Office) -> None:
    browser = demo.as_(Role.PLANNER)
    with demo.database.read() as session:
        numbers = [row.number for row in trajectories(session)]
    for number in numbers:
        browser.get(f"/dossiers/{number}")
        with right_after_an_act(demo) as asked:
            browser.get(f"/dossiers/{number}")
        assert len(asked) <= 96, number


def test_a_dossier_tells_the_same_whether_the_whole_office_was_asked_before_or_not(demo: Office) -> None:
    with demo.database.read() as session:
        numbers = [row.number for row in trajectories(session)]
    with demo.app.test_request_context(), demo.database.read() as whole:
        assert gather.tasks_of_office(whole, demo.today)
        told = 0
        for number in numbers:
            with demo.database.read() as alone:
                tasks, terms = _told_of(alone, demo, number)
            assert _told_of(whole, demo, number) == (tasks, terms), number
            told += bool(tasks) + bool(terms)
    assert told > len(numbers) / 2


def _told_of(session: Session, demo: Office, number: str) -> tuple[list[Task], list[Term]]:
    terms = [term for area in WORK for term in area.terms(session, demo.today, dossier=number)]
    return tasks_of(session, demo.today, number), terms


@pytest.mark.parametrize("role", list(Role))
def test_the_count_in_the_menu_is_what_waits(demo: Office, role: Role) -> None:
    """It asks only the areas in which the role may do something; no task of another area is for that role."""
    with demo.app.test_request_context():
        who = Actor(demo.people[role], "iemand", frozenset({role}))
        for area in gather.OFFICE:
            tasks = area.tasks(db(), demo.today)
            assert {task.permission for task in tasks} <= {act.value for act in area.ACTS}
            if not any(who.may(act) for act in area.ACTS):
                assert not gather.for_me(tasks, who)
