"""Who of a working group is asked for a day, and what they are told about it by mail.

Everybody of the parties is asked by a personal link that opens this one question; who has no e-mail address is called.
A procesbegeleider is no party that must be there, so that one only hears of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.planning.models import AskedPerson, Audit, DayQuestion, question_of
from auditbeheer.plumbing.outbox import Recipient, tell, withdraw
from auditbeheer.quotes.letters import recipient, tell_person
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Partnership, Party, Representative

LINK = "datum"  # the scope of a link to one question; its thing is who was asked
PAGE = "/mijn/datum"
PAGE_OF_DOSSIER = "datum"
CHOSEN = "dag gekozen"


def parties_of(partnership: Partnership) -> list[Party]:
    """The parties that must be at the table; a procesbegeleider is no member (ARE-9)."""
    return [party for party in partnership.current_parties if not party.is_guide]


def to_ask(partnership: Partnership) -> Iterator[tuple[Party, Representative | None]]:
    """Who is asked: everybody with an e-mail address; of a party without one its first person, or the party itself."""
    for party in parties_of(partnership):
        known = [person for person in party.people if person.email.strip()]
        people: Iterable[Representative | None] = known or party.people[:1] or [None]
        yield from ((party, person) for person in people)


def guides_of(partnership: Partnership) -> list[Representative]:
    """Who guides the working group and can be mailed."""
    people = (person for party in partnership.current_parties if party.is_guide for person in party.people)
    return [person for person in people if person.email.strip()]


def tell_asked(session: Session, now: datetime, question: DayQuestion) -> None:
    """Ask everybody who can be mailed, and let the guide know."""
    days, until = _days(question), question.answer_by.isoformat()
    group = question.trajectory.partnership.name
    for person in question.people:
        if person.email:
            _tell(
                session, now, person, topic="kies_dag", key=f"datum:{question.id}:{person.id}",
                facts={"werkgroep": group, "dagen": days, "uiterlijk": until, "wat": question.name},
            )  # fmt: skip
    for guide in guides_of(question.trajectory.partnership):
        tell_person(
            session, now, question.trajectory, recipient(guide), topic="dag_gevraagd", page=PAGE_OF_DOSSIER,
            key=f"datum:{question.id}:gids:{guide.id}",
            facts={"dagen": days, "uiterlijk": until, "wat": question.name},
        )  # fmt: skip


def remind(session: Session, now: datetime, person: AskedPerson, *, key: str) -> bool:
    """Ask once more; False when there is no address, or when that was done already under this ``key``."""
    if not person.email:
        return False
    question = person.question
    return _tell(
        session, now, person, topic="kies_dag_herinnering", key=key,
        facts={"werkgroep": question.trajectory.partnership.name, "dagen": _days(question),
               "uiterlijk": question.answer_by.isoformat(), "wat": question.name},
    )  # fmt: skip


def _tell(
    session: Session, now: datetime, person: AskedPerson, *, topic: str, facts: dict[str, object], key: str
) -> bool:
    told = tell(
        session, now, recipient_of(person), topic=topic, dossier=person.question.trajectory.number, key=key,
        scope=LINK, thing=str(person.id), target=PAGE, facts=facts,
    )  # fmt: skip
    return told is not None


def _days(question: DayQuestion) -> list[str]:
    return [row.day.isoformat() for row in question.days]


def recipient_of(person: AskedPerson) -> Recipient:
    """Who was asked, as somebody who gets post."""
    who = f"representative:{person.representative_id}" if person.representative_id else f"party:{person.party_id}"
    return Recipient(name=person.name, email=person.email, person=who)


def close(session: Session, now: datetime, question: DayQuestion, why: str, chosen: date | None = None) -> None:
    """Nobody needs to answer any more: what did not leave yet stays here."""
    question.closed_at, question.closed_why, question.chosen_day = now.replace(microsecond=0), why, chosen
    session.flush()
    for about in ("datum", "datum-herinnering"):
        withdraw(session, now, key=f"{about}:{question.id}")


def day_is_set(session: Session, now: datetime, audit: Audit) -> None:
    """The audit has a day, from the question or by hand: an open question is over, and who was asked hears the day."""
    question = question_of(session, audit.trajectory_id, audit.extra_id)
    if question is None:
        return
    close(session, now, question, CHOSEN, audit.day)
    for person in question.people:
        if person.email and person.handed_back_at is None:
            tell_person(
                session, now, question.trajectory, recipient_of(person), topic="dag_gekozen", page="afspraken",
                key=f"dag-gekozen:{question.id}:{person.id}",
                facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
                       "wat": audit.name},
            )  # fmt: skip


def tell_withdrawn(session: Session, now: datetime, question: DayQuestion) -> None:
    """Everybody who was asked hears that they need not answer."""
    for person in question.people:
        if person.email and person.handed_back_at is None:
            tell_person(
                session, now, question.trajectory, recipient_of(person), topic="dag_ingetrokken",
                key=f"dag-ingetrokken:{question.id}:{person.id}",
                facts={"reden": question.closed_why, "wat": question.name},
            )  # fmt: skip


def place_of(trajectory: Trajectory) -> str:
    """Where we meet when nobody said so: the place of the working group."""
    return trajectory.partnership.town or next((link.area.municipality.name for link in trajectory.areas), "")
