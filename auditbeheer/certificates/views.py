"""Granting, the certificate of a dossier with its PDF, and the list of all certificates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import structlog
from flask import Blueprint, Response, current_app, make_response, request, url_for
from werkzeug.exceptions import NotFound

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.grants import DOSSIER, things_open_to
from auditbeheer.accounts.permissions import Permission
from auditbeheer.certificates import service
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.bill import thaw
from auditbeheer.certificates.bookkeeping import as_csv, as_ubl
from auditbeheer.certificates.composing import Printing, draft_of
from auditbeheer.certificates.drawing import draw
from auditbeheer.certificates.forms import GrantForm, HandOverForm
from auditbeheer.certificates.invoicing import PAGE_SIZE, bill_of, cases_of, to_invoice, waiting_total
from auditbeheer.certificates.listing import CertificateList, certificate_list
from auditbeheer.certificates.models import (
    Certificate,
    Edition,
    InvoiceHandover,
    certificate_for,
    edition_of,
    handovers,
    handovers_of,
)
from auditbeheer.certificates.rules import Period, spaced_code, status_on
from auditbeheer.config import Settings
from auditbeheer.decisions.basis import DecisionFacts
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.decisions.service import person_of
from auditbeheer.decisions.solving import ways_out
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.models import Trajectory, changes_of_dossier, renewal_of, trajectory_numbered
from auditbeheer.quotes.rules.renewal import renewal_days
from auditbeheer.scheme.condition import Condition, unmet

log = structlog.get_logger()
certificates = Blueprint("certificates", __name__)


def _settings() -> Settings:
    found_settings: Settings = current_app.extensions["settings"]
    return found_settings


def _printing() -> Printing:
    return Printing(_settings().base_url, PictureFiles(_settings().house_style_dir, shelf()))


def _archive() -> Archive:
    return Archive(_settings().archive_dir)


def _weighed(number: str) -> tuple[Trajectory, DecisionFacts]:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    found(trajectory.scheme)
    return trajectory, facts_of(db(), trajectory, person_of(actor()), today())


@certificates.route("/dossiers/<number>/besluit/verlenen", methods=["GET", "POST"])
@permit(Permission.DECIDE)
def grant(number: str) -> Response:
    """Besluit vastleggen: names what follows, and then does all of it in one transaction."""
    trajectory, facts = _weighed(number)
    form = GrantForm()
    if submitted(form):
        with attempt(form):
            certificate = service.grant(
                db(), actor(), now(), trajectory, _printing(), why=form.why.data,
                issue_on=form.issue_on.data, cluster_name=form.cluster_name.data,
            )  # fmt: skip
            url = url_for("certificates.of_dossier", number=trajectory.number)
            told = f"Certificaat {certificate.number} is uitgegeven. Het staat nu in het openbare register."
            answer = saved(form, url, told)
            _archive_now(certificate)
            return answer
    conditions = [] if form.conditions else [*conditions_for_granting(facts), *_printable(trajectory, facts)]
    return page(
        "certificates/verlenen.html", nummer=trajectory.number, trajectory=trajectory, form=form, facts=facts,
        conditions=conditions, missing=unmet(conditions), solve=ways_out(facts, trajectory),
    )  # fmt: skip


def _printable(trajectory: Trajectory, facts: DecisionFacts) -> Sequence[Condition]:
    """What on the page cannot be printed, told before the decision is taken."""
    draft = draft_of(db(), trajectory, facts)
    try:
        if draft:
            service.specimen(draft, _printing(), today())
    except Refused as refused:
        return refused.conditions
    return ()


def _archive_now(certificate: Certificate) -> None:
    """Write the file, now that the database holds it; a full disk is healed later and undoes nothing."""
    edition: Edition | None = edition_of(db(), certificate.id)
    if edition is not None:
        _keep(certificate, edition)


def _keep(certificate: Certificate, edition: Edition) -> None:
    try:
        _archive().keep(certificate.number, edition.edition, edition.pdf)
    except OSError as error:
        log.warning("archief niet beschreven", nummer=certificate.number, detail=str(error))


@certificates.get("/dossiers/<number>/besluit/voorbeeld.svg")
@permit(Permission.READ)
def specimen(number: str) -> Response:
    """The certificate that would come, as a drawing with SPECIMEN across it."""
    trajectory, facts = _weighed(number)
    draft = found(draft_of(db(), trajectory, facts))
    try:
        drawing = draw(service.specimen(draft, _printing(), today()), "Voorbeeld van het certificaat")
    except Refused as refused:
        raise NotFound() from refused  # the page of granting says which text it is
    answer = make_response(drawing)
    answer.mimetype = "image/svg+xml"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@certificates.get("/dossiers/<number>/certificaat")
@permit(Permission.READ)
def of_dossier(number: str) -> Response:
    """The certificate of a dossier: facts, code, file."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    certificate = certificate_for(db(), trajectory.id)
    if certificate is None:
        return page("certificates/nog-geen.html", nummer=trajectory.number)
    edition: Edition = found(edition_of(db(), certificate.id))
    return page(
        "certificates/certificaat.html",
        nummer=trajectory.number,
        certificate=certificate,
        edition=edition,
        status=status_on(period_of(certificate), today()).badge,
        code=spaced_code(edition.code),
        verify_url=_printing().verify_url(edition.code),
        renewal=renewal_of(db(), certificate.number),
        renewal_begins=_renewal_begins(certificate),
        gemeld=changes_of_dossier(db(), trajectory.id),
    )


def _renewal_begins(certificate: Certificate) -> date:
    return renewal_days(None, certificate.last_day, own_rules_on(db(), today())).begins.value


def period_of(certificate: Certificate) -> Period:
    """The days that its status rests on."""
    return Period(certificate.issued_on, certificate.last_day, certificate.replaced_from)


@certificates.get("/dossiers/<number>/certificaat.pdf")
@permit(Permission.READ)
def download(number: str) -> Response:
    """The PDF as it was issued; whoever asks first after a broken-off issue writes its file."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    certificate: Certificate = found(certificate_for(db(), trajectory.id))
    edition: Edition = found(edition_of(db(), certificate.id))
    db().refresh(edition, ["pdf"])
    _keep(certificate, edition)
    answer = make_response(edition.pdf)
    answer.mimetype = "application/pdf"
    name = f"{certificate.number}-uitgave-{edition.edition}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(edition.sha256)
    answer.make_conditional(request)
    return answer


@certificates.get("/certificaten")
@permit(Permission.READ)
def overview() -> Response:
    """All certificates of this body: search, status, which end soon."""
    chosen: CertificateList = certificate_list(
        db(), today(), wanted=request.args.get("zoek", ""), which=request.args.get("status", ""),
        number=request.args.get("pagina", 1, type=int),
    )  # fmt: skip
    everything = actor().may(Permission.READ_ALL)
    mine = frozenset() if everything else things_open_to(db(), actor(), DOSSIER, today())
    return page(
        "certificates/certificaten.html", chosen=chosen, may_open=lambda number: everything or number in mine,
        te_factureren=waiting_total(db()) if actor().may(Permission.QUOTE) else None,
    )  # fmt: skip


@certificates.get("/certificaten/te-factureren")
@permit(Permission.QUOTE)
def invoices() -> Response:
    """Te factureren: dossiers after their decision; ``?lijst=klaar``: what went to the bookkeeping."""
    waiting, done = to_invoice(db()), handovers(db())
    ready = request.args.get("lijst") == "klaar"
    total = len(done) if ready else len(waiting)
    number = min(max(1, request.args.get("pagina", 1, type=int)), max(1, -(-total // PAGE_SIZE)))
    here = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
    cases = [] if ready else cases_of(db(), [decision.trajectory for decision in waiting[here]], today())
    return page(
        "certificates/te-factureren.html", ready=ready, rows=done[here] if ready else cases, total=total,
        number=number, size=PAGE_SIZE, counts=(len(waiting), len(done)),
    )  # fmt: skip


@certificates.route("/certificaten/te-factureren/<number>", methods=["GET", "POST"])
@permit(Permission.QUOTE)
def invoice(number: str) -> Response:
    """What is charged for one dossier; klaarzetten records that the bookkeeping has it."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    form = HandOverForm()
    if submitted(form):
        with attempt(form):
            row = service.hand_over_invoice(db(), actor(), now(), trajectory)
            url = url_for("certificates.invoice", number=trajectory.number)
            return saved(form, url, f"De factuur staat klaar. Haal het bestand op voor de boekhouding: {row.number}.")
    (case,) = cases_of(db(), [trajectory], today())
    found(case.decision or case.handover)
    handed = case.handover
    bill = thaw(handed.facts) if handed else (None if case.missing else bill_of(db(), case, today()))
    return page(
        "certificates/factuur.html", trajectory=trajectory, form=form, case=case, bill=bill, handed=handed,
        own_rules=own_rules_on(db(), case.agreement.signed_on) if case.agreement else None,
    )  # fmt: skip


@certificates.get("/certificaten/te-factureren/<number>/factuur.xml")
@permit(Permission.QUOTE)
def invoice_ubl(number: str) -> Response:
    """The invoice as it was handed over, as UBL."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    handed: InvoiceHandover = found(handovers_of(db(), [trajectory.id]).get(trajectory.id))
    return _file(as_ubl(thaw(handed.facts)), "application/xml", f"{handed.number}.xml")


@certificates.get("/certificaten/te-factureren.csv")
@permit(Permission.QUOTE)
def invoices_csv() -> Response:
    """Everything that was handed over, or only on ``?dag=2026-11-23``, a row per line; the oldest first."""
    day = found(_day(request.args["dag"])) if "dag" in request.args else None
    rows = reversed(handovers(db(), day))
    name = f"facturen-{day.isoformat()}.csv" if day else "facturen.csv"
    return _file(as_csv(thaw(row.facts) for row in rows), "text/csv", name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
