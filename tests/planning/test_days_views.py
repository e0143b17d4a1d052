"""The planner's pages of a day that suits everybody, and where its status is shown."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning.models import audit_of, question_of
from auditbeheer.quotes.models import trajectory_numbered
from tests.planning.scene import Scene, plan
from tests.planning.table import ANSWER_BY, DAYS, KAN, KAN_NIET, asked, everybody_says, with_group

NUMBER = "D-2026-0001"
HERE = f"/dossiers/{NUMBER}/planning/datum"


def typed(name, day):
    return {f"{name}-dag": str(day.day), f"{name}-maand": str(day.month), f"{name}-jaar": str(day.year)}


DATES = zip(("first", "second", "third", "answer_by"), (*DAYS, ANSWER_BY), strict=True)
ASKED = {"starts_at": "10:00", "place": "Stadhuis, Lelystad", "lead": ""}
for field, date_ in DATES:
    ASKED |= typed(field, date_)


@pytest.fixture
def scene(office) -> Scene:
    with office.write() as session:
        return with_group(session)


def the_question(office):
    with office.database.read() as session:
        trajectory = trajectory_numbered(session, NUMBER)
        question = question_of(session, trajectory.id) if trajectory else None
        assert question is None or question.days  # read while the session is there
        return question


def ask(office, scene, *answers):
    with office.write() as session:
        here = Scene(**{name: session.get_one(type(one), one.id) for name, one in vars(scene).items()})
        question = asked(session, here)
        if answers:
            everybody_says(session, question, *answers)
        return [day.id for day in question.days], {person.name: person.id for person in question.people}


def planner(office, scene):
    return office.as_(Role.PLANNER, scene.planner.id)


def test_the_form_proposes_days_and_asking_is_one_click(office, scene):
    page = planner(office, scene).get(f"{HERE}/vragen")
    assert page.value("first-dag")
    assert page.value("third-dag")
    assert "Kees Mol (bellen)" in page
    assert "eigen regel 51" in page
    fields = page.tree.css("main input[type=text]")
    values = {node.attributes["name"]: node.attributes.get("value") or "" for node in fields}
    after = planner(office, scene).post(f"{HERE}/vragen", {**values, "lead": ""})
    assert "Gevraagd aan 5 personen" in after
    with office.database.read() as session:
        question = question_of(session, scene.trajectory.id)
        assert question is not None
        assert len(question.days) == 3


def test_asking_shows_the_answers_and_the_status_everywhere(office, scene):
    browser = planner(office, scene)
    page = browser.post(f"{HERE}/vragen", ASKED)
    assert page.path == HERE
    assert "Bel Kees Mol" in page
    assert "Datum gevraagd" in page
    assert "Datum gevraagd" in browser.get(f"/dossiers/{NUMBER}/planning")
    assert "Datum gevraagd" in browser.get("/planning")
    assert "0 van 5 partijen hebben geantwoord" in browser.get(f"/dossiers/{NUMBER}")
    assert "Antwoord over een dag voor de audit" in browser.get("/werk?lijst=anderen")


def test_an_audit_that_stands_and_was_not_told_yet_is_planned_and_not_asked(office, scene):
    with office.write() as session:
        plan(session, Scene(**{name: session.get_one(type(one), one.id) for name, one in vars(scene).items()}))
    page = planner(office, scene).get(f"/dossiers/{NUMBER}/planning")
    assert "Gepland" in page
    assert "Datum gevraagd" not in page
    assert "Gepland" in planner(office, scene).get("/planning?lijst=gepland")


def test_a_refused_day_comes_back_with_why_and_what_was_typed(office, scene):
    page = planner(office, scene).post(f"{HERE}/vragen", {**ASKED, **typed("second", date(2026, 11, 20))}, status=422)
    assert "vrijdag 20 november 2026 kan niet." in page
    assert page.value("second-dag") == "20"
    assert page.value("place") == "Stadhuis, Lelystad"


def test_the_table_shows_every_answer_and_what_a_day_breaks(office, scene):
    _ids, _people = ask(office, scene, KAN_NIET, KAN, KAN)
    page = planner(office, scene).get(HERE)
    assert "De beste dag is donderdag 14 januari 2027" in page
    assert "kan niet: Ondernemers Lelystad, Gemeente Lelystad, Politie Midden-Nederland en Brandweer Flevoland" in page
    assert "B4 §6.3" in page
    text = page.text
    assert text.index("14 januari 2027 Alle partijen") < text.index("12 januari 2027 0 van 5")


def test_an_answer_told_by_phone_is_noted_and_marked(office, scene):
    ids, people = ask(office, scene)
    browser, url = planner(office, scene), f"{HERE}/antwoord/{people['Kees Mol']}"
    assert "0320 123 456" in browser.get(url)
    assert browser.post(url, {f"dag{ids[0]}": "kan"}, status=422).errors
    page = browser.post(url, {f"dag{key}": "kan" for key in ids})
    assert "Kees Mol, genoteerd door Annelies Vos" in page


def test_choosing_a_day_names_what_it_means_and_plans_with_the_leader_that_was_named(office, scene):
    ids, _ = ask(office, scene, KAN_NIET, KAN, KAN)
    browser = planner(office, scene)
    page = browser.get(f"{HERE}/kiezen/{ids[0]}")
    assert "Elke partij die het schema noemt kan erbij zijn" in page
    chosen = browser.post(f"{HERE}/kiezen/{ids[1]}", {"lead": str(scene.auditor.id), "why": ""})
    assert "Marloes Bakker leidt de audit" in chosen
    assert "14 januari 2027 gekozen" in browser.get(HERE) or "14 jan 2027 gekozen" in browser.get(HERE)
    with office.database.read() as session:
        audit = audit_of(session, scene.trajectory.id)
        assert audit is not None
        assert audit.day == DAYS[1]


def test_other_days_and_taking_back_ask_for_a_reason(office, scene):
    ask(office, scene)
    browser = planner(office, scene)
    refused = browser.post(f"{HERE}/andere", {**ASKED, "why": ""}, status=422)
    assert refused.errors == ["Vul in waarom u andere dagen vraagt"]
    assert "Gevraagd aan 5 personen" in browser.post(f"{HERE}/andere", {**ASKED, "why": "niemand kon"})
    assert "andere dagen gevraagd: niemand kon" in browser.get(HERE)
    assert "Herinnerd: Selin Yılmaz" in browser.post(f"{HERE}/herinneren", fresh=True)
    page = browser.post(f"{HERE}/intrekken", {"why": "De audit wacht"})
    assert "Er staat geen vraag over een dag open" in page


def test_an_auditor_reads_and_does_not_choose(office, scene):
    ids, _ = ask(office, scene, KAN, KAN, KAN)
    office.as_(Role.AUDITOR, scene.auditor.id).get(HERE, status=404)  # not in the team: no dossier
    office.as_(Role.AUDITOR, scene.auditor.id).get(f"{HERE}/kiezen/{ids[0]}", status=403)


def test_a_day_of_another_question_does_not_exist(office, scene):
    ask(office, scene)
    planner(office, scene).get(f"{HERE}/kiezen/99999", status=404)
    planner(office, scene).get(f"{HERE}/antwoord/99999", status=404)
