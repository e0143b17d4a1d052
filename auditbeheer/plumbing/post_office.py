"""Who carries the post: joins what waits into mails, and tries each until it left or nobody can deliver it.

Each try is two short transactions with the sending between them: the first moves the next try ahead, so that no other
process takes the same mail and a process that is killed half-way leaves it to be tried again, under the same id.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from itertools import groupby
from typing import Protocol
from uuid import uuid4

import structlog
from sqlalchemy.orm import Session

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.mail_text import LINK, tidy, write
from auditbeheer.plumbing.outbox import (
    PAUSES,
    Mail,
    Notice,
    due_mail,
    mailed_on,
    next_morning,
    pause_after,
    waiting_notices,
)

log = structlog.get_logger()


class Refusal(Exception):
    """The other side will never take this mail (an address that does not exist)."""


class NotNow(Exception):
    """The other side cannot take it at this moment."""


class Carrier(Protocol):
    """Brings one message away. Raises ``Refusal`` or ``NotNow``."""

    def carry(self, message: EmailMessage, to: str) -> None:
        """Hand over ``message`` for ``to``."""


@dataclass(frozen=True)
class Letterhead:
    """What every mail bears: who sends it, to whom an answer goes, and how it begins and ends."""

    sender_name: str
    sender_email: str
    reply_to: str
    greeting: str
    sign_off: str
    about: str = ""


# (session, person, name, dossier) -> how mails to this person about this dossier begin and end
Heading = Callable[[Session, str, str, str | None], Letterhead]
LinkFor = Callable[[Session, Mail, datetime], str]


def gather(session: Session, now: datetime, heading: Heading) -> int:
    """Join what waits: one mail per person and dossier, and none to who had one today. Returns how many were made."""
    made = 0
    waiting = sorted(waiting_notices(session, now), key=lambda notice: (not notice.by_itself, notice.email,
                                                                        notice.dossier or "", notice.id))  # fmt: skip
    alone = [[notice] for notice in waiting if notice.by_itself]
    together = [
        list(group)
        for _, group in groupby(
            (notice for notice in waiting if not notice.by_itself), key=lambda notice: (notice.email, notice.dossier)
        )
    ]
    midnight = datetime.combine(now.astimezone(ZONE).date(), time(0), tzinfo=ZONE)
    for group in alone + together:
        if not group[0].by_itself and mailed_on(session, group[0].email, group[0].dossier, midnight):
            for notice in group:
                notice.due_at = next_morning(now)
            continue
        first = group[0]
        _make(session, now, group, heading(session, first.person, first.name, first.dossier))
        made += 1
    session.flush()
    return made


def _make(session: Session, now: datetime, group: Sequence[Notice], head: Letterhead) -> Mail:
    first = group[0]
    words = write(
        [(notice.topic, notice.facts) for notice in group],
        about=head.about, greeting=head.greeting, sign_off=head.sign_off,
    )  # fmt: skip
    mail = Mail(
        made_at=now, email=first.email, name=first.name, person=first.person, dossier=first.dossier,
        subject=tidy(words.subject), text=words.text, html=words.html, scope=first.scope, thing=first.thing,
        target=first.target if len(group) == 1 else _common_target(group), by_itself=first.by_itself,
        message_id=f"<{uuid4().hex}@{head.sender_email.partition('@')[2] or 'auditbeheer'}>", next_try_at=now,
    )  # fmt: skip
    session.add(mail)
    session.flush()
    for notice in group:
        notice.mail_id = mail.id
    return mail


def _common_target(group: Sequence[Notice]) -> str:
    targets = {notice.target for notice in group}
    return targets.pop() if len(targets) == 1 else ""


def deliver(database: Database, clock: Callable[[], datetime], carrier: Carrier, heading: Heading, link_for: LinkFor,
            *, most: int = 200) -> tuple[int, int]:  # fmt: skip
    """Try every mail that is due, one at a time; returns how many left and how many did not."""
    left = failed = 0
    for _ in range(most):
        with database.write() as session:
            mail = due_mail(session, clock())
            if mail is None:
                break
            mail.attempts += 1
            mail.next_try_at = clock() + (pause_after(mail.attempts) or PAUSES[-1])
            number, to = mail.id, mail.email
            message = _message(session, mail, heading, link_for, clock())
        problem = _try(carrier, message, to)
        with database.write() as session:
            _note(session, number, problem, clock())
        left, failed = (left + 1, failed) if problem is None else (left, failed + 1)
    return left, failed


def _try(carrier: Carrier, message: EmailMessage, to: str) -> Refusal | NotNow | None:
    try:
        carrier.carry(message, to)
    except (Refusal, NotNow) as problem:
        return problem
    return None


def _note(session: Session, number: int, problem: Refusal | NotNow | None, now: datetime) -> None:
    mail = session.get_one(Mail, number)
    if problem is None:
        mail.sent_at, mail.next_try_at, mail.error = now, None, ""
        return
    mail.error = str(problem)[:300]
    log.warning("mail ging niet weg", mail=mail.id, attempt=mail.attempts, refused=isinstance(problem, Refusal))
    pause = None if isinstance(problem, Refusal) else pause_after(mail.attempts)
    if pause is None:
        mail.gave_up_at, mail.next_try_at, mail.refused = now, None, isinstance(problem, Refusal)
    else:
        mail.next_try_at = now + pause


def _message(session: Session, mail: Mail, heading: Heading, link_for: LinkFor, now: datetime) -> EmailMessage:
    """The mail as it leaves: with the personal link, that stands nowhere else."""
    head = heading(session, mail.person, mail.name, mail.dossier)
    address = link_for(session, mail, now)
    message = EmailMessage()
    message["From"] = formataddr((head.sender_name, head.sender_email))
    message["To"] = formataddr((mail.name, mail.email))
    message["Reply-To"] = head.reply_to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text.replace(LINK, address))
    message.add_alternative(mail.html.replace(LINK, address), subtype="html")
    return message
