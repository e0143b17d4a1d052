"""The landing page of the office: what waits for me, for the team, on others."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for

from auditbeheer.accounts.forms import EmptyForm
from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.permissions import Permission, who_may
from auditbeheer.accounts.stand_ins import stands_in_for
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, submitted, today
from auditbeheer.plumbing.work import StepState
from auditbeheer.scheme.wording import join_and
from auditbeheer.worklist.first_steps import MAIL, FirstStep, first_steps
from auditbeheer.worklist.gather import all_tasks, as_shown_to, for_me, for_team, grouped, on_others
from auditbeheer.worklist.menu import landing
from auditbeheer.worklist.service import send_test_mail

worklist = Blueprint("worklist", __name__)


@worklist.get("/begin")
@permit(Permission.OFFICE)
def start() -> Response:
    """To the first page of one's role; on a fresh installation to what somebody of this role still has to do."""
    if any(actor().may(step.act) and not step.done for step in _first_steps()):
        return go_to(url_for("worklist.first"))
    return go_to(url_for(landing().endpoint))


def _first_steps() -> list[FirstStep]:
    """None in a demo: that office has everything, but for a mail server."""
    return [] if current_app.config["DEMO"] else first_steps(db())


@worklist.get("/eerste-stappen")
@permit(Permission.OFFICE)
def first() -> Response:
    """What a fresh installation still needs; gone when all of it is done."""
    steps, employee = _first_steps(), found(me())
    if all(step.done for step in steps):
        return go_to(url_for(landing().endpoint))
    settings = current_app.extensions["settings"]
    tries = any(step.code == MAIL and not step.done and actor().may(step.act) for step in steps)
    return page(
        "worklist/eerste-stappen.html", steps=[_on_list(place, step) for place, step in enumerate(steps, 1)],
        klaar=sum(step.done for step in steps), proefmail=tries, mailserver=bool(settings.smtp_url),
        adres=employee.email,
    )  # fmt: skip


def _on_list(place: int, step: FirstStep) -> dict[str, Any]:
    # The keys of the macro stappen.
    mine = actor().may(step.act)
    whose = f" Dit doet de {join_and(list(who_may(step.act)), 'of')}."
    fact = "" if step.done else step.missing + ("" if mine else whose)
    url = url_for(step.endpoint) if mine and not step.done and step.code != MAIL else ""
    state = StepState.DONE if step.done else StepState.NOT_BEGUN
    return {"code": step.code, "name": step.title, "url": url, "state": state, "fact": fact, "position": place}


@worklist.post("/eerste-stappen/proefmail")
@permit(Permission.SYSTEM)
def test_mail() -> Response:
    """A mail to oneself."""
    form, employee = EmptyForm(), found(me())
    if submitted(form):
        with attempt(form):
            send_test_mail(db(), actor(), now(), employee)
            return saved(form, url_for("worklist.first"), f"De proefmail gaat naar {employee.email}.")
    return go_to(url_for("worklist.first"))


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
