"""The pages about who is there: absence, what people ask for, the weeks they work, extra days."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.forms import (
    AbsenceForm,
    AnswerAbsenceForm,
    CancelAbsenceForm,
    ChangeAbsenceForm,
    ExtraDayForm,
    StatementForm,
    WeekForm,
)
from auditbeheer.planning.models import Absence, AbsenceRequest, ExtraDay
from auditbeheer.planning.presence import usual_week, week_of, weeks_now
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.scheme.wording import day_long, day_plain

KEY = "<int(max=2147483647):key>"
BOTH = ["GET", "POST"]


def presence_routes(planning: Blueprint) -> None:
    """Add the pages to the blueprint."""
    planning.add_url_rule("/planning/afwezig", view_func=absences, methods=BOTH)
    planning.add_url_rule(f"/planning/afwezig/{KEY}", view_func=change_absence, methods=BOTH)
    planning.add_url_rule(f"/planning/afwezig/{KEY}/vervalt", view_func=cancel_absence, methods=BOTH)
    planning.add_url_rule(f"/planning/afwezig/gevraagd/{KEY}", view_func=answer_absence, methods=BOTH)
    planning.add_url_rule("/planning/werkweken", view_func=weeks)
    planning.add_url_rule("/planning/werkweken/<int(max=2147483647):person>", view_func=week, methods=BOTH)
    planning.add_url_rule(
        "/planning/werkweken/<int(max=2147483647):person>/extra", view_func=extra_day, methods=BOTH
    )  # fmt: skip
    planning.add_url_rule(f"/planning/werkweken/extra/{KEY}/vervalt", view_func=no_extra_day, methods=BOTH)


@permit(Permission.PLAN)
def absences() -> Response:
    """Who is away, and when; and what waits for an answer."""
    form = AbsenceForm()
    people = people_with_a_file(db())
    form.employee.choices = options([("", "Kies een medewerker"), *((person.id, person.name) for person in people)])
    if submitted(form):
        with attempt(form):
            employee = found(db().get(Employee, form.employee.data))
            record_absence(
                db(), actor(), now(), employee, from_day=form.from_day.data, until_day=form.until_day.data,
                why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("planning.absences"), f"De afwezigheid van {employee.name} is vastgelegd.")
    return page(
        "planning/afwezig.html", form=form, rows=models.absences_from(db(), today()),
        asked=models.requests_waiting(db()), names={person.id: person.name for person in people},
    )  # fmt: skip


def _absence(key: int) -> Absence:
    row: Absence = found(models.absence_numbered(db(), key))
    return row


@permit(Permission.PLAN)
def change_absence(key: int) -> Response:
    """Other days: back earlier, or away longer."""
    row = _absence(key)
    who, form = (
        db().get_one(Employee, row.employee_id),
        ChangeAbsenceForm(data={"from_day": row.from_day, "until_day": row.until_day}),
    )
    if submitted(form):
        with attempt(form):
            new = service.change_absence(
                db(), actor(), now(), row, from_day=form.from_day.data, until_day=form.until_day.data,
                why=form.why.data,
            )  # fmt: skip
            told = f"{who.name} is afwezig van {day_plain(new.from_day)} tot en met {day_plain(new.until_day)}."
            return saved(form, url_for("planning.absences"), told)
    return page("planning/afwezig-wijzigen.html", form=form, row=row, who=who)


@permit(Permission.PLAN)
def cancel_absence(key: int) -> Response:
    """Somebody is there after all."""
    row, form = _absence(key), CancelAbsenceForm()
    who = db().get_one(Employee, row.employee_id)
    if submitted(form):
        with attempt(form):
            service.cancel_absence(db(), actor(), now(), row, why=form.why.data)
            return saved(form, url_for("planning.absences"), f"De afwezigheid van {who.name} is vervallen.")
    return page("planning/afwezig-vervalt.html", form=form, row=row, who=who)


@permit(Permission.PLAN)
def answer_absence(key: int) -> Response:
    """Agree that somebody is away, or not."""
    row: AbsenceRequest = found(db().get(AbsenceRequest, key))
    form = AnswerAbsenceForm()
    if submitted(form):
        with attempt(form):
            agreed = form.agreed.data == "ja"
            service.answer_absence(db(), actor(), now(), row, agreed=agreed, answer=form.answer.data or "")
            told = "is vastgelegd" if agreed else "is niet akkoord"
            return saved(form, url_for("planning.absences"), f"De afwezigheid van {row.employee.name} {told}.")
    planned = models.assignments_of(db(), row.employee_id, row.from_day)
    inside = [one for one in planned if one.day <= row.until_day]
    return page("planning/afwezig-gevraagd.html", form=form, row=row, planned=inside)


@permit(Permission.PLAN)
def weeks() -> Response:
    """On which days everybody works."""
    people = [one for one in people_with_a_file(db()) if one.left_on is None or one.left_on > today()]
    rows = weeks_now(db(), [one.id for one in people], today())
    return page("planning/werkweken.html", people=people, rows=rows)


def _person(person: int) -> Employee:
    employee: Employee = found(next((one for one in people_with_a_file(db()) if one.id == person), None))
    return employee


@permit(Permission.PLAN)
def week(person: int) -> Response:
    """The week of one person: now, earlier and later; another from a day on; extra days."""
    who, usual = _person(person), usual_week(own_rules_on(db(), today()))
    rows = models.weeks_of(db(), [who.id])
    latest = week_of(rows[-1]) if rows else usual
    form = WeekForm(data={"days": sorted(latest.days), "hours": latest.hours})
    if submitted(form):
        with attempt(form):
            row = service.record_week(
                db(), actor(), now(), who, from_day=form.from_day.data, days=form.days.data,
                week_hours=form.hours.data,
            )  # fmt: skip
            told = f"{who.name} werkt vanaf {day_plain(row.from_day)} op {week_of(row).in_words}."
            return saved(form, url_for("planning.week", person=person), told)
    extra = models.extra_days_from(db(), who.id, today())
    shown = [week_of(row) for row in rows]
    return page("planning/werkweek.html", form=form, who=who, weeks=shown[::-1], usual=usual, extra=extra)


@permit(Permission.PLAN)
def extra_day(person: int) -> Response:
    """A day that somebody works beside the week."""
    who, form = _person(person), ExtraDayForm()
    if submitted(form):
        with attempt(form):
            row = service.add_extra_day(db(), actor(), now(), who, day=form.day.data, why=form.why.data)
            told = f"{who.name} werkt ook op {day_long(row.day)}."
            return saved(form, url_for("planning.week", person=person), told)
    return page("planning/extra-werkdag.html", form=form, who=who)


@permit(Permission.PLAN)
def no_extra_day(key: int) -> Response:
    """The extra day is off."""
    row: ExtraDay = found(db().get(ExtraDay, key))
    found(row if row.withdrawn_on is None else None)
    who, form = db().get_one(Employee, row.employee_id), StatementForm()
    if submitted(form):
        with attempt(form):
            service.withdraw_extra_day(db(), actor(), now(), row)
            told = f"{who.name} werkt niet op {day_long(row.day)}."
            return saved(form, url_for("planning.week", person=who.id), told)
    return page("planning/extra-werkdag-vervalt.html", form=form, who=who, row=row)
