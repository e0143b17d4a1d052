"""The forms of a day that suits everybody: which days are asked, what somebody answers, which day it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from wtforms import SelectField

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.forms import TimeField
from auditbeheer.planning.models import AskedDay, Suits
from auditbeheer.planning.rules import Item
from auditbeheer.plumbing.forms import (
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    key_or_none,
    options,
)
from auditbeheer.scheme.wording import capital, day_long

WORDS = options([(Suits.CAN.value, "Kan"), (Suits.RATHER_NOT.value, "Liever niet"), (Suits.CANNOT.value, "Kan niet")])
LONGEST_REMARK = 500


def _leads() -> SelectField:
    return SelectField("Auditor", [MayStayEmpty()], coerce=key_or_none, choices=[])


class AskForm(TaskForm):
    """Up to three days for a working group, and until when they can answer."""

    first = DayField("Eerste dag", [Needed("Vul een dag in")])
    second = DayField("Tweede dag", [MayStayEmpty()])
    third = DayField("Derde dag", [MayStayEmpty()])
    starts_at = TimeField("Begintijd", [Needed("Vul de begintijd in")])
    place = LineField("Plaats", [Needed("Vul de plaats in")])
    answer_by = DayField("Antwoord uiterlijk", [Needed("Vul de laatste dag om te antwoorden in")])
    lead = _leads()

    @property
    def days(self) -> list[date]:
        """The days that were filled in."""
        return [field.data for field in (self.first, self.second, self.third) if field.data is not None]

    def offer(self, people: Iterable[Employee]) -> None:
        """Who can be named as leading the audit."""
        self.lead.choices = options([("", "Nog niet bekend"), *((one.id, one.name) for one in people)])


class AskAgainForm(AskForm):
    """Other days in the place of those asked, with the reason."""

    why = LineField("Waarom andere dagen?", [Needed("Vul in waarom u andere dagen vraagt")])


class TakeBackForm(TaskForm):
    """The question is taken back, with the reason."""

    why = LineField("Waarom trekt u de vraag in?", [Needed("Vul in waarom u de vraag intrekt")])


class ChooseForm(TaskForm):
    """The day is chosen; who leads may be named at once."""

    lead = _leads()
    why = LineField("Waarom deze dag?", [MayStayEmpty()])

    def offer(self, people: Iterable[Employee]) -> None:
        """Who can lead on that day."""
        self.lead.choices = options([("", "Later toewijzen"), *((one.id, one.name) for one in people)])


class AnswerDaysForm(TaskForm):
    """For each day whether it suits."""

    remark = TextField("Opmerking", [MayStayEmpty()], longest=LONGEST_REMARK)

    @property
    def answers(self) -> dict[int, Suits]:
        """What was chosen, by the day's id."""
        return {
            int(name.removeprefix("dag")): Suits(field.data)
            for name, field in self._fields.items()
            if name.startswith("dag") and field.data
        }

    @property
    def day_fields(self) -> list[Any]:
        """The questions, in the order of the days."""
        return [field for name, field in self._fields.items() if name.startswith("dag")]


def answer_form(days: Sequence[AskedDay], given: dict[int, Suits], **kwargs: Any) -> AnswerDaysForm:
    """The form for these days, filled in with what was answered before."""
    fields = {
        f"dag{row.id}": OneOfField(
            capital(day_long(row.day)), [Needed(f"Kies een antwoord bij {day_long(row.day)}")], choices=WORDS
        )
        for row in days
    }
    values = {f"dag{key}": suits.value for key, suits in given.items()}
    form: AnswerDaysForm = type("AnswerDaysForm", (AnswerDaysForm,), fields)(data=values, **kwargs)
    return form


SPARE = 3


class PlanAuditForm(TaskForm):
    """The audit plan: the rows of its programme, a room, a remark."""

    room = LineField("Ruimte", [Needed("Vul in in welke ruimte het team kan werken")])
    remark = TextField("Opmerking", [MayStayEmpty()], longest=2000)

    @property
    def rows(self) -> list[tuple[Any, Any, Any, Any]]:
        """The fields of each row: from, until, what, with whom."""
        count = sum(name.startswith("wat") for name in self._fields)
        return [tuple(self[f"{part}{n}"] for part in ("van", "tot", "wat", "wie")) for n in range(count)]

    @property
    def items(self) -> list[Item]:
        """The rows that were filled in; a row without times is not (``complete`` told that)."""
        return [
            Item(begins.data, ends.data, what.data, who.data)
            for begins, ends, what, who in self.rows
            if what.data and begins.data and ends.data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """A row with words has both its times."""
        fine = bool(super().validate(extra_validators))
        for begins, ends, what, _ in self.rows:
            for field in (begins, ends):
                if what.data and field.data is None and not field.errors:
                    field.errors = [f"Vul de tijd in bij ‘{what.data}’"]
                    fine = False
        return fine


def plan_form(items: Sequence[Item], **values: Any) -> PlanAuditForm:
    """The form with these rows, and some empty ones."""
    fields: dict[str, Any] = {}
    for n in range(len(items) + SPARE):
        fields |= {
            f"van{n}": TimeField("Van", [MayStayEmpty()]),
            f"tot{n}": TimeField("Tot", [MayStayEmpty()]),
            f"wat{n}": LineField("Wat", [MayStayEmpty()]),
            f"wie{n}": LineField("Met wie", [MayStayEmpty()]),
        }
        if n < len(items):
            one = items[n]
            values |= {f"van{n}": one.begins, f"tot{n}": one.ends, f"wat{n}": one.what, f"wie{n}": one.who}
    form: PlanAuditForm = type("PlanAuditForm", (PlanAuditForm,), fields)(data=values)
    for row in form.rows:
        for field in row:
            field.flags.optional = False  # the page says it once for all rows
    return form


class DecideForm(TaskForm):
    """What is decided on an objection to a team member."""

    honoured = OneOfField(
        "Besluit", [Needed("Kies wat u besluit")],
        choices=options([("ja", "Toewijzen: er komt een ander in het team"), ("nee", "Afwijzen")]),
    )  # fmt: skip
    why = TextField("Waarom?", [Needed("Vul in waarom")], longest=2000)
