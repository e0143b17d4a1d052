"""``/api/v1/rekenhulp``: the calculators for programs; and the description of the whole API.

Views only: what is asked and answered stands in ``questions.py``; certificates answer in ``certificates_api.py``.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from auditbeheer.organisation.schemes import schemes
from auditbeheer.register.answering import answered, given_today, problem, told
from auditbeheer.register.asking import NotUnderstood, ask
from auditbeheer.register.description import REGISTER, document, of_calculator
from auditbeheer.register.questions import calculators
from auditbeheer.scheme.condition import Refusal

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.get("/rekenhulp/audittijd")
def audittijd() -> Response:
    """The minimum audit time."""
    return _answer("audittijd")


@api.get("/rekenhulp/respons")
def respons() -> Response:
    """The response that a survey needs."""
    return _answer("respons")


@api.get("/rekenhulp/termijn")
def termijn() -> Response:
    """The last day of a term in months."""
    return _answer("termijn")


@api.get("/rekenhulp/schema")
def schema() -> Response:
    """The schemes that are open."""
    return _answer("schema")


@api.get("/rekenhulp/afwijking")
def afwijking() -> Response:
    """The last days after a deviation."""
    return _answer("afwijking")


@api.get("/rekenhulp/geldigheid")
def geldigheid() -> Response:
    """The last day of a certificate."""
    return _answer("geldigheid")


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of all of this."""
    described = [of_calculator(calculator) for calculator in calculators(schemes()).values()]
    return answered(document([*described, *REGISTER]))


def _answer(key: str) -> Response:
    given = given_today()
    try:
        answer = ask(calculators(given.library)[key], request.args.to_dict(flat=False), given)
    except NotUnderstood as wrong:
        return problem(400, "Deze vraag klopt niet", wrong.sentence, parameter=wrong.parameter)
    except Refusal as refused:
        return problem(422, "Dit kan niet", str(refused), source=refused.conditions[0].source.label)
    return answered(told(answer))
