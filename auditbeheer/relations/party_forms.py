"""The forms of a party of the working group, of its people, and of the bureau of a guide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, SelectField

from auditbeheer.plumbing.forms import (
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    key_or_none,
    options,
    sensible_email,
    sensible_phone,
)
from auditbeheer.relations.forms import eight_digits, sensible_postcode, whole_address
from auditbeheer.relations.models import Bureau, EntrepreneursBasis, Party, PartyKind
from auditbeheer.relations.service import BureauDetails, PartyDetails, PersonDetails

PARTY_WORDS = {
    PartyKind.ENTREPRENEURS: "Ondernemers",
    PartyKind.MUNICIPALITY: "Gemeente",
    PartyKind.POLICE: "Politie",
    PartyKind.FIRE_SERVICE: "Brandweer",
    PartyKind.OTHER: "Andere partij",
}
GUIDE = "procesbegeleider"
BASIS_WORDS = {
    EntrepreneursBasis.ASSOCIATION: "Via een vereniging",
    EntrepreneursBasis.AGREEMENT: "Via een organisatie met een overeenkomst",
    EntrepreneursBasis.START_PHASE: "Nog niet: de groep zit in de startfase",
}


class PartyForm(TaskForm):
    """A party of the working group, or the bureau of its guide."""

    kind = OneOfField(
        "Welke partij is het?",
        [Needed("Kies welke partij het is")],
        choices=options([*((kind.value, word) for kind, word in PARTY_WORDS.items()), (GUIDE, "Procesbegeleider")]),
    )
    organisation = LineField("Naam van de organisatie", [MayStayEmpty()])
    bureau = SelectField("Bureau", [MayStayEmpty()], choices=[], default="")
    basis = OneOfField(
        "Hoe zijn de ondernemers verbonden?",
        [MayStayEmpty()],
        choices=options((basis.value, word) for basis, word in BASIS_WORDS.items()),
    )
    start_phase_from = DayField("Begin van de startfase", [MayStayEmpty()])
    since = DayField("Sinds wanneer doet deze partij mee?", [MayStayEmpty()])

    def offer(self, bureaus: Sequence[Bureau]) -> None:
        """The bureaus that are known; a guide of another one is told by the name of the organisation."""
        known = [(str(row.id), f"{row.name}, {row.town}" if row.town else row.name) for row in bureaus]
        self.bureau.choices = options([("", "Staat er nog niet bij"), *known])

    def validate(self, extra_validators: Any = None) -> bool:
        """A name, or a bureau; entrepreneurs are bound in one of three ways; a start phase has a first day."""
        fits = bool(super().validate(extra_validators))
        if not self.organisation.data and not self._bureau_id and not self.organisation.errors:
            chosen = " of kies een bureau" if self.kind.data == GUIDE else ""
            self.organisation.errors = [f"Vul de naam van de organisatie in{chosen}"]
            fits = False
        if self.kind.data == PartyKind.ENTREPRENEURS and self.basis.data not in {*EntrepreneursBasis}:
            self.basis.errors = [*self.basis.errors, "Kies hoe de ondernemers verbonden zijn"]
            fits = False
        if self._starting and not self.start_phase_from.data and not self.start_phase_from.errors:
            self.start_phase_from.errors = ["Vul in wanneer de startfase begon"]
            fits = False
        return fits

    @property
    def _bureau_id(self) -> int | None:
        return key_or_none(self.bureau.data) if self.kind.data == GUIDE else None

    @property
    def _starting(self) -> bool:
        start = EntrepreneursBasis.START_PHASE
        return bool(self.kind.data == PartyKind.ENTREPRENEURS and self.basis.data == start)

    @property
    def details(self) -> PartyDetails:
        """What was filled in; how they are bound counts for entrepreneurs only."""
        guide = self.kind.data == GUIDE
        kind = PartyKind.OTHER if guide else PartyKind(self.kind.data)
        bound = kind is PartyKind.ENTREPRENEURS
        return PartyDetails(
            kind=kind,
            organisation=self.organisation.data,
            basis=EntrepreneursBasis(self.basis.data) if bound else None,
            start_phase_from=self.start_phase_from.data if self._starting else None,
            is_guide=guide,
            bureau_id=self._bureau_id,
        )


class PersonForm(TaskForm):
    """Somebody who speaks for a party."""

    name = LineField("Naam", [Needed("Vul de naam in")])
    function = LineField("Functie", [Needed("Vul de functie in")])
    email = LineField("E-mailadres", [MayStayEmpty(), sensible_email])
    phone = LineField("Telefoonnummer", [MayStayEmpty(), sensible_phone], longest=30)
    since = DayField("Sinds wanneer doet deze persoon mee?", [MayStayEmpty()])
    is_contact = BooleanField("Contactpersoon voor ons")
    may_contract = BooleanField("Mag namens het samenwerkingsverband tekenen")
    is_chair = BooleanField("Voorzitter")
    is_secretary = BooleanField("Secretaris")
    is_spokesperson = BooleanField("Woordvoerder")
    tells_inside = BooleanField("Communicatie binnen de groep")
    tells_outside = BooleanField("Communicatie naar buiten")

    def validate(self, extra_validators: Any = None) -> bool:
        """The contact person can be reached."""
        fits = bool(super().validate(extra_validators))
        if self.is_contact.data and not self.email.data and not self.email.errors:
            self.email.errors = ["Vul het e-mailadres van de contactpersoon in"]
            fits = False
        return fits

    @property
    def details(self) -> PersonDetails:
        """What was filled in."""
        return PersonDetails(
            name=self.name.data,
            function=self.function.data,
            email=self.email.data,
            phone=self.phone.data,
            is_contact=self.is_contact.data,
            may_contract=self.may_contract.data,
            is_chair=self.is_chair.data,
            is_secretary=self.is_secretary.data,
            is_spokesperson=self.is_spokesperson.data,
            tells_inside=self.tells_inside.data,
            tells_outside=self.tells_outside.data,
        )


class EndPartyForm(TaskForm):
    """The last day of a party in the working group, and why."""

    last_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)


class EndForm(TaskForm):
    """The last day of a person in the working group."""

    last_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])


class BureauForm(TaskForm):
    """What is told of a bureau whose people help working groups."""

    name = LineField("Naam van het bureau", [Needed("Vul de naam in")])
    anyway = BooleanField("Toch opslaan: dit is een ander")
    alike: Sequence[Any] = ()
    street = LineField("Straat en huisnummer", [MayStayEmpty()])
    postcode = LineField("Postcode", [MayStayEmpty(), sensible_postcode], longest=7)
    town = LineField("Plaats", [MayStayEmpty()])
    kvk = LineField("KvK-nummer", [MayStayEmpty(), eight_digits], longest=12)
    email = LineField("E-mailadres", [MayStayEmpty(), sensible_email])
    phone = LineField("Telefoonnummer", [MayStayEmpty(), sensible_phone], longest=30)

    def validate(self, extra_validators: Any = None) -> bool:
        """An address is whole or empty."""
        fits = bool(super().validate(extra_validators))
        return whole_address(self) and fits

    @property
    def details(self) -> BureauDetails:
        """What was filled in."""
        return BureauDetails(
            name=self.name.data,
            street=self.street.data,
            postcode=self.postcode.data,
            town=self.town.data,
            kvk=self.kvk.data,
            email=self.email.data,
            phone=self.phone.data,
        )


def party_values(row: Party) -> dict[str, Any]:
    """What the form shows of a party."""
    return {
        "kind": GUIDE if row.is_guide else row.kind.value,
        "organisation": row.organisation,
        "bureau": str(row.bureau_id or ""),
        "basis": row.basis.value if row.basis else None,
        "start_phase_from": row.start_phase_from,
        "version": row.version,
    }


def bureau_values(row: Bureau) -> dict[str, Any]:
    """What the form shows of a bureau."""
    names = ("name", "street", "postcode", "town", "kvk", "email", "phone", "version")
    return {name: getattr(row, name) for name in names}
