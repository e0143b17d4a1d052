"""The hours of an audit by activity, after it has its day."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.forms import HoursForm
from auditbeheer.planning.hours import hours_view
from auditbeheer.planning.models import Audit
from auditbeheer.planning.rules import HourPlan
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import Trajectory, trajectory_numbered


def hour_routes(planning: Blueprint) -> None:
    """Add the page to the blueprint of planning."""
    planning.add_url_rule("/dossiers/<number>/planning/uren", view_func=plan_hours, methods=["GET", "POST"])


@permit(Permission.PLAN)
def plan_hours(number: str) -> Response:
    """Plan other hours for the audit, by activity."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(models.audit_of(db(), trajectory.id))
    rules = own_rules_on(db(), today())
    view, form = hours_view(db(), trajectory, audit, rules), HoursForm(obj=audit)
    was: HourPlan = found(view.plan)
    form.start_with(was)
    if submitted(form):
        with attempt(form):
            planned: HourPlan = found(form.planned)
            service.plan_hours(db(), actor(), now(), audit, planned=planned, why=form.why.data)
            told = [f"Gepland: {planned.in_words}.", *hours_view(db(), trajectory, audit, rules).told]
            if was.on_location != planned.on_location and models.plans_of(db(), [audit.id]):
                told.append("Kijk het auditplan na: daarin staan de tijden van eerder.")
            return saved(form, url_for("planning.dossier", number=number), " ".join(told))
    conditions = service.conditions_to_change(db(), audit)
    return page(
        "planning/uren.html", form=form, nummer=trajectory.number, hours=view, conditions=conditions, told=audit.told
    )  # fmt: skip
