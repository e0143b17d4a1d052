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
from auditbeheer.quotes.models import ReportedChange, Trajectory, periods_held
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
        scope = _scope(session, row, now.date())
        tell(
            session, now, _teller(row), topic="wijziging_ontvangen", dossier=row.dossier, by_itself=True,
            facts={"soort": row.kind.value, "wat": row.what, "dag": row.happened_on.isoformat(),
                   "eigen": bool(scope)},
            scope=scope, thing=row.email if scope else "", target=_page(row, scope),
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
        scope = _scope(session, change, now.date())
        tell(
            session, now, _teller(change), topic="wijziging_beoordeeld", dossier=change.dossier,
            facts={"soort": change.kind.value, "gevolg": effect.value, "reden": why, "eigen": bool(scope)},
            scope=scope, thing=change.email if scope else "", target=_page(change, scope),
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


def _scope(session: Session, change: ReportedChange, day: date) -> str:
    """Only who is of the working group has a door to it: that of the dossier, or of the certificate that it holds."""
    key = change.partnership.id
    behind = change.dossier or key in periods_held(session, [key], day)
    return CLIENT if change.person and behind else ""


def _page(change: ReportedChange, scope: str) -> str:
    """Where the button leads: behind that door, and for anybody else to the register."""
    if not scope:
        return path_of("register")
    where = change.dossier or f"certificaat/{change.partnership.id}"
    return behind_the_door(where, "wijzigingen")
