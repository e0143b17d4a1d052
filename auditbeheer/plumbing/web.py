"""How a page is asked for and answered: the session of a request, forms that count once, refusals, headers.

A view is five beats (C10): guard, fetch, form, one service call, answer::

    form = AreaForm()
    if submitted(form):
        with attempt(form):
            area = service.add_area(db(), actor(), now(), …)
            return saved(form, url_for(…), "…")
    return page("relaties/gebied-toevoegen.html", form=form)

Only ``saved`` commits, and only for a form that was checked (CSRF included): no other way leads into the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Protocol

import structlog
from flask import Flask, Response, current_app, flash, g, make_response, redirect, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import NotFound

from auditbeheer.plumbing import mishaps
from auditbeheer.plumbing.clock import Clock
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.forms import TaskForm
from auditbeheer.plumbing.refusal import Clash, Refused

# One line of JSON per event. A traceback keeps its lines but no values: those may be personal.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
)
log = structlog.get_logger()

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
LARGEST_REQUEST = 120_000_000
"""In bytes, all files of a form together; twice the largest file where that is more."""
LARGEST_TEXTS = 30_000_000


class Ledger(Protocol):
    """Remembers which forms were carried out (kept by ``accounts``, which lies above)."""

    def claim(self, session: Session, form_id: str, now: datetime) -> str | None:
        """None when ``form_id`` is new (it is claimed then), else the address of its earlier result."""

    def settle(self, session: Session, form_id: str, url: str) -> None:
        """Remember the result of a claimed form."""


class AlreadyDone(Exception):
    """The same form was carried out before; ``url`` is where that led."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


def db() -> Session:
    """The request's session: one that looks on GET, one that may write on POST."""
    if "db" not in g:
        database: Database = current_app.extensions["database"]
        g.db = database.writer() if request.method == "POST" else database.reader()
    session: Session = g.db
    return session


def shelf() -> FileShelf:
    """Where uploaded contents lie."""
    found: FileShelf = current_app.extensions["shelf"]
    return found


def clock() -> Clock:
    """The clock of this request (a demo may have moved it)."""
    found: Clock = g.get("clock") or current_app.extensions["clock"]
    return found


def now() -> datetime:
    """The moment, for a view to hand on."""
    return clock().now()


def today() -> date:
    """The day, for a view to hand on."""
    return clock().today()


def found(thing: Any) -> Any:
    """``thing``, or the page that says it does not exist (or may not be seen: the same words)."""
    if thing is None:
        raise NotFound()
    return thing


def submitted(form: TaskForm) -> bool:
    """Whether the form was sent, fits, and was not carried out before (then it leads to the earlier result)."""
    if request.method != "POST":
        return False
    if not form.validate():
        _explain_csrf(form)
        return False
    g.checked_form = form.form_id.data
    ledger: Ledger = current_app.extensions["ledger"]
    try:
        earlier = ledger.claim(db(), str(form.form_id.data), now())
    except IntegrityError:
        # The same form, sent twice at once: the other one was first.
        db().rollback()
        earlier = ledger.claim(db(), str(form.form_id.data), now())
    if earlier is not None:
        db().rollback()
        raise AlreadyDone(earlier)
    return True


def _explain_csrf(form: TaskForm) -> None:
    if getattr(form, "csrf_token", None) is not None and form.csrf_token.errors:
        form.csrf_token.errors = []
        form.object_to(None, "Dit formulier stond te lang open. Verstuur het nog een keer")


@contextmanager
def attempt(form: TaskForm) -> Iterator[None]:
    """Carry out the service call; a refusal undoes everything and comes back at the form, with what was typed."""
    try:
        yield
    except Refused as refused:
        form.conditions = refused.conditions
        for condition in refused.objections:
            form.object_to(refused.field, condition.objection)
    except FileRefused as refused_file:
        form.object_to(form.file_field, str(refused_file))
    except Clash as clash:
        form.clash = clash
        form.object_to(None, f"Dit is niet bewaard: {clash.who} wijzigde dit {clash.when}. Uw tekst staat hieronder")
    except StaleDataError:
        form.object_to(None, "Dit is niet bewaard: een ander wijzigde dit net. Uw tekst staat hieronder")
    except IntegrityError as error:
        log.info("twee tegelijk", detail=str(error.orig)[:200])
        form.object_to(None, "Dit is niet bewaard: een ander deed net hetzelfde. Kijk of het nog klopt")
    else:
        return
    db().rollback()


def saved(form: TaskForm, url: str, message: str = "", *, undo: str | None = None) -> Response:
    """Commit, tell what happened, and go on to ``url``. ``undo``: the address that takes it back, if there is one."""
    if g.get("checked_form") != form.form_id.data:
        raise RuntimeError("only a form that submitted() has checked may be saved")
    ledger: Ledger = current_app.extensions["ledger"]
    ledger.settle(db(), str(form.form_id.data), url)
    db().commit()
    if message:
        flash(message, "goed")
    if undo:
        flash(undo, "ongedaan")
    return make_response(redirect(url, code=303))


def go_to(url: str) -> Response:
    """Lead on to another page, nothing having been changed."""
    return make_response(redirect(url))


def page(template: str, /, **values: Any) -> Response:
    """Draw a page. A form that came back with objections is answered with 422, so that nothing takes it for done."""
    form = values.get("form")
    objected = isinstance(form, TaskForm) and request.method == "POST"
    return make_response(render_template(template, **values), 422 if objected else 200)


def tiled(response: Response) -> Response:
    """Let this one page fetch the tiles of a map, when an address for them is set; from nowhere else."""
    host = current_app.extensions["settings"].tile_host
    if host:
        response.headers["Content-Security-Policy"] = CONTENT_POLICY.replace("img-src ", f"img-src {host} ")
    return response


def init_web(app: Flask) -> None:
    """Session per request, headers, and pages for everything that can go wrong."""
    most = max(LARGEST_REQUEST, 2 * app.extensions["shelf"].largest + 20_000_000)
    app.config.update(MAX_CONTENT_LENGTH=most, MAX_FORM_MEMORY_SIZE=LARGEST_TEXTS, MAX_FORM_PARTS=2000)
    app.teardown_appcontext(_let_go)
    app.after_request(_add_headers)
    app.register_error_handler(AlreadyDone, lambda error: redirect(error.url or "/", code=303))
    mishaps.answer_for(app)


def _let_go(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers and response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response
