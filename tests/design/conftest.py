"""An office of sample pages: only the style page, on the real templates, as a server a browser can open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from flask import Flask, Response
from flask_wtf import CSRFProtect
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from auditbeheer.plumbing import parts, style_page

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DUTCH = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
ROOT = Path(__file__).parents[2]


def sample_app() -> Flask:
    app = Flask("auditbeheer", root_path=str(ROOT / "auditbeheer"), template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="only for the style page", TESTING=True, WTF_CSRF_SSL_STRICT=False)
    CSRFProtect(app)
    parts.install(app.jinja_env)
    app.jinja_env.globals["instelling"] = lambda: SimpleNamespace(name="Certificerende Instelling Voorbeeld")
    app.register_blueprint(style_page.blueprint)

    @app.after_request
    def strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'self'; base-uri 'none'; form-action 'self'"
        return response

    return app


@pytest.fixture(scope="session")
def app() -> Flask:
    return sample_app()


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A page at a desk; what the browser complains of fails the test."""
    yield from _page(chromium, 1280, 860)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page on a narrow phone."""
    yield from _page(chromium, 360, 640)


def _page(chromium: Browser, width: int, height: int) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": width, "height": height}, **DUTCH)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    yield page
    context.close()
    assert complaints == []
