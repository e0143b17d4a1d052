"""The forms of the documents: they check shape, the rules check sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.documents.figures import Part, Values
from auditbeheer.documents.models import FigurePart, MeasureOrigin, Outcome
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
from auditbeheer.scheme.document_figures import SUPPLIERS, Split
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import CountedMeasure, Theme
from auditbeheer.scheme.wording import capital


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


class PressForm(TaskForm):
    """A button without a question."""


class FiguresForm(TaskForm):
    """The figures of one part. Each part has a form of its own, with the fields that its scheme asks for."""

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, in the shape of ``documents.figures``."""
        raise NotImplementedError  # each form below says it of its own fields; a form class cannot be abstract

    @staticmethod
    def of(
        part: Part, scheme: Scheme, *, first: bool, from_group: bool = False, kept: Mapping[str, int] | None = None
    ) -> FiguresForm:
        """The form of a part, filled with what stands: ours, or for the group theirs.

        ``kept``: what the group put by stands ready as long as nobody typed anything.
        """
        row = part.theirs if from_group else part.ours
        shown = row or (None if from_group else part.theirs)
        values = shown.values if shown else (kept or {})
        make = {
            FigurePart.SURVEY: _topics_form, FigurePart.GOALS: _goals_form, FigurePart.YEAR: _year_form,
            FigurePart.PERIODS: _periods_form, FigurePart.KEEPING: _keeping_form,
        }[part.part]  # fmt: skip
        return make(scheme, values, str(row.version) if row else "", first)


def _shaped(name: str, fields: Mapping[str, Any], values: Callable[[Any], dict[str, Any]]) -> type[FiguresForm]:
    """A form class with these fields, that gives these values."""
    return type(name, (FiguresForm,), {**fields, "values": property(values)})


def _topics_form(scheme: Scheme, values: Values, version: str, _first: bool) -> FiguresForm:
    themes = [theme for theme in scheme.survey.themes if theme.topics] if scheme.survey else []

    def told(form: Any) -> dict[str, Any]:
        return {"onderwerpen": sorted(int(one) for theme in themes for one in form[theme.code].data)}

    fields = {theme.code: Ticks(theme.name, choices=_numbered(theme)) for theme in themes}
    asked = {str(one) for one in values.get("onderwerpen", ())}
    chosen = {theme.code: [str(one) for one in theme.topics if str(one) in asked] for theme in themes}
    return _shaped("TopicsForm", fields, told)(version=version, **chosen)


def _numbered(theme: Theme) -> Any:
    return options((str(one), f"{one}, open vraag" if one == theme.open_question else str(one)) for one in theme.topics)


def _goals_form(scheme: Scheme, values: Values, version: str, _first: bool) -> FiguresForm:
    themes = scheme.survey.themes if scheme.survey else ()
    fields = {
        "themas": Ticks("Thema’s met een doel", choices=options((one.code, one.name) for one in themes)),
        "own": TextField("Eigen thema’s van de werkgroep, met een doel", [MayStayEmpty()], longest=1000),
        "without": TextField("Eigen thema’s zonder doel", [MayStayEmpty()], longest=1000),
    }

    def told(form: Any) -> dict[str, Any]:
        return {"thema": form.themas.data, "eigen": _lines(form.own.data), "zonder": _lines(form.without.data)}

    return _shaped("GoalsForm", fields, told)(
        version=version, themas=list(values.get("thema", ())), own="\n".join(values.get("eigen", ())),
        without="\n".join(values.get("zonder", ())),
    )  # fmt: skip


def _lines(text: str | None) -> list[str]:
    return [line.strip()[:100] for line in (text or "").splitlines() if line.strip()]


def _year_form(scheme: Scheme, values: Values, version: str, first: bool) -> FiguresForm:
    items = scheme.measures.yearly if scheme.measures else ()

    def label(item: CountedMeasure) -> str:
        word = "gehouden" if item.held_at_first or not first else "gepland in de maatregelmatrix"
        return f"{capital(item.text)}, per jaar {word}"

    fields = {
        item.code: CountField(
            label(item), [MayStayEmpty()], least=0, most=200, example=str(item.minimum), description=str(item.minimum)
        )
        for item in items
    }

    def told(form: Any) -> dict[str, Any]:
        return {item.code: form[item.code].data for item in items if form[item.code].data is not None}

    known = {item.code: values.get(item.code) for item in items}
    return _shaped("YearForm", fields, told)(version=version, **known)


SPLIT_WORDS = {
    Split.FITS.value: "Niet groter dan het terrein",
    Split.SPLIT.value: "Groter, en de cijfers zijn gesplitst",
    Split.NOT_SPLIT.value: "Groter, en de cijfers zijn niet gesplitst",
}


def _periods_form(_scheme: Scheme, values: Values, version: str, _first: bool) -> FiguresForm:
    fields: dict[str, Any] = {}
    filled: dict[str, Any] = {}
    for code, name in SUPPLIERS.items():
        for at, (end, word) in enumerate((("van", "van"), ("tot", "tot en met"))):
            fields[f"{code}_{end}"] = DayField(f"Cijfers van de {name}, {word}", [MayStayEmpty()])
            filled[f"{code}_{end}"] = date.fromisoformat(values[code][at]) if values.get(code) else None
        fields[f"{code}_postcode"] = OneOfField(
            f"Postcodegebied van de cijfers van de {name}", [MayStayEmpty()], choices=options(SPLIT_WORDS.items())
        )
        filled[f"{code}_postcode"] = values.get("postcode", {}).get(code)
    handled = values.get("afgehandeld")
    fields["handled"] = OneOfField(
        "Noemen de cijfers van de gemeente ook de afgehandelde meldingen?", [MayStayEmpty()],
        choices=options([("ja", "Ja"), ("nee", "Nee")]),
    )  # fmt: skip

    def told(form: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for code in SUPPLIERS:
            first, last = form[f"{code}_van"].data, form[f"{code}_tot"].data
            if first and last:
                found[code] = [first.isoformat(), last.isoformat()]
        splits = {code: word for code in SUPPLIERS if (word := form[f"{code}_postcode"].data)}
        found.update({"postcode": splits} if splits else {})
        return {**found, **({"afgehandeld": form.handled.data == "ja"} if form.handled.data else {})}

    shape = _shaped("PeriodsForm", {**fields, "validate": _whole_periods}, told)
    return shape(version=version, **filled, handled=None if handled is None else ("ja" if handled else "nee"))


def _whole_periods(self: Any, extra_validators: Any = None) -> bool:
    """A period has both its days, the first not after the last."""
    good = bool(TaskForm.validate(self, extra_validators))
    for code in SUPPLIERS:
        first, last = self[f"{code}_van"], self[f"{code}_tot"]
        if (first.data is None) != (last.data is None):
            missing = first if first.data is None else last
            missing.errors = [*missing.errors, "Vul ook deze dag in, of laat beide dagen leeg"]
            good = False
        elif first.data and last.data and first.data > last.data:
            last.errors = [*last.errors, "De laatste dag ligt voor de eerste. Kijk beide na"]
            good = False
    return good


def _keeping_form(_scheme: Scheme, values: Values, version: str, _first: bool) -> FiguresForm:
    fields = {
        "places": CountField("Plekken in het schouwrapport die goed zijn", [MayStayEmpty()], least=0, most=500,
                             example="5"),
        "years": CountField("Hoeveel jaar de werkgroep haar stukken bewaart", [MayStayEmpty()], least=0, most=100,
                            example="6"),
    }  # fmt: skip

    def told(form: Any) -> dict[str, Any]:
        typed = {"plekken": form.places.data, "jaren": form.years.data}
        return {name: value for name, value in typed.items() if value is not None}

    return _shaped("KeepingForm", fields, told)(
        version=version, places=values.get("plekken"), years=values.get("jaren")
    )
