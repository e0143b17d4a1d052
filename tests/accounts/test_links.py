"""Personal links: known by a code that is kept nowhere, for one thing, until a day, and they can be closed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.accounts.links import LinkState
from auditbeheer.accounts.models import PersonalLink
from tests.post.people import NOON, PIET, SELIN

TODAY = NOON.date()


def made(session, to=SELIN, **options):
    return links.make(session, NOON, to, scope="mijn", thing=to.email, **options)


def test_a_link_is_found_by_its_code_and_by_nothing_else(session):
    link, code = made(session)
    assert link is not None
    assert links.find(session, code).id == link.id  # type: ignore[union-attr]  # None has no id: then it fails too
    assert links.find(session, code[:-1]) is None
    assert links.find(session, link.code_hash) is None


def test_the_code_itself_is_kept_nowhere(session):
    _, code = made(session)
    row = session.scalars(select(PersonalLink)).one()
    assert all(code not in str(value) for value in vars(row).values())


def test_a_link_works_up_to_and_including_its_last_day(session):
    link, _ = made(session)
    assert links.state_on(link, TODAY + timedelta(days=30)) is LinkState.OPEN
    assert links.state_on(link, TODAY + timedelta(days=31)) is LinkState.EXPIRED


def test_every_link_to_one_thing_is_closed_and_no_other(session):
    first, second, other = made(session)[0], made(session)[0], made(session, PIET)[0]
    assert links.revoke(session, NOON, scope="mijn", thing=SELIN.email) == 2
    states = [links.state_on(link, TODAY) for link in (first, second, other)]
    assert states == [LinkState.REVOKED, LinkState.REVOKED, LinkState.OPEN]
