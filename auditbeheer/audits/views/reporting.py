"""Pages of the report: where it stands, writing, submitting, sending, its PDF, a supplement."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.audits import service
from auditbeheer.audits.facts import beside_topic
from auditbeheer.audits.forms import SendForm, SubmitForm, report_form
from auditbeheer.audits.models import Report, closing_of, report_of, reports_of
from auditbeheer.audits.rules import CONCEPT, ESTABLISHED, RETURNED, supplementing, writing
from auditbeheer.documents.state import records_audit
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning.models import Audit, audit_of
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.condition import Condition, unmet

report = Blueprint("rapport", __name__)


def _audit(number: str) -> Audit:
    """The audit of a dossier, once it was held: before that there is nothing to report."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(audit_of(db(), trajectory.id))
    found(closing_of(db(), audit.id))
    return audit


def _to(endpoint: str, audit: Audit, **values: Any) -> str:
    return url_for(f"audits.rapport.{endpoint}", number=audit.trajectory.number, **values)


def _house_style() -> PictureFiles:
    return PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())


def _may_write(audit: Audit, row: Report | None) -> list[Condition]:
    held = closing_of(db(), audit.id)
    return writing(
        team=records_audit(audit, actor()), closed_on=held.closed_on if held else None, state=service.state_of(row).word
    )


def _may_supplement(audit: Audit, row: Report | None) -> list[Condition]:
    return supplementing(
        team=records_audit(audit, actor()), state=service.state_of(row).word, decision=row.decision if row else "",
        open_deviations=service.open_deviations(db(), audit),
    )  # fmt: skip


@report.route("/dossiers/<number>/rapport")
@permit(Permission.READ)
def show(number: str) -> Response:
    """Where the report stands, what it still needs, its text, and its editions."""
    return _show(_audit(number), SubmitForm(formdata=None))


def _show(audit: Audit, form: SubmitForm, sent: Any = None) -> Response:
    row = report_of(db(), audit.id)
    team = records_audit(audit, actor())
    state = service.state_of(row).word
    left = service.open_deviations(db(), audit)
    return page(
        "audits/rapport.html", nummer=audit.trajectory.number, audit=audit, report=row, state=state,
        editions=reports_of(db(), audit.id), complete=service.complete_conditions(audit, row),
        topics=service.topics_of(audit), texts=service.texts_of(row) if row else {}, open_deviations=left,
        told_open=service.told_open(db(), row) if row else left,
        until=service.held_until(db(), audit),
        submit=form, form=sent, mag_schrijven=not unmet(_may_write(audit, row)),
        mag_versturen=team and state == ESTABLISHED, mag_aanvullen=not unmet(_may_supplement(audit, row)),
        sending=service.send_conditions(db(), actor(), audit, row, on=today(), today=today()) if row else [],
        draft=state in {CONCEPT, RETURNED},
    )  # fmt: skip


@report.route("/dossiers/<number>/rapport/schrijven", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def write(number: str) -> Response:
    """Write: conclusion, what is good, one text per topic with the computed facts beside it."""
    audit = _audit(number)
    row, topics = report_of(db(), audit.id), service.topics_of(audit)
    written = service.texts_of(row) if row else {}
    form = report_form(topics, written, str(row.version) if row else "", row.hours if row else None)
    if submitted(form):
        with attempt(form):
            service.write_report(
                db(), actor(), now(), audit, summary=form.summary.data, good=form.good.data, texts=form.texts,
                findings=form.findings.data, hours=form.hours.data, opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, _to("show", audit), "Het rapport is bewaard.")
    if form.clash and row:
        form.version.data = str(row.version)
    ground = service.ground_of(db(), audit)
    beside = {code: beside_topic(code, ground) for code, _, _ in topics}
    return page(
        "audits/schrijven.html", nummer=audit.trajectory.number, audit=audit, report=row, form=form, beside=beside,
        sources={code: source for code, _, source in topics}, conditions=_may_write(audit, row),
    )  # fmt: skip


@report.route("/dossiers/<number>/rapport/indienen", methods=["POST"])
@permit(Permission.AUDIT)
def submit(number: str) -> Response:
    """Hand the report in for review."""
    audit, form = _audit(number), SubmitForm()
    if submitted(form):
        with attempt(form):
            service.submit_report(db(), actor(), now(), audit)
            return saved(form, _to("show", audit), "Het rapport is ingediend. Iemand anders beoordeelt het nu.")
    return _show(audit, form, form)


@report.route("/dossiers/<number>/rapport/aanvulling", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def supplement(number: str) -> Response:
    """Begin a supplement to a report that went out with the decision held back."""
    audit, form = _audit(number), SubmitForm()
    row: Report = found(report_of(db(), audit.id))
    if submitted(form):
        with attempt(form):
            begun = service.begin_supplement(db(), actor(), now(), audit)
            return saved(form, _to("write", audit), f"Versie {begun.edition} is begonnen. Schrijf wat er is gebeurd.")
    return page(
        "audits/aanvullen.html", nummer=audit.trajectory.number, report=row, form=form,
        conditions=_may_supplement(audit, row),
    )  # fmt: skip


@report.route("/dossiers/<number>/rapport/versturen", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def send(number: str) -> Response:
    """The report goes out: the day, and to whom."""
    audit = _audit(number)
    row: Report = found(report_of(db(), audit.id))
    contact = audit.trajectory.partnership.contact
    form = SendForm(sent_on=today(), sent_to=contact.name if contact else "")
    if submitted(form):
        with attempt(form):
            service.send_report(
                db(), actor(), now(), row, shelf(), sent_on=form.sent_on.data, sent_to=form.sent_to.data,
                house_style=_house_style(),
            )  # fmt: skip
            return saved(form, _to("show", audit), f"Het rapport is verstuurd naar {form.sent_to.data}.")
    conditions = service.send_conditions(db(), actor(), audit, row, on=today(), today=today())
    return page(
        "audits/versturen.html", nummer=audit.trajectory.number, audit=audit, report=row, form=form,
        conditions=conditions, open_deviations=service.open_deviations(db(), audit),
        told_open=service.told_open(db(), row),
    )  # fmt: skip


@report.route("/dossiers/<number>/rapport/<int(max=9999):edition>.pdf")
@permit(Permission.READ)
def pdf(number: str, edition: int) -> Response:
    """The report as PDF: as it was sent, or as it would go out today."""
    audit = _audit(number)
    row: Report = found(next((one for one in reports_of(db(), audit.id) if one.edition == edition), None))
    content = (
        shelf().get(row.pdf_sha256)
        if row.pdf_sha256
        else service.draft_pdf(db(), row, day=today(), house_style=_house_style())
    )
    word = "" if row.pdf_sha256 else " (concept)"
    return hand_out(content, name=f"{audit.trajectory.number} auditrapport versie {edition}{word}.pdf", media_type=PDF)
