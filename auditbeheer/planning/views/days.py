"""The pages on which a planner asks a working group for a day, sees the answers, and chooses."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning import models, service
from auditbeheer.planning.day_forms import AskAgainForm, AskForm, ChooseForm, TakeBackForm, answer_form
from auditbeheer.planning.day_letters import place_of, to_ask
from auditbeheer.planning.day_pages import asking_page, question_page
from auditbeheer.planning.day_table import START, answer_by
from auditbeheer.planning.forms import StatementForm
from auditbeheer.planning.models import AskedDay, AskedPerson, DayQuestion
from auditbeheer.planning.views.extra import asked_for, name_of
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, submitted, today
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.wording import counted, day_long, day_plain, join_and

HERE = "/dossiers/<number>/planning/datum"
ROW = "<int(max=2147483647):key>"


def day_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both, post = ["GET", "POST"], ["POST"]
    planning.add_url_rule(HERE, view_func=days)
    planning.add_url_rule(f"{HERE}/vragen", view_func=ask_days, methods=both)
    planning.add_url_rule(f"{HERE}/andere", view_func=ask_other_days, methods=both)
    planning.add_url_rule(f"{HERE}/intrekken", view_func=take_back_days, methods=both)
    planning.add_url_rule(f"{HERE}/herinneren", view_func=remind_days, methods=post)
    planning.add_url_rule(f"{HERE}/antwoord/{ROW}", view_func=note_answer, methods=both)
    planning.add_url_rule(f"{HERE}/kiezen/{ROW}", view_func=choose_day, methods=both)


def _trajectory(number: str) -> Trajectory:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    found(trajectory.scheme)
    return trajectory


def _question(number: str) -> DayQuestion:
    trajectory = _trajectory(number)
    extra = asked_for(trajectory)
    question: DayQuestion = found(models.question_of(db(), trajectory.id, extra.id if extra else None))
    return question


def _table_url(question: DayQuestion) -> str:
    return url_for("planning.days", number=question.trajectory.number)


@permit(Permission.READ)
def days(number: str) -> Response:
    """Parties by days, what each day would break, and who can lead on it; below it what was asked before."""
    return _days_page(_trajectory(number), StatementForm())


def _days_page(trajectory: Trajectory, form: StatementForm) -> Response:
    extra = asked_for(trajectory)
    view = question_page(db(), trajectory, today(), extra)
    return page(
        "planning/datum.html", nummer=trajectory.number, view=view, form=form, soort=name_of(extra), extra=extra
    )


@permit(Permission.PLAN)
def ask_days(number: str) -> Response:
    """Put up to three days to the working group."""
    trajectory = _trajectory(number)
    extra = asked_for(trajectory)
    if models.question_of(db(), trajectory.id, extra.id if extra else None) is not None:
        return go_to(url_for("planning.days", number=trajectory.number))
    form = _prefilled(trajectory, AskForm)
    if submitted(form):
        with attempt(form):
            question = service.ask_for_days(
                db(), actor(), now(), trajectory, days=form.days, answer_by=form.answer_by.data, lead=_lead(form),
                starts_at=form.starts_at.data, place=form.place.data, extra=extra,
            )  # fmt: skip
            return saved(form, _table_url(question), _asked(question))
    return _asking(trajectory, form)


def _prefilled(trajectory: Trajectory, kind: type[AskForm]) -> AskForm:
    """With days that fit, so that asking is one click when they please."""
    view = asking_page(db(), trajectory, today(), asked_for(trajectory))
    names = ("first", "second", "third")
    form = kind(data={
        **dict(zip(names, view.proposed, strict=False)), "starts_at": START, "place": place_of(trajectory),
        "answer_by": answer_by(db(), today()),
    })  # fmt: skip
    form.offer(people_with_a_file(db()))
    return form


def _lead(form: AskForm | ChooseForm) -> Employee | None:
    return found(db().get(Employee, form.lead.data)) if form.lead.data else None


def _asked(question: DayQuestion) -> str:
    mailed = [person for person in question.people if person.email]
    calls = [person.name for person in question.people if not person.email]
    told = f"Gevraagd aan {counted(len(mailed), 'persoon', 'personen')}, antwoord uiterlijk"
    by_phone = f" Bel {join_and(calls)}: daar is geen e-mailadres van." if calls else ""
    return f"{told} {day_plain(question.answer_by)}.{by_phone}"


def _asking(trajectory: Trajectory, form: AskForm, question: DayQuestion | None = None) -> Response:
    extra = asked_for(trajectory)
    return page(
        "planning/datum-vragen.html", nummer=trajectory.number, form=form, question=question, soort=name_of(extra),
        view=asking_page(db(), trajectory, today(), extra), people=list(to_ask(trajectory.partnership)),
    )  # fmt: skip


@permit(Permission.PLAN)
def ask_other_days(number: str) -> Response:
    """Other days in the place of those asked."""
    question = _question(number)
    form = _prefilled(question.trajectory, AskAgainForm)
    assert isinstance(form, AskAgainForm)  # made as such
    if submitted(form):
        with attempt(form):
            renewed = service.ask_again(
                db(), actor(), now(), question, days=form.days, answer_by=form.answer_by.data, why=form.why.data,
                lead=_lead(form), starts_at=form.starts_at.data, place=form.place.data,
            )  # fmt: skip
            return saved(form, _table_url(renewed), _asked(renewed))
    return _asking(question.trajectory, form, question)


@permit(Permission.PLAN)
def take_back_days(number: str) -> Response:
    """Nobody needs to answer any more."""
    question, form = _question(number), TakeBackForm()
    if submitted(form):
        with attempt(form):
            service.withdraw_question(db(), actor(), now(), question, why=form.why.data)
            return saved(form, _table_url(question), "De vraag is ingetrokken. Wie gevraagd was, krijgt een mail.")
    return page("planning/datum-intrekken.html", nummer=question.trajectory.number, form=form, question=question)


@permit(Permission.PLAN)
def remind_days(number: str) -> Response:
    """Ask everybody who did not answer once more."""
    question, form = _question(number), StatementForm()
    if submitted(form):
        with attempt(form):
            told = service.remind_now(db(), actor(), now(), question)
            words = f"Herinnerd: {join_and(told)}." if told else "Iedereen die te mailen is, is vandaag al herinnerd."
            return saved(form, _table_url(question), words)
    return _days_page(question.trajectory, form)


def _person(question: DayQuestion, key: int) -> AskedPerson:
    person: AskedPerson = found(next((one for one in question.people if one.id == key), None))
    return person


@permit(Permission.PLAN)
def note_answer(number: str, key: int) -> Response:
    """Write down what somebody told by phone."""
    question = _question(number)
    person = _person(question, key)
    form = answer_form(question.days, person.newest.by_day if person.newest else {})
    if submitted(form):
        with attempt(form):
            service.record_answer(
                db(), actor(), now(), person, answers=form.answers, remark=form.remark.data
            )  # fmt: skip
            return saved(form, _table_url(question), f"Het antwoord van {person.name} is genoteerd.")
    return page("planning/datum-antwoord.html", nummer=question.trajectory.number, form=form, person=person)


@permit(Permission.PLAN)
def choose_day(number: str, key: int) -> Response:
    """What choosing this day means, and choosing it."""
    trajectory = _trajectory(number)
    view = question_page(db(), trajectory, today(), asked_for(trajectory))
    table = found(view.table)
    column = found(next((one for one in table.columns if one.asked.id == key), None))
    form = ChooseForm(data={"lead": _named(table.question, column.leaders)})
    form.offer(column.leaders)
    if submitted(form):
        with attempt(form):
            asked: AskedDay = column.asked
            audit = service.choose_day(db(), actor(), now(), asked, lead=_lead(form), why=form.why.data)
            onward = "planning.dossier" if audit.lead else "planning.assign"
            told = f"De {audit.name} staat op {day_long(audit.day)}."
            told += f" {audit.lead.name} leidt de {audit.name}." if audit.lead else " Wijs nu een auditor toe."
            return saved(form, url_for(onward, number=trajectory.number), told)
    return page("planning/datum-kiezen.html", nummer=trajectory.number, form=form, column=column, table=table)


def _named(question: DayQuestion, leaders: tuple[Employee, ...]) -> int | None:
    """Who was named when asking, as far as that person can on this day."""
    return question.lead_id if question.lead_id in {one.id for one in leaders} else None
