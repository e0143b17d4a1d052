"""The dossiers that somebody last opened, kept in this browser's own signed cookie: nobody else can look them up."""

from __future__ import annotations

from flask import Response, request
from flask import session as cookie

from auditbeheer.accounts.gate import me

MOST = 8
OPENED = "geopend"


def remember(answer: Response) -> Response:
    """Put a dossier that was just shown on top. For ``after_app_request``."""
    number = (request.view_args or {}).get("number")
    shown = request.method == "GET" and answer.status_code == 200 and answer.mimetype == "text/html"
    employee = me() if shown and number and request.path.startswith("/dossiers/") else None
    if employee is not None:
        kept = [str(number), *(one for one in last_opened() if one != number)][:MOST]
        if kept != last_opened():
            cookie[OPENED] = {"wie": employee.id, "nummers": kept}
    return answer


def last_opened() -> list[str]:
    """Their numbers, the last one first; none when it was a colleague who worked in this browser before."""
    employee, kept = me(), cookie.get(OPENED) or {}
    return list(kept["nummers"]) if employee is not None and kept.get("wie") == employee.id else []
