"""Changes that a holder reports: recorded, assessed by a person, settled; who told it hears of it (ARE-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.addresses import path_of
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import CLIENT, behind_the_door
from auditbeheer.quotes.models import ReportedChange, Trajectory
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeKind, assessing, reporting, settling
from auditbeheer.relations.models import Partnership
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, kw_only=True)
class ChangeDetails:
    """What is told of a change, and by whom: ``person`` names who of the working group, empty for somebody else."""

    kind: ChangeKind
    what: str
    happened_on: date
    reported_on: date
    reporter: str
    email: str = ""
    person: str = ""


def report_change(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    details: ChangeDetails, trajectory: Trajectory | None = None,
) -> ReportedChange:  # fmt: skip
    """Record what was reported. It waits in the work list; who told it gets a mail that it is in.

    ``trajectory``: the dossier in which it is weighed; none for a holder whose certificate was taken over without one.
    """
    require(reporting(details.reported_on, now.date()), field="reported_on")
    row = ReportedChange(
        partnership=partnership, trajectory=trajectory, kind=details.kind, what=details.what,
        happened_on=details.happened_on, reported_on=details.reported_on, reporter=details.reporter,
        email=details.email.strip().lower(), person=details.person, by_client=bool(by.client),
    )  # fmt: skip
    session.add(row)
    session.flush()
    if row.email:
        tell(
            session, now, _teller(row), topic="wijziging_ontvangen", dossier=row.dossier, by_itself=True,
            facts={"soort": row.kind.value, "wat": row.what, "dag": row.happened_on.isoformat(),
                   "eigen": bool(_scope(row))},
            scope=_scope(row), thing=row.email if _scope(row) else "", target=_page(row),
        )  # fmt: skip
    journal.record(
        session, by, now, verb="wijziging gemeld", kind="wijziging", thing=row.id, dossier=row.dossier,
        what=f"{row.kind.value}, {day_plain(row.happened_on)}: {row.what} (gemeld door {row.reporter})",
    )  # fmt: skip
    return row


def assess_change(
    session: Session, by: Actor, now: datetime, change: ReportedChange, *, effect: ChangeEffect, why: str
) -> ReportedChange:
    """What a person finds that follows from it, with the reason; who told it gets a mail with the outcome."""
    rules = own_rules_on(session, now.date())
    require(assessing(change.kind, effect, why, change.assessed_on, rules), field="effect")
    change.assessed_on, change.assessed_by_id, change.effect, change.why = now.date(), by.employee_id, effect, why
    session.flush()
    if change.email:
        tell(
            session, now, _teller(change), topic="wijziging_beoordeeld", dossier=change.dossier,
            facts={"soort": change.kind.value, "gevolg": effect.value, "reden": why, "eigen": bool(_scope(change))},
            scope=_scope(change), thing=change.email if _scope(change) else "", target=_page(change),
        )  # fmt: skip
    journal.record(
        session, by, now, verb="wijziging beoordeeld", kind="wijziging", thing=change.id,
        dossier=change.dossier, what=f"{change.kind.value}: {effect.value}", why=why,
    )  # fmt: skip
    return change


def settle_change(session: Session, by: Actor, now: datetime, change: ReportedChange, *, what: str) -> ReportedChange:
    """What followed from the effect was done."""
    require(settling(change.state))
    change.settled_on, change.settled_what = now.date(), what
    session.flush()
    journal.record(
        session, by, now, verb="wijziging afgerond", kind="wijziging", thing=change.id,
        dossier=change.dossier, what=f"{change.kind.value}: {what}",
    )  # fmt: skip
    return change


def _teller(change: ReportedChange) -> Recipient:
    """Who reported it; nobody is mailed who gave no address."""
    return Recipient(name=change.reporter, email=change.email, person=change.person or f"wijziging:{change.id}")


def _scope(change: ReportedChange) -> str:
    """Only who is of the working group has a door to it, and that is the door of a dossier."""
    return CLIENT if change.person and change.dossier else ""


def _page(change: ReportedChange) -> str:
    """Where the button leads: behind that door, and for anybody else to the register."""
    if change.person and change.dossier:
        return behind_the_door(change.dossier, "wijzigingen")
    return path_of("register")
