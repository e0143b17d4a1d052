"""The register as JSON API (``/api/v1/certificaten``); mistakes answer as problem+json (RFC 9457) in Dutch."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, request, url_for

from auditbeheer.config import Settings
from auditbeheer.organisation.models import identity_on
from auditbeheer.plumbing.web import db, now, today
from auditbeheer.register import statement as statements
from auditbeheer.register.answering import answered, problem
from auditbeheer.register.opendata import as_dict
from auditbeheer.register.rules import NotAsked, read_day, read_question
from auditbeheer.register.search import PAGE_SIZE, entry_numbered, search
from auditbeheer.scheme.wording import join_and

UNKNOWN = "Wij kennen geen certificaat met dit nummer."
UNSIGNED = "Deze installatie ondertekent geen verklaringen."
NOT_OURS = "Wij gaven dit certificaat niet uit, en kunnen er dus niets over verklaren."
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
        return problem(404, "Niet gevonden", UNKNOWN)
    return answered({**as_dict(entry), "op": day.isoformat()})


def statement(number: str) -> Response:
    """``/certificaten/<nummer>/verklaring``: the facts of today, signed at this moment (a compact JWS)."""
    try:
        _only(())
    except NotAsked as wrong:
        return problem(400, "Deze vraag klopt niet", wrong.sentence, parameter=wrong.parameter)
    keys, entry = statement_keys(), entry_numbered(db(), number, today())
    if entry is None or entry.historic or not keys:
        words = UNKNOWN if entry is None else NOT_OURS if entry.historic else UNSIGNED
        return problem(404, "Niet gevonden", words)
    address = public_address(url_for("register.certificate", number=entry.reference))
    facts = statements.facts_of(entry, today(), now(), body=body_name(), address=address)
    answer = Response(keys.sign(facts), content_type=statements.MEDIA_TYPE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    # Signed at another moment each time it is asked for.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def published_keys() -> Response:
    """``/.well-known/auditbeheer-keys.json``: what anybody needs to check a statement (a JWK Set)."""
    keys = statement_keys()
    if not keys:
        return problem(404, "Niet gevonden", UNSIGNED)
    return answered(keys.published(), media_type=statements.KEYS_MEDIA_TYPE)


def statement_keys() -> statements.StatementKeys:
    """The keys of this installation; none when it does not sign."""
    return statements.read_keys(settings().statement_keys)


def settings() -> Settings:
    """The settings of the application that answers."""
    found: Settings = current_app.extensions["settings"]
    return found


def public_address(path: str) -> str:
    """The whole address of a page, as it is printed on certificates."""
    return settings().base_url.rstrip("/") + path


def body_name() -> str:
    """Who answers for the register today."""
    body = identity_on(db(), today())
    return body.name if body else "auditbeheer"


def _only(known: Sequence[str]) -> None:
    for name in request.args:
        if name not in known:
            may = f" U kunt vragen om {join_and(known)}." if known else ""
            raise NotAsked(name[:40], f"De vraag {name[:40]} kennen wij niet.{may}")
