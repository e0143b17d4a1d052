"""Audits as a file for a calendar (iCalendar, RFC 5545): one event per dossier, so that a moved day moves along."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.clock import ZONE

CALENDAR = "afspraak"  # the scope of a link to this file; its thing is the number of the dossier
PRODUCT = "-//auditbeheer//KVO-audits//NL"
# Most of an audit's hours lie before and after it; on location it takes half a day or a whole one.
HALF_DAY, WHOLE_DAY, LONG = timedelta(hours=4), timedelta(hours=8), 14


def calendar_of(audits: Sequence[Audit], now: datetime, *, host: str, name: str = "KVO-audits") -> bytes:
    """The file. Of a dossier whose audit was moved or called off, give the newest row; called off, it is cancelled.

    ``host`` makes the events of this installation unique (the client's own feed names them alike). Names no person and
    no phone number: calendars are shared.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for audit in audits:
        calendar.add_component(_event(audit, now, host))
    return bytes(calendar.to_ical())


def _event(audit: Audit, now: datetime, host: str) -> Event:
    number = audit.trajectory.number
    begins = datetime.combine(audit.day, audit.starts_at, tzinfo=ZONE)
    event = Event()
    event.add("uid", f"{number}@{host or 'auditbeheer'}".lower())
    # A later row about the same dossier has a higher number: programmes take the highest.
    event.add("sequence", audit.id * 2 + (audit.cancelled_on is not None))
    event.add("dtstamp", now)
    event.add("dtstart", begins)
    event.add("dtend", begins + (WHOLE_DAY if audit.hours >= LONG else HALF_DAY))
    event.add("summary", f"KVO-audit {audit.trajectory.partnership.name}")
    event.add("location", audit.place)
    event.add("description", f"Dossier {number}. Alle partijen van de werkgroep zijn hierbij nodig.")
    event.add("status", "CANCELLED" if audit.cancelled_on else "CONFIRMED")
    return event
