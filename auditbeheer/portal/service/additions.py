"""What the working group sends about a deviation, with a receipt by mail at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import Answer, Deviation
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import tell
from auditbeheer.portal.reading import SCOPE, Seat


def send_addition(
    session: Session, by: Actor, now: datetime, seat: Seat, deviation: Deviation, shelf: FileShelf, *,
    cause: str, measure: str, complete: bool, upload: tuple[str, bytes] | None,
) -> Answer:  # fmt: skip
    """Answer a deviation. ``Refused`` after its last day, and while an earlier answer waits for our verdict."""
    row = deviations.send_answer(
        session, by, now, deviation, shelf, sender=seat.person.name, cause=cause, measure=measure, complete=complete,
        upload=upload,
    )  # fmt: skip
    number, due, judged = seat.trajectory.number, deviation.additions_due, deviation.assessment_due
    facts = {
        "nummer": deviation.number, "dag": now.date().isoformat(), "tijd": time_of(now), "compleet": complete,
        "uiterlijk": due.isoformat() if due else "", "klaar": judged.isoformat() if judged else "",
        "bestand": row.file.name if row.file else "",
    }  # fmt: skip
    tell(
        session, now, seat.recipient, topic="aanvulling_ontvangen", facts=facts, dossier=number, scope=SCOPE,
        thing=seat.recipient.email, target=f"/mijn/{number}/afwijking/{deviation.number}", by_itself=True,
    )  # fmt: skip
    return row
