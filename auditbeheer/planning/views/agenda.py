"""The calendar: everybody's and one's own; what stands in the way of another day; a day that the lead chooses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, jsonify, request, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning import agenda, dragging, models, pages, service
from auditbeheer.planning.dragging import Drop, Opens
from auditbeheer.planning.forms import AskAbsenceForm, OwnMoveForm
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.qualifications.rules import Part
from auditbeheer.quotes.models import trajectory_numbered
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import day_long

BOTH = ["GET", "POST"]


def agenda_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint."""
    planning.add_url_rule("/planning/agenda", view_func=office_agenda)
    planning.add_url_rule("/planning/agenda/bezwaren", view_func=objections)
    planning.add_url_rule("/agenda", view_func=own_agenda)
    planning.add_url_rule("/agenda/afwezig", view_func=ask_absence, methods=BOTH)
    planning.add_url_rule("/dossiers/<number>/planning/eigen-dag", view_func=own_day, methods=BOTH)


def asked_day() -> date | None:
    """The day in the address, if it is one."""
    try:
        return date.fromisoformat(request.args.get("dag", ""))
    except ValueError:
        return None


def _asked_view() -> str:
    wanted = request.args.get("wat", agenda.MONTH)
    return wanted if wanted in agenda.VIEWS else agenda.MONTH


@permit(Permission.READ_ALL)
def office_agenda() -> Response:
    """Everybody's days."""
    view = agenda.agenda_of(db(), asked_day() or today(), today(), _asked_view())
    return page("planning/agenda.html", view=view, today=today(), place="planning.office_agenda", own=False)


@permit(Permission.AUDIT)
def own_agenda() -> Response:
    """One's own audits, reviews and days away, and what one asked for."""
    mine: Employee = found(me())
    view = agenda.agenda_of(db(), asked_day() or today(), today(), agenda.MONTH, person=mine.id)
    asked = models.requests_of(db(), mine.id, today())
    return page(
        "planning/mijn-agenda.html", view=view, today=today(), place="planning.own_agenda", own=True, asked=asked
    )  # fmt: skip


@permit(Permission.AUDIT)
def ask_absence() -> Response:
    """Ask to be away; a planner answers."""
    mine, form = db().get_one(Employee, found(me()).id), AskAbsenceForm()
    if submitted(form):
        with attempt(form):
            service.ask_absence(
                db(), actor(), now(), mine, from_day=form.from_day.data, until_day=form.until_day.data,
                why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("planning.own_agenda"), "Uw vraag ligt bij de planner.")
    return page("planning/afwezig-vragen.html", form=form)


def _audit(number: str) -> Audit:
    trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(models.audit_of(db(), trajectory.id))
    return audit


@permit(Permission.PLAN)
def objections() -> Response:
    """What stands in the way of an audit on another day or with another auditor: what its form asks, as JSON.

    It only tells. ``naar``: the form where it is changed, with the reason.
    """
    audit, day = _audit(request.args.get("dossier", "")), found(asked_day())
    onto = found(_who(_key("wie"), audit.day)) if request.args.get("wie") else None
    drop = dragging.drop_on(db(), now(), audit, day, _key("van"), onto)
    return jsonify(titel=drop.title, bezwaren=_told(drop.conditions), naar=_form(audit, day, drop, onto))


def _key(name: str) -> int | None:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _who(key: int | None, day: date) -> Employee | None:
    here = (one for one in people_with_a_file(db()) if one.left_on is None or one.left_on > day)
    return next((one for one in here if one.id == key), None)


def _form(audit: Audit, day: date, drop: Drop, onto: Employee | None) -> str:
    number = audit.trajectory.number
    # Who cannot stands in the list of everybody, with what would help.
    able = onto.id if onto is not None and not unmet(drop.conditions) else None
    if drop.member is not None:
        return url_for("planning.replace", number=number, key=drop.member.id, kies=able)
    if drop.opens is Opens.ASSIGN:
        return url_for("planning.assign", number=number, rol=Part.LEAD.value, kies=able)
    return url_for("planning.move", number=number, dag=day.isoformat())


def _told(conditions: Sequence[Condition]) -> list[str]:
    return list(dict.fromkeys(condition.objection for condition in unmet(conditions)))


@permit(Permission.AUDIT)
def own_day(number: str) -> Response:
    """The lead auditor gives the own audit another day, within limits."""
    audit = _audit(number)
    found(audit if audit.lead is not None and audit.lead.id == actor().employee_id else None)
    form = OwnMoveForm(obj=audit)
    help_ = pages.day_help(db(), audit.trajectory, today())
    if not help_.review_needed:
        form.review_may_stay_empty()
    if submitted(form):
        with attempt(form):
            moved = service.move_own_audit(
                db(), actor(), now(), audit, day=form.day.data, starts_at=form.starts_at.data,
                document_review_on=form.document_review_on.data, why=form.why.data,
            )  # fmt: skip
            url = url_for("planning.dossier", number=moved.trajectory.number)
            return saved(form, url, f"De audit staat nu op {day_long(moved.day)}. De planner ziet het.")
    limits = service.conditions_to_move_self(
        db(), actor(), now(), audit, day=audit.day, starts_at=audit.starts_at, review_on=audit.document_review_on
    )  # fmt: skip
    limits = [condition for condition in limits if condition.code in LIMITS]
    return page("planning/eigen-dag.html", form=form, nummer=number, audit=audit, help=help_, limits=limits)


# What does not depend on the day that is chosen: shown before.
LIMITS = ("zelf.niet_bevestigd", "zelf.geen_vraag", "zelf.oude_dag", "audit.niet_gehouden")
