"""The demo's strip: move the day, change account. Only a demo has these pages, and it serves one computer only."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.exceptions import NotFound

from auditbeheer import timetable
from auditbeheer.accounts import links, service
from auditbeheer.accounts.forms import EmptyForm
from auditbeheer.accounts.gate import actor, let_in
from auditbeheer.accounts.models import Employee, everybody
from auditbeheer.demo import mailbox
from auditbeheer.demo.stories import OUTSIDE, mailbox_of
from auditbeheer.operations.letterhead import links_for
from auditbeheer.plumbing.mail_text import LINK
from auditbeheer.plumbing.outbox import GATHERING, count_gathering, mail_by_id
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
            answer = saved(form, _path_of(back))
            _catch_up()
            return answer
    return go_to(_path_of(back))


def _catch_up() -> None:
    """What the new day brings, at once: jobs that are due, and the mails that they tell of."""
    works = timetable.Works(current_app.extensions["database"], current_app.extensions["settings"])
    timetable.run_due(works)
    timetable.send_post(works, works.now() + GATHERING)


@demo.get("/post")
def post() -> Response:
    """The mailboxes of everybody, or one of them."""
    email = request.args.get("van", "")
    return page(
        "demo/post.html", boxes=mailbox.boxes(db()), email=email, mails=mailbox.mails_for(db(), email) if email else [],
        gathering=count_gathering(db()),
    )  # fmt: skip


@demo.post("/post/bezorgen")
def deliver_post() -> Response:
    """Do not wait for more to join: what is told arrives now."""
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            answer = saved(form, url_for("demo.post"))
            _catch_up()
            return answer
    return go_to(url_for("demo.post"))


@demo.post("/post/<int(max=2147483647):mail_id>")
def open_mail(mail_id: int) -> Response:
    """The button of a mail: a fresh personal link, or for a colleague that page of the office."""
    form, mail = EmptyForm(), found(mail_by_id(db(), mail_id))
    if submitted(form):
        with attempt(form):
            answer = saved(form, links_for("")(db(), mail, now())[LINK])
            colleague = mail.person.removeprefix("employee:")
            if colleague != mail.person:
                let_in(found(db().get(Employee, int(colleague))))
            return answer
    return go_to(url_for("demo.post", van=mail.email))


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
