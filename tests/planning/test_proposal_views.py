"""The pages of the planner that proposes: tick, ask, take over, ask the working groups; by the planner."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Thread

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import models, proposing
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.quotes.models import trajectory_numbered
from tests.planning.scene import dossier
from tests.planning.table import with_group

FIRST, SECOND = "D-2026-0001", "D-2026-0002"
ONE = "/planning/voorstellen/1"
NOTHING_YET = {"best": "nog geen", "bound": "nog niet bekend", "left": "nog niet bekend"}
USUAL = {name: str(value) for name, value in Wishes().values.items()}


@pytest.fixture
def planner(office, monkeypatch):
    """Two dossiers to plan, and a planner whose proposals are reckoned at once, outside the request that asks."""

    def start(key: int, settings: dict[str, str]) -> None:
        assert settings["AUDITBEHEER_DATABASE_URL"]
        work = Thread(target=proposing.reckon, args=(office.database, key, lambda: office.now))
        work.start()
        work.join()

    monkeypatch.setattr(proposing, "start", start)
    with office.write() as session:
        here = with_group(session)
        dossier(session, here.planner, "De Brand", last_day=date(2027, 6, 30))
        key = here.planner.id
    return office.as_(Role.PLANNER, key)


def ask(planner, *numbers):
    return planner.post("/planning/voorstellen/vragen", {"keuze": list(numbers), **planner.token()}, fresh=False)


def audit_in(office, number):
    with office.database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        audit = models.audit_of(session, trajectory.id)
        return None if audit is None else (audit.day, audit.lead.name if audit.lead else None)


def test_what_is_ticked_becomes_a_proposal_with_its_reasons(office, planner):
    page = ask(planner, FIRST, SECOND)
    assert page.tree.css_first("h1").text(strip=True) == "Voorstel voor 2 audits"
    assert "Beter kan niet, met wat nu bekend is." in page
    assert "Neem 2 over" in page
    assert "km van huis" in page
    assert "Anders: " in page
    assert audit_in(office, FIRST) is None, "a proposal plans nothing by itself"


def test_one_button_plans_all_lines_and_leads_to_the_working_groups(office, planner):
    ask(planner, FIRST, SECOND)
    page = planner.post(f"{ONE}/overnemen", planner.token(), fresh=False)
    assert "2 audits zijn ingepland." in page
    assert audit_in(office, FIRST)[1] == "Marloes Bakker"
    [link] = [one.attributes["href"] for one in page.tree.css("a.knop") if "Vraag werkgroepen" in one.text()]
    page = planner.get(link)
    assert "Vraag werkgroepen om een datum" in page
    assert "De Brand" in page


def test_only_the_lines_that_are_ticked_are_taken_over(office, planner):
    ask(planner, FIRST, SECOND)
    with office.database.read() as session:
        row = models.proposal_by_id(session, 1)
        assert row is not None
        first = next(line.id for line in row.lines if line.trajectory.number == FIRST)
    page = planner.post(f"{ONE}/overnemen", {"keuze": [str(first)], **planner.token()}, fresh=False)
    assert "1 audit is ingepland." in page
    assert audit_in(office, FIRST) is not None
    assert audit_in(office, SECOND) is None
    page = planner.post(f"{ONE}/overslaan", {"keuze": [str(first)], **planner.token()}, fresh=False, status=422)
    assert "Al overgenomen of overgeslagen" in page


def test_a_line_can_be_changed_by_a_form_that_keeps_what_was_typed(office, planner):
    ask(planner, FIRST)
    page = planner.get(ONE)
    url = next(one.attributes["href"] for one in page.tree.css("td a") if "wijzigen" in (one.attributes["href"] or ""))
    with office.database.read() as session:
        row = models.proposal_by_id(session, 1)
        assert row is not None
        line = row.lines[0]
        day, who = (line.day or office.today) + timedelta(days=7), line.employee_id
    typed = {"day-dag": str(day.day), "day-maand": str(day.month), "day-jaar": str(day.year), "starts_at": "9:00"}
    page = planner.post(url, {**typed, "employee": "", "day-dag": "31", "day-maand": "2"}, status=422)
    assert 'value="31"' in page.html
    page = planner.post(url, {**typed, "employee": str(who)})
    assert "doet de audit op" in page
    assert audit_in(office, FIRST)[0] == day


def test_nothing_ticked_or_something_that_is_not_there_is_said_at_the_list(planner):
    for sent in ({}, {"keuze": ["D-1999-0001", "x' OR 1=1"]}):
        page = planner.post("/planning/voorstellen/vragen", {**sent, **planner.token()}, fresh=False, status=422)
        assert "Kies eerst de dossiers die u wilt plannen" in page
        assert "Te plannen" in page


def test_the_page_tells_how_far_it_is_and_what_when_it_was_cut_off(office, planner, monkeypatch):
    monkeypatch.setattr(proposing, "start", lambda key, settings: None)
    page = ask(planner, FIRST)
    assert "Wij rekenen nu uit" in page
    assert "Stop en houd het beste" in page
    told = planner.raw(f"{ONE}/stand").get_json()
    assert told == {"done": 0.0, "stand": NOTHING_YET, "ended": False, "silent": False}
    with office.write() as session:
        row = models.proposal_by_id(session, 1)
        assert row is not None
        row.seconds, row.share, row.best, row.bound, row.missed = 79.6, 0.663, 21_340.0, 21_290.0, 20_000.0
    told = planner.raw(f"{ONE}/stand").get_json()
    assert told["stand"] == {
        "best": "0 van de 1 audit met een dag, voor 1.340 punten",
        "bound": "1.290 punten, hoogstens 3,7\u00a0% minder",
        "left": "over hoogstens ongeveer 40 seconden",
    }
    page = planner.get(ONE)
    assert [one.text() for one in page.tree.css("[data-stand]")] == list(told["stand"].values())
    assert page.tree.css_first("progress").attributes["value"] == "0.663"
    with office.write() as session:
        row = models.proposal_by_id(session, 1)
        assert row is not None
        row.made_at -= timedelta(minutes=10)
    page = planner.get(ONE)
    assert "Het rekenen is afgebroken" in page
    assert "Opnieuw beginnen" in page


def test_asking_several_groups_shows_days_first_and_sends_once(office, planner):
    page = planner.post("/planning/datum-vragen/kiezen", {"keuze": [FIRST, SECOND], **planner.token()}, fresh=False)
    assert "Welke dagen" in page
    fields = {"keuze": [FIRST], "answer_by-dag": "30", "answer_by-maand": "11", "answer_by-jaar": "2026"}
    page = planner.post("/planning/datum-vragen", {**fields, **planner.token()}, fresh=False)
    assert "1 werkgroep gevraagd. Antwoord komt uiterlijk 30" in page.text
    page = planner.get(f"/planning/datum-vragen?keuze={FIRST}")
    assert "al gevraagd" in page
    assert "Versturen" not in page


def test_a_years_aim_is_set_and_shown(office, planner):
    who = office.person(Role.AUDITOR, "Petra Kok")
    page = planner.post(f"/planning/jaardoelen/2026/{who}", {"audits_minimum": "5", "audits_target": "4"}, status=422)
    assert "het minimum is niet hoger dan het streefaantal" in page
    page = planner.post(f"/planning/jaardoelen/2026/{who}", {"audits_minimum": "5", "audits_target": "20"})
    assert "Het jaardoel van" in page
    assert "5 – 20" in page.text


def test_wishes_are_numbers_within_bounds(planner):
    page = planner.get("/planning/voorstellen/wensen")
    assert page.value("km") == "1"
    page = planner.post("/planning/voorstellen/wensen", {**USUAL, "km": "1000"}, status=422)
    assert 'value="1000"' in page.html
    page = planner.post("/planning/voorstellen/wensen", {**USUAL, "km": "3"})
    assert "Nieuwe voorstellen rekenen hiermee." in page
