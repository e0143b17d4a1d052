"""The forms around a proposal: which dossiers, which lines, another day or auditor, and what matters how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from wtforms import SelectField, StringField

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.forms import TimeField
from auditbeheer.planning.rules.wishes import TEXTS, Wishes
from auditbeheer.plumbing.forms import CountField, DayField, Needed, TaskForm, key_or_none, options


class ChosenForm(TaskForm):
    """What was ticked in a list: ``chosen`` holds the values in the order of the page, each once."""

    keuze = StringField()

    @property
    def chosen(self) -> list[str]:
        """The values of the ticks."""
        sent = self.keuze.raw_data or []
        return list(dict.fromkeys(str(value) for value in sent if value))

    @property
    def keys(self) -> list[int]:
        """The ticks as keys of rows; what is no key is left out."""
        return [int(one) for one in self.chosen if one.isascii() and one.isdigit() and len(one) < 12]


class AskGroupsForm(ChosenForm):
    """Which working groups are asked for a day, and by when they answer."""

    answer_by = DayField("Antwoord uiterlijk", [Needed("Vul in tot en met welke dag antwoord kan komen")])


class ChangeLineForm(TaskForm):
    """Another day or auditor than was proposed."""

    day = DayField("Dag van de audit", [Needed("Vul de dag van de audit in")])
    starts_at = TimeField("Begintijd", [Needed("Vul de begintijd in")], default=time(9, 30))
    employee = SelectField("Auditor", [Needed("Kies een auditor")], coerce=key_or_none, choices=[])

    def offer(self, people: Sequence[Employee]) -> None:
        """Who can be chosen; whether somebody can do it is said when it is tried."""
        self.employee.choices = options([("", "Kies een auditor"), *((one.id, one.name) for one in people)])


class WishesForm(TaskForm):
    """A number for each wish; its fields follow from ``rules.wishes``."""

    @property
    def wishes(self) -> Wishes:
        """What was filled in."""
        return Wishes(**{text.name: int(self[text.name].data) for text in TEXTS})

    @staticmethod
    def filled(wishes: Wishes) -> WishesForm:
        """The form with what holds now."""
        values: dict[str, Any] = dict(wishes.values)
        return WishesForm(data=values)


for _text in TEXTS:
    _field = CountField(
        _text.title, [Needed("Vul een getal in")], least=_text.least, most=_text.most,
        example=str(getattr(Wishes(), _text.name)),
    )  # fmt: skip
    setattr(WishesForm, _text.name, _field)
