"""The audit plan as the working group reads it, and objecting to somebody in the team (PLA-2)."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning import audit_plans
from auditbeheer.planning import service as planning
from auditbeheer.planning.audit_plans import PlanView
from auditbeheer.planning.models import Assignment, Audit, audit_of
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, saved, shelf, submitted, today
from auditbeheer.portal.forms import WhyForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.standing import Standing
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.scheme.condition import unmet

ROW = "<int(max=2147483647):key>"


def audit_plan_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn/<number>/auditplan", view_func=audit_plan)
    portal.add_url_rule("/mijn/<number>/auditplan.pdf", view_func=audit_plan_on_paper)
    portal.add_url_rule(f"/mijn/<number>/auditplan/bezwaar/{ROW}", view_func=object_to_member, methods=["GET", "POST"])


def _plan(number: str) -> tuple[Standing, Audit, PlanView]:
    """The plan that was sent for the audit that stands; else there is none to read."""
    standing = standing_at(number)
    audit: Audit = found(audit_of(db(), standing.seat.trajectory.id))
    view = audit_plans.plan_view(db(), audit, today())
    found(view.newest)
    return standing, audit, view


@by_link(SCOPE)
def audit_plan(number: str) -> Response:
    """Programme, team and who must be there."""
    standing, audit, view = _plan(number)
    members = [(member, not unmet(planning.conditions_to_object(db(), now(), member))) for member in audit.present_team]
    return draw("auditplan.html", standing, audit=audit, view=view, members=members)


@by_link(SCOPE)
def audit_plan_on_paper(number: str) -> Response:
    """The same as PDF."""
    standing, _, view = _plan(number)
    style = PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())
    content = audit_plans.plan_pdf(db(), found(view.newest), style)
    return hand_out(content, name=f"auditplan-{standing.number}.pdf", media_type=PDF)


@by_link(SCOPE)
def object_to_member(number: str, key: int) -> Response:
    """Object to somebody in the team, with the reason."""
    standing, audit, view = _plan(number)
    member: Assignment = found(next((one for one in audit.present_team if one.id == key), None))
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            planning.object_to_member(
                db(), actor(), now(), member, sender=standing.seat.recipient, why=form.why.data
            )  # fmt: skip
            url = url_for("portal.audit_plan", number=standing.number)
            return saved(form, url, "Uw bezwaar is binnen. U hoort van ons wat wij besluiten.")
    return draw("bezwaar.html", standing, form=form, member=member, view=view)
