"""Every page of the demo office that a link leads to opens, for each role, and holds what every page must (ux §17)."""

from __future__ import annotations

import re
from collections import deque

import pytest
from sqlalchemy import event

from auditbeheer.accounts.permissions import Role
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


@pytest.mark.parametrize(
    "address",
    [
        "/werk",
        "/dossiers",
        "/relaties",
        "/planning",
        "/certificaten",
        "/auditors",
        "/register",
        pytest.param(
            "/besluiten", marks=pytest.mark.xfail(strict=True, reason="each waiting dossier is weighed apart")
        ),
    ],
)
def test_a_list_costs_a_constant_number_of_queries(demo: Office, address: str) -> None:
    browser = demo.as_(Role.DECIDER if address == "/besluiten" else Role.SCHEME_MANAGER)
    browser.get(address)
    counted: list[str] = []
    listener = lambda conn, cursor, statement, *rest: counted.append(statement)  # noqa: E731
    event.listen(demo.database.engine, "before_cursor_execute", listener)
    try:
        browser.get(address)
    finally:
        event.remove(demo.database.engine, "before_cursor_execute", listener)
    repeated = {statement: counted.count(statement) for statement in counted if counted.count(statement) > 4}
    assert not repeated, f"{len(counted)} queries; again and again: {repeated}"
