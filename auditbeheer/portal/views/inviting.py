"""Staff: give somebody of a working group a personal link."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import PressForm
from auditbeheer.relations.models import Representative
from auditbeheer.scheme.condition import unmet


def inviting_routes(portal: Blueprint) -> None:
    """Add the page to the blueprint."""
    one = "/relaties/<int(max=2147483647):id>/mensen/<int(max=2147483647):person_id>/link"
    portal.add_url_rule(one, view_func=give_link, methods=["GET", "POST"])


@permit(Permission.RELATIONS)
def give_link(id: int, person_id: int) -> Response:
    """Mail somebody a personal link; what it opens stands there first, or why it would open nothing."""
    row: Representative = found(db().get(Representative, person_id))
    found(row if row.party.partnership_id == id and row.until_day is None else None)
    form = PressForm()
    if submitted(form):
        with attempt(form):
            service.give_link(db(), actor(), now(), row)
            url = url_for("relations.partnership", id=id)
            return saved(form, url, f"De link is onderweg naar {row.name}.")
    refused = unmet(service.conditions_of_link(db(), row, today()))
    return page(
        "portal/link-geven.html", form=form, person=row, partnership=row.party.partnership, refused=refused,
    )  # fmt: skip
