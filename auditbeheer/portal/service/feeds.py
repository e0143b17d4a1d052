"""The secret address of somebody's appointments, for the calendar on a phone; one at a time, and it can be ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import PersonalLink
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.portal.reading import FEED_SCOPE

# A certificate's cycle; after it the address is made anew.
FEED_DAYS = 3 * 365


def make_feed(session: Session, by: Actor, now: datetime, link: PersonalLink) -> str:
    """A new address; the one before stops. Returns its code, which is told once and kept nowhere."""
    links.revoke(session, now, scope=FEED_SCOPE, thing=link.email)
    to = Recipient(name=link.name, email=link.email, person=link.person)
    feed, code = links.make(
        session, now, to, scope=FEED_SCOPE, thing=link.email, last_day=now.date() + timedelta(days=FEED_DAYS)
    )
    journal.record(session, by, now, verb="agenda-adres gemaakt", kind="link", thing=feed.id, what=link.name)
    return code


def end_feed(session: Session, by: Actor, now: datetime, link: PersonalLink) -> int:
    """The address stops; returns how many there were."""
    ended = links.revoke(session, now, scope=FEED_SCOPE, thing=link.email)
    journal.record(session, by, now, verb="agenda-adres gestopt", kind="link", thing=link.id, what=link.name)
    return ended
