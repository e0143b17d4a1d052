"""The forms of the body: who it is, licence, signatory, tariff, own rule. Each asks from which day, and why."""

from __future__ import annotations

import re
from typing import Any

from stdnum import iban as iban_number
from stdnum.exceptions import ValidationError as NumberError
from stdnum.nl import btw
from wtforms import Field, Form, RadioField, SelectField, ValidationError
from wtforms.validators import StopValidation

from auditbeheer.organisation.models import TariffKind
from auditbeheer.plumbing.files import safe_name
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
    sensible_phone,
)
from auditbeheer.plumbing.pictures import ACCEPT, plain_picture
from auditbeheer.scheme.own_rules import OwnRule, RuleKind

LONGEST_CONDITIONS = 20_000
LONGEST_ANSWER = 4_000
# Where a picture comes from.
SENT, FOLDER, NONE = "bestand", "map", "geen"


def _as_scheme_file(content: bytes, name: str) -> tuple[str, bytes]:
    """Whatever was chosen: what is wrong with it is told problem by problem, beside the form."""
    return safe_name(name), content


def _postcode(form: Form, field: Field) -> None:
    bare = re.sub(r"\s", "", field.data).upper()
    if not re.fullmatch(r"[1-9][0-9]{3}[A-Z]{2}", bare):
        raise StopValidation("Vul een postcode in, bijvoorbeeld 8232 AB")
    field.data = f"{bare[:4]} {bare[4:]}"


def _kvk(form: Form, field: Field) -> None:
    field.data = re.sub(r"[\s.]", "", field.data)
    if not re.fullmatch(r"[0-9]{8}", field.data):
        raise ValidationError("Een KvK-nummer heeft 8 cijfers")


def _vat(form: Form, field: Field) -> None:
    try:
        field.data = f"NL{btw.validate(field.data)}"
    except NumberError as error:
        raise ValidationError("Vul een btw-nummer in, bijvoorbeeld NL123456782B90") from error


def _iban(form: Form, field: Field) -> None:
    try:
        field.data = iban_number.format(iban_number.validate(field.data))
    except NumberError as error:
        raise ValidationError("Dit IBAN klopt niet. Kijk het na op een afschrift van de bank") from error


def _website(form: Form, field: Field) -> None:
    if not re.fullmatch(r"(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?", field.data):
        raise ValidationError("Vul een adres in, bijvoorbeeld www.voorbeeld.nl")


def _colour(form: Form, field: Field) -> None:
    field.data = "#" + field.data.lstrip("#").lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", field.data):
        raise ValidationError("Vul een kleur in met zes tekens, bijvoorbeeld #1d3f72")


def _from_day() -> DayField:
    return DayField("Vanaf welke dag geldt dit?", [Needed("Vul de dag in vanaf wanneer dit geldt")])


def _why() -> LineField:
    return LineField("Waarom?", [Needed("Vul in waarom dit wijzigt")])


class IdentityForm(TaskForm):
    """Name, address, numbers and house style from a day."""

    name = LineField("Naam van de instelling", [Needed("Vul de naam in")])
    street = LineField("Straat en huisnummer", [Needed("Vul straat en huisnummer in")])
    postcode = LineField("Postcode", [Needed("Vul de postcode in"), _postcode])
    town = LineField("Plaats", [Needed("Vul de plaats in")])
    kvk = LineField("KvK-nummer", [Needed("Vul het KvK-nummer in"), _kvk])
    vat_number = LineField("Btw-nummer", [Needed("Vul het btw-nummer in"), _vat])
    iban = LineField("IBAN", [Needed("Vul het IBAN in"), _iban])
    phone = LineField("Telefoon", [Needed("Vul het telefoonnummer in"), sensible_phone])
    email = LineField("E-mailadres", [Needed("Vul het e-mailadres in"), sensible_email])
    website = LineField("Website", [Needed("Vul de website in"), _website])
    colour = LineField("Kleur van de huisstijl", [Needed("Vul de kleur in"), _colour])
    own_conditions = TextField("Eigen voorwaarden", [MayStayEmpty()], longest=LONGEST_CONDITIONS)
    from_day = _from_day()
    why = _why()


class PictureForm(TaskForm):
    """A logo, the mark or a signature from a day: a new file, one that the installation brought, or none any more."""

    origin = OneOfField("Welk bestand?", [Needed("Kies welk bestand het wordt")], default=SENT)
    upload = UploadField("Bestand van uw computer", accept=ACCEPT, taken=plain_picture)
    file_name = SelectField("Bestand uit de map huisstijl", choices=[])
    from_day = _from_day()
    why = _why()

    def offer(self, files: list[str], *, held: bool) -> None:
        """What there is to choose: with no file in the folder and none held now, only the file itself is asked."""
        origins = [(SENT, "Een bestand van uw computer")]
        origins += [(FOLDER, "Een bestand uit de map huisstijl")] if files else []
        origins += [(NONE, "Geen")] if held else []
        self.origin.choices = options(origins)
        self.file_name.choices = options([("", "Kies een bestand"), *((name, name) for name in files)])
        if not files:
            del self.file_name
        if len(origins) == 1:
            del self.origin

    def validate(self, extra_validators: Any = None) -> bool:
        """What was chosen is there."""
        fits = bool(super().validate(extra_validators))
        asked = {SENT: ("upload", "Kies het bestand"), FOLDER: ("file_name", "Kies een bestand uit de map")}
        name, sentence = asked.get(self.chosen, ("", ""))
        if name and not self[name].data and not self[name].errors:
            self.object_to(name, sentence)
            return False
        return fits

    @property
    def chosen(self) -> str:
        """Where the picture comes from."""
        return str(self.origin.data or "") if "origin" in self else SENT


class LicenceForm(TaskForm):
    """A licence of the CCV with its first and last day."""

    number = LineField("Nummer van de licentie", [Needed("Vul het nummer van de licentie in")])
    scope = LineField("Waarvoor geldt de licentie?", [Needed("Vul in waarvoor de licentie geldt")])
    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = _why()


class EndForm(TaskForm):
    """Another last day, with the reason."""

    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = _why()


class SignatoryForm(TaskForm):
    """Somebody who signs for the body."""

    employee = SelectField("Medewerker", [Needed("Kies een medewerker")], coerce=key_or_none, choices=[])
    function = LineField("Functie", [Needed("Vul de functie in, zoals die onder de handtekening komt")])
    from_day = _from_day()
    why = _why()


class TariffForm(TaskForm):
    """A price from a day."""

    kind = RadioField(
        "Welk tarief?",
        [Needed("Kies een tarief")],
        choices=options((kind.value, kind.value.capitalize()) for kind in TariffKind),
    )
    amount = AmountField("Bedrag zonder btw", [Needed("Vul het bedrag in")], most=100_000, example="145,00")
    from_day = _from_day()
    why = _why()


class OwnRuleForm(TaskForm):
    """Another value for an own rule; the field follows the kind of the rule."""

    from_day = _from_day()
    why = _why()


def own_rule_form(rule: OwnRule, **values: Any) -> OwnRuleForm:
    """The form for one rule: two or more radios for a choice, else a line, with what holds now filled in."""

    class ThisRule(OwnRuleForm):
        value = _value_field(rule)

    return ThisRule(**values)


def _value_field(rule: OwnRule) -> Field:
    if rule.kind is RuleKind.BOOLEAN:
        return RadioField(rule.title, [Needed("Kies ja of nee")], choices=options([("ja", "Ja"), ("nee", "Nee")]))
    if rule.kind is RuleKind.CHOICE:
        choices = options((choice.value, choice.text) for choice in rule.choices)
        return RadioField(rule.title, [Needed("Kies een van de mogelijkheden")], choices=choices)
    return LineField(rule.title, [Needed("Vul in wat er voortaan geldt")])


class HarmonisationForm(TaskForm):
    """When an own choice was sent to the CCV, and what was asked."""

    sent_on = DayField("Verstuurd op", [Needed("Vul de dag in waarop u het verstuurde")])
    question = TextField("Wat is er gevraagd?", [Needed("Vul in wat er is gevraagd")], longest=LONGEST_ANSWER)


class AnswerForm(TaskForm):
    """What the CCV answered, and what that changed here."""

    answered_on = DayField("Antwoord van", [Needed("Vul de dag van het antwoord in")])
    answer = TextField("Wat antwoordde het CCV?", [Needed("Vul het antwoord in")], longest=LONGEST_ANSWER)
    effect = TextField("Wat verandert er bij ons?", [Needed("Vul in wat er verandert")], longest=LONGEST_ANSWER)


class SchemeFileForm(TaskForm):
    """A scheme file to be read and compared."""

    file = UploadField("Schemabestand", [Needed("Kies het schemabestand")], accept=".toml", taken=_as_scheme_file)


class AdoptForm(TaskForm):
    """From when the scheme holds, and on what it rests."""

    from_day = DayField("Geldt vanaf", [Needed("Vul in vanaf welke dag het schema geldt")])
    document = LineField("Op welk stuk rust het?", [Needed("Vul in op welk stuk het schema rust")])
