"""Personal links: a door for one person from outside to what one mail was about; never a shared password.

A link is known by a long random code, of which only the hash is kept. What it opens is an opaque ``scope`` and
``thing`` (``mijn`` and an e-mail address, ``document`` and a request): this area does not know what they mean.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import PersonalLink
from auditbeheer.plumbing.outbox import Recipient

DAYS = 30
CODE_BYTES = 24


class LinkState(StrEnum):
    """Whether a link opens, and why not."""

    OPEN = "open"
    EXPIRED = "verlopen"
    REVOKED = "ingetrokken"


def make(
    session: Session,
    now: datetime,
    to: Recipient,
    *,
    scope: str,
    thing: str,
    dossier: str | None = None,
    last_day: date | None = None,
) -> tuple[PersonalLink, str]:
    """A new link and its code; the code is told once and kept nowhere. ``last_day``: thirty days on unless given."""
    code = token_urlsafe(CODE_BYTES)
    link = PersonalLink(
        code_hash=hash_of(code), scope=scope, thing=thing, person=to.person, name=to.name,
        email=to.email.strip().lower(), dossier=dossier, made_at=now,
        last_day=last_day or now.date() + timedelta(days=DAYS),
    )  # fmt: skip
    session.add(link)
    session.flush()
    return link, code


def find(session: Session, code: str) -> PersonalLink | None:
    """The link with this code, in whatever state; None when there never was one."""
    return session.scalars(select(PersonalLink).where(PersonalLink.code_hash == hash_of(code))).one_or_none()


def state_on(link: PersonalLink, day: date) -> LinkState:
    """Whether the link opens on ``day``; it works up to and including its last day."""
    if link.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OPEN if day <= link.last_day else LinkState.EXPIRED


def revoke(session: Session, now: datetime, *, scope: str, thing: str) -> int:
    """Close every open link to one thing (a person left, or said "dit ben ik niet"); returns how many."""
    query = select(PersonalLink).where(
        PersonalLink.scope == scope, PersonalLink.thing == thing, PersonalLink.revoked_at.is_(None)
    )
    links = session.scalars(query).all()
    for link in links:
        link.revoked_at = now
    session.flush()
    return len(links)


def is_open(session: Session, day: date, *, scope: str, thing: str) -> bool:
    """Whether a link to one thing works on ``day``."""
    query = select(PersonalLink.id).where(PersonalLink.scope == scope, PersonalLink.thing == thing)
    query = query.where(PersonalLink.revoked_at.is_(None), PersonalLink.last_day >= day)
    return session.scalars(query).first() is not None


def hash_of(code: str) -> str:
    """SHA-256 (hex) of a code; it is long and random, so that it needs no salt."""
    return hashlib.sha256(code.encode()).hexdigest()


def hinted(email: str) -> str:
    """An address as its owner recognises it and a stranger does not learn it.

    >>> hinted("selin.yilmaz@lelystad.nl"), hinted("a@b.nl")
    ('s…z@lelystad.nl', 'a…@b.nl')
    """
    name, _, house = email.partition("@")
    return f"{name[0]}…{name[-1] if len(name) > 1 else ''}@{house}" if name else email
