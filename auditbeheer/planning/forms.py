"""The forms of planning: a day with its time and place, why something changes, who is chosen, who is away."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.planning.models import Cause
from auditbeheer.planning.rules import HourPlan
from auditbeheer.plumbing.forms import (
    AmountField,
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

CAUSES = [
    (Cause.GROUP.value, "Bij de werkgroep"),
    (Cause.US.value, "Bij ons"),
    (Cause.NOBODY.value, "Bij niemand: ziekte, weer, overmacht"),
]


class TimeField(StringField):
    """A time of day as people type it: 9:30, 9.30, 0930, 9. Data: time or None."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Hours and minutes; minutes may be left out."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        read = re.fullmatch(r"(\d{1,2})(?:[:. ]?(\d{2}))?(?:\s*uur)?", typed)
        if read is None or int(read[1]) > 23 or int(read[2] or 0) > 59:
            raise ValueError("Vul een tijd in, bijvoorbeeld 9:30")
        self.data = time(int(read[1]), int(read[2] or 0))


def _why(label: str, message: str) -> LineField:
    return LineField(label, [Needed(message)])


class _WhenAndWhere(TaskForm):
    """Day, time, place, and the day of the document review."""

    day = DayField("Dag van de audit", [Needed("Vul de dag van de audit in")])
    starts_at = TimeField("Begintijd", [Needed("Vul de begintijd in")])
    place = LineField("Waar begint de audit?", [Needed("Vul in waar de audit begint")])
    document_review_on = DayField(
        "Dag van de documentbeoordeling", [Needed("Vul de dag van de documentbeoordeling in")]
    )

    def review_may_stay_empty(self) -> None:
        """A scheme without a review day of its own (3.1)."""
        self.document_review_on.validators = (MayStayEmpty(),)
        self.document_review_on.flags.optional = True


class _ByActivity(TaskForm):
    """The hours of an audit by activity; an extra assessment has none of its own (``without_hours``)."""

    review_hours = AmountField(
        "Documentbeoordeling", [Needed("Vul de uren voor de documentbeoordeling in")], most=100, example="2,5"
    )
    location_hours = AmountField("Op locatie", [Needed("Vul de uren op locatie in")], most=24, example="4")
    report_hours = AmountField("Rapport", [Needed("Vul de uren voor het rapport in")], most=100, example="2,5")

    def start_with(self, plan: HourPlan) -> None:
        """What stands in the fields before anybody types."""
        if not self.is_submitted():
            self.review_hours.data, self.location_hours.data = plan.review, plan.on_location
            self.report_hours.data = plan.report

    def without_hours(self) -> None:
        """Nothing is asked about hours."""
        del self.review_hours, self.location_hours, self.report_hours

    @property
    def planned(self) -> HourPlan | None:
        """The hours as typed; None when they are not asked."""
        if "review_hours" not in self:
            return None
        return HourPlan(self.review_hours.data, self.location_hours.data, self.report_hours.data)


class PlanForm(_WhenAndWhere, _ByActivity):
    """A new audit."""

    remark = TextField("Opmerking", [MayStayEmpty()], longest=2000)


class _Borne(TaskForm):
    """With whom it lay."""

    cause = OneOfField("Bij wie lag het?", [Needed("Kies bij wie het lag")], choices=options(CAUSES))

    @property
    def bearer(self) -> Cause:
        """Who bore it."""
        return Cause(self.cause.data)


class HoursForm(_ByActivity):
    """Other hours for an audit that has its day, with the reason."""

    why = _why("Waarom andere uren?", "Vul in waarom de uren veranderen")


class MoveForm(_WhenAndWhere, _ByActivity, _Borne):
    """Another day, with the reason."""

    why = _why("Waarom een andere dag?", "Vul in waarom de dag verandert")


class OwnMoveForm(TaskForm):
    """Another day by the lead auditor; the place stays."""

    day = DayField("Dag van de audit", [Needed("Vul de dag van de audit in")])
    starts_at = TimeField("Begintijd", [Needed("Vul de begintijd in")])
    document_review_on = DayField(
        "Dag van de documentbeoordeling", [Needed("Vul de dag van de documentbeoordeling in")]
    )
    why = _why("Waarom een andere dag?", "Vul in waarom de dag verandert")

    def review_may_stay_empty(self) -> None:
        """A scheme without a review day of its own (3.1)."""
        self.document_review_on.validators = (MayStayEmpty(),)
        self.document_review_on.flags.optional = True


class CancelForm(_Borne):
    """The audit is off, with the reason."""

    why = _why("Waarom gaat de audit niet door?", "Vul in waarom de audit niet doorgaat")


class AssignForm(TaskForm):
    """Who was chosen, and for which part: the value of the button that was pressed."""

    choice = HiddenField("Wie", [Needed("Kies iemand uit de lijst")])

    @property
    def chosen(self) -> tuple[int, str] | None:
        """The employee's id and the part; None for something that is no choice."""
        key, _, part = str(self.choice.data or "").partition(":")
        return (int(key), part) if key.isascii() and key.isdigit() and len(key) < 12 else None


class ReplaceForm(AssignForm, _Borne):
    """Somebody else for the same part, with the reason."""

    why = _why("Waarom vervangt u deze auditor?", "Vul in waarom u deze auditor vervangt")


class LeaveForm(_Borne):
    """Somebody leaves the team, with the reason."""

    why = _why("Waarom gaat dit teamlid eruit?", "Vul in waarom dit teamlid eruit gaat")


class StatementForm(TaskForm):
    """Only a button: the statement stands on the page."""


class AbsenceForm(TaskForm):
    """Somebody is away for some days."""

    employee = SelectField("Wie?", [Needed("Kies een medewerker")], coerce=key_or_none, choices=[])
    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = LineField("Reden", [MayStayEmpty()])


class AskAbsenceForm(TaskForm):
    """Somebody asks to be away."""

    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = LineField("Reden", [MayStayEmpty()])


class ChangeAbsenceForm(TaskForm):
    """Other days for an absence, with the reason."""

    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = _why("Waarom andere dagen?", "Vul in waarom de dagen veranderen")


class CancelAbsenceForm(TaskForm):
    """Somebody is there after all."""

    why = _why("Waarom vervalt de afwezigheid?", "Vul in waarom de afwezigheid vervalt")


class AnswerAbsenceForm(TaskForm):
    """Whether somebody may be away."""

    agreed = OneOfField("Kan dit?", [Needed("Kies of het kan")], choices=options([("ja", "Ja"), ("nee", "Nee")]))
    answer = LineField("Antwoord", [MayStayEmpty()])


WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class WeekForm(TaskForm):
    """On which days somebody works, and how many hours, from a day on."""

    from_day = DayField("Vanaf welke dag", [Needed("Vul in vanaf welke dag dit geldt")])
    days: Any = SelectMultipleField(
        "Werkdagen",
        [Needed("Kies ten minste één werkdag")],
        coerce=int,
        choices=options(enumerate(WEEKDAYS, start=1)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    hours = AmountField("Uren per week", [Needed("Vul de uren per week in")], least=1, most=60, example="24")


class ExtraDayForm(TaskForm):
    """A day that somebody works beside the week."""

    day = DayField("Welke dag", [Needed("Vul de dag in")])
    why = LineField("Reden", [MayStayEmpty()])
