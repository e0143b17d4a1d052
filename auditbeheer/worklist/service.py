"""What can be done from the landing page itself: see whether mail arrives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.outbox import Recipient, tell


def send_test_mail(session: Session, by: Actor, now: datetime, to: Employee) -> None:
    """A mail to oneself, which leaves as every mail does; so it tells whether the mail server is set right."""
    recipient = Recipient(name=to.name, email=to.email, person=f"employee:{to.id}")
    tell(session, now, recipient, topic="proefmail", facts={}, target="/eerste-stappen", by_itself=True)
    journal.record(session, by, now, verb="proefmail verstuurd", kind="medewerker", thing=to.id, what=f"Aan {to.name}")
