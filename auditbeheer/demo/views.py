"""The demo's strip: move the day, change account. Only a demo has these pages, and it serves one computer only."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import NotFound

from auditbeheer.accounts import links, service
from auditbeheer.accounts.forms import EmptyForm
from auditbeheer.accounts.gate import actor, let_in
from auditbeheer.accounts.models import Employee, everybody
from auditbeheer.demo.stories import OUTSIDE, mailbox_of
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, submitted
from auditbeheer.portal.reading import SCOPE, people_at, recipient_of

demo = Blueprint("demo", __name__, url_prefix="/demo")
FURTHEST_STEP = 31


@demo.post("/dag/<int:days>")
def move_day(days: int) -> Response:
    """Set the demo's day some days further; terms and statuses follow by themselves."""
    if not 1 <= days <= FURTHEST_STEP:
        raise NotFound()
    form = EmptyForm()
    back = request.headers.get("Referer") or url_for("demo.switch_account")
    if submitted(form):
        with attempt(form):
            service.move_demo_day(db(), actor(), now(), days=days)
            return saved(form, _path_of(back))
    return go_to(_path_of(back))


def _path_of(address: str) -> str:
    own = address.removeprefix(request.host_url.rstrip("/"))
    return own if own.startswith("/") and not own.startswith("//") else "/"


@demo.route("/accounts", methods=["GET", "POST"])
def switch_account() -> Response:
    """Choose whose office this is now; in a demo nobody has a password to remember."""
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            employee: Employee = found(db().get(Employee, request.form.get("person", 0, type=int)))
            answer = saved(form, url_for("worklist.start"))
            let_in(employee)
            return answer
    return _accounts(form)


def _accounts(form: EmptyForm) -> Response:
    outside = [(role, people[0]) for role, name in OUTSIDE if (people := people_at(db(), mailbox_of(name)))]
    return page(
        "accounts/ander-account.html",
        form=form,
        employees=sorted((one for one in everybody(db()) if one.roles and not one.left_on), key=lambda one: one.id),
        outside=outside,
    )


@demo.post("/van-buiten")
def come_in() -> Response:
    """Be somebody of a working group: a fresh personal link, as it would stand in a mail."""
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            person = found(next(iter(people_at(db(), request.form.get("email", ""))), None))
            to = recipient_of(person)
            _, code = links.make(db(), now(), to, scope=SCOPE, thing=to.email)
            return saved(form, url_for("portal.open_link", code=code))
    return _accounts(form)
