"""The demo's mailbox: without a mail server the mails of a demo arrive here, each with its person."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.config import Settings
from auditbeheer.operations.letterhead import heading_for, links_for
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.mail_text import LINK, for_the_eye
from auditbeheer.plumbing.outbox import Mail, Notice
from auditbeheer.plumbing.post_office import InTheBox, deliver, gather

_BUTTON = re.compile(rf"^(.+):\n{LINK}$", re.MULTILINE)


@dataclass(frozen=True)
class Box:
    """Whose mailbox it is, and how much is in it."""

    name: str
    email: str
    mails: int
    newest: datetime


@dataclass(frozen=True)
class Arrived:
    """A mail as it reads in the box, and what stands on its button."""

    mail: Mail
    text: str
    button: str


def boxes(session: Session) -> list[Box]:
    """Everybody who got mail, the newest mail on top."""
    newest = func.max(Mail.made_at)
    query = select(func.max(Mail.name), Mail.email, func.count(), newest).group_by(Mail.email)
    return [
        Box(name, email, count, when) for name, email, count, when in session.execute(query.order_by(newest.desc()))
    ]


def mails_for(session: Session, email: str) -> list[Arrived]:
    """What is in one box, newest first."""
    rows = session.scalars(select(Mail).where(Mail.email == email).order_by(Mail.made_at.desc(), Mail.id.desc()))
    return [_arrived(row) for row in rows]


def _arrived(mail: Mail) -> Arrived:
    found = _BUTTON.search(mail.text)
    return Arrived(mail, for_the_eye(_BUTTON.sub("", mail.text)), found[1] if found else "")


def join_what_was_told(session: Session) -> None:
    """Put what a step of a story told into mails, each on its own day, before the next step makes it old news."""
    while (moment := _first_due(session)) is not None:
        gather(session, moment, heading_for(_standing_at(moment)))


def _first_due(session: Session) -> datetime | None:
    query = select(func.min(Notice.due_at)).where(
        Notice.mail_id.is_(None), Notice.withdrawn_at.is_(None), Notice.email != ""
    )
    return session.scalar(query)


def _standing_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def deliver_the_past(database: Database, settings: Settings) -> None:
    """Let the mails of the stories arrive, each at the moment at which it was made."""
    while (moment := _first_made(database)) is not None:
        clock = _standing_at(moment)
        deliver(database, clock, InTheBox(), heading_for(clock), links_for(settings.base_url))


def _first_made(database: Database) -> datetime | None:
    with database.read() as session:
        return session.scalar(select(func.min(Mail.next_try_at)))
