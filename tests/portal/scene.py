"""A working group with post addresses, and its people behind their personal links."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts import links
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import PersonalLink
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.outbox import Notice, Recipient
from auditbeheer.portal.reading import SCOPE, Seat, seat_at
from auditbeheer.quotes import service
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.relations.models import Partnership, PartyKind, Representative
from tests.documents.rooms import furnish
from tests.documents.scenes import DAY, NOW
from tests.office import Browser, Office
from tests.quotes import samples
from tests.relations import samples as relations

SELIN, GUIDE, PIET = "selin@voorbeeld.nl", "gids@bureau.nl", "piet@lelystad.nl"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
NUMBER = "D-2026-0147"


def with_documents(office: Office, *, number: int = 147, name: str = "Cluster Lelystad", day: date = DAY) -> str:
    """An agreed dossier with its audit on a confirmed day; Selin is its contact person, and a guide helps."""
    code = furnish(office, number=number, name=name, day=day)
    with office.write() as session:
        trajectory = numbered(session, code)
        partnership = trajectory.partnership
        contact = partnership.contact
        assert contact is not None
        contact.name, contact.email, contact.function = "Selin Yılmaz", SELIN, "voorzitter"
        guide = next(party for party in partnership.parties if party.is_guide)
        session.add(Representative(party=guide, name="Gijs Gids", email=GUIDE, function="procesbegeleider"))
        audit = audit_of(session, trajectory.id)
        assert audit is not None
        audit.confirmed_on = office.today
    return code


def with_quote(office: Office, folder: Path, *, signer: str = SELIN) -> str:
    """A dossier whose quote was sent; Selin may contract, the guide may not."""
    with office.write() as session:
        samples.body(session)
        row: Partnership = relations.cluster(session, folder / "files")
        bureau = relations.party(session, row, PartyKind.OTHER, "Bureau Veilig", is_guide=True)
        relations.person(session, bureau, "Gijs Gids", email=GUIDE, function="procesbegeleider")
        trajectory = samples.applied(session, row)
        answers = service.ReviewAnswers(
            information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=True
        )
        actor = samples.actor(session)
        service.review_application(session, actor, NOW, trajectory, answers=answers)
        service.confirm_application(session, actor, NOW, trajectory, library=samples.LIBRARY)
        samples.sent(session, office.app.extensions["shelf"].folder, trajectory)
        return trajectory.number


def numbered(session: Session, number: str) -> Trajectory:
    """The dossier."""
    found = trajectory_numbered(session, number)
    assert found is not None
    return found


def link_for(session: Session, email: str, *, scope: str = SCOPE, thing: str = "", name: str = "", **facts: Any) -> str:
    """A personal link's code, to who has this address."""
    who = session.scalars(select(Representative).where(Representative.email == email)).first()
    to = Recipient(
        name=name or (who.name if who else "Iemand"), email=email, person=f"representative:{who.id if who else 0}"
    )
    return links.make(session, NOW, to, scope=scope, thing=thing or email, **facts)[1]


def entered(office: Office, email: str = SELIN, **facts: Any) -> Browser:
    """The browser of somebody who opened a link and pressed the button."""
    with office.write() as session:
        code = link_for(session, email, **facts)
    browser = office.as_(None)
    browser.post(f"/mijn/link/{code}")
    return browser


def seat_in(session: Session, number: str, email: str = SELIN) -> tuple[Seat, Actor, PersonalLink]:
    """For services: the dossier as this person sees it, who acts, and the link."""
    link = links.find(session, link_for(session, email))
    assert link is not None
    seat = seat_at(session, link, number)
    assert seat is not None
    return seat, Actor(None, f"{link.name} (werkgroep)", client=link.person), link


def told(session: Session, topic: str) -> list[Notice]:
    """What was told on one subject, oldest first."""
    return list(session.scalars(select(Notice).where(Notice.topic == topic).order_by(Notice.id)))
