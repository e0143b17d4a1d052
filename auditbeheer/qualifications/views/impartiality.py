"""The register of impartiality, and what is recorded in it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.forms import key_or_none
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications import pages, service
from auditbeheer.qualifications.forms import EndGuidanceForm, GuidanceForm
from auditbeheer.qualifications.models import Guidance, GuidanceKind, partnership_names
from auditbeheer.qualifications.views.asked import chosen_day, home_of, person_by
from auditbeheer.relations.models import Bureau, Partnership, all_bureaus


def impartiality_routes(qualifications: Blueprint) -> None:
    """Add the pages to the blueprint of qualifications."""
    both = ["GET", "POST"]
    qualifications.add_url_rule("/auditors/onpartijdigheid", view_func=impartiality)
    qualifications.add_url_rule("/auditors/<int:person>/begeleiding", view_func=record_guidance, methods=both)
    qualifications.add_url_rule(
        "/auditors/<int:person>/begeleiding/<int:key>/einde", view_func=end_guidance, methods=both
    )


@permit(Permission.READ_ALL)
def impartiality() -> Response:
    """Everybody's ties, or those of one person, on a chosen day."""
    day, objection = chosen_day()
    person = key_or_none(request.args.get("persoon", ""))
    chosen = person_by(person) if person is not None else None
    register = pages.register_on(db(), day, person)
    return page("qualifications/onpartijdigheid.html", register=register, chosen=chosen, objection=objection)


@permit(Permission.PLAN)
def record_guidance(person: int) -> Response:
    """Somebody was involved with a partnership or a bureau."""
    employee, form = person_by(person), GuidanceForm(data={"kind": GuidanceKind.GUIDANCE.value})
    form.offer(partnership_names(db()), [(bureau.id, bureau.name) for bureau in all_bureaus(db())])
    if submitted(form):
        with attempt(form):
            row = service.record_guidance(
                db(), actor(), now(), employee, what=form.what.data, from_day=form.from_day.data,
                until_day=form.until_day.data, source=form.source.data, kind=GuidanceKind(form.kind.data),
                partnership=db().get(Partnership, form.partnership.data) if form.partnership.data else None,
                bureau=db().get(Bureau, form.bureau.data) if form.bureau.data else None,
            )  # fmt: skip
            return saved(form, home_of(employee), f"De band van {employee.name} met {row.with_whom} is vastgelegd.")
    return page("qualifications/begeleiding-vastleggen.html", form=form, employee=employee)


@permit(Permission.PLAN)
def end_guidance(person: int, key: int) -> Response:
    """What went on has ended."""
    employee, form = person_by(person), EndGuidanceForm()
    row: Guidance = found(db().get(Guidance, key))
    found(row.employee_id == employee.id or None)
    if submitted(form):
        with attempt(form):
            service.end_guidance(
                db(), actor(), now(), employee, row, until_day=form.until_day.data, source=form.source.data
            )  # fmt: skip
            return saved(form, home_of(employee), f"Het einde van de band met {row.with_whom} is vastgelegd.")
    distance = own_rules_on(db(), today())["impartiality_years"]
    return page(
        "qualifications/begeleiding-eindigt.html", form=form, employee=employee, row=row, distance=distance
    )  # fmt: skip
