"""The forms of the audit and its report: they check shape, the rules check sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.audits.models import Attendance, PointVerdict
from auditbeheer.audits.service import PartyThere
from auditbeheer.deviations.models import Severity
from auditbeheer.plumbing.forms import (
    AmountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    options,
)
from auditbeheer.relations.models import Party

VERDICTS = (
    (PointVerdict.IN_ORDER, "In orde"),
    (PointVerdict.DEVIATION, "Afwijking"),
    (PointVerdict.NOT_APPLICABLE, "N.v.t."),
)


class QuickForm(TaskForm):
    """One of the large buttons: a verdict, nothing typed."""


class PointForm(TaskForm):
    """The verdict on one checkpoint, with what was seen."""

    verdict = OneOfField(
        "Oordeel", [Needed("Kies In orde, Afwijking of N.v.t.")],
        choices=options((verdict.value, words) for verdict, words in VERDICTS),
    )  # fmt: skip
    note = TextField("Wat hebt u gezien", [MayStayEmpty()], longest=10_000)
    requirement = TextField("Aan welke eis is niet voldaan", [MayStayEmpty()], longest=4000)
    severity = OneOfField(
        "Klasse van de afwijking", [MayStayEmpty()],
        choices=options([(Severity.MINOR.value, "Minor"), (Severity.MAJOR.value, "Major")]),
    )  # fmt: skip
    recommendation = TextField("Aanbeveling", [MayStayEmpty()], longest=4000)


class Ticks(SelectMultipleField):
    """Several choices, a tick each. Data: the values that were ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AttendanceForm(TaskForm):
    """Who was there: per party whether, and which of its people. Its fields follow from the parties."""

    parties: Sequence[Party] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """A party that was there was there with somebody."""
        fine = bool(super().validate(extra_validators))
        for party in self.parties:
            there, who, others = (self[f"partij{party.id}-{name}"] for name in ("aanwezig", "wie", "anders"))
            if there.data == "ja" and not who.data and not others.data:
                who.errors = [*who.errors, f"Kies wie er van {party.organisation} bij was"]
                fine = False
        return fine

    @property
    def entries(self) -> list[PartyThere]:
        """What was filled in, per party."""
        return [self._entry(party) for party in self.parties]

    def _entry(self, party: Party) -> PartyThere:
        there, who, others = (self[f"partij{party.id}-{name}"].data for name in ("aanwezig", "wie", "anders"))
        if there != "ja":
            return PartyThere(party, False)
        known = {str(person.id): person.name for person in party.representatives if person.until_day is None}
        came = [name for key, name in known.items() if key in who]
        stayed = [name for key, name in known.items() if key not in who]
        return PartyThere(party, True, tuple(came + [n.strip() for n in others.split(",") if n.strip()]), tuple(stayed))


def attendance_form(parties: Sequence[Party], rows: Mapping[int, Attendance]) -> AttendanceForm:
    """The form for these parties, filled with what is known."""
    fields: dict[str, Any] = {"parties": parties}
    values: dict[str, Any] = {}
    for party in parties:
        people = [(str(one.id), one.name) for one in party.representatives if one.until_day is None]
        question = f"Was {party.organisation} bij de audit?"
        fields[f"partij{party.id}-aanwezig"] = OneOfField(
            question, [Needed(f"Vul in of {party.organisation} bij de audit was")],
            choices=options([("ja", "Ja"), ("nee", "Nee")]),
        )  # fmt: skip
        fields[f"partij{party.id}-wie"] = Ticks(f"Wie van {party.organisation}", choices=options(people))
        fields[f"partij{party.id}-anders"] = LineField(f"Wie nog meer van {party.organisation}", [MayStayEmpty()])
        if row := rows.get(party.id):
            names = row.who.splitlines()
            known = {name: key for key, name in people}
            values[f"partij{party.id}-aanwezig"] = "ja" if row.present else "nee"
            values[f"partij{party.id}-wie"] = [known[name] for name in names if name in known]
            values[f"partij{party.id}-anders"] = ", ".join(name for name in names if name not in known)
    form: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)(data=values)
    if not form.version.data:
        form.version.data = str(sum(row.version for row in rows.values()))
    return form


class AbsenceForm(TaskForm):
    """A button: record a deviation for a party that was absent."""


class InterviewForm(TaskForm):
    """An interview on location with a party that was absent."""

    on = DayField("Gesprek op", [Needed("Vul in op welke dag het gesprek was")])
    with_whom = LineField("Met wie", [Needed("Vul in met wie u sprak")])


class ClosingForm(TaskForm):
    """The closing meeting."""

    closed_on = DayField("Afgesloten op", [Needed("Vul in op welke dag de audit is afgesloten")])
    present = TextField("Wie waren bij de afsluiting", [Needed("Vul in wie bij de afsluiting was")], longest=2000)
    agreed_with = LineField("Met wie hebt u de afwijkingen besproken", [MayStayEmpty()])
    hours = AmountField(
        "Bestede uren tot nu toe",
        [Needed("Vul in hoeveel uren aan deze audit zijn besteed")],
        least=0,
        most=500,
        example="6,5",
    )


class ReportForm(TaskForm):
    """The texts of the report; a field per topic follows from the scheme. All may wait until it is handed in."""

    summary = TextField("Conclusie")
    good = TextField("Wat goed is", [MayStayEmpty()])
    findings = TextField("Wat er met de afwijkingen is gebeurd")
    hours = AmountField("Uren aan dit rapport", [MayStayEmpty()], most=200, example="2,5")

    @property
    def texts(self) -> dict[str, str]:
        """The text per topic."""
        return {f.name.removeprefix("topic-"): f.data or "" for f in self if f.name.startswith("topic-")}

    @property
    def topics(self) -> list[Any]:
        """The fields of the topics, in the order of the scheme."""
        return [field for field in self if field.name.startswith("topic-")]


def report_form(
    topics: Sequence[tuple[str, str, str]], values: Mapping[str, str], version: str, hours: Decimal | None = None
) -> ReportForm:
    """The form for these topics (code, words, source), filled with what was written."""
    fields = {f"topic-{code}": TextField(words) for code, words, _ in topics}
    form: ReportForm = type("ReportForm", (ReportForm,), fields)(
        data={**values, "hours": hours or None, "version": version}
    )
    return form


class SubmitForm(TaskForm):
    """A button: hand the report in for review."""


class SendForm(TaskForm):
    """The report goes out."""

    sent_on = DayField("Verstuurd op", [Needed("Vul in op welke dag het rapport is verstuurd")])
    sent_to = LineField("Verstuurd aan", [Needed("Vul in aan wie het rapport is verstuurd")])
