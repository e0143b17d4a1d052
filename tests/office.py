"""An office for view tests: the whole application on a test's database, with a client for each role.

``office.as_(Role.PLANNER)`` is a browser without a screen: ``get`` and ``post`` follow redirects, take the form's
hidden fields along, and look at each page with the checks that hold on every page (ux §17).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auditbeheer.accounts.gate import LoggedIn
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from auditbeheer.app import create_app
from auditbeheer.config import Settings
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.worklist.gather import forget_counts
from tests.pages import Page

DAY = date(2026, 11, 23)
BASE = "https://kantoor.voorbeeld.nl"
NAMES = {
    Role.PLANNER: "Annelies Vos",
    Role.AUDITOR: "Marloes Bakker",
    Role.SCHEME_MANAGER: "Joris de Wit",
    Role.DECIDER: "Karel Jansen",
    Role.SUPERVISOR: "Chris Coenen",
    Role.ADMINISTRATOR: "Bea Heer",
    Role.MANAGEMENT: "Dirk Baas",
}


@dataclass
class Browser:
    """One person at the office's pages."""

    client: FlaskClient
    employee_id: int | None = None

    def get(self, url: str, *, status: int = 200, **options: Any) -> Page:
        """Open a page, through redirects; it must answer with ``status``."""
        return self._look(self.client.get(url, base_url=BASE, follow_redirects=True, **options), status)

    def post(self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, fresh: bool = True) -> Page:
        """Send what somebody typed. ``fresh``: take token and form id from the page as it stands at ``url`` first.

        A file is ``(name, bytes)``. ``status`` 200 means carried out (and redirected), 422 objected to.
        """
        values = dict(data or {})
        if fresh:
            values = {**self._hidden(url), **values}
        values = {key: _as_upload(value) for key, value in values.items()}
        answer = self.client.post(
            url, data=values, base_url=BASE, follow_redirects=True, headers={"Referer": f"{BASE}{url}"},
            content_type="multipart/form-data",
        )  # fmt: skip
        for one in (answer, *answer.history):
            one.request.environ["wsgi.input"].close()  # a large upload lies in a file of its own
        return self._look(answer, status)

    def _hidden(self, url: str) -> dict[str, Any]:
        answer = self.client.get(url, base_url=BASE, follow_redirects=True)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            return Page(answer.get_data(as_text=True), 200).hidden_fields(url)
        return self.token()

    def token(self) -> dict[str, Any]:
        """A CSRF token for a route that only takes POST."""
        with self.client.session_transaction(base_url=BASE) as cookie:
            from itsdangerous import URLSafeTimedSerializer

            raw = cookie.setdefault("csrf_token", "0" * 40)
        secret = self.client.application.secret_key
        return {"csrf_token": URLSafeTimedSerializer(str(secret), salt="wtf-csrf-token").dumps(raw)}

    def raw(self, url: str, **options: Any) -> TestResponse:
        """An answer as it is: no redirects followed, nothing checked."""
        return self.client.get(url, base_url=BASE, **options)

    @staticmethod
    def _look(answer: TestResponse, status: int) -> Page:
        text = answer.get_data(as_text=True) if answer.mimetype in {"text/html", "application/json"} else ""
        assert answer.status_code == status, f"{answer.request.path}: {answer.status_code}\n{text[:3000]}"
        found = Page(text, answer.status_code, answer)
        if answer.mimetype == "text/html":
            found.check()
        return found


def _as_upload(value: Any) -> Any:
    if isinstance(value, tuple):
        name, content = value
        return (BytesIO(content), name)
    return [_as_upload(one) for one in value] if isinstance(value, list) else value


@dataclass
class Office:
    """The application, its database, and its people."""

    app: Flask
    database: Database
    people: dict[Role, int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the office's clock stands."""
        return DAY

    @property
    def now(self) -> datetime:
        """A moment on that day."""
        return datetime(DAY.year, DAY.month, DAY.day, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction of preparation."""
        with self.database.write() as session:
            yield session

    def person(self, role: Role, name: str | None = None) -> int:
        """The employee with this role (made when not there yet); ``name`` makes a further one."""
        if name is None and role in self.people:
            return self.people[role]
        with self.write() as session:
            called = name or NAMES[role]
            email = called.lower().replace(" ", ".") + "@voorbeeld.nl"
            employee = add_employee(
                session, SYSTEM, self.now, name=called, email=email, roles=[role], password=None
            )  # fmt: skip
            found = employee.id
        if name is None:
            self.people[role] = found
        return found

    def actor(self, role: Role) -> Actor:
        """Who acts, for a service call in preparation."""
        return Actor(employee_id=self.person(role), name=NAMES[role], roles=frozenset({role}))

    def as_(self, role: Role | None, employee_id: int | None = None) -> Browser:
        """A browser of somebody with this role, logged in; None: the public."""
        client = self.app.test_client()
        if role is None:
            return Browser(client)
        person = employee_id or self.person(role)
        with self.database.read() as session, self.app.test_request_context():
            cookie = LoggedIn(session.get_one(Employee, person)).get_id()
        with client.session_transaction(base_url=BASE) as stored:
            stored["_user_id"], stored["_fresh"] = cookie, True
        return Browser(client, person)


def open_office(database: Database, folder: Path) -> Office:
    """An office on ``database``, with files and archive in ``folder``; its clock stands on 23 November 2026."""
    settings = Settings(
        secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=BASE, testing=True, today=DAY,
        files_dir=folder / "files", archive_dir=folder / "issued", database_url=database.url,
    )  # fmt: skip
    app = _the_app()
    forget_counts()
    app.extensions.update(settings=settings, database=database, shelf=FileShelf(settings.files_dir))
    return Office(app, database)


@cache
def _the_app() -> Flask:
    # Made once per test process: drawing the first page of a fresh application compiles every template anew.
    settings = Settings(secret_key="een-geheim-dat-alleen-voor-tests-bestaat", base_url=BASE, testing=True, today=DAY)
    app = create_app(settings, Database("sqlite://"))
    app.config["PROPAGATE_ACCIDENTS"] = True
    return app
