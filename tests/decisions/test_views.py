"""Te besluiten, review and decision in the browser: the click budget, and every way around the conditions."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate
from auditbeheer.decisions.models import Decision
from auditbeheer.deviations.models import Answer
from auditbeheer.organisation.models import Licence
from tests.decisions.case import NOW, TODAY, case, deviation, found_again, review
from tests.office import Office


@pytest.fixture
def there(office: Office):
    with office.write() as session:
        at = case(session)
        office.people.update({Role.DECIDER: at.decider.id, Role.AUDITOR: at.auditor.id, Role.PLANNER: at.owner.id})
        number, reviewer = at.trajectory.number, at.reviewer.id
    return office, number, reviewer


def reviewed(office: Office, number: str) -> None:
    with office.write() as session:
        at = found_again(session, number)
        review(session, at)


def certificates(office: Office) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


ANSWERS = {"complete": "ja", "qualified": "ja", "correct": "ja", "advice": "verlenen", "text": "In orde."}


def test_from_review_to_certificate_by_the_people_whose_turn_it_is(there):
    office, number, reviewer = there
    page = office.as_(Role.DECIDER, reviewer).post(f"/dossiers/{number}/beoordeling", ANSWERS)
    assert page.path == f"/dossiers/{number}/besluit"
    assert "Uw advies is vastgelegd" in page.tree.css_first(".flits").text()
    browser = office.as_(Role.DECIDER)
    overview = browser.get("/besluiten")
    assert "Klaar om te besluiten" in overview
    assert "KVO Lelystad" in overview
    assert f'href="/dossiers/{number}/besluit"' in overview.html  # 1: open
    page = browser.get(f"/dossiers/{number}/besluit")
    assert re.search(r"Verlenen kan: alle \d+ voorwaarden zijn vervuld", page.text)
    assert "Advies" in page
    assert f'href="/dossiers/{number}/besluit/verlenen"' in page.html  # 2: Verlenen
    page = browser.get(f"/dossiers/{number}/besluit/verlenen")
    for consequence in ("het volgende nummer", "in het openbare register", "Selin Yılmaz", "niet terugdraaien"):
        assert consequence in page
    page = browser.post(f"/dossiers/{number}/besluit/verlenen")  # 3: Besluit vastleggen
    assert page.path == f"/dossiers/{number}/certificaat"
    assert "Certificaat KVO-B-2026-00001 is uitgegeven. Het staat nu in het openbare register." in " ".join(
        page.tree.css_first(".flits").text().split()
    )
    assert "Geldig" in page
    settled = browser.get(f"/dossiers/{number}/besluit")
    assert "Voorwaarden, zoals ze bij het besluit waren" in settled
    assert "Er wacht niets op een besluit" in browser.get("/besluiten")


def test_the_specimen_is_a_drawing_and_takes_no_number(there):
    office, number, _ = there
    answer = office.as_(Role.DECIDER).raw(f"/dossiers/{number}/besluit/voorbeeld.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b"<path" in answer.data
    assert certificates(office) == 0


def test_a_page_that_is_not_ready_says_what_and_whose_turn(there):
    office, number, _ = there
    with office.write() as session:
        deviation(session, found_again(session, number))
    page = office.as_(Role.DECIDER).get(f"/dossiers/{number}/besluit")
    assert re.search(r"Verlenen kan nog niet: 3 van de \d+ voorwaarden ontbreken", page.text)
    assert "Afwijking 1: wacht op een aanvulling" in page
    assert f'href="/dossiers/{number}/afwijkingen"' in page.html
    assert "Naar de afwijkingen de werkgroep is aan zet" in page
    assert "/besluit/verlenen" not in page.html
    assert "Nog niet" in office.as_(Role.DECIDER).get("/besluiten")


def test_an_addition_that_came_in_is_the_auditors_to_judge(there):
    office, number, _ = there
    with office.write() as session:
        session.add(
            Answer(
                received_on=TODAY, at=NOW, text="Aangevuld", from_whom="Selin", complete=True,
                deviation=deviation(session, found_again(session, number)),
            )
        )  # fmt: skip
    page = office.as_(Role.DECIDER).get(f"/dossiers/{number}/besluit")
    assert "Afwijking 1: wacht op beoordeling" in page
    assert "Naar de afwijkingen Marloes Bakker is aan zet" in page


@pytest.mark.parametrize("obstacle", ["licence", "deviation", "no review"])
def test_a_post_on_its_own_gets_past_no_condition(there, obstacle):
    office, number, _ = there
    if obstacle != "no review":
        reviewed(office, number)
    with office.write() as session:
        if obstacle == "licence":
            session.query(Licence).delete()
        if obstacle == "deviation":
            deviation(session, found_again(session, number))
    browser = office.as_(Role.DECIDER)
    page = browser.post(
        f"/dossiers/{number}/besluit/verlenen", {**browser.token(), "form_id": "a" * 32}, status=422, fresh=False
    )
    assert "Voorwaarden" in page
    assert certificates(office) == 0


@pytest.mark.parametrize("role", [Role.PLANNER, Role.AUDITOR, Role.SCHEME_MANAGER, Role.SUPERVISOR, Role.MANAGEMENT])
def test_no_other_role_decides(there, role):
    office, number, _ = there
    reviewed(office, number)
    person = None
    if role is Role.SCHEME_MANAGER:
        with office.database.read() as session:
            person = found_again(session, number).manager.id
    if role is Role.MANAGEMENT:
        with office.database.read() as session:
            from auditbeheer.accounts.models import Employee

            person = session.scalars(select(Employee.id).where(Employee.name == "Dirk Baas")).one()
    browser = office.as_(role, person)
    for address in ("verlenen", "weigeren"):
        browser.post(f"/dossiers/{number}/besluit/{address}", {**browser.token(), "why": "x"}, status=403, fresh=False)
    assert certificates(office) == 0


def test_a_team_member_with_the_right_role_is_refused_on_the_person(there):
    office, number, _ = there
    reviewed(office, number)
    with office.write() as session:
        from auditbeheer.accounts.models import Employee, EmployeeRole

        member = session.get_one(Employee, office.people[Role.AUDITOR])
        member.roles.append(EmployeeRole(role=Role.DECIDER))
    browser = office.as_(Role.AUDITOR)
    page = browser.post(
        f"/dossiers/{number}/besluit/verlenen", {**browser.token(), "form_id": "b" * 32}, status=422, fresh=False
    )
    assert "De beslisser zat niet in het auditteam" in page
    assert certificates(office) == 0


def test_without_an_account_nothing_of_a_decision_is_shown(there):
    office, number, _ = there
    public = office.as_(None)
    for address in ("/besluiten", f"/dossiers/{number}/besluit", f"/dossiers/{number}/besluit/voorbeeld.svg"):
        answer = public.raw(address)
        assert answer.status_code == 302
        assert "/inloggen" in answer.headers["Location"]


def test_the_same_form_twice_decides_once(there):
    office, number, _ = there
    reviewed(office, number)
    browser = office.as_(Role.DECIDER)
    form = browser.get(f"/dossiers/{number}/besluit/verlenen").hidden_fields(f"/dossiers/{number}/besluit/verlenen")
    first = browser.post(f"/dossiers/{number}/besluit/verlenen", form, fresh=False)
    second = browser.post(f"/dossiers/{number}/besluit/verlenen", form, fresh=False)
    assert first.path == second.path == f"/dossiers/{number}/certificaat"
    assert certificates(office) == 1


def test_two_pages_open_at_once_decide_once(there):
    office, number, reviewer = there
    reviewed(office, number)
    address = f"/dossiers/{number}/besluit/verlenen"
    one, other = office.as_(Role.DECIDER), office.as_(Role.DECIDER, reviewer)
    mine, theirs = one.get(address).hidden_fields(address), other.get(address).hidden_fields(address)
    one.post(address, mine, fresh=False)
    page = other.post(address, theirs, status=422, fresh=False)
    assert "Over dit dossier is al besloten" in page
    assert certificates(office) == 1


def test_an_empty_review_loses_nothing_and_says_what_to_do(there):
    office, number, reviewer = there
    page = office.as_(Role.DECIDER, reviewer).post(
        f"/dossiers/{number}/beoordeling", {"text": "Half", "qualified": "ja"}, status=422
    )
    assert "Er zijn 3 dingen die nog niet kloppen" in page
    assert page.value("text").strip() == "Half"


def test_a_question_goes_back_to_the_auditor(there):
    office, number, reviewer = there
    browser = office.as_(Role.DECIDER, reviewer)
    fields = browser.get(f"/dossiers/{number}/beoordeling").hidden_fields(f"/dossiers/{number}/beoordeling/terugsturen")
    page = browser.post(
        f"/dossiers/{number}/beoordeling/terugsturen", {**fields, "question": "Waar is de respons?"}, fresh=False
    )
    assert "Beoordelen kan nu niet" in page


def test_a_refusal_asks_why_and_can_be_looked_atfound_again(there):
    office, number, _ = there
    browser = office.as_(Role.DECIDER)
    page = browser.post(f"/dossiers/{number}/besluit/weigeren", {"why": ""}, status=422)
    assert "Schrijf op waarom u weigert" in page
    page = browser.post(f"/dossiers/{number}/besluit/weigeren", {"why": "De termijn liep af."})
    assert "Geweigerd" in page
    assert "De termijn liep af." in page
    page = browser.post(f"/dossiers/{number}/besluit/heropenen", {"why": "Bezwaar"})
    assert "Verlenen kan nog niet" in page
    with office.database.read() as session:
        assert session.scalars(select(Decision)).one().reopened_on is not None


def test_a_dossier_that_does_not_exist_has_no_decision(there):
    office, _, _ = there
    office.as_(Role.DECIDER).get("/dossiers/D-2026-9999/besluit", status=404)
