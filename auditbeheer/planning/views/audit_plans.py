"""The pages of the audit plan, and of objections to the team."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning import audit_plans, models, service
from auditbeheer.planning.day_forms import DecideForm, plan_form
from auditbeheer.planning.models import Audit, AuditPlan, TeamObjection
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.models import trajectory_numbered

HERE = "/dossiers/<number>/planning"
ROW = "<int(max=2147483647):key>"


def audit_plan_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both = ["GET", "POST"]
    planning.add_url_rule(f"{HERE}/auditplan", view_func=audit_plan)
    planning.add_url_rule(f"{HERE}/auditplan/maken", view_func=make_audit_plan, methods=both)
    planning.add_url_rule(f"{HERE}/auditplan/{ROW}.pdf", view_func=audit_plan_on_paper)
    planning.add_url_rule(f"{HERE}/bezwaar/{ROW}", view_func=decide_objection, methods=both)


def _audit(number: str) -> Audit:
    trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(models.audit_of(db(), trajectory.id))
    return audit


@permit(Permission.READ)
def audit_plan(number: str) -> Response:
    """The plan that holds, the ones before it, and objections to the team."""
    audit = _audit(number)
    view = audit_plans.plan_view(db(), audit, today())
    return page("planning/auditplan.html", nummer=audit.trajectory.number, audit=audit, view=view)


@permit(Permission.PLAN)
def make_audit_plan(number: str) -> Response:
    """Times, room and who must be there; sent to the contact person."""
    audit = _audit(number)
    view = audit_plans.plan_view(db(), audit, today())
    values = {"room": view.newest.room, "remark": view.newest.remark} if view.newest else {}
    form = plan_form(audit_plans.programme_for(db(), audit, today()), **values)
    if submitted(form):
        with attempt(form):
            plan = service.send_plan(
                db(), actor(), now(), audit, items=form.items, room=form.room.data, remark=form.remark.data
            )
            url = url_for("planning.audit_plan", number=audit.trajectory.number)
            return saved(form, url, f"Auditplan versie {plan.edition} is verstuurd aan {plan.sent_to}.")
    return page(
        "planning/auditplan-maken.html", nummer=audit.trajectory.number, audit=audit, form=form, view=view
    )  # fmt: skip


@permit(Permission.READ)
def audit_plan_on_paper(number: str, key: int) -> Response:
    """One edition as PDF."""
    audit = _audit(number)
    plan: AuditPlan = found(next((one for one in models.plans_of(db(), [audit.id]) if one.edition == key), None))
    style = PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())
    name = f"auditplan-{audit.trajectory.number}-{plan.edition}.pdf"
    return hand_out(audit_plans.plan_pdf(db(), plan, style), name=name, media_type=PDF)


@permit(Permission.PLAN)
def decide_objection(number: str, key: int) -> Response:
    """Honour an objection to a team member, or not, with the reason."""
    audit, form = _audit(number), DecideForm()
    rows = models.objections_of(db(), [audit.id])
    row: TeamObjection = found(next((one for one in rows if one.id == key), None))
    if submitted(form):
        with attempt(form):
            honoured = form.honoured.data == "ja"
            service.decide_objection(db(), actor(), now(), row, honoured=honoured, why=form.why.data)
            number = audit.trajectory.number
            url = (
                url_for("planning.replace", number=number, key=row.assignment_id)
                if honoured
                else url_for("planning.audit_plan", number=number)
            )
            told = "Het bezwaar is toegewezen. Kies nu een ander." if honoured else "Het bezwaar is afgewezen."
            return saved(form, url, told)
    return page("planning/bezwaar.html", nummer=audit.trajectory.number, form=form, row=row)
