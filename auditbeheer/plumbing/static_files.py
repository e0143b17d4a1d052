"""Style sheets, scripts and fonts: kept by browsers for a year, since their address carries a stamp of their content.

Only an address with the right stamp is kept; any other is asked for again each time (by its ETag). It is done here, not
by Flask's ``SEND_FILE_MAX_AGE_DEFAULT``: that would also hold for documents that somebody sends with ``send_file``.
And what everybody may keep comes without anybody's session.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.security import safe_join

ENDPOINT = "static"
STAMP = 12
"""Hexadecimal digits of the SHA-256: enough to tell one edition of a file from another."""

KEPT, ASKED_AGAIN = "public, max-age=31536000, immutable", "public, no-cache"
ANSWERED = frozenset({200, 206, 304})


def init_static(app: Flask) -> None:
    """Stamp the addresses that ``url_for("static", …)`` makes, and say how long an answer may be kept."""
    app.session_interface = _Sessions()
    app.url_defaults(_stamp)
    app.after_request(_keep)


class _Sessions(SecureCookieSessionInterface):
    """As Flask keeps them, but for answers that everybody may keep.

    Else a shared cache could hand one person's cookie to another, and a browser would ask again at every new cookie.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie, unless the answer is public."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == ENDPOINT and (stamp := stamp_of(str(values.get("filename", "")))):
        values.setdefault("v", stamp)


def _keep(response: Response) -> Response:
    if request.endpoint == ENDPOINT and response.status_code in ANSWERED:
        name = str((request.view_args or {})["filename"])
        right = request.args.get("v") == stamp_of(name)
        response.headers["Cache-Control"] = KEPT if right else ASKED_AGAIN
    return response


def stamp_of(name: str) -> str | None:
    """The stamp of a static file as it is now; None when there is none of that name."""
    place = safe_join(str(current_app.static_folder), name)
    file = Path(place) if place else None
    if file is None or not file.is_file():
        return None
    state = file.stat()
    return _hashed(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _hashed(file: Path, _changed: int, _size: int) -> str:
    """Read once for each time that the file changed, so that who works on a style sheet sees it at once."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:STAMP]
