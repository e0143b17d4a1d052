"""The pages of bureaus: whom they send, and all groups that they help (ARE-9)."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.relations import service
from auditbeheer.relations.models import Bureau, all_bureaus, groups_per_bureau
from auditbeheer.relations.party_forms import BureauForm, bureau_values
from auditbeheer.relations.views.alike import despite, in_its_place

ONE = "/relaties/bureaus/<int(max=2147483647):id>"


def bureau_routes(relations: Blueprint) -> None:
    """Add the pages to the blueprint of relations."""
    both = ["GET", "POST"]
    relations.add_url_rule("/relaties/bureaus", view_func=bureau_list)
    relations.add_url_rule("/relaties/bureaus/nieuw", view_func=add_bureau, methods=both)
    relations.add_url_rule(ONE, view_func=bureau)
    relations.add_url_rule(f"{ONE}/wijzigen", view_func=change_bureau, methods=both)


@permit(Permission.READ_ALL)
def bureau_list() -> Response:
    """All bureaus, with how many groups each helps now."""
    return page("relations/bureaus.html", rows=all_bureaus(db()), groups=groups_per_bureau(db()))


@permit(Permission.READ_ALL)
def bureau(id: int) -> Response:
    """One bureau: its people and all its groups, those of now and those of before."""
    row: Bureau = found(db().get(Bureau, id))
    helps, helped = service.helped_by(db(), row)
    return page(
        "relations/bureau.html", bureau=row, helps=helps, helped=helped, people=service.people_of(helps),
        address=service.address_of(row),
    )  # fmt: skip


@permit(Permission.RELATIONS)
def add_bureau() -> Response:
    """A new bureau."""
    form = BureauForm()
    if submitted(form) and in_its_place(form, "bureau", form.name.data):
        with attempt(form):
            row = service.add_bureau(db(), actor(), now(), details=form.details, despite=despite(form))
            return saved(form, url_for("relations.bureau", id=row.id), f"{row.name} staat erin.")
    return page("relations/bureau-nieuw.html", form=form)


@permit(Permission.RELATIONS)
def change_bureau(id: int) -> Response:
    """Change what is told of a bureau."""
    row: Bureau = found(db().get(Bureau, id))
    form = BureauForm(data=bureau_values(row))
    if submitted(form):
        with attempt(form):
            service.change_bureau(db(), actor(), now(), row, details=form.details, opened_on=form.opened_on)
            return saved(form, url_for("relations.bureau", id=id), "De gegevens zijn gewijzigd.")
    form.renew(row)
    return page("relations/bureau-wijzigen.html", form=form, bureau=row)
