"""The forms of application, quote and agreement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.plumbing.eml import taken_as_mail
from auditbeheer.plumbing.forms import (
    AmountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    UploadField,
    key_or_none,
    options,
    sensible_email,
)
from auditbeheer.quotes.rules.application import REVIEW_TEXTS
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeKind
from auditbeheer.quotes.rules.prices import Wanted
from auditbeheer.quotes.service import ApplicationDetails, ChangeDetails, QuoteDetails, ReviewAnswers
from auditbeheer.relations.models import Area, Representative
from auditbeheer.scheme.wording import capital

YES_NO = options([("ja", "Ja"), ("nee", "Nee")])
FREE_LINES = (1, 2, 3)
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.heic,.heif,.docx,.xlsx,.geojson,.json"
ANSWER = Needed("Kies ja of nee")


class ApplicationForm(TaskForm):
    """An application: which areas, from when, and when the audit is expected."""

    areas: Any = SelectMultipleField(
        "Voor welke gebieden?",
        [Needed("Kies ten minste één gebied")],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    applied_on = DayField("Dag van de aanvraag", [Needed("Vul de dag van de aanvraag in")])
    start_document = LineField("Vroegste stuk van de groep", [Needed("Vul het vroegste stuk in")])
    started_on = DayField("Dag van dat stuk", [Needed("Vul de dag van dat stuk in")])
    assessment_expected_on = DayField("Verwachte dag van de audit", [Needed("Vul de verwachte dag in")])

    def offer(self, areas: list[Area]) -> None:
        """The areas that can be chosen."""
        self.known = {area.id: area for area in areas}
        self.areas.choices = options((area.id, f"{area.name} ({area.municipality.name})") for area in areas)

    @property
    def details(self) -> ApplicationDetails:
        """What was filled in."""
        return ApplicationDetails(
            areas=tuple(self.known[key] for key in self.areas.data),
            applied_on=self.applied_on.data,
            started_on=self.started_on.data,
            start_document=self.start_document.data,
            assessment_expected_on=self.assessment_expected_on.data,
        )


class SchemeForm(TaskForm):
    """Which of the open schemes, and why."""

    scheme = OneOfField("Volgens welk schema?", [Needed("Kies een schema")])
    why = TextField("Reden", [Needed("Vul in waarom u dit schema kiest")], longest=2000)


class WhyForm(TaskForm):
    """An act that needs a reason only."""

    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)


class HandOverForm(TaskForm):
    """Another one answers for a dossier. ``giver`` is left out where it is about one dossier."""

    giver = SelectField("Van wie?", [Needed("Kies van wie")], coerce=key_or_none, choices=[])
    taker = SelectField("Aan wie?", [Needed("Kies aan wie")], coerce=key_or_none, choices=[])
    why = TextField("Waarom?", [Needed("Vul in waarom")], longest=2000)


class AttachForm(TaskForm):
    """An attachment of the application."""

    code = SelectField("Welk stuk is het?", [Needed("Kies welk stuk het is")])
    file = UploadField(
        "Bestand", [Needed("Kies een bestand")], accept=".pdf,.png,.jpg,.jpeg,.heic,.heif,.docx,.xlsx,.geojson,.json"
    )


class ReviewForm(TaskForm):
    """The four answers."""

    information_sufficient = OneOfField(REVIEW_TEXTS["information_sufficient"], [ANSWER], choices=YES_NO)
    differences_resolved = OneOfField(REVIEW_TEXTS["differences_resolved"], [ANSWER], choices=YES_NO)
    within_licence = OneOfField(REVIEW_TEXTS["within_licence"], [ANSWER], choices=YES_NO)
    competence_available = OneOfField(REVIEW_TEXTS["competence_available"], [ANSWER], choices=YES_NO)
    remark = TextField("Opmerking", [MayStayEmpty()], longest=2000)

    @property
    def answers(self) -> ReviewAnswers:
        """What was answered."""
        return ReviewAnswers(**{name: self[name].data == "ja" for name in REVIEW_TEXTS}, remark=self.remark.data)


class QuoteForm(TaskForm):
    """Hours, travel and lines of one's own."""

    hours = AmountField("Aantal uren", [Needed("Vul het aantal uren in")], most=1000, example="12")
    extra_why = TextField("Reden van een ander aantal uren", [MayStayEmpty()], longest=2000)
    distance_km = AmountField(
        "Afstand, enkele reis", [Needed("Vul de afstand in, of 0")], places=1, most=1000, example="38"
    )
    travel_hours = AmountField("Reistijd, heen en terug", [Needed("Vul de reistijd in, of 0")], most=100, example="1,5")
    free_text_1 = LineField("Omschrijving", [MayStayEmpty()], longest=120)
    free_count_1 = AmountField("Aantal", [MayStayEmpty()], most=10_000, example="1")
    free_price_1 = AmountField("Prijs per stuk, zonder btw", [MayStayEmpty()], least=-100_000, most=100_000)
    free_text_2 = LineField("Omschrijving", [MayStayEmpty()], longest=120)
    free_count_2 = AmountField("Aantal", [MayStayEmpty()], most=10_000, example="1")
    free_price_2 = AmountField("Prijs per stuk, zonder btw", [MayStayEmpty()], least=-100_000, most=100_000)
    free_text_3 = LineField("Omschrijving", [MayStayEmpty()], longest=120)
    free_count_3 = AmountField("Aantal", [MayStayEmpty()], most=10_000, example="1")
    free_price_3 = AmountField("Prijs per stuk, zonder btw", [MayStayEmpty()], least=-100_000, most=100_000)

    def rows(self) -> Iterator[tuple[int, Any, Any, Any]]:
        """The lines of one's own: number, text, count, price."""
        for number in FREE_LINES:
            yield number, self[f"free_text_{number}"], self[f"free_count_{number}"], self[f"free_price_{number}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """A line of one's own is whole or empty."""
        fits = bool(super().validate(extra_validators))
        for number, *cells in self.rows():
            given = [cell for cell in cells if cell.data not in {None, ""} or cell.errors]
            if given and len(given) < len(cells):
                late = next(cell for cell in cells if cell not in given)
                late.errors = [*late.errors, f"Vul extra regel {number} helemaal in, of laat hem leeg"]
                fits = False
        return fits

    @property
    def details(self) -> QuoteDetails:
        """What was filled in."""
        free = tuple(
            Wanted(text.data, count.data, "keer", price.data) for _, text, count, price in self.rows() if text.data
        )
        return QuoteDetails(
            hours=self.hours.data,
            extra_why=self.extra_why.data,
            distance_km=self.distance_km.data,
            travel_hours=self.travel_hours.data,
            free=free,
        )


class AcceptForm(TaskForm):
    """Who said yes, and when."""

    person = OneOfField("Wie gaf akkoord?", [Needed("Kies wie akkoord gaf")], coerce=str)
    on_day = DayField("Dag van het akkoord", [Needed("Vul de dag van het akkoord in")])


class DeclineForm(TaskForm):
    """That the answer is no, when and why."""

    on_day = DayField("Dag van het antwoord", [Needed("Vul de dag van het antwoord in")])
    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)


class SupplementForm(TaskForm):
    """Yes or no to extra hours; a no with its reason."""

    answer = OneOfField("Antwoord", [Needed("Kies akkoord of niet akkoord")],
                        choices=options([("akkoord", "Akkoord"), ("niet akkoord", "Niet akkoord")]))  # fmt: skip
    person = OneOfField("Wie antwoordde?", [Needed("Kies wie antwoordde")], coerce=str)
    why = TextField("Waarom niet?", [MayStayEmpty()], longest=2000)


class SignForm(TaskForm):
    """Who signs for us and for the working group."""

    signatory = OneOfField("Wie tekent voor ons?", [Needed("Kies wie voor ons tekent")], coerce=str)
    client_name = LineField("Wie tekent voor de werkgroep?", [Needed("Vul in wie voor de werkgroep tekent")])
    client_function = LineField("Functie", [Needed("Vul de functie in")])


class EmptyForm(TaskForm):
    """Only a button."""


def free_values(lines: list[tuple[str, Decimal, Decimal]]) -> dict[str, Any]:
    """What the form shows of lines of one's own: text, count and price each."""
    values: dict[str, Any] = {}
    for number, (text, count, price) in zip(FREE_LINES, lines, strict=False):
        values |= {f"free_text_{number}": text, f"free_count_{number}": count, f"free_price_{number}": price}
    return values


class NoteForm(TaskForm):
    """A note for colleagues."""

    kind: Any = OneOfField(
        "Hoe kwam dit?", [Needed("Kies notitie of telefoon")], default="notitie",
        choices=options([("notitie", "Notitie"), ("telefoon", "Telefoongesprek")]),
    )  # fmt: skip
    with_whom: Any = LineField("Wie had u aan de telefoon?", [MayStayEmpty()])
    text: Any = TextField("Wat wilt u bewaren?", [Needed("Schrijf op wat u wilt bewaren")])


class CallForm(TaskForm):
    """Somebody was called because there is no e-mail address."""

    with_whom: Any = LineField("Wie had u aan de telefoon?", [Needed("Vul in wie u sprak")])
    text: Any = TextField("Wat is er besproken?", [Needed("Schrijf op wat u hebt verteld")])


class MessageForm(TaskForm):
    """A mail in our own words to the contact person."""

    subject: Any = LineField("Onderwerp", [Needed("Vul het onderwerp in")], longest=80)
    text: Any = TextField("Bericht", [Needed("Schrijf het bericht")], longest=5000)


class ReceivedMailForm(TaskForm):
    """A mail that came in, saved as a file."""

    upload: Any = UploadField("Mail", [Needed("Kies de mail")], accept=".eml", taken=taken_as_mail)


class ChangeForm(TaskForm):
    """What a holder told us of a change, and who told it."""

    kind = OneOfField(
        "Wat verandert er?",
        [Needed("Kies wat er verandert")],
        choices=options((kind.value, capital(kind.value)) for kind in ChangeKind),
    )
    what = TextField("Wat is er precies gewijzigd?", [Needed("Vul in wat er is gewijzigd")], longest=4000)
    happened_on = DayField("Vanaf welke dag?", [Needed("Vul de dag van de wijziging in")])
    reported_on = DayField("Wanneer is dit gemeld?", [Needed("Vul de dag van de melding in")])
    teller = SelectField("Wie meldde het?", [MayStayEmpty()], choices=[], default="")
    reporter = LineField("Naam", [MayStayEmpty()])
    email = LineField("E-mailadres", [MayStayEmpty(), sensible_email])

    def offer(self, people: Sequence[Representative]) -> None:
        """Who of the working group may have told it; somebody else is told by name."""
        self.people = {str(person.id): person for person in people}
        known = [(key, f"{person.name}, {person.party.organisation}") for key, person in self.people.items()]
        self.teller.choices = options([("", "Iemand anders"), *known])

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody told it."""
        fits = bool(super().validate(extra_validators))
        if not self.teller.data and not self.reporter.data and not self.reporter.errors:
            self.reporter.errors = ["Kies wie het meldde, of vul een naam in"]
            fits = False
        return fits

    @property
    def details(self) -> ChangeDetails:
        """What was filled in; of somebody of the working group name and address are known."""
        person = self.people.get(self.teller.data or "")
        return ChangeDetails(
            kind=ChangeKind(self.kind.data),
            what=self.what.data,
            happened_on=self.happened_on.data,
            reported_on=self.reported_on.data,
            reporter=person.name if person else self.reporter.data,
            email=person.email if person else self.email.data,
            person=f"representative:{person.id}" if person else "",
        )


class AssessForm(TaskForm):
    """What follows from a change, and why."""

    effect = OneOfField(
        "Wat volgt eruit?",
        [Needed("Kies wat eruit volgt")],
        choices=options((effect.value, capital(effect.value)) for effect in ChangeEffect),
    )
    why = TextField("Reden", [Needed("Vul de reden van uw oordeel in")], longest=4000)


class SettleForm(TaskForm):
    """What was done about a change."""

    what = TextField("Wat is er gedaan?", [Needed("Vul in wat er is gedaan")], longest=4000)
