"""What goes wrong at every step gets a sentence that says what to do; what was typed stays, nothing half is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate
from auditbeheer.documents.models import Measure
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Partnership
from tests.office import DAY, Browser, Office

LONG = "a" * 10_000_000
BIG = b"%PDF-1.7\n" + b"0" * 60_000_000
PAGE = b"<!doctype html><script>alert(1)</script>"


def day(name: str, when: date | tuple[str, str, str]) -> dict[str, str]:
    """A day in its three boxes."""
    parts = (str(when.day), str(when.month), str(when.year)) if isinstance(when, date) else when
    return {f"{name}-{part}": text for part, text in zip(("dag", "maand", "jaar"), parts, strict=True)}


@dataclass(frozen=True)
class Bad:
    """What somebody sends at a step of a dossier, and the sentence it gets; ``kept``: fields that must still hold."""

    what: str
    who: Role
    story: str
    path: str
    data: dict[str, Any]
    says: str
    kept: dict[str, str] = field(default_factory=dict)


PLANNER, AUDITOR, MANAGER, DECIDER = Role.PLANNER, Role.AUDITOR, Role.SCHEME_MANAGER, Role.DECIDER
NO_SUCH_DAY = ("31", "2", "2026")
DOES_NOT_EXIST = "De datum 31 februari 2026 bestaat niet"
ANSWER = {"text": "Aangevuld", "from_whom": "Pieter van den Heuvel", "complete": "ja", **day("received_on", DAY)}
RECEIVED = {"received_from": "Fatima Benali", **day("received_on", DAY)}
TABLE = [
    Bad("an application from a day that does not exist", PLANNER, "KVO Waterfront", "aanvraag/wijzigen",
        {"start_document": "Verslag", **day("applied_on", NO_SUCH_DAY)}, DOES_NOT_EXIST,
        {"start_document": "Verslag", "applied_on-dag": "31"}),
    Bad("an application of tomorrow", PLANNER, "KVO Waterfront", "aanvraag/wijzigen",
        {"start_document": "Verslag", **day("applied_on", date(2026, 11, 24)), **day("started_on", date(2026, 9, 1)),
         **day("assessment_expected_on", date(2027, 2, 1)), "areas": "*"},
        "De dag van de aanvraag ligt in de toekomst: 24 november 2026", {"start_document": "Verslag"}),
    Bad("an incomplete application that is confirmed all the same", PLANNER, "KVO Waterfront", "aanvraag/bevestigen",
        {}, "in de werkgroep"),
    Bad("half an hour fewer than the minimum", PLANNER, "KVO Voorst", "offerte/maken",
        {"hours": "0,5", "distance_km": "12", "travel_hours": "1"}, "is het minimum", {"hours": "0,5"}),
    Bad("hours that are no number", PLANNER, "KVO Voorst", "offerte/maken",
        {"hours": "twaalf", "distance_km": "12", "travel_hours": "1"}, "Vul een getal in, bijvoorbeeld 12",
        {"hours": "twaalf", "distance_km": "12"}),
    Bad("a yes from before the quote was sent", PLANNER, "KVO Leuken", "offerte/akkoord",
        {"person": "*", **day("on_day", date(2020, 1, 1))}, "offerte", {"on_day-jaar": "2020"}),
    Bad("an audit in the past", PLANNER, "KVO De Vaart", "planning/inplannen",
        {"starts_at": "9:30", "place": "Stadhuis", "review_hours": "5", "location_hours": "10", "report_hours": "5",
         **day("day", date(2026, 11, 2)), **day("document_review_on", date(2026, 11, 1))}, "2 november 2026",
        {"place": "Stadhuis", "day-dag": "2"}),
    Bad("a time that is no time", PLANNER, "KVO De Vaart", "planning/inplannen",
        {"starts_at": "25:00", "place": "Stadhuis"}, "Vul een tijd in, bijvoorbeeld 9:30",
        {"place": "Stadhuis", "starts_at": "25:00"}),
    Bad("an empty document", PLANNER, "Cluster Lelystad", "documenten/stuk/plan_van_aanpak/ontvangen",
        {"upload": ("plan.pdf", b""), **RECEIVED}, "Dit bestand is leeg (0 bytes). Kies het bestand opnieuw",
        {"received_from": "Fatima Benali"}),
    Bad("a web page that calls itself a PDF", PLANNER, "Cluster Lelystad",
        "documenten/stuk/plan_van_aanpak/ontvangen", {"upload": ("plan.pdf", PAGE), **RECEIVED},
        "Dit is geen pdf, ook al eindigt de naam op .pdf. Maak opnieuw een pdf en stuur die",
        {"received_from": "Fatima Benali"}),
    Bad("a document of 60 MB", PLANNER, "Cluster Lelystad", "documenten/stuk/plan_van_aanpak/ontvangen",
        {"upload": ("plan.pdf", BIG), **RECEIVED},
        "Dit bestand is 60 MB en mag 50 MB zijn. Splits het of maak het kleiner", {"received_from": "Fatima Benali"}),
    Bad("more answers than entrepreneurs", PLANNER, "Cluster Lelystad", "documenten/respons/*",
        {**day("sent_on", date(2026, 10, 5)), "entrepreneurs": "24", "answers": "25"}, "25", {"answers": "25"}),
    Bad("a measure with 10 MB of text", PLANNER, "Cluster Lelystad", "documenten/maatregelen/nieuw",
        {"title": LONG, "origin": "schouw", "area": ""},
        "Deze tekst heeft 10.000.000 tekens en mag er 200 hebben. Maak hem korter", {"title": LONG}),
    Bad("a checkpoint with 10 MB of text", AUDITOR, "KVO Havens Urk", "audit/toetspunten/T1",
        {"verdict": "in orde", "note": LONG}, "Deze tekst heeft 10.000.000 tekens en mag er 10.000 hebben",
        {"note": LONG}),
    Bad("a deviation of which nobody wrote what was seen", AUDITOR, "KVO Havens Urk", "audit/toetspunten/T1",
        {"verdict": "afwijking", "note": "", "requirement": "De eis"}, "zag", {"requirement": "De eis"}),
    Bad("a closing while points are open", AUDITOR, "KVO Havens Urk", "audit/afsluiten",
        {**day("closed_on", DAY), "present": "Jelle Kramer", "hours": "12"}, "toetspunt", {"present": "Jelle Kramer"}),
    Bad("an empty addition to a deviation", PLANNER, "KVO De Brand", "afwijkingen/1/antwoord",
        {"upload": ("bewijs.pdf", b""), **ANSWER}, "Dit bestand is leeg (0 bytes)", {"from_whom": ANSWER["from_whom"]}),
    Bad("an advice without words", MANAGER, "KVO Bergweide", "beoordeling",
        {"complete": "ja", "qualified": "ja", "correct": "nee", "advice": "verlenen", "text": ""},
        "Schrijf uw advies op, met de reden"),
    Bad("a certificate while a deviation is open", DECIDER, "KVO De Brand", "besluit/verlenen", {"why": "Haast"},
        "Alle afwijkingen zijn gesloten", {"why": "Haast"}),
    Bad("a refusal without a reason", DECIDER, "KVO Hessenpoort", "besluit/weigeren", {"why": " "},
        "Schrijf op waarom u weigert"),
    Bad("a refusal with 10 MB of reason", DECIDER, "KVO Hessenpoort", "besluit/weigeren", {"why": LONG},
        "Deze tekst heeft 10.000.000 tekens", {"why": LONG}),
]  # fmt: skip


def number_of(office: Office, story: str) -> str:
    """The number of the dossier of a partnership."""
    with office.database.read() as session:
        query = select(Trajectory).join(Partnership).where(Partnership.name == story)
        return session.scalars(query).one().number


def written(office: Office) -> int:
    """How many lines the journal has: every service that does something writes one."""
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def completed(office: Office, bad: Bad, number: str) -> tuple[str, dict[str, Any]]:
    """The address and the fields, with ``*`` replaced by what this dossier really has."""
    with office.database.read() as session:
        trajectory = session.scalars(select(Trajectory).join(Partnership).where(Partnership.name == bad.story)).one()
        area = trajectory.areas[0].area_id
        person = trajectory.partnership.authorised[0].id
    real = {"areas": area, "person": person}
    values = {key: real[key] if text == "*" else text for key, text in bad.data.items()}
    return f"/dossiers/{number}/{bad.path.replace('*', str(area))}", values


@pytest.mark.parametrize("bad", TABLE, ids=lambda bad: bad.what)
def test_bad_input_is_told_and_loses_nothing(demo: Office, bad: Bad) -> None:
    address, values = completed(demo, bad, number_of(demo, bad.story))
    before = written(demo)
    page = demo.as_(bad.who).post(address, values, status=422)
    told = " ".join(page.errors).replace("\u00a0", " ")
    assert bad.says in told or bad.says in page, f"it says: {told}"
    assert page.html.count("Fout:"), "the title says that something is wrong"
    for name, text in bad.kept.items():
        assert page.value(name) == text
    assert written(demo) == before


STEPS = (
    "", "/aanvraag", "/offerte", "/overeenkomst", "/planning", "/documenten", "/audit", "/rapport", "/afwijkingen",
    "/beoordeling", "/besluit", "/certificaat", "/planning/inplannen", "/audit/toetspunten", "/besluit/verlenen",
)  # fmt: skip


@pytest.mark.parametrize("number", ["D-2026-9999", "D-1999-0001", "D-2026-0001'--", "../../etc"])
def test_a_dossier_that_does_not_exist_is_told_in_the_same_words_at_every_step(demo: Office, number: str) -> None:
    for step in STEPS:
        for role in (PLANNER, DECIDER):
            answer = demo.as_(role).raw(f"/dossiers/{number}{step}", follow_redirects=True)
            assert answer.status_code in {403, 404}, f"{number}{step}: {answer.status_code}"


def test_an_auditor_does_not_get_at_the_dossier_of_another_by_its_number(demo: Office) -> None:
    with demo.database.read() as session:
        other = session.scalars(select(Employee).where(Employee.name == "Hugo van Dam")).one().id
    stranger, before = demo.as_(AUDITOR, other), written(demo)
    number = number_of(demo, "KVO Havens Urk")
    for step in ("", "/documenten", "/audit", "/audit/toetspunten", "/audit/toetspunten/T1"):
        assert stranger.raw(f"/dossiers/{number}{step}").status_code in {403, 404}, step
    data = {"verdict": "in orde", "note": "Niet van mij", **stranger.token()}
    answer = stranger.client.post(
        f"/dossiers/{number}/audit/toetspunten/T1", data=data, base_url="https://kantoor.voorbeeld.nl",
        headers={"Referer": "https://kantoor.voorbeeld.nl/"},
    )  # fmt: skip
    assert answer.status_code in {403, 404, 422}
    assert written(demo) == before


def test_without_an_account_every_step_leads_to_the_log_in(demo: Office) -> None:
    number = number_of(demo, "KVO Havens Urk")
    for step in STEPS:
        answer = demo.as_(None).raw(f"/dossiers/{number}{step}")
        assert answer.status_code == 302, step
        assert "/inloggen" in answer.headers["Location"]


def sent_again(browser: Browser, address: str, data: dict[str, Any]) -> None:
    """The very same form, twice: as a double click sends it."""
    fields = {**browser._hidden(address), **data}
    for _ in range(2):
        browser.post(address, fields, fresh=False)


def test_a_form_that_is_sent_twice_counts_once(demo: Office) -> None:
    address = f"/dossiers/{number_of(demo, 'Cluster Lelystad')}/documenten/maatregelen/nieuw"
    sent_again(demo.as_(PLANNER), address, {"title": "Een keer", "origin": "schouw", "area": ""})
    with demo.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Measure).where(Measure.title == "Een keer")) == 1


def test_a_decision_that_is_sent_twice_gives_one_certificate(demo: Office) -> None:
    number = number_of(demo, "KVO Hessenpoort")
    with demo.database.read() as session:
        before = session.scalar(select(func.count()).select_from(Certificate)) or 0
    sent_again(demo.as_(DECIDER), f"/dossiers/{number}/besluit/verlenen", {"why": ""})
    with demo.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == before + 1


def test_a_form_from_elsewhere_is_refused(demo: Office) -> None:
    browser, before = demo.as_(DECIDER), written(demo)
    address = f"/dossiers/{number_of(demo, 'KVO De Brand')}/besluit/weigeren"
    fields = {**browser._hidden(address), "why": "Van elders", "csrf_token": "geraden"}
    page = browser.post(address, fields, fresh=False, status=422)
    assert page.errors == ["Dit formulier stond te lang open. Verstuur het nog een keer"]
    assert page.value("why") == "Van elders"
    assert written(demo) == before
