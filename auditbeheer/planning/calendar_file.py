"""Audits as a file for a calendar (iCalendar, RFC 5545): one event per dossier, so that a moved day moves along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Audit
from auditbeheer.planning.visits import period_of
from auditbeheer.plumbing.clock import ZONE

CALENDAR = "afspraak"  # the scope of a link to this file; its thing is the number of the dossier
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
    begins, ends = period_of(audit, own_rules_on(session, now.astimezone(ZONE).date()))
    own = "" if audit.extra_id is None else f"-extra-{audit.extra_id}"
    title = "KVO-audit" if audit.extra_id is None else "Extra beoordeling KVO"
    event = _event(f"{number}{own}", f"{title} {audit.trajectory.partnership.name}", now, host)
    # A later row about the same dossier has a higher number: programmes take the highest.
    event.add("sequence", audit.id * 2 + (audit.cancelled_on is not None))
    event.add("dtstart", begins.replace(tzinfo=ZONE))
    event.add("dtend", ends.replace(tzinfo=ZONE))
    event.add("location", audit.place)
    needed = " Alle partijen van de werkgroep zijn hierbij nodig." if audit.extra_id is None else ""
    event.add("description", f"Dossier {number}.{needed}")
    event.add("status", "CANCELLED" if audit.cancelled_on else "CONFIRMED")
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
