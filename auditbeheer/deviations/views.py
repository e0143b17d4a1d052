"""Pages of the deviations: all of an audit, and one with its answers, judgement, extension and withdrawal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission, Role
from auditbeheer.deviations import service
from auditbeheer.deviations.forms import AnswerForm, ExtendForm, VerdictForm, WithdrawForm
from auditbeheer.deviations.models import Answer, Deviation, deviation_numbered, deviations_of
from auditbeheer.deviations.rules import CLOSED, RECEIVED, answering, assessing, may_extend, recording
from auditbeheer.documents.state import records_audit, scheme_of
from auditbeheer.planning.models import Audit, audit_of, extras_of
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.condition import unmet

deviations = Blueprint("deviations", __name__)


def _audit(number: str) -> Audit:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(audit_of(db(), trajectory.id))
    return audit


def _deviation(number: str, which: int) -> Deviation:
    deviation: Deviation = found(deviation_numbered(db(), _audit(number).id, which))
    return deviation


def _one(number: str, which: int) -> str:
    return url_for("deviations.one", number=number, which=which)


@deviations.route("/dossiers/<number>/afwijkingen")
@permit(Permission.READ)
def overview(number: str) -> Response:
    """The deviations of the audit, with their terms."""
    audit = _audit(number)
    rows = [_row(deviation) for deviation in deviations_of(db(), audit.id)]
    return page(
        "deviations/afwijkingen.html", nummer=audit.trajectory.number, rows=rows, audit=audit,
        scheme=scheme_of(audit.trajectory),
    )  # fmt: skip


def _row(deviation: Deviation) -> dict[str, Any]:
    """A deviation as the list and its own page show it: the term that runs now, and whose it is."""
    facts = service.facts_of(deviation)
    ours = facts.state == RECEIVED
    due = deviation.assessment_due if ours or deviation.additions_due is None else deviation.additions_due
    running = due is not None and facts.state != CLOSED
    return {
        "it": deviation, "state": facts.state, "waiting": facts.waiting,
        "due": due if running else None, "days": (due - today()).days if due and running else None,
        "whose": "onze beoordeling" if ours or deviation.additions_due is None else "aanvulling van de werkgroep",
    }  # fmt: skip


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>")
@permit(Permission.READ)
def one(number: str, which: int) -> Response:
    """One deviation with what was answered and judged, and what can be done now."""
    return _page(_deviation(number, which), AnswerForm(received_on=today()), VerdictForm())


def _page(deviation: Deviation, answer: AnswerForm, verdict: VerdictForm, sent: Any = None) -> Response:
    if sent is not verdict or verdict.clash:
        verdict.version.data = str(deviation.version)
    return page(
        "deviations/afwijking.html", nummer=deviation.audit.trajectory.number, row=_row(deviation), deviation=deviation,
        answer=answer, verdict=verdict, form=sent, scheme=scheme_of(deviation.audit.trajectory), mag=_may(deviation),
        extras=[one for one in extras_of(db(), deviation.audit.trajectory_id) if one.deviation == deviation.number],
    )  # fmt: skip


def _may(deviation: Deviation) -> dict[str, bool]:
    """What who is logged in may do here, by the same rules as the service holds."""
    by = actor()
    team = records_audit(deviation.audit, by)
    manager = Role.SCHEME_MANAGER in by.roles and by.may(Permission.AUDIT)
    state = service.facts_of(deviation).state
    goes_on = state != CLOSED
    judge = not unmet(assessing(in_team=team, scheme_manager=manager))
    extension = may_extend(
        scheme_of(deviation.audit.trajectory), state=state, established_on=deviation.established_on,
        due=deviation.assessment_due, extended_on=deviation.extended_on, why="-", today=today(),
    )  # fmt: skip
    in_answer = not unmet(answering(for_the_office=by.may(Permission.DOCUMENTS), in_team=team))
    return {
        "antwoord": goes_on and deviation.established_on is not None and in_answer,
        "oordeel": state == RECEIVED and judge,
        "buiten": not team,
        "verleng": judge and not unmet(extension),
        "intrek": goes_on and not unmet(recording(in_team=team)),
    }


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>/antwoord", methods=["POST"])
@permit(Permission.READ)
def answer(number: str, which: int) -> Response:
    """An addition that came in (staff record what the working group sent)."""
    deviation, form = _deviation(number, which), AnswerForm(received_on=today())
    if submitted(form):
        with attempt(form):
            service.record_answer(
                db(), actor(), now(), deviation, shelf(), received_on=form.received_on.data, text=form.text.data,
                from_whom=form.from_whom.data, complete=form.complete.data == "ja", upload=form.upload.data,
            )  # fmt: skip
            return saved(form, _one(number, which), f"De aanvulling op afwijking {which} is binnen.")
    return _page(deviation, form, VerdictForm(formdata=None), form)


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>/oordeel", methods=["POST"])
@permit(Permission.READ)
def assess(number: str, which: int) -> Response:
    """The judgement of the newest addition."""
    deviation, form = _deviation(number, which), VerdictForm()
    if submitted(form):
        with attempt(form):
            good = form.sufficient.data == "voldoende"
            service.assess_answer(
                db(), actor(), now(), deviation, sufficient=good, verdict=form.verdict.data, opened_on=form.opened_on
            )
            word = "gesloten" if good else "teruggestuurd"
            return saved(form, _one(number, which), f"Afwijking {which} is {word}.")
    return _page(deviation, AnswerForm(formdata=None, received_on=today()), form, form)


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>/verlengen", methods=["GET", "POST"])
@permit(Permission.READ)
def extend(number: str, which: int) -> Response:
    """A longer term for assessing."""
    deviation, form = _deviation(number, which), ExtendForm()
    if submitted(form):
        with attempt(form):
            service.extend_term(db(), actor(), now(), deviation, why=form.why.data)
            return saved(form, _one(number, which), f"De termijn van afwijking {which} is verlengd.")
    return page(
        "deviations/verlengen.html", nummer=deviation.audit.trajectory.number, deviation=deviation, form=form,
        scheme=scheme_of(deviation.audit.trajectory),
    )  # fmt: skip


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>/intrekken", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def withdraw(number: str, which: int) -> Response:
    """Take a deviation back: it stays to be seen, and holds nothing up."""
    deviation, form = _deviation(number, which), WithdrawForm()
    if submitted(form):
        with attempt(form):
            service.withdraw_deviation(db(), actor(), now(), deviation, why=form.why.data)
            return saved(form, _one(number, which), f"Afwijking {which} is ingetrokken.")
    return page("deviations/intrekken.html", nummer=deviation.audit.trajectory.number, deviation=deviation, form=form)


@deviations.route("/dossiers/<number>/afwijkingen/<int(max=2147483647):which>/bestand/<int(max=2147483647):identifier>")
@permit(Permission.READ)
def file(number: str, which: int, identifier: int) -> Response:
    """The file of an addition; one of another deviation does not exist here."""
    deviation = _deviation(number, which)
    row: Answer = found(next((one for one in deviation.answers if one.id == identifier and one.file), None))
    return hand_out_stored(found(row.file))
