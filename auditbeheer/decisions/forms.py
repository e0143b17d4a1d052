"""Forms of review and decision."""

from __future__ import annotations

from wtforms import RadioField

from auditbeheer.decisions.models import Advice
from auditbeheer.plumbing.forms import Needed, TaskForm, TextField, options

YES_NO = [("ja", "Ja"), ("nee", "Nee")]


class ReviewForm(TaskForm):
    """Three answers and a written advice (AUD-8)."""

    complete = RadioField(
        "Is het rapport compleet?", [Needed("Kies of het rapport compleet is")], choices=options(YES_NO)
    )
    qualified = RadioField(
        "Is de audit gedaan door gekwalificeerd personeel?",
        [Needed("Kies of het personeel gekwalificeerd was")],
        choices=options(YES_NO),
    )
    correct = RadioField(
        "Is de audit gegaan zoals het hoort?", [Needed("Kies of de gang van zaken juist was")], choices=options(YES_NO)
    )
    text = TextField("Uw advies, met de reden", [Needed("Schrijf uw advies op, met de reden")])
    advice = RadioField(
        "Wat adviseert u?",
        [Needed("Kies wat u adviseert")],
        choices=options([(Advice.GRANT.value, "Verlenen"), (Advice.REFUSE.value, "Weigeren")]),
    )


class ReturnForm(TaskForm):
    """A question to the auditor."""

    question = TextField("Uw vraag aan de auditor", [Needed("Schrijf op wat de auditor moet nakijken of aanvullen")])


class RefuseForm(TaskForm):
    """The reason that the client gets."""

    why = TextField("Waarom weigert u het certificaat?", [Needed("Schrijf op waarom u weigert")])


class ReopenForm(TaskForm):
    """Why a refusal is looked at again."""

    why = TextField(
        "Waarom bekijkt u het besluit opnieuw?", [Needed("Schrijf op waarom u het besluit opnieuw bekijkt")]
    )
