"""Who carries the post: joins what waits into mails, and tries each until it left or nobody can deliver it.

Each try is two short transactions with the sending between them: the first moves the next try ahead, so that no other
process takes the same mail and a process that is killed half-way leaves it to be tried again, under the same id. A
mail that cannot even be written stops no other: it stands in *Post* with what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from itertools import groupby
from typing import Protocol
from uuid import uuid4

import structlog
from jinja2 import TemplateError
from sqlalchemy import text
from sqlalchemy.orm import Session

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.mail_text import Words, filled_in, tidy, write
from auditbeheer.plumbing.outbox import (
    Mail,
    Notice,
    due_mail,
    give_up,
    had_mail,
    next_morning,
    pause_after,
    waiting_notices,
)

log = structlog.get_logger()
# A try that takes longer than this was killed: somebody may try again.
IN_FLIGHT = timedelta(minutes=10)
# What stood ready so long (a server that was set only now) is no news any more and does not leave by itself.
STALE = timedelta(days=7)


class Refusal(Exception):
    """The other side will never take this mail (an address that does not exist)."""


class TooLate(Refusal):
    """We ourselves do not send this mail any more."""


class NotNow(Exception):
    """The other side cannot take it at this moment."""


class Carrier(Protocol):
    """Brings one message away. Raises ``Refusal`` or ``NotNow``."""

    def carry(self, message: EmailMessage, to: str) -> None:
        """Hand over ``message`` for ``to``."""


class InTheBox:
    """The carrier of a demo: every address exists, nothing leaves, and the mail as it stands here is the mailbox."""

    def carry(self, message: EmailMessage, to: str) -> None:
        """Takes every mail."""


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
# (session, mail, now) -> mark in the text -> the address that comes there
LinksFor = Callable[[Session, Mail, datetime], Mapping[str, str]]


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along in a mail, without a word about anybody: ``kind`` is its media type."""

    name: str
    kind: str
    content: bytes
    params: Mapping[str, str] = field(default_factory=dict)


# (session, mail, now) -> what goes along in it
EnclosedIn = Callable[[Session, Mail, datetime], Sequence[Enclosure]]
GivenUp = Callable[[Session, Mail], None]


def gather(session: Session, now: datetime, heading: Heading) -> int:
    """Join what waits: one mail per person and dossier, and none to who had one today. Returns how many were made."""
    _one_at_a_time(session)
    made = 0
    midnight = datetime.combine(now.astimezone(ZONE).date(), time(0), tzinfo=ZONE)
    for group in _groups(waiting_notices(session, now)):
        first = group[0]
        if not first.by_itself and had_mail(session, first, midnight):
            for notice in group:
                notice.due_at = next_morning(now)
            continue
        _make(session, now, group, heading(session, first.person, first.name, first.dossier))
        made += 1
    session.flush()
    return made


def _one_at_a_time(session: Session) -> None:
    # Two at once would each make a mail. SQLite's writer holds the only write lock already.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7066)"))


def _groups(waiting: Sequence[Notice]) -> Iterator[list[Notice]]:
    """What goes into one mail: the same person, dossier and kind of link; an answer goes alone, and first."""
    yield from ([notice] for notice in waiting if notice.by_itself)
    gathered = sorted((notice for notice in waiting if not notice.by_itself), key=_whose)
    yield from (list(group) for _, group in groupby(gathered, key=_whose))


def _whose(notice: Notice) -> tuple[str, ...]:
    return (notice.email, notice.person, notice.dossier or "", notice.scope, notice.thing)


def _make(session: Session, now: datetime, group: Sequence[Notice], head: Letterhead) -> Mail:
    first = group[0]
    words, problem = _written(group, head)
    mail = Mail(
        made_at=now, email=first.email, name=first.name, person=first.person, dossier=first.dossier,
        subject=words.subject, text=words.text, html=words.html, scope=first.scope, thing=first.thing,
        target=first.target if len(group) == 1 else _common_target(group), by_itself=first.by_itself,
        message_id=f"<{uuid4().hex}@{head.sender_email.partition('@')[2] or 'auditbeheer'}>", next_try_at=now,
    )  # fmt: skip
    if problem:
        give_up(mail, now, problem)
    session.add(mail)
    session.flush()
    for notice in group:
        notice.mail_id = mail.id
    return mail


def _written(group: Sequence[Notice], head: Letterhead) -> tuple[Words, str]:
    """The words of a mail, and what is wrong with them: a text that lacks a fact must not stop all other post."""
    try:
        told = [(notice.topic, notice.facts) for notice in group]
        return write(told, about=head.about, greeting=head.greeting, sign_off=head.sign_off), ""
    except (TemplateError, ValueError, TypeError) as error:
        topics = ", ".join(notice.topic for notice in group)
        log.error("mail niet te schrijven", topics=topics, problem=type(error).__name__)
        return Words(topics, "", ""), f"De tekst is niet te maken ({type(error).__name__}: {error})"


def _common_target(group: Sequence[Notice]) -> str:
    targets = {notice.target for notice in group}
    return targets.pop() if len(targets) == 1 else ""


def deliver(
    database: Database,
    clock: Callable[[], datetime],
    carrier: Carrier,
    heading: Heading,
    links_for: LinksFor,
    *,
    given_up: GivenUp | None = None,
    enclosed_in: EnclosedIn | None = None,
    most: int = 200,
) -> tuple[int, int]:
    """Try every mail that is due, one at a time; returns how many left and how many did not.

    ``given_up``: told, in the same transaction, of each mail that nobody will try again.
    """
    left = failed = 0
    for _ in range(most):
        with database.write() as session:
            mail = due_mail(session, clock())
            if mail is None:
                break
            number, to = mail.id, mail.email
            message = _taken(session, mail, heading, links_for, enclosed_in, clock())
        problem = message if isinstance(message, Refusal) else _try(carrier, message, to)
        with database.write() as session:
            _note(session, number, problem, clock(), given_up)
        left, failed = (left + 1, failed) if problem is None else (left, failed + 1)
    return left, failed


def _taken(
    session: Session, mail: Mail, heading: Heading, links_for: LinksFor, enclosed_in: EnclosedIn | None, now: datetime
) -> EmailMessage | Refusal:
    """The mail is ours for a while; what is wrong with it is told as a refusal, so that the next one gets its turn."""
    due = mail.next_try_at or now
    mail.attempts, mail.next_try_at = mail.attempts + 1, now + IN_FLIGHT
    if now - due > STALE:
        mail.solved_at = now  # nobody needs to look after what is no news any more
        return TooLate(f"Deze mail stond meer dan {STALE.days} dagen klaar en is niet meer vanzelf verstuurd")
    try:
        message = _message(session, mail, heading, links_for, now)
        for one in enclosed_in(session, mail, now) if enclosed_in else ():
            _enclose(message, one)
        return message
    except (ValueError, UnicodeError) as error:
        return Refusal(f"Dit adres of deze tekst is geen mail ({error})")


def _try(carrier: Carrier, message: EmailMessage, to: str) -> Refusal | NotNow | None:
    try:
        carrier.carry(message, to)
    except (Refusal, NotNow) as problem:
        return problem
    return None


def _note(
    session: Session, number: int, problem: Refusal | NotNow | None, now: datetime, given_up: GivenUp | None
) -> None:
    mail = session.get_one(Mail, number)
    if problem is None:
        mail.sent_at, mail.next_try_at, mail.error = now, None, ""
        return
    log.warning("mail ging niet weg", mail=mail.id, attempt=mail.attempts, refused=isinstance(problem, Refusal))
    pause = None if isinstance(problem, Refusal) else pause_after(mail.attempts)
    if pause is not None:
        mail.error, mail.next_try_at = str(problem)[:300], now + pause
        return
    give_up(mail, now, str(problem), refused=isinstance(problem, Refusal) and not isinstance(problem, TooLate))
    if given_up is not None and mail.solved_at is None:
        given_up(session, mail)


def _message(session: Session, mail: Mail, heading: Heading, links_for: LinksFor, now: datetime) -> EmailMessage:
    """The mail as it leaves: with the personal link, that stands nowhere else."""
    head = heading(session, mail.person, mail.name, mail.dossier)
    addresses = links_for(session, mail, now)
    message = EmailMessage()
    message["From"] = formataddr((head.sender_name, head.sender_email))
    message["To"] = formataddr((mail.name, mail.email))
    message["Reply-To"] = head.reply_to
    message["Subject"] = tidy(mail.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(filled_in(mail.text, addresses, as_html=False))
    message.add_alternative(filled_in(mail.html, addresses, as_html=True), subtype="html")
    return message


def _enclose(message: EmailMessage, one: Enclosure) -> None:
    main, _, sub = one.kind.partition("/")
    message.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name, params=dict(one.params))
