"""Te besluiten, the review of a report, the decision on a dossier. Granting stands in ``certificates/views.py``."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.grants import DOSSIER, may_see
from auditbeheer.accounts.permissions import Permission
from auditbeheer.audits.models import report_of
from auditbeheer.decisions import service
from auditbeheer.decisions.facts import facts_of
from auditbeheer.decisions.forms import RefuseForm, ReopenForm, ReturnForm, ReviewForm
from auditbeheer.decisions.models import Advice, Decision, Verdict, decision_of, review_of
from auditbeheer.decisions.overview import next_after, waiting_for
from auditbeheer.decisions.rules import (
    conditions_for_granting,
    conditions_for_refusing,
    conditions_for_reviewing,
    status_sentence,
)
from auditbeheer.decisions.solving import ways_out
from auditbeheer.deviations.models import deviations_of
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import CertificationKind, Trajectory, trajectory_numbered
from auditbeheer.quotes.service import evidence_lacking
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.report_topics import report_topics

decisions = Blueprint("decisions", __name__)
DECISION_PAGE = "/dossiers/<number>/besluit"
REVIEW_PAGE = "/dossiers/<number>/beoordeling"


@decisions.get("/besluiten")
@permit(Permission.READ_ALL)
def to_decide() -> Response:
    """What waits for a decision: ready, and not yet, each with what is missing."""
    cases = [case for case in waiting_for(db(), service.person_of(actor()), today()) if _open(case.trajectory)]
    ready = [case for case in cases if case.ready]
    return page("decisions/te-besluiten.html", ready=ready, later=[case for case in cases if not case.ready])


def _open(trajectory: Trajectory) -> bool:
    """Whether who asks may see this dossier at all."""
    return may_see(db(), actor(), DOSSIER, trajectory.number, today())


@decisions.get(DECISION_PAGE)
@permit(Permission.READ)
def decide(number: str) -> Response:
    """The page Besluit: every condition, the advice, the report, and a look at the certificate."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    decision = decision_of(db(), trajectory.id)
    if decision is not None:
        return page("decisions/besloten.html", nummer=trajectory.number, decision=decision, trajectory=trajectory)
    if trajectory.scheme is None:
        return page("decisions/nog-niet.html", nummer=trajectory.number, trajectory=trajectory)
    picture = _picture(trajectory)
    conditions = conditions_for_granting(picture["facts"])
    return page(
        "decisions/besluit.html",
        conditions=conditions,
        missing=unmet(conditions),
        sentence=status_sentence(conditions),
        may_refuse=not unmet(conditions_for_refusing(picture["facts"])),
        next=next_after(db(), trajectory) if actor().may(Permission.READ_ALL) else None,
        **picture,
    )


def _picture(trajectory: Trajectory) -> dict[str, Any]:
    """What both pages show: the facts, the review, the report with its deviations; read once."""
    audit = audit_of(db(), trajectory.id)
    facts = facts_of(db(), trajectory, service.person_of(actor()), today())
    first = trajectory.kind is CertificationKind.FIRST
    rows = deviations_of(db(), audit.id) if audit else []
    return {
        "nummer": trajectory.number,
        "trajectory": trajectory,
        "facts": facts,
        "solve": ways_out(facts, trajectory),
        "review": review_of(db(), trajectory.id),
        "report": report_of(db(), audit.id) if audit else None,
        "topics": report_topics(facts.scheme, first=first) if facts.scheme.report else (),
        "deviations": [row for row in rows if row.withdrawn_on is None],
        "proof": evidence_lacking(db(), trajectory, today()),
    }


@decisions.get(REVIEW_PAGE)
@permit(Permission.READ)
def review(number: str) -> Response:
    """The report to review, the three questions, and the way back to the auditor."""
    return _review_page(found(trajectory_numbered(db(), number)), ReviewForm(), ReturnForm())


def _review_page(trajectory: Trajectory, form: ReviewForm, back: ReturnForm) -> Response:
    found(trajectory.scheme)
    picture = _picture(trajectory)
    conditions = conditions_for_reviewing(picture["facts"])
    values = {"form": form, "back": back, "forms": [form, back], "conditions": conditions, "missing": unmet(conditions)}
    return page("decisions/beoordelen.html", **values, **picture)


@decisions.post(REVIEW_PAGE)
@permit(Permission.REVIEW)
def record_review(number: str) -> Response:
    """Record the review; it establishes the report."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    form = ReviewForm()
    if submitted(form):
        with attempt(form):
            service.review_report(
                db(), actor(), now(), trajectory, complete=form.complete.data == "ja",
                qualified=form.qualified.data == "ja", correct=form.correct.data == "ja",
                advice=Advice(form.advice.data), text=form.text.data,
            )  # fmt: skip
            url = url_for("decisions.decide", number=trajectory.number)
            return saved(form, url, "Uw advies is vastgelegd. Het rapport is nu vastgesteld.")
    return _review_page(found(trajectory_numbered(db(), number)), form, ReturnForm(formdata=None))


@decisions.post(f"{REVIEW_PAGE}/terugsturen")
@permit(Permission.REVIEW)
def return_report(number: str) -> Response:
    """Send the report back to the auditor."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    back = ReturnForm()
    if submitted(back):
        with attempt(back):
            service.return_report(db(), actor(), now(), trajectory, question=back.question.data)
            url = url_for("decisions.review", number=trajectory.number)
            return saved(back, url, "Het rapport is terug bij de auditor, met uw vraag.")
    return _review_page(found(trajectory_numbered(db(), number)), ReviewForm(formdata=None), back)


@decisions.route(f"{DECISION_PAGE}/weigeren", methods=["GET", "POST"])
@permit(Permission.DECIDE)
def refuse(number: str) -> Response:
    """Refuse, on a page that names what follows."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    found(trajectory.scheme)
    form = RefuseForm()
    if submitted(form):
        with attempt(form):
            service.refuse(db(), actor(), now(), trajectory, why=form.why.data)
            url = url_for("decisions.decide", number=trajectory.number)
            return saved(form, url, "Het certificaat is geweigerd. De reden staat in het dossier.")
    return page("decisions/weigeren.html", nummer=number, form=form, trajectory=trajectory)


@decisions.route(f"{DECISION_PAGE}/heropenen", methods=["GET", "POST"])
@permit(Permission.DECIDE)
def reopen(number: str) -> Response:
    """Look at a refusal again."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    decision: Decision = found(decision_of(db(), trajectory.id))
    found(True if decision.verdict is Verdict.REFUSED else None)
    form = ReopenForm()
    if submitted(form):
        with attempt(form):
            service.reopen(db(), actor(), now(), decision, why=form.why.data)
            url = url_for("decisions.decide", number=trajectory.number)
            return saved(form, url, "Het besluit is heropend. U kunt opnieuw besluiten.")
    return page("decisions/heropenen.html", nummer=number, form=form, trajectory=trajectory, decision=decision)
