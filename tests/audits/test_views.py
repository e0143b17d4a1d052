"""The pages of the audit and its report: on location, two people at once, who may, and what the report needs."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.audits import service
from auditbeheer.audits.models import closing_of, report_of, results_of
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import deviations_of
from tests.audits.held import everybody, hold, judge_all, write
from tests.documents.rooms import NUMBER, furnish, on, seen, send
from tests.documents.scenes import at, there
from tests.office import Office

TODAY = date(2026, 11, 23)
HOME = f"/dossiers/{NUMBER}/audit"
LIST, REPORT = f"{HOME}/toetspunten", f"/dossiers/{NUMBER}/rapport"


@pytest.fixture
def today(office: Office) -> None:
    """A dossier whose audit is today."""
    furnish(office, day=TODAY)


def auditor(office):
    return office.as_(Role.AUDITOR)


def prepare(office, act):
    """Do something before the test, by the auditor."""
    with office.write() as session:
        here = seen(office, session)
        return act(session, here.by(here.auditor), at(TODAY), here.audit)


def read(office, look):
    with office.database.read() as session:
        return look(session, seen(office, session).audit.id)


def test_before_the_day_the_page_says_from_when(office):
    furnish(office)
    page = auditor(office).get(HOME)
    assert "Waarom nog niet vastleggen?" in page
    assert "woensdag 9 december 2026" in page
    page = auditor(office).post(f"{LIST}/T1", {"verdict": "in orde"}, status=422)
    assert page.errors[0].endswith("Vastleggen kan vanaf die dag")


def test_one_press_judges_a_point_and_keeps_what_was_written(office, today):
    browser = auditor(office)
    page = browser.get(LIST)
    assert "0 van 21 ingevuld" in page
    page = send(browser, LIST, f"{LIST}/T1", {"verdict": "in orde"})
    assert "1 van 21 ingevuld" in page
    browser.post(f"{LIST}/T1", {"verdict": "in orde", "note": "Kaart gezien", "requirement": "", "recommendation": ""})
    send(browser, LIST, f"{LIST}/T1", {"verdict": "n.v.t."})
    (row,) = read(office, results_of).values()
    assert (row.verdict, row.note) == ("n.v.t.", "Kaart gezien")


def test_a_deviation_asks_what_was_seen_and_is_opened(office, today):
    browser, url = auditor(office), f"{LIST}/T13"
    page = browser.get(f"{url}?oordeel=afwijking")
    assert page.tree.css_first('input[value="afwijking"][checked]') is not None
    page = browser.post(url, {"verdict": "afwijking", "note": " ", "requirement": "Verlichting"}, status=422)
    assert page.errors == ["Schrijf op wat u zag. De werkgroep moet het kunnen herkennen"]
    assert page.value("requirement") == "Verlichting"
    page = browser.post(url, {"verdict": "", "note": "De lamp is stuk"}, status=422)
    assert page.errors == ["Kies In orde, Afwijking of N.v.t."]
    assert page.value("note") == "De lamp is stuk"
    browser.post(url, {"verdict": "afwijking", "note": "De lamp is stuk", "requirement": "Verlichting"})
    (deviation,) = read(office, deviations_of)
    assert (deviation.point, deviation.seen, deviation.requirement) == ("T13", "De lamp is stuk", "Verlichting")
    (section,) = browser.get(HOME).tree.css('section[aria-labelledby="afwijkingen-kop"]')
    assert [link.attributes["href"] for link in section.css("th a")] == [f"/dossiers/{NUMBER}/afwijkingen/1"]
    assert {"De lamp is stuk", "Open"} <= {part.strip() for part in section.text(separator="\n").split("\n")}


def test_a_large_button_does_not_carry_the_text_of_a_deviation_along(office, today):
    browser, url = auditor(office), f"{LIST}/T13"
    browser.post(url, {"verdict": "afwijking", "note": "De lamp is stuk", "requirement": "Verlichting"})
    page = send(browser, LIST, url, {"verdict": "in orde"}, status=422)
    assert page.errors[0].startswith("Deze tekst hoort bij de afwijking.")
    assert page.value("note") == "De lamp is stuk"
    assert page.tree.css_first('input[value="in orde"][checked]') is not None
    page = browser.post(url, {**page.hidden_fields(url), "verdict": "in orde", "note": ""}, fresh=False)
    assert page.path == LIST
    assert [one.withdrawn_on for one in read(office, deviations_of)] == [TODAY]


def test_a_deviation_can_be_described_again(office, today):
    browser, url = auditor(office), f"{LIST}/T13"
    browser.post(url, {"verdict": "afwijking", "note": "De lamp is stuk", "requirement": "Verlichting"})
    browser.post(url, {"verdict": "afwijking", "note": "Twee lampen zijn stuk", "requirement": "Verlichting"})
    assert [one.seen for one in read(office, deviations_of)] == ["Twee lampen zijn stuk"]


def test_a_button_without_a_verdict_judges_nothing(office, today):
    page = send(auditor(office), LIST, f"{LIST}/T1", {}, status=422)
    assert page.errors == ["Kies In orde, Afwijking of N.v.t."]
    assert not read(office, results_of)
    assert "0 van 21 ingevuld" in auditor(office).get(LIST)


def test_two_people_judge_one_point_and_the_second_chooses_per_part(office, today):
    browser, url = auditor(office), f"{LIST}/T4"
    opened = browser.get(url).hidden_fields(url)
    browser.post(url, {"verdict": "in orde", "note": "Van de telefoon"})
    page = browser.post(url, {**opened, "verdict": "in orde", "note": "Van de laptop"}, status=422, fresh=False)
    assert "Dit is nog niet bewaard" in page
    assert "Van de telefoon" in page
    assert "Van de laptop" in page
    again = {**page.hidden_fields(url), "verdict": "in orde", "note": "Van de laptop"}
    browser.post(url, again, fresh=False)
    assert read(office, results_of)["T4"].note == "Van de laptop"


def attendance(office, absent=""):
    with office.database.read() as session:
        parties = [one for one in seen(office, session).trajectory.partnership.parties if not one.is_guide]
        values: dict[str, object] = {}
        for party in parties:
            there = party.kind != absent
            values[f"partij{party.id}-aanwezig"] = "ja" if there else "nee"
            if there:
                values[f"partij{party.id}-wie"] = [str(party.representatives[0].id)]
        return values, {party.kind.value: party.id for party in parties}


def test_who_was_there_is_recorded_and_an_absent_party_dealt_with(office, today):
    browser, url = auditor(office), f"{HOME}/aanwezig"
    values, ids = attendance(office, "brandweer")
    missing = {key: value for key, value in values.items() if not key.startswith(f"partij{ids['gemeente']}")}
    page = browser.post(url, missing, status=422)
    assert page.errors == ["Vul in of Gemeente Lelystad bij de audit was"]
    page = browser.post(url, {**missing, f"partij{ids['gemeente']}-aanwezig": "ja"}, status=422)
    assert page.errors == ["Kies wie er van Gemeente Lelystad bij was"]
    page = browser.post(url, values)
    assert "Afwijking vastleggen" in page
    action = f"{url}/{ids['brandweer']}/afwijking"
    page = send(browser, HOME, action, {})
    assert "Afwijking 1 is vastgelegd." in page
    interview = f"{url}/{ids['brandweer']}/gesprek"
    page = browser.post(interview, {**on("on", date(2026, 11, 24)), "with_whom": ""}, status=422)
    assert page.errors == ["Vul in met wie u sprak"]
    page = browser.post(interview, {**on("on", date(2026, 11, 24)), "with_whom": "Kees Mol"}, status=422)
    assert "kies een dag van 23 november 2026 tot en met vandaag" in page
    browser.post(interview, {**on("on", TODAY), "with_whom": "Kees Mol"})
    assert [one.closed_on for one in read(office, deviations_of)] == [TODAY]


CLOSING = {**on("closed_on", TODAY), "present": "Selin Yılmaz", "agreed_with": "Selin Yılmaz", "hours": "6,5"}


def test_closing_lists_what_is_open_and_then_the_terms_run(office, today):
    browser, url = auditor(office), f"{HOME}/afsluiten"
    page = browser.post(url, {**CLOSING, "hours": "veel"}, status=422)
    assert page.errors == ["Vul een getal in, bijvoorbeeld 6,5"]
    page = browser.post(url, CLOSING, status=422)
    assert "21 toetspunten hebben nog geen oordeel" in page
    prepare(office, lambda s, by, now, audit: service.record_attendance(
        s, by, now, audit, entries=everybody(audit), opened_on=0))  # fmt: skip
    prepare(office, lambda s, by, now, audit: judge_all(s, by, now, audit, "T13"))
    page = browser.get(url)
    assert "zaterdag 23 januari 2027" in page
    page = browser.post(url, {**CLOSING, "agreed_with": ""}, status=422)
    assert "Vul in met wie u de afwijkingen hebt besproken" in page
    page = browser.post(url, CLOSING)
    assert "De audit is afgesloten. De termijnen lopen." in page
    assert [one.additions_due for one in read(office, deviations_of)] == [date(2027, 1, 23)]
    assert read(office, closing_of).agreed_with == "Selin Yılmaz"
    assert "Wat toen is vastgelegd, verandert niet meer" in browser.post(url, CLOSING, status=422)


def test_only_the_team_records_and_only_who_may_gets_in(office, today):
    manager = office.as_(Role.SCHEME_MANAGER)
    manager.post(f"{LIST}/T1", {"verdict": "in orde"}, status=422)
    assert not read(office, results_of)
    assert office.as_(Role.PLANNER).raw(LIST).status_code == 403
    assert office.as_(Role.DECIDER).get(HOME).status == 200
    assert auditor(office).raw("/dossiers/D-2026-9999/audit").status_code == 404
    assert auditor(office).raw(f"{LIST}/T99").status_code == 404
    stranger = office.as_(Role.AUDITOR, office.person(Role.AUDITOR, "Frits de Groot"))
    for url in (HOME, LIST, f"/dossiers/{NUMBER}/documenten", f"/dossiers/{NUMBER}/afwijkingen"):
        assert stranger.raw(url).status_code == 404, url
    assert auditor(office).raw(REPORT).status_code == 404


# The report


@pytest.fixture
def held(office, today):
    """The audit was held, with one deviation."""
    prepare(office, lambda s, by, now, audit: hold(s, by, now, audit, "T13"))


def texts(office):
    with office.database.read() as session:
        topics = service.topics_of(seen(office, session).audit)
    return {f"topic-{code}": f"Over {words}" for code, words, _ in topics}


def test_a_report_is_written_handed_in_and_says_which_topic_is_empty(office, held):
    browser = auditor(office)
    page = browser.get(f"{REPORT}/schrijven")
    assert "4 van 4 partijen aanwezig" in page
    words = {"summary": "De samenwerking werkt.", "good": "De schouw", **texts(office), "topic-enquete": ""}
    page = browser.post(f"{REPORT}/schrijven", words)
    assert "Opzet en themakeuze van de enquête" in page
    page = send(browser, REPORT, f"{REPORT}/indienen", {}, status=422)
    assert "Er is 1 ding dat nog niet klopt" in page
    browser.post(f"{REPORT}/schrijven", {**words, "topic-enquete": "De respons klopt"})
    page = send(browser, REPORT, f"{REPORT}/indienen", {})
    assert "Ter beoordeling" in page
    assert "Het besluit is aangehouden" in page
    assert "zaterdag 23 januari 2027" in page


def test_two_people_write_and_the_second_chooses_per_part(office, held):
    browser, url = auditor(office), f"{REPORT}/schrijven"
    browser.post(url, {"summary": "Leeg nog", **texts(office)})
    opened = browser.get(url).hidden_fields(url)
    browser.post(url, {"summary": "Eerste tekst", **texts(office)})
    page = browser.post(url, {**opened, "summary": "Tweede tekst", **texts(office)}, status=422, fresh=False)
    assert "Eerste tekst" in page
    assert "Tweede tekst" in page


def test_ten_megabytes_of_text_are_refused_and_nothing_breaks(office, held):
    page = auditor(office).post(f"{REPORT}/schrijven", {"summary": "x" * 10_000_000, **texts(office)}, status=422)
    assert page.errors == ["Deze tekst heeft 10.000.000 tekens en mag er 20.000 hebben. Maak hem korter"]


def test_a_report_goes_out_held_back_and_its_pdf_stays_the_same(office, held):
    prepare(office, write)
    prepare(office, service.submit_report)
    browser = auditor(office)
    page = browser.post(f"{REPORT}/versturen", {**on("sent_on", TODAY), "sent_to": "Selin Yılmaz"}, status=422)
    assert "Eerst is er een review" in page
    with office.write() as session:
        here = seen(office, session)
        report = there(report_of(session, here.audit.id))
        service.establish_report(session, here.by(here.manager), at(TODAY), report)
    page = browser.post(f"{REPORT}/versturen", {**on("sent_on", TODAY), "sent_to": "Selin Yılmaz"})
    assert "Het rapport is verstuurd naar Selin Yılmaz." in page
    first, second = browser.raw(f"{REPORT}/1.pdf"), browser.raw(f"{REPORT}/1.pdf")
    assert first.data.startswith(b"%PDF-")
    assert first.data == second.data
    assert (first.mimetype, first.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert browser.raw(f"{REPORT}/2.pdf").status_code == 404
    assert office.as_(None).raw(f"{REPORT}/1.pdf").status_code == 302


def test_a_deviation_that_closes_after_handing_in_is_said_to_come_in_a_supplement(office, held):
    prepare(office, write)
    prepare(office, service.submit_report)
    with office.write() as session:
        here = seen(office, session)
        by, (deviation,) = here.by(here.auditor), deviations_of(session, here.audit.id)
        deviations.heal_deviation(session, by, at(TODAY), deviation, on=TODAY, how="Gezien", from_whom="Selin Yılmaz")
        report = there(report_of(session, here.audit.id))
        service.establish_report(session, here.by(here.manager), at(TODAY), report)
    browser = auditor(office)
    page = browser.get(REPORT)
    assert "Versie 1 zegt dat het besluit is aangehouden" in page
    assert "Toen het rapport werd ingediend, stond er 1 afwijking open. Daarna is alles gesloten." in page
    page = browser.get(f"{REPORT}/versturen")
    assert "er stond 1 afwijking open toen het werd ingediend. Daarna is alles gesloten." in page
    page = browser.post(f"{REPORT}/versturen", {**on("sent_on", TODAY), "sent_to": "Selin Yılmaz"})
    url = f"{REPORT}/aanvulling"
    assert {link.attributes["href"] for link in page.tree.css("a") if link.text() == "Aanvulling beginnen"} == {url}
    assert "In versie 2 vertelt u wat er met de afwijkingen is gebeurd." in browser.get(url)
    page = browser.post(url)
    assert (page.path, "Versie 2 is begonnen." in page) == (f"{REPORT}/schrijven", True)
    page = browser.get(url)
    assert "Het rapport is verstuurd: Concept" in page, "there is a supplement already"
    page = send(browser, REPORT, url, {}, status=422)
    assert "Verstuur eerst het rapport" in page.errors[0]
