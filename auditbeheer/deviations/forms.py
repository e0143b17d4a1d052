"""The forms of the deviations: they check shape, the rules check sense."""

from __future__ import annotations

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
    options,
)


class AnswerForm(TaskForm):
    """An addition that the working group sent."""

    text = TextField("Wat de werkgroep antwoordt", [Needed("Vul in wat de werkgroep antwoordt")], longest=10_000)
    upload = UploadField("Bestand", [MayStayEmpty()], accept=PAPERS)
    from_whom = LineField("Van wie", [Needed("Vul in van wie de aanvulling komt")])
    received_on = DayField("Ontvangen op", [Needed("Vul in op welke dag de aanvulling binnenkwam")])
    complete = OneOfField(
        "Is de aanvulling compleet?", [Needed("Kies Ja of Nee")],
        choices=options([("ja", "Ja, er kan beoordeeld worden"), ("nee", "Nee, er volgt nog iets")]),
    )  # fmt: skip


class VerdictForm(TaskForm):
    """Our judgement of an addition."""

    sufficient = OneOfField(
        "Oordeel", [Needed("Kies Voldoende of Terugsturen")],
        choices=options([("voldoende", "Voldoende: de afwijking is gesloten"), ("terugsturen", "Terugsturen")]),
    )  # fmt: skip
    verdict = TextField("Toelichting", [MayStayEmpty()], longest=4000)


class ExtendForm(TaskForm):
    """A longer term for assessing, with its reason (3.1)."""

    why = TextField("Onderbouwing", [MayStayEmpty()], longest=4000)


class WithdrawForm(TaskForm):
    """Take a deviation back, with the reason."""

    why = TextField(
        "Waarom dit geen afwijking is", [Needed("Schrijf op waarom deze afwijking niet klopte")], longest=4000
    )
