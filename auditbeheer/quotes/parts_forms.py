"""The forms about parts of an area, and about quotes that go together."""

from __future__ import annotations

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.plumbing.forms import DayField, LineField, Needed, OneOfField, TaskForm, TextField, options


class PartsForm(TaskForm):
    """Which parts, whether they are one area, under which name, and why."""

    areas = SelectMultipleField(
        "Over welke delen gaat het?", [Needed("Kies ten minste twee delen")],
        option_widget=CheckboxInput(), widget=ListWidget(),
    )  # fmt: skip
    as_one = OneOfField(
        "Tellen deze delen als één terrein?",
        [Needed("Kies ja of nee")],
        choices=options([("ja", "Ja, als één terrein"), ("nee", "Nee, elk als een eigen terrein")]),
    )
    name = LineField("Naam van het hele terrein", [Needed("Vul de naam van het hele terrein in")])
    why = TextField("Waarom?", [Needed("Vul in waarom")], longest=2000)


class UndoForm(TaskForm):
    """Why a decision is taken back."""

    why = TextField("Waarom trekt u dit besluit in?", [Needed("Vul in waarom")], longest=2000)


class TogetherForm(TaskForm):
    """Which other quotes go on one paper with this one."""

    quotes = SelectMultipleField(
        "Welke offertes gaan mee?", [Needed("Kies ten minste één andere offerte")],
        option_widget=CheckboxInput(), widget=ListWidget(),
    )  # fmt: skip


class MoveForm(TaskForm):
    """To which partnership an area goes, from which day on, and why."""

    to = SelectField("Naar welk samenwerkingsverband?", [Needed("Kies een samenwerkingsverband")])
    day = DayField("Vanaf welke dag?", [Needed("Vul de dag in")])
    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)
