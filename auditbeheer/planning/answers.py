"""What the parties of a working group answered: per day of a question, and per dossier for whoever looks for a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.planning.models import AskedDay, DayQuestion, ExtraAssessment, questions_of
from auditbeheer.planning.rules import CANNOT, Seat, answer_of_party
from auditbeheer.relations.models import Party
from auditbeheer.scheme.model import Scheme


def seat_of(party: Party, scheme: Scheme) -> Seat:
    """A party with whether the scheme names it (AUD-1)."""
    required = {one.code for one in scheme.parties.required} if scheme.parties else set()
    return Seat(party.organisation, party.kind.value in required)


def answers_on(question: DayQuestion, day: AskedDay) -> dict[int, str | None]:
    """What each party says of one day, by the party's id; None while nothing can be said yet."""
    given: dict[int, list[str | None]] = defaultdict(list)
    for person in question.people:
        reply = person.newest
        if reply is not None:
            given[person.party_id].append(reply.by_day.get(day.id))
        elif person.handed_back_at is None:
            given[person.party_id].append(None)
        else:
            given[person.party_id] += []
    return {party: answer_of_party(answers) for party, answers in given.items()}


def silent_parties(question: DayQuestion) -> list[Party]:
    """The parties of which nobody answered yet, each once."""
    heard = {person.party_id for person in question.people if person.replies}
    return [party for party in question.parties if party.id not in heard]


def everybody_answered(question: DayQuestion) -> bool:
    """Whether of each party somebody answered."""
    return not silent_parties(question)


def refused_days(session: Session, trajectory_ids: Sequence[int]) -> dict[int, set[date]]:
    """The days that a party refused, by the dossier's id: in any question, open or closed. The newest answer counts.

    A constant number of queries, however many dossiers there are.
    """
    found: dict[int, set[date]] = {key: set() for key in trajectory_ids}
    for question, day, answers in _newest(session, trajectory_ids):
        if CANNOT in answers.values():
            found[question.trajectory_id].add(day)
    return found


def answered_days(session: Session, trajectory_ids: Sequence[int]) -> dict[int, set[date]]:
    """The days on which every party said to be able to come to the audit, by the dossier's id."""
    found: dict[int, set[date]] = {key: set() for key in trajectory_ids}
    for question, day, answers in _newest(session, trajectory_ids):
        if question.extra_id is None and _all_can(answers):
            found[question.trajectory_id].add(day)
    return found


def answered_for_extras(session: Session, extras: Sequence[ExtraAssessment]) -> dict[int, set[date]]:
    """The same for extra assessments, by their ids."""
    found: dict[int, set[date]] = {one.id: set() for one in extras}
    for question, day, answers in _newest(session, sorted({one.trajectory_id for one in extras})):
        if question.extra_id in found and _all_can(answers):
            found[question.extra_id].add(day)
    return found


def _all_can(answers: Mapping[int, str | None]) -> bool:
    return bool(answers) and not {None, CANNOT} & set(answers.values())


def _newest(
    session: Session, trajectory_ids: Sequence[int]
) -> Iterator[tuple[DayQuestion, date, Mapping[int, str | None]]]:
    """Each day that was ever asked for an audit or an extra assessment once, by the newest question that has it."""
    seen: set[tuple[int, int | None, date]] = set()
    for question in questions_of(session, trajectory_ids):
        for day in question.days:
            key = (question.trajectory_id, question.extra_id, day.day)
            if key not in seen:
                seen.add(key)
                yield question, day.day, answers_on(question, day)
