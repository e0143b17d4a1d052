"""What runs the installation: how it is, all post, all jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Blueprint, Response, current_app, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.config import Settings
from auditbeheer.operations import service
from auditbeheer.operations.forms import ResendForm, RunForm, SolveForm
from auditbeheer.operations.health import SOLVE, health
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.jobs import Job, failures_since, last_runs
from auditbeheer.plumbing.mail_text import for_the_eye
from auditbeheer.plumbing.outbox import Mail, MailState, count_gathering, count_mails, mail_by_id, mail_page
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted

operations = Blueprint("operations", __name__, url_prefix="/beheer")
PAGE_SIZE = 50
FAILURES_OF = timedelta(days=14)
WORDS = {MailState.READY: "klaargezet", MailState.SENT: "verstuurd", MailState.RETURNED: "niet-bezorgd",
         MailState.FAILED: "mislukt"}  # fmt: skip


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _mails_leave() -> bool:
    """Whether there is a mail server, or the mailbox of a demo."""
    return bool(_settings().smtp_url) or _settings().demo


def _jobs() -> Sequence[Job]:
    timetable: Callable[[], Sequence[Job]] = current_app.extensions["jobs"]
    return timetable()


@operations.get("")
@permit(Permission.SYSTEM)
def system() -> Response:
    """How the installation is."""
    captions = {job.name: job.caption for job in _jobs()}
    conditions = health(db(), now(), captions, mail_server=_mails_leave(), scanner=shelf().scanner)
    return page("operations/systeem.html", conditions=conditions, ways=_ways())


def _ways() -> dict[str, tuple[str, str, str]]:
    return {code: (url_for(endpoint), label, "") for code, (endpoint, label) in SOLVE.items()}


@operations.get("/post")
@permit(Permission.POST)
def post() -> Response:
    """All mails, newest first; tabs that count."""
    chosen = next((state for state, word in WORDS.items() if word == request.args.get("staat")), None)
    number = max(1, request.args.get("pagina", 1, type=int))
    counts = count_mails(db())
    tabs = [("Alles", url_for("operations.post"), chosen is None, sum(counts.values()))] + [
        (state.value, url_for("operations.post", staat=word), chosen is state, counts[state])
        for state, word in WORDS.items()
    ]
    rows = mail_page(db(), (number - 1) * PAGE_SIZE, PAGE_SIZE, state=chosen)
    total = counts[chosen] if chosen else sum(counts.values())
    return page(
        "operations/post.html", tabs=tabs, rows=rows[:PAGE_SIZE], total=total, number=number, size=PAGE_SIZE,
        state=WORDS[chosen] if chosen else None, mail_server=_mails_leave(),
        gathering=count_gathering(db()) if chosen in {None, MailState.READY} else 0,
    )  # fmt: skip


@operations.get("/post/<int(max=2147483647):mail_id>")
@permit(Permission.POST)
def mail(mail_id: int) -> Response:
    """One mail as it read, what became of it, and what can be done."""
    row = _mail(mail_id)
    return _mail_page(row, ResendForm(formdata=None, email=_address(row)), SolveForm(formdata=None))


def _mail(mail_id: int) -> Mail:
    row: Mail = found(mail_by_id(db(), mail_id))
    return row


def _address(row: Mail) -> str:
    """The address of that person today; a mail may carry an older one."""
    person = service.representative_of(db(), row)
    return (person.email if person else "") or row.email


def _mail_page(row: Mail, resend: ResendForm, solve: SolveForm, sent: ResendForm | SolveForm | None = None) -> Response:
    open_ = row.state in {MailState.RETURNED, MailState.FAILED} and row.solved_at is None
    return page(
        "operations/mail.html", mail=row, text=for_the_eye(row.text), resend=resend, solve=solve, form=sent, open=open_,
        person=service.representative_of(db(), row),
    )  # fmt: skip


@operations.post("/post/<int(max=2147483647):mail_id>/opnieuw")
@permit(Permission.POST)
def resend(mail_id: int) -> Response:
    """Once more, at this address."""
    row, form = _mail(mail_id), ResendForm()
    if submitted(form):
        with attempt(form):
            service.resend_mail(db(), actor(), now(), row, email=form.email.data)
            return saved(form, url_for("operations.mail", mail_id=row.id), "De mail staat weer klaar.")
    return _mail_page(row, form, SolveForm(formdata=None), form)


@operations.post("/post/<int(max=2147483647):mail_id>/opgelost")
@permit(Permission.POST)
def solve(mail_id: int) -> Response:
    """It needs no more work."""
    row, form = _mail(mail_id), SolveForm()
    if submitted(form):
        with attempt(form):
            service.solve_mail(db(), actor(), now(), row, how=form.how.data)
            return saved(form, url_for("operations.mail", mail_id=row.id), "De bezorgfout is opgelost.")
    return _mail_page(row, ResendForm(formdata=None, email=_address(row)), form, form)


@operations.get("/taken")
@permit(Permission.SYSTEM)
def jobs_page() -> Response:
    """All jobs with their last run, and what went wrong lately."""
    return _jobs_page(None)


def _jobs_page(form: RunForm | None) -> Response:
    captions = {job.name: job.caption for job in _jobs()}
    return page(
        "operations/taken.html", jobs=_jobs(), runs=last_runs(db()), captions=captions, form=form,
        failures=failures_since(db(), now() - FAILURES_OF),
    )  # fmt: skip


@operations.post("/taken/<name>")
@permit(Permission.SYSTEM)
def run_job(name: str) -> Response:
    """Run a job at once. It has transactions of its own, so it runs after the one of this page."""
    job: Job = found(next((one for one in _jobs() if one.name == name), None))
    form = RunForm()
    if submitted(form):
        with attempt(form):
            service.ask_for_run(db(), actor(), now(), job)
            answer = saved(form, url_for("operations.jobs_page"), f"Uitgevoerd: {job.caption.lower()}.")
            database: Database = current_app.extensions["database"]
            job.run_now(database, now())
            return answer
    return _jobs_page(form)
