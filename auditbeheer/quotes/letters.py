"""Who of a working group is told what by mail, and where the button of that mail leads.

A letter goes to the contact person of today; a quote also to who may contract (ARE-10). Each carries a personal link to
the client's own door; whoever has no e-mail address is called by a person (``plumbing.outbox.to_call``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auditbeheer.plumbing.outbox import Notice, Recipient, tell, withdraw
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Partnership, Representative

CLIENT = "mijn"  # the scope of a link to the client's own door; its thing is the e-mail address


def recipient(person: Representative) -> Recipient:
    """A representative as somebody who gets post."""
    return Recipient(name=person.name, email=person.email.strip().lower(), person=f"representative:{person.id}")


def contact_of(partnership: Partnership) -> Recipient:
    """The contact person of today; without one there is nobody to mail, and somebody to find by phone."""
    if partnership.contact is None:
        return Recipient(name=partnership.name, email="", person=f"partnership:{partnership.id}")
    return recipient(partnership.contact)


def signers_of(partnership: Partnership) -> list[Representative]:
    """Who may say yes to a quote: a procesbegeleider never does (ARE-9)."""
    return [person for person in partnership.authorised if not person.party.is_guide]


def tell_contact(
    session: Session,
    now: datetime,
    trajectory: Trajectory,
    *,
    topic: str,
    facts: dict[str, Any],
    page: str = "",
    key: str | None = None,
) -> Notice | None:
    """Tell the contact person. ``page``: which page of the dossier behind the client's door the button opens."""
    return tell_person(
        session, now, trajectory, contact_of(trajectory.partnership), topic=topic, facts=facts, page=page, key=key
    )


def tell_person(
    session: Session,
    now: datetime,
    trajectory: Trajectory,
    to: Recipient,
    *,
    topic: str,
    facts: dict[str, Any],
    page: str = "",
    key: str | None = None,
) -> Notice | None:
    """Tell one person of the working group."""
    return tell(
        session, now, to, topic=topic, facts=facts, dossier=trajectory.number, key=key, scope=CLIENT, thing=to.email,
        target=behind_the_door(trajectory.number, page),
    )  # fmt: skip


def behind_the_door(number: str, page: str = "") -> str:
    """The path of a client's page about one dossier.

    >>> behind_the_door("D-2026-0147"), behind_the_door("D-2026-0147", "offerte")
    ('/mijn/D-2026-0147', '/mijn/D-2026-0147/offerte')
    """
    return f"/mijn/{number}/{page}" if page else f"/mijn/{number}"


def withdraw_quote_letters(session: Session, now: datetime, quote_id: int) -> None:
    """A quote that was answered or replaced needs no reminder: what did not leave yet stays here."""
    for about in ("offerte", "offerte-herinnering", "offerte-verloopt"):
        withdraw(session, now, key=f"{about}:{quote_id}")


def tell_about_quote(
    session: Session, now: datetime, trajectory: Trajectory, *, topic: str, facts: dict[str, Any], key: str
) -> list[Recipient]:
    """Tell who may contract, and the contact person; returns who was told. ``facts`` gets ``wie``: who may say yes.

    ``key``: one for the whole; each person's own is made from it.
    """
    signers: Sequence[Representative] = signers_of(trajectory.partnership)
    people = {recipient(person).person: recipient(person) for person in signers}
    people.setdefault(contact_of(trajectory.partnership).person, contact_of(trajectory.partnership))
    may = {recipient(person).person for person in signers}
    told = []
    for to in people.values():
        others = [] if to.person in may else [person.name for person in signers]
        own = {**facts, "wie": others}
        if tell_person(
            session, now, trajectory, to, topic=topic, facts=own, page="offerte", key=f"{key}:{to.person}"
        ):  # fmt: skip
            told.append(to)
    return told
