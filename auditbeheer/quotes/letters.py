"""Who of a working group is told what by mail, and where the button of that mail leads.

A letter goes to the contact person of today; a quote also to who may contract (ARE-10). Each carries a personal link to
the client's own door; whoever has no e-mail address is called by a person (``plumbing.outbox.to_call``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.outbox import Mail, Notice, Recipient, tell, to_call, undelivered, withdraw
from auditbeheer.plumbing.work import Task
from auditbeheer.quotes.models import Trajectory, trajectories_numbered
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
    by_itself: bool = False,
) -> Notice | None:
    """Tell one person of the working group."""
    return tell(
        session, now, to, topic=topic, facts=facts, dossier=trajectory.number, key=key, scope=CLIENT, thing=to.email,
        target=behind_the_door(trajectory.number, page), by_itself=by_itself,
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
    session: Session,
    now: datetime,
    trajectory: Trajectory,
    *,
    topic: str,
    facts: dict[str, Any],
    key: str,
    page: str = "offerte",
    without: Collection[str] = (),
) -> list[Recipient]:
    """Tell who may contract, and the contact person; returns who was told. ``facts`` gets ``wie``: who may say yes.

    ``key``: one for the whole; each person's own is made from it. ``without``: addresses that know already.
    """
    signers: Sequence[Representative] = signers_of(trajectory.partnership)
    people = {recipient(person).person: recipient(person) for person in signers}
    people.setdefault(contact_of(trajectory.partnership).person, contact_of(trajectory.partnership))
    may = {recipient(person).person for person in signers}
    told = []
    for to in people.values():
        if to.email in without:
            continue
        others = [] if to.person in may else [person.name for person in signers]
        own = {**facts, "wie": others}
        if tell_person(
            session, now, trajectory, to, topic=topic, facts=own, page=page, key=f"{key}:{to.person}"
        ):  # fmt: skip
            told.append(to)
    return told


def post_tasks(session: Session, dossier: str | None = None) -> list[Task]:
    """Mails about a dossier that came back, and what must be told by phone: for whoever answers for the dossier."""
    returned, calls = undelivered(session, dossier), to_call(session, dossier)
    numbers = {mail.dossier for mail in returned} | {notice.dossier for notice in calls}
    cases = trajectories_numbered(session, {number for number in numbers if number})
    return [
        *(_returned(case, mail) for mail in returned if (case := cases.get(mail.dossier or ""))),
        *(_to_call(case, notice) for notice in calls if (case := cases.get(notice.dossier or ""))),
    ]


def _returned(case: Trajectory, mail: Mail) -> Task:
    why = f"{mail.subject} – aan {mail.name}: {mail.error}"
    return _task(
        case, f"post.bezorgfout.{mail.id}", "Los de bezorgfout op", "Oplossen", f"/beheer/post/{mail.id}",
        Permission.POST, why,
    )  # fmt: skip


def _to_call(case: Trajectory, notice: Notice) -> Task:
    url = f"/dossiers/{case.number}/berichten/bellen/{notice.id}"
    why = "Er is geen e-mailadres om dit te mailen."
    return _task(case, f"post.bellen.{notice.id}", f"Bel {notice.name}", "Bellen", url, Permission.CORRESPOND, why)


def _task(case: Trajectory, code: str, title: str, verb: str, url: str, act: Permission, why: str) -> Task:
    return Task(
        code=code, title=title, verb=verb, dossier=case.number, url=url, permission=act.value, why=why,
        name=case.partnership.name, person=case.owner_id,
        place=next((link.area.municipality.name for link in case.areas), ""),
    )  # fmt: skip
