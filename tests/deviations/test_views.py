"""The pages of the deviations: what each role sees, bad input in clear words, two people at once."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.deviations import service
from auditbeheer.deviations.models import deviations_of
from tests.documents.rooms import NUMBER, furnish, on, seen, send
from tests.documents.scenes import PDF, at
from tests.office import Office

HELD = date(2026, 11, 12)
HOME = f"/dossiers/{NUMBER}/afwijkingen"
ONE = f"{HOME}/1"
ANSWER = {
    "text": "De lamp is vervangen", "from_whom": "Selin Yılmaz", "complete": "ja",
    **on("received_on", date(2026, 11, 20)),
}  # fmt: skip


def found(office, *, closed=True, day=HELD, **facts):
    """A dossier with one deviation; ``closed``: the audit was closed, so that its terms run."""
    furnish(office, day=day, **facts)
    with office.write() as session:
        here = seen(office, session)
        by = here.by(here.auditor)
        service.open_deviation(
            session, by, at(day), here.audit, point="T13", seen="De lamp is stuk", requirement="Verlichting"
        )
        if closed:
            service.establish_deviations(session, by, at(day), here.audit, closed_on=day)
            here.audit.held_on = day


@pytest.fixture
def deviation(office: Office) -> None:
    found(office)


def read(office):
    with office.database.read() as session:
        here = seen(office, session)
        return [(one.closed_on, len(one.answers), one.withdrawn_why) for one in deviations_of(session, here.audit.id)]


def test_the_list_shows_states_and_terms(office, deviation):
    page = office.as_(Role.PLANNER).get(HOME)
    assert "Afwijking 1 De lamp is stuk" in page
    assert "12 jan 2027" in page
    assert "nog 50 dagen" in page
    assert "aanvulling van de werkgroep" in page


def test_without_deviations_the_list_says_so(office):
    furnish(office)
    page = office.as_(Role.PLANNER).get(HOME)
    assert "Nog geen afwijkingen. De auditor legt ze vast bij de audit." in page
    with office.write() as session:
        seen(office, session).audit.held_on = HELD
    assert "Geen afwijkingen bij deze audit." in office.as_(Role.PLANNER).get(HOME)


def test_an_addition_comes_in_goes_back_and_closes_the_deviation(office, deviation):
    planner, auditor = office.as_(Role.PLANNER), office.as_(Role.AUDITOR)
    page = send(planner, ONE, f"{ONE}/antwoord", {**ANSWER, "upload": ("lamp.pdf", PDF)})
    assert "De aanvulling op afwijking 1 is binnen." in page
    assert "lamp.pdf" in page
    assert not page.tree.css(f'form[action="{ONE}/oordeel"]')
    page = send(auditor, ONE, f"{ONE}/oordeel", {"sufficient": "terugsturen", "verdict": ""}, status=422)
    assert page.errors == ["Schrijf op wat er nog ontbreekt, zodat de werkgroep weet wat te doen"]
    page = send(auditor, ONE, f"{ONE}/oordeel", {"sufficient": "terugsturen", "verdict": "Een foto mist"})
    assert "Een foto mist" in page
    send(planner, ONE, f"{ONE}/antwoord", ANSWER)
    page = send(auditor, ONE, f"{ONE}/oordeel", {"sufficient": "voldoende", "verdict": ""})
    assert "Afwijking 1 is gesloten." in page
    assert not page.tree.css(".stap form")
    assert read(office) == [(date(2026, 11, 23), 2, "")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": "", "from_whom": ""}, ["Vul in wat de werkgroep antwoordt", "Vul in van wie de aanvulling komt"]),
        ({"complete": "misschien"}, ["Kies een van de mogelijkheden"]),
        (on("received_on", date(2026, 11, 24)), ["Ontvangen op 24 november 2026 kan niet: die dag komt nog."]),
        (on("received_on", date(2026, 11, 11)), ["Ontvangen op 11 november 2026 kan niet: de audit is op 12"]),
        ({"upload": ("foto.jpg", b"<svg onload=alert(1)>")}, ["Dit is geen jpg, ook al eindigt de naam op .jpg"]),
        ({"text": "x" * 10_001}, ["Deze tekst heeft 10.001 tekens en mag er 10.000 hebben"]),
    ],
    ids=["empty", "no choice of ours", "tomorrow", "before the closing", "svg as photo", "too long"],
)
def test_bad_input_is_told_and_what_was_typed_stays(office, deviation, changes, words):
    page = send(office.as_(Role.PLANNER), ONE, f"{ONE}/antwoord", {**ANSWER, **changes}, status=422)
    told = " | ".join(page.errors).replace("\u00a0", " ")
    assert all(word in told for word in words), told
    assert page.value("from_whom") == {**ANSWER, **changes}["from_whom"]
    assert read(office)[0][1] == 0


def test_two_people_judge_at_once_and_the_second_chooses(office, deviation):
    auditor, manager = office.as_(Role.AUDITOR), office.as_(Role.SCHEME_MANAGER)
    send(office.as_(Role.PLANNER), ONE, f"{ONE}/antwoord", ANSWER)
    opened = auditor.get(ONE).hidden_fields(f"{ONE}/oordeel")
    send(manager, ONE, f"{ONE}/oordeel", {"sufficient": "terugsturen", "verdict": "Een foto mist"})
    data = {**opened, "sufficient": "terugsturen", "verdict": "De datum mist"}
    page = auditor.post(f"{ONE}/oordeel", data, status=422, fresh=False)
    assert "Dit is nog niet bewaard" in page
    assert "De datum mist" in page
    assert "Een foto mist" in page


def test_before_the_closing_nothing_can_come_in(office):
    found(office, closed=False)
    page = office.as_(Role.PLANNER).get(ONE)
    assert "De termijnen lopen vanaf de afsluiting van de audit." in page
    assert not page.tree.css(f'form[action="{ONE}/antwoord"]')


def test_a_deviation_is_taken_back_with_a_reason_and_stays(office, deviation):
    auditor = office.as_(Role.AUDITOR)
    page = auditor.post(f"{ONE}/intrekken", {"why": " "}, status=422)
    assert page.errors == ["Schrijf op waarom deze afwijking niet klopte"]
    page = auditor.post(f"{ONE}/intrekken", {"why": "Verkeerde lamp"})
    assert "Verkeerde lamp" in page
    assert "De lamp is stuk" in page
    page = auditor.post(f"{ONE}/intrekken", {"why": "Nog eens"}, status=422)
    assert page.errors == ["Deze afwijking is al gesloten"]


def test_longer_is_refused_under_4_0_in_clear_words(office, deviation):
    page = office.as_(Role.AUDITOR).post(f"{ONE}/verlengen", {"why": "Vakantie"}, status=422)
    assert page.errors == ["Onder KVO-B 4.0 is er geen verlenging (B4 §6.3)."]
    assert not office.as_(Role.AUDITOR).get(ONE).tree.css('a[href$="verlengen"]')


def test_under_3_1_the_term_is_extended_once(office):
    found(office, scheme="kvo-3.1", day=date(2026, 11, 12))
    auditor = office.as_(Role.AUDITOR)
    assert "Termijn verlengen" in auditor.get(ONE)
    page = auditor.post(f"{ONE}/verlengen", {"why": ""}, status=422)
    assert page.errors == ["Voor een verlenging is een onderbouwing nodig (S31 §4.4.3)."]
    page = auditor.post(f"{ONE}/verlengen", {"why": "De leverancier is ziek"})
    assert "maandag 12 april 2027" in page
    page = auditor.post(f"{ONE}/verlengen", {"why": "Nog eens"}, status=422)
    assert page.errors[0].startswith("Langer uitstel kan niet: de termijn is op 23")


@pytest.mark.parametrize("role", [Role.DECIDER, Role.MANAGEMENT])
def test_who_only_reads_sees_no_way_to_change(office, deviation, role):
    browser = office.as_(role)
    assert not browser.get(ONE).tree.css(".stap form, .stap .knop")
    browser.post(f"{ONE}/antwoord", {**ANSWER, **browser.token()}, status=422, fresh=False)
    assert browser.raw(f"{ONE}/intrekken").status_code == 403
    assert read(office)[0][1] == 0


def test_a_file_of_another_deviation_does_not_exist(office, deviation):
    planner = office.as_(Role.PLANNER)
    send(planner, ONE, f"{ONE}/antwoord", {**ANSWER, "upload": ("lamp.pdf", PDF)})
    answer = planner.raw(f"{ONE}/bestand/1")
    assert (answer.data, answer.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    for url in (f"{ONE}/bestand/2", f"{HOME}/2", f"{HOME}/2/bestand/1", "/dossiers/D-2026-9999/afwijkingen"):
        assert planner.raw(url).status_code == 404, url


def test_who_judges_from_outside_the_team_is_told_what_follows(office, deviation):
    """Judging an addition is part of the audit: whoever does it neither reviews nor decides (QUA-7)."""
    send(office.as_(Role.PLANNER), ONE, f"{ONE}/antwoord", ANSWER)
    told = "U zit niet in het auditteam. Beoordeelt u deze aanvulling"
    assert told in office.as_(Role.SCHEME_MANAGER).get(ONE)
    assert told not in office.as_(Role.AUDITOR).get(ONE)
