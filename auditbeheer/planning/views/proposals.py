"""The planner that proposes: ask, look how far it is, take over, change or skip; and what matters how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.config import Settings
from auditbeheer.planning import models, proposal_page, proposing, service
from auditbeheer.planning.models import PlanProposal, ProposedLine
from auditbeheer.planning.proposal_forms import ChangeLineForm, ChosenForm, WishesForm
from auditbeheer.planning.rules.proposals import taken_in_words
from auditbeheer.planning.rules.wishes import TEXTS
from auditbeheer.planning.views.overview import overview_page
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.quotes.models import Trajectory, trajectories_numbered
from auditbeheer.scheme.wording import day_long

BOTH = ["GET", "POST"]
PLACE = "/planning/voorstellen"
ONE = f"{PLACE}/<int(max=2147483647):key>"
LINE = "<int(max=2147483647):line>"


def proposal_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint of planning."""
    planning.add_url_rule(PLACE, view_func=proposals)
    planning.add_url_rule(f"{PLACE}/vragen", view_func=ask_for_proposal, methods=["POST"])
    planning.add_url_rule(f"{PLACE}/wensen", view_func=proposal_wishes, methods=BOTH)
    planning.add_url_rule(ONE, view_func=proposal)
    planning.add_url_rule(f"{ONE}/stand", view_func=proposal_progress)
    planning.add_url_rule(f"{ONE}/opnieuw", view_func=restart_proposal, methods=["POST"])
    planning.add_url_rule(f"{ONE}/stoppen", view_func=stop_proposal, methods=["POST"])
    planning.add_url_rule(f"{ONE}/overnemen", view_func=take_over, methods=["POST"])
    planning.add_url_rule(f"{ONE}/overslaan", view_func=skip_lines, methods=["POST"])
    planning.add_url_rule(f"{ONE}/wijzigen/{LINE}", view_func=change_line, methods=BOTH)


def _proposal(key: int) -> PlanProposal:
    row: PlanProposal = found(models.proposal_by_id(db(), key))
    return row


def _url(key: int) -> str:
    return url_for("planning.proposal", key=key)


@permit(Permission.PLAN)
def proposals() -> Response:
    """The proposals that were asked for, the newest first."""
    return page("planning/voorstellen.html", rows=models.proposals_made(db()), moment=now())


@permit(Permission.PLAN)
def ask_for_proposal() -> Response:
    """Reckon data and auditors for what was ticked. The work begins once the request is kept."""
    form = ChosenForm()
    if submitted(form):
        with attempt(form):
            chosen: Sequence[Trajectory] = list(trajectories_numbered(db(), form.chosen).values())
            extras = models.extras_keyed(db(), form.chosen)
            row = service.request_proposal(db(), actor(), now(), chosen, extras=extras)
            answer = saved(form, _url(row.id))
            _start(row.id)
            return answer
    return overview_page(form)


def _start(key: int) -> None:
    settings: Settings = current_app.extensions["settings"]
    proposing.start(key, settings.environment)


@permit(Permission.PLAN)
def proposal(key: int) -> Response:
    """How far a proposal is; then its lines, with what was done with each."""
    return _shown(_proposal(key), ChosenForm())


def _shown(row: PlanProposal, form: ChosenForm) -> Response:
    view, stand = proposal_page.view_of(row, now()), proposal_page.stand_of(row)
    return page("planning/voorstel.html", proposal=row, form=form, view=view, stand=stand)


@permit(Permission.PLAN)
def proposal_progress(key: int) -> Response:
    """How far a proposal is, for the script on its page."""
    row = _proposal(key)
    stand = asdict(proposal_page.stand_of(row))
    return jsonify(done=round(row.share, 3), stand=stand, ended=row.ended_at is not None, silent=row.silent(now()))


@permit(Permission.PLAN)
def restart_proposal(key: int) -> Response:
    """Reckon a proposal again whose process was stopped from outside."""
    row, form = _proposal(key), ChosenForm()
    if submitted(form):
        with attempt(form):
            service.restart_proposal(db(), actor(), now(), row)
            answer = saved(form, _url(key))
            _start(key)
            return answer
    return _shown(row, form)


@permit(Permission.PLAN)
def stop_proposal(key: int) -> Response:
    """Stop reckoning and keep the best until now."""
    row, form = _proposal(key), ChosenForm()
    if submitted(form):
        with attempt(form):
            service.stop_proposal(db(), actor(), now(), row)
            return saved(form, _url(key), "Het voorstel stopt. Het beste tot nu toe blijft.")
    return _shown(row, form)


@permit(Permission.PLAN)
def take_over(key: int) -> Response:
    """Plan the lines that were ticked; without a tick every line that is open."""
    row, form = _proposal(key), ChosenForm()
    if submitted(form):
        with attempt(form):
            lines = _lines(row, form) or row.open_lines
            audits = service.take_over(db(), actor(), now(), row, lines)
            return saved(form, _url(key), taken_in_words(len(audits)))
    return _shown(row, form)


@permit(Permission.PLAN)
def skip_lines(key: int) -> Response:
    """Leave the lines that were ticked as they are."""
    row, form = _proposal(key), ChosenForm()
    if submitted(form):
        with attempt(form):
            service.skip_lines(db(), actor(), now(), _lines(row, form))
            return saved(form, _url(key), "Overgeslagen. Deze dossiers staan nog bij Te plannen.")
    return _shown(row, form)


def _lines(row: PlanProposal, form: ChosenForm) -> list[ProposedLine]:
    return [line for line in row.lines if line.id in form.keys]


@permit(Permission.PLAN)
def change_line(key: int, line: int) -> Response:
    """Plan one line otherwise than was proposed."""
    row: ProposedLine = found(models.proposed_line(db(), key, line))
    form = ChangeLineForm(data={"day": row.day, "employee": row.employee_id})
    form.offer(people_with_a_file(db()))
    if submitted(form):
        with attempt(form):
            employee = found(db().get(Employee, form.employee.data))
            audit = service.change_line(
                db(), actor(), now(), row, day=form.day.data, employee=employee, starts_at=form.starts_at.data
            )
            return saved(form, _url(key), f"{employee.name} doet de {audit.name} op {day_long(audit.day)}.")
    return page("planning/voorstel-wijzigen.html", form=form, line=row, key=key)


@permit(Permission.PLAN)
def proposal_wishes() -> Response:
    """What proposals find important, and how much."""
    form = WishesForm.filled(service.wishes_for(db(), today()))
    if submitted(form):
        with attempt(form):
            service.set_wishes(db(), actor(), now(), form.wishes)
            return saved(form, url_for("planning.proposals"), "Nieuwe voorstellen rekenen hiermee.")
    return page("planning/wensen.html", form=form, texts=TEXTS)
