"""Choosing a day behind a personal link, which opens nothing else, and in the contact person's own dossier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditbeheer.accounts import links
from auditbeheer.accounts.models import Employee
from auditbeheer.planning import service
from auditbeheer.planning.models import question_of
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.quotes.models import trajectory_numbered
from auditbeheer.relations.models import Representative
from tests.planning.scene import NOW, Scene, dossier
from tests.planning.table import KAN, asked, everybody_says, seat_everybody, who, with_group
from tests.portal.scene import entered
from tests.qualifications.people import actor

NUMBER = "D-2026-0001"
SELIN, GUIDE = "selin@voorbeeld.nl", "gids@bureau.nl"


@pytest.fixture
def scene(office) -> Scene:
    with office.write() as session:
        here = with_group(session)
        asked(session, here)
        return here


def the_question(session):
    trajectory = trajectory_numbered(session, NUMBER)
    assert trajectory is not None
    question = question_of(session, trajectory.id)
    assert question is not None
    return question


def code_for(office, name, **facts):
    """The link as the mail to this person carries it."""
    with office.write() as session:
        person = who(the_question(session), name)
        to = Recipient(name=person.name, email=person.email, person=f"representative:{person.representative_id}")
        return links.make(session, NOW, to, scope="datum", thing=str(person.id), dossier=NUMBER, **facts)[1]


def inside(office, name):
    browser, code = office.as_(None), code_for(office, name)
    page = browser.post(f"/mijn/link/{code}", fresh=True)
    return browser, page


def answers(office, *words, remark=""):
    with office.database.read() as session:
        days = the_question(session).days
    return {**{f"dag{day.id}": word for day, word in zip(days, words, strict=True)}, "remark": remark}


def test_looking_at_a_link_uses_nothing_up(office, scene):
    browser, code = office.as_(None), code_for(office, "Anna")
    page = browser.get(f"/mijn/link/{code}")
    assert "op welke dag u bij een KVO-audit kunt zijn" in page
    assert "Kies een dag" not in page
    assert "Welkom, Anna Smit" in browser.get(f"/mijn/link/{code}")


def test_the_page_shows_what_is_needed_to_choose_and_takes_an_answer(office, scene):
    browser, page = inside(office, "Anna")
    assert page.path == "/mijn/datum"
    for words in ("Cluster Lelystad", "Dinsdag 12 januari 2027", "Donderdag 14 januari 2027", "Lelystad", "09:30",
                  "Marloes Bakker", "Politie Midden-Nederland", "uiterlijk maandag 30 november 2026"):  # fmt: skip
        assert words in page, words
    assert len(page.tree.css("main input[type=radio]")) == 9
    after = browser.post("/mijn/datum", answers(office, "kan", "liever niet", "kan niet", remark="alleen ’s ochtends"))
    assert "Wij hebben uw antwoord" in after
    with office.database.read() as session:
        reply = who(the_question(session), "Anna").newest
        assert reply is not None
        assert [str(word) for word in reply.by_day.values()] == ["kan", "liever niet", "kan niet"]
        assert (reply.remark, reply.on_behalf) == ("alleen ’s ochtends", False)


def test_a_day_without_an_answer_is_named_and_the_rest_stays(office, scene):
    browser, _ = inside(office, "Anna")
    data = answers(office, "kan", "kan", "kan")
    missing = list(data)[1]
    page = browser.post("/mijn/datum", {**data, missing: ""}, status=422)
    assert page.errors == ["Kies een antwoord bij donderdag 14\u00a0januari 2027"]
    assert len(page.tree.css("main input[type=radio][checked]")) == 2


def test_a_link_to_one_question_opens_nothing_else(office, scene):
    browser, _ = inside(office, "Anna")
    for url in ("/mijn", f"/mijn/{NUMBER}", f"/mijn/{NUMBER}/datum", f"/mijn/{NUMBER}/documenten", "/mijn/document"):
        assert browser.get(url).path == "/mijn/toegang", url


def test_an_expired_link_offers_a_new_one(office, scene):
    code = code_for(office, "Anna", last_day=NOW.date() - timedelta(days=1))
    browser = office.as_(None)
    assert "Deze link werkt niet meer" in browser.get(f"/mijn/link/{code}")
    token = browser.get(f"/mijn/link/{code}").hidden_fields(f"/mijn/link/{code}/nieuw")
    assert "onderweg naar a…a@politie.nl" in browser.post(f"/mijn/link/{code}/nieuw", token, fresh=False)


def test_dit_ben_ik_niet_hands_the_question_back(office, scene):
    browser, page = inside(office, "Anna")
    assert "Dit ben ik niet" in page
    browser.post("/mijn/datum/niet-ik")
    assert browser.get("/mijn/datum").path == "/mijn/toegang"
    with office.database.read() as session:
        person = who(the_question(session), "Anna")
        assert person.handed_back_at is not None
        assert session.get_one(Representative, person.representative_id).email == ""


def test_a_day_that_was_chosen_is_told_in_place_of_the_question(office, scene):
    browser, _ = inside(office, "Anna")
    with office.write() as session:
        question = the_question(session)
        everybody_says(session, question, KAN, KAN, KAN)
        planner = session.get_one(Employee, scene.planner.id)
        service.choose_day(session, actor(planner), NOW, question.days[1])
    page = browser.get("/mijn/datum")
    assert "De audit is op donderdag 14 januari 2027" in page
    assert not page.tree.css("input[type=radio]")


def test_the_contact_person_has_it_to_do_and_sees_who_is_silent(office, scene):
    browser = entered(office, SELIN)
    page = browser.get(f"/mijn/{NUMBER}")
    assert "Kies een dag voor de audit" in page
    assert "Nog geen antwoord van Piet de Boer" in page
    assert "Anna Smit, Politie Midden-Nederland: nog geen antwoord" in browser.get(f"/mijn/{NUMBER}/datum")
    after = browser.post(f"/mijn/{NUMBER}/datum", answers(office, "kan", "kan", "kan"))
    assert "Uw antwoord is binnen" in after
    assert "Kies een dag voor de audit" not in browser.get(f"/mijn/{NUMBER}")


def test_a_guide_looks_and_is_not_asked(office, scene):
    page = entered(office, GUIDE).get(f"/mijn/{NUMBER}/datum")
    assert "U hoeft zelf niet te kiezen" in page
    assert not page.tree.css("input[type=radio]")


def test_another_working_group_sees_nothing_of_it(office, scene):
    with office.write() as session:
        other = dossier(session, session.get_one(Employee, scene.planner.id), "De Brand")
        seat_everybody(session, other.partnership)
        for party in other.partnership.parties:
            for person in party.representatives:
                person.email = person.email.replace("@", "@brand.")
        number = other.number
    browser = entered(office, "selin@brand.voorbeeld.nl")
    browser.get(f"/mijn/{NUMBER}/datum", status=404)
    browser.get(f"/mijn/{number}/datum", status=404)
