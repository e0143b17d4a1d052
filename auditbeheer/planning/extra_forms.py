"""The forms around an extra assessment: what it is for, its day, what was seen."""

from __future__ import annotations

from datetime import time

from wtforms import SelectField

from auditbeheer.planning.forms import TimeField
from auditbeheer.planning.models import ExtraKind
from auditbeheer.plumbing.forms import (
    AmountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    TaskForm,
    TextField,
    options,
)

TITLES = {
    ExtraKind.DEVIATION: "Een aanvulling op een afwijking",
    ExtraKind.NEW_AREA: "Een gebied dat erbij komt",
    ExtraKind.OTHER: "Iets anders",
}


class AskExtraForm(TaskForm):
    """Another visit on location is needed."""

    kind = SelectField(
        "Waarvoor?", [Needed("Kies waarvoor de extra beoordeling is")],
        choices=options([("", "Kies"), *((kind.value, title) for kind, title in TITLES.items())]),
    )  # fmt: skip
    why = TextField("Waarom is het nodig?", [Needed("Vul in waarom de extra beoordeling nodig is")], longest=2000)
    hours = AmountField("Uren", [Needed("Vul het aantal uren in")], least=1, most=200, example="4")
    hold_by = DayField("Uiterlijk op", [MayStayEmpty()])
    agreed_with = LineField("Met wie zijn de uren afgesproken?", [MayStayEmpty()])


class PlanExtraForm(TaskForm):
    """A day for it."""

    day = DayField("Dag", [Needed("Vul de dag van de extra beoordeling in")])
    starts_at = TimeField("Begintijd", [Needed("Vul de begintijd in")], default=time(9, 30))
    place = LineField("Waar begint het?", [Needed("Vul in waar de extra beoordeling begint")])
    hours = AmountField("Uren", [Needed("Vul het aantal uren in")], least=1, most=200, example="4")
    remark = TextField("Opmerking", [MayStayEmpty()], longest=2000)


class SeenForm(TaskForm):
    """What was seen."""

    seen = TextField("Wat hebt u gezien?", [Needed("Vul in wat u hebt gezien")], longest=5000)


class WithdrawExtraForm(TaskForm):
    """It is needed no more, with the reason."""

    why = LineField("Waarom is het niet meer nodig?", [Needed("Vul in waarom het niet meer nodig is")])
