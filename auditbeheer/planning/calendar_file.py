"""Audits as a file for a calendar (iCalendar, RFC 5545): one event per dossier, so that a moved day moves along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import scheme_of
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service import areas_of
from auditbeheer.scheme.audit_time import audit_time

CALENDAR = "afspraak"  # the scope of a link to this file; its thing is the number of the dossier
PRODUCT = "-//auditbeheer//KVO-audits//NL"


@dataclass(frozen=True)
class LastDay:
    """A day that ends a term of a dossier; ``name`` makes its event another than the audit's."""

    name: str
    title: str
    number: str
    day: date


def hours_on_location(session: Session, audit: Audit, today: date) -> Decimal | None:
    """Circa how long an audit takes at the working group's; None where the scheme does not say (QUO-6)."""
    return hours_at_the_group(session, audit.trajectory, today)


def hours_at_the_group(session: Session, trajectory: Trajectory, today: date) -> Decimal | None:
    """The same for an audit that has no day yet."""
    rules = own_rules_on(session, today)
    return audit_time(scheme_of(trajectory), areas_of(trajectory), rules).on_location


def calendar_of(
    session: Session, audits: Sequence[Audit], now: datetime, *, base_url: str,
    last_days: Sequence[LastDay] = (), name: str = "KVO-audits",
) -> bytes:  # fmt: skip
    """The file. Of a dossier whose audit was moved or called off, give the newest row; called off, it is cancelled.

    The host of ``base_url`` makes the events of this installation unique. Names no person and no phone number:
    calendars are shared.
    """
    host = urlsplit(base_url).hostname or "auditbeheer"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for audit in audits:
        calendar.add_component(_audit(session, audit, now, host))
    for last in last_days:
        calendar.add_component(_last_day(last, now, host))
    return bytes(calendar.to_ical())


def _audit(session: Session, audit: Audit, now: datetime, host: str) -> Event:
    number = audit.trajectory.number
    begins = datetime.combine(audit.day, audit.starts_at, tzinfo=ZONE)
    # Where the scheme does not say how much of it is on location, rather too long than too short.
    hours = float(hours_on_location(session, audit, now.astimezone(ZONE).date()) or audit.hours)
    event = _event(number, f"KVO-audit {audit.trajectory.partnership.name}", now, host)
    # A later row about the same dossier has a higher number: programmes take the highest.
    event.add("sequence", audit.id * 2 + (audit.cancelled_on is not None))
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=hours))
    event.add("location", audit.place)
    event.add("description", f"Dossier {number}. Alle partijen van de werkgroep zijn hierbij nodig.")
    event.add("status", "CANCELLED" if audit.cancelled_on else "CONFIRMED")
    return event


def _last_day(last: LastDay, now: datetime, host: str) -> Event:
    event = _event(f"{last.name}-{last.number}", last.title, now, host)
    event.add("dtstart", last.day)
    event.add("dtend", last.day + timedelta(days=1))
    event.add("description", f"Dossier {last.number}.")
    return event


def _event(name: str, title: str, now: datetime, host: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@{host}".lower())
    event.add("dtstamp", now)
    event.add("summary", title)
    return event
