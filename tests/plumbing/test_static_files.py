"""Style, scripts and fonts are kept for a year under the stamp of their content; nothing else is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, request, send_file, url_for

from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.static_files import ASKED_AGAIN, KEPT, init_static
from tests.chromium import served
from tests.office import BASE

STATIC = Path(__file__).parents[2] / "auditbeheer" / "static"
one_database = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def addresses(text: str) -> set[str]:
    """The static files that a page names."""
    return {found.replace("&amp;", "&") for found in re.findall(r'(?:href|src)="(/static/[^"]+)"', text)}


@one_database
@pytest.mark.parametrize(
    ("role", "page"),
    [(None, "/"), (None, "/register"), (None, "/v/voorbeeld"), (None, "/rekenhulp"), (Role.PLANNER, "/werk")],
)
def test_every_file_that_a_page_names_may_be_kept_for_a_year(office, role, page):
    browser = office.as_(role)
    named = addresses(browser.get(page).html)
    assert {urlsplit(address).path for address in named} >= {"/static/basis.css", "/static/merk.svg"}
    for address in named:
        with browser.raw(address) as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, KEPT), address


@one_database
@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789ab", "?v=0123456789ab&v=1", "?x=1"])
def test_any_other_address_is_asked_for_again(office, query):
    browser = office.as_(None)
    with browser.raw(f"/static/basis.css{query}") as first:
        assert (first.status_code, first.headers["Cache-Control"]) == (200, ASKED_AGAIN)
    with browser.raw(f"/static/basis.css{query}", headers={"If-None-Match": first.headers["ETag"]}) as again:
        assert (again.status_code, again.data, again.headers["Cache-Control"]) == (304, b"", ASKED_AGAIN)


@one_database
def test_a_file_in_parts_and_one_that_is_there_already_are_kept_as_well(office):
    browser = office.as_(None)
    address = next(address for address in addresses(browser.get("/").html) if "basis.css" in address)
    with browser.raw(address, headers={"Range": "bytes=0-99"}) as part:
        assert (part.status_code, part.headers["Cache-Control"]) == (206, KEPT)
    with browser.raw(address, headers={"If-None-Match": part.headers["ETag"]}) as again:
        assert (again.status_code, again.headers["Cache-Control"]) == (304, KEPT)


@one_database
@pytest.mark.parametrize("name", ["geen.css", "../config.py", "..%2fconfig.py", "%00", "fonts", "fonts/", "x" * 3000])
def test_what_is_not_there_is_not_kept(office, name):
    with office.as_(None).raw(f"/static/{name}?v=0123456789ab") as answer:
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


@one_database
def test_a_file_is_handed_out_without_asking_the_database(office, statements):
    planner = office.as_(Role.PLANNER)
    (address, *_) = addresses(planner.get("/werk").html)
    with statements() as seen, planner.raw(address) as answer:
        assert answer.status_code == 200
    assert seen == []


@one_database
def test_what_everybody_may_keep_comes_without_anybodys_session(office):
    """Also for who stays logged in for long: of them Flask renews the cookie with every answer."""
    planner = office.as_(Role.PLANNER)
    with planner.client.session_transaction(base_url=BASE) as cookie:
        cookie.permanent = True
    files = addresses(planner.get("/werk").html)
    for address in (*files, "/huisstijl.css", "/register.csv", "/api/v1/certificaten", "/api/v1/openapi.json"):
        with planner.raw(address) as answer:
            assert answer.headers["Cache-Control"].startswith("public"), address
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" not in answer.headers.get("Vary", ""), address
    page = planner.raw("/werk")
    assert "Set-Cookie" in page.headers
    assert "Cookie" in page.headers["Vary"]


@one_database
def test_pages_and_documents_of_the_office_are_not_kept(office):
    """The one setting that would keep every file stays as Flask has it."""
    assert office.app.config["SEND_FILE_MAX_AGE_DEFAULT"] is None
    stamp = parse_qs(urlsplit(addresses(office.as_(None).get("/").html).pop()).query)["v"][0]
    for role, page in ((None, "/"), (Role.PLANNER, "/werk"), (Role.PLANNER, f"/werk?v={stamp}")):
        assert office.as_(role).raw(page).headers["Cache-Control"] == "no-store"


@pytest.fixture
def small(tmp_path):
    """An application with one style sheet, and a view that sends a file of its own."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("b { color: red }")
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.7")
    app = Flask("small", root_path=str(tmp_path))
    init_static(app)

    @app.get("/")
    def home() -> str:
        return url_for("static", filename=request.args.get("name", "a.css"))

    @app.get("/brief")
    def letter():
        return send_file(tmp_path / "brief.pdf")

    return app, tmp_path


def test_another_content_gets_another_address_and_the_old_one_is_not_kept(small):
    app, folder = small
    client = app.test_client()
    old = client.get("/").text
    (folder / "static" / "a.css").write_text("b { color: darkred }")
    new = client.get("/").text
    assert old != new
    with client.get(old) as answer:
        assert (answer.text, answer.headers["Cache-Control"]) == ("b { color: darkred }", ASKED_AGAIN)
    with client.get(new) as answer:
        assert answer.headers["Cache-Control"] == KEPT


def test_a_file_that_a_view_sends_is_left_alone(small):
    app, _ = small
    with app.test_client().get("/brief?v=abc") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"


def test_a_name_without_a_file_gets_an_address_without_a_stamp(small):
    app, _ = small
    assert app.test_client().get("/?name=geen.css").text == "/static/geen.css"


def test_what_a_style_sheet_loads_carries_the_stamp_of_its_content(small):
    """Else a page would fetch its font twice: by the address that the page loads ahead, and by this one."""
    app = Flask("auditbeheer", root_path=str(STATIC.parent))
    init_static(app)
    with app.test_request_context():
        for sheet in STATIC.glob("*.css"):
            for address in re.findall(r"url\(([^)]+)\)", sheet.read_text(encoding="utf-8")):
                assert f"/static/{address}" == url_for("static", filename=address.partition("?")[0]), sheet.name


@pytest.mark.browser
@one_database
def test_a_browser_asks_for_each_file_once_however_many_pages(office, chromium):
    asked: Counter[str] = Counter()

    class Counting:
        """Counts what comes in for a static file."""

        def __init__(self, inner) -> None:
            self.inner = inner

        def __call__(self, environ, start):
            if environ["PATH_INFO"].startswith("/static/"):
                asked[environ["PATH_INFO"]] += 1
            return self.inner(environ, start)

    context = chromium.new_context()
    with served(Counting(office.app)) as site:  # type: ignore[arg-type]  # a WSGI application like any other
        page = context.new_page()
        for path in ("/", "/register", "/rekenhulp", "/v/voorbeeld", "/"):
            page.goto(site + path, wait_until="networkidle")
    context.close()
    assert {"/static/basis.css", "/static/fonts/source-sans-3-latin.woff2"} <= set(asked)
    assert set(asked.values()) == {1}, asked
