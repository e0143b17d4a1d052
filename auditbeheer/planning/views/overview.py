"""What is to be planned, what stands, what was; what is ticked here goes to a proposal or to the working groups."""

from __future__ import annotations

from flask import Blueprint, Response, request

from auditbeheer.accounts.gate import permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning.overview import ALL, lists_of
from auditbeheer.planning.proposal_forms import ChosenForm
from auditbeheer.plumbing.web import db, page, today


def overview_routes(planning: Blueprint) -> None:
    """Add the page to the blueprint of planning."""
    planning.add_url_rule("/planning", view_func=overview)


@permit(Permission.READ_ALL)
def overview() -> Response:
    """What is to be planned, what stands, what was."""
    return overview_page(ChosenForm())


def overview_page(form: ChosenForm) -> Response:
    """The list that is asked for; with what was ticked, when it comes back with an objection."""
    day = today()
    lists = lists_of(db(), day, request.args.get("lijst", ALL))
    return page("planning/planning.html", lists=lists, wanted=lists.wanted, form=form, vandaag=day)
