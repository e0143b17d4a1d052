"""An office of sample pages: only the style page, on the real templates, as a server a browser can open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask, Response
from flask_wtf import CSRFProtect

from auditbeheer.plumbing import parts, style_page
from auditbeheer.plumbing.static_files import init_static
from tests.chromium import served

ROOT = Path(__file__).parents[2]


def sample_app() -> Flask:
    app = Flask("auditbeheer", root_path=str(ROOT / "auditbeheer"), template_folder=str(ROOT / "templates"))
    app.config.update(SECRET_KEY="only for the style page", TESTING=True, WTF_CSRF_SSL_STRICT=False)
    CSRFProtect(app)
    parts.install(app.jinja_env)
    init_static(app)
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
    with served(app) as address:
        yield address
