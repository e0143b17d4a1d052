"""Post that leaves: what somebody is told is a row, written in the transaction of its cause.

A ``Notice`` is one thing to tell one person about one dossier; it exists exactly when its cause was committed. Notices
of one person about one dossier are joined into one ``Mail`` (never two on a day), which is tried until it left or
until nobody can deliver it. A mail holds no personal link: that one is made at the moment of sending. Whoever has no
e-mail address is told by a person: the notice waits for somebody to call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Moment

# So long a notice waits for others to join: who sends a quote often asks for documents in the same quarter.
GATHERING = timedelta(minutes=10)
MORNING = time(8, 0)
# After each failed try; after the last one nobody tries again (some two and a half days in all).
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))


class MailState(StrEnum):
    """How far a mail is; the words of the screen (ux §9)."""

    READY = "Klaargezet"
    SENT = "Verstuurd"
    RETURNED = "Niet bezorgd"
    FAILED = "Mislukt"


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who is told: ``person`` names the row it is (``representative:12``), so that links and joins stay with people."""

    name: str
    email: str
    person: str


class Mail(Base):
    """One mail to one person. ``scope`` and ``target``: which personal link it carries, and where that leads."""

    __tablename__ = "mail"

    id: Mapped[Key] = mapped_column(init=False)
    made_at: Mapped[Happened]
    email: Mapped[Line]
    name: Mapped[Line]
    person: Mapped[str] = mapped_column(String(60))
    dossier: Mapped[str | None] = mapped_column(String(20), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    message_id: Mapped[Line] = mapped_column(unique=True)
    scope: Mapped[str] = mapped_column(String(40))
    thing: Mapped[str] = mapped_column(String(200))
    target: Mapped[str] = mapped_column(String(300))
    by_itself: Mapped[bool]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Moment, default=None, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    gave_up_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    refused: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str] = mapped_column(String(300), default="")
    solved_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    @property
    def state(self) -> MailState:
        """Computed from what happened."""
        if self.sent_at is not None:
            return MailState.SENT
        if self.gave_up_at is not None:
            return MailState.RETURNED if self.refused else MailState.FAILED
        return MailState.READY


class Notice(Base):
    """One thing to tell. ``facts``: what its text names (days as ISO texts); ``key``: told once, however often asked.

    ``thing`` and ``scope`` say which personal link opens it, ``target`` the page behind that link. ``by_itself``: an
    answer to what the person just did (a new link, a receipt) goes at once and alone.
    """

    __tablename__ = "notice"

    id: Mapped[Key] = mapped_column(init=False)
    at: Mapped[Happened]
    email: Mapped[Line]
    name: Mapped[Line]
    person: Mapped[str] = mapped_column(String(60))
    topic: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    due_at: Mapped[Happened]
    dossier: Mapped[str | None] = mapped_column(String(20), default=None)
    key: Mapped[str | None] = mapped_column(String(120), default=None)
    scope: Mapped[str] = mapped_column(String(40), default="")
    thing: Mapped[str] = mapped_column(String(200), default="")
    target: Mapped[str] = mapped_column(String(300), default="")
    by_itself: Mapped[bool] = mapped_column(default=False)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), default=None, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment, default=None)

    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_notice_waiting", "due_at", sqlite_where=mail_id.is_(None), postgresql_where=mail_id.is_(None)),
    )


def tell(
    session: Session,
    now: datetime,
    to: Recipient,
    *,
    topic: str,
    facts: dict[str, Any],
    dossier: str | None = None,
    key: str | None = None,
    scope: str = "",
    thing: str = "",
    target: str = "",
    by_itself: bool = False,
) -> Notice | None:
    """Tell one person one thing, when (and only when) this transaction is committed. None when ``key`` was told before.

    ``topic``: the name of its text in ``templates/mail``. Without an e-mail address the notice waits for a call
    (``to_call``), but for what happens ``by_itself``: an answer to somebody who is not there any more.
    """
    if (by_itself and not to.email) or (key is not None and was_told(session, key)):
        return None
    notice = Notice(
        at=now, email=to.email.strip().lower(), name=to.name, person=to.person, topic=topic, facts=facts,
        due_at=now if by_itself else now + GATHERING, dossier=dossier, key=key, scope=scope, thing=thing,
        target=target, by_itself=by_itself,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    return notice


def was_told(session: Session, key: str) -> bool:
    """Whether the thing with this key was told (or withdrawn before it left)."""
    return session.scalar(select(Notice.id).where(Notice.key == key)) is not None


def withdraw(session: Session, now: datetime, *, key: str) -> None:
    """What was about to be told is no longer so; what has left already stays as it is.

    ``key`` may be the front of several keys, up to a colon: ``offerte:12`` is also ``offerte:12:representative:3``.
    """
    same = (Notice.key == key) | Notice.key.startswith(f"{key}:", autoescape=True)
    query = select(Notice).where(same, Notice.mail_id.is_(None), Notice.withdrawn_at.is_(None))
    for notice in session.scalars(query):
        notice.withdrawn_at = now
    session.flush()


def told_by_phone(session: Session, now: datetime, notice: Notice) -> None:
    """Somebody called, so that nobody needs to any more."""
    notice.withdrawn_at = now
    session.flush()


def send_again(session: Session, now: datetime, mail: Mail, *, email: str) -> None:
    """Try a mail anew, from the first try on, at the address that is right now; its personal link follows it."""
    if mail.thing == mail.email:
        mail.thing = email
    mail.email, mail.attempts, mail.next_try_at = email, 0, now
    mail.gave_up_at, mail.solved_at, mail.refused, mail.error = None, None, False, ""
    session.flush()


def give_up(mail: Mail, now: datetime, why: str, *, refused: bool = False) -> None:
    """Nobody tries this mail again until a person says so."""
    mail.gave_up_at, mail.next_try_at, mail.refused, mail.error = now, None, refused, why[:300]


def next_morning(moment: datetime) -> datetime:
    """The first time that post goes out on the day after ``moment``."""
    return datetime.combine(moment.astimezone(ZONE).date() + timedelta(days=1), MORNING, tzinfo=ZONE)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed tries; None: nobody tries again.

    >>> pause_after(1), pause_after(len(PAUSES) + 1)
    (datetime.timedelta(seconds=60), None)
    """
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


# Reads

_WAITS = Notice.mail_id.is_(None) & Notice.withdrawn_at.is_(None)


def waiting_notices(session: Session, now: datetime) -> Sequence[Notice]:
    """What may be put into a mail now, oldest first."""
    query = select(Notice).where(_WAITS, Notice.email != "", Notice.due_at <= now)
    return session.scalars(query.order_by(Notice.id)).all()


@asked_whole(lambda row: row.dossier)
def to_call(session: Session, dossier: str | None = None) -> Sequence[Notice]:
    """What somebody must tell by phone because there is no address, oldest first; ``dossier``: only about this one."""
    query = select(Notice).where(_WAITS, Notice.email == "")
    if dossier is not None:
        query = query.where(Notice.dossier == dossier)
    return session.scalars(query.order_by(Notice.id)).all()


def had_mail(session: Session, notice: Notice, since: datetime) -> bool:
    """Whether this person had a (gathered) mail about this dossier, by the same kind of link, since ``since``."""
    same = Mail.dossier.is_(None) if notice.dossier is None else Mail.dossier == notice.dossier
    query = select(Mail.id).where(
        Mail.email == notice.email,
        Mail.person == notice.person,
        Mail.scope == notice.scope,
        same,
        Mail.by_itself.is_(False),
        Mail.made_at >= since,
    )
    return session.scalar(query.limit(1)) is not None


def due_mail(session: Session, now: datetime) -> Mail | None:
    """One mail that may be tried now; nobody else takes it meanwhile."""
    query = select(Mail).where(Mail.sent_at.is_(None), Mail.gave_up_at.is_(None), Mail.next_try_at <= now)
    return session.scalars(query.order_by(Mail.id).limit(1).with_for_update(skip_locked=True)).one_or_none()


def mails_of(session: Session, dossier: str) -> Sequence[Mail]:
    """Every mail about a dossier, newest first."""
    return session.scalars(select(Mail).where(Mail.dossier == dossier).order_by(Mail.id.desc())).all()


def notices_of(session: Session, dossier: str) -> Sequence[Notice]:
    """What still waits to be joined into a mail about a dossier, newest first."""
    query = select(Notice).where(_WAITS, Notice.dossier == dossier)
    return session.scalars(query.order_by(Notice.id.desc())).all()


def count_gathering(session: Session) -> int:
    """How many notices with an address still wait to be joined into a mail."""
    return session.scalar(select(func.count()).select_from(Notice).where(_WAITS, Notice.email != "")) or 0


def mail_by_id(session: Session, mail_id: int) -> Mail | None:
    """One mail."""
    return session.get(Mail, mail_id)


def notices_in(session: Session, mail_id: int) -> Sequence[Notice]:
    """What one mail tells, in its order."""
    return session.scalars(select(Notice).where(Notice.mail_id == mail_id).order_by(Notice.id)).all()


@asked_whole(lambda row: row.dossier)
def undelivered(session: Session, dossier: str | None = None) -> Sequence[Mail]:
    """Mails that nobody will try again and that nobody has looked after yet, oldest first."""
    query = select(Mail).where(Mail.gave_up_at.is_not(None), Mail.solved_at.is_(None))
    if dossier is not None:
        query = query.where(Mail.dossier == dossier)
    return session.scalars(query.order_by(Mail.id)).all()


_LISTS = {
    MailState.READY: Mail.sent_at.is_(None) & Mail.gave_up_at.is_(None),
    MailState.SENT: Mail.sent_at.is_not(None),
    MailState.RETURNED: Mail.gave_up_at.is_not(None) & Mail.refused.is_(True),
    MailState.FAILED: Mail.gave_up_at.is_not(None) & Mail.refused.is_(False),
}


def mail_page(session: Session, start: int, size: int, *, state: MailState | None = None) -> Sequence[Mail]:
    """A page of mails (in one state, or all), newest first, with one row more than ``size`` when there is more."""
    query = select(Mail) if state is None else select(Mail).where(_LISTS[state])
    return session.scalars(query.order_by(Mail.id.desc()).offset(start).limit(size + 1)).all()


def count_mails(session: Session) -> dict[MailState, int]:
    """How many mails there are in each state."""
    counts = [func.count().filter(where) for where in _LISTS.values()]
    return dict(zip(_LISTS, session.execute(select(*counts).select_from(Mail)).one(), strict=True))
