"""A day that suits everybody, from the question to the agenda: mails at a real SMTP server, answers on a phone."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

import pytest

from auditbeheer.demo.people import BAKKER, PLANNER
from auditbeheer.planning.models import audit_of, audits_for, question_of
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.quotes.models import Trajectory
from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice
from tests.journeys.person import Person
from tests.journeys.planning_steps import DE_VAART, agree, calendar_in, delivered, link_in
from tests.post.people import Server

pytestmark = [pytest.mark.browser, pytest.mark.mail]


@pytest.fixture
def number(live: LiveOffice) -> str:
    """An agreed dossier whose audit has no day yet."""
    return agree(live, DE_VAART)[0]


def test_three_days_are_asked_answered_chosen_and_put_in_every_agenda(
    live: LiveOffice, someone: Someone, post: Server, number: str
) -> None:
    delivered(live, post)  # what was told before this begins
    planner = someone(PLANNER.name)
    _the_planner_asks(planner, number)
    asked = {to: mail for to, mail in delivered(live, post).items() if "Kies een dag" in mail["Subject"]}
    assert len(asked) == 4, "every party"
    first, second, *others = asked.values()
    _somebody_answers(someone(phone=True, bare=True), first, "Kan", "Kan", "Kan niet")
    _somebody_answers(someone(phone=True), second, "Kan", "Liever niet", "Kan")
    _the_planner_notes_what_was_told_by_phone(planner, number, len(others))
    _the_planner_chooses(planner, number)
    _the_auditor_is_impartial(someone(BAKKER.name), number)
    planner.arrive(f"/dossiers/{number}/planning")
    planner.press("Dag bevestigen")
    planner.sees("is bevestigd aan de werkgroep")
    sequence = _everybody_gets_the_day_for_the_agenda(live, post, set(asked), number)
    _a_moved_day_takes_the_place_of_the_old_one(live, post, planner, number, sequence)


def _the_planner_asks(planner: Person, number: str) -> None:
    planner.arrive(f"/dossiers/{number}/planning")
    with planner.budget(2):
        planner.press("Vraag de werkgroep om een datum")
        planner.press("Vraag versturen")
    planner.sees("Gevraagd aan 4 personen", "0 van 4 partijen hebben geantwoord", "Datum gevraagd")


def _somebody_answers(person: Person, mail: EmailMessage, *words: str) -> None:
    person.arrive(link_in(mail))
    person.press("Verder")
    person.sees("Kies een dag voor de audit", DE_VAART.name)
    _say(person, *words)
    person.press("Antwoord versturen")
    person.sees("Wij hebben uw antwoord")


def _say(person: Person, *words: str) -> None:
    """One click for each day."""
    questions = person.page.locator("main fieldset[role=radiogroup]")
    assert questions.count() == len(words)
    for place, word in enumerate(words):
        questions.nth(place).get_by_label(word, exact=True).check()


def _the_planner_notes_what_was_told_by_phone(planner: Person, number: str, count: int) -> None:
    for _ in range(count):
        planner.arrive(f"/dossiers/{number}/planning/datum")
        silent = planner.page.get_by_role("row").filter(has_text="nog niet").filter(has_text="Antwoord noteren")
        silent.first.get_by_role("link").click()
        _say(planner, "Kan", "Kan", "Kan")
        planner.press("Antwoord bewaren")
    planner.sees("elke partij heeft geantwoord", f"genoteerd door {PLANNER.name}")


def _the_planner_chooses(planner: Person, number: str) -> None:
    planner.arrive("/werk")
    planner.sees("Kies de dag voor de audit")
    planner.arrive(f"/dossiers/{number}/planning/datum")
    planner.sees("De beste dag is", "Alle partijen kunnen. ", "kan niet: ", "B4 §6.3")
    planner.press("Deze dag kiezen")
    planner.pick("Auditor", BAKKER.name)
    planner.press("Dag kiezen")
    planner.sees(f"{BAKKER.name} leidt de audit", "Gepland")


def _the_auditor_is_impartial(auditor: Person, number: str) -> None:
    auditor.arrive(f"/dossiers/{number}/planning")
    auditor.press("Onpartijdigheid bevestigen")
    auditor.page.locator("main form button[type=submit]").last.click()
    auditor.sees("Uw onpartijdigheid is bevestigd")


def _dossier(live: LiveOffice, number: str) -> tuple[int, datetime]:
    with live.database.read() as session:
        trajectory = session.query(Trajectory).filter(Trajectory.number == number).one()
        audit = audit_of(session, trajectory.id)
        assert audit is not None
        assert question_of(session, trajectory.id) is None
        return len(audits_for(session, trajectory.id)), datetime.combine(audit.day, audit.starts_at, tzinfo=ZONE)


def _everybody_gets_the_day_for_the_agenda(live: LiveOffice, post: Server, group: set[str], number: str) -> int:
    _, begins = _dossier(live, number)
    told = delivered(live, post)
    assert group <= set(told), "every party"
    assert any(address.startswith("m.bakker") or "bakker" in address for address in told), "and the team"
    events = [calendar_in(message).walk("VEVENT")[0] for message in told.values()]
    for event in events:
        assert event["UID"] == f"{number.lower()}@register.voorbeeld.nl"
        assert event.decoded("DTSTART") == begins
        assert event["STATUS"] == "CONFIRMED"
        assert "Bakker" not in str(event.to_ical()), "a calendar is shared: nobody is named"
    return int(events[0].decoded("SEQUENCE"))


def _a_moved_day_takes_the_place_of_the_old_one(
    live: LiveOffice, post: Server, planner: Person, number: str, first: int
) -> None:
    _, before = _dossier(live, number)
    planner.arrive(f"/dossiers/{number}/planning/verzetten")
    later = before.date().replace(year=before.year + 1)
    planner.day("Dag", later)
    planner.day("Dag van de documentbeoordeling", before.date())
    planner.fill("Waarom een andere dag?", "De zaal is bezet")
    planner.choose("Bij wie lag het?", "Bij niemand: ziekte, weer, overmacht")
    planner.press("Audit verzetten")
    planner.sees("De audit staat nu op")
    # The same person hears of one dossier once a day: this leaves the next morning.
    moved = {to: mail for to, mail in delivered(live, post, days=1).items() if "verzet" in mail["Subject"]}
    assert len(moved) >= 4
    event = calendar_in(next(iter(moved.values()))).walk("VEVENT")[0]
    assert int(event.decoded("SEQUENCE")) > first
    assert event["UID"] == f"{number.lower()}@register.voorbeeld.nl"
    assert event.decoded("DTSTART").date() == later
