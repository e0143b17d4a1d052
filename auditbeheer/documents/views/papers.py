"""Pages of the documents: the set, one document, the survey per area, the measures, the decision on the set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, url_for
from werkzeug.exceptions import NotFound

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents import service, state
from auditbeheer.documents.forms import AssessForm, CompletenessForm, MeasureForm, ReceiveForm, RequestForm, SurveyForm
from auditbeheer.documents.models import (
    Document,
    Measure,
    MeasureOrigin,
    Outcome,
    document_numbered,
    file_in,
    measure_numbered,
    parts_of,
    versions_of,
)
from auditbeheer.documents.rules import IN_ORDER, MISSING, TO_ASSESS, document_state, handling_conditions
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.document_set import DocumentNeeded
from auditbeheer.scheme.wording import counted, join_and

documents = Blueprint("documents", __name__)


def found_dossier(number: str) -> Trajectory:
    """The dossier, when its scheme is known and says which documents are needed."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    if trajectory.scheme is None or state.scheme_of(trajectory).documents is None:
        raise NotFound()
    return trajectory


def may_handle(trajectory: Trajectory, audit: Any) -> bool:
    """Whether who is logged in may change something here: the same rule as the service holds."""
    by = actor()
    in_team = state.records_audit(audit, by)
    return not trajectory.ended and not unmet(
        handling_conditions(for_the_office=by.may(Permission.DOCUMENTS), in_team=in_team)
    )


def _overview(number: str) -> str:
    return url_for("documents.overview", number=number)


@documents.route("/dossiers/<number>/documenten")
@permit(Permission.READ)
def overview(number: str) -> Response:
    """The set with its states, the survey, the measures, what was asked and decided."""
    trajectory = found_dossier(number)
    picture = state.picture_of(db(), trajectory)
    mine = may_handle(trajectory, picture.audit)
    names = {link.area_id: link.area.name for link in trajectory.areas}
    return page(
        "documents/documenten.html", nummer=trajectory.number, picture=picture, mag=mine, gebiedsnamen=names,
        gevraagd=state.asked_of(db(), picture),
    )  # fmt: skip


@documents.route("/dossiers/<number>/documenten/opvragen", methods=["GET", "POST"])
@permit(Permission.DOCUMENTS)
def ask(number: str) -> Response:
    """Ask the working group for what is missing."""
    trajectory = found_dossier(number)
    picture = state.picture_of(db(), trajectory)
    missing = [piece.kind for piece in picture.pieces if piece.state != IN_ORDER]
    contact = trajectory.partnership.contact
    due = picture.due if picture.due and picture.due >= today() else None
    form = RequestForm(
        kinds=[(kind.code, kind.name) for kind in missing], codes=[kind.code for kind in missing],
        asked_of=contact.name if contact else "", until=due,
    )  # fmt: skip
    if submitted(form):
        with attempt(form):
            names = [kind.name for kind in missing if kind.code in form.codes.data]
            asked = "\n".join([", ".join(names), form.remark.data]).strip()
            service.request_documents(
                db(), actor(), now(), trajectory, asked=asked, asked_of=form.asked_of.data, until=form.until.data
            )
            return saved(form, _overview(number), f"Opgevraagd bij {form.asked_of.data}.")
    return page("documents/opvragen.html", nummer=trajectory.number, form=form, missing=missing)


@documents.route("/dossiers/<number>/documenten/stuk/<code>")
@permit(Permission.READ)
def document(number: str, code: str) -> Response:
    """One document: its newest version to look at, to replace and to judge; the versions before it."""
    trajectory = found_dossier(number)
    return _document_page(trajectory, _kind(trajectory, code), _receive_form(trajectory), AssessForm())


def _kind(trajectory: Trajectory, code: str) -> DocumentNeeded:
    kind: DocumentNeeded = found(state.kinds_of(trajectory).get(code))
    return kind


def _receive_form(trajectory: Trajectory) -> ReceiveForm:
    contact = trajectory.partnership.contact
    return ReceiveForm(received_from=contact.name if contact else "", received_on=today())


def _document_page(
    trajectory: Trajectory, kind: DocumentNeeded, receive: ReceiveForm, assess: AssessForm, sent: Any = None
) -> Response:
    picture = state.picture_of(db(), trajectory)
    versions = versions_of(db(), trajectory.id, kind.code)
    further = parts_of(db(), versions)
    newest = versions[0] if versions else None
    if newest and (sent is not assess or assess.clash):
        assess.version.data = str(newest.version)
    others = picture.after(kind.code)
    return page(
        "documents/document.html", nummer=trajectory.number, kind=kind, newest=newest, form=sent,
        versions=[_version(one, further[one.id]) for one in versions], receive=receive, assess=assess,
        status=document_state(newest.in_order) if newest else MISSING,
        following=picture.next_to_assess(kind.code) or (others[0] if others else None),
        mag=may_handle(trajectory, picture.audit),
    )  # fmt: skip


def _version(one: Document, further: Sequence[StoredFile]) -> dict[str, Any]:
    """A version as the list of files shows it."""
    number = one.trajectory.number
    url = url_for("documents.file", number=number, identifier=one.id)
    more = [(file, url_for("documents.part", number=number, identifier=file.id)) for file in further]
    return {
        "name": one.file.name, "url": url, "size": one.file.size, "when": one.received_at.date(),
        "by": one.received_from, "version": one.edition, "asked": one.asked,
        "state": document_state(one.in_order, current=one.superseded_on is None), "more": more, "file": one.file,
    }  # fmt: skip


@documents.route("/dossiers/<number>/documenten/stuk/<code>/ontvangen", methods=["POST"])
@permit(Permission.READ)
def receive(number: str, code: str) -> Response:
    """A version that came in (staff record what the working group sent)."""
    trajectory = found_dossier(number)
    kind, form = _kind(trajectory, code), _receive_form(trajectory)
    if submitted(form):
        with attempt(form):
            first, *further = form.upload.data
            service.receive_document(
                db(), actor(), now(), trajectory, shelf(), code=code, upload=first, further=further,
                received_on=form.received_on.data, received_from=form.received_from.data,
            )  # fmt: skip
            url = url_for("documents.document", number=number, code=code)
            return saved(form, url, f"Het document is binnen: {join_and(form.upload.names)}.")
    return _document_page(trajectory, kind, form, AssessForm(formdata=None), form)


@documents.route("/dossiers/<number>/documenten/stuk/<code>/beoordelen", methods=["POST"])
@permit(Permission.READ)
def assess(number: str, code: str) -> Response:
    """The verdict on the newest version."""
    trajectory = found_dossier(number)
    kind, form = _kind(trajectory, code), AssessForm()
    newest: Document = found(next(iter(versions_of(db(), trajectory.id, code)), None))
    if submitted(form):
        with attempt(form):
            service.assess_document(
                db(), actor(), now(), newest, in_order=form.verdict.data == "in orde", remark=form.remark.data,
                opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, *_on_to_the_next(trajectory, kind, form.verdict.data))
    blank = ReceiveForm(formdata=None, received_on=today())
    return _document_page(trajectory, kind, blank, form, form)


def _on_to_the_next(trajectory: Trajectory, kind: DocumentNeeded, verdict: str) -> tuple[str, str]:
    """Where judging goes on, and what to say: the next document that waits, or after the last one the list."""
    picture = state.picture_of(db(), trajectory)
    following, told = picture.next_to_assess(kind.code), f"{kind.name}: {verdict}."
    if following is None:
        return _overview(trajectory.number), f"{told} Er wacht geen document meer op uw oordeel."
    url = url_for("documents.document", number=trajectory.number, code=following.kind.code)
    return url, f"{told} Nog {counted(picture.count(TO_ASSESS), 'document', 'documenten')} te beoordelen."


@documents.route("/dossiers/<number>/documenten/bestand/<int(max=2147483647):identifier>")
@permit(Permission.READ)
def file(number: str, identifier: int) -> Response:
    """A file of this dossier; one of another dossier does not exist here."""
    trajectory = found_dossier(number)
    document: Document = found(document_numbered(db(), trajectory.id, identifier))
    return hand_out_stored(document.file)


@documents.route("/dossiers/<number>/documenten/deel/<int(max=2147483647):identifier>")
@permit(Permission.READ)
def part(number: str, identifier: int) -> Response:
    """A further file of a document that consists of several."""
    return hand_out_stored(found(file_in(db(), found_dossier(number).id, identifier)))


@documents.route("/dossiers/<number>/documenten/respons/<int(max=2147483647):area_id>", methods=["GET", "POST"])
@permit(Permission.READ)
def survey(number: str, area_id: int) -> Response:
    """The survey in one area: what it needs, and what came back."""
    trajectory = found_dossier(number)
    shown: state.AreaSurvey = found(state.survey_in_area(db(), trajectory, area_id))
    row = shown.result
    form = SurveyForm(
        sent_on=row.sent_on if row else None, entrepreneurs=row.entrepreneurs if row else shown.entrepreneurs,
        answers=row.answers if row else None, version=str(row.version) if row else "",
    )  # fmt: skip
    if submitted(form):
        with attempt(form):
            service.record_survey(
                db(), actor(), now(), trajectory, shown.link, sent_on=form.sent_on.data,
                entrepreneurs=form.entrepreneurs.data, answers=form.answers.data, opened_on=form.opened_on,
            )  # fmt: skip
            told = found(state.survey_in_area(db(), trajectory, area_id))
            return saved(form, f"{_overview(number)}#respons", f"{state.survey_in_words(told)}.")
    if form.clash and row:
        form.version.data = str(row.version)
    return page("documents/respons.html", nummer=trajectory.number, form=form, survey=shown)


@documents.route("/dossiers/<number>/documenten/maatregelen/nieuw", methods=["GET", "POST"])
@permit(Permission.READ)
def new_measure(number: str) -> Response:
    """Add a measure."""
    trajectory = found_dossier(number)
    form = MeasureForm(areas=_areas(trajectory))
    if submitted(form):
        with attempt(form):
            service.add_measure(
                db(), actor(), now(), trajectory, title=form.title.data, origin=MeasureOrigin(form.origin.data),
                area_id=form.area_id, carried_out_on=form.carried_out_on.data,
            )  # fmt: skip
            again = url_for("documents.new_measure", number=number)
            return saved(form, again, f"Bewaard: {form.title.data}. Voeg de volgende toe.")
    picture = state.picture_of(db(), trajectory)
    return page("documents/maatregel.html", nummer=trajectory.number, form=form, measure=None, picture=picture)


@documents.route("/dossiers/<number>/documenten/maatregelen/<int(max=2147483647):identifier>", methods=["GET", "POST"])
@permit(Permission.READ)
def measure(number: str, identifier: int) -> Response:
    """Change a measure: carried out, corrected, dropped from the plan."""
    trajectory = found_dossier(number)
    row: Measure = found(measure_numbered(db(), trajectory.id, identifier))
    form = MeasureForm(
        areas=_areas(trajectory), title=row.title, origin=row.origin.value, area=str(row.area_id or ""),
        carried_out_on=row.carried_out_on, dropped_why=row.dropped_why, version=str(row.version),
    )  # fmt: skip
    if submitted(form):
        with attempt(form):
            service.change_measure(
                db(), actor(), now(), trajectory, row, title=form.title.data, origin=MeasureOrigin(form.origin.data),
                area_id=form.area_id, carried_out_on=form.carried_out_on.data, dropped_why=form.dropped_why.data,
                opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, f"{_overview(number)}#maatregelen", f"Bewaard: {form.title.data}.")
    if form.clash:
        form.version.data = str(row.version)
    return page("documents/maatregel.html", nummer=trajectory.number, form=form, measure=row, picture=None)


def _areas(trajectory: Trajectory) -> list[tuple[str, str]]:
    return [(str(link.area_id), link.area.name) for link in trajectory.areas]


def _house_style() -> PictureFiles:
    return PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())


@documents.route("/dossiers/<number>/documenten/compleetheid", methods=["GET", "POST"])
@permit(Permission.DOCUMENTS)
def completeness(number: str) -> Response:
    """Decide on the set before the audit."""
    trajectory = found_dossier(number)
    form = CompletenessForm()
    if submitted(form):
        with attempt(form):
            service.decide_completeness(
                db(), actor(), now(), trajectory, outcome=Outcome(form.outcome.data), why=form.why.data,
                extra_hours=form.hours, agreed_with=form.agreed_with.data, shelf=shelf(), style=_house_style(),
            )  # fmt: skip
            return saved(form, _overview(number), f"Besloten: {form.outcome.data}.")
    picture = state.picture_of(db(), trajectory)
    return page("documents/compleetheid.html", nummer=trajectory.number, form=form, picture=picture)
