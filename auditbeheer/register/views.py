"""The public register: controleren, zoeken, one certificate, what a QR code opens, open data. No account anywhere."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, request, url_for

from auditbeheer.accounts.gate import me
from auditbeheer.certificates.rules import status_on, tidy_code
from auditbeheer.organisation.pictures import PictureFiles, letterhead
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import db, found, go_to, now, page, shelf, today
from auditbeheer.register import certificates_api, opendata, rules
from auditbeheer.register.answering import problem
from auditbeheer.register.proof import ProofFacts, render_proof
from auditbeheer.register.rules import NotAsked, Question, read_day, read_question
from auditbeheer.register.search import PAGE_SIZE, Found, codes_of, entry_numbered, everything, nearby, search
from auditbeheer.register.statement import KEYS_PATH, facts_of_edition
from auditbeheer.register.verification import CannotTell, Verified, behind_code, code_of, exact_place, newest_edition_at

register = Blueprint("register", __name__)
register.add_url_rule("/api/v1/certificaten", "api_certificates", certificates_api.certificates)
register.add_url_rule("/api/v1/certificaten/<number>", "api_certificate", certificates_api.certificate)
register.add_url_rule("/api/v1/certificaten/<number>/verklaring", "api_statement", certificates_api.statement)
register.add_url_rule(KEYS_PATH, "statement_keys", certificates_api.published_keys)
SPECIMEN = "voorbeeld"


@register.get("/")
def home() -> Response:
    """Certificaat controleren: a code, a number or a name. Whoever is logged in goes to their own work."""
    if me() is not None and not request.args:
        return go_to(url_for("worklist.start"))
    typed = request.args.get("code", "").strip()
    if typed:
        exact = exact_place(db(), typed[: rules.LONGEST])
        return go_to(exact or url_for("register.search", zoek=typed[: rules.LONGEST]))
    return page("register/controleren.html")


@register.get("/register", endpoint="search")
def search_page() -> Response:
    """Search by name, municipality, type, status and day."""
    mistake = None
    try:
        question = read_question(request.args, today())
    except NotAsked as wrong:
        mistake, question = wrong, Question(today())
    hits = Found([], 0, 1) if mistake else search(db(), question)
    near = nearby(db(), question.municipality, question.day) if question.municipality and not hits.total else []
    answer = page(
        "register/zoeken.html", question=question, hits=hits, mistake=mistake, given=request.args, near=near,
        statuses=rules.STATUSES, types=rules.TYPES, page_size=PAGE_SIZE,
    )  # fmt: skip
    answer.status_code = 400 if mistake else 200
    return answer


@register.get("/register/<number>")
def certificate(number: str) -> Response:
    """One certificate or historic row, on today or the day that was asked for."""
    mistake = None
    try:
        day = read_day(request.args.get("op", ""), today())
    except NotAsked as wrong:
        mistake, day = wrong, today()
    entry = found(entry_numbered(db(), number, day))
    if number != entry.reference:
        asked = request.args.get("op") or None
        return go_to(url_for("register.certificate", number=entry.reference, op=asked))
    answer = page("register/certificaat.html", entry=entry, day=day, mistake=mistake)
    answer.status_code = 400 if mistake else 200
    return answer


@register.get("/register/gemeente/<name>")
def by_municipality(name: str) -> Response:
    """A page per municipality of today or earlier."""
    found(codes_of(db(), name) or None)
    question = Question(today(), municipality=name)
    hits = search(db(), question)
    near = [] if hits.total else nearby(db(), name, today())
    return page("register/gemeente.html", name=name, hits=hits, near=near)


@register.get("/v/<code>")
def verify(code: str) -> Response:
    """What the QR opens: the verdict first, told without colour, script or fonts."""
    if code.lower() == SPECIMEN:
        return page("register/verificatie.html", saying=rules.SPECIMEN, fact=None)
    fact = _behind(code)
    return fact if isinstance(fact, Response) else _told(fact, tidy_code(code))


@register.get("/v/<code>/bewijs.pdf")
def proof(code: str) -> Response:
    """Bewijs van controle: what that page says today, on one page of paper, signed where the installation signs."""
    fact = _behind(code)
    if isinstance(fact, Response):
        return fact
    code, (said, _) = tidy_code(code), _verdict(fact, None)
    address = certificates_api.public_address(url_for("register.verify", code=code))
    keys = certificates_api.statement_keys()
    head, signed = letterhead(db(), today(), PictureFiles(certificates_api.settings().house_style_dir, shelf())), ""
    if keys:
        entry = found(entry_numbered(db(), fact.number, today()))
        signed = keys.sign(facts_of_edition(entry, fact, said, now(), body=head.name, address=address))
    told = ProofFacts(
        head=head, fact=fact, saying=said, code=code, address=address, moment=now(), signed=signed,
        keys=certificates_api.public_address(KEYS_PATH),
    )  # fmt: skip
    name = f"bewijs-van-controle-{fact.number}-{today().isoformat()}.pdf"
    return hand_out(render_proof(told), name=name, media_type=PDF, save=True)


def _behind(code: str) -> Verified | Response:
    """The facts behind a code, or the page that says why there are none to tell."""
    try:
        fact = behind_code(db(), code)
    except CannotTell:
        g.bare = True
        answer = page("register/verificatie.html", saying=rules.CANNOT_TELL, fact=None)
        answer.status_code = 503
        answer.headers["Retry-After"] = "60"
        return answer
    if fact is None:
        answer = page("register/verificatie.html", saying=rules.UNKNOWN, fact=None)
        answer.status_code = 404
        return answer
    return fact


def _verdict(fact: Verified, asked: date | None) -> tuple[rules.Saying, str | None]:
    """What is said of an edition today or on a day that was asked for; and the code of a newer one, if there is."""
    if fact.edition == fact.newest:
        return rules.saying(fact.period, today(), asked), None
    said = rules.older_edition(fact.edition, fact.newest, status_on(fact.period, today()))
    return said, code_of(db(), fact.certificate_id, fact.newest)


def _told(fact: Verified, code: str) -> Response:
    mistake, asked = None, None
    try:
        asked = read_day(request.args.get("op", ""), today())
    except NotAsked as wrong:
        mistake = wrong
    said, newest = _verdict(fact, asked)
    host = urlsplit(certificates_api.settings().base_url).netloc
    answer = page(
        "register/verificatie.html", saying=said, fact=fact, code=code, newest=newest, moment=now(), mistake=mistake,
        host=host, last_day_label=rules.last_day_label(said),
    )  # fmt: skip
    answer.status_code = 400 if mistake else 200
    return answer


@register.get("/register.csv")
def download_csv() -> Response:
    """The register as CSV."""
    return _open_data(opendata.as_csv(everything(db(), _day())), "text/csv; charset=utf-8")


@register.get("/register.json")
def download_json() -> Response:
    """The register as JSON."""
    return _open_data(opendata.as_json(everything(db(), _day()), _day()), "application/json")


@register.get("/register.geojson")
def download_geojson() -> Response:
    """The register as GeoJSON."""
    return _open_data(opendata.as_geojson(everything(db(), _day()), _day()), "application/geo+json")


@register.errorhandler(NotAsked)
def _not_asked(wrong: NotAsked) -> Response:
    return problem(400, "Deze vraag klopt niet", wrong.sentence, parameter=wrong.parameter)


def _day() -> date:
    return read_day(request.args.get("op", ""), today())


def _open_data(content: bytes, media_type: str) -> Response:
    """With ETag and Last-Modified: a status may change at midnight, the rest with each certificate."""
    answer = make_response(content)
    answer.headers["Content-Type"] = media_type
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    midnight = datetime.combine(today(), time(), ZONE)
    issued = newest_edition_at(db())
    answer.last_modified = max(midnight, issued) if issued else midnight
    answer.make_conditional(request)
    return answer
