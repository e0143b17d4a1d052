"""The door: a link that is opened, a new one for the known address, and a dossier that is handed back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import PersonalLink
from auditbeheer.documents.models import ClientMessage, DocumentFavour, MessageKind
from auditbeheer.planning.models import AskedPerson, asked_person
from auditbeheer.planning.service import hand_back_question
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.portal.reading import (
    DAY_SCOPE,
    FAVOUR_SCOPE,
    FEED_SCOPE,
    SCOPE,
    Holding,
    Seat,
    holdings_of,
    opens_for,
    people_at,
    recipient_of,
    seats_of,
)
from auditbeheer.portal.rules import link_conditions
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.quotes.service import ChangeDetails, report_change
from auditbeheer.relations.models import Representative
from auditbeheer.scheme.condition import Condition

# So long nobody gets a second mail with a link, however often it is asked for.
ONE_LINK_PER = timedelta(minutes=10)


def open_link(session: Session, by: Actor, now: datetime, link: PersonalLink) -> None:
    """Somebody opened a personal link with its button."""
    link.opened_at = now.replace(microsecond=0)
    session.flush()
    journal.record(
        session, by, now, verb="link geopend", kind="link", thing=link.id, dossier=link.dossier,
        what=f"{link.name} kwam binnen met een persoonlijke link ({link.scope})",
    )  # fmt: skip


def renew_by_address(session: Session, now: datetime, email: str) -> None:
    """Mail a link to who typed this address, if we know it. What is done takes as long either way: nobody learns it."""
    people = people_at(session, email)
    attempt = session.begin_nested()
    to = recipient_of(people[0]) if people else Recipient(name="", email=email, person="niemand")
    _mail_link(session, now, to, scope=SCOPE, thing=to.email, target="/mijn")
    if people:
        attempt.commit()
    else:
        attempt.rollback()


def renew_link(session: Session, now: datetime, link: PersonalLink, *, target: str) -> bool:
    """Mail a new link to the address that ``link`` went to; False when it opens nothing any more for that person."""
    if not _still_opens(session, link):
        return False
    to = Recipient(name=link.name, email=link.email, person=link.person)
    _mail_link(session, now, to, scope=link.scope, thing=link.thing, target=target, dossier=link.dossier)
    return True


def _still_opens(session: Session, link: PersonalLink) -> bool:
    if link.scope == FAVOUR_SCOPE:
        favour = session.get(DocumentFavour, int(link.thing))
        return favour is not None and favour.waits
    if link.scope == DAY_SCOPE:
        person = asked_person(session, int(link.thing))
        return person is not None and person.question.closed_at is None and person.handed_back_at is None
    return link.scope == SCOPE and bool(people_at(session, link.email))


def _mail_link(
    session: Session, now: datetime, to: Recipient, *, scope: str, thing: str, target: str, dossier: str | None = None
) -> None:
    last = (now + timedelta(days=links.DAYS)).date()
    bucket = int(now.timestamp() // ONE_LINK_PER.total_seconds())
    notice = tell(
        session, now, to, topic="nieuwe_link", facts={"dag": last.isoformat()}, dossier=dossier, scope=scope,
        thing=thing, target=target, by_itself=True, key=f"nieuwe_link:{links.hash_of(f'{scope}:{thing}')}:{bucket}",
    )  # fmt: skip
    if notice is not None:
        journal.record(
            session, SYSTEM, now, verb="nieuwe link gevraagd", kind="bericht", thing=notice.id, dossier=dossier,
            what=f"Nieuwe link voor {to.name}" if to.name else "Nieuwe link",
        )  # fmt: skip


def conditions_of_link(session: Session, person: Representative, today: date) -> list[Condition]:
    """Whether a personal link can be given to this person now."""
    return link_conditions(email=person.email, opens=opens_for(session, person, today))


def give_link(session: Session, by: Actor, now: datetime, person: Representative) -> None:
    """Mail somebody of a working group a personal link, whether it has a dossier or only a certificate."""
    require(conditions_of_link(session, person, now.date()))
    to, groep = recipient_of(person), person.party.partnership.name
    last = (now + timedelta(days=links.DAYS)).date()
    tell(
        session, now, to, topic="uitnodiging", facts={"groep": groep, "dag": last.isoformat()}, scope=SCOPE,
        thing=to.email, target="/mijn", by_itself=True,
    )  # fmt: skip
    journal.record(
        session, by, now, verb="persoonlijke link gestuurd", kind="persoon", thing=person.id,
        what=f"{person.name} ({person.party.organisation}), {groep}",
    )  # fmt: skip


def hand_back(session: Session, by: Actor, now: datetime, link: PersonalLink, seats: Sequence[Seat | Holding]) -> None:
    """Dit ben ik niet: nothing goes to this person any more about these dossiers, and we look for somebody else.

    The links of the address close as soon as it opens no dossier any more; another dossier of the same person stays.
    """
    told: set[int] = set()
    for seat in seats:
        if seat.person.id not in told:
            told.add(seat.person.id)
            _let_go(session, by, now, seat)
    session.flush()
    if not seats_of(session, link) and not holdings_of(session, link, now.date()):
        for scope in (SCOPE, FEED_SCOPE):
            links.revoke(session, now, scope=scope, thing=link.email)


def hand_back_day(session: Session, by: Actor, now: datetime, person: AskedPerson) -> None:
    """Dit ben ik niet, behind a question for a day: nobody asks or mails this person any more about this dossier."""
    hand_back_question(session, by, now, person)
    if person.representative is not None:
        _let_go(session, by, now, Seat(person.question.trajectory, person.representative))


def _let_go(session: Session, by: Actor, now: datetime, seat: Seat | Holding) -> None:
    person, trajectory = seat.person, seat.trajectory
    if trajectory is None:
        _let_go_of_certificate(session, by, now, person)
        return
    message = ClientMessage(
        trajectory=trajectory, kind=MessageKind.HANDED_BACK, person=f"representative:{person.id}", name=person.name,
        email=person.email.strip().lower(), at=now, text=_words(person),
    )  # fmt: skip
    session.add(message)
    person.is_contact, person.email = False, ""
    session.flush()
    journal.record(
        session, by, now, verb="dossier teruggegeven", kind="bericht", thing=message.id, dossier=trajectory.number,
        what=f"{person.name} ({person.party.organisation}) zegt: dit ben ik niet. Er gaat geen post meer naartoe",
    )  # fmt: skip


def _let_go_of_certificate(session: Session, by: Actor, now: datetime, person: Representative) -> None:
    """Without a dossier it waits for us as a change of the partnership; nobody mails this address about it."""
    told = ChangeDetails(
        kind=ChangeKind.OTHER, what=_words(person), happened_on=now.date(), reported_on=now.date(),
        reporter=person.name, person=f"representative:{person.id}",
    )  # fmt: skip
    report_change(session, by, now, person.party.partnership, details=told)
    person.is_contact, person.email = False, ""


def _words(person: Representative) -> str:
    was = "contactpersoon" if person.is_contact else "lid van de werkgroep"
    return f"Dit ben ik niet. Ik ben geen {was} van {person.party.partnership.name}."
