"""The forms of the client's door: they check shape, the rules check sense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField

from auditbeheer.plumbing.forms import (
    PAPERS,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    UploadField,
    UploadsField,
    options,
    sensible_email,
)
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.scheme.wording import capital

LONGEST_MESSAGE = 4000


class PressForm(TaskForm):
    """A button without a question."""


class AddressForm(TaskForm):
    """The address at which somebody is known to us."""

    email = LineField("Uw e-mailadres", [Needed("Vul uw e-mailadres in"), sensible_email], longest=200)


class SendForm(TaskForm):
    """A document of the set."""

    upload = UploadsField("Bestanden", [Needed("Kies het bestand dat u wilt sturen")], accept=PAPERS)


class AdditionForm(TaskForm):
    """An answer to a deviation: why it happened, what was done, what shows it."""

    cause = TextField("Hoe kwam het?", [Needed("Vul in hoe het kwam")], longest=4000)
    measure = TextField("Wat hebt u gedaan?", [Needed("Vul in wat u hebt gedaan")], longest=4000)
    upload = UploadField("Bewijs", [MayStayEmpty()], accept=PAPERS)
    complete = OneOfField(
        "Is uw aanvulling hiermee compleet?", [Needed("Kies ja of nee")],
        choices=options([("ja", "Ja, u kunt haar beoordelen"), ("nee", "Nee, ik stuur later nog iets")]),
    )  # fmt: skip


class FavourForm(TaskForm):
    """Whom we ask for one document."""

    name = LineField("Naam", [Needed("Vul in aan wie u dit vraagt")], longest=100)
    email = LineField("E-mailadres", [Needed("Vul het e-mailadres in"), sensible_email], longest=200)


class WhyForm(TaskForm):
    """A no with its reason."""

    why = TextField("Waarom niet?", [Needed("Vul in waarom niet")], longest=2000)


class AcceptForm(TaskForm):
    """Yes to a quote: by whom, in which function, and that they may."""

    name = LineField("Uw naam", [Needed("Vul uw naam in")], longest=100)
    function = LineField("Uw functie", [Needed("Vul uw functie in")], longest=100)
    ticked = BooleanField("Ik mag namens het samenwerkingsverband tekenen")


class SupplementForm(TaskForm):
    """Yes or no to extra hours; a no with its reason."""

    answer = OneOfField("Antwoord", [Needed("Kies akkoord of niet akkoord")],
                        choices=options([("akkoord", "Akkoord"), ("niet akkoord", "Niet akkoord")]))  # fmt: skip
    name = LineField("Uw naam", [Needed("Vul uw naam in")], longest=100)
    function = LineField("Uw functie", [Needed("Vul uw functie in")], longest=100)
    why = TextField("Waarom niet?", [MayStayEmpty()], longest=2000)


class MessageForm(TaskForm):
    """Something to tell or to ask."""

    text = TextField("Uw bericht", [Needed("Vul uw bericht in")], longest=LONGEST_MESSAGE)


class ChangedForm(TaskForm):
    """Something in the working group or the area changes."""

    kind = OneOfField(
        "Wat verandert er?",
        [Needed("Kies wat er verandert")],
        choices=options((kind.value, capital(kind.value)) for kind in ChangeKind),
    )
    what = TextField("Wat verandert er precies?", [Needed("Vul in wat er verandert")], longest=LONGEST_MESSAGE)
    happened_on = DayField("Vanaf welke dag?", [Needed("Vul in vanaf welke dag")])


class AnswerForm(TaskForm):
    """Our answer to a message."""

    text = TextField("Ons antwoord", [Needed("Vul het antwoord in")], longest=LONGEST_MESSAGE)


class KeepForm(TaskForm):
    """Something that happened between two audits, with its paper if there is one."""

    duty = SelectField("Waar hoort het bij?", [Needed("Kies waar het bij hoort")])
    on_day = DayField("Wanneer was het?", [Needed("Vul in wanneer het was")])
    what = LineField("Wat was het?", [Needed("Vul in wat het was")], longest=150)
    upload = UploadField("Bestand", [MayStayEmpty()], accept=PAPERS)

    def offer(self, duties: Iterable[tuple[str, str]]) -> None:
        """What it can belong to; something else is always possible."""
        self.duty.choices = options([("", "Kies uit de lijst"), *duties, ("anders", "Iets anders")])

    @property
    def duty_code(self) -> str:
        """The yearly duty that was chosen; empty for something else."""
        return "" if self.duty.data == "anders" else str(self.duty.data)


def prefixed_send(code: str, **kwargs: Any) -> SendForm:
    """The form for one document, told apart from those of the other documents on the same page."""
    return SendForm(prefix=f"{code}-", **kwargs)
