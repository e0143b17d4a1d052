"""What somebody from outside may see: of the working groups that have this person today, their dossiers, and the
certificates of those that have none.

A person is known by an e-mail address, the one that the link went to; nothing is remembered, so who left sees nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import PersonalLink
from auditbeheer.planning.day_letters import LINK
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.quotes.models import CertifiedPeriod, Trajectory, periods_held, with_a_dossier
from auditbeheer.relations.models import Area, Partnership, Party, Representative

SCOPE, FAVOUR_SCOPE, FEED_SCOPE, DAY_SCOPE = "mijn", "document", "agenda", LINK


@dataclass(frozen=True)
class Seat:
    """A dossier with the person who looks at it, as somebody of its working group."""

    trajectory: Trajectory
    person: Representative

    @property
    def partnership(self) -> Partnership:
        """Whose dossier it is."""
        return self.trajectory.partnership

    @property
    def dossier(self) -> str | None:
        """Its number."""
        return self.trajectory.number

    @property
    def recipient(self) -> Recipient:
        """Who gets post about it."""
        return recipient_of(self.person)


@dataclass(frozen=True)
class Held:
    """One certificate that was taken over or imported: its number, by whom, from when until when, for which areas."""

    number: str
    body: str
    scheme: str
    issued_on: date
    last_day: date
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Holding:
    """A partnership that holds a certificate and has no dossier, with the person of it who looks."""

    partnership: Partnership
    person: Representative
    certificates: tuple[Held, ...]
    trajectory: None = None
    dossier: None = None

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
    people = _people(session, link)
    query = select(Trajectory).where(Trajectory.partnership_id.in_(people), Trajectory.withdrawn_on.is_(None))
    rows = session.scalars(query.order_by(Trajectory.id.desc())).unique().all()
    seats = [Seat(row, people[row.partnership_id]) for row in rows]
    return sorted(seats, key=lambda seat: seat.trajectory.ended)


def _people(session: Session, link: PersonalLink) -> dict[int, Representative]:
    """Partnership -> as whom of it somebody comes by this link."""
    people: dict[int, Representative] = {}
    for person in sorted(people_at(session, link.email), key=lambda one: _nearness(one, link), reverse=True):
        people.setdefault(person.party.partnership_id, person)
    return people


def holdings_of(session: Session, link: PersonalLink, day: date) -> list[Holding]:
    """The partnerships behind a link that hold a certificate and have no dossier that runs, by name."""
    people = _people(session, link)
    held = periods_held(session, people, day)
    without = set(held) - with_a_dossier(session, held)
    rows = [Holding(people[key].party.partnership, people[key], _certificates(session, held[key])) for key in without]
    return sorted(rows, key=lambda row: row.partnership.name)


def _certificates(session: Session, periods: Sequence[CertifiedPeriod]) -> tuple[Held, ...]:
    """Periods of several areas under one number are one certificate."""
    found: dict[tuple[str, str], list[CertifiedPeriod]] = {}
    for row in periods:
        found.setdefault((row.certificate, row.body), []).append(row)
    return tuple(
        Held(
            number, body, rows[0].scheme, rows[0].issued_on, rows[0].last_day,
            tuple(session.get_one(Area, row.area_id) for row in rows),
        )
        for (number, body), rows in found.items()
    )  # fmt: skip


def holding_at(session: Session, link: PersonalLink, partnership_id: int, day: date) -> Holding | None:
    """The certificate of this partnership, when it is one of those behind the link; else None."""
    return next((one for one in holdings_of(session, link, day) if one.partnership.id == partnership_id), None)


def opens_for(session: Session, person: Representative, day: date) -> bool:
    """Whether a link would open something for this person: a dossier, or a certificate of the partnership."""
    keys = {person.party.partnership_id}
    return bool(with_a_dossier(session, keys) or periods_held(session, keys, day))


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
