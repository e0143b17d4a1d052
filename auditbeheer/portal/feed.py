"""The appointments of somebody of a working group as a calendar: the audit, and the last day for the documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.planning.calendar_file import LastDay, calendar_of
from auditbeheer.portal.standing import Standing


def feed_of(session: Session, standings: Sequence[Standing], now: datetime, base_url: str) -> bytes:
    """The calendar of one person's dossiers."""
    running = [one for one in standings if not one.seat.trajectory.ended]
    audits = [appointment.visit for one in running for appointment in one.appointments]
    last_days = [
        LastDay("documenten", f"Laatste dag documenten {one.seat.trajectory.partnership.name}", one.number, day)
        for one in running
        if one.papers and (day := one.documents_due) is not None
    ]
    return calendar_of(session, audits, now, base_url=base_url, last_days=last_days, name="KVO-afspraken")
