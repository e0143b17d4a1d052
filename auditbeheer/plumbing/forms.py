"""Forms: fields that read what Dutch people type, and a base that survives a double click and a second editor.

Forms check shape, rules check sense (C16). Every message says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from auditbeheer.plumbing.day_field import Box, DayField
from auditbeheer.plumbing.dutch import number, read_decimal
from auditbeheer.plumbing.file_types import PAPERS
from auditbeheer.plumbing.upload_field import UploadField, UploadsField

__all__ = [
    "PAPERS",
    "AmountField",
    "Box",
    "CountField",
    "DayField",
    "LineField",
    "MayStayEmpty",
    "Needed",
    "OneOfField",
    "TaskForm",
    "TextField",
    "UploadField",
    "UploadsField",
    "key_or_none",
    "options",
    "sensible_email",
    "sensible_phone",
]  # fmt: skip
LONGEST_LINE = 200
LONGEST_TEXT = 20_000


class _Dutch:
    """What WTForms itself may say: only to who sends what the page does not offer."""

    def gettext(self, _text: str) -> str:
        return "Kies een van de mogelijkheden"

    def ngettext(self, _one: str, _many: str, _count: int) -> str:
        return "Kies een van de mogelijkheden"


class TaskForm(FlaskForm):
    """The base of every form that changes something.

    ``form_id`` makes a form count once however often it is sent; ``version`` is the row's version at opening (C21).
    ``objections`` holds the conditions of a refusal, for the panel Voorwaarden.
    """

    class Meta(FlaskForm.Meta):
        """Sentences of our own where WTForms would speak English."""

        def get_translations(self, form: Form) -> _Dutch:
            """Ours, whatever the browser asks for."""
            return _Dutch()

    form_id = HiddenField(default=lambda: uuid4().hex)
    version = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions: Sequence[Any] = ()
        self.clash: Any = None

    @property
    def file_field(self) -> str | None:
        """The name of the first field that takes a file, if there is one."""
        return next((field.name for field in self if isinstance(field, UploadField)), None)

    @property
    def opened_on(self) -> int | None:
        """The version that the form was opened on, if it carries one."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def renew(self, row: Any) -> None:
        """After a clash: the next sending is held against the row as it stands now, which is shown beside it."""
        if self.clash is not None:
            self.version.data = str(row.version)

    def object_to(self, field: str | None, message: str) -> None:
        """Put ``message`` at ``field`` (or at the form itself), in the words of the summary."""
        if field is None:
            self.form_errors.append(message)
            return
        target = self[field]
        target.errors = [*target.errors, message]


def options(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """The options of a select, radio or tick field from (value, words)."""
    return [SelectChoice(value=value, label=words) for value, words in pairs]


def key_or_none(value: Any) -> int | None:
    """The key of a row that was chosen in a list; None for the first option, which chooses nothing."""
    return int(value) if value not in (None, "") else None


class Needed:
    """The field may not stay empty; ``message`` says what to fill in, as a whole sentence."""

    field_flags: dict[str, Any] = {}  # noqa: RUF012 - WTForms reads it from the class

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Stops at an empty field, keeping an earlier reading error."""
        if field.errors:
            raise StopValidation()
        if field.data is None or (isinstance(field.data, str | list) and not field.data):
            raise StopValidation(self.message)


class MayStayEmpty:
    """The field may stay empty: later checks are skipped then. The label says so (ux §7)."""

    field_flags = {"optional": True}  # noqa: RUF012 - WTForms reads it from the class

    def __call__(self, form: Form, field: Field) -> None:
        """Stops the chain at an empty field that was not misread."""
        if not field.errors and (field.data is None or field.data in ("", [])):
            raise StopValidation()


class OneOfField(RadioField):
    """One of a few choices. Nothing chosen is for ``Needed`` to tell; what the page does not offer is refused."""

    def pre_validate(self, form: Form) -> None:
        """Looks only at what was chosen."""
        if self.data not in {None, ""}:
            super().pre_validate(form)


class LineField(StringField):
    """One line of text, tidied; at most ``longest`` characters."""

    def __init__(
        self, label: str, validators: Iterable[Any] = (), *, longest: int = LONGEST_LINE, **kwargs: Any
    ) -> None:
        super().__init__(label, tuple(validators), **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Blanks at the ends and doubled inside are no meaning."""
        self.data = re.sub(r"\s+", " ", valuelist[0]).strip() if valuelist else ""

    def pre_validate(self, form: Form) -> None:
        """Too long is told with both figures."""
        if len(self.data or "") > self.longest:
            size, most = number(len(self.data)), number(self.longest)
            raise StopValidation(f"Deze tekst heeft {size} tekens en mag er {most} hebben. Maak hem korter")
        if "\x00" in (self.data or ""):
            raise StopValidation("Haal het onleesbare teken uit deze tekst")


class TextField(TextAreaField):
    """Several lines of text, kept as typed but for blanks at the ends."""

    def __init__(
        self, label: str, validators: Iterable[Any] = (), *, longest: int = LONGEST_TEXT, **kwargs: Any
    ) -> None:
        super().__init__(label, tuple(validators), **kwargs)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Line ends as on every machine."""
        self.data = valuelist[0].replace("\r\n", "\n").strip() if valuelist else ""

    def pre_validate(self, form: Form) -> None:
        """Too long is told with both figures."""
        LineField.pre_validate(self, form)


class AmountField(StringField):
    """A decimal number as people type it: ``1.234,50`` and ``1234.50``. Data: Decimal or None."""

    data: Any

    def __init__(
        self,
        label: str,
        validators: Iterable[Any] = (),
        *,
        places: int = 2,
        least: Decimal | int = 0,
        most: Decimal | int = 1_000_000,
        example: str = "12,50",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, tuple(validators), **kwargs)
        self.places, self.least, self.most, self.example = places, Decimal(least), Decimal(most), example
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return number(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keeps what was typed beside what it means."""
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.typed:
            return
        self.data = read_decimal(self.typed)
        if self.data is None:
            raise ValueError(self._not_read())

    def _not_read(self) -> str:
        return f"Vul een getal in, bijvoorbeeld {self.example}"

    def pre_validate(self, form: Form) -> None:
        """Within what the field is for."""
        if self.data is None:
            return
        if self.data != round(self.data, self.places):
            raise StopValidation(f"Vul ten hoogste {self.places} cijfers achter de komma in")
        if not self.least <= self.data <= self.most:
            raise StopValidation(f"Vul een getal in van {number(self.least)} tot en met {number(self.most)}")


class CountField(AmountField):
    """A whole number. Data: int or None."""

    def __init__(self, label: str, validators: Iterable[Any] = (), *, example: str = "51", **kwargs: Any) -> None:
        super().__init__(label, validators, places=0, example=example, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """A half is refused in words, not cut off."""
        super().process_formdata(valuelist)
        if self.data is not None and self.data == self.data.to_integral_value():
            self.data = int(self.data)
        elif self.data is not None:
            self.data = None
            raise ValueError(self._not_read())

    def _not_read(self) -> str:
        return f"Het aantal moet een heel getal zijn, bijvoorbeeld {self.example}"


def sensible_phone(form: Form, field: Field) -> None:
    """A phone number has ten or more digits; spaces, dashes and a plus are fine."""
    if field.data and not re.fullmatch(r"\+?[0-9][0-9 ()-]{8,18}", field.data):
        raise ValidationError("Vul een telefoonnummer in, bijvoorbeeld 0320 123 456")


def sensible_email(form: Form, field: Field) -> None:
    """Something before and behind one @, with a point behind it."""
    if field.data and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}", field.data):
        raise ValidationError("Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl")
