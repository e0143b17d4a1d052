"""Mijn kwalificatie, and the yearly declaration that belongs to it."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.qualifications import pages, service
from auditbeheer.qualifications.forms import DeclarationForm
from auditbeheer.qualifications.views.asked import person_by


def own_routes(qualifications: Blueprint) -> None:
    """Add the pages to the blueprint of qualifications."""
    qualifications.add_url_rule("/auditors/mijn-kwalificatie", view_func=own)
    qualifications.add_url_rule("/auditors/<int:person>/verklaren", view_func=declare, methods=["GET", "POST"])


@permit(Permission.AUDIT)
def own() -> Response:
    """What somebody is, what they owe, what they do next."""
    view = pages.own_page(db(), actor(), now(), found(me()))
    return page("qualifications/mijn-kwalificatie.html", view=view)


@permit(Permission.AUDIT)
def declare(person: int) -> Response:
    """The yearly declaration of impartiality, by the person."""
    employee = person_by(person)
    found(employee.id == actor().employee_id or None)
    view = pages.person_page(db(), actor(), now(), employee)
    years = list(view.to_declare)
    form = DeclarationForm(data={"year": years[0] if years else None})
    form.offer(years)
    if submitted(form):
        with attempt(form):
            row = service.declare_impartiality(db(), actor(), now(), employee, year=form.year.data)
            return saved(form, url_for("qualifications.own"), f"Uw verklaring over {row.year} is vastgelegd.")
    return page("qualifications/verklaren.html", form=form, employee=employee, years=years, guidance=view.guidance)
