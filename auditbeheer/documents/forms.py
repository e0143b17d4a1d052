"""The forms of the documents: they check shape, the rules check sense."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.documents.models import MeasureOrigin, Outcome
from auditbeheer.plumbing.forms import (
    PAPERS,
    AmountField,
    CountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    UploadsField,
    options,
)


class Ticks(SelectMultipleField):
    """Several choices, a tick each. Data: the values that were ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RequestForm(TaskForm):
    """Which documents we ask for, of whom and until when."""

    codes = Ticks("Welke documenten vraagt u op?", [Needed("Kies ten minste 1 document")])
    asked_of = LineField("Aan wie", [Needed("Vul in aan wie u dit vraagt")])
    until = DayField("Uiterlijk", [MayStayEmpty()])
    remark = TextField("Wat u erbij vraagt", [MayStayEmpty()])

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes.choices = options(kinds)


class ReceiveForm(TaskForm):
    """A document that came in, from whom and when."""

    upload = UploadsField("Bestanden", [Needed("Kies het bestand dat is ontvangen")], accept=PAPERS)
    received_from = LineField("Van wie", [Needed("Vul in van wie dit document komt")])
    received_on = DayField("Ontvangen op", [Needed("Vul in op welke dag dit document binnenkwam")])


class AssessForm(TaskForm):
    """In order, or to be added to with what is missing."""

    verdict = OneOfField(
        "Oordeel",
        [Needed("Kies In orde of Aanvullen")],
        choices=options([("in orde", "In orde"), ("aanvullen", "Aanvullen")]),
    )
    remark = TextField("Wat moet erbij", [MayStayEmpty()], longest=4000)


class SurveyForm(TaskForm):
    """The survey in one area."""

    sent_on = DayField("Enquête verstuurd op", [Needed("Vul in op welke dag de enquête is verstuurd")])
    entrepreneurs = CountField(
        "Ondernemers op die dag", [Needed("Vul het aantal ondernemers in")], least=1, most=100_000, example="51"
    )
    answers = CountField(
        "Ontvangen antwoorden", [Needed("Vul het aantal antwoorden in")], least=0, most=100_000, example="16"
    )


class MeasureForm(TaskForm):
    """A measure with its origin; carried out, still to do, or dropped from the plan."""

    title = LineField("Maatregel", [Needed("Vul in wat de maatregel is")])
    origin = OneOfField(
        "Waar komt die vandaan", [Needed("Kies waar de maatregel vandaan komt")],
        choices=options((origin.value, origin.value.capitalize()) for origin in MeasureOrigin),
    )  # fmt: skip
    area = SelectField("Gebied")
    carried_out_on = DayField("Uitgevoerd op", [MayStayEmpty()])
    dropped_why = TextField("Uit het plan gehaald, omdat", [MayStayEmpty()], longest=2000)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area.choices = options([*areas, *([("", "Alle gebieden")] if len(areas) > 1 else [])])

    @property
    def area_id(self) -> int | None:
        """The area chosen; None for a measure of all areas."""
        return int(self.area.data) if self.area.data else None


class CompletenessForm(TaskForm):
    """What is decided on the set before the audit."""

    outcome = OneOfField(
        "Besluit", [Needed("Kies wat u besluit")],
        choices=options([
            (Outcome.COMPLETE.value, "De set is compleet"),
            (Outcome.GO_ON.value, "Doorgaan, met extra uren"),
            (Outcome.MOVE.value, "De audit verzetten"),
        ]),
    )  # fmt: skip
    why = TextField("Reden", [MayStayEmpty()], longest=4000)
    extra_hours = AmountField("Extra uren", [MayStayEmpty()], least=0, most=100, example="2")
    agreed_with = LineField("Afgesproken met", [MayStayEmpty()])

    @property
    def hours(self) -> Decimal:
        """The extra hours; none filled in is none."""
        return self.extra_hours.data or Decimal(0)
