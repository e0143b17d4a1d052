"""The demo shows the client's door in several states: each who can come in from outside has something to look at."""

from __future__ import annotations

from auditbeheer.accounts import links
from auditbeheer.demo.stories import OUTSIDE, mailbox_of
from auditbeheer.portal.reading import SCOPE, people_at, recipient_of, seats_of
from auditbeheer.portal.standing import standing_of
from tests.office import DAY, Office

OWED = {"Fatima Benali": 3, "Marij Gielen": 1, "Gijs de Ridder": 9, "Joost Veldman": 1, "Lotte Geelen": 0}


def owed(demo: Office, name: str) -> int:
    with demo.write() as session:
        person = people_at(session, mailbox_of(name))[0]
        to = recipient_of(person)
        link, _ = links.make(session, demo.now, to, scope=SCOPE, thing=to.email)
        return sum(standing_of(session, seat, DAY).owed for seat in seats_of(session, link))


def test_who_comes_in_from_outside_finds_another_state_each(demo: Office) -> None:
    assert {name for _, name in OUTSIDE} == set(OWED)
    assert {name: owed(demo, name) for name in OWED} == OWED
