"""What the style page shows: invented cases that bring every component in every state (ux §15, §17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.plumbing.forms import (
    AmountField,
    CountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    TaskForm,
    TextField,
    sensible_email,
)
from auditbeheer.plumbing.parts import MenuItem
from auditbeheer.plumbing.refusal import Clash
from auditbeheer.scheme.condition import Condition, Receipt, ReceiptLine, Source, SourceKind

TODAY = date(2026, 11, 23)
LONG_NAME = "Samenwerkingsverband Keurmerk Veilig Ondernemen Theodorushaven, Noordland en de Poort (TNP) en omstreken"
LONG_WORD = "Bedrijvenparkmanagementsamenwerkingsovereenkomst"


def _scheme(clause: str, text: str) -> Source:
    return Source(SourceKind.SCHEME, "B4", clause, explanation=text)


DOCUMENTS_DAY = _scheme("5.2.1", "De auditor heeft alle documenten ten minste 14 dagen voor de audit.")
HOURS = _scheme("6.3.1", "Eén terrein kost 8 uur. Bij 2 terreinen is het 9 uur, bij 3 is het 11, bij 4 is het 12.")
QUALIFIED = _scheme("6.2.2", "Wie een audit leidt, deed er in de 12 maanden ervoor ten minste 5.")
CLOSED = Source(SourceKind.OWN_RULE, number=12, explanation="Wij beslissen pas als alle afwijkingen gesloten zijn.")
APART = Source(
    SourceKind.NORM, "ISO 17065", "7.6", explanation="Wie beslist, heeft zelf niet meegedaan aan de beoordeling."
)
SETTING = Source(SourceKind.SETTING, explanation="De beheerder stelt in hoe lang een link werkt.")

CONDITIONS = (
    Condition("licence", "De licentie van het CCV geldt", True, "Tot en met 31\u00a0december 2027", _scheme("6.1", "")),
    Condition(
        "deviations",
        "Alle afwijkingen zijn gesloten",
        False,
        "Afwijking 1 wacht op beoordeling sinds 20\u00a0oktober 2026",
        CLOSED,
    ),
    Condition("apart", "De beslisser zat niet in het auditteam", True, "Team: M. Bakker, P. Smit", APART),
    Condition("report", "Het rapport is compleet", False, "Onderwerp 5, ‘conclusie’, is leeg", HOURS),
    Condition("response", "De respons is gehaald", True, "Heesch West: 41 van 38 nodig", SETTING),
)
SOLVE = {
    "deviations": ("#", "Naar afwijking 1", "M. Bakker is aan zet"),
    "report": ("#", "Naar het rapport", "M. Bakker is aan zet"),
}
RECEIPT = Receipt(
    "Audittijd",
    (
        ReceiptLine("4 bedrijventerreinen in één cluster", Decimal(12), "uur", HOURS),
        ReceiptLine("Extra uren", Decimal("1.5"), "uur", CLOSED),
    ),
    Decimal("13.5"),
    "uur",
)
PRICE = Receipt(
    "Te betalen",
    (
        ReceiptLine("12 uur audit, € 160,00 per uur", Decimal(1920), "€", SETTING),
        ReceiptLine("Reiskosten, 76 km", Decimal("36.10"), "€", SETTING),
        ReceiptLine("Btw, 21\u00a0%", Decimal("410.78"), "€"),
    ),
    Decimal("2366.88"),
    "€",
)


def menu(current: str, *, full: bool = False) -> Callable[[], list[MenuItem]]:
    """The menu of a planner; ``full``: of somebody with several roles, so that the rest folds into Meer."""
    names = ["Werkvoorraad", "Dossiers", "Planning", "Relaties", "Certificaten"]
    names += ["Auditors", "Instellingen", "Logboek"] if full else []
    items = [MenuItem(name, "#", name == current, 9 if name == "Werkvoorraad" else None) for name in names]
    return lambda: items


def steps(current: str = "documenten") -> list[SimpleNamespace]:
    """A rail with every state of a step."""
    rows = (
        ("aanvraag", "Aanvraag", "Klaar", "compleet op 2\u00a0sep"),
        ("offerte", "Offerte en overeenkomst", "Klaar", "akkoord op 18\u00a0sep"),
        ("planning", "Planning", "Bezig", "audit wo 9\u00a0december"),
        ("documenten", "Documenten", "Wacht op werkgroep", "4 van 6 binnen · wacht op werkgroep"),
        ("audit", "Audit", "Nog niet begonnen", "wo 9\u00a0december"),
        ("rapport", "Rapport", "Nog niet begonnen", "uiterlijk 23\u00a0december"),
        ("afwijkingen", "Afwijkingen", "Niet nodig", "geen afwijkingen"),
        ("besluit", "Besluit", "Nog niet begonnen", "uiterlijk 3\u00a0maart 2027"),
        ("certificaat", "Certificaat", "Nog niet begonnen", ""),
    )
    return [
        SimpleNamespace(
            position=at,
            code=code,
            name=name,
            state=state,
            fact=fact,
            current=code == current,
            url="" if code == "certificaat" else "#",
        )
        for at, (code, name, state, fact) in enumerate(rows, start=1)
    ]


NOW = SimpleNamespace(
    title="De werkgroep moet nog 3 documenten sturen",
    why="Dat is 14 dagen voor de audit.",
    last_day=date(2026, 11, 25),
    term=2,
    source=DOCUMENTS_DAY,
    button_label="Herinnering sturen",
    url="#",
)
NOW_LATE = SimpleNamespace(
    title="Beoordeel de aanvulling op afwijking 1",
    who="",
    why="",
    last_day=date(2026, 11, 20),
    term=-3,
    source=HOURS,
    button_label="Beoordelen",
    url="#",
)
NOW_OTHERS = SimpleNamespace(
    **vars(NOW_LATE)
    | {"title": "Beoordeel 2 documenten", "who": "Marloes Bakker", "last_day": date(2026, 12, 4), "term": 4, "url": ""}
)
NOW_QUIET = SimpleNamespace(
    title="Niets te doen tot woensdag 9\u00a0december: dan is de audit",
    who="",
    why="",
    last_day=None,
    term=None,
    source=None,
    button_label="",
    url="",
)


def frame(name: str = "Cluster Lelystad", now: Any = NOW) -> SimpleNamespace:
    """What the dossier layout draws around a step."""
    facts = ["Lelystad", "4 bedrijventerreinen", "KVO-B 4.0", "eerste certificaat", "Dossierhouder: Annelies Vos"]
    return SimpleNamespace(name=name, number="D-2026-0147", url="#", facts=facts, now=now, steps=steps())


FILES = (
    SimpleNamespace(
        name="schouwrapport.pdf",
        url="#",
        size=2_400_000,
        when=date(2026, 11, 24),
        by="P. Smit (gemeente)",
        version=2,
        word="Te beoordelen",
    ),
    SimpleNamespace(
        name=f"{LONG_WORD}-getekend-door-alle-partijen-definitief.pdf",
        url="#",
        size=61_000_000,
        when=date(2026, 11, 12),
        by="S. Yılmaz",
        version=1,
        word="Vervangen",
    ),
)
DOCUMENTS = (
    ("Leden en partijen", "In orde", "", 2, "12\u00a0nov 2026", "S. Yılmaz"),
    ("Veiligheidsanalyse", "In orde", "", 1, "12\u00a0nov 2026", "S. Yılmaz"),
    ("Plan van aanpak", "Aanvullen", "Doelen voor 6 van 7 thema’s", 1, "14\u00a0nov 2026", "S. Yılmaz"),
    ("Schouwrapport", "Te beoordelen", "", 1, "20\u00a0nov 2026", "P. Smit (gemeente)"),
    ("Maatregelenmatrix", "Ontbreekt", "", "", "", ""),
    ("Notulen", "Vervangen", "", 1, "14\u00a0nov 2026", "S. Yılmaz"),
)
AREAS = (
    ("Heesch West", "Bernheze · tweede", 8, 8),
    ("Bedrijvenpark De Brand", "’s-Hertogenbosch · eerste", 25, 8),
    ("Theodorushaven, Noordland en de Poort (TNP)", "Bergen op Zoom · derde", 40, 11),
    ("De Rieze I–V/VI", "Deventer · eerste", 91, 8),
    ("’t Leucker", "Horst aan de Maas · tweede", 112, 8),
    (LONG_NAME, LONG_WORD, 140, 12),
)
RESPONSE = (("Flevokust", 31, 29), ("Noordersluis", 52, 44), ("Oostervaart", 61, 61), ("Larserpoort", 12, 19))
FIGURES = (
    SimpleNamespace(text="5 maatregelen uitgevoerd, nodig zijn er 4", source=HOURS, met=True),
    SimpleNamespace(text="1 keer bericht aan de ondernemers, nodig is 2 keer", source=QUALIFIED, met=False),
    SimpleNamespace(text="3 foto’s in het schouwrapport", source=None, met=None),
)
_ZONE = ZoneInfo("Europe/Amsterdam")
HISTORY = (
    SimpleNamespace(
        when=datetime(2026, 11, 20, 16, 20, tzinfo=_ZONE),
        who="S. Yılmaz",
        what="Stuurde schouwrapport.pdf, versie 1",
        why="",
    ),
    SimpleNamespace(
        when=datetime(2026, 9, 18, 9, 5, tzinfo=_ZONE),
        who="Annelies Vos",
        what="Legde vast dat de werkgroep akkoord ging met offerte 2",
        why="Telefonisch, door de penningmeester; brief volgt",
    ),
)
DEMO = SimpleNamespace(
    day=TODAY, acts=(("Een dag verder", "/stijl"), ("Een maand verder", "/stijl")), links=(("Ander account", "/stijl"),)
)
TOWNS = (
    "Almere",
    "Bergen op Zoom",
    "Bernheze",
    "Deventer",
    "Dronten",
    "Hengelo",
    "’s-Hertogenbosch",
    "Horst aan de Maas",
)
MORE_TOWNS = (
    *TOWNS,
    "Houten",
    "Lelystad",
    "Maassluis",
    "Meierijstad",
    "Noordoostpolder",
    "Súdwest-Fryslân",
    "Urk",
    "Veenendaal",
)


def _choices(*words: str) -> list[SelectChoice]:
    return [SelectChoice(word, word) for word in words]


class SampleForm(TaskForm):
    """A field of each kind."""

    name = LineField("Naam van het samenwerkingsverband", [Needed("Vul de naam van het samenwerkingsverband in")])
    email = LineField("E-mailadres", [Needed("Vul het e-mailadres in"), sensible_email])
    entrepreneurs = CountField("Aantal ondernemers", [Needed("Vul het aantal ondernemers in")])
    hours = AmountField("Extra uren", [MayStayEmpty()])
    town = SelectField("Gemeente", choices=_choices(*MORE_TOWNS))
    scheme = RadioField(
        "Welk schema past bij deze aanvraag?",
        choices=_choices("KVO 3.1", "KVO-B 4.0", "KVO-W 4.0"),
        validators=[InputRequired("Kies een schema")],
    )
    first = RadioField("Is dit het eerste certificaat?", choices=_choices("Ja", "Nee"), default="Ja")
    parties = SelectMultipleField(
        "Wie deden er mee?",
        choices=_choices("Ondernemers", "Gemeente", "Politie", "Brandweer"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Needed("Kies wie er meededen")],
    )
    day = DayField("Wanneer is de audit?", [Needed("Vul de dag van de audit in")])
    plan = FileField("Plan van aanpak")
    story = TextField("Wat hebt u gezien?", [Needed("Vul in wat u hebt gezien")])
    note = TextField("Notitie voor uzelf", [MayStayEmpty()])
    chair = BooleanField("Voorzitter", default=True)
    secretary = BooleanField("Secretaris")
    agreed = BooleanField("De werkgroep weet dat wij haar gegevens bewaren")
    secret = PasswordField("Wachtwoord")


class DecideForm(TaskForm):
    """The form of a confirming page: only a reason."""

    reason = TextField("Toelichting", [MayStayEmpty()])


class ReportForm(TaskForm):
    """Two texts that two people may change at once."""

    summary = TextField("Samenvatting", [Needed("Vul de samenvatting in")])
    place = StringField("Plaats")
    advice = TextField("Aanbeveling", [MayStayEmpty()])


def _filled(form: type[TaskForm], typed: Mapping[str, Any]) -> TaskForm:
    return form(formdata=MultiDict(typed), meta={"csrf": False})


def good_form() -> TaskForm:
    """The form as somebody finds it, partly filled."""
    return SampleForm(formdata=None, name="KVO Lelystad", entrepreneurs=51, day=date(2026, 12, 9), scheme="KVO-B 4.0")


def wrong_form() -> TaskForm:
    """The form as it comes back: what was typed is still there, and each field says what to do."""
    form = _filled(
        SampleForm,
        {
            "name": "",
            "email": "selin",
            "entrepreneurs": "51,5",
            "day-dag": "31",
            "day-maand": "2",
            "day-jaar": "2026",
            "town": "Urk",
            "hours": "9",
        },
    )
    form.validate()
    form["secretary"].errors = ["Een procesbegeleider is geen lid van de werkgroep. Kies iemand anders"]
    form["plan"].errors = ["Dit is geen pdf, ook al eindigt de naam op .pdf. Maak opnieuw een pdf en stuur die"]
    return form


def refused_form() -> TaskForm:
    """A form that a rule refused."""
    form = _filled(DecideForm, {"reason": "Alles is op orde."})
    form.conditions = CONDITIONS
    for condition in CONDITIONS:
        if not condition.met:
            form.object_to(None, condition.objection)
    return form


def clashed_form() -> TaskForm:
    """A form that somebody else was quicker with."""
    mine = {
        "summary": "De werkgroep werkt goed samen.\nDe schouw is twee keer gelopen.",
        "place": "Lelystad",
        "advice": "Betrek de brandweer bij het volgende overleg.",
    }
    form = _filled(ReportForm, mine)
    theirs = {"summary": "De werkgroep werkt goed samen en overlegt elke maand.", "place": "Lelystad", "advice": ""}
    form.clash = Clash(who="K. Jansen", when="om\u00a011:03", theirs=theirs)
    form.object_to(None, "Dit is niet bewaard")
    return form
