"""What waits while a working group is asked for a day: answers of others, calls to make, a day to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning.answers import everybody_answered, silent_parties
from auditbeheer.planning.models import AskedPerson, DayQuestion
from auditbeheer.plumbing.work import Task
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.wording import counted, day_plain, join_and


def question_tasks(question: DayQuestion, today: date) -> Iterator[Task]:
    """The tasks of one open question."""
    if everybody_answered(question):
        yield _task(question, "dag-kiezen", f"Kies de dag voor de {question.name}", "Kiezen",
                    "Elke partij heeft geantwoord.", last_day=question.days[0].day)  # fmt: skip
        return
    calls = [person for person in question.people if person.silent and not person.email]
    for person in calls:
        why = f"{person.party.organisation} heeft geen e-mailadres. Noteer het antwoord."
        yield _task(question, f"datum-bellen.{person.id}", f"Bel {person.name} over de datum", "Bellen", why,
                    page=f"/antwoord/{person.id}")  # fmt: skip
    parties = silent_parties(question)
    names = join_and([party.organisation for party in parties])
    if question.answer_by < today:
        why = f"Nog geen antwoord van {names}. De laatste dag was {day_plain(question.answer_by)}."
        yield _task(question, "datum-nabellen", "Bel over de datum", "Bellen", why)
        return
    if mailed := [party for party in parties if any(_awaited(one, party.id) for one in question.people)]:
        waiting = _task(
            question, "datum-wacht", f"Antwoord over een dag voor de {question.name}", "Herinneren", answered(question)
        )
        names = join_and([party.organisation for party in mailed])
        yield replace(waiting, waits_on=names, since=question.asked_at.date())


def _awaited(person: AskedPerson, party: int) -> bool:
    return person.party_id == party and person.silent and bool(person.email)


def answered(question: DayQuestion) -> str:
    """How far it is: ``2 van 4 partijen hebben geantwoord``."""
    total, silent = len(question.parties), len(silent_parties(question))
    if not silent:
        return "elke partij heeft geantwoord"
    return f"{total - silent} van {counted(total, 'partij heeft', 'partijen hebben')} geantwoord"


def _task(
    question: DayQuestion, code: str, title: str, verb: str, why: str, *, page: str = "", last_day: date | None = None
) -> Task:
    trajectory = question.trajectory
    return Task(
        code=code, title=title, verb=verb, dossier=trajectory.number, permission=Permission.PLAN.value, why=why,
        url=f"{question.page}{page}", name=trajectory.partnership.name,
        place=place_of(trajectory), last_day=last_day or question.answer_by,
    )  # fmt: skip


def place_of(trajectory: Trajectory) -> str:
    """The municipality of the first area."""
    return next((link.area.municipality.name for link in trajectory.areas), "")
