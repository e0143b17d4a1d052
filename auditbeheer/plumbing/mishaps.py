"""The pages for everything that can go wrong: what happened, and the way on (ux §16).

Whoever is logged in keeps the menu; the public is led to the register; after an accident nothing is asked of the
database any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import urlsplit

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from auditbeheer.plumbing.dutch import megabytes

log = structlog.get_logger()


@dataclass(frozen=True)
class Saying:
    """A heading and what to do; ``public``: in other words for who is not logged in."""

    title: str
    text: str
    public: str = ""


SAYINGS = {
    400: Saying("Dit verzoek klopt niet", "Ga terug, en probeer het nog een keer."),
    403: Saying("Dit mag u niet zien of doen", "Uw rol geeft hier geen toegang toe. Vraag de beheerder om hulp."),
    404: Saying(
        "Niet gevonden",
        "Deze pagina bestaat niet, of u hebt er geen toegang toe. Kijk het adres na, of kies hierboven een pagina.",
        "Deze pagina bestaat niet. Kijk het adres na, of zoek in het openbare register.",
    ),
    405: Saying("Dit kan hier niet", "Ga terug, en gebruik de knop op de pagina."),
    409: Saying(
        "Nog niet gecontroleerd",
        "De virusscanner is niet bereikbaar. Dit bestand staat klaar en wordt straks bekeken. Daarna kunt u het "
        "openen. U hoeft niets te doen.",
    ),
    410: Saying(
        "Dit bestand is er niet meer",
        "Wij hebben de inhoud verwijderd: er zat een virus in, of de bewaartermijn is voorbij. In het dossier staat "
        "welk van de twee.",
    ),
    413: Saying(
        "Dit is te groot",
        "Er is niets bewaard. Samen mogen de bestanden {samen} zijn. Stuur ze in delen of maak ze kleiner.",
    ),
    429: Saying("Even wachten", "U probeerde het te vaak achter elkaar. Wacht een minuut en probeer het opnieuw."),
}
OTHERWISE = Saying("Dit lukte niet", "Ga terug, en probeer het nog een keer.")
NO_DOSSIER = Saying(
    "Niet gevonden", "Dit dossier bestaat niet, of u hebt er geen toegang toe. Vraag de dossierhouder om hulp."
)
ACCIDENT = "Er ging iets mis bij ons"
# What programs ask gets its answer in JSON, mistakes included (RFC 9457).
FOR_PROGRAMS = "/api/"
NO_ADDRESS = {
    404: "Dit adres is er niet. Alle adressen staan in /api/v1/openapi.json.",
    405: "Dit adres beantwoordt alleen GET.",
}


def answer_for(app: Flask) -> None:
    """Answer with a page of ours, whatever goes wrong."""
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_accident)


def _answer_http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    said = NO_DOSSIER if status == 404 and request.path.startswith("/dossiers/") else SAYINGS.get(status, OTHERWISE)
    text = said.text.replace("{samen}", megabytes(current_app.config["MAX_CONTENT_LENGTH"]))
    # Who raises it may know more than the status says.
    own = error.description if error.description != type(error).description else None
    session: Session | None = g.get("db")
    if session is not None:
        session.rollback()
    if request.path.startswith(FOR_PROGRAMS):
        return _as_problem(status, said.title, own or NO_ADDRESS.get(status, said.public or text))
    body = render_template(
        "fout.html",
        titel=said.title,
        tekst=own or text,
        publiek=own or said.public or text,
        terug=_way_back(),
    )
    return make_response(body, status)


def _as_problem(status: int, title: str, detail: str) -> Response:
    answer = jsonify(type="about:blank", title=title, status=status, detail=detail)  # nothing beyond the status
    answer.status_code, answer.content_type = status, "application/problem+json"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _way_back() -> str:
    """The page of ours that somebody came from, if it is another one or was a form; otherwise empty."""
    came_from = urlsplit(request.referrer or "")
    path = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    ours = came_from.netloc == request.host and path.startswith("/") and not path.startswith("//")
    return path if ours and (request.method == "POST" or path != request.full_path.rstrip("?")) else ""


def _answer_accident(error: Exception) -> Response:
    """Something broke: nothing was kept, nobody sees a traceback, and a short code finds it in the log."""
    code = token_hex(2).upper()
    log.error("onverwachte fout", code=code, path=request.path, exc_info=error)
    if current_app.config.get("PROPAGATE_ACCIDENTS"):
        raise error
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()
    g.bare = True
    if request.path.startswith(FOR_PROGRAMS):
        return _as_problem(500, ACCIDENT, f"Probeer het later opnieuw, of meld ons code {code}.")
    return make_response(render_template("fout.html", titel=ACCIDENT, code=code, kaal=True, terug=_way_back()), 500)
