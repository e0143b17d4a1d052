"""``/rekenhulp``: the calculators as a page for working groups; each block is a form of its own and works by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from wtforms import Field, Form, RadioField

from auditbeheer.plumbing.forms import CountField, DayField, MayStayEmpty, Needed, options
from auditbeheer.plumbing.parts import has_mistakes
from auditbeheer.register.answering import given_today
from auditbeheer.register.asking import Answer, Calculator, Given, Kind, NotUnderstood, Parameter, ask
from auditbeheer.register.questions import calculators
from auditbeheer.scheme.condition import Condition, Refusal

rekenhulp = Blueprint("rekenhulp", __name__)


@dataclass(frozen=True, slots=True)
class Block:
    """One question on the page: its form, and the answer or the refusal when it was asked.

    ``link`` is the address that asks the same again.
    """

    calculator: Calculator
    form: Form
    answer: Answer | None = None
    refused: tuple[Condition, ...] = ()
    link: str = ""


@rekenhulp.get("/rekenhulp")
def page() -> Response:
    """All questions, the one that was asked with its answer. A form that does not fit is answered with 422."""
    given = given_today()
    blocks = [_block(calculator, given) for calculator in calculators(given.library).values()]
    forms = [block.form for block in blocks]
    answer = make_response(render_template("register/rekenhulp.html", blocks=blocks, forms=forms))
    answer.status_code = 422 if has_mistakes(*forms) else 200
    return answer


def _block(calculator: Calculator, given: Given) -> Block:
    asked = any(name.startswith(f"{calculator.key}-") for name in request.args)
    form = _form_of(calculator)(request.args if asked else None, prefix=f"{calculator.key}-")
    if not asked or not form.validate():
        return Block(calculator, form)
    mine = {name: text for name, text in request.args.items() if text and name.startswith(f"{calculator.key}-")}
    link = url_for("rekenhulp.page", _external=True, _anchor=calculator.key, **mine)
    try:
        return Block(calculator, form, answer=ask(calculator, _texts(form), given), link=link)
    except NotUnderstood as wrong:
        form[wrong.parameter].errors = [wrong.sentence.removesuffix(".")]
        return Block(calculator, form)
    except Refusal as refused:
        return Block(calculator, form, refused=refused.conditions, link=link)


def _texts(form: Form) -> Mapping[str, list[str]]:
    """What was filled in, as the API would be asked; what stayed empty is left out."""
    typed = {field.short_name: field.data for field in form if field.data not in {None, ""}}
    return {name: [value.isoformat() if isinstance(value, date) else str(value)] for name, value in typed.items()}


def _form_of(calculator: Calculator) -> type[Form]:
    return type("QuestionForm", (Form,), {item.name: _field_of(item) for item in calculator.parameters})


def _field_of(parameter: Parameter) -> Field:
    makers: Mapping[Kind, Callable[..., Field]] = {
        Kind.NUMBER: _number,
        Kind.DAY: lambda item, checks: DayField(item.label, checks),
        Kind.CHOICE: lambda item, checks: _choice(item, checks, item.choices, None if item.optional else item.example),
        Kind.YES_NO: lambda item, checks: _choice(item, checks, (("ja", "Ja"), ("nee", "Nee")), None),
    }
    check: Any = MayStayEmpty() if parameter.optional else Needed(_needed(parameter))
    return makers[parameter.kind](parameter, [check])


def _number(parameter: Parameter, checks: list[Any]) -> Field:
    return CountField(parameter.label, checks, example=parameter.example, most=parameter.most)


def _choice(parameter: Parameter, checks: list[Any], pairs: tuple[tuple[str, str], ...], chosen: str | None) -> Field:
    # Which values there are is told by the question itself, in its own words.
    return RadioField(parameter.label, checks, choices=options(pairs), default=chosen, validate_choice=False)


def _needed(parameter: Parameter) -> str:
    if parameter.kind is Kind.NUMBER:
        return f"Vul het {parameter.label[:1].lower()}{parameter.label[1:]} in"
    return "Vul de datum in" if parameter.kind is Kind.DAY else "Maak een keuze"
