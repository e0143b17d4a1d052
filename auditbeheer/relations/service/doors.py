"""The client's own door follows who is in the working group: who leaves finds it closed, a new contact person gets in.

A personal link of scope ``mijn`` is to an e-mail address (``accounts.links``), and opens all that is of that address.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts import links
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


def _in_use(session: Session, email: str) -> bool:
    query = (
        select(Representative.id)
        .join(Representative.party)
        .where(func.lower(Representative.email) == email)
        .where(Representative.until_day.is_(None), Party.until_day.is_(None))
    )
    return session.scalar(query.limit(1)) is not None
