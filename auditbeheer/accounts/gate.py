"""The guard: nobody gets anywhere unless the page says who may (default deny, C11).

A view states its permission with ``@permit(…)`` or stands in ``PUBLIC``. Flask-Login is used here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, url_for
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Forbidden, NotFound

from auditbeheer.accounts import grants, links
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee, PersonalLink
from auditbeheer.accounts.permissions import Permission, who_may
from auditbeheer.plumbing.web import db, go_to, now, today
from auditbeheer.scheme.wording import join_and

LINK, SINCE = "link", "link-sinds"
BEHIND_A_LINK = timedelta(hours=12)
WITH_ROLES = (joinedload(Employee.roles),)  # every page asks what somebody may do
View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = frozenset(
    {
        "static",
        "accounts.log_in",
        "organisation.house_style",
        "demo.switch_account",
        "demo.move_day",
        "demo.come_in",
        "demo.post",
        "demo.deliver_post",
        "demo.open_mail",
        "stijl.overview",
        "stijl.show",
        "register.home",
        "register.search",
        "register.certificate",
        "register.verify",
        "register.by_municipality",
        "register.download_csv",
        "register.download_json",
        "register.download_geojson",
        "rekenhulp.page",
        "api.audittijd",
        "api.respons",
        "api.termijn",
        "api.schema",
        "api.afwijking",
        "api.geldigheid",
        "api.openapi",
        "register.api_certificates",
        "register.api_certificate",
        "register.api_statement",
        "register.statement_keys",
        "register.proof",
        "planning.calendar",
        "planning.own_days",
        "quotes.apply_in_public",
        "quotes.applied_in_public",
        "quotes.intake_by_link",
        "quotes.attach_by_link",
        "portal.door",
        "portal.open_link",
        "portal.renew_link",
        "portal.not_me_at_the_door",
        "portal.leave",
        "portal.feed",
    }
)


class LoggedIn(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """Who is logged in, as Flask-Login wants it: the employee behind a session cookie."""

    def __init__(self, employee: Employee) -> None:
        self.employee = employee

    def get_id(self) -> str:
        """The cookie names the employee and the stamp of the password it was made with."""
        return f"{self.employee.id}:{self.employee.session_stamp}"


def permit(permission: Permission) -> Callable[[View], View]:
    """State which act a page needs."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # a function may carry a note
        return view

    return mark


def by_link(*scopes: str) -> Callable[[View], View]:
    """State which personal links open a page; nobody with an account comes in this way."""

    def mark(view: View) -> View:
        view.link_scopes = scopes  # type: ignore[attr-defined]  # a function may carry a note
        return view

    return mark


def scopes_of(view: Callable[..., Any]) -> tuple[str, ...]:
    """The kinds of link that open a page; none: no link does."""
    return tuple(getattr(view, "link_scopes", ()))


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """The act that a view states, if it does."""
    return getattr(view, "permission", None)


def init_gate(app: Flask) -> None:
    """Put the guard before every request."""
    manager = LoginManager()
    manager.session_protection = "basic"
    manager.init_app(app)
    manager.user_loader(_load)
    app.before_request(_guard)


def _load(cookie: str) -> LoggedIn | None:
    identifier, _, stamp = cookie.partition(":")
    employee = db().get(Employee, int(identifier), options=WITH_ROLES) if identifier.isdigit() else None
    if employee is None or employee.left_on is not None or employee.session_stamp != stamp:
        return None
    return LoggedIn(employee)


def _guard() -> Response | None:
    if request.endpoint is None or request.endpoint in PUBLIC:
        return None
    view = current_app.view_functions[request.endpoint]
    if scopes := scopes_of(view):
        return None if _client_link(scopes) else go_to(url_for("portal.door", verder=_way_back()))
    permission = permission_of(view)
    if permission is None:
        raise Forbidden()
    if not current_user.is_authenticated:
        return go_to(url_for("accounts.log_in", verder=_way_back()))
    if not actor().may(permission):
        raise Forbidden(_whose_work(permission))
    if not _dossier_is_open():
        # The same answer as for a number that does not exist: who may not see it learns nothing.
        raise NotFound()
    return None


def _whose_work(permission: Permission) -> str:
    """Which roles may do this, and which one asks: so that it is clear whom to turn to."""
    roles, own = who_may(permission), sorted(actor().roles)
    if not roles or not own:
        return "Uw rol geeft hier geen toegang toe. Vraag de beheerder om hulp."
    mine = f"Uw {'rol is' if len(own) == 1 else 'rollen zijn'} {join_and(own)}."
    return f"Dit hoort bij de rol {join_and(list(roles), 'of')}. {mine} Klopt dat niet? Vraag de beheerder om hulp."


def _dossier_is_open() -> bool:
    number = (request.view_args or {}).get("number")
    if not number or not request.path.startswith("/dossiers/"):
        return True
    return grants.may_see(db(), actor(), grants.DOSSIER, str(number).upper(), today())


def _way_back() -> str | None:
    return request.full_path.rstrip("?") if request.method == "GET" else None


def _client_link(scopes: tuple[str, ...]) -> PersonalLink | None:
    """The link behind which this browser stands, if it opens one of ``scopes`` and still works today."""
    link = db().get(PersonalLink, cookie.get(LINK, 0))
    if link is None or link.scope not in scopes or links.state_on(link, today()) is not links.LinkState.OPEN:
        return None
    if now() - datetime.fromisoformat(cookie[SINCE]) > BEHIND_A_LINK:
        return None
    g.client_link = link
    return link


def client() -> PersonalLink:
    """The link by which somebody from outside came to this page; only on a page marked ``by_link``."""
    found: PersonalLink = g.client_link
    return found


def let_client_in(link: PersonalLink) -> None:
    """This browser stands behind ``link`` for twelve hours; an employee who was logged in here is not any more."""
    cookie.clear()
    cookie[LINK], cookie[SINCE] = link.id, now().isoformat()
    cookie.permanent = True


def let_client_out() -> None:
    """Close the door behind somebody from outside."""
    cookie.pop(LINK, None)
    cookie.pop(SINCE, None)


def client_actor(link: PersonalLink) -> Actor:
    """Who acts when somebody from outside does so by ``link``."""
    return Actor(employee_id=None, name=f"{link.name} (werkgroep)", client=link.person)


def actor() -> Actor:
    """Who acts in this request: the employee logged in, who came by a link, or the system on a public page."""
    if (link := g.get("client_link")) is not None:
        return client_actor(link)
    employee = me()
    if employee is None:
        return SYSTEM
    return Actor(employee_id=employee.id, name=employee.name, roles=employee.role_names)


def me() -> Employee | None:
    """The employee logged in; None on a public page without an account, and on the pages behind a link."""
    if g.get("bare") or g.get("client_link") is not None or not current_user or not current_user.is_authenticated:
        return None
    employee: Employee = current_user.employee
    return employee


def let_in(employee: Employee) -> None:
    """Start a session for this employee (a fresh cookie)."""
    login_user(LoggedIn(employee))


def let_out() -> None:
    """End the session."""
    logout_user()
