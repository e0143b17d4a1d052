"""How the public API answers: JSON for everybody, and mistakes as problem+json (RFC 9457) in Dutch."""

from __future__ import annotations

import json
from decimal import Decimal

from flask import Response, current_app, make_response, request

from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.web import db, today
from auditbeheer.register.asking import Answer, Given
from auditbeheer.register.calculators import as_json
from auditbeheer.scheme.condition import Receipt
from auditbeheer.scheme.own_rules import defaults

PROBLEMS = "/api/v1/openapi.json#/components/responses/"
# The names of these answers in the API's description, which is where the type of a problem leads.
TYPES = {400: "NietBegrepen", 404: "NietGevonden", 422: "KanNiet"}


def answered(content: object, status: int = 200, media_type: str = "application/json") -> Response:
    """Any content as JSON that every website may read; a good answer may be kept, and is checked by its ETag."""
    answer = make_response(json.dumps(content, ensure_ascii=False), status)
    answer.headers["Content-Type"] = media_type
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if status == 200:
        answer.headers["Cache-Control"] = "public, no-cache"
        answer.add_etag()
        answer.make_conditional(request)
    return answer


def problem(status: int, title: str, detail: str, *, parameter: str = "", source: str = "") -> Response:
    """A mistake; ``parameter`` names what was wrong in the question, ``source`` the § of what refused it."""
    content: dict[str, object] = {
        "type": f"{PROBLEMS}{TYPES[status]}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    content |= {"parameter": parameter} if parameter else {}
    content |= {"bron": source} if source else {}
    return answered(content, status, "application/problem+json")


def given_today() -> Given:
    """The schemes of this installation, and its own rules as they hold today (without a database: the defaults)."""
    rules = own_rules_on(db(), today()) if "database" in current_app.extensions else defaults()
    return Given(schemes(), rules)


def told(answer: Answer) -> dict[str, object]:
    """An answer as JSON: its facts, and beside them how it reads and where it comes from."""
    labels = list(dict.fromkeys(source.label for source in answer.sources))
    words: dict[str, object] = {
        "bron": labels[0],
        "bronnen": labels,
        "antwoord": answer.headline,
        "uitleg": answer.explanation,
        "opmerkingen": list(answer.remarks),
    }
    receipt = {"herleiding": _receipt(answer.receipt)} if answer.receipt else {}
    return {**answer.facts, **words, **receipt}


def _receipt(receipt: Receipt) -> dict[str, object]:
    lines = [
        {
            "tekst": line.text,
            "aantal": _number(line.amount),
            "eenheid": line.unit,
            "bron": line.source.label if line.source else None,
        }
        for line in receipt.lines
    ]
    return {"titel": receipt.title, "regels": lines, "totaal": as_json(receipt.total), "eenheid": receipt.unit}


def _number(amount: Decimal | None) -> int | float | None:
    return None if amount is None else as_json(amount)
