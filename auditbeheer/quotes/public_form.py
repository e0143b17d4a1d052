"""The forms of an application that comes in by the website: what the public types, and what staff decide on it.

What keeps machines out stands here too, without asking anybody else: a field that people do not see, and the least
time in which a person can fill in a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.plumbing.dutch import fold
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
    key_or_none,
    options,
    sensible_email,
    sensible_phone,
)
from auditbeheer.plumbing.web import db
from auditbeheer.quotes.models import AreaTyped, Intake, PartyTyped
from auditbeheer.quotes.rules.intake import MOST_AREAS, expected_on, months_to_choose
from auditbeheer.quotes.service.additions import Additions, additions
from auditbeheer.quotes.service.intake import IntakeDetails
from auditbeheer.quotes.service.taking_over import Recognised, Wishes
from auditbeheer.relations.forms import AREA_WORDS
from auditbeheer.relations.models import Area, AreaType, Partnership, PartyKind, municipality_named
from auditbeheer.scheme.wording import join_and

LEAST_SECONDS = 4
GUIDE = "procesbegeleider"
NEW, APPLICANT = "nieuw", "aanvrager"
ROWS = tuple(range(1, MOST_AREAS + 1))
SPEAKS_FOR = (
    (PartyKind.ENTREPRENEURS.value, "De ondernemers"), (PartyKind.MUNICIPALITY.value, "De gemeente"),
    (PartyKind.POLICE.value, "De politie"), (PartyKind.FIRE_SERVICE.value, "De brandweer"),
    (PartyKind.OTHER.value, "Een andere partij"), (GUIDE, "Ik ben procesbegeleider"),
)  # fmt: skip
OTHERS = {
    "with_entrepreneurs": (PartyKind.ENTREPRENEURS, "Ondernemers"),
    "with_municipality": (PartyKind.MUNICIPALITY, "Gemeente"),
    "with_police": (PartyKind.POLICE, "Politie"),
    "with_fire_service": (PartyKind.FIRE_SERVICE, "Brandweer"),
}
ACCEPT = ".pdf,.png,.jpg,.jpeg,.heic,.heif,.docx,.xlsx,.geojson,.json"


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="aanvragen-geopend")


class PublicForm(TaskForm):
    """The fields of an application; the areas are added below, one set a row."""

    name = LineField("Uw naam", [Needed("Vul uw naam in")], longest=100)
    function = LineField("Uw functie", [Needed("Vul uw functie in")], longest=100)
    email = LineField("Uw e-mailadres", [Needed("Vul uw e-mailadres in"), sensible_email], longest=200)
    phone = LineField("Uw telefoonnummer", [Needed("Vul uw telefoonnummer in"), sensible_phone], longest=30)
    party = OneOfField("Namens wie vraagt u aan?", [Needed("Kies namens wie u aanvraagt")],
                       choices=options(SPEAKS_FOR))  # fmt: skip
    organisation = LineField("Uw organisatie", [Needed("Vul de naam van uw organisatie in")])
    may_contract = OneOfField(
        "Mag u namens het samenwerkingsverband tekenen?", [Needed("Kies ja of nee")],
        choices=options([("ja", "Ja"), ("nee", "Nee, of dat weet ik nog niet")]),
    )  # fmt: skip
    partnership_name = LineField(
        "Naam van het samenwerkingsverband", [Needed("Vul de naam van het samenwerkingsverband in")], longest=150
    )
    area_type = OneOfField(
        "Wat voor gebied is het?", [Needed("Kies wat voor gebied het is")],
        choices=options((kind.value, word) for kind, word in AREA_WORDS.items()),
    )  # fmt: skip
    with_entrepreneurs = LineField("Ondernemers", [MayStayEmpty()])
    with_municipality = LineField("Gemeente", [MayStayEmpty()])
    with_police = LineField("Politie", [MayStayEmpty()])
    with_fire_service = LineField("Brandweer", [MayStayEmpty()])
    start_document = LineField("Waarmee begon de groep?", [Needed("Vul in waarmee de groep begon")])
    started_on = DayField("Wanneer was dat?", [Needed("Vul in wanneer dat was")])
    wished_month = SelectField("In welke maand wilt u de audit?", [Needed("Kies een maand")])
    remark = TextField("Wat wilt u nog kwijt?", [MayStayEmpty()], longest=2000)
    agreed = BooleanField("Ik doe deze aanvraag namens het samenwerkingsverband")
    website = StringField("Website")
    opened = HiddenField(default=lambda: _tokens().dumps("open"))

    def offer(self, today: date) -> None:
        """The months that can be wished for."""
        months = [(day.isoformat(), words) for day, words in months_to_choose(today)]
        self.wished_month.choices = options([("", "Kies een maand"), *months])
        self._today = today

    @property
    def by_machine(self) -> bool:
        """Whether something was filled in that people do not see."""
        return bool(self.website.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each area is whole, its municipality is one that we know; and it took a person's time."""
        fits = bool(super().validate(extra_validators))
        self.codes: dict[int, str] = {}
        checks = [self._whole_area(row) for row in ROWS]
        return all((fits, *checks, self._days(), self._declared(), self._took_time()))

    def _whole_area(self, row: int) -> bool:
        name, place, count = (self[f"area{row}_{part}"] for part in ("name", "place", "count"))
        if name.errors or place.errors or count.errors:
            return False
        if not (name.data or place.data or count.typed):
            return True
        for field, sentence in ((name, "Vul de naam van het gebied in"), (place, "Vul de gemeente in"),
                                (count, "Vul het aantal ondernemers in")):  # fmt: skip
            if field.data in (None, ""):
                field.errors = [sentence]
        if place.data:
            self._known_place(row, place)
        return not (name.errors or place.errors or count.errors)

    def _known_place(self, row: int, place: Any) -> None:
        found = municipality_named(db(), fold(place.data))
        if found is None:
            place.errors = ["Deze gemeente kennen wij niet. Kies een gemeente uit de lijst"]
        else:
            self.codes[row] = found.code

    def _days(self) -> bool:
        day = self.started_on
        if day.data and day.data > self._today and not day.errors:
            day.errors = ["Deze dag komt nog. Vul een dag tot en met vandaag in"]
        return not day.errors

    def _declared(self) -> bool:
        if not self.agreed.data:
            self.agreed.errors = ["Zet een vinkje als u namens het samenwerkingsverband aanvraagt"]
        return bool(self.agreed.data)

    def _took_time(self) -> bool:
        try:
            _, since = _tokens().loads(str(self.opened.data), return_timestamp=True)
        except BadData:
            self.object_to(None, "Dit formulier stond te lang open. Verstuur het nog een keer")
            self.opened.data = _tokens().dumps("open")
            return False
        if (datetime.now(UTC) - since).total_seconds() < LEAST_SECONDS:
            self.object_to(None, "Dat ging erg snel. Kijk of alles klopt en verstuur het nog een keer")
            return False
        return True

    @property
    def details(self) -> IntakeDetails:
        """What was filled in."""
        own = None if self.party.data == GUIDE else PartyKind(self.party.data)
        names = ("name", "function", "email", "phone", "organisation", "partnership_name", "start_document", "remark")
        texts: dict[str, Any] = {name: self[name].data or "" for name in names}
        return IntakeDetails(
            **texts, party=own, may_contract=self.may_contract.data == "ja" and own is not None,
            area_type=AreaType(self.area_type.data), started_on=self.started_on.data,
            areas=tuple(self._area(row) for row in ROWS if row in self.codes),
            parties=tuple(PartyTyped(kind, self[name].data) for name, (kind, _) in OTHERS.items()
                          if self[name].data and kind is not own),
            wished_month=date.fromisoformat(self.wished_month.data),
        )  # fmt: skip

    def _area(self, row: int) -> AreaTyped:
        return AreaTyped(
            name=self[f"area{row}_name"].data, municipality=self.codes[row],
            entrepreneurs=self[f"area{row}_count"].data, activities=self[f"area{row}_activities"].data or "",
        )  # fmt: skip


def _with_rows() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for row in ROWS:
        first = row == 1
        fields[f"area{row}_name"] = LineField(
            "Naam van het gebied", [Needed("Vul de naam van het gebied in") if first else MayStayEmpty()], longest=150
        )
        fields[f"area{row}_place"] = LineField(
            "Gemeente", [Needed("Vul de gemeente in") if first else MayStayEmpty()], longest=100
        )
        fields[f"area{row}_count"] = CountField(
            "Aantal ondernemers", [Needed("Vul het aantal ondernemers in") if first else MayStayEmpty()],
            least=1, most=100_000,
        )  # fmt: skip
        fields[f"area{row}_activities"] = LineField("Wat gebeurt er?", [MayStayEmpty()])
    return fields


# A field for each row of areas; WTForms takes fields that a class is given later.
for _name, _field in _with_rows().items():
    setattr(PublicForm, _name, _field)


class PaperForm(TaskForm):
    """A paper that goes with an application of the website."""

    code = SelectField("Wat is het?", [Needed("Kies wat het is")])
    file = UploadField("Bestand", [Needed("Kies het bestand dat u wilt sturen")], accept=ACCEPT)


class TakeOverForm(TaskForm):
    """What staff decide on an application of the website; a question per area is added by ``take_over_form``."""

    partnership = OneOfField("Welk samenwerkingsverband is het?", [Needed("Kies welk samenwerkingsverband het is")])
    adds: Mapping[int, Additions]
    name = LineField("Naam van het nieuwe samenwerkingsverband", [MayStayEmpty()])
    start_document = LineField("Waarmee begon de groep?", [Needed("Vul in waarmee de groep begon")])
    started_on = DayField("Wanneer was dat?", [Needed("Vul in wanneer dat was")])
    assessment_expected_on = DayField("Verwachte auditdag", [Needed("Vul de verwachte auditdag in")])

    def validate(self, extra_validators: Any = None) -> bool:
        """A new partnership has a name."""
        fits = bool(super().validate(extra_validators))
        if self.partnership.data == NEW and not self.name.data:
            self.name.errors = ["Vul de naam van het nieuwe samenwerkingsverband in"]
            return False
        return fits

    def wishes(self, partnerships: Sequence[Partnership], areas: Sequence[Recognised]) -> Wishes:
        """What was decided; only what the page offered can be chosen."""
        chosen = {str(row.id): row for row in partnerships}.get(self.partnership.data)
        return Wishes(
            partnership=chosen, name=self.name.data or "", started_on=self.started_on.data,
            areas=tuple(self._chosen(place, one) for place, one in enumerate(areas)),
            start_document=self.start_document.data, assessment_expected_on=self.assessment_expected_on.data,
            **(self._added(chosen) if chosen else {}),
        )  # fmt: skip

    def offered(self, partnerships: Sequence[Partnership]) -> list[tuple[Partnership, Additions, Any]]:
        """Per known partnership what the application adds to it, and the field with the ticks (None: nothing)."""
        return [(row, self.adds[row.id], self._data_field(row)) for row in partnerships]

    def _data_field(self, row: Partnership) -> Any:
        return next((field for field in self if field.name == f"add{row.id}"), None)

    def _added(self, chosen: Partnership) -> dict[str, Any]:
        field, adds = self._data_field(chosen), self.adds[chosen.id]
        ticked = set(field.data) if field is not None else set()
        parties = tuple(told for place, (told, _) in enumerate(adds.parties) if str(place) in ticked)
        return {"applicant": APPLICANT in ticked, "parties": parties}

    def _chosen(self, place: int, one: Recognised) -> Area | None:
        key = self[f"area{place}"].data
        return next((area for area in one.candidates if area.id == key_or_none(None if key == NEW else key)), None)


def take_over_form(intake: Intake, partnerships: Sequence[Partnership], areas: Sequence[Recognised]) -> TakeOverForm:
    """The questions for this application, with what we recognised as the answers proposed."""
    asked: dict[str, Any] = {
        f"area{place}": OneOfField(f"Welk gebied is {one.typed.name}?", [Needed("Kies welk gebied het is")],
                                   choices=_areas_of(one))
        for place, one in enumerate(areas)
    }  # fmt: skip
    adds = {row.id: additions(intake, row) for row in partnerships}
    asked |= {
        f"add{row.id}": SelectMultipleField(
            f"Wat komt erbij in {row.name}?", [MayStayEmpty()], choices=_told_of(intake, adds[row.id]),
            widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        )
        for row in partnerships if adds[row.id].applicant or adds[row.id].parties
    }  # fmt: skip
    sure = next((row for row in partnerships if _surely(row, intake, areas)), None)
    proposed: dict[str, Any] = {
        f"area{place}": str(one.same.id) if one.same else NEW for place, one in enumerate(areas)
    }
    proposed |= {f"add{key}": _proposed(one) for key, one in adds.items()}
    applied = (intake.confirmed_at or intake.at).date()
    form: TakeOverForm = type("TakeOverFormOf", (TakeOverForm,), asked)(
        data=proposed | {
            "partnership": str(sure.id) if sure else NEW, "name": intake.partnership_name,
            "start_document": intake.start_document, "started_on": intake.started_on,
            "assessment_expected_on": expected_on(intake.wished_month, applied),
        }
    )  # fmt: skip
    form.adds = adds
    form.partnership.choices = options([
        *((str(row.id), row.name) for row in partnerships), (NEW, "Een nieuw samenwerkingsverband")
    ])  # fmt: skip
    return form


def _told_of(intake: Intake, adds: Additions) -> Any:
    own = [(APPLICANT, f"{intake.name}, {intake.function}, van {intake.organisation}")] if adds.applicant else []
    return options([*own, *((str(place), _party(told, others)) for place, (told, others) in enumerate(adds.parties))])


def _party(told: PartyTyped, others: tuple[str, ...]) -> str:
    beside = f" (er is al: {join_and(list(others))})" if others else ""
    return f"{told.organisation}, {told.kind.value}{beside}"


def _proposed(adds: Additions) -> list[str]:
    """Who is new, but for a party of a kind that is there already: that may be another name for the same."""
    own = [APPLICANT] if adds.applicant else []
    return own + [str(place) for place, (_, others) in enumerate(adds.parties) if not others]


def _surely(row: Partnership, intake: Intake, areas: Sequence[Recognised]) -> bool:
    """Its very name, or every area that we know is its own."""
    known = [one.same for one in areas if one.same]
    return row.folded == fold(intake.partnership_name) or (
        bool(known) and all(area in row.current_areas for area in known)
    )


def _areas_of(one: Recognised) -> Any:
    told = [(str(area.id), _told(area, one)) for area in one.candidates]
    return options([*told, (NEW, "Een nieuw gebied")])


def _told(area: Area, one: Recognised) -> str:
    holder = one.held_by.get(area.id)
    return f"{area.name}, {area.municipality.name}" + (f" (hoort bij {holder})" if holder else "")
