"""The year at a glance, and the secret address of one's own calendar."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from flask import session as cookie

from auditbeheer.accounts import links
from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning import service
from auditbeheer.planning.agenda import month_name
from auditbeheer.planning.forms import StatementForm
from auditbeheer.planning.own_calendar import has_address, own_calendar, owner_of
from auditbeheer.planning.year import MONTHS, year_of
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today

CODE = "eigen-agenda-code"


def year_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint."""
    planning.add_url_rule("/planning/jaar", view_func=year)
    planning.add_url_rule("/agenda/adres", view_func=own_feed)
    planning.add_url_rule("/agenda/adres/maken", view_func=make_own_feed, methods=["POST"])
    planning.add_url_rule("/agenda/adres/stoppen", view_func=end_own_feed, methods=["POST"])
    planning.add_url_rule("/agenda/eigen/<code>.ics", view_func=own_days)


@permit(Permission.READ_ALL)
def year() -> Response:
    """Load per auditor and month, and certificates that end without a planned audit."""
    wanted = request.args.get("jaar", today().year, type=int)
    chosen = min(max(wanted, 2000), 2100)
    names = [month_name(today().replace(year=chosen, month=month, day=1)).split()[0] for month in MONTHS]
    return page("planning/jaar.html", view=year_of(db(), chosen), names=names)


@permit(Permission.AUDIT)
def own_feed() -> Response:
    """The address for the calendar on one's phone."""
    mine: Employee = found(me())
    code = cookie.pop(CODE, "")
    address = url_for("planning.own_days", code=code, _external=True) if code else ""
    there = has_address(db(), mine, today())
    return page("planning/agenda-adres.html", address=address, there=there, form=StatementForm())


@permit(Permission.AUDIT)
def make_own_feed() -> Response:
    """A new address; the one before stops."""
    mine, form = db().get_one(Employee, found(me()).id), StatementForm()
    if submitted(form):
        with attempt(form):
            cookie[CODE] = service.make_own_address(db(), actor(), now(), mine)
            return saved(form, url_for("planning.own_feed"), "Het adres is gemaakt.")
    return page("planning/agenda-adres.html", address="", there=has_address(db(), mine, today()), form=form)


@permit(Permission.AUDIT)
def end_own_feed() -> Response:
    """The address stops."""
    mine, form = db().get_one(Employee, found(me()).id), StatementForm()
    if submitted(form):
        with attempt(form):
            service.end_own_address(db(), actor(), now(), mine)
            return saved(form, url_for("planning.own_feed"), "Het adres werkt niet meer.")
    return page("planning/agenda-adres.html", address="", there=has_address(db(), mine, today()), form=form)


def own_days(code: str) -> Response:
    """The own days of whoever has this address."""
    employee: Employee = found(owner_of(db(), links.find(db(), code), today()))
    content = own_calendar(db(), employee, now(), current_app.extensions["settings"].base_url)
    return hand_out(content, name="mijn-audits.ics", media_type="text/calendar; charset=utf-8")
