"""How every mail of this office begins and ends, and which personal link it carries.

A mail about a dossier may be answered: the answer goes to the dossierhouder, who is named with a phone number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from auditbeheer.accounts import links
from auditbeheer.organisation.models import Identity, identity_on
from auditbeheer.planning import calendar_file
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing import addresses
from auditbeheer.plumbing.mail_text import LINK, calendars_in
from auditbeheer.plumbing.outbox import Mail, Recipient
from auditbeheer.plumbing.post_office import EnclosedIn, Enclosure, Heading, Letterhead, LinksFor
from auditbeheer.quotes.models import trajectory_numbered
from auditbeheer.quotes.service.intake import SCOPE as APPLICANT

NAMELESS = "auditbeheer"
STAFF = "employee:"


def heading_for(today: Callable[[], datetime]) -> Heading:
    """The letterhead on the day of sending."""

    def heading(session: Session, person: str, name: str, dossier: str | None) -> Letterhead:
        body = identity_on(session, today().date())
        trajectory = trajectory_numbered(session, dossier) if dossier else None
        owner = trajectory.owner if trajectory else None
        office = body.email if body else "post@localhost"
        about = f"KVO {trajectory.partnership.name}, {dossier}" if trajectory else ""
        return Letterhead(
            sender_name=body.name if body else NAMELESS,
            sender_email=office,
            reply_to=owner.email if owner else office,
            greeting=f"Beste {name}," if name else "Beste lezer,",
            sign_off=_sign_off(body, owner.name if owner else "", owner.phone if owner else "")
            if not person.startswith(STAFF)
            else NAMELESS,
            about=_short(about),
        )

    return heading


def _short(about: str) -> str:
    """``KVO KVO Lelystad`` says its mark once."""
    return about.replace("KVO KVO ", "KVO ")


def _sign_off(body: Identity | None, owner: str, phone: str) -> str:
    number = phone or (body.phone if body else "")
    lines = [
        "Met vriendelijke groet,",
        owner,
        body.name if body else NAMELESS,
        f"Bel ons op {number}" if number else "",
    ]
    return "\n".join(line for line in lines if line)


def links_for(base_url: str) -> LinksFor:
    """The address behind a mail's button: for staff a page of the office, for anybody else a personal link.

    A mail with an audit's day in it also gets the address of that day as a file for a calendar.
    """

    def make(session: Session, mail: Mail, now: datetime) -> dict[str, str]:
        to = Recipient(name=mail.name, email=mail.email, person=mail.person)
        found = {LINK: addresses.full(base_url, _behind_the_button(session, mail, to, now))}
        for mark, extra in calendars_in(mail.text) if mail.dossier else ():
            thing = calendar_file.named(mail.dossier or "", extra)
            _, code = links.make(session, now, to, scope=calendar_file.CALENDAR, thing=thing, dossier=mail.dossier)
            found[mark] = addresses.full(base_url, addresses.path_of("calendar", code=code))
        return found

    return make


def enclosed_for(base_url: str) -> EnclosedIn:
    """What goes along in a mail: with an audit's day in it that day as a file, which a calendar offers to take over."""

    def enclosed(session: Session, mail: Mail, now: datetime) -> list[Enclosure]:
        return [
            _calendar(session, visit, mail.person, now, base_url)
            for _, extra in calendars_in(mail.text)
            if (visit := calendar_file.newest(session, calendar_file.named(mail.dossier or "", extra), mail.person))
        ]

    return enclosed


def _calendar(session: Session, visit: Audit, person: str, now: datetime, base_url: str) -> Enclosure:
    content = calendar_file.file_of(session, visit, now, base_url=base_url, person=person)
    params = {"method": calendar_file.method_of(visit, person), "charset": "utf-8"}
    return Enclosure(calendar_file.name_of(visit), "text/calendar", content, params)


def _behind_the_button(session: Session, mail: Mail, to: Recipient, now: datetime) -> str:
    if not mail.scope:
        return mail.target or addresses.path_of("start")
    _, code = links.make(session, now, to, scope=mail.scope, thing=mail.thing, dossier=mail.dossier)
    if mail.scope == APPLICANT:  # nobody of a working group yet: the link opens the application and nothing else
        return addresses.path_of("apply", code=code)
    path = addresses.path_of("open", code=code)
    return f"{path}?{urlencode({'verder': mail.target})}" if mail.target else path
