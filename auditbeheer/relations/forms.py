"""The forms of relations: partnership, area, party, person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, Form, SelectField, ValidationError

from auditbeheer.plumbing.forms import (
    CountField,
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
from auditbeheer.relations.models import (
    Area,
    AreaType,
    Partnership,
    PartnershipArea,
)
from auditbeheer.relations.service import AreaDetails, PartDetails, PartnershipDetails

YES_NO = options([("ja", "Ja"), ("nee", "Nee")])
AREA_WORDS = {
    AreaType.BUSINESS_PARK: "Bedrijventerrein",
    AreaType.SHOPPING_AREA: "Winkelgebied",
    AreaType.RURAL_AREA: "Buitengebied",
}


def sensible_postcode(form: Form, field: Field) -> None:
    """Four digits and two letters; written as ``8232 AB``."""
    if not field.data:
        return
    parts = re.fullmatch(r"([1-9][0-9]{3}) ?([A-Za-z]{2})", field.data)
    if not parts:
        raise ValidationError("Vul een postcode in, bijvoorbeeld 8232 AB")
    field.data = f"{parts[1]} {parts[2].upper()}"


def eight_digits(form: Form, field: Field) -> None:
    """A KvK number has eight digits."""
    if field.data and not re.fullmatch(r"[0-9]{8}", field.data):
        raise ValidationError("Een KvK-nummer heeft 8 cijfers, bijvoorbeeld 12345678")


def whole_address(form: Any) -> bool:
    """Street, postcode and town are all filled in or all empty; says at each which one is lacking."""
    parts = {form.street: "de straat", form.postcode: "de postcode", form.town: "de plaats"}
    given = [field for field in parts if field.data]
    lacking = [field for field in parts if not field.data and not field.errors]
    if not given:
        return True
    for field in lacking:
        field.errors = [*field.errors, f"Vul ook {parts[field]} in, of laat het hele adres leeg"]
    return not lacking


class PartnershipForm(TaskForm):
    """What is told of a partnership."""

    name = LineField("Naam van het samenwerkingsverband", [Needed("Vul de naam in")])
    anyway = BooleanField("Toch opslaan: dit is een ander")
    alike: Sequence[Any] = ()
    street = LineField("Straat en huisnummer", [MayStayEmpty()])
    postcode = LineField("Postcode", [MayStayEmpty(), sensible_postcode], longest=7)
    town = LineField("Plaats", [MayStayEmpty()])
    founding_is_convenant = OneOfField(
        "Waarmee is het samenwerkingsverband opgericht?",
        [Needed("Kies waarmee het is opgericht")],
        choices=options([("ja", "Convenant"), ("nee", "Schriftelijke afspraken")]),
        default="ja",
    )
    founding_title = LineField("Titel van dit stuk", [MayStayEmpty()])
    founding_on = DayField("Dag van dit stuk", [MayStayEmpty()])
    coordinator = LineField("Organisatie die de regie heeft", [MayStayEmpty()])
    coordinator_mandate = OneOfField("Heeft zij een mandaat van de anderen?", choices=YES_NO, default="nee")
    map_decision = LineField("Waarmee stelde de gemeente de kaart vast?", [MayStayEmpty()])
    kvk = LineField("KvK-nummer voor de factuur", [MayStayEmpty(), eight_digits], longest=12)
    invoice_address = TextField("Factuuradres", [MayStayEmpty()], longest=500)

    def validate(self, extra_validators: Any = None) -> bool:
        """An address is whole or empty, and so is the founding document."""
        fits = bool(super().validate(extra_validators))
        return all((fits, whole_address(self), self._whole_document()))

    def _whole_document(self) -> bool:
        if bool(self.founding_title.data) == bool(self.founding_on.data) or self.founding_on.errors:
            return True
        late = self.founding_on if self.founding_title.data else self.founding_title
        late.errors = [*late.errors, "Vul titel en dag allebei in, of geen van beide"]
        return False

    @property
    def details(self) -> PartnershipDetails:
        """What was filled in."""
        return PartnershipDetails(
            name=self.name.data,
            street=self.street.data,
            postcode=self.postcode.data,
            town=self.town.data,
            founding_title=self.founding_title.data,
            founding_on=self.founding_on.data,
            founding_is_convenant=self.founding_is_convenant.data == "ja",
            coordinator=self.coordinator.data,
            coordinator_mandate=self.coordinator_mandate.data == "ja",
            kvk=self.kvk.data,
            invoice_address=self.invoice_address.data,
            map_decision=self.map_decision.data,
        )


class AreaForm(TaskForm):
    """An area as ARE-2 describes it, and what is told of it as part of this partnership."""

    activities = TextField("Welke activiteiten zijn er?", [Needed("Vul in welke activiteiten er zijn")], longest=2000)
    boundary = TextField("Waar loopt de grens?", [Needed("Vul in waar de grens loopt")], longest=4000)
    neighbours = TextField("Wat ligt eromheen en telt mee?", [MayStayEmpty()], longest=2000)
    entrepreneurs = CountField("Aantal ondernemers", [Needed("Vul het aantal ondernemers in")], least=1, most=100_000)
    counted_on = DayField("Dag van de telling", [Needed("Vul de dag van de telling in")])
    count_source = LineField("Waar komt dit aantal vandaan?", [Needed("Vul in waar dit aantal vandaan komt")])
    plan = UploadField("Kaart van het gebied", [MayStayEmpty()], accept=".pdf,.png,.jpg,.jpeg,.geojson,.json")
    also_in = LineField("Ligt het ook in een andere gemeente?", [MayStayEmpty()])
    represented_by = LineField("Wie vertegenwoordigt dit terrein?", [MayStayEmpty()])
    zoning = LineField("Waaruit blijkt de bestemming?", [MayStayEmpty()])
    shared: tuple[str, tuple[str, ...]] | None = None
    one_area = OneOfField("Telt dit terrein als één terrein met de andere delen?", choices=YES_NO, default="nee")

    def propose_one(self, shared: tuple[str, tuple[str, ...]] | None) -> None:
        """Ask whether parts with one name count as one area (ARE-4), when there seem to be such parts."""
        self.shared = shared
        if shared is None:
            del self.one_area

    @property
    def details(self) -> AreaDetails:
        """What was filled in of the area itself."""
        return AreaDetails(
            activities=self.activities.data,
            boundary=self.boundary.data,
            neighbours=self.neighbours.data,
            entrepreneurs=self.entrepreneurs.data,
            counted_on=self.counted_on.data,
            count_source=self.count_source.data,
        )

    @property
    def part(self) -> PartDetails:
        """What was filled in of the area as a part of the partnership."""
        one = self.shared[0] if self.shared and self.one_area.data == "ja" else ""
        return PartDetails(one_area=one, represented_by=self.represented_by.data, zoning=self.zoning.data)


class NewAreaForm(AreaForm):
    """An area that is not in the list yet: also what it is called, what kind it is and where."""

    name = LineField("Naam van het gebied", [Needed("Vul de naam in")])
    anyway = BooleanField("Toch opslaan: dit is een ander")
    alike: Sequence[Any] = ()
    type = OneOfField(
        "Soort gebied",
        [Needed("Kies de soort")],
        choices=options((kind.value, word) for kind, word in AREA_WORDS.items()),
        default=AreaType.BUSINESS_PARK.value,
    )
    municipality_code = SelectField("Gemeente", [Needed("Kies de gemeente")])


class RemoveAreaForm(TaskForm):
    """The last day of an area in a partnership, and why."""

    last_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)


def partnership_values(row: Partnership) -> dict[str, Any]:
    """What the form shows of a partnership."""
    names = ("name", "street", "postcode", "town", "founding_title", "founding_on", "coordinator", "map_decision")
    return {name: getattr(row, name) for name in (*names, "kvk", "invoice_address", "version")} | {
        "founding_is_convenant": "ja" if row.founding_is_convenant else "nee",
        "coordinator_mandate": "ja" if row.coordinator_mandate else "nee",
    }


def area_values(area: Area, link: PartnershipArea | None = None) -> dict[str, Any]:
    """What the form shows of an area, and of its place in the partnership."""
    names = ("activities", "boundary", "neighbours", "entrepreneurs", "counted_on", "count_source", "version")
    values: dict[str, Any] = {name: getattr(area, name) for name in names}
    values["also_in"] = ", ".join(row.municipality.name for row in area.also_in)
    if link is not None:
        values |= {"represented_by": link.represented_by, "zoning": link.zoning}
        values["one_area"] = "ja" if link.one_area else "nee"
    return values
