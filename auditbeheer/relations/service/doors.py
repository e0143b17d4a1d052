"""The client's own door follows who is in the working group: who leaves finds it closed, a new contact person gets in.

A personal link of scope ``mijn`` is to an e-mail address (``accounts.links``), and opens all that is of that address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.relations.models import Party, Representative

SCOPES = ("mijn", "agenda")


def close_unused(session: Session, now: datetime, *emails: str) -> None:
    """Close the links to those of these addresses that nobody of a working group has any more."""
    for email in {one.strip().lower() for one in emails if one.strip()}:
        if not _in_use(session, email):
            close_all(session, now, email)


def close_all(session: Session, now: datetime, email: str) -> None:
    """Close every link to an address; who still is in a working group asks for a new one."""
    for scope in SCOPES:
        links.revoke(session, now, scope=scope, thing=email.strip().lower())


def welcome(session: Session, now: datetime, person: Representative) -> None:
    """Mail a link to who became contact person in the place of somebody else."""
    email = person.email.strip().lower()
    to = Recipient(name=person.name, email=email, person=f"representative:{person.id}")
    tell(
        session, now, to, topic="contactpersoon", facts={"groep": person.party.partnership.name}, scope=SCOPES[0],
        thing=email, target="/mijn",
    )  # fmt: skip


def change_address(
    session: Session, by: Actor, now: datetime, person: Representative, *, email: str, why: str, dossier: str | None
) -> None:
    """Somebody has another mailbox: in each working group where they stand with the old one, whose links close.

    ``dossier``: the number of the one in which it was found out.
    """
    old, new = person.email.strip().lower(), email.strip().lower()
    if old == new:
        return
    for row in _same_person(session, person, old):
        row.email = new
        journal.record(
            session, by, now, verb="e-mailadres gewijzigd", kind="vertegenwoordiger", thing=row.id,
            what=f"Van {row.name} ({row.party.partnership.name}), {why}", dossier=dossier if row is person else None,
        )  # fmt: skip
    session.flush()
    close_unused(session, now, old)


def _same_person(session: Session, person: Representative, old: str) -> Sequence[Representative]:
    """The rows of one person: the same name at the same address. Without an address nobody can tell."""
    if not old:
        return [person]
    same = (Representative.folded == person.folded, func.lower(Representative.email) == old)
    return session.scalars(select(Representative).where(*same).order_by(Representative.id)).all()


def _in_use(session: Session, email: str) -> bool:
    query = (
        select(Representative.id)
        .join(Representative.party)
        .where(func.lower(Representative.email) == email)
        .where(Representative.until_day.is_(None), Party.until_day.is_(None))
    )
    return session.scalar(query.limit(1)) is not None
