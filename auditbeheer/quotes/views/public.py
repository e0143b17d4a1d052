"""``/aanvragen``: an application without an account; it counts once the link in the mail was opened with its button."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, go_to, now, page, saved, shelf, submitted, today
from auditbeheer.quotes.forms import EmptyForm
from auditbeheer.quotes.models import Intake, municipality_names
from auditbeheer.quotes.public_form import OTHERS, ROWS, PaperForm, PublicForm
from auditbeheer.quotes.rules.intake import answer_by, last_day_to_confirm
from auditbeheer.quotes.service import intake as service
from auditbeheer.relations.models import municipalities_now


def public_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    both = ["GET", "POST"]
    quotes.add_url_rule("/aanvragen", view_func=apply_in_public, methods=both)
    quotes.add_url_rule("/aanvragen/verstuurd", view_func=applied_in_public)
    quotes.add_url_rule("/aanvragen/<code>", view_func=intake_by_link, methods=both)
    quotes.add_url_rule("/aanvragen/<code>/bijlage", view_func=attach_by_link, methods=["POST"])


def apply_in_public() -> Response:
    """The form. What a machine sends gets the same answer as anybody's, and is kept nowhere."""
    form = PublicForm()
    form.offer(today())
    if request.method == "POST" and form.by_machine:
        return go_to(url_for("quotes.applied_in_public"))
    if submitted(form):
        with attempt(form):
            service.send_intake(db(), actor(), now(), details=form.details)
            return saved(form, url_for("quotes.applied_in_public"))
    rules = own_rules_on(db(), today())
    return page(
        "quotes/aanvragen.html", form=form, rows=ROWS, others=tuple(OTHERS), places=municipalities_now(db()),
        answer_days=rules["intake_answer_days"].integer, confirm_days=rules["intake_confirm_days"].integer,
    )  # fmt: skip


def applied_in_public() -> Response:
    """Look in your mail; the same for every address."""
    days = own_rules_on(db(), today())["intake_confirm_days"].integer
    return page("quotes/aanvragen-verstuurd.html", days=days)


def intake_by_link(code: str) -> Response:
    """What was typed and a button that confirms it; afterwards how it stands, and what is still needed."""
    intake = service.intake_behind(db(), code, today())
    if intake is None:
        return _unknown()
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            service.confirm_intake(db(), service.applicant(intake), now(), intake)
            return saved(form, url_for("quotes.intake_by_link", code=code))
    if intake.confirmed_at is None:
        return _confirm_page(intake, form)
    return _standing(intake, code, _paper_form(intake))


def _unknown() -> Response:
    answer = page("quotes/aanvragen-onbekend.html")
    answer.status_code = 404
    return answer


def _confirm_page(intake: Intake, form: EmptyForm) -> Response:
    rules = own_rules_on(db(), today())
    return page(
        "quotes/aanvragen-bevestigen.html", form=form, intake=intake, places=_places(intake),
        last=last_day_to_confirm(intake.at.date(), rules),
    )  # fmt: skip


def _standing(intake: Intake, code: str, form: PaperForm) -> Response:
    assert intake.confirmed_at is not None  # the page before this one asks for it
    rules = own_rules_on(db(), today())
    return page(
        "quotes/aanvragen-stand.html", form=form, intake=intake, code=code, places=_places(intake),
        conditions=service.conditions_of_intake(db(), intake, schemes(), today()),
        scheme=service.scheme_of_intake(intake, schemes()), names=service.paper_names(intake, schemes()),
        answer=answer_by(intake.confirmed_at.date(), rules),
    )  # fmt: skip


def _places(intake: Intake) -> dict[str, str]:
    return dict(municipality_names(db(), [area.municipality for area in intake.areas_typed]))


def _paper_form(intake: Intake) -> PaperForm:
    form = PaperForm(data={"code": next(iter(service.paper_names(intake, schemes())))})
    form.code.choices = options([("", "Kies wat het is"), *service.paper_names(intake, schemes()).items()])
    return form


def attach_by_link(code: str) -> Response:
    """A paper that goes with the application."""
    intake = service.intake_behind(db(), code, today())
    if intake is None or intake.confirmed_at is None:
        return _unknown()
    form = _paper_form(intake)
    if submitted(form):
        with attempt(form):
            row = service.attach_to_intake(
                db(), service.applicant(intake), now(), intake, shelf(), code=form.code.data, upload=form.file.data,
                library=schemes(),
            )  # fmt: skip
            url = url_for("quotes.intake_by_link", code=code)
            return saved(form, url, f"{row.file.name} is binnen.")
    return _standing(intake, code, form)
