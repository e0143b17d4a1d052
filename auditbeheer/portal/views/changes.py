"""Behind the client's door: tell us of a change, and see what came of what was told (ARE-11)."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.plumbing.web import attempt, db, now, saved, submitted
from auditbeheer.portal import service
from auditbeheer.portal.forms import ChangedForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.quotes.models import changes_of_partnership
from auditbeheer.quotes.rules.changes import ChangeKind


def changed_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn/<number>/wijzigingen", view_func=changed)
    portal.add_url_rule("/mijn/<number>/wijzigingen/doorgeven", view_func=tell_change, methods=["GET", "POST"])


@by_link(SCOPE)
def changed(number: str) -> Response:
    """What the working group told us, and what we found of it."""
    standing = standing_at(number)
    rows = changes_of_partnership(db(), standing.seat.trajectory.partnership_id)
    return draw("wijzigingen.html", standing, changes=rows)


@by_link(SCOPE)
def tell_change(number: str) -> Response:
    """Something in the working group or the area changes."""
    standing, form = standing_at(number), ChangedForm()
    if submitted(form):
        with attempt(form):
            service.tell_change(
                db(), actor(), now(), standing.seat,
                kind=ChangeKind(form.kind.data), what=form.what.data, happened_on=form.happened_on.data,
            )  # fmt: skip
            url = url_for("portal.changed", number=standing.number)
            return saved(form, url, "Uw melding is binnen. U krijgt bericht als wij haar hebben bekeken.")
    return draw("wijziging-doorgeven.html", standing, form=form)
