"""The pages of planning: what is to be planned, the audit of a dossier, its team."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.exceptions import NotFound

from auditbeheer.accounts import links
from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import choices, models, pages, replacing, service
from auditbeheer.planning.calendar_file import CALENDAR, file_of, method_of, name_of, newest
from auditbeheer.planning.forms import (
    AssignForm,
    CancelForm,
    LeaveForm,
    MoveForm,
    PlanForm,
    ReplaceForm,
    StatementForm,
)
from auditbeheer.planning.hours import HoursView, hours_view
from auditbeheer.planning.models import Assignment, Audit, Cause, TeamRole
from auditbeheer.planning.views.agenda import agenda_routes, asked_day
from auditbeheer.planning.views.asking import asking_routes
from auditbeheer.planning.views.audit_plans import audit_plan_routes
from auditbeheer.planning.views.days import day_routes
from auditbeheer.planning.views.extra import asked_for, extra_routes, shown
from auditbeheer.planning.views.hours import hour_routes
from auditbeheer.planning.views.overview import overview_routes
from auditbeheer.planning.views.presence import presence_routes
from auditbeheer.planning.views.proposals import proposal_routes
from auditbeheer.planning.views.targets import target_routes
from auditbeheer.planning.views.year import year_routes
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications.rules import Part
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.wording import day_long, day_plain, join_and

planning = Blueprint("planning", __name__)
overview_routes(planning)
proposal_routes(planning)
asking_routes(planning)
target_routes(planning)
day_routes(planning)
audit_plan_routes(planning)
hour_routes(planning)
presence_routes(planning)
agenda_routes(planning)
year_routes(planning)
START = time(9, 30)


def _trajectory(number: str) -> Trajectory:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    found(trajectory.scheme)
    return trajectory


def _hours(trajectory: Trajectory, audit: Audit | None = None) -> HoursView:
    return hours_view(db(), trajectory, audit, own_rules_on(db(), today()))


def _audit(number: str) -> Audit:
    trajectory = _trajectory(number)
    extra = asked_for(trajectory)
    audit: Audit = found(extra.visit if extra else models.audit_of(db(), trajectory.id))
    return audit


def _member(number: str, key: int) -> Assignment:
    member: Assignment = found(next((m for m in _audit(number).present_team if m.id == key), None))
    return member


@planning.get("/dossiers/<number>/planning")
@permit(Permission.READ)
def dossier(number: str) -> Response:
    """The audit of a dossier: day, promises, team, what is still missing."""
    return _again(number, StatementForm())


@planning.route("/dossiers/<number>/planning/inplannen", methods=["GET", "POST"])
@permit(Permission.PLAN)
def plan(number: str) -> Response:
    """Put the audit on a day."""
    trajectory = _trajectory(number)
    help_, hours = pages.day_help(db(), trajectory, today()), _hours(trajectory)
    form = PlanForm(data={"starts_at": START, "place": trajectory.partnership.town})
    if hours.proposed is not None:
        form.start_with(hours.proposed)
    if not help_.review_needed:
        form.review_may_stay_empty()
    if submitted(form):
        with attempt(form):
            audit = service.plan_audit(
                db(), actor(), now(), trajectory, day=form.day.data, starts_at=form.starts_at.data,
                place=form.place.data, document_review_on=form.document_review_on.data, remark=form.remark.data,
                planned=form.planned,
            )  # fmt: skip
            url = url_for("planning.assign", number=trajectory.number)
            told = [
                f"De audit staat op {day_long(audit.day)}. Wijs nu een auditor toe.",
                *_hours(trajectory, audit).told,
            ]
            return saved(form, url, " ".join(told))
    return page(
        "planning/inplannen.html", form=form, nummer=trajectory.number, hours=hours,
        help=help_, basis=pages.basis_of(db(), trajectory, today()),
    )  # fmt: skip


@planning.route("/dossiers/<number>/planning/verzetten", methods=["GET", "POST"])
@permit(Permission.PLAN)
def move(number: str) -> Response:
    """Another day for the audit."""
    audit = _audit(number)
    help_, form = pages.day_help(db(), audit.trajectory, today()), MoveForm(obj=audit)
    hours = _hours(audit.trajectory, audit)
    if not help_.review_needed or audit.extra_id is not None:
        form.review_may_stay_empty()
    if audit.extra_id is not None:
        form.without_hours()
    elif hours.plan is not None:
        form.start_with(hours.plan)
    if submitted(form):
        with attempt(form):
            moved, left = service.move_audit(
                db(), actor(), now(), audit, day=form.day.data, starts_at=form.starts_at.data, place=form.place.data,
                document_review_on=form.document_review_on.data, why=form.why.data, cause=form.bearer,
                planned=form.planned if form.planned != hours.plan else None,
            )  # fmt: skip
            told = [f"De {moved.name} staat nu op {day_long(moved.day)}.", *pages.promises_between(audit, moved)]
            told += _hours(moved.trajectory, moved).told if moved.extra_id is None else []
            told += [f"Niet mee: {join_and(left)}."] if left else []
            return saved(form, url_for("planning.dossier", number=moved.trajectory.number), " ".join(told))
    elif request.method == "GET" and (asked := asked_day()) is not None:
        form.day.data = asked  # from the calendar
    return page(
        "planning/verzetten.html", form=form, nummer=audit.trajectory.number, audit=audit, help=help_, hours=hours
    )  # fmt: skip


@planning.route("/dossiers/<number>/planning/afzeggen", methods=["GET", "POST"])
@permit(Permission.PLAN)
def cancel(number: str) -> Response:
    """The audit is off."""
    audit = _audit(number)
    form = CancelForm()
    if submitted(form):
        with attempt(form):
            service.cancel_audit(db(), actor(), now(), audit, why=form.why.data, cause=form.bearer)
            url = url_for("planning.dossier", number=audit.trajectory.number)
            return saved(form, url, f"De {audit.name} van {day_plain(audit.day)} is vervallen.")
    return page("planning/afzeggen.html", form=form, nummer=audit.trajectory.number, audit=audit)


@planning.route("/dossiers/<number>/planning/toewijzen", methods=["GET", "POST"])
@permit(Permission.PLAN)
def assign(number: str) -> Response:
    """Who can do this audit and who cannot; choose one."""
    audit = _audit(number)
    form = AssignForm()
    if submitted(form):
        with attempt(form):
            employee, role = _chosen(form)
            member = service.assign(db(), actor(), now(), audit, employee, role=role)
            number = audit.trajectory.number
            undo = url_for("planning.undo_assign", number=number, key=member.id)
            told = f"{member.employee.name} is {member.role} op {day_long(audit.day)}."
            return saved(form, url_for("planning.dossier", number=number), told, undo=undo)
    part = _part(request.args.get("rol", ""), audit)
    everybody = choices.choices_for(db(), audit, part, own_rules_on(db(), today()))
    one = [choice for choice in everybody if str(choice.employee.id) == request.args.get("kies")]
    return page(
        "planning/toewijzen.html", form=form, nummer=audit.trajectory.number, audit=audit, part=part, parts=list(Part),
        choices=one or everybody, one=one,
    )  # fmt: skip


def _part(word: str, audit: Audit) -> Part:
    """The part asked for; without one: the leader while nobody leads, else a second auditor."""
    asked = next((part for part in Part if part.value == word), None)
    return asked or (Part.LEAD if audit.lead is None else Part.SECOND)


def _chosen(form: AssignForm) -> tuple[Employee, TeamRole]:
    key, word = found(form.chosen)
    role = found(next((role for role in TeamRole if role.value == word), None))
    return found(db().get(Employee, key)), role


@planning.post("/dossiers/<number>/planning/toewijzen/<int:key>/ongedaan")
@permit(Permission.PLAN)
def undo_assign(number: str, key: int) -> Response:
    """Take back an assignment that was just made."""
    member, form = _member(number, key), StatementForm()
    url = url_for("planning.assign", number=member.audit.trajectory.number)
    if submitted(form):
        with attempt(form):
            service.withdraw(db(), actor(), now(), member, why="ongedaan gemaakt", cause=Cause.US)
            return saved(form, url, f"{member.employee.name} zit niet meer in het team.")
    return _again(number, form)


@planning.route("/dossiers/<number>/planning/vervangen/<int:key>", methods=["GET", "POST"])
@permit(Permission.PLAN)
def replace(number: str, key: int) -> Response:
    """Somebody else for the same part."""
    member = _member(number, key)
    audit, form = member.audit, ReplaceForm(data=replacing.filled_in(member, request.args.get("kies", ""), today()))
    if submitted(form):
        with attempt(form):
            employee, _ = _chosen(form)
            row = service.replace_auditor(
                db(), actor(), now(), member, employee=employee, why=form.why.data, cause=form.bearer
            )  # fmt: skip
            told = f"{row.employee.name} is {row.role} in plaats van {member.employee.name}."
            return saved(form, url_for("planning.dossier", number=audit.trajectory.number), told)
    chosen = db().get(Employee, form.chosen[0]) if form.chosen else None
    if chosen is not None:
        follows = replacing.consequences(member, chosen, today())
        return page(
            "planning/vervangen-bevestigen.html", form=form, nummer=audit.trajectory.number, audit=audit,
            member=member, chosen=chosen, told=follows, sudden=replacing.sudden_word(audit.day, today()),
        )  # fmt: skip
    part = Part(member.role.value)
    found_choices = choices.choices_for(db(), audit, part, own_rules_on(db(), today()), leaving=member)
    return page(
        "planning/vervangen.html", form=form, nummer=audit.trajectory.number, audit=audit, part=part, member=member,
        choices=[choice for choice in found_choices if choice.employee.id != member.employee_id],
    )  # fmt: skip


@planning.route("/dossiers/<number>/planning/team/<int:key>/eruit", methods=["GET", "POST"])
@permit(Permission.PLAN)
def leave(number: str, key: int) -> Response:
    """Somebody leaves the team."""
    member, form = _member(number, key), LeaveForm()
    if submitted(form):
        with attempt(form):
            service.withdraw(db(), actor(), now(), member, why=form.why.data, cause=form.bearer)
            url = url_for("planning.dossier", number=member.audit.trajectory.number)
            return saved(form, url, f"{member.employee.name} zit niet meer in het team.")
    return page("planning/uit-het-team.html", form=form, nummer=member.audit.trajectory.number, member=member)


@planning.route("/dossiers/<number>/planning/onpartijdigheid", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def state_impartiality(number: str) -> Response:
    """A team member states to be impartial towards this partnership."""
    audit, form = _audit(number), StatementForm()
    mine = actor().employee_id
    member: Assignment = found(next((m for m in audit.present_team if m.employee_id == mine), None))
    if submitted(form):
        with attempt(form):
            service.confirm_impartiality(db(), actor(), now(), member)
            url = url_for("planning.dossier", number=audit.trajectory.number)
            return saved(form, url, "Uw onpartijdigheid is bevestigd.")
    return page(
        "planning/onpartijdigheid.html", form=form, nummer=audit.trajectory.number, audit=audit, member=member
    )  # fmt: skip


@planning.post("/dossiers/<number>/planning/bevestigen")
@permit(Permission.PLAN)
def confirm(number: str) -> Response:
    """The day is told to the working group."""
    audit, form = _audit(number), StatementForm()
    if submitted(form):
        with attempt(form):
            service.confirm_day(db(), actor(), now(), audit)
            url = url_for("planning.dossier", number=audit.trajectory.number)
            return saved(form, url, f"De {audit.name} op {day_long(audit.day)} is bevestigd aan de werkgroep.")
    return _again(number, form)


def _again(number: str, form: Any) -> Response:
    trajectory = _trajectory(number)
    if extra := asked_for(trajectory):
        return shown(extra, form)
    view = pages.audit_page(db(), trajectory, now())
    return page("planning/audit.html", nummer=trajectory.number, view=view, me=actor().employee_id, form=form)


@planning.get("/agenda/<code>.ics")
def calendar(code: str) -> Response:
    """The audit of one dossier for a calendar, by the link in a mail; a day that was moved has moved here too."""
    link = links.find(db(), code)
    if link is None or link.scope != CALENDAR or links.state_on(link, today()) is not links.LinkState.OPEN:
        raise NotFound()
    visit: Audit = found(newest(db(), link.thing, link.person))
    base_url, method = current_app.extensions["settings"].base_url, method_of(visit, link.person)
    content = file_of(db(), visit, now(), base_url=base_url, person=link.person)
    return hand_out(content, name=name_of(visit), media_type=f"text/calendar; charset=utf-8; method={method}")


extra_routes(planning)
