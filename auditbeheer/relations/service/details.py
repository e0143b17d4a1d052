"""Laying what a form tells onto a row: which things differ, in words, and whether somebody else was first (C21)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.scheme.wording import day_plain

WORDS = {
    "name": "naam", "street": "straat", "postcode": "postcode", "town": "plaats",
    "founding_title": "titel van het stuk", "founding_on": "dag van het stuk", "founding_is_convenant": "convenant",
    "coordinator": "regie", "coordinator_mandate": "mandaat", "kvk": "KvK-nummer", "invoice_address": "factuuradres",
    "kind": "soort", "organisation": "organisatie", "basis": "verbonden via", "start_phase_from": "begin startfase",
    "municipality_code": "gemeente", "is_guide": "procesbegeleider", "function": "functie", "email": "e-mail",
    "phone": "telefoon", "is_contact": "contactpersoon", "is_chair": "voorzitter", "is_secretary": "secretaris",
    "is_spokesperson": "woordvoerder", "tells_inside": "communicatie binnen de groep",
    "tells_outside": "communicatie naar buiten", "may_contract": "mag tekenen", "activities": "activiteiten",
    "boundary": "grens", "neighbours": "omgeving", "entrepreneurs": "ondernemers", "counted_on": "dag van de telling",
    "count_source": "bron van de telling", "one_area": "één terrein als", "represented_by": "vertegenwoordigd door",
    "zoning": "bestemming", "map_decision": "vaststelling van de kaart",
    "bureau_id": "bureau",
}  # fmt: skip
NOTHING = "niets anders"
PRIVATE = frozenset({"email", "phone"})


class Row(Protocol):
    """A row that counts its changes."""

    id: Any
    version: Any


def shown(value: Any) -> str:
    r"""A value as it stands in a field or a sentence.

    >>> shown(True), shown(None), shown(date(2026, 1, 2)).replace("\xa0", " "), shown(51)
    ('ja', '', '2 januari 2026', '51')
    """
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return day_plain(value)
    return "" if value is None else str(value)


def apply(row: Any, details: Any) -> None:
    """Put every value of ``details`` on the row."""
    for field in fields(details):
        setattr(row, field.name, getattr(details, field.name))


def differences(row: Any, details: Any) -> str:
    """What changes, in words for the journal; of e-mail and phone only that they do, since the journal is kept."""
    changed = []
    for field in fields(details):
        new, old = getattr(details, field.name), getattr(row, field.name)
        if new == old:
            continue
        word = WORDS[field.name]
        private = field.name in PRIVATE
        changed.append(word if private else f"{word} {shown(new) or 'leeg'} (was {shown(old) or 'leeg'})")
    return "; ".join(changed)


def guard_version(session: Session, now: datetime, row: Row, details: Any, *, kind: str, opened_on: int | None) -> None:
    """Go on only when nobody changed the row since the form was opened. Raises ``Clash`` with what stands there now."""
    if row.version == opened_on:
        return
    theirs = {
        field.name: shown(getattr(row, field.name))
        for field in fields(details)
        if getattr(row, field.name) != getattr(details, field.name)
    }
    raise journal.clash(session, now, kind=kind, thing=row.id, theirs=theirs)
