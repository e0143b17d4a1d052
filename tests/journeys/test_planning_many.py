"""Many audits at once: eight in six clicks, and twelve whose certificates end in spring, to the file in the agenda."""

from __future__ import annotations

import signal
import subprocess
from datetime import date, timedelta

import pytest

from auditbeheer.demo.people import BAKKER, DAM, GROOT, PLANNER
from auditbeheer.demo.stories import STORIES, Place, Story, Until
from auditbeheer.planning import models
from auditbeheer.quotes.models import CertifiedPeriod
from tests.journeys.conftest import Someone
from tests.journeys.live import DAY, LiveOffice
from tests.journeys.person import Person
from tests.journeys.planning_steps import agree, calendar_in, delivered
from tests.planning.table import says
from tests.post.people import Server

pytestmark = [pytest.mark.browser, pytest.mark.mail]

EIGHT = tuple(story for story in STORIES if story.until is Until.AGREED)
TWELVE = tuple(
    Story(f"KVO {place} {town}", town, (Place(place, 60),), "Wil de Lente", "Jo Zomer", Until.AGREED, 75)
    for place, town in (
        ("Bedrijventerrein AaBe", "Tilburg"), ("Bedrijventerrein Het Laar", "Tilburg"),
        ("Bedrijvengebied Oudenrijn", "Utrecht"), ("Bedrijvengebied Strijkviertel", "Utrecht"),
        ("Bedrijventerrein De Wetering", "Utrecht"), ("Bedrijventerrein Lageweide", "Utrecht"),
        ("Bedrijvenpark Oost", "Apeldoorn"), ("Bedrijventerrein Marsdijk Oost", "Assen"),
        ("Bedrijventerrein Oost", "Assen"), ("bedrijventerrein Hagerhof", "Venlo"), ("Bedr.terr. Windhond", "Venlo"),
        ("Havengebied", "Enschede"),
    )
)  # fmt: skip
OTHER_DAYS = (date(2027, 1, 8), date(2027, 1, 15))  # early enough for every certificate that ends in spring
SECONDS = 90_000  # milliseconds: a busy machine starts another Python slowly


def end_in_spring(live: LiveOffice) -> None:
    """Each of their areas has a certificate that ends in the spring."""
    with live.database.write() as session:
        for place, (trajectory, _) in enumerate(models.to_plan(session)):
            for link in trajectory.areas:
                session.add(
                    CertifiedPeriod(
                        area_id=link.area_id, partnership_id=trajectory.partnership_id, scheme="kvo-b-4.0",
                        certificate=f"KVO-B-2024-{place:05d}", body="Certificerende Instelling Voorbeeld B.V.",
                        issued_on=date(2024, 5, 1), last_day=date(2027, 5, 1) + timedelta(days=4 * place),
                    )
                )  # fmt: skip


def wait_for_the_outcome(planner: Person) -> None:
    """The page turns by itself from a bar into the table."""
    planner.page.locator("main table").first.wait_for(timeout=SECONDS)
    planner.page.wait_for_load_state("load")


def test_a_reckoning_that_is_killed_says_so_and_begins_again(
    live: LiveOffice, someone: Someone, monkeypatch: pytest.MonkeyPatch
):
    agree(live, EIGHT[0])
    begun: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def killed(*arguments, **options):
        process = real(*arguments, **options)
        process.send_signal(signal.SIGKILL)
        process.wait()
        begun.append(process)
        return process

    planner = someone(PLANNER.name)
    planner.arrive("/planning")
    planner.tick("Kies alles")
    monkeypatch.setattr(subprocess, "Popen", killed)
    planner.press("Stel data en auditors voor")
    assert [process.returncode for process in begun] == [-signal.SIGKILL]
    planner.sees("Wij rekenen nu uit")
    monkeypatch.undo()
    with live.database.write() as session:
        models.proposals_made(session)[0].made_at -= timedelta(minutes=5)
    planner.arrive(planner.path)
    planner.sees("Het rekenen is afgebroken", "Er is niets ingepland.")
    planner.press("Opnieuw beginnen")
    wait_for_the_outcome(planner)
    planner.sees("Neem 1 over")


def test_eight_audits_are_planned_and_their_working_groups_asked_in_six_clicks(live: LiveOffice, someone: Someone):
    agree(live, *EIGHT[1:])  # and the one that was reckoned and left above
    planner = someone(PLANNER.name)
    with planner.budget(6, least=6):
        planner.menu("Planning")
        planner.tick("Kies alles")
        planner.sees("8 gekozen")
        planner.press("Stel data en auditors voor")
        wait_for_the_outcome(planner)
        planner.press("Neem 8 over")
        planner.sees("8 audits zijn ingepland.")
        planner.press("Vraag werkgroepen om een datum")
        planner.press("Versturen")
    planner.sees("8 werkgroepen gevraagd.")
    with live.database.read() as session:
        assert len(models.open_questions(session)) == len(EIGHT)
        assert not models.to_plan(session)


def test_twelve_certificates_end_in_spring_and_every_group_has_its_day_in_the_agenda(
    live: LiveOffice, someone: Someone, post: Server
):
    agree(live, *TWELVE)
    end_in_spring(live)
    planner = someone(PLANNER.name)
    planner.arrive("/planning")
    planner.tick("Kies alles")
    planner.press("Stel data en auditors voor")
    wait_for_the_outcome(planner)
    _two_lines_otherwise(planner)
    planner.page.locator("main form[data-kiezen] button").first.click()
    planner.page.wait_for_load_state("load")
    planner.press("Vraag werkgroepen om een datum")
    planner.press("Versturen")
    delivered(live, post)
    number = _everybody_can(live)
    _the_day_is_chosen_and_confirmed(live, planner, someone, number)
    told = [message for message in delivered(live, post).values() if number in message["Subject"]]
    assert told
    for message in told:
        event = calendar_in(message).walk("VEVENT")[0]
        assert event["STATUS"] == "CONFIRMED"


def _two_lines_otherwise(planner: Person) -> None:
    for day in OTHER_DAYS:
        planner.page.locator("main form[data-kiezen] td a", has_text="Wijzigen").first.click()
        planner.page.wait_for_load_state("load")
        planner.day("Dag van de audit", day)
        planner.pick("Auditor", GROOT.name)
        planner.press("Zo inplannen")
        planner.sees("doet de audit op")


def _everybody_can(live: LiveOffice) -> str:
    """Of one group everybody answers that every day suits; its number."""
    with live.database.write() as session:
        question = models.open_questions(session)[0]
        for person in question.people:
            says(session, question, person.name, *(models.Suits.CAN for _ in question.days))
        return question.trajectory.number


def _the_day_is_chosen_and_confirmed(live: LiveOffice, planner: Person, someone: Someone, number: str) -> None:
    planner.arrive(f"/dossiers/{number}/planning/datum")
    planner.press("Deze dag kiezen")
    planner.press("Dag kiezen")
    with live.database.read() as session:
        audit = next(one for one in models.audits_from(session, DAY, number))
        lead = audit.lead.name if audit.lead else ""
    assert lead in {BAKKER.name, GROOT.name, DAM.name}
    auditor = someone(lead)
    auditor.arrive(f"/dossiers/{number}/planning")
    auditor.press("Onpartijdigheid bevestigen")
    auditor.page.locator("main form button[type=submit]").last.click()
    planner.arrive(f"/dossiers/{number}/planning")
    planner.press("Dag bevestigen")
    planner.sees("is bevestigd aan de werkgroep")
