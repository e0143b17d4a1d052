"""What the macros of ``templates/_parts`` need from Python: status words, ids, kinds of field, days in words.

``install`` puts it on a Jinja environment; with it every macro works, inside Flask and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from flask import g, has_app_context
from jinja2 import Environment
from markupsafe import Markup
from wtforms import Field, Form

from auditbeheer.plumbing import status
from auditbeheer.plumbing.dutch import NBSP, day_short, megabytes, number, time_of
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import day_long, day_plain

_KINDS = {
    "HiddenInput": "verborgen",
    "PasswordInput": "wachtwoord",
    "FileInput": "bestand",
    "CheckboxInput": "vink",
    "TextArea": "lang",
    "Select": "lijst",
}
LONGEST_UNBROKEN = 26  # characters; fits beside the margins of the narrowest phone
_TYPED_AS_TEXT = {"number", "date", "datetime-local", "month", "week", "time"}  # these speak the browser's language


@dataclass(frozen=True)
class MenuItem:
    """One item of the menu. ``count`` only at the landing item (ux §2)."""

    label: str
    url: str
    current: bool = False
    count: int | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter((self.label, self.url, self.current, self.count))


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary: the sentence and the id of the field it belongs to (empty: the whole form)."""

    text: str
    target: str = ""


def field_kind(field: Field) -> str:
    """Which control the macro ``veld`` draws: dag, lang, rondjes, vinkjes, lijst, vink, bestand, verborgen, tekst …"""
    if hasattr(field, "boxes"):
        return "dag"
    widget = type(field.widget).__name__
    if widget in {"ListWidget", "TableWidget"}:
        option = type(getattr(field, "option_widget", None)).__name__
        return "vinkjes" if option == "CheckboxInput" else "rondjes"
    return _KINDS.get(widget, "tekst")


def input_type(field: Field) -> str:
    """The type of a one-line field; numbers and days are typed as text, in the Dutch way (ux §7)."""
    wanted = str(getattr(field.widget, "input_type", "text"))
    return "text" if wanted in _TYPED_AS_TEXT else wanted


def keyboard(field: Field) -> str:
    """The keyboard a phone offers: digits for whole numbers, digits and a comma for amounts."""
    names = {base.__name__ for base in type(field).__mro__}
    if names & {"CountField", "IntegerField"}:
        return "numeric"
    return "decimal" if names & {"AmountField", "DecimalField", "FloatField"} else ""


def first_control(field: Field) -> str:
    """The id that the error summary jumps to: the first control of the field."""
    kind = field_kind(field)
    if kind == "dag":
        return str(field.boxes[0].id)
    if kind in {"rondjes", "vinkjes"}:
        return next((str(option.id) for option in field), str(field.id))
    return str(field.id)


def mistakes(form: Form) -> list[Mistake]:
    """All that does not fit yet, in the order of the fields, then what is about the form as a whole."""
    found = [
        Mistake(str(text), "" if field_kind(field) == "verborgen" else first_control(field))
        for field in form
        for text in _sentences(field.errors)
    ]
    return found + [Mistake(str(text)) for text in form.form_errors]


def _sentences(errors: Iterable[Any]) -> Iterator[str]:
    yield from (text for text in errors if isinstance(text, str) or not isinstance(text, Iterable))


def has_mistakes(*forms: Form | None) -> bool:
    """Whether one of the forms on a page came back with something to mend: its title then starts with ‘Fout:’."""
    return any(form is not None and mistakes(form) for form in forms)


def in_panel(form: Form) -> set[str]:
    """The objections that the panel Voorwaarden tells by itself: those without a ready sentence of their own."""
    conditions: Iterable[Condition] = getattr(form, "conditions", ())
    return {condition.objection for condition in unmet(conditions) if not condition.refusal}


def takes_files(form: Form) -> bool:
    """Whether the form has to be sent as multipart."""
    return any(field_kind(field) == "bestand" for field in form)


_loose = count(1)


def uid(prefix: str = "u") -> str:
    """An id that is used once on this page; the same page gives the same ids each time."""
    if not has_app_context():
        return f"{prefix}-{next(_loose)}"
    g.uid = g.get("uid", 0) + 1
    return f"{prefix}-{g.uid}"


def in_words(value: date | datetime | str | None) -> str:
    """A day for in a sentence, ``woensdag 9 december 2026``; a moment with its time; a text stays as it is."""
    if isinstance(value, datetime):
        return f"{day_plain(value.date())} om{NBSP}{time_of(value)}"
    return day_long(value) if isinstance(value, date) else str(value or "")


def figure(value: Decimal | int | str, places: int | None = None) -> str:
    """A number with Dutch points and comma; a text stays as it is."""
    return value if isinstance(value, str) else number(value, places)


def unbroken(text: str) -> Markup:
    """A line of facts with ``·`` between them: short facts, numbers above all, stay in one piece at a line's end.

    >>> unbroken("De Amert · D-2026-0012")
    Markup('<span class="nb">De Amert</span> · <span class="nb">D-2026-0012</span>')
    """
    kept = Markup('<span class="nb">{}</span>')
    pieces = str(text or "").split(" · ")
    return Markup(" · ").join(kept.format(p) if len(p) <= LONGEST_UNBROKEN else p for p in pieces)


def machine_day(value: date | datetime | str | None) -> str:
    """The value of ``<time datetime>``; empty for a text."""
    return value.isoformat() if isinstance(value, date) else ""


def step_class(word: str) -> str:
    """The style of a step in the rail by its word."""
    return {
        "Klaar": "klaar",
        "Bezig": "bezig",
        "Wacht op werkgroep": "wacht",
        "Nog niet begonnen": "later",
        "Niet nodig": "nvt",
    }[status.status("stap", word).word]


def install(env: Environment) -> None:
    """Make everything that the macros use known to ``env``."""
    env.globals.update(
        status_van=status.status,
        termijn_van=status.term,
        uitslag_van=status.verdict,
        veldsoort=field_kind,
        invoersoort=input_type,
        toetsenbord=keyboard,
        eerste_vak=first_control,
        fouten_van=mistakes,
        heeft_fouten=has_mistakes,
        met_bestanden=takes_files,
        stapklasse=step_class,
        in_paneel=in_panel,
        nieuw_kenmerk=lambda: uuid4().hex,
        uid=uid,
    )
    env.filters.setdefault("voluit", in_words)
    env.filters.setdefault("kort", lambda value: day_short(value) if isinstance(value, date) else str(value or ""))
    env.filters.setdefault("getal", figure)
    env.filters.setdefault("mb", megabytes)
    env.filters.setdefault("heel", unbroken)
    env.filters.setdefault("machinedag", machine_day)
