"""Appointments as a calendar (iCalendar, RFC 5545): audit and last day for the documents; no names of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.portal.standing import Standing


def calendar_of(standings: Sequence[Standing], now: datetime, base_url: str) -> bytes:
    """The calendar of one person's dossiers. An appointment keeps its id when it moves, so that it moves there too."""
    calendar = Calendar()
    calendar.add("prodid", "-//auditbeheer//KVO-afspraken//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "KVO-afspraken")
    for standing in standings:
        for event in _events(standing, now, base_url):
            calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _events(standing: Standing, now: datetime, base_url: str) -> list[Event]:
    audit = standing.audit
    if audit is None or standing.seat.trajectory.ended:
        return []
    group = standing.seat.trajectory.partnership.name
    begins = datetime.combine(audit.day, audit.starts_at, tzinfo=ZONE)
    event = _event(standing, now, base_url, standing.number, f"KVO-audit {group}")
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(hours=float(standing.on_location or audit.hours)))
    event.add("location", audit.place)
    if not standing.papers or audit.documents_due is None:
        return [event]
    due = _event(standing, now, base_url, f"documenten-{standing.number}", f"Laatste dag documenten {group}")
    due.add("dtstart", audit.documents_due)
    due.add("dtend", audit.documents_due + timedelta(days=1))
    return [event, due]


def _event(standing: Standing, now: datetime, base_url: str, name: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{name}@{urlsplit(base_url).hostname or 'auditbeheer'}".lower())
    event.add("dtstamp", now)
    event.add("summary", summary)
    event.add("description", f"Dossier {standing.number}. Alles staat op {base_url.rstrip('/')}/mijn")
    return event
