"""Applications that waited for a scheme to be adopted (SCH-5) go on, and the working group hears it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.quotes.models import Trajectory, running_trajectories
from auditbeheer.quotes.service.state import scheme_of
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import Library, adopted_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_plain


def go_on_with_parked(session: Session, now: datetime, library: Library) -> int:
    """Take every application out of waiting whose scheme holds today; returns how many."""
    waiting = [row for row in running_trajectories(session) if row.parked_on is not None]
    gone_on = 0
    for row in waiting:
        scheme = scheme_of(row, library)
        if scheme is not None and not unmet(adopted_conditions(scheme, "certificaat", now.date())):
            _go_on(session, now, row, scheme)
            gone_on += 1
    return gone_on


def _go_on(session: Session, now: datetime, row: Trajectory, scheme: Scheme) -> None:
    since, row.parked_on = row.parked_on, None
    session.flush()
    tell_contact(
        session, now, row, topic="aanvraag_verder", key=f"aanvraag-verder:{row.number}", facts={"schema": scheme.name}
    )
    journal.record(
        session, SYSTEM, now, verb="aanvraag kan verder", kind="dossier", thing=row.number, dossier=row.number,
        what=f"{scheme.name} is vastgesteld" + (f". De aanvraag wachtte sinds {day_plain(since)}" if since else ""),
    )  # fmt: skip
