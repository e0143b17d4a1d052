"""Default deny (C11): every page states who may or is named public, and the guard stands before each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from auditbeheer.accounts import links, service
from auditbeheer.accounts.gate import PUBLIC, permission_of, scopes_of
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission, Role, may
from auditbeheer.app import create_app
from auditbeheer.config import Settings
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.outbox import Recipient

NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)
SAMPLE = {"IntegerConverter": 1, "PathConverter": "iets/anders"}


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Flask:
    settings = Settings(secret_key="alleen-voor-deze-test-" * 2, testing=True, demo=True, files_dir=tmp_path)
    return create_app(settings, database)


sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def pages(office: Flask) -> Iterator[tuple[str, str, Permission | None]]:
    """(method, address, what it asks) of every route that is not public, with sample values in its address."""
    adapter = office.url_map.bind("localhost", url_scheme="http")
    for rule in office.url_map.iter_rules():
        if rule.endpoint in PUBLIC or scopes_of(office.view_functions[rule.endpoint]):
            continue
        address = adapter.build(rule.endpoint, sample_values(rule), method=method_of(rule))
        yield method_of(rule), address, permission_of(office.view_functions[rule.endpoint])


def client_pages(office: Flask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(method, address, which links open it) of every page behind a personal link, each method by itself."""
    adapter = office.url_map.bind("localhost", url_scheme="http")
    for rule in office.url_map.iter_rules():
        if scopes := scopes_of(office.view_functions[rule.endpoint]):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, adapter.build(rule.endpoint, sample_values(rule), method=method), scopes


def sample_values(rule: Rule) -> dict[str, object]:
    return {name: sample_of(rule._converters[name]) for name in rule.arguments}


def sample_of(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return SAMPLE.get(type(converter).__name__, "iets")


def method_of(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or ()) else "POST"


@sqlite_only
def test_every_page_states_its_permission_or_is_named_public(office):
    silent = [
        e for e, view in office.view_functions.items()
        if e not in PUBLIC and permission_of(view) is None and not scopes_of(view)
    ]  # fmt: skip
    assert not silent, f"neither @permit nor @by_link nor in gate.PUBLIC: {sorted(silent)}"


@sqlite_only
def test_a_page_is_guarded_in_one_way_only(office):
    twice = [
        e for e, view in office.view_functions.items()
        if (e in PUBLIC) + (permission_of(view) is not None) + bool(scopes_of(view)) > 1
    ]  # fmt: skip
    assert not twice, f"two of gate.PUBLIC, @permit and @by_link: only one of them is asked: {sorted(twice)}"


@sqlite_only
def test_every_public_name_is_a_page(office):
    assert not PUBLIC - set(office.view_functions), "gate.PUBLIC names pages that do not exist"


@sqlite_only
def test_a_stranger_is_sent_to_log_in_from_every_guarded_page(office):
    client = office.test_client()
    passed = []
    for method, address, _ in pages(office):
        answer = client.open(address, method=method)
        if answer.status_code not in {302, 303} or "/inloggen" not in answer.headers["Location"]:
            passed.append(f"{method} {address}: {answer.status}")
    assert not passed


@sqlite_only
@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_on_every_page_that_it_may_not_see(office, database, role):
    with database.write() as session:
        person = service.add_employee(
            session, SYSTEM, NOON, name="Iemand", email="iemand@example.nl", roles=[role], password=None
        )
    client = logged_in(office, person)
    passed = []
    for method, address, permission in pages(office):
        if permission is None or may([role], permission):
            continue
        answer = client.open(address, method=method)
        if answer.status_code != 403:
            passed.append(f"{method} {address}: {answer.status}")
    assert not passed


@sqlite_only
def test_who_left_is_a_stranger(office, database):
    with database.write() as session:
        person = service.add_employee(
            session, SYSTEM, NOON, name="Iemand", email="iemand@example.nl", roles=list(Role), password=None
        )
        service.end_employment(session, SYSTEM, NOON, person, on=NOON.date(), why="elders")
    client = logged_in(office, person)
    assert all(client.open(address, method=method).status_code in {302, 303} for method, address, _ in pages(office))


@sqlite_only
def test_who_has_no_link_is_sent_to_the_door_from_every_page_behind_one(office, database):
    with database.write() as session:
        person = service.add_employee(
            session, SYSTEM, NOON, name="Iemand", email="iemand@example.nl", roles=list(Role), password=None
        )
    assert list(client_pages(office))
    for client in (office.test_client(), logged_in(office, person)):
        passed = [
            f"{method} {address}: {answer.status}"
            for method, address, _ in client_pages(office)
            for answer in [client.open(address, method=method)]
            if answer.status_code not in {302, 303} or "/mijn/toegang" not in answer.headers["Location"]
        ]
        assert not passed


@sqlite_only
def test_a_link_opens_no_page_of_another_kind_of_link_and_no_page_of_staff(office, database):
    for scope in ("mijn", "document", "agenda"):
        client = behind_a_link(office, database, scope)
        for method, address, scopes in client_pages(office):
            if scope not in scopes:
                answer = client.open(address, method=method)
                assert "/mijn/toegang" in answer.headers.get("Location", ""), f"{scope}: {method} {address}"
        for method, address, _ in pages(office):
            answer = client.open(address, method=method)
            assert "/inloggen" in answer.headers.get("Location", ""), f"{scope}: {method} {address}"


@sqlite_only
def test_a_link_of_nobody_opens_no_dossier(office, database):
    client = behind_a_link(office, database, "mijn")
    passed = [
        f"{method} {address}: {answer.status}"
        for method, address, scopes in client_pages(office)
        if "mijn" in scopes and address != "/mijn"
        for answer in [client.open(address, method=method)]
        if answer.status_code != 404
    ]
    assert not passed


def behind_a_link(office: Flask, database: Database, scope: str):
    with database.write() as session:
        nobody = Recipient(name="Niemand", email="niemand@example.nl", person="representative:0")
        _, code = links.make(session, datetime.now(ZONE), nobody, scope=scope, thing=nobody.email)
        row = links.find(session, code)
        assert row is not None
        number = row.id
    client = office.test_client()
    with client.session_transaction() as cookie:
        cookie["link"], cookie["link-sinds"] = number, datetime.now(ZONE).isoformat()
    return client


def logged_in(office: Flask, person: Employee):
    client = office.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{person.id}:{person.session_stamp}"
    return client


@sqlite_only
def test_a_page_without_permission_would_be_found(office):
    office._got_first_request = False
    office.add_url_rule("/vergeten", "vergeten", lambda: "open")
    assert permission_of(office.view_functions["vergeten"]) is None
    assert office.test_client().get("/vergeten").status_code == 403
