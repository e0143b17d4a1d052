"""How much everybody is meant to do in a year, beside what stands and what was done."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning import models, service
from auditbeheer.planning.target_forms import TargetForm
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications.models import people_with_a_file

YEARS = 3  # the year before, this one, the next


def target_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint of planning."""
    planning.add_url_rule("/planning/jaardoelen", view_func=targets)
    planning.add_url_rule(
        "/planning/jaardoelen/<int(max=9999):year>/<int(max=2147483647):person>", view_func=set_target,
        methods=["GET", "POST"],
    )  # fmt: skip


@permit(Permission.PLAN)
def targets() -> Response:
    """Everybody's year: done, planned, and the least, the aim and the most."""
    this = today().year
    year = min(max(request.args.get("jaar", this, type=int), this - 1), this + 1)
    people = [one for one in people_with_a_file(db()) if one.left_on is None or one.left_on.year >= year]
    return page(
        "planning/jaardoelen.html", people=people, year=year, years=[this - 1 + step for step in range(YEARS)],
        loads=models.loads_in(db(), year), targets=models.targets_in(db(), [year]),
    )  # fmt: skip


@permit(Permission.PLAN)
def set_target(year: int, person: int) -> Response:
    """Say how much somebody is meant to do in a year."""
    employee: Employee = found(db().get(Employee, person))
    found(year if abs(year - today().year) <= 1 else None)
    form = TargetForm(obj=models.targets_in(db(), [year]).get((person, year)))
    if submitted(form):
        with attempt(form):
            service.set_target(
                db(), actor(), now(), employee, year=year, audits=form.bounds("audits"), hours=form.bounds("hours")
            )
            url = url_for("planning.targets", jaar=year)
            return saved(form, url, f"Het jaardoel van {employee.name} voor {year} is vastgelegd.")
    return page("planning/jaardoel.html", form=form, employee=employee, year=year)
