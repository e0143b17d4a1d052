"""The forms to log in and out, for one's own password, and for the people of the office."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field, Form, HiddenField, PasswordField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.forms import (
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    TaskForm,
    key_or_none,
    options,
    sensible_email,
)

ROLE_WORDS = {
    Role.PLANNER: "Planner: aanvragen, offertes, planning, documenten",
    Role.AUDITOR: "Auditor: doet audits",
    Role.SCHEME_MANAGER: "Schemamanager: kwalificeert auditors, beoordeelt rapporten",
    Role.DECIDER: "Beslisser: besluit en geeft certificaten uit",
    Role.SUPERVISOR: "Toezichthouder: kijkt mee namens het CCV",
    Role.ADMINISTRATOR: "Beheerder: gebruikers en logboek",
    Role.MANAGEMENT: "Directie: licentie, tarieven en eigen regels",
}


class LogInForm(TaskForm):
    """E-mail address and password; ``verder`` is the page that was asked for."""

    email = LineField("E-mailadres", [Needed("Vul uw e-mailadres in")])
    password = PasswordField("Wachtwoord", [Needed("Vul uw wachtwoord in")])
    verder = HiddenField()


class EmptyForm(TaskForm):
    """Only a button: for acts without anything to fill in."""


class PasswordForm(TaskForm):
    """The old password once, the new one once (it can be seen while typing)."""

    old = PasswordField("Uw wachtwoord van nu", [Needed("Vul uw wachtwoord van nu in")])
    new = PasswordField("Uw nieuwe wachtwoord", [Needed("Kies een nieuw wachtwoord")])


def _roles() -> Any:
    return SelectMultipleField(
        "Rollen",
        [Needed("Kies ten minste één rol")],
        choices=options((role.value, words) for role, words in ROLE_WORDS.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class RolesForm(TaskForm):
    """Other roles, with the reason."""

    roles = _roles()
    why = LineField("Waarom?", [Needed("Vul in waarom de rollen wijzigen")])


class CloseAccountForm(TaskForm):
    """Why an account closes."""

    why = LineField("Waarom?", [Needed("Vul in waarom het account sluit")])


def _four_digits(form: Form, field: Field) -> None:
    """The letters, when somebody types them, are not kept: four digits are enough."""
    parts = re.fullmatch(r"([1-9][0-9]{3}) ?([A-Za-z]{2})?", field.data)
    if not parts:
        raise ValidationError("Vul de vier cijfers van de postcode in, bijvoorbeeld 8232")
    field.data = parts[1]


class HomeForm(TaskForm):
    """From where somebody travels to an audit."""

    postcode = LineField("Postcode van huis", [MayStayEmpty(), _four_digits])


class EmployeeForm(TaskForm):
    """A new employee."""

    name = LineField("Naam", [Needed("Vul de naam in")])
    email = LineField("E-mailadres", [Needed("Vul het e-mailadres in"), sensible_email])
    roles = _roles()
    password = PasswordField("Eerste wachtwoord", [Needed("Vul een eerste wachtwoord in")])


class StandInForm(TaskForm):
    """Who does somebody's work, and in which days. ``absent`` is left out where it is oneself."""

    absent = SelectField("Wie is er niet?", [Needed("Kies wie er niet is")], coerce=key_or_none, choices=[])
    by = SelectField("Wie doet het werk?", [Needed("Kies wie het werk doet")], coerce=key_or_none, choices=[])
    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
