"""Ask several working groups for a day at once: what was ticked, with the days that are asked, and one button."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning import asking, service
from auditbeheer.planning.day_table import answer_by
from auditbeheer.planning.proposal_forms import AskGroupsForm, ChosenForm
from auditbeheer.planning.service.days import DayWish
from auditbeheer.plumbing.web import attempt, db, go_to, now, page, saved, submitted, today
from auditbeheer.scheme.wording import counted, day_plain

PLACE = "/planning/datum-vragen"


def asking_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint of planning."""
    planning.add_url_rule(PLACE, view_func=ask_groups, methods=["GET", "POST"])
    planning.add_url_rule(f"{PLACE}/kiezen", view_func=choose_groups, methods=["POST"])


@permit(Permission.PLAN)
def choose_groups() -> Response:
    """From the ticks of a list to the page that shows which days would be asked; nothing is sent yet."""
    return go_to(url_for("planning.ask_groups", keuze=ChosenForm().chosen))


@permit(Permission.PLAN)
def ask_groups() -> Response:
    """Which working groups are asked which days, by when; sending asks all of them, or none."""
    form = AskGroupsForm(data={"answer_by": answer_by(db(), today())})
    chosen = form.chosen or list(dict.fromkeys(request.args.getlist("keuze")))
    rows = asking.groups_to_ask(db(), chosen[: asking.MOST], now())
    if any(row.askable for row in rows) and submitted(form):
        with attempt(form):
            asked = service.ask_several(db(), actor(), now(), [_wish(row, form) for row in rows if row.askable])
            told = f"{counted(len(asked), 'werkgroep', 'werkgroepen')} gevraagd. Antwoord komt uiterlijk"
            return saved(
                form, url_for("planning.overview", lijst="gepland"), f"{told} {day_plain(form.answer_by.data)}."
            )
    return page("planning/datum-vragen-samen.html", form=form, rows=rows)


def _wish(row: asking.Group, form: AskGroupsForm) -> DayWish:
    return DayWish(trajectory=row.trajectory, days=row.days, answer_by=form.answer_by.data, lead=row.lead,
                   extra=row.extra)  # fmt: skip
