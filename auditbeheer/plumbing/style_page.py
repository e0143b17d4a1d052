"""The style page ``/stijl``: every component in every state, for who builds pages. Only in the demo and in tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, render_template

from auditbeheer.plumbing import mishaps
from auditbeheer.plumbing import style_samples as samples
from auditbeheer.plumbing.parts import MenuItem
from auditbeheer.plumbing.status import STATUS, VERDICTS

blueprint = Blueprint("stijl", __name__, url_prefix="/stijl")

PUBLIC_MENU = [
    MenuItem("Certificaat controleren", "#", True),
    MenuItem("Register", "#"),
    MenuItem("Rekenhulp", "#"),
]
SENTENCES = {
    "Geldig": "Dit KVO-certificaat geldt vandaag, 12\u00a0januari 2027.",
    "Geschorst": "Dit KVO-certificaat geldt nu niet. De schorsing begon op 5\u00a0januari 2027.",
    "Ingetrokken": "Dit KVO-certificaat geldt niet meer sinds 5\u00a0januari 2027.",
    "Verlopen": "Dit KVO-certificaat gold tot en met 8\u00a0december 2029.",
    "Vervangen": "U bekijkt uitgave 1. Uitgave 2 is de nieuwste. Dat certificaat is geldig.",
    "Nog niet geldig": "Dit KVO-certificaat geldt vanaf 1\u00a0februari 2027.",
    "Was geldig": "Vandaag is de status: verlopen.",
    "Voorbeeld": "Dit is een voorbeeld en geen certificaat.",
    "Onbekende code": "Wij kennen deze code niet. Hebt u de hele code? Zoek anders op gebied, gemeente of nummer.",
    "Even niet te controleren": "Dit zegt niets over het certificaat. Probeer het over een minuut opnieuw.",
    "Gelijk": "Deze pdf is gelijk aan het certificaat dat wij uitgaven.",
    "Anders": "Deze pdf is anders dan ons certificaat. Vraag de houder om het origineel.",
}


def _office(current: str, **more: Any) -> dict[str, Any]:
    return {
        "menu": samples.menu(current),
        "wie": lambda: SimpleNamespace(name="Annelies Vos", settings_url="#", logout_url="/stijl"),
        "demo": lambda: samples.DEMO,
        **more,
    }


def _dossier(name: str = "Cluster Lelystad", now: Any = samples.NOW) -> dict[str, Any]:
    return _office("Dossiers", dossier_frame=lambda _number: samples.frame(name, now), nummer="D-2026-0147")


def _flashes(*messages: tuple[str, str]) -> Callable[..., list[tuple[str, str]]]:
    return lambda **_options: list(messages)


# state -> template and what it shows; each is a page of its own, on the real layouts
PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "dossier": ("dossier", _dossier),
    "dossier-te-laat": ("dossier", lambda: _dossier(now=samples.NOW_LATE)),
    "dossier-rustig": ("dossier", lambda: _dossier(now=samples.NOW_QUIET)),
    "dossier-lange-naam": (
        "dossier",
        lambda: _dossier(samples.LONG_NAME, None) | {"menu": samples.menu("Dossiers", full=True)},
    ),
    "werk": (
        "werk",
        lambda: _office(
            "Werkvoorraad",
            get_flashed_messages=_flashes(
                ("goed", "M. Bakker doet de audit op woensdag 9\u00a0december."), ("ongedaan", "/stijl")
            ),
        ),
    ),
    "werk-leeg": ("werk_leeg", lambda: _office("Werkvoorraad")),
    "lijst": ("lijst", lambda: _office("Dossiers", rows=samples.AREAS * 3)),
    "lijst-leeg": ("lijst", lambda: _office("Dossiers", rows=())),
    "formulier": ("formulier", lambda: _office("Relaties", form=samples.good_form())),
    "formulier-fout": ("formulier", lambda: _office("Relaties", form=samples.wrong_form())),
    "twee-teksten": ("twee_teksten", lambda: _office("Dossiers", form=samples.clashed_form())),
    "bevestigen": ("bevestigen", lambda: _office("Dossiers", form=samples.DecideForm(), gevaar=False)),
    "bevestigen-gevaar": ("bevestigen", lambda: _office("Dossiers", form=samples.DecideForm(), gevaar=True)),
    "bevestigen-geweigerd": ("bevestigen", lambda: _office("Dossiers", form=samples.refused_form(), gevaar=False)),
    "besluit": ("besluit", lambda: _office("Dossiers")),
    "toewijzen": ("toewijzen", lambda: _office("Planning")),
    "op-locatie": ("op_locatie", lambda: _office("Dossiers", form=samples.DecideForm())),
    "inloggen": ("inloggen", lambda: {"form": samples.good_form()}),
    "storing": ("storing", lambda: {"titel": mishaps.ACCIDENT, "code": "7F3A", "kaal": True, "terug": "#"}),
    "mag-niet": ("storing", lambda: _office("Dossiers", **_mishap(403))),
    "niet-gevonden": ("storing", lambda: _office("Dossiers", **_mishap(404))),
    "niet-gevonden-publiek": ("storing", lambda: _mishap(404) | {"publiek_menu": lambda: PUBLIC_MENU}),
    "te-groot": ("storing", lambda: _office("Dossiers", **_mishap(413), terug="#")),
}


def _mishap(status: int) -> dict[str, Any]:
    said = mishaps.SAYINGS[status]
    text = said.text.replace("{samen}", "120\u00a0MB")
    return {"titel": said.title, "tekst": text, "publiek": said.public or text}


def _verdict(word: str) -> dict[str, Any]:
    heading = "Was geldig op 1\u00a0maart 2026" if word == "Was geldig" else ""
    return {"woord": word, "zin": SENTENCES[word], "kop_": heading, "publiek_menu": lambda: PUBLIC_MENU}


PAGES |= {f"uitslag-{word.lower().replace(' ', '-')}": ("uitslag", partial(_verdict, word)) for word in VERDICTS}


@blueprint.get("")
def overview() -> str:
    """All components on one page."""
    return render_template(
        "stijl/overzicht.html",
        samples=samples,
        pages=list(PAGES),
        table=STATUS,
        verdicts=SENTENCES,
        form=None,
        good=samples.good_form(),
        **_office("Werkvoorraad"),
    )


@blueprint.get("/<state>")
def show(state: str) -> str:
    """One whole page in one state."""
    if state not in PAGES:
        abort(404)
    template, values = PAGES[state]
    return render_template(f"stijl/{template}.html", samples=samples, **values())
