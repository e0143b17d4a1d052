"""The decision of the scheme manager about a year with too few assessments."""

from __future__ import annotations

from flask import Blueprint, Response

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications import pages, service
from auditbeheer.qualifications.forms import ShortfallForm
from auditbeheer.qualifications.models import ShortfallVerdict
from auditbeheer.qualifications.views.asked import home_of, person_by, scheme_by


def shortfall_routes(qualifications: Blueprint) -> None:
    """Add the page to the blueprint of qualifications."""
    address = "/auditors/<int:person>/<scheme>/tekort/<int:year>"
    qualifications.add_url_rule(address, view_func=shortfall, methods=["GET", "POST"])


@permit(Permission.QUALIFY)
def shortfall(person: int, scheme: str, year: int) -> Response:
    """Keep somebody with a measure, or suspend."""
    employee, under, form = person_by(person), scheme_by(scheme), ShortfallForm()
    counted = found(next((one for one in pages.years_of(db(), employee, under, today()) if one.year == year), None))
    if submitted(form):
        with attempt(form):
            row = service.decide_on_shortfall(
                db(), actor(), now(), employee, scheme=under, year=year,
                verdict=ShortfallVerdict(form.verdict.data), measure=form.measure.data, why=form.why.data,
            )  # fmt: skip
            return saved(form, home_of(employee), f"Uw besluit over {year} is vastgelegd: {row.verdict}.")
    conditions = service.conditions_to_decide(db(), actor(), now(), employee, under, year)
    return page(
        "qualifications/tekort-besluiten.html", form=form, employee=employee, scheme=under, year=counted,
        conditions=conditions,
    )  # fmt: skip
