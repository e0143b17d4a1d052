"""The landing page of the office: what waits for me, for the team, on others."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.accounts.stand_ins import stands_in_for
from auditbeheer.plumbing.web import db, go_to, now, page, today
from auditbeheer.worklist.gather import all_tasks, as_shown_to, for_me, for_team, grouped, on_others
from auditbeheer.worklist.menu import landing

worklist = Blueprint("worklist", __name__)


@worklist.get("/begin")
@permit(Permission.OFFICE)
def start() -> Response:
    """To the first page of one's role."""
    return go_to(url_for(landing().endpoint))


@worklist.get("/werk")
@permit(Permission.READ)
def mine() -> Response:
    """Werkvoorraad, with tabs that count."""
    tasks = all_tasks()
    lists = {
        "mij": for_me(tasks, actor(), stands_in_for(db(), actor(), today())),
        "team": for_team(tasks),
        "anderen": on_others(tasks),
    }
    chosen = request.args.get("lijst", "mij")
    chosen = chosen if chosen in lists else "mij"
    return page(
        "worklist/werkvoorraad.html",
        lists=lists, chosen=chosen, groups=grouped(as_shown_to(lists[chosen], actor()), today()), moment=now(),
    )  # fmt: skip
