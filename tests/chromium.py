"""A real Chromium for tests, one per test process, and an application as a server that it can open.

The fixtures are known to every test through ``tests/conftest.py``; a second browser beside them in one process would
not start (Playwright keeps one loop per thread).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

# The shell draws the same without a desktop's windows around it: a new page costs a fifth of the work.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # Letters as wide on every machine, whatever its font settings: so a page is as high, too.
    "--font-render-hinting=none", "--force-color-profile=srgb",
)  # fmt: skip
DUTCH: dict[str, Any] = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
DESK, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=360, height=640)


ANSWER = "tests.answer"


class _Quiet(WSGIRequestHandler):
    """Serves without a line per request."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Closes the answer: the server forgets to when a browser leaves while it reads what that had still to say."""
        super().connection_dropped(error, environ)
        answer = (environ or {}).pop(ANSWER, None)
        if hasattr(answer, "close"):
            answer.close()

    def log_request(self, *_arguments: Any) -> None:
        """Says nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """``app`` on a free port of this machine; gives its address."""

    def answered(environ: dict[str, Any], start_response: Any) -> Any:
        environ[ANSWER] = app(environ, start_response)
        return environ[ANSWER]

    server = make_server("127.0.0.1", 0, answered, threaded=True, request_handler=_Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; whoever uses it opens and closes contexts of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A page at a desk; what the browser complains of fails the test."""
    yield from _page(chromium, DESK)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page on a narrow phone."""
    yield from _page(chromium, PHONE)


def _page(chromium: Browser, viewport: ViewportSize) -> Iterator[Page]:
    context = chromium.new_context(viewport=viewport, **DUTCH)
    page = context.new_page()
    complaints = complaints_of(page)
    yield page
    context.close()
    assert complaints == []


def complaints_of(page: Page) -> list[str]:
    """A list that fills with what the browser says against the page: script errors, warnings, refused sources."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    return complaints


def nothing_found(page: Page) -> None:
    """Axe has nothing to say against the page as it stands."""
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


def nothing_sideways(page: Page) -> None:
    """The page is not wider than the screen."""
    beyond = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
             .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert not beyond, f"wider than the screen: {beyond}"
