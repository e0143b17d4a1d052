"""On which day somebody can be at the audit: behind a link of one's own, and for the contact person in the dossier."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link, client, let_client_out
from auditbeheer.planning import service as planning
from auditbeheer.planning.day_forms import AnswerDaysForm, answer_form
from auditbeheer.planning.models import AskedPerson, DayQuestion, asked_person, audit_of
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted
from auditbeheer.portal import service
from auditbeheer.portal.forms import PressForm
from auditbeheer.portal.reading import DAY_SCOPE, SCOPE
from auditbeheer.portal.views.entering import draw, standing_at

THANKS = "Uw antwoord is binnen. U kunt het veranderen zolang de dag niet gekozen is."


def day_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both = ["GET", "POST"]
    portal.add_url_rule("/mijn/datum", view_func=asked_days, methods=both)
    portal.add_url_rule("/mijn/datum/niet-ik", view_func=not_me_for_days, methods=both)
    portal.add_url_rule("/mijn/<number>/datum", view_func=choose_days, methods=both)


def _asked() -> AskedPerson:
    """Who came by this link, as somebody who was asked."""
    person: AskedPerson = found(asked_person(db(), int(client().thing)))
    left = person.representative is not None and person.representative.until_day is not None
    found(None if left or person.handed_back_at else person)
    return person


def _form_for(person: AskedPerson) -> AnswerDaysForm:
    return answer_form(person.question.days, person.newest.by_day if person.newest else {})


@by_link(DAY_SCOPE)
def asked_days() -> Response:
    """The days, three answers each; and nothing else of the dossier."""
    person = _asked()
    form = _form_for(person)
    if submitted(form):
        with attempt(form):
            planning.answer_days(db(), actor(), now(), person, answers=form.answers, remark=form.remark.data)
            return saved(form, url_for("portal.asked_days"), THANKS)
    return page(
        "portal/dag-kiezen.html", form=form, persoon=client().name, **_facts(person.question, person)
    )  # fmt: skip


def _facts(question: DayQuestion, person: AskedPerson | None) -> dict[str, object]:
    trajectory = question.trajectory
    return {
        "question": question, "person": person, "group": trajectory.partnership.name, "owner": trajectory.owner,
        "audit": audit_of(db(), trajectory.id),
    }  # fmt: skip


@by_link(DAY_SCOPE)
def not_me_for_days() -> Response:
    """Dit ben ik niet: the question is handed back."""
    person, form = _asked(), PressForm()
    if submitted(form):
        with attempt(form):
            service.hand_back_day(db(), actor(), now(), person)
            answer = saved(form, url_for("portal.door", bedankt=1))
            let_client_out()
            return answer
    return page(
        "portal/dag-niet-ik.html", form=form, person=person, group=person.question.trajectory.partnership.name,
        persoon="",
    )  # fmt: skip


@by_link(SCOPE)
def choose_days(number: str) -> Response:
    """The same question in the dossier, with who did not answer yet."""
    standing = standing_at(number)
    question: DayQuestion = found(standing.question)
    person = standing.asked
    form = _form_for(person) if person else None
    if person and form and submitted(form):
        with attempt(form):
            planning.answer_days(db(), actor(), now(), person, answers=form.answers, remark=form.remark.data)
            return saved(form, url_for("portal.to_do", number=standing.number), THANKS)
    return draw("dag-kiezen.html", standing, form=form, **_facts(question, person))
