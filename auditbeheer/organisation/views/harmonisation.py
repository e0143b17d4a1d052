"""Own rules as topics of harmonisation (GEN-1): when each was put to the CCV, what it answered, what that changed."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation import service
from auditbeheer.organisation.forms import AnswerForm, HarmonisationForm
from auditbeheer.organisation.models import HarmonisationTopic, topics
from auditbeheer.plumbing.spreadsheet import as_csv
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.scheme.own_rules import OwnRule, defaults

COLUMNS = (
    "nummer", "regel", "toelichting", "standaard", "geldt vandaag", "sinds", "verstuurd op", "vraag", "antwoord op",
    "antwoord", "gevolg",
)  # fmt: skip
RULE = "/instelling/eigen-regels/<int:number>"


def harmonisation_routes(area: Blueprint) -> None:
    """Join the pages to the area."""
    both = ["GET", "POST"]
    area.add_url_rule("/instelling/eigen-regels.csv", view_func=own_rules_csv)
    area.add_url_rule(f"{RULE}/voorleggen", view_func=put_to_ccv, methods=both)
    area.add_url_rule(f"{RULE}/antwoord/<int(max=2147483647):key>", view_func=record_answer, methods=both)


@permit(Permission.READ)
def own_rules_csv() -> Response:
    """The list for the CCV: a line per rule and per time that it was put to the CCV."""
    put = topics(db())
    rows = []
    for rule in service.own_rules_on(db(), today()):
        mine: list[HarmonisationTopic | None] = [topic for topic in put if topic.code == rule.code]
        rows += [_line(rule, topic) for topic in mine or [None]]
    answer = make_response(as_csv(COLUMNS, rows))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="eigen-regels.csv"'
    return answer


def _line(rule: OwnRule, topic: HarmonisationTopic | None) -> list[object]:
    about = [rule.number, rule.title, rule.explanation, defaults()[rule.code].shown, rule.shown, rule.since]
    if topic is None:
        return [*about, None, None, None, None, None]
    return [*about, topic.sent_on, topic.question, topic.answered_on, topic.answer, topic.effect]


@permit(Permission.BODY)
def put_to_ccv(number: int) -> Response:
    """This choice was sent to the CCV."""
    rule = _rule(number)
    form = HarmonisationForm(data={"sent_on": today(), "question": rule.explanation})
    if submitted(form):
        with attempt(form):
            service.put_to_ccv(
                db(), actor(), now(), code=rule.code, sent_on=form.sent_on.data, question=form.question.data
            )  # fmt: skip
            return saved(form, _back(number), f"Eigen regel {number} is voorgelegd aan het CCV.")
    return page("organisation/voorleggen.html", form=form, rule=rule)


@permit(Permission.BODY)
def record_answer(number: int, key: int) -> Response:
    """What the CCV answered; also to correct what was recorded."""
    rule, topic = _rule(number), found(db().get(HarmonisationTopic, key))
    found(topic if topic.code == rule.code else None)
    data = {"answered_on": topic.answered_on or today(), "answer": topic.answer, "effect": topic.effect}
    form = AnswerForm(data=data)
    if submitted(form):
        with attempt(form):
            service.record_answer(
                db(), actor(), now(), topic, answered_on=form.answered_on.data, answer=form.answer.data,
                effect=form.effect.data,
            )  # fmt: skip
            return saved(form, _back(number), "Het antwoord van het CCV is vastgelegd.")
    return page("organisation/antwoord-ccv.html", form=form, rule=rule, topic=topic)


def _rule(number: int) -> OwnRule:
    rules = service.own_rules_on(db(), today())
    rule: OwnRule = found(next((rule for rule in rules if rule.number == number), None))
    return rule


def _back(number: int) -> str:
    return url_for("organisation.own_rule", number=number)
