"""A working group with its parties and the people who speak for them, ready to be asked for a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.planning import service
from auditbeheer.planning.models import AskedPerson, DayQuestion, Suits
from auditbeheer.relations.models import Partnership, Party, PartyKind, Representative
from tests.planning.scene import NOW, Scene, scene
from tests.qualifications.people import actor

DAYS = (date(2027, 1, 12), date(2027, 1, 14), date(2027, 1, 19))
ANSWER_BY = date(2026, 11, 30)
KAN, LIEVER_NIET, KAN_NIET = Suits.CAN, Suits.RATHER_NOT, Suits.CANNOT
PEOPLE = (
    (PartyKind.ENTREPRENEURS, "Ondernemers Lelystad", (("Selin Yılmaz", "selin@voorbeeld.nl"),)),
    (PartyKind.MUNICIPALITY, "Gemeente Lelystad",
     (("Piet de Boer", "piet@lelystad.nl"), ("Mia Vos", "mia@lelystad.nl"))),
    (PartyKind.POLICE, "Politie Midden-Nederland", (("Anna Smit", "anna@politie.nl"),)),
    (PartyKind.FIRE_SERVICE, "Brandweer Flevoland", (("Kees Mol", ""),)),
    (PartyKind.OTHER, "Woonstede", (("Wil Kok", "wil@woonstede.nl"),)),
)  # fmt: skip


def seat_everybody(session: Session, group: Partnership) -> None:
    """Four mandatory parties and another one; the fire service has no e-mail address; a guide goes along."""
    for kind, organisation, people in PEOPLE:
        party = Party(kind=kind, organisation=organisation, partnership=group)
        session.add(party)
        for name, email in people:
            session.add(
                Representative(party=party, name=name, email=email, phone="0320 123 456", is_contact=name[0] == "S")
            )
    guide = Party(kind=PartyKind.OTHER, organisation="Bureau Veilig", partnership=group, is_guide=True)
    session.add_all([guide, Representative(party=guide, name="Gijs Gids", email="gids@bureau.nl")])
    session.flush()
    session.refresh(group)


def with_group(session: Session) -> Scene:
    """The agreed dossier of the planning tests, with people at its table."""
    here = scene(session)
    here.trajectory.partnership.town = "Lelystad"
    seat_everybody(session, here.trajectory.partnership)
    return here


def asked(session: Session, here: Scene, days: tuple[date, ...] = DAYS) -> DayQuestion:
    """The days are put to the working group."""
    return service.ask_for_days(
        session, actor(here.planner), NOW, here.trajectory, days=days, answer_by=ANSWER_BY, lead=here.auditor
    )


def who(question: DayQuestion, name: str) -> AskedPerson:
    """One of those who were asked."""
    return next(person for person in question.people if person.name.startswith(name))


def says(session: Session, question: DayQuestion, name: str, *words: Suits, remark: str = "") -> None:
    """Somebody answers, a word for each day."""
    person = who(question, name)
    by = actor_of(person)
    answers = {day.id: word for day, word in zip(question.days, words, strict=True)}
    service.answer_days(session, by, NOW, person, answers=answers, remark=remark)


def actor_of(person: AskedPerson) -> Actor:
    """Somebody from outside, by the link."""
    return Actor(None, f"{person.name} (werkgroep)", client=f"representative:{person.representative_id}")


def everybody_says(session: Session, question: DayQuestion, *words: Suits) -> None:
    """Each person answers the same."""
    for person in question.people:
        says(session, question, person.name, *words)
