"""What a partnership was before: the parties, people and areas that left it, with their last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditbeheer.relations.composition import party_word
from auditbeheer.relations.models import Partnership, Party


@dataclass(frozen=True)
class Former:
    """Somebody or something that was part of it up to and including ``last_day``; ``why`` when that was asked."""

    name: str
    what: str
    last_day: date
    why: str = ""


def formerly(partnership: Partnership) -> list[Former]:
    """Who and what left, newest first; of a party that ended its people are named with it."""
    left = [former for party in partnership.parties for former in _left(party)]
    left += [Former(link.area.name, link.area.type.value, link.left_on) for link in partnership.areas if link.left_on]
    return sorted(left, key=lambda former: former.last_day, reverse=True)


def _left(party: Party) -> Iterator[Former]:
    if party.until_day:
        yield Former(party.organisation, party_word(party), party.until_day, party.ended_why or "")
    for person in party.representatives:
        if person.until_day:
            yield Former(person.name, ", ".join(filter(None, (person.function, party.organisation))), person.until_day)
