"""Post that leaves: what somebody is told is a row, written in the transaction of its cause.

A ``Notice`` is one thing to tell one person about one dossier; it exists exactly when its cause was committed. Notices
of one person about one dossier are joined into one ``Mail`` (never two on a day), which is tried until it left or
until nobody can deliver it. A mail holds no personal link: that one is made at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from auditbeheer.plumbing.clock import ZONE
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

    ``topic``: the name of its text in ``templates/mail``. Whoever has no e-mail address cannot be told: None too.
    """
    if not to.email or (key is not None and _told(session, key)):
        return None
    notice = Notice(
        at=now, email=to.email.strip().lower(), name=to.name, person=to.person, topic=topic, facts=facts,
        due_at=now if by_itself else now + GATHERING, dossier=dossier, key=key, scope=scope, thing=thing,
        target=target, by_itself=by_itself,
    )  # fmt: skip
    session.add(notice)
    session.flush()
    return notice


def _told(session: Session, key: str) -> bool:
    return session.scalar(select(Notice.id).where(Notice.key == key)) is not None


def withdraw(session: Session, now: datetime, *, key: str) -> None:
    """What was about to be told is no longer so; what has left already stays as it is."""
    query = select(Notice).where(Notice.key == key, Notice.mail_id.is_(None), Notice.withdrawn_at.is_(None))
    for notice in session.scalars(query):
        notice.withdrawn_at = now
    session.flush()


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


def waiting_notices(session: Session, now: datetime) -> Sequence[Notice]:
    """What may be put into a mail now, oldest first."""
    query = select(Notice).where(Notice.mail_id.is_(None), Notice.withdrawn_at.is_(None), Notice.due_at <= now)
    return session.scalars(query.order_by(Notice.id)).all()


def mailed_on(session: Session, email: str, dossier: str | None, since: datetime) -> bool:
    """Whether this person had a (gathered) mail about this dossier since ``since``."""
    same = Mail.dossier.is_(None) if dossier is None else Mail.dossier == dossier
    query = select(Mail.id).where(Mail.email == email, same, Mail.by_itself.is_(False), Mail.made_at >= since)
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
    query = select(Notice).where(
        Notice.dossier == dossier, Notice.mail_id.is_(None), Notice.withdrawn_at.is_(None)
    )  # fmt: skip
    return session.scalars(query.order_by(Notice.id.desc())).all()


def undelivered(session: Session) -> Sequence[Mail]:
    """Mails that nobody will try again and that nobody has looked after yet, oldest first."""
    query = select(Mail).where(Mail.gave_up_at.is_not(None), Mail.solved_at.is_(None))
    return session.scalars(query.order_by(Mail.id)).all()


def mail_page(session: Session, start: int, size: int, *, open_only: bool = False) -> Sequence[Mail]:
    """A page of all mails, newest first, with one row more than ``size`` when there is more."""
    query = select(Mail)
    if open_only:
        query = query.where(or_(Mail.sent_at.is_(None), Mail.gave_up_at.is_not(None)))
    return session.scalars(query.order_by(Mail.id.desc()).offset(start).limit(size + 1)).all()
