"""Hand out a file that somebody sent, or a PDF of ours: shown or saved, never carried out.

The type is the one that was read from the content when the file came in (``plumbing.files``), so a page that calls
itself a PDF was refused at the door; what is handed out may run nothing and load nothing all the same.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, current_app
from werkzeug.exceptions import Conflict, Gone

from auditbeheer.plumbing.files import JPEG, PDF, PNG, FileShelf, StoredFile
from auditbeheer.plumbing.viruses import ScanState

SHOWN = frozenset({PDF, PNG, JPEG})
# Nothing may be loaded from within; a picture also stands in a sandbox (a PDF viewer does not work in one).
NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def hand_out(content: bytes, *, name: str, media_type: str, save: bool = False) -> Response:
    """An answer with these bytes. PDF and photos are shown, all else is saved; ``save``: always saved."""
    answer = Response(content, content_type=media_type)
    how = "inline" if media_type in SHOWN and not save else "attachment"
    plain = "".join(sign if sign.isascii() and sign.isprintable() and sign not in '"\\;' else "_" for sign in name)
    answer.headers["Content-Disposition"] = f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS if media_type == PDF else f"{NOTHING_RUNS}; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def hand_out_stored(stored: StoredFile, *, save: bool = False) -> Response:
    """An uploaded file. One that no scanner looked at yet, or that was removed, gets its page instead (409, 410).

    Raises FileNotFoundError or ValueError when the shelf no longer holds what was stored.
    """
    if stored.removed_on is not None or stored.scan is ScanState.INFECTED:
        raise Gone()
    if stored.scan is ScanState.WAITING:
        raise Conflict()
    shelf: FileShelf = current_app.extensions["shelf"]
    return hand_out(shelf.get(stored.sha256), name=stored.name, media_type=stored.media_type, save=save)
