"""Audits as a file for a calendar (iCalendar, RFC 5545): one event per dossier, so that a moved day moves along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress
from sqlalchemy.orm import Session

from auditbeheer.organisation.models import identity_on
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Assignment, Audit, visits_in
from auditbeheer.planning.visits import period_of
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.quotes.models import trajectory_numbered

CALENDAR = "afspraak"  # the scope of a link to this file; its thing says what it is about (``named``)
EXTRA = " extra "
STAFF = "employee:"
VERSIONS, TURNS = 200, 20  # no audit changes more often, and nobody comes into one team more often
PRODUCT = "-//auditbeheer//KVO-audits//NL"


@dataclass(frozen=True)
class LastDay:
    """A whole day, or days ``until`` and including; ``name`` makes its event another than the audit's.

    ``number``: of the dossier it is about, "" for none.
    """

    name: str
    title: str
    number: str
    day: date
    until: date | None = None


def named(number: str, extra_id: int | None) -> str:
    """What a file is about: the audit of a dossier, or one of its extra assessments.

    >>> named("D-2026-0147", None), named("D-2026-0147", 12)
    ('D-2026-0147', 'D-2026-0147 extra 12')
    """
    return number if extra_id is None else f"{number}{EXTRA}{extra_id}"


def newest(session: Session, name: str, person: str) -> Audit | None:
    """The newest row about what a file is about, called off or not; for a client: of a day that was told.

    ``person``: for whom it is, as post names people (``outbox.Recipient``).
    """
    number, _, extra = name.partition(EXTRA)
    trajectory = trajectory_numbered(session, number)
    rows = visits_in(session, trajectory.id) if trajectory is not None else ()
    known = (row for row in rows if row.told or row.held_on is not None or person.startswith(STAFF))
    return next((row for row in known if row.extra_id == (int(extra) if extra else None)), None)


def method_of(audit: Audit, person: str) -> str:
    """What a file asks of somebody's calendar (RFC 5546): to take the day over, or out."""
    return "CANCEL" if _is_off(audit, person) else "PUBLISH"


def _is_off(audit: Audit, person: str) -> bool:
    """Whether the day is called off, or goes on without this colleague."""
    gone = person.startswith(STAFF) and all(_key(member) != person for member in audit.present_team)
    return gone or audit.cancelled_on is not None


def _key(member: Assignment) -> str:
    return f"{STAFF}{member.employee_id}"


def name_of(audit: Audit) -> str:
    """How the file of one audit is called."""
    return f"{audit.name.replace(' ', '-')}-{audit.trajectory.number}.ics"


def calendar_of(
    session: Session, audits: Sequence[Audit], now: datetime, *, base_url: str,
    last_days: Sequence[LastDay] = (), name: str = "KVO-audits",
) -> bytes:  # fmt: skip
    """A calendar that somebody follows by its address: what was called off stands in it as cancelled.

    The host of ``base_url`` makes the events of this installation unique. Names no person and no phone number:
    calendars are shared.
    """
    host, calendar = _host(base_url), _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    for audit in audits:
        calendar.add_component(_audit(session, audit, now, host))
    for last in last_days:
        calendar.add_component(_last_day(last, now, host))
    return bytes(calendar.to_ical())


def file_of(session: Session, audit: Audit, now: datetime, *, base_url: str, person: str) -> bytes:
    """The file of one audit that ``person`` hands to a calendar: it comes from the body, and takes the day over or out.

    Each row about the same audit has the same UID and a higher SEQUENCE, and so takes the place of the one before it;
    so has each time that a colleague comes into its team or leaves it.
    """
    turns = sum(_key(member) == person for member in audit.team)
    calendar, off = _calendar(method_of(audit, person)), _is_off(audit, person)
    event = _audit(session, audit, now, _host(base_url), off=off, turn=turns)
    body = identity_on(session, now.astimezone(ZONE).date())
    if body is not None:
        organizer = vCalAddress(f"mailto:{body.email}")
        organizer.params["CN"] = body.name
        event.add("organizer", organizer)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or "auditbeheer"


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _audit(session: Session, audit: Audit, now: datetime, host: str, *, off: bool = False, turn: int = 0) -> Event:
    """``off``: it is to be taken out. ``turn``: how often this colleague came into its team."""
    off = off or audit.cancelled_on is not None
    number = audit.trajectory.number
    begins, ends = period_of(audit, own_rules_on(session, now.astimezone(ZONE).date()))
    own = "" if audit.extra_id is None else f"-extra-{audit.extra_id}"
    title = "KVO-audit" if audit.extra_id is None else "Extra beoordeling KVO"
    event = _event(f"{number}{own}", f"{title} {audit.trajectory.partnership.name}", now, host)
    # A later row about the same dossier has a higher number: programmes take the highest.
    state = audit.id * VERSIONS + min(audit.version, VERSIONS - 1)
    event.add("sequence", (state * TURNS + min(turn, TURNS - 1)) * 2 + off)
    event.add("dtstart", begins.replace(tzinfo=ZONE))
    event.add("dtend", ends.replace(tzinfo=ZONE))
    event.add("location", audit.place)
    needed = " Alle partijen van de werkgroep zijn hierbij nodig." if audit.extra_id is None else ""
    event.add("description", f"Dossier {number}.{needed}")
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return event


def _last_day(last: LastDay, now: datetime, host: str) -> Event:
    event = _event(f"{last.name}-{last.number}" if last.number else last.name, last.title, now, host)
    event.add("dtstart", last.day)
    event.add("dtend", (last.until or last.day) + timedelta(days=1))
    if last.number:
        event.add("description", f"Dossier {last.number}.")
    return event


def _event(name: str, title: str, now: datetime, host: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@{host}".lower())
    event.add("dtstamp", now)
    event.add("summary", title)
    return event
