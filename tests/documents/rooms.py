"""A dossier in the office of the view tests, and sending one of several forms on a page."""

from __future__ import annotations

from datetime import date
from typing import Any

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.planning.models import audit_of
from auditbeheer.quotes.models import trajectory_numbered
from tests.documents.scenes import DAY, Scene, audit_on, dossier
from tests.office import Browser, Office
from tests.pages import Page

NUMBER = "D-2026-0147"


def furnish(office: Office, *, day: date = DAY, **facts: Any) -> str:
    """A dossier with its audit, led by the office's auditor; returns its number."""
    planner, auditor, _ = (office.person(r) for r in (Role.PLANNER, Role.AUDITOR, Role.SCHEME_MANAGER))
    with office.write() as session:
        trajectory = dossier(session, session.get_one(Employee, planner), **facts)
        audit_on(session, trajectory, session.get_one(Employee, auditor), day)
        return trajectory.number


def seen(office: Office, session: Any, number: str = NUMBER) -> Scene:
    """The dossier with its people, within a session."""
    trajectory = trajectory_numbered(session, number)
    assert trajectory is not None
    audit = audit_of(session, trajectory.id)
    assert audit is not None
    planner, manager, auditor = (
        session.get_one(Employee, office.person(r)) for r in (Role.PLANNER, Role.SCHEME_MANAGER, Role.AUDITOR)
    )
    return Scene(planner, manager, auditor, trajectory, audit)


def send(browser: Browser, page: str, action: str, data: dict[str, Any], *, status: int = 200) -> Page:
    """Open ``page`` and send its form that goes to ``action``, with what was typed."""
    hidden = browser.get(page).hidden_fields(action)
    return browser.post(action, {**hidden, **data}, status=status, fresh=False)


def on(name: str, day: date) -> dict[str, str]:
    """A day in its three boxes."""
    return {f"{name}-dag": str(day.day), f"{name}-maand": str(day.month), f"{name}-jaar": str(day.year)}
