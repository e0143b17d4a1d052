"""The register as JSON API (``/api/v1/certificaten``); mistakes answer as problem+json (RFC 9457) in Dutch."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request

from auditbeheer.plumbing.web import db, today
from auditbeheer.register.answering import answered, problem
from auditbeheer.register.opendata import as_dict
from auditbeheer.register.rules import NotAsked, read_day, read_question
from auditbeheer.register.search import PAGE_SIZE, entry_numbered, search
from auditbeheer.scheme.wording import join_and

LIST_PARAMETERS = ("zoek", "gemeente", "type", "status", "op", "pagina")


def certificates() -> Response:
    """``/certificaten?zoek=&gemeente=&type=&status=&op=&pagina=``: fifty a page."""
    try:
        _only(LIST_PARAMETERS)
        question = read_question(request.args, today())
    except NotAsked as wrong:
        return problem(400, "Deze vraag klopt niet", wrong.sentence, parameter=wrong.parameter)
    hits = search(db(), question)
    told = {
        "aantal": hits.total,
        "pagina": hits.page,
        "per_pagina": PAGE_SIZE,
        "op": question.day.isoformat(),
        "certificaten": [as_dict(entry) for entry in hits.entries],
    }
    return answered(told)


def certificate(number: str) -> Response:
    """``/certificaten/<nummer>?op=``: one certificate or historic row on a day."""
    try:
        _only(("op",))
        day = read_day(request.args.get("op", ""), today())
    except NotAsked as wrong:
        return problem(400, "Deze vraag klopt niet", wrong.sentence, parameter=wrong.parameter)
    entry = entry_numbered(db(), number, day)
    if entry is None:
        return problem(404, "Niet gevonden", "Wij kennen geen certificaat met dit nummer.")
    return answered({**as_dict(entry), "op": day.isoformat()})


def _only(known: Iterable[str]) -> None:
    for name in request.args:
        if name not in known:
            raise NotAsked(
                name[:40], f"De vraag {name[:40]} kennen wij niet. U kunt vragen om {join_and(list(known))}."
            )
