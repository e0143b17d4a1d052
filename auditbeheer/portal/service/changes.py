"""Somebody of the working group tells us of a change (ARE-11)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.portal.reading import Holding, Seat
from auditbeheer.quotes.models import ReportedChange
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.quotes.service import ChangeDetails, report_change


def tell_change(
    session: Session, by: Actor, now: datetime, seat: Seat | Holding, *, kind: ChangeKind, what: str, happened_on: date
) -> ReportedChange:
    """The change as this person tells it today, in the dossier that they look at; else of the certificate held."""
    details = ChangeDetails(
        kind=kind, what=what, happened_on=happened_on, reported_on=now.date(), reporter=seat.person.name,
        email=seat.recipient.email, person=seat.recipient.person,
    )  # fmt: skip
    return report_change(session, by, now, seat.partnership, details=details, trajectory=seat.trajectory)
