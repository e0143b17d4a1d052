"""What the parties of a working group answered: per day of a question, and per dossier for whoever looks for a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.planning.models import AskedDay, DayQuestion, questions_of
from auditbeheer.planning.rules import CANNOT, RATHER_NOT, Seat, answer_of_party
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


@dataclass
class Said:
    """What the parties said of days for one audit or extra assessment; the newest answer counts.

    ``suits``: every party can. ``rather_not``: how many parties had rather another day.
    """

    suits: set[date] = field(default_factory=set)
    rather_not: dict[date, int] = field(default_factory=dict)


def said_of_days(session: Session, trajectory_ids: Sequence[int]) -> dict[tuple[int, int | None], Said]:
    """By the dossier's id, and the id of the extra assessment (None: the audit). A constant number of queries."""
    found: dict[tuple[int, int | None], Said] = defaultdict(Said)
    for question, day, answers in _newest(session, trajectory_ids):
        said, words = found[question.trajectory_id, question.extra_id], list(answers.values())
        if words and not {None, CANNOT} & set(words):
            said.suits.add(day)
        if RATHER_NOT in words:
            said.rather_not[day] = words.count(RATHER_NOT)
    return found


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
