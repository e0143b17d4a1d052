"""What the people of a working group do with a question for a day: answer, answer anew, hand it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import Actor
from auditbeheer.planning.day_letters import LINK
from auditbeheer.planning.models import AskedPerson, DayAnswer, DayReply, Suits
from auditbeheer.planning.rules import may_answer
from auditbeheer.plumbing.refusal import require
from auditbeheer.scheme.wording import day_plain, join_and


def answer_days(
    session: Session, by: Actor, now: datetime, person: AskedPerson, *, answers: Mapping[int, Suits], remark: str = ""
) -> DayReply:
    """Somebody says of each day whether it suits; later answers of the same person take the place of earlier ones."""
    return _write(session, by, now, person, answers, remark, on_behalf=False)


def record_answer(
    session: Session, by: Actor, now: datetime, person: AskedPerson, *, answers: Mapping[int, Suits], remark: str = ""
) -> DayReply:
    """Staff write down what somebody told them, marked as such."""
    return _write(session, by, now, person, answers, remark, on_behalf=True)


def _write(
    session: Session, by: Actor, now: datetime, person: AskedPerson, answers: Mapping[int, Suits], remark: str, *,
    on_behalf: bool,
) -> DayReply:  # fmt: skip
    question = person.question
    complete = {row.id for row in question.days} == set(answers)
    require(may_answer(chosen=question.chosen_day, closed=question.closed_at is not None, complete=complete))
    reply = DayReply(
        at=now.replace(microsecond=0), by_name=by.name if on_behalf else person.name, on_behalf=on_behalf,
        person=person, remark=remark,
    )  # fmt: skip
    for key, suits in answers.items():
        DayAnswer(asked_day_id=key, suits=suits, reply=reply)
    session.add(reply)
    session.flush()
    said = join_and([f"{day_plain(row.day)} {answers[row.id]}" for row in question.days])
    journal.record(
        session, by, now, verb="antwoord over de datum genoteerd" if on_behalf else "antwoord over de datum",
        kind="datum", thing=question.id, dossier=question.trajectory.number, why=remark,
        what=f"{person.name} ({person.party.organisation}): {said}",
    )  # fmt: skip
    return reply


def hand_back_question(session: Session, by: Actor, now: datetime, person: AskedPerson) -> None:
    """Dit ben ik niet: nobody waits for this person any more, and the link closes."""
    person.handed_back_at = now.replace(microsecond=0)
    links.revoke(session, now, scope=LINK, thing=str(person.id))
    journal.record(
        session, by, now, verb="vraag om een datum teruggegeven", kind="datum", thing=person.question_id,
        what=f"{person.name} ({person.party.organisation}) zegt: dit ben ik niet",
        dossier=person.question.trajectory.number,
    )  # fmt: skip
