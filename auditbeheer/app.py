"""The application: the only file that knows every area (it joins them, and decides nothing itself)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask, current_app, g, has_request_context, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from auditbeheer.accounts.gate import init_gate, me
from auditbeheer.accounts.models import DemoClock
from auditbeheer.accounts.permissions import Permission, may
from auditbeheer.accounts.service import FormLedger
from auditbeheer.config import ROOT, Settings, load_settings
from auditbeheer.dossiers.frame import dossier_frame
from auditbeheer.operations.viruses import note_after, shelf_of
from auditbeheer.organisation import house_style
from auditbeheer.organisation.models import identity_on
from auditbeheer.organisation.schemes import ask_schemes_with, library_on, use_schemes
from auditbeheer.plumbing import parts
from auditbeheer.plumbing.clock import Clock
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.dutch import day_short, money, number, percent, time_of
from auditbeheer.plumbing.static_files import init_static
from auditbeheer.plumbing.web import db, init_web, today
from auditbeheer.register.statement import read_keys
from auditbeheer.scheme.library import Library
from auditbeheer.timetable import Works, jobs
from auditbeheer.worklist.menu import count_ahead, menu, public_menu

AREAS = (
    "accounts", "organisation", "relations", "qualifications", "quotes", "planning", "documents", "deviations",
    "audits", "decisions", "certificates", "retention", "register", "dossiers", "worklist", "portal",
    "operations",
)  # fmt: skip
SESSION_HOURS = 12
LIMITED_METHODS = ["GET", "POST"]
LIMITS = {
    "accounts.log_in": "30 per minute",
    "register.verify": "60 per minute",
    "register.proof": "20 per minute",
    "planning.calendar": "60 per minute",
    "register.api_statement": "60 per minute",
    "register.search": "120 per minute",
    "register.download_csv": "20 per minute",
    "register.download_json": "20 per minute",
    "register.download_geojson": "20 per minute",
    "quotes.apply_in_public": "10 per minute;60 per hour",
    "quotes.intake_by_link": "60 per minute",
    "quotes.attach_by_link": "20 per minute",
    "portal.door": "20 per minute",
    "portal.open_link": "60 per minute",
    "portal.renew_link": "10 per minute",
    "portal.not_me_at_the_door": "20 per minute",
    "portal.feed": "60 per minute",
}
DEMO_ACTS = (("Een dag verder", "/demo/dag/1"), ("Een maand verder", "/demo/dag/30"))
DEMO_LINKS = (("Post", "/demo/post"), ("Ander account", "/demo/accounts"))


@dataclass(frozen=True)
class Nameless:
    """What the pages call the body before it has told its name."""

    name: str = "auditbeheer"


NAMELESS = Nameless()


@dataclass(frozen=True)
class Person:
    """Who is logged in, as the bar shows it."""

    name: str
    settings_url: str
    logout_url: str


@dataclass(frozen=True)
class Strip:
    """The demo strip: the day, and what it can do."""

    day: date
    acts: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The office as a web application. Raises ``SettingsError`` when the environment is not safe to run in."""
    settings = settings or load_settings()
    app = Flask("auditbeheer", root_path=str(ROOT / "auditbeheer"), template_folder=str(ROOT / "templates"))
    _configure(app, settings)
    app.extensions["settings"] = settings
    read_keys(settings.statement_keys)  # a wrong key is told at the start, not to whoever asks for a statement
    app.extensions["database"] = database or Database(settings.database_url)
    app.extensions["shelf"] = shelf_of(settings)
    app.extensions["virus_found"] = note_after(app)
    app.extensions["count_ahead"] = count_ahead
    app.extensions["clock"] = Clock(fixed_day=settings.today)
    app.extensions["ledger"] = FormLedger()
    app.extensions["jobs"] = lambda: jobs(Works(app.extensions["database"], app.extensions["settings"]))
    use_schemes(settings.scheme_dir)
    ask_schemes_with(_schemes_of_request)
    init_web(app)
    init_static(app)
    app.before_request(_set_clock)
    init_gate(app)
    _register_areas(app, settings)
    _slow_down(app, settings)
    _teach_templates(app)
    return app


def _schemes_of_request() -> Library | None:
    """The schemes as they hold on the day of this request, asked of the database once; None outside a request."""
    if not has_request_context() or g.get("bare") or "database" not in current_app.extensions:
        return None
    if "schemes" not in g:
        g.schemes = library_on(db(), today())
    found: Library = g.schemes
    return found


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        DEMO=settings.demo,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-auditbeheer" if settings.secure_cookies else "auditbeheer",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=SESSION_HOURS),
        WTF_CSRF_TIME_LIMIT=None,
        PREFERRED_URL_SCHEME=settings.base_url.partition(":")[0],
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        # Assigned to a method, as Flask says to wrap an application.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _register_areas(app: Flask, settings: Settings) -> None:
    for area in AREAS:
        if find_spec(f"auditbeheer.{area}.views"):
            views = import_module(f"auditbeheer.{area}.views")
            app.register_blueprint(getattr(views, area))
    for module, name in (("register.api", "api"), ("register.rekenhulp_views", "rekenhulp")):
        if find_spec(f"auditbeheer.{module}"):
            app.register_blueprint(getattr(import_module(f"auditbeheer.{module}"), name))
    if settings.demo or settings.testing:
        for module, name in (("demo.views", "demo"), ("plumbing.style_page", "blueprint")):
            if find_spec(f"auditbeheer.{module}"):
                app.register_blueprint(getattr(import_module(f"auditbeheer.{module}"), name))


def _slow_down(app: Flask, settings: Settings) -> None:
    """Guessing takes time: so many requests per address and minute. Log-in also counts per account, in the database."""
    limiter = Limiter(
        get_remote_address, app=app, storage_uri="memory://", default_limits=[], enabled=not settings.testing
    )
    app.extensions["slowing"] = limiter  # the routes below only hold it weakly
    for endpoint, limit in LIMITS.items():
        if endpoint in app.view_functions:
            slowed: Any = limiter.limit(limit, methods=LIMITED_METHODS)(app.view_functions[endpoint])
            app.view_functions[endpoint] = slowed


def _set_clock() -> None:
    """In a demo the day may stand ahead of the real one."""
    if current_app.config["DEMO"] and request.endpoint != "static":
        row = db().get(DemoClock, 1)
        wall: Clock = current_app.extensions["clock"]
        g.clock = Clock(fixed_day=wall.fixed_day, days_ahead=row.days_ahead if row else 0)


def _teach_templates(app: Flask) -> None:
    parts.install(app.jinja_env)
    app.jinja_env.filters.update(geld=money, procent=percent, tijd=time_of, dagkort=day_short, cijfer=number)
    app.jinja_env.globals.update(
        may=_i_may,
        today=today,
        body=_body,
        instelling=lambda: _body() or NAMELESS,
        wie=_who,
        menu=menu,
        publiek_menu=public_menu,
        start_url=lambda: url_for("worklist.start"),
        register_url=lambda: url_for("register.home"),
        zoek_url=lambda: url_for("dossiers.find") if me() else "",
        huisstijl_url=_house_style_url,
        dossier_frame=dossier_frame,
        csrf_token=generate_csrf,
    )
    if app.config["DEMO"]:
        app.jinja_env.globals["demo"] = lambda: Strip(day=today(), acts=DEMO_ACTS, links=DEMO_LINKS)
    app.context_processor(lambda: {"vandaag": today()})


def _i_may(act: str) -> bool:
    employee = me()
    return employee is not None and may(employee.role_names, Permission(act))


def _who() -> Person | None:
    employee = me()
    if employee is None:
        return None
    return Person(employee.name, url_for("accounts.own_settings"), url_for("accounts.log_out"))


def _body() -> Any:
    """The body as it presents itself today, once per request; None before it has been filled in."""
    if "body" not in g:
        g.body = None if g.get("bare") else identity_on(db(), today())
    return g.body


def _house_style_url() -> str | None:
    """The stylesheet with the body's colour; None where it has none of its own."""
    body = _body()
    if body is None or body.colour.lower() == house_style.USUAL:
        return None
    return url_for("organisation.house_style", v=house_style.stamp(house_style.stylesheet(body.colour)))


def address_of(endpoint: str, **values: Any) -> str:
    """The full public address of a page (for a QR code, a mail)."""
    return url_for(endpoint, _external=True, **values)
