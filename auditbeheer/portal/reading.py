"""Which dossiers somebody from outside may see: those of the working groups that have this person today.

A person is known by an e-mail address, the one that the link went to; nothing is remembered, so who left sees nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import PersonalLink
from auditbeheer.planning.day_letters import LINK
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Party, Representative

SCOPE, FAVOUR_SCOPE, FEED_SCOPE, DAY_SCOPE = "mijn", "document", "agenda", LINK


@dataclass(frozen=True)
class Seat:
    """A dossier with the person who looks at it, as somebody of its working group."""

    trajectory: Trajectory
    person: Representative

    @property
    def recipient(self) -> Recipient:
        """Who gets post about it."""
        return recipient_of(self.person)


def recipient_of(person: Representative) -> Recipient:
    """A representative as somebody who gets post."""
    return Recipient(name=person.name, email=person.email.strip().lower(), person=f"representative:{person.id}")


def people_at(session: Session, email: str) -> Sequence[Representative]:
    """Who of the working groups of today has this address, oldest first."""
    query = (
        select(Representative)
        .join(Representative.party)
        .where(func.lower(Representative.email) == email.strip().lower(), Representative.email != "")
        .where(Representative.until_day.is_(None), Party.until_day.is_(None))
        .order_by(Representative.id)
    )
    return session.scalars(query).all()


def seats_of(session: Session, link: PersonalLink) -> list[Seat]:
    """The dossiers behind a link, running ones first and the newest on top; withdrawn ones are left out."""
    people: dict[int, Representative] = {}
    for person in sorted(people_at(session, link.email), key=lambda one: _nearness(one, link), reverse=True):
        people.setdefault(person.party.partnership_id, person)
    query = select(Trajectory).where(Trajectory.partnership_id.in_(people), Trajectory.withdrawn_on.is_(None))
    rows = session.scalars(query.order_by(Trajectory.id.desc())).unique().all()
    seats = [Seat(row, people[row.partnership_id]) for row in rows]
    return sorted(seats, key=lambda seat: seat.trajectory.ended)


def _nearness(person: Representative, link: PersonalLink) -> tuple[bool, bool, bool]:
    """Who of several people at one address a link is for: the one it was made for, else who may contract."""
    return (
        link.person == f"representative:{person.id}" or person.name == link.name,
        person.may_contract and not person.party.is_guide,
        person.is_contact,
    )


def has_feed(session: Session, link: PersonalLink) -> bool:
    """Whether the address of a link has a secret address for a calendar that works."""
    query = select(PersonalLink.id).where(PersonalLink.scope == FEED_SCOPE, PersonalLink.thing == link.email)
    return session.scalar(query.where(PersonalLink.revoked_at.is_(None)).limit(1)) is not None


def seat_at(session: Session, link: PersonalLink, number: str) -> Seat | None:
    """The dossier with this number, when it is one of those behind the link; else None, as if it did not exist."""
    return next((seat for seat in seats_of(session, link) if seat.trajectory.number == number.upper()), None)
